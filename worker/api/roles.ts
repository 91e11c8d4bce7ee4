import * as z from "zod";
import { roleField } from "../domain/fields.ts";

/** A role by its name, or as an object, which leaves room for a unit or group (api.md). */
const roleInput = z.array(z.union([roleField, z.strictObject({ role: roleField })])).max(8);

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
