import type { invitations } from "../../../db/schema/index.ts";
import { DomainError } from "../errors.ts";
import { memberUseCase, within } from "../use-case.ts";
import { statusAt } from "./invitation-view.ts";
import { epochOf } from "./link.ts";
import { mailAgain, mailAgainFields } from "./mail-again.ts";
import { isRemindable } from "./reminders.ts";
import { refuseHastyMail, sendTimesWith } from "./send-limits.ts";

type InvitationRow = typeof invitations.$inferSelect;

/**
 * Reminds somebody of an open invitation (F86): the same link, which works as long as before. Older links,
 * the term and the reminders to come stay as they are.
 *
 * Throws NOT_PENDING for one that was answered or withdrawn, NOT_REMINDABLE where resending is the remedy:
 * after the term, a bounce, or when nothing was mailed; RESEND_LIMIT like a resend (E-11), and what every
 * further mail is refused for.
 */
export const remindInvitation = memberUseCase(within("invitation.manage"), mailAgainFields, (ctx, input) =>
  mailAgain(ctx, input, ({ invitation }, now, op) => {
    const status = statusAt(invitation, now);
    if (status !== "pending" && status !== "expired") throw new DomainError("NOT_PENDING");
    if (status === "expired" || !isRemindable(invitation.delivery)) throw new DomainError("NOT_REMINDABLE");
    refuseHastyMail(ctx, invitation, now);
    return {
      template: "reminder",
      action: "invitation.reminded",
      next: remindedValues(invitation, now, epochOf(ctx, ctx.workspace), op),
    };
  }),
);

/**
 * The columns after a reminder by somebody. A link that the kill switch ended is issued anew, as by any
 * other mail that a person sends (T-10); nothing else of it changes.
 */
export function remindedValues(invitation: InvitationRow, now: number, epoch: number, op: string) {
  const dead = (invitation.issuedAt ?? 0) < epoch;
  return {
    issuedAt: dead ? now : invitation.issuedAt,
    sendTimes: sendTimesWith(invitation, now),
    lastOp: op,
  };
}
