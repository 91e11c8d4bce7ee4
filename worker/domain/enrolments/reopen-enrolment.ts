import * as z from "zod";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, withinOrOwn } from "../use-case.ts";
import { changeEnrolment } from "./enrolment-change.ts";
import type { EnrolmentView } from "./enrolment-view.ts";

/**
 * Lets somebody who withdrew go on where they were. Twice is no error.
 *
 * Throws NOT_FOUND, ENROLMENT_STATE for a completed one, EDIT_CONFLICT.
 */
export const reopenEnrolment = memberUseCase(
  withinOrOwn("enrolment.manage"),
  z.strictObject({ enrolmentId: idField("enrolment") }),
  async (ctx, { enrolmentId }): Promise<EnrolmentView> =>
    changeEnrolment(ctx, enrolmentId, {
      action: "enrolment.reopened",
      decide({ status }) {
        if (status === "completed") throw new DomainError("ENROLMENT_STATE");
        return status === "active" ? null : { status: "active", withdrawnAt: null };
      },
    }),
);
