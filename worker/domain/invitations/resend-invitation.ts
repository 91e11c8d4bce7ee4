import * as z from "zod";
import { changeInvitation, invitationById } from "../../../db/queries/invitations.ts";
import { cancelOutboxOf, insertOutbox } from "../../../db/queries/outbox.ts";
import { guardChanged, isUniqueRefusal } from "../../../db/queries/statements.ts";
import type { invitations, UndoState } from "../../../db/schema/index.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idField, noteField } from "../fields.ts";
import { outboxRow, undoDelay, wakeMail } from "../mail/queue-mail.ts";
import { refuseAbove } from "../members/member-change.ts";
import type { Policies } from "../policies.ts";
import { memberUseCase } from "../use-case.ts";
import { type InvitationView, invitationView, parseRoles, statusAt } from "./invitation-view.ts";
import { planReminders } from "./reminders.ts";

const day = 86_400_000;
/** Between two mails of one invitation, and how many there may be within a day (E-11). */
export const shortestPause = 60_000;
export const sendsPerDay = 5;

type InvitationRow = typeof invitations.$inferSelect;

export interface Resent {
  invitation: InvitationView;
  undo: { op: string; until: number } | null;
}

/**
 * Mails the invitation again (F92 to F94, D2 to D4): also one that expired, was declined, or was
 * prepared and never sent. Where the policy rotates, older links die with this commit.
 *
 * Throws NOT_PENDING for accepted and canceled ones, RESEND_LIMIT within a minute of the last send or
 * at the sixth within a day (E-11), MESSAGE_NOT_ALLOWED where D4 says so, ROLE_ABOVE_YOURS.
 */
export const resendInvitation = memberUseCase(
  "invitation.manage",
  z.strictObject({ invitationId: idField("invitation"), message: noteField.optional() }),
  async (ctx, input): Promise<Resent> => {
    const { workspace } = ctx;
    if (input.message && !workspace.policies["resend.message"]) throw new DomainError("MESSAGE_NOT_ALLOWED");
    const [row] = await invitationById(ctx.db, workspace.id, input.invitationId);
    if (!row) throw new DomainError("NOT_FOUND");
    refuseAbove(ctx, parseRoles(row.roles));
    refuseResend(row, ctx.now());

    const now = ctx.now();
    const op = ctx.ids.next("event");
    const next = resentValues(row.invitation, workspace.policies, now, op);
    const delay = undoDelay(ctx);
    const result: Resent = {
      invitation: invitationView({ ...row, invitation: { ...row.invitation, ...next } }, now),
      undo: delay > 0 ? { op, until: now + delay * 1000 } : null,
    };
    const statements = [
      changeInvitation(ctx.db, row.invitation, next),
      guardChanged(ctx.db),
      cancelOutboxOf(ctx.db, workspace.id, row.invitation.id),
      insertOutbox(
        ctx.db,
        outboxRow(ctx, {
          workspaceId: workspace.id,
          template: row.invitation.lastSentAt === null ? "invitation" : "new_link",
          to: row.invitation.email,
          language: row.invitation.language,
          invitationId: row.invitation.id,
          generation: next.generation,
          note: input.message || row.invitation.note,
          op,
          delay,
          undo: undoState(row.invitation),
        }),
      ),
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor: ctx.actor,
        action: row.invitation.lastSentAt === null ? "invitation.sent" : "invitation.resent",
        membershipId: row.membership.id,
        targetId: row.invitation.id,
        op,
        details: { email: row.invitation.email, generation: next.generation },
      }),
    ];
    const done = await commitUnlessNewer(ctx, statements, result);
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await wakeMail(ctx, workspace.id, delay);
    return result;
  },
);

/** Throws unless the invitation is the latest of its person and may be mailed again at this moment. */
export function refuseResend(
  { invitation, membership }: { invitation: InvitationRow; membership: { invitationId: string | null } },
  now: number,
): void {
  const status = statusAt(invitation, now);
  if (status === "accepted" || status === "canceled") throw new DomainError("NOT_PENDING");
  if (membership.invitationId !== invitation.id) throw new DomainError("NOT_PENDING");
  refuseHastyMail(invitation, now);
}

/** Throws RESEND_LIMIT within a minute of the last mail, or at the sixth within a day (E-11). */
export function refuseHastyMail(invitation: InvitationRow, now: number): void {
  const last = invitation.sendTimes.at(-1) ?? 0;
  if (now - last < shortestPause) {
    throw new DomainError("RESEND_LIMIT", { retryAfter: Math.ceil((last + shortestPause - now) / 1000) });
  }
  refuseSixthSend(invitation, now);
}

/** Throws RESEND_LIMIT when the invitation was mailed five times within a day, to whatever addresses. */
export function refuseSixthSend(invitation: InvitationRow, now: number): void {
  const recent = invitation.sendTimes.filter((at) => at > now - day);
  if (recent.length >= sendsPerDay) {
    throw new DomainError("RESEND_LIMIT", { retryAfter: Math.ceil(((recent[0] ?? now) + day - now) / 1000) });
  }
}

/** The moments of the latest sends with this one. */
export function sendTimesWith(invitation: Pick<InvitationRow, "sendTimes">, now: number): number[] {
  return [...invitation.sendTimes.filter((at) => at > now - day), now].slice(-sendsPerDay);
}

/** The columns after a resend, by policy D2 and D3. Reopens what expired or was declined. */
export function resentValues(invitation: InvitationRow, policies: Policies, now: number, op: string) {
  const rotates = policies["resend.token"] === "rotate" && invitation.issuedAt !== null;
  const reopens = statusAt(invitation, now) !== "pending";
  const generation = invitation.generation + (rotates ? 1 : 0);
  // A reopened invitation needs a term that has not run out, whatever the policy says about open ones.
  const restarts = policies["resend.expiry"] === "restart" || reopens;
  const link = {
    issuedAt: rotates ? null : invitation.issuedAt,
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

/** What undoing a resend gives back. */
export function undoState(invitation: InvitationRow): UndoState {
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

function restarted(invitation: InvitationRow, policies: Policies, now: number): number | null {
  if (invitation.termMs !== null) return now + invitation.termMs;
  const fixedEndAhead = invitation.expiresAt !== null && invitation.expiresAt > now;
  if (fixedEndAhead || invitation.expiresAt === null) return invitation.expiresAt;
  const seconds = policies["invite.link_ttl_s"];
  return seconds === null ? null : now + seconds * 1000;
}

// Reopening meets the unique index when the address was invited anew meanwhile: the newer one stands.
async function commitUnlessNewer(ctx: Context, statements: Parameters<typeof commit>[1], result: Resent) {
  try {
    return await commit(ctx, statements, result);
  } catch (error) {
    if (isUniqueRefusal(error)) throw new DomainError("ALREADY_INVITED");
    throw error;
  }
}
