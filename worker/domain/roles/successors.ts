import { type CustomRoleId, type RoleKey, rolesHere, type Scope, scopeKindsOf } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";

/** People from whom one batch takes a role; from more a job does. */
export const mostAtOnce = 500;

/** In what kinds of places a role is held. */
export interface HeldWhere {
  everywhere: number;
  inUnits: number;
  inGroups: number;
}

/**
 * Roles that people can be given in the place of one that is deleted: theirs who deletes it to give, holding in each
 * kind of place where it is held now, so that nobody comes to hold wider. A learner holds nothing anywhere. Nobody
 * becomes an administrator by the way.
 */
export function successorsOf(
  { workspace, mayGrantSomewhere }: Pick<MemberContext, "workspace" | "mayGrantSomewhere">,
  roleId: CustomRoleId,
  { everywhere, inUnits, inGroups }: HeldWhere,
): RoleKey[] {
  const { policies, customRoles } = workspace;
  const needed: Scope["kind"][] = [
    ...(everywhere ? (["workspace"] as const) : []),
    ...(inUnits ? (["unit"] as const) : []),
    ...(inGroups ? (["group"] as const) : []),
  ];
  return rolesHere(policies, customRoles).filter((role) => {
    if (role === roleId || role === "admin" || !mayGrantSomewhere(role)) return false;
    const kinds = scopeKindsOf(role, customRoles);
    return role === "learner" || needed.every((kind) => kinds.includes(kind));
  });
}
