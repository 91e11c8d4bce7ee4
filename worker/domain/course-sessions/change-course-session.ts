import * as z from "zod";
import {
  changeSeenSession,
  courseSessionById,
  replaceInstructors,
} from "../../../db/queries/course-sessions.ts";
import { forgetTold, tellAttendees } from "../../../db/queries/session-mails.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { ownCourses } from "../courses/course-authority.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { tellsPending } from "../invitations/tell-pending.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase, withinOrOwn } from "../use-case.ts";
import type { MadeSession } from "./create-course-session.ts";
import { nameable, refuseInstructors } from "./instructors.ts";
import { sessionFields, sessionTimes } from "./session-fields.ts";
import { mayEditSession, sessionView } from "./session-view.ts";
import { wallClock } from "./wall-time.ts";

export const changeCourseSessionFields = z.strictObject({
  sessionId: idField("courseSession"),
  title: sessionFields.title.optional(),
  startsAt: sessionFields.startsAt.optional(),
  endsAt: sessionFields.endsAt.optional(),
  timeZone: sessionFields.timeZone.optional(),
  place: sessionFields.place.optional(),
  link: sessionFields.link.optional(),
  seats: sessionFields.seats.optional(),
  /** Exactly these from now on. */
  instructorIds: sessionFields.instructorIds.optional(),
});

/**
 * Changes a session that is still to come. What is not named stays. Whoever has a place is mailed anew when the
 * time, the place or the way to join changes, and reminded of the new time.
 *
 * Throws NOT_FOUND, FORBIDDEN, SESSION_OVER, ROLE_ABOVE_YOURS, VALIDATION_FAILED (also on `seats`, for fewer
 * than are taken), EDIT_CONFLICT.
 */
export const changeCourseSession = memberUseCase(
  withinOrOwn("session.manage"),
  changeCourseSessionFields,
  async (ctx, { sessionId, instructorIds, ...input }): Promise<MadeSession> => {
    const workspaceId = ctx.workspace.id;
    const now = ctx.now();
    const wanted = instructorIds && [...new Set(instructorIds)];
    const [[row], people] = await ctx.db.batch([
      courseSessionById(ctx.db, workspaceId, sessionId),
      nameable(ctx, wanted ?? []),
    ]);
    if (!row) throw new DomainError("NOT_FOUND");
    if (!mayEditSession(ctx, row)) throw new DomainError("FORBIDDEN");
    const { session } = row;
    if (session.canceledAt !== null || session.startsAt <= now) throw new DomainError("SESSION_OVER");
    const before = JSON.parse(row.instructors) as { id: string; name: string }[];
    if (wanted) {
      // Who teaches it already is no news and needs no right.
      const fresh = wanted.filter((id) => !before.some((person) => person.id === id));
      const gone = before.some(({ id }) => !wanted.includes(id));
      refuseInstructors(ctx, gone ? wanted : fresh, gone ? [...people, ...before] : people, session.groupId);
    }

    const timeZone = input.timeZone ?? session.timeZone;
    const timesNamed = input.startsAt ?? input.endsAt ?? input.timeZone;
    const { notices, startsAt, endsAt } = timesNamed
      ? sessionTimes(
          {
            startsAt: input.startsAt ?? wallClock(session.startsAt, session.timeZone),
            endsAt: input.endsAt ?? wallClock(session.endsAt, session.timeZone),
            timeZone,
          },
          now,
        )
      : { ...session, notices: [] };
    const op = ctx.ids.next("event");
    const after = {
      ...session,
      title: input.title ?? session.title,
      startsAt,
      endsAt,
      timeZone,
      place: input.place === undefined ? session.place : input.place || null,
      link: input.link === undefined ? session.link : input.link,
      seats: input.seats === undefined ? session.seats : input.seats,
      lastOp: op,
    };
    if (after.seats !== null && after.seats < row.taken) {
      throw invalidField("seats", "taken", "More people than that have a place already.");
    }
    const told = (["startsAt", "endsAt", "timeZone", "place", "link"] as const).filter(
      (name) => after[name] !== session[name],
    );
    const changed = [
      ...told,
      ...(["title", "seats"] as const).filter((name) => after[name] !== session[name]),
    ];
    const teaches = wanted ? [...people, ...before].filter(({ id }) => wanted.includes(id)) : before;
    const instructors = [...new Map(teaches.map((person) => [person.id, person])).values()];
    const view = sessionView(ctx, { ...row, session: after, instructors: JSON.stringify(instructors) });
    const result = { session: view, notices };
    if (changed.length === 0 && !wanted) return result;

    const only = (values: typeof session) => Object.fromEntries(changed.map((name) => [name, values[name]]));
    const byOwner = row.courseOwnerId !== null && row.courseOwnerId === ownCourses(ctx);
    const tellPending = tellsPending(ctx.workspace);
    const done = await commit(
      ctx,
      [
        changeSeenSession(
          ctx.db,
          session,
          after,
          standingOf(ctx, byOwner ? "course.create" : "session.manage"),
        ),
        guardChanged(ctx.db),
        ...(wanted ? replaceInstructors(ctx.db, workspaceId, sessionId, JSON.stringify(wanted)) : []),
        ...(told.length > 0
          ? [
              forgetTold(ctx.db, workspaceId, sessionId),
              ...tellAttendees(ctx.db, { workspaceId, now, op, sessionId }, { tellPending }),
            ]
          : []),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: changed.length > 0 ? "session.changed" : "session.instructors_changed",
          targetId: sessionId,
          op,
          details: {
            title: after.title,
            before: { ...only(session), ...(wanted ? { instructors: before.map(({ name }) => name) } : {}) },
            after: {
              ...only(after),
              ...(wanted ? { instructors: instructors.map(({ name }) => name) } : {}),
            },
          },
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    if (told.length > 0) await wakeMail(ctx, workspaceId);
    return done;
  },
);
