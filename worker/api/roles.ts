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

/** The same for the rows of a batch, each of which may name roles of its own. */
export function plainRolesOfRows<Input extends { invitations?: unknown }>(input: Input): Input {
  const { invitations } = input;
  return Array.isArray(invitations) ? { ...input, invitations: invitations.map(plainRolesOfRow) } : input;
}

function plainRolesOfRow(row: unknown): unknown {
  return typeof row === "object" && row !== null && !Array.isArray(row) ? plainRoles(row) : row;
}

function nameOf(role: unknown): unknown {
  const isObject = typeof role === "object" && role !== null && !Array.isArray(role);
  return isObject && Object.keys(role).length === 1 && "role" in role ? role.role : role;
}
