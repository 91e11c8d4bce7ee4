import * as z from "zod";
import { courseSessionById, insertAttendee, personForSession } from "../../../db/queries/course-sessions.ts";
import { enrolFromSessions } from "../../../db/queries/enrolments.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { partOf } from "../courses/course-authority.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase, within } from "../use-case.ts";

export interface AttendeeState {
  sessionId: string;
  userId: string;
  name: string;
  attends: boolean;
}

export const attendeeFields = z.strictObject({
  sessionId: idField("courseSession"),
  membershipId: idField("membership"),
});

/**
 * Gives somebody of the asker's part a place in a session: they are enrolled in its course and mailed. The last
 * seat goes to one of two. Adding twice changes nothing.
 *
 * Throws NOT_FOUND, NOT_ACTIVE for who has not joined or is deactivated, COURSE_CLOSED for a draft,
 * ENROLMENT_STATE for who withdrew from the course, SESSION_FULL, SESSION_OVER.
 */
export const addAttendee = memberUseCase(
  within("enrolment.manage"),
  attendeeFields,
  async (ctx, { sessionId, membershipId }): Promise<AttendeeState> => {
    const workspaceId = ctx.workspace.id;
    const now = ctx.now();
    const part = partOf(ctx.reach("enrolment.manage"));
    const read = async () => {
      const [[row], [person]] = await ctx.db.batch([
        courseSessionById(ctx.db, workspaceId, sessionId),
        personForSession(ctx.db, workspaceId, sessionId, membershipId, part),
      ]);
      if (!row || !person) throw new DomainError("NOT_FOUND");
      return { ...row, person };
    };
    const refuse = ({ session, courseStatus, person, taken }: Awaited<ReturnType<typeof read>>) => {
      if (session.canceledAt !== null || session.startsAt <= now) throw new DomainError("SESSION_OVER");
      if (person.status !== "active") throw new DomainError("NOT_ACTIVE");
      if (courseStatus === "draft") throw new DomainError("COURSE_CLOSED");
      if (person.enrolment === "withdrawn") throw new DomainError("ENROLMENT_STATE");
      if (session.seats !== null && taken >= session.seats) throw new DomainError("SESSION_FULL");
    };
    const seen = await read();
    const result = { sessionId, userId: membershipId, name: seen.person.name, attends: true };
    if (seen.person.attends === 1) return result;
    refuse(seen);
    const op = ctx.ids.next("event");
    const row = { workspaceId, sessionId, membershipId, addedAt: now };
    const act = { workspaceId, membershipIds: JSON.stringify([membershipId]), now, op };
    const done = await commit(
      ctx,
      [
        insertAttendee(ctx.db, row, standingOf(ctx, "enrolment.manage")),
        guardChanged(ctx.db),
        ...enrolFromSessions(ctx.db, act),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "session.attendee_added",
          membershipId,
          targetId: sessionId,
          op,
          details: { session: seen.session.title, course: seen.courseTitle },
        }),
      ],
      result,
    );
    if (done) {
      await wakeMail(ctx, workspaceId);
      return done;
    }
    const again = await read();
    if (again.person.attends === 1) return result;
    refuse(again);
    throw new DomainError("EDIT_CONFLICT");
  },
);
