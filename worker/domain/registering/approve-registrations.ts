import * as z from "zod";
import { memberUseCase, within } from "../use-case.ts";
import { decideAll, decisionTarget } from "./decide-registrations.ts";

export const approveRegistrationsFields = z.strictObject(decisionTarget);

/**
 * Lets people in who wait for approval (F132): one, several, or all. Each is a batch of their own, so that one for whom
 * there is no seat keeps nobody else waiting; of two administrators at once each person is approved once. Those outside
 * the asker's part answer like those who do not wait.
 *
 * Throws NOT_FOUND when nobody waits, VALIDATION_FAILED.
 */
export const approveRegistrations = memberUseCase(
  within("registration.manage"),
  approveRegistrationsFields,
  (ctx, input) => decideAll(ctx, "approve", input),
);
