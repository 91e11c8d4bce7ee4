import type { RoleKey } from "../permissions.ts";

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

/** Where somebody with these roles begins: learners in the portal, everybody else in the manage area (D36, F117). */
export function landingFor(roles: readonly RoleKey[]): "manage" | "portal" {
  return roles.some((role) => role !== "learner") ? "manage" : "portal";
}
