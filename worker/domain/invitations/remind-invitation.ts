import * as z from "zod";
import { changeInvitation, invitationById } from "../../../db/queries/invitations.ts";
import { cancelOutboxOf, insertOutbox } from "../../../db/queries/outbox.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import type { invitations } from "../../../db/schema/index.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField, noteField } from "../fields.ts";
import { outboxRow, undoDelay, wakeMail } from "../mail/queue-mail.ts";
import { refuseAbove } from "../members/member-change.ts";
import { memberUseCase } from "../use-case.ts";
import { type InvitationView, invitationView, parseRoles, statusAt } from "./invitation-view.ts";
import { epochOf } from "./link.ts";
import { isRemindable } from "./reminders.ts";
import { refuseHastyMail, sendTimesWith, undoState } from "./resend-invitation.ts";

type InvitationRow = typeof invitations.$inferSelect;

export interface Reminded {
  invitation: InvitationView;
  undo: { op: string; until: number } | null;
}

/**
 * Reminds somebody of an open invitation (F86): the same link, which works as long as before. Older links,
 * the term and the reminders to come stay as they are.
 *
 * Throws NOT_PENDING for one that was answered or withdrawn, NOT_REMINDABLE where resending is the remedy:
 * after the term, a bounce, or when nothing was mailed; RESEND_LIMIT like a resend (E-11),
 * MESSAGE_NOT_ALLOWED where D4 says so, ROLE_ABOVE_YOURS.
 */
export const remindInvitation = memberUseCase(
  "invitation.manage",
  z.strictObject({ invitationId: idField("invitation"), message: noteField.optional() }),
  async (ctx, input): Promise<Reminded> => {
    const { workspace } = ctx;
    if (input.message && !workspace.policies["resend.message"]) throw new DomainError("MESSAGE_NOT_ALLOWED");
    const [row] = await invitationById(ctx.db, workspace.id, input.invitationId);
    if (!row) throw new DomainError("NOT_FOUND");
    refuseAbove(ctx, parseRoles(row.roles));
    const now = ctx.now();
    const status = statusAt(row.invitation, now);
    if (status !== "pending" && status !== "expired") throw new DomainError("NOT_PENDING");
    if (status === "expired" || !isRemindable(row.invitation.delivery)) {
      throw new DomainError("NOT_REMINDABLE");
    }
    refuseHastyMail(row.invitation, now);

    const op = ctx.ids.next("event");
    const next = remindedValues(row.invitation, now, epochOf(ctx, workspace), op);
    const delay = undoDelay(ctx);
    const result: Reminded = {
      invitation: invitationView({ ...row, invitation: { ...row.invitation, ...next } }, now),
      undo: delay > 0 ? { op, until: now + delay * 1000 } : null,
    };
    const done = await commit(
      ctx,
      [
        changeInvitation(ctx.db, row.invitation, next),
        guardChanged(ctx.db),
        cancelOutboxOf(ctx.db, workspace.id, row.invitation.id),
        insertOutbox(
          ctx.db,
          outboxRow(ctx, {
            workspaceId: workspace.id,
            template: "reminder",
            to: row.invitation.email,
            language: row.invitation.language,
            invitationId: row.invitation.id,
            generation: row.invitation.generation,
            note: input.message || row.invitation.note,
            op,
            delay,
            undo: undoState(row.invitation),
          }),
        ),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "invitation.reminded",
          membershipId: row.membership.id,
          targetId: row.invitation.id,
          op,
          details: { email: row.invitation.email },
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await wakeMail(ctx, workspace.id, delay);
    return result;
  },
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
