import * as z from "zod";
import { changeSeenCourse, countReached, courseById } from "../../../db/queries/courses.ts";
import { attendCourse } from "../../../db/queries/enrolments.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { mayEdit, standingToEdit } from "./course-authority.ts";
import { courseFields, topicOf } from "./course-fields.ts";
import { type CourseDetail, courseDetail } from "./course-view.ts";
import { countedAtMost, enrolAll } from "./enrol-all.ts";

export const changeCourseFields = z.strictObject({
  courseId: idField("course"),
  title: courseFields.title.optional(),
  summary: courseFields.summary.optional(),
  description: courseFields.description.optional(),
  status: courseFields.status.optional(),
  visibility: courseFields.visibility.optional(),
  price: courseFields.price.optional(),
  topic: courseFields.topic.optional(),
  language: courseFields.language.optional(),
  durationMinutes: courseFields.durationMinutes.optional(),
});

/**
 * Changes a course of one's own, an administrator any. What is not named stays. One that is published enrols
 * whoever is in its groups and units; one that becomes a draft again keeps those who are enrolled.
 *
 * Throws NOT_FOUND, FORBIDDEN for somebody else's course, EDIT_CONFLICT.
 */
export const changeCourse = memberUseCase(
  within("course.create"),
  changeCourseFields,
  async (ctx, { courseId, ...input }): Promise<CourseDetail> => {
    const workspaceId = ctx.workspace.id;
    const ofGroups = { courseId, by: "group", placeId: null } as const;
    const ofUnits = { courseId, by: "unit", placeId: null } as const;
    const [[row], [inGroups], [inUnits]] = await ctx.db.batch([
      courseById(ctx.db, workspaceId, courseId),
      countReached(ctx.db, workspaceId, ofGroups, countedAtMost),
      countReached(ctx.db, workspaceId, ofUnits, countedAtMost),
    ]);
    if (!row) throw new DomainError("NOT_FOUND");
    const { course } = row;
    if (!mayEdit(ctx, course.ownerId)) throw new DomainError("FORBIDDEN");

    const op = ctx.ids.next("event");
    const title = input.title ?? course.title;
    const price = input.price === undefined ? {} : priceOf(input.price);
    const after = {
      ...course,
      title,
      titleKey: nameKeyOf(title),
      summary: input.summary ?? course.summary,
      description: input.description ?? course.description,
      status: input.status ?? course.status,
      visibility: input.visibility ?? course.visibility,
      ...price,
      ...topicOf(input.topic === undefined ? course.topic : input.topic),
      language: input.language === undefined ? course.language : input.language,
      durationMinutes: input.durationMinutes === undefined ? course.durationMinutes : input.durationMinutes,
      updatedAt: ctx.now(),
      lastOp: op,
    };
    // Triggers keep it, and a session may be made between the reading and the writing.
    const { openUntil: _, ...written } = after;
    const result = courseDetail(ctx, after, row.ownerName);
    const details = difference(courseDetail(ctx, course, row.ownerName), result);
    if (Object.keys(details.after).length === 0) return result;

    const opens = course.status === "draft" && after.status === "published";
    const count = (inGroups?.count ?? 0) + (inUnits?.count ?? 0);
    const enrolling = enrolAll(ctx, after, [ofGroups, ofUnits], opens ? count : 0, op);
    const done = await commit(
      ctx,
      [
        changeSeenCourse(ctx.db, course, written, standingToEdit(ctx, course.ownerId)),
        guardChanged(ctx.db),
        ...enrolling.statements,
        ...(opens ? seatsOfGroups(ctx, courseId, op) : []),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "course.changed",
          targetId: courseId,
          op,
          details: { title, ...details },
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await enrolling.wake();
    if (opens) await wakeMail(ctx, workspaceId);
    return done;
  },
);

/** A course that opens fills the sessions that groups have in it. */
function seatsOfGroups(ctx: MemberContext, courseId: string, op: string): Statement[] {
  const { workspace } = ctx;
  if (!workspace.policies["enrol.from_group"]) return [];
  return attendCourse(ctx.db, { workspaceId: workspace.id, now: ctx.now(), op }, courseId);
}

function priceOf(price: { amount: number; currency: string } | null) {
  return { priceMinor: price?.amount ?? null, currency: price?.currency ?? null };
}

/** What of the course differs, as it was and as it is; of the long text only that it does. */
function difference(before: CourseDetail, after: CourseDetail) {
  const names = (
    ["title", "summary", "status", "visibility", "price", "topic", "language", "durationMinutes"] as const
  ).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const only = (course: CourseDetail) => Object.fromEntries(names.map((name) => [name, course[name]]));
  const text = before.description === after.description ? {} : { description: true };
  return { before: only(before), after: { ...only(after), ...text } };
}
