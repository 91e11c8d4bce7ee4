import * as z from "zod";
import { memberUseCase, within } from "../use-case.ts";
import { decideAll, decisionTarget } from "./decide-registrations.ts";

export const refuseRegistrationsFields = z.strictObject({
  ...decisionTarget,
  /** Mailed to them as it stands. */
  reason: z
    .string("Enter text.")
    .max(500, "A reason may have at most 500 characters.")
    .transform((text) => text.replace(/\r\n?/g, "\n").trim())
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    .refine((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text), {
      message: "The reason holds an invisible control character. Type it anew.",
    })
    .optional(),
});

/** Refuses people who wait: they are told, with the reason if one is given, and nothing is kept of them. Else as approving. */
export const refuseRegistrations = memberUseCase(
  within("registration.manage"),
  refuseRegistrationsFields,
  (ctx, input) => decideAll(ctx, "refuse", input),
);
