import {
  assignCourseTo,
  countReached,
  courseById,
  placeOfCourse,
  type Reached,
} from "../../../db/queries/courses.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase, within } from "../use-case.ts";
import { assignedPlace, assignmentFields } from "./assigned-place.ts";
import { countedAtMost, enrolAll } from "./enrol-all.ts";

export interface Assigned {
  courseId: string;
  title: string;
  groupId: string | null;
  unitId: string | null;
  /** Of the group or unit. */
  name: string;
  /** The job that enrols those who are in it, where they are many. */
  jobId: string | null;
}

/**
 * Gives a course to a group or a unit (F37): whoever is in it is enrolled, of more than a thousand by a job,
 * and whoever comes into it later is enrolled then. Assigning twice changes nothing.
 *
 * Throws NOT_FOUND for what is not there or lies outside the asker's part, EDIT_CONFLICT.
 */
export const assignCourse = memberUseCase(
  within("enrolment.manage"),
  assignmentFields,
  async (ctx, input): Promise<Assigned> => {
    const workspaceId = ctx.workspace.id;
    const { courseId } = input;
    const place = assignedPlace(ctx, input);
    const reached: Reached =
      "groupId" in place
        ? { courseId, by: "group", placeId: place.groupId }
        : { courseId, by: "unit", placeId: place.unitId };
    const [[row], [found], [people]] = await ctx.db.batch([
      courseById(ctx.db, workspaceId, courseId),
      placeOfCourse(ctx.db, workspaceId, courseId, place),
      countReached(ctx.db, workspaceId, reached, countedAtMost),
    ]);
    if (!row || !found) throw new DomainError("NOT_FOUND");
    const { title, status } = row.course;
    const result: Assigned = {
      courseId,
      title,
      groupId: input.groupId ?? null,
      unitId: input.unitId ?? null,
      name: found.name,
      jobId: null,
    };
    if (found.assigned === 1) return result;
    const op = ctx.ids.next("event");
    const count = status === "published" ? (people?.count ?? 0) : 0;
    const enrolling = enrolAll(ctx, row.course, [reached], count, op);
    result.jobId = enrolling.jobId;
    const done = await commit(
      ctx,
      [
        assignCourseTo(ctx.db, workspaceId, courseId, place, standingOf(ctx, "enrolment.manage")),
        guardChanged(ctx.db),
        ...enrolling.statements,
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "course.assigned",
          targetId: courseId,
          op,
          details: { title, to: found.name },
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await enrolling.wake();
    return done;
  },
);
