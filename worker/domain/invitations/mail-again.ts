import * as z from "zod";
import { changeInvitation, invitationById } from "../../../db/queries/invitations.ts";
import { cancelOutboxOf, insertOutbox } from "../../../db/queries/outbox.ts";
import { guardChanged, isUniqueRefusal } from "../../../db/queries/statements.ts";
import type { invitations, memberships, UndoState } from "../../../db/schema/index.ts";
import { type AuditAction, audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { MailTemplateName } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idField, noteField } from "../fields.ts";
import { outboxRow, undoDelay, wakeMail } from "../mail/queue-mail.ts";
import { guardSeats, refuseSeatless } from "../seats/room.ts";
import type { MemberContext } from "../use-case.ts";
import { requireAccessAhead, requireInvitation } from "./invitation-authority.ts";
import { type InvitationView, invitationView, statusAt } from "./invitation-view.ts";
import { tellPending } from "./tell-pending.ts";

type InvitationRow = typeof invitations.$inferSelect;
type MembershipRow = typeof memberships.$inferSelect;

export const mailAgainFields = z.strictObject({
  invitationId: idField("invitation"),
  message: noteField.optional(),
});

export interface MailedAgain {
  invitation: InvitationView;
  /** Null where the mail leaves at once. */
  undo: { op: string; until: number } | null;
}

/** Which mail leaves, under which name it is written down, and the columns after it. */
interface Again {
  template: MailTemplateName;
  action: AuditAction;
  next: Partial<InvitationRow> & { lastOp: string };
}

/**
 * One more mail of an invitation because somebody asked for it, in place of those that have not left.
 * `decide` throws what speaks against it.
 *
 * Throws MESSAGE_NOT_ALLOWED where D4 says so, ROLE_ABOVE_YOURS, ACCESS_ENDED where the last day that it offers is
 * over, NO_SEAT where it would come back and hold a seat that is not there, EDIT_CONFLICT, and ALREADY_INVITED when the address was invited anew meanwhile: the newer invitation
 * stands.
 */
export async function mailAgain(
  ctx: MemberContext,
  input: z.output<typeof mailAgainFields>,
  decide: (row: { invitation: InvitationRow; membership: MembershipRow }, now: number, op: string) => Again,
): Promise<MailedAgain> {
  const { workspace } = ctx;
  if (input.message && !workspace.policies["resend.message"]) throw new DomainError("MESSAGE_NOT_ALLOWED");
  const [row] = await invitationById(ctx.db, workspace.id, input.invitationId);
  if (!row) throw new DomainError("NOT_FOUND");
  requireInvitation(ctx, row);
  const now = ctx.now();
  requireAccessAhead(row.membership, now);
  const op = ctx.ids.next("event");
  const { template, action, next } = decide(row, now, op);

  const { invitation } = row;
  const after = { ...invitation, ...next };
  const delay = undoDelay(ctx);
  const result: MailedAgain = {
    invitation: invitationView({ ...row, invitation: after }, now),
    undo: delay > 0 ? { op, until: now + delay * 1000 } : null,
  };
  // One that comes back takes a seat where open invitations hold one.
  const seats = statusAt(invitation, now) === "pending" ? [] : guardSeats(ctx, workspace);
  const statements = [
    changeInvitation(ctx.db, invitation, next),
    guardChanged(ctx.db),
    ...seats,
    cancelOutboxOf(ctx.db, workspace.id, invitation.id),
    insertOutbox(
      ctx.db,
      outboxRow(ctx, {
        workspaceId: workspace.id,
        template,
        to: invitation.email,
        language: invitation.language,
        invitationId: invitation.id,
        generation: after.generation,
        note: input.message || invitation.note,
        op,
        delay,
        undo: undoState(invitation),
      }),
    ),
    ...tellPending(ctx, workspace, {
      workspaceId: workspace.id,
      op,
      membershipIds: JSON.stringify([row.membership.id]),
      dueAt: now + delay * 1000,
    }),
    ...audit(ctx, {
      workspaceId: workspace.id,
      actor: ctx.actor,
      action,
      membershipId: row.membership.id,
      targetId: invitation.id,
      op,
      details: { email: invitation.email, generation: after.generation },
    }),
  ];
  const done = await commitUnlessNewer(() => commit(ctx, statements, result));
  if (!done) {
    if (seats.length > 0) await refuseSeatless(ctx, workspace);
    throw new DomainError("EDIT_CONFLICT");
  }
  await wakeMail(ctx, workspace.id, delay);
  return done;
}

/** What undoing the mail gives back. */
function undoState(invitation: InvitationRow): UndoState {
  return {
    status: invitation.status,
    generation: invitation.generation,
    floorGeneration: invitation.floorGeneration,
    expiresAt: invitation.expiresAt,
    issuedAt: invitation.issuedAt,
    delivery: invitation.delivery,
    sendTimes: invitation.sendTimes,
    reminders: invitation.reminders,
    remindAt: invitation.remindAt,
  };
}

// Reopening meets the unique index when the address was invited anew meanwhile.
async function commitUnlessNewer<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueRefusal(error)) throw new DomainError("ALREADY_INVITED");
    throw error;
  }
}
