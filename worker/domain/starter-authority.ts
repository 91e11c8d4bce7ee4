import type { starterOf } from "../../db/queries/starters.ts";
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

export type Starter = Awaited<ReturnType<typeof starterOf>>[number];

/**
 * What whoever started long work may do today, by the rule that held for the start; null when nothing at
 * all: deactivated, demoted, the key revoked. Asked anew with every chunk.
 */
export function starterAuthority(
  starter: Starter | undefined,
  actorKind: string,
  permission: Permission,
  policies: Policies,
): { mayGrant(role: RoleKey): boolean } | null {
  if (starter?.status !== "active") return null;
  const { keyScopes, keyMaxRole, keyRevokedAt } = starter;
  const byKey = actorKind === "apiKey";
  if (byKey && (keyRevokedAt !== null || !keyScopes?.includes(permission))) return null;
  const held = parseRoles(starter.roles).map(heldRole);
  if (!holdsEverywhere(held, permission, policies)) return null;
  const ceiling = byKey && keyMaxRole && isRoleKey(keyMaxRole) ? keyMaxRole : null;
  return {
    mayGrant: (role) => (!ceiling || notAbove(role, ceiling)) && mayGrant(held, role, { kind: "workspace" }),
  };
}
