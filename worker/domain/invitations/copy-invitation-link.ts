import * as z from "zod";
import { changeInvitation, invitationById } from "../../../db/queries/invitations.ts";
import { noteLinkKey } from "../../../db/queries/link-keys.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { requireAccessAhead, requireInvitation } from "./invitation-authority.ts";
import { statusAt } from "./invitation-view.ts";
import { epochOf, mintInvitationLink } from "./link.ts";
import { firstReminder } from "./reminders.ts";

export interface CopiedLink {
  url: string;
  expiresAt: number | null;
}

/**
 * The current link, for handing on by other means (F43, D11). Audited; it changes no older link. A link
 * that was never mailed begins its term now, and whoever joins by a copied one has not proved the mailbox.
 * Copying again gives the same text and changes nothing.
 *
 * Throws LINK_COPYING_OFF, NOT_PENDING, ACCESS_ENDED, and ROLE_ABOVE_YOURS: who holds the link can take what it offers.
 */
export const copyInvitationLink = memberUseCase(
  within("invitation.manage"),
  z.strictObject({ invitationId: idField("invitation") }),
  async (ctx, { invitationId }): Promise<CopiedLink> => {
    if (!ctx.workspace.policies["invite.copy_link"]) throw new DomainError("LINK_COPYING_OFF");
    // Of two first copies at once one finds the row changed: it copies what the other issued.
    const link = (await copyLink(ctx, invitationId)) ?? (await copyLink(ctx, invitationId));
    if (!link) throw new DomainError("EDIT_CONFLICT");
    return link;
  },
);

/** Null when somebody changed the invitation in this moment. */
async function copyLink(ctx: MemberContext, invitationId: string): Promise<CopiedLink | null> {
  const { workspace } = ctx;
  const [row] = await invitationById(ctx.db, workspace.id, invitationId);
  if (!row) throw new DomainError("NOT_FOUND");
  requireInvitation(ctx, row);
  const now = ctx.now();
  if (statusAt(row.invitation, now) !== "pending") throw new DomainError("NOT_PENDING");
  requireAccessAhead(row.membership, now);

  const op = ctx.ids.next("event");
  const first = row.invitation.issuedAt === null;
  // The kill switch ended every link of before: a copy made now is issued now (T-10).
  const dead = !first && (row.invitation.issuedAt ?? 0) < epochOf(ctx, workspace);
  const issues = first || dead || !row.invitation.linkExposed;
  const expiresAt =
    first && row.invitation.termMs !== null ? now + row.invitation.termMs : row.invitation.expiresAt;
  const values = {
    linkExposed: true,
    lastOp: op,
    issuedAt: first || dead ? now : row.invitation.issuedAt,
    expiresAt,
    ...(first ? { remindAt: firstReminder(row.invitation.reminders, now, expiresAt) } : {}),
  };
  const issued = { ...row.invitation, ...values };
  const link = { url: await mintInvitationLink(ctx, issued, "copy"), expiresAt: issued.expiresAt };
  return commit(
    ctx,
    [
      noteLinkKey(ctx.db, workspace.id, invitationId, ctx.tokens.currentKeyId()),
      ...(issues ? [changeInvitation(ctx.db, row.invitation, values), guardChanged(ctx.db)] : []),
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor: ctx.actor,
        action: "invitation.link_copied",
        membershipId: row.membership.id,
        targetId: invitationId,
        op,
        details: { email: row.invitation.email },
      }),
    ],
    link,
  );
}
