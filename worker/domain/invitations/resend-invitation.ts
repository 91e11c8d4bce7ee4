import type { invitations } from "../../../db/schema/index.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Policies } from "../policies.ts";
import { memberUseCase, within } from "../use-case.ts";
import { statusAt } from "./invitation-view.ts";
import { mailAgain, mailAgainFields } from "./mail-again.ts";
import { planReminders } from "./reminders.ts";
import { refuseHastyMail, sendTimesWith } from "./send-limits.ts";

type InvitationRow = typeof invitations.$inferSelect;

/**
 * Mails the invitation again (F92 to F94, D2 to D4): also one that expired, was declined, or was
 * prepared and never sent. Where the policy rotates, older links die with this commit.
 *
 * Throws NOT_PENDING for accepted and canceled ones, RESEND_LIMIT within a minute of the last send or
 * at the sixth within a day (E-11), and what every further mail is refused for.
 */
export const resendInvitation = memberUseCase(within("invitation.manage"), mailAgainFields, (ctx, input) =>
  mailAgain(ctx, input, (row, now, op) => {
    refuseResend(ctx, row, now);
    const first = row.invitation.lastSentAt === null;
    return {
      template: first ? "invitation" : "new_link",
      action: first ? "invitation.sent" : "invitation.resent",
      next: resentValues(row.invitation, ctx.workspace.policies, now, op),
    };
  }),
);

/** Throws unless the invitation is the latest of its person and may be mailed again at this moment. */
export function refuseResend(
  ctx: Pick<Context, "settings">,
  { invitation, membership }: { invitation: InvitationRow; membership: { invitationId: string | null } },
  now: number,
): void {
  const status = statusAt(invitation, now);
  if (status === "accepted" || status === "canceled") throw new DomainError("NOT_PENDING");
  if (membership.invitationId !== invitation.id) throw new DomainError("NOT_PENDING");
  refuseHastyMail(ctx, invitation, now);
}

/** The columns after a resend, by policy D2 and D3. Reopens what expired or was declined. */
export function resentValues(invitation: InvitationRow, policies: Policies, now: number, op: string) {
  const rotates = policies["resend.token"] === "rotate" && invitation.issuedAt !== null;
  const reopens = statusAt(invitation, now) !== "pending";
  const generation = invitation.generation + (rotates ? 1 : 0);
  // A reopened invitation needs a term that has not run out, whatever the policy says about open ones.
  const restarts = policies["resend.expiry"] === "restart" || reopens;
  // What is not issued begins its term when it leaves: a new link in a term that goes on is issued here.
  const link = {
    issuedAt: rotates ? (restarts ? null : now) : invitation.issuedAt,
    expiresAt: restarts ? restarted(invitation, policies, now) : invitation.expiresAt,
  };
  return {
    status: "pending" as const,
    generation,
    floorGeneration: rotates ? generation : invitation.floorGeneration,
    ...link,
    ...planReminders(policies, now, link),
    endedAt: null,
    endReason: null,
    delivery: "queued" as const,
    deliveryDetail: null,
    sendTimes: sendTimesWith(invitation, now),
    lastOp: op,
  };
}

function restarted(invitation: InvitationRow, policies: Policies, now: number): number | null {
  if (invitation.termMs !== null) return now + invitation.termMs;
  const fixedEndAhead = invitation.expiresAt !== null && invitation.expiresAt > now;
  if (fixedEndAhead || invitation.expiresAt === null) return invitation.expiresAt;
  const seconds = policies["invite.link_ttl_s"];
  return seconds === null ? null : now + seconds * 1000;
}
