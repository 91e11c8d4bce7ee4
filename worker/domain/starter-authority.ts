import { parseRoles } from "./invitations/invitation-view.ts";
import { heldRole } from "./joining/read-link.ts";
import {
  holdsEverywhere,
  isRoleKey,
  mayGrant,
  notAbove,
  type Permission,
  type RoleKey,
} from "./permissions.ts";
import type { Policies } from "./policies.ts";

/** The person behind long work, as they are now: its starter, or who made the key that started it. */
export interface Starter {
  status: string | null;
  /** JSON, as `membershipRoles` makes it. */
  roles: string;
  keyScopes: readonly string[] | null;
  keyMaxRole: string | null;
  keyRevokedAt: number | null;
}

/**
 * What whoever started long work may do today, by the rule that held for the start; null when nothing at
 * all: deactivated, demoted, the key revoked. Asked anew with every chunk.
 */
export function starterAuthority(
  starter: Starter | undefined,
  actorKind: string,
  permission: Permission,
  policies: Policies,
): { mayGrant(role: RoleKey): boolean; may(permission: Permission): boolean } | null {
  if (starter?.status !== "active") return null;
  const { keyScopes, keyMaxRole, keyRevokedAt } = starter;
  const byKey = actorKind === "apiKey";
  const held = parseRoles(starter.roles).map(heldRole);
  const may = (wanted: Permission) =>
    (!byKey || (keyScopes?.includes(wanted) ?? false)) && holdsEverywhere(held, wanted, policies);
  if ((byKey && keyRevokedAt !== null) || !may(permission)) return null;
  const ceiling = byKey && keyMaxRole && isRoleKey(keyMaxRole) ? keyMaxRole : null;
  return {
    may,
    mayGrant: (role) => (!ceiling || notAbove(role, ceiling)) && mayGrant(held, role, { kind: "workspace" }),
  };
}
