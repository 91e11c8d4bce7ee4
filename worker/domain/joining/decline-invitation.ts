import * as z from "zod";
import { changeInvitation } from "../../../db/queries/invitations.ts";
import { releaseOffers } from "../../../db/queries/offers.ts";
import { cancelOutboxOf, insertOutbox } from "../../../db/queries/outbox.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { noteField } from "../fields.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import { publicUseCase } from "../use-case.ts";
import { readLink, refusals } from "./read-link.ts";

/**
 * Declines an invitation (F104). The workspace's name is typed as confirmation, because scanners press
 * buttons (T-14). The inviter is told; inviting again is possible.
 *
 * Throws VALIDATION_FAILED on `confirmation`, or the link's own refusal.
 */
export const declineInvitation = publicUseCase(
  z.strictObject({
    token: z.string().max(16_384),
    confirmation: z.string().max(300),
    reason: noteField.optional(),
  }),
  async (ctx, input): Promise<{ workspaceName: string }> => {
    const read = await readLink(ctx, input.token);
    // Who registered invited themselves: not following the link is all it takes.
    if (read.registration) throw new DomainError("NOT_FOUND");
    if (read.state !== "open") throw new DomainError(refusals[read.state]);
    const { invitation, workspace } = read.row;
    if (folded(input.confirmation) !== folded(workspace.name)) {
      throw invalidField("confirmation", "confirmation", `Type “${workspace.name}” to decline.`);
    }
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const result = { workspaceName: workspace.name };
    const tells = invitation.tellInviter && read.row.inviterEmail;
    const done = await commit(
      ctx,
      [
        changeInvitation(ctx.db, invitation, {
          status: "declined",
          endedAt: now,
          endReason: input.reason || null,
          lastOp: op,
        }),
        guardChanged(ctx.db),
        cancelOutboxOf(ctx.db, workspace.id, invitation.id),
        ...releaseOffers(ctx.db, workspace.id, JSON.stringify([invitation.id])),
        ...(tells && read.row.inviterEmail
          ? [
              insertOutbox(
                ctx.db,
                outboxRow(ctx, {
                  workspaceId: workspace.id,
                  template: "declined_notice",
                  to: read.row.inviterEmail,
                  language: read.row.inviterLanguage ?? workspace.language,
                  invitationId: invitation.id,
                  op,
                }),
              ),
            ]
          : []),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: { kind: "invitee", id: invitation.membershipId, name: invitation.email },
          action: "invitation.declined",
          membershipId: invitation.membershipId,
          targetId: invitation.id,
          op,
          details: { email: invitation.email, reason: input.reason || null },
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("TERMS_CHANGED");
    if (tells) await wakeMail(ctx, workspace.id);
    return done;
  },
);

function folded(text: string): string {
  return text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}
