import { isSystemRole, type RoleKey, rankOf } from "../permissions.ts";
import type { Policies } from "../policies.ts";

const hour = 3_600_000;

/** How long a session lasts unused and in all (S-04). */
const terms = {
  admin: { idle: hour, absolute: 12 * hour },
  others: { idle: 24 * hour, absolute: 14 * 24 * hour },
} as const;

export interface SessionTimes {
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
}

/**
 * Whether a session still counts, seen from a workspace in which its person is an administrator or
 * not; away from any workspace, whoever administers one is. Every end is exclusive. `lastSeenAt` is
 * written at most every five minutes, so an idle session may end up to five minutes early and never late.
 */
export function sessionAlive(session: SessionTimes, isAdmin: boolean, now: number): boolean {
  const { idle, absolute } = isAdmin ? terms.admin : terms.others;
  return now < session.expiresAt && now < session.createdAt + absolute && now < session.lastSeenAt + idle;
}

/**
 * Where somebody with these roles begins: where the policy says for a role, otherwise learners in the portal and
 * everybody else in the manage area (D36, F117). Of several roles the first of the policy's order decides, behind
 * those that it names the one that holds most; of roles that hold the same the one that begins in the manage area.
 */
export function landingFor(
  roles: readonly RoleKey[],
  policies: Pick<Policies, "landing.by_role" | "landing.priority">,
): "manage" | "portal" {
  const by = policies["landing.by_role"];
  const named = policies["landing.priority"];
  const begins = (role: RoleKey) =>
    (isSystemRole(role) ? by[role] : undefined) ?? by["*"] ?? (role === "learner" ? "portal" : "manage");
  const orderOf = (role: RoleKey) =>
    isSystemRole(role) && named.includes(role) ? named.indexOf(role) : named.length + rankOf(role);
  const first = Math.min(...roles.map(orderOf));
  return roles.some((role) => orderOf(role) === first && begins(role) === "manage") ? "manage" : "portal";
}
