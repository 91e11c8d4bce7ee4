import type { RoleKey } from "../permissions.ts";
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
 * everybody else in the manage area; with several roles in the manage area if one of them does (D36, F117).
 */
export function landingFor(
  roles: readonly RoleKey[],
  policies: Pick<Policies, "landing.by_role">,
): "manage" | "portal" {
  const by = policies["landing.by_role"];
  const begins = (role: RoleKey) => by[role] ?? (role === "learner" ? "portal" : "manage");
  return roles.some((role) => begins(role) === "manage") ? "manage" : "portal";
}
