import * as z from "zod";
import {
  cancelSessionsOfCourse,
  changeSeenCourse,
  courseById,
  dropAssignments,
} from "../../../db/queries/courses.ts";
import { tellOfCancellation } from "../../../db/queries/session-mails.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { tellsPending } from "../invitations/tell-pending.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { memberUseCase, within } from "../use-case.ts";
import { mayEdit, standingToEdit } from "./course-authority.ts";

/**
 * Takes a course away: nobody can be enrolled in it any more, its sessions to come are canceled, invitations
 * that name it skip it. What people did in it, and their certificates, keep its title.
 *
 * Throws NOT_FOUND, FORBIDDEN for somebody else's course, EDIT_CONFLICT.
 */
export const deleteCourse = memberUseCase(
  within("course.create"),
  z.strictObject({ courseId: idField("course") }),
  async (ctx, { courseId }): Promise<{ id: string; title: string }> => {
    const workspaceId = ctx.workspace.id;
    const [row] = await courseById(ctx.db, workspaceId, courseId);
    if (!row) throw new DomainError("NOT_FOUND");
    if (!mayEdit(ctx, row.course.ownerId)) throw new DomainError("FORBIDDEN");
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const { title } = row.course;
    const done = await commit(
      ctx,
      [
        changeSeenCourse(
          ctx.db,
          row.course,
          { deletedAt: now, lastOp: op },
          standingToEdit(ctx, row.course.ownerId),
        ),
        guardChanged(ctx.db),
        ...dropAssignments(ctx.db, workspaceId, courseId),
        cancelSessionsOfCourse(ctx.db, workspaceId, courseId, now, op),
        tellOfCancellation(ctx.db, { workspaceId, now, op }, tellsPending(ctx.workspace)),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "course.deleted",
          targetId: courseId,
          op,
          details: { title },
        }),
      ],
      { id: courseId, title },
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await wakeMail(ctx, workspaceId);
    return done;
  },
);
