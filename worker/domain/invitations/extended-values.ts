import type { invitations } from "../../../db/schema/index.ts";
import type { Policies } from "../policies.ts";
import { planReminders } from "./reminders.ts";

type InvitationRow = typeof invitations.$inferSelect;

/** The term of a link that has none of its own (ms); null: without end (D1). */
export function usualTerm(policies: Policies): number | null {
  const seconds = policies["invite.link_ttl_s"];
  return seconds === null ? null : seconds * 1000;
}

/**
 * The columns after an open link was given its whole term once more, from now on: its own, or where it had a fixed end
 * the workspace's. The link stays the same and nobody is mailed; the reminders are planned anew.
 */
export function extendedValues(invitation: InvitationRow, policies: Policies, now: number, op: string) {
  const term = invitation.termMs ?? usualTerm(policies);
  const link = { issuedAt: invitation.issuedAt, expiresAt: term === null ? null : now + term };
  return { expiresAt: link.expiresAt, ...planReminders(policies, now, link), lastOp: op };
}
