import * as z from "zod";
import { insertEnrolment, personForCourse, recordById } from "../../../db/queries/learning-records.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { partOf } from "../courses/course-authority.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeEnrolment } from "./enrolment-change.ts";
import { type EnrolmentView, enrolmentView } from "./enrolment-view.ts";

export const enrolMemberFields = z.strictObject({
  membershipId: idField("membership"),
  courseId: idField("course"),
});

/**
 * Enrols somebody of the asker's part in a course, by hand. Who withdrew goes on where they were; who is
 * enrolled stays as they are.
 *
 * Throws NOT_FOUND for a course or a person that is not there for the asker, COURSE_CLOSED for a draft,
 * NOT_ACTIVE for who has not joined or is deactivated, EDIT_CONFLICT.
 */
export const enrolMember = memberUseCase(
  within("enrolment.manage"),
  enrolMemberFields,
  async (ctx, { membershipId, courseId }): Promise<EnrolmentView> => {
    const workspaceId = ctx.workspace.id;
    const part = partOf(ctx.reach("enrolment.manage"));
    const [row] = await personForCourse(ctx.db, workspaceId, membershipId, courseId, part);
    if (!row) throw new DomainError("NOT_FOUND");
    const { course, memberStatus, enrolmentId, firstName, lastName } = row;
    if (enrolmentId) {
      return changeEnrolment(ctx, enrolmentId, {
        action: "enrolment.reopened",
        decide({ status }) {
          if (status !== "withdrawn") return null;
          if (course.status === "draft") throw new DomainError("COURSE_CLOSED");
          if (memberStatus !== "active") throw new DomainError("NOT_ACTIVE");
          return { status: "active", withdrawnAt: null };
        },
      });
    }
    if (course.status === "draft") throw new DomainError("COURSE_CLOSED");
    if (memberStatus !== "active") throw new DomainError("NOT_ACTIVE");
    const op = ctx.ids.next("event");
    const enrolment = {
      workspaceId,
      id: ctx.ids.next("enrolment"),
      membershipId,
      courseId,
      origin: "manual" as const,
      status: "active" as const,
      progress: 0,
      enrolledAt: ctx.now(),
      completedAt: null,
      withdrawnAt: null,
      lastOp: op,
    };
    const result = enrolmentView({
      ...enrolment,
      firstName,
      lastName,
      memberStatus,
      courseTitle: course.title,
      certificateId: null,
      email: null,
      isFound: 0,
      fits: 1,
    });
    const done = await commit(
      ctx,
      [
        insertEnrolment(ctx.db, enrolment, standingOf(ctx, "enrolment.manage")),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "enrolment.created",
          membershipId,
          targetId: enrolment.id,
          op,
          details: { course: course.title },
        }),
      ],
      result,
    );
    if (done) return done;
    // Somebody else enrolled the person in this very moment, or something is not what it was.
    const [again] = await personForCourse(ctx.db, workspaceId, membershipId, courseId, part);
    const sight = { part, ownerId: null };
    const [now] = again?.enrolmentId ? await recordById(ctx.db, workspaceId, again.enrolmentId, sight) : [];
    if (!now) throw new DomainError("EDIT_CONFLICT");
    return enrolmentView(now);
  },
);
