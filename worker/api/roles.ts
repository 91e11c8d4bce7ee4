import * as z from "zod";
import { roleField } from "../domain/fields.ts";

/** A role by its name, or as an object, which leaves room for a unit or group (api.md). */
const roleInput = z.union([roleField, z.strictObject({ role: roleField })]);

/** The schema of a body whose roles a program may give in either form. */
export function withRoleObjects<Body extends z.ZodObject>(fields: Body) {
  return fields.safeExtend({ roles: z.array(roleInput).max(8).optional() });
}

/** `{ role: "learner" }` as `"learner"`; anything else is left for the use case to refuse. */
export function plainRoles<Input extends { roles?: readonly unknown[] | undefined }>(
  input: Input,
): Omit<Input, "roles"> & { roles?: string[] } {
  const { roles, ...rest } = input;
  if (roles === undefined) return rest;
  if (!Array.isArray(roles)) return { ...rest, roles: roles as unknown as string[] };
  return { ...rest, roles: roles.map(nameOf) };
}

function nameOf(role: unknown): string {
  const isObject = typeof role === "object" && role !== null && !Array.isArray(role);
  const plain = isObject && Object.keys(role).length === 1 && "role" in role;
  return (plain ? role.role : role) as string;
}
