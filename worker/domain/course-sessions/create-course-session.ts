import * as z from "zod";
import { insertCourseSession, replaceInstructors } from "../../../db/queries/course-sessions.ts";
import { countReached, courseById, placeOfCourse, stageReached } from "../../../db/queries/courses.ts";
import { attendSession } from "../../../db/queries/enrolments.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { holderId, ownCourses } from "../courses/course-authority.ts";
import { countedAtMost } from "../courses/enrol-all.ts";
import { learningJobRows } from "../courses/learning-job.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { mostAtOnce, wakeJob } from "../jobs/staged-job.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase, withinOrOwn } from "../use-case.ts";
import { nameable, refuseInstructors } from "./instructors.ts";
import { sessionFields, sessionTimes, type TimeNotice } from "./session-fields.ts";
import { mayEditSession, type SessionView, sessionView } from "./session-view.ts";

export const createCourseSessionFields = z.strictObject({
  courseId: idField("course"),
  title: sessionFields.title,
  startsAt: sessionFields.startsAt,
  endsAt: sessionFields.endsAt,
  /** The workspace's, if left out. */
  timeZone: sessionFields.timeZone.optional(),
  place: sessionFields.place.optional(),
  link: sessionFields.link.optional(),
  seats: sessionFields.seats.optional(),
  /** Its members get places, now and when they come later. */
  groupId: idField("group").nullable().optional(),
  /** The maker, if left out. */
  instructorIds: sessionFields.instructorIds.optional(),
});

export interface MadeSession {
  session: SessionView;
  notices: TimeNotice[];
}

/**
 * Makes a session of a course. Members of its group get places as far as there are seats, and are mailed; of
 * more than a thousand by a job.
 *
 * Throws NOT_FOUND for a course, group or person that is not there for the asker, FORBIDDEN where neither the
 * course nor the group is theirs to make sessions in, ROLE_ABOVE_YOURS, VALIDATION_FAILED.
 */
export const createCourseSession = memberUseCase(
  withinOrOwn("session.manage"),
  createCourseSessionFields,
  async (ctx, input): Promise<MadeSession> => {
    const { workspace } = ctx;
    const workspaceId = workspace.id;
    const now = ctx.now();
    const { courseId, groupId = null } = input;
    const own = holderId(ctx);
    const wanted = [...new Set(input.instructorIds ?? (ctx.membership && own ? [own] : []))];
    const inGroup = { courseId, by: "group", placeId: groupId ?? "" } as const;
    const [[row], [group], people, [members]] = await ctx.db.batch([
      courseById(ctx.db, workspaceId, courseId),
      placeOfCourse(ctx.db, workspaceId, courseId, { groupId: groupId ?? "" }),
      nameable(ctx, wanted),
      countReached(ctx.db, workspaceId, inGroup, countedAtMost),
    ]);
    if (!row || (groupId && (!group || !reachesGroup(ctx.reach("session.manage"), groupId)))) {
      throw new DomainError("NOT_FOUND");
    }
    const { course } = row;
    if (!mayEditSession(ctx, { courseOwnerId: course.ownerId, session: { groupId } })) {
      throw new DomainError("FORBIDDEN");
    }
    refuseInstructors(ctx, wanted, people, groupId);
    const timeZone = input.timeZone ?? workspace.timeZone;
    const { notices, ...times } = sessionTimes({ ...input, timeZone }, now);

    const op = ctx.ids.next("event");
    const session = {
      workspaceId,
      id: ctx.ids.next("courseSession"),
      courseId,
      groupId,
      title: input.title,
      ...times,
      timeZone,
      place: input.place || null,
      link: input.link ?? null,
      seats: input.seats ?? null,
      createdAt: now,
      canceledAt: null,
      lastOp: op,
    };
    const seats = seatGroup();
    const view = sessionView(ctx, {
      session,
      courseTitle: course.title,
      courseStatus: course.status,
      courseOwnerId: course.ownerId,
      groupName: group?.name ?? null,
      instructors: JSON.stringify(people),
      taken: 0,
    });
    const byOwner = course.ownerId !== null && course.ownerId === ownCourses(ctx);
    const done = await commit(
      ctx,
      [
        insertCourseSession(ctx.db, session, standingOf(ctx, byOwner ? "course.create" : "session.manage")),
        guardChanged(ctx.db),
        ...replaceInstructors(ctx.db, workspaceId, session.id, JSON.stringify(wanted)),
        ...seats.statements,
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "session.created",
          targetId: session.id,
          op,
          details: { title: session.title, course: course.title, startsAt: session.startsAt },
        }),
      ],
      { session: view, notices },
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    if (seats.jobId) await wakeJob(ctx, seats.jobId);
    else if (groupId) await wakeMail(ctx, workspaceId);
    return done;

    function seatGroup(): { statements: Statement[]; jobId: string | null } {
      const count = members?.count ?? 0;
      if (!groupId || count === 0 || !workspace.policies["enrol.from_group"]) {
        return { statements: [], jobId: null };
      }
      if (count <= mostAtOnce) {
        const act = { workspaceId, now, op };
        return { statements: attendSession(ctx.db, act, { ...session, groupId }), jobId: null };
      }
      const jobId = ctx.ids.next("job");
      const job = { kind: "attend", sessionId: session.id, name: session.title } as const;
      const staged = [stageReached(ctx.db, workspaceId, jobId, inGroup)];
      return { statements: learningJobRows(ctx, jobId, job, staged), jobId };
    }
  },
);

function reachesGroup(
  reach: ReturnType<Parameters<typeof mayEditSession>[0]["reach"]>,
  groupId: string,
): boolean {
  return reach === "everywhere" || reach?.groups.has(groupId) === true;
}
