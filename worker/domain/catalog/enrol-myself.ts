import * as z from "zod";
import { catalogCourseRow, enrolFromCatalog, ownPlaceIn, takeDate } from "../../../db/queries/catalog.ts";
import { countCatalogDay } from "../../../db/queries/catalog-days.ts";
import { tellOfSessions } from "../../../db/queries/session-mails.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { courseItself, nameUnproved } from "../../../db/queries/unproved-members.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { learnerOf } from "../learning/learner.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { dayIn } from "../members/access-end.ts";
import { takenOver } from "../registering/taken-over.ts";
import { ownActor, signedInLearner } from "../sessions/signed-in-person.ts";
import { publicUseCase } from "../use-case.ts";
import { catalogCourseOf } from "./catalog-course.ts";

const enrolMyselfFields = z.strictObject({
  courseId: idField("course"),
  /** A date of the course; left out: none for now. */
  sessionId: idField("courseSession").optional(),
});

export interface OwnEnrolment {
  courseId: string;
  title: string;
}

/**
 * A member enrols themselves in a free course of the catalog, by one press (F128). Who is enrolled already stays so,
 * and may add a date while they have none. Of the last place of a date one of two gets it; the other is enrolled in
 * nothing, and told.
 *
 * Throws NOT_FOUND for what is not in the catalog, PAYMENT_REQUIRED for what costs something, SESSION_OVER,
 * SESSION_FULL, EDIT_CONFLICT; NOT_SIGNED_IN and what else keeps a learner out.
 */
export const enrolMyself = publicUseCase(
  enrolMyselfFields,
  async (ctx, { courseId, sessionId }): Promise<OwnEnrolment> => {
    const { workspaceId, membershipId } = learnerOf(ctx);
    const { workspace, person, membership } = signedInLearner(ctx);
    const [[row], [own]] = await ctx.db.batch([
      catalogCourseRow(ctx.db, workspace.slug, courseId, ctx.now()),
      ownPlaceIn(ctx.db, workspace.slug, membershipId, courseId),
    ]);
    const found = catalogCourseOf(row);
    if (!found) throw new DomainError("NOT_FOUND");
    const { course } = found;
    const result: OwnEnrolment = { courseId, title: course.title };
    const enrolled = own !== undefined && own.status !== "withdrawn";
    const dates = own ? (JSON.parse(own.dates) as string[]) : [];
    const takesDate = sessionId !== undefined && !(enrolled && dates.length > 0);
    if (enrolled && !takesDate) return result;
    if (!enrolled && course.price) throw new DomainError("PAYMENT_REQUIRED");
    if (takesDate) {
      const date = found.dates.find(({ id }) => id === sessionId);
      if (!date) throw new DomainError("SESSION_OVER");
      if (date.placesLeft === 0) throw new DomainError("SESSION_FULL");
    }

    const now = ctx.now();
    const op = ctx.ids.next("event");
    const enrolment = {
      workspaceId,
      id: ctx.ids.next("enrolment"),
      membershipId,
      courseId,
      origin: "catalog" as const,
      status: "active" as const,
      progress: 0,
      enrolledAt: now,
      lastOp: op,
    };
    const done = await commit(
      ctx,
      [
        ...(enrolled
          ? []
          : [
              enrolFromCatalog(ctx.db, enrolment),
              guardChanged(ctx.db),
              countCatalogDay(ctx.db, workspaceId, dayIn(now, workspace.timeZone), courseId, "enrolled"),
              ...audit(ctx, {
                workspaceId,
                actor: ownActor(person, membershipId),
                action: "enrolment.created",
                membershipId,
                targetId: courseId,
                op,
                details: { course: course.title, origin: "catalog" },
              }),
            ]),
        ...(takesDate
          ? [
              takeDate(ctx.db, { workspaceId, sessionId, membershipId, addedAt: now }, courseId),
              guardChanged(ctx.db),
              ...tellOfSessions(ctx.db, {
                workspaceId,
                now,
                op,
                membershipIds: JSON.stringify([membershipId]),
              }),
            ]
          : []),
        // Whoever registered though they are here was told so by mail, and may have begun this course meanwhile (F132).
        ...(person.email && person.emailVerified && !person.viaProvider
          ? takenOver(ctx, {
              workspaceId,
              email: person.email,
              into: membershipId,
              courses: courseItself(courseId),
              actor: ownActor(person, membershipId),
              op,
            })
          : []),
        ...(membership.status === "unproved"
          ? [nameUnproved(ctx.db, { workspaceId, membershipId, now })]
          : []),
      ],
      result,
    );
    if (done) {
      if (takesDate) await wakeMail(ctx, workspaceId);
      return done;
    }
    return afterLosing(ctx, { slug: workspace.slug, membershipId, courseId, sessionId });
  },
);

/** What the batch came to nothing by: a twin of this request, somebody who took the last place, or a change. */
async function afterLosing(
  ctx: Context,
  asked: { slug: string; membershipId: string; courseId: string; sessionId: string | undefined },
): Promise<OwnEnrolment> {
  const { slug, membershipId, courseId, sessionId } = asked;
  const [[row], [own]] = await ctx.db.batch([
    catalogCourseRow(ctx.db, slug, courseId, ctx.now()),
    ownPlaceIn(ctx.db, slug, membershipId, courseId),
  ]);
  const found = catalogCourseOf(row);
  if (!found) throw new DomainError("NOT_FOUND");
  const dates = own ? (JSON.parse(own.dates) as string[]) : [];
  const enrolled = own !== undefined && own.status !== "withdrawn";
  if (enrolled && (sessionId === undefined || dates.includes(sessionId))) {
    return { courseId, title: found.course.title };
  }
  if (found.dates.some(({ id, placesLeft }) => id === sessionId && placesLeft === 0)) {
    throw new DomainError("SESSION_FULL");
  }
  throw new DomainError("EDIT_CONFLICT");
}
