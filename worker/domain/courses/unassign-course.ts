import { courseById, placeOfCourse, unassignCourseFrom } from "../../../db/queries/courses.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase, within } from "../use-case.ts";
import type { Assigned } from "./assign-course.ts";
import { assignedPlace, assignmentFields } from "./assigned-place.ts";

/**
 * Takes a course from a group or a unit: whoever comes later is not enrolled any more, whoever is enrolled
 * goes on.
 *
 * Throws NOT_FOUND for what is not there or lies outside the asker's part, EDIT_CONFLICT.
 */
export const unassignCourse = memberUseCase(
  within("enrolment.manage"),
  assignmentFields,
  async (ctx, input): Promise<Assigned> => {
    const workspaceId = ctx.workspace.id;
    const { courseId, groupId = null, unitId = null } = input;
    const place = assignedPlace(ctx, input);
    const [[row], [found]] = await ctx.db.batch([
      courseById(ctx.db, workspaceId, courseId),
      placeOfCourse(ctx.db, workspaceId, courseId, place),
    ]);
    if (!row || !found) throw new DomainError("NOT_FOUND");
    const { title } = row.course;
    const result: Assigned = { courseId, title, groupId, unitId, name: found.name, jobId: null };
    if (found.assigned === 0) return result;
    const done = await commit(
      ctx,
      [
        unassignCourseFrom(ctx.db, workspaceId, courseId, place, standingOf(ctx, "enrolment.manage")),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "course.unassigned",
          targetId: courseId,
          op: ctx.ids.next("event"),
          details: { title, from: found.name },
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
