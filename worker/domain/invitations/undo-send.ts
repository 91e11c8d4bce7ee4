import * as z from "zod";
import { changeInvitation } from "../../../db/queries/invitations.ts";
import { countDown } from "../../../db/queries/limits.ts";
import { releaseOffers } from "../../../db/queries/offers.ts";
import { cancelPendingMail, undoableMail } from "../../../db/queries/outbox.ts";
import { untell } from "../../../db/queries/session-mails.ts";
import { guardChanged, isUniqueRefusal } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { requireInvitation } from "./invitation-authority.ts";

const day = 86_400_000;

export interface Undone {
  /** `withdrawn`: the invitation is gone; `restored`: the link from before counts again; `unreminded`: no reminder. */
  outcome: "withdrawn" | "restored" | "unreminded";
  email: string;
}

/**
 * Takes back a send from a page while its mail has not been claimed: a first invitation is withdrawn,
 * a resend gives the older link back, a reminder is not sent.
 *
 * Throws UNDO_TOO_LATE once the mail has left or something else happened to the invitation.
 */
export const undoSend = memberUseCase(
  within("invitation.manage"),
  z.strictObject({ invitationId: idField("invitation"), op: idField("event") }),
  async (ctx, { invitationId, op: undoneOp }): Promise<Undone> => {
    const { workspace } = ctx;
    const [row] = await undoableMail(ctx.db, workspace.id, undoneOp, invitationId);
    if (!row) throw new DomainError("NOT_FOUND");
    requireInvitation(ctx, row);
    const open = row.invitation.status === "pending" && row.invitation.lastOp === undoneOp;
    if (!open || row.mail.state !== "pending") {
      throw new DomainError("UNDO_TOO_LATE");
    }
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const before = row.mail.undo;
    const today = row.invitation.createdAt - (row.invitation.createdAt % day);
    const outcome = row.mail.template === "reminder" ? "unreminded" : before ? "restored" : "withdrawn";
    const result: Undone = { outcome, email: row.invitation.email };
    try {
      const done = await commit(
        ctx,
        [
          cancelPendingMail(ctx.db, workspace.id, row.mail.id),
          guardChanged(ctx.db),
          changeInvitation(ctx.db, row.invitation, {
            ...(before ?? { status: "canceled" as const, endedAt: now, endReason: "undone" }),
            lastOp: op,
          }),
          guardChanged(ctx.db),
          ...(before
            ? untell(
                ctx.db,
                { workspaceId: workspace.id, membershipId: row.invitation.membershipId, op: undoneOp },
                row.mail,
              )
            : [
                countDown(ctx.db, `invitations:${workspace.id}`, today, 1),
                ...releaseOffers(ctx.db, workspace.id, JSON.stringify([invitationId])),
              ]),
          ...audit(ctx, {
            workspaceId: workspace.id,
            actor: ctx.actor,
            action: "invitation.undone",
            membershipId: row.invitation.membershipId,
            targetId: invitationId,
            op,
            details: { email: row.invitation.email, outcome: result.outcome },
          }),
        ],
        result,
      );
      if (done) return done;
    } catch (error) {
      if (!isUniqueRefusal(error)) throw error;
    }
    throw new DomainError("UNDO_TOO_LATE");
  },
);
