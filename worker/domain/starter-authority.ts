import { grantsOf, mayGrant, mayGrantSomewhere, notAbove } from "./granting.ts";
import { heldRoles, parseCustomRoles } from "./held-roles.ts";
import {
  type CustomRole,
  isSystemRole,
  type Permission,
  type Places,
  type Reach,
  type RoleKey,
  reachOf,
  type Scope,
  scopesFor,
} from "./permissions.ts";
import type { Policies } from "./policies.ts";
import type { Within } from "./use-case.ts";

/** The person behind long work, as they are now: its starter, or who made the key that started it. */
export interface Starter {
  status: string | null;
  /** JSON, as `rolesWithin` makes it. */
  roles: string;
  /** JSON, as `customRolesOf` makes it. */
  customRoles: string;
  keyScopes: readonly string[] | null;
  keyMaxRole: string | null;
  keyRevokedAt: number | null;
}

export interface Authority {
  /** The roles of the workspace's own. */
  customRoles: readonly CustomRole[];
  may(permission: Permission): boolean;
  reach(permission: Permission): Reach | null;
  mayGrant(role: RoleKey, scope?: Scope, places?: Places): boolean;
  mayGrantSomewhere(role: RoleKey): boolean;
  grants(): { roles: readonly RoleKey[]; reach: Reach }[];
  /** Where the roles that allow it are assigned, without what lies below. */
  scopes(permission: Permission): readonly Scope[];
}

/**
 * What whoever started long work may do today, by the rule that held for the start; null when nothing at
 * all: deactivated, demoted, the key revoked. Asked anew with every chunk. Work that heeds no parts stops when
 * its starter holds the right in a part alone.
 */
export function starterAuthority(
  starter: Starter | undefined,
  actorKind: string,
  needed: Permission | Within,
  policies: Policies,
): Authority | null {
  const permission = typeof needed === "string" ? needed : needed.within;
  if (starter?.status !== "active") return null;
  const { keyScopes, keyMaxRole, keyRevokedAt } = starter;
  const byKey = actorKind === "apiKey";
  const held = heldRoles(starter.roles);
  const reach = (wanted: Permission) =>
    byKey && !keyScopes?.includes(wanted) ? null : reachOf(held, wanted, policies);
  const allowed =
    typeof needed === "string" ? reach(permission) === "everywhere" : reach(permission) !== null;
  if ((byKey && keyRevokedAt !== null) || !allowed) return null;
  const customRoles = parseCustomRoles(starter.customRoles);
  const granter = { roles: held, policies, customRoles };
  const ceiling = byKey && keyMaxRole && isSystemRole(keyMaxRole) ? keyMaxRole : null;
  const below = (role: RoleKey) => !ceiling || notAbove(role, ceiling, customRoles);
  return {
    customRoles,
    may: (wanted) => reach(wanted) === "everywhere",
    reach,
    mayGrant: (role, scope = { kind: "workspace" }, places) =>
      below(role) && mayGrant(granter, role, scope, places),
    mayGrantSomewhere: (role) => below(role) && mayGrantSomewhere(granter, role),
    grants: () =>
      grantsOf(granter).map(({ roles, reach: where }) => ({ roles: roles.filter(below), reach: where })),
    scopes: (wanted) => (reach(wanted) === null ? [] : scopesFor(held, wanted, policies)),
  };
}
