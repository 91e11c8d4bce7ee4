import * as z from "zod";
import { roleName } from "./shapes.ts";

/** A role by its name, or as an object with the unit or group that it holds in (api.md). */
export const scopedRole = z.union([
  roleName,
  z.strictObject({
    role: roleName,
    unitId: z.string().nullish().describe("The unit that it holds in."),
    groupId: z.string().nullish().describe("The group that it holds in."),
  }),
]);

const roleInput = z.array(scopedRole).max(20);

/** The body of a use case, as programs may write it: with roles in either form. */
export function withRoleObjects<Body extends z.ZodObject>(fields: Body): Body {
  const optional = fields.shape.roles instanceof z.ZodOptional;
  const roles = optional ? roleInput.optional() : roleInput;
  // The type stays that of the use case: `plainRoles` makes it true.
  return fields.safeExtend({ roles }) as unknown as Body;
}

/** `{ role: "learner" }` as `"learner"`; anything else is left for the use case to refuse. */
export function plainRoles<Input extends { roles?: unknown }>(input: Input): Input {
  return Array.isArray(input.roles) ? { ...input, roles: input.roles.map(nameOf) } : input;
}

function nameOf(role: unknown): unknown {
  const isObject = typeof role === "object" && role !== null && !Array.isArray(role);
  return isObject && Object.keys(role).length === 1 && "role" in role ? role.role : role;
}
