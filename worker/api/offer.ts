import * as z from "zod";
import { DomainError, type FieldError } from "../domain/errors.ts";
import { roleName } from "./shapes.ts";

/** A role by its name, or as an object with the unit or group that it holds in (api.md). */
const roles = z
  .array(
    z.union([
      roleName,
      z.strictObject({
        role: roleName,
        unitId: z.string().nullish().describe("The unit that it holds in."),
        groupId: z.string().nullish().describe("The group that it holds in."),
      }),
    ]),
  )
  .max(20)
  .optional();

const accessExpiresAt = z.string().nullable().optional();

/** The body of a use case that offers something, as programs write it: what ends is told `At` (api.md). */
export function withOffer<Body extends z.ZodObject>(fields: Body): Body {
  const { accessEndsOn: _, ...shape } = fields.shape;
  // The type stays that of the use case: `offerInput` makes it true.
  return z.strictObject({ ...shape, roles, accessExpiresAt }) as unknown as Body;
}

/** `accessExpiresAt` as the use cases call it; what is no object is left for them to refuse. */
export function offerInput<Input>(input: Input): Input {
  const isObject = typeof input === "object" && input !== null && !Array.isArray(input);
  if (!isObject || !("accessExpiresAt" in input)) return input;
  const { accessExpiresAt, ...rest } = input;
  return { ...rest, accessEndsOn: accessExpiresAt } as Input;
}

/** The same for the rows of a batch. */
export function offerInputs<Input extends { invitations?: unknown }>(input: Input): Input {
  const { invitations } = input;
  return offerInput(
    Array.isArray(invitations) ? { ...input, invitations: invitations.map(offerInput) } : input,
  );
}

/** Field errors under the names that programs know. */
export function offerErrors(errors: readonly FieldError[]): FieldError[] {
  return errors.map((error) =>
    error.path === "accessEndsOn" ? { ...error, path: "accessExpiresAt" } : error,
  );
}

/** Runs an act that offers something, and names what it refuses as the program wrote it. */
export async function offering<Result>(run: Promise<Result>): Promise<Result> {
  try {
    return await run;
  } catch (error) {
    if (!(error instanceof DomainError) || !error.details.errors) throw error;
    throw new DomainError(error.code, { ...error.details, errors: offerErrors(error.details.errors) });
  }
}
