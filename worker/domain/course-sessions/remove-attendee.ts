import { courseSessionById, deleteAttendee, personForSession } from "../../../db/queries/course-sessions.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { partOf } from "../courses/course-authority.ts";
import { DomainError } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type AttendeeState, attendeeFields } from "./add-attendee.ts";

/**
 * Takes somebody's place in a session; they stay enrolled in the course. Removing twice changes nothing.
 *
 * Throws NOT_FOUND, SESSION_OVER once it has begun, EDIT_CONFLICT.
 */
export const removeAttendee = memberUseCase(
  within("enrolment.manage"),
  attendeeFields,
  async (ctx, { sessionId, membershipId }): Promise<AttendeeState> => {
    const workspaceId = ctx.workspace.id;
    const part = partOf(ctx.reach("enrolment.manage"));
    const [[row], [person]] = await ctx.db.batch([
      courseSessionById(ctx.db, workspaceId, sessionId),
      personForSession(ctx.db, workspaceId, sessionId, membershipId, part),
    ]);
    if (!row || !person) throw new DomainError("NOT_FOUND");
    const result = { sessionId, userId: membershipId, name: person.name, attends: false };
    if (person.attends === 0) return result;
    if (row.session.startsAt <= ctx.now()) throw new DomainError("SESSION_OVER");
    const done = await commit(
      ctx,
      [
        deleteAttendee(ctx.db, workspaceId, sessionId, membershipId, standingOf(ctx, "enrolment.manage")),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "session.attendee_removed",
          membershipId,
          targetId: sessionId,
          op: ctx.ids.next("event"),
          details: { session: row.session.title, course: row.courseTitle },
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
