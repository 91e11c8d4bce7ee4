import * as z from "zod";
import { changeInvitation, invitationById } from "../../../db/queries/invitations.ts";
import { releaseOffers } from "../../../db/queries/offers.ts";
import { cancelOutboxOf } from "../../../db/queries/outbox.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { requireInvitation } from "./invitation-authority.ts";
import { type InvitationView, invitationView } from "./invitation-view.ts";

/**
 * Withdraws an invitation (F95, D5): the link is dead, the pending membership and its unsent mail are
 * gone, and what it held of seats and courses where the policy says so; the audit stays. Canceling twice is no
 * error.
 *
 * Throws NOT_PENDING for an accepted or declined one, ROLE_ABOVE_YOURS, ELSEWHERE_TOO where it leads
 * outside of the asker's part as well.
 */
export const cancelInvitation = memberUseCase(
  within("invitation.manage"),
  z.strictObject({ invitationId: idField("invitation") }),
  async (ctx, { invitationId }): Promise<InvitationView> => {
    const { workspace } = ctx;
    const [row] = await invitationById(ctx.db, workspace.id, invitationId);
    if (!row) throw new DomainError("NOT_FOUND");
    requireInvitation(ctx, row);
    const now = ctx.now();
    if (row.invitation.status === "canceled") return invitationView(row, now);
    if (row.invitation.status === "accepted" || row.invitation.status === "declined") {
      throw new DomainError("NOT_PENDING");
    }
    const op = ctx.ids.next("event");
    const values = { status: "canceled" as const, endedAt: now, lastOp: op };
    const result = invitationView({ ...row, invitation: { ...row.invitation, ...values } }, now);
    const done = await commit(
      ctx,
      [
        changeInvitation(ctx.db, row.invitation, values),
        guardChanged(ctx.db),
        cancelOutboxOf(ctx.db, workspace.id, invitationId),
        ...(workspace.policies["cancel.undo_enrolments"]
          ? releaseOffers(ctx.db, workspace.id, JSON.stringify([invitationId]))
          : []),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "invitation.canceled",
          membershipId: row.membership.id,
          targetId: invitationId,
          op,
          details: { email: row.invitation.email },
        }),
      ],
      result,
    );
    if (done) return done;
    // Somebody acted in this moment: an acceptance wins, a second cancel is this one.
    const [again] = await invitationById(ctx.db, workspace.id, invitationId);
    if (again?.invitation.status === "canceled") return invitationView(again, now);
    throw new DomainError(again?.invitation.status === "accepted" ? "NOT_PENDING" : "EDIT_CONFLICT");
  },
);
