import * as z from "zod";
import { insertCertificate } from "../../../db/queries/learning-records.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, withinOrOwn } from "../use-case.ts";
import { changeEnrolment } from "./enrolment-change.ts";
import type { EnrolmentView } from "./enrolment-view.ts";

/**
 * Says that somebody has completed a course, and gives them the certificate, with the names of this day. Twice
 * is no error.
 *
 * Throws NOT_FOUND, ENROLMENT_STATE for who withdrew, EDIT_CONFLICT.
 */
export const completeEnrolment = memberUseCase(
  withinOrOwn("enrolment.manage"),
  z.strictObject({ enrolmentId: idField("enrolment") }),
  async (ctx, { enrolmentId }): Promise<EnrolmentView> =>
    changeEnrolment(ctx, enrolmentId, {
      action: "enrolment.completed",
      decide({ status }) {
        if (status === "withdrawn") throw new DomainError("ENROLMENT_STATE");
        return status === "completed" ? null : { status: "completed", progress: 100, completedAt: ctx.now() };
      },
      also() {
        const id = ctx.ids.next("certificate");
        const certificate = { id, enrolmentId, now: ctx.now() };
        return {
          statements: [insertCertificate(ctx.db, ctx.workspace.id, certificate)],
          shown: { certificateId: id },
        };
      },
    }),
);
