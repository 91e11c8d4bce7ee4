import * as z from "zod";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, withinOrOwn } from "../use-case.ts";
import { changeEnrolment } from "./enrolment-change.ts";
import type { EnrolmentView } from "./enrolment-view.ts";

/**
 * Says how far somebody is. A hundred per cent is not yet completed: that is said by itself, and gives the
 * certificate.
 *
 * Throws NOT_FOUND, ENROLMENT_STATE unless it is under way, EDIT_CONFLICT.
 */
export const setProgress = memberUseCase(
  withinOrOwn("enrolment.manage"),
  z.strictObject({
    enrolmentId: idField("enrolment"),
    progress: z.int("Give whole per cent.").min(0, "At least 0.").max(100, "At most 100."),
  }),
  async (ctx, { enrolmentId, progress }): Promise<EnrolmentView> =>
    changeEnrolment(ctx, enrolmentId, {
      action: "enrolment.progress_set",
      decide(row) {
        if (row.status !== "active") throw new DomainError("ENROLMENT_STATE");
        return row.progress === progress ? null : { progress };
      },
    }),
);
