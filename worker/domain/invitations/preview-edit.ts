import { invitationById } from "../../../db/queries/invitations.ts";
import { DomainError } from "../errors.ts";
import { memberUseCase, within } from "../use-case.ts";
import { editedTerm, editInvitationFields } from "./edit-invitation.ts";
import { requireInvitation } from "./invitation-authority.ts";
import { upcomingReminders } from "./reminders.ts";
import { sendTimesWith } from "./send-limits.ts";

export interface EditPreview {
  /** When the invitee would be reminded if the edit were saved now (UTC ms, D49). */
  reminders: number[];
}

/** What an edit of an open invitation would lead to. Writes nothing; throws like the edit for a wrong term. */
export const previewEdit = memberUseCase(
  within("invitation.manage"),
  editInvitationFields.pick({ invitationId: true, email: true, linkTermSeconds: true, linkExpiresAt: true }),
  async (ctx, { invitationId, email, ...wanted }): Promise<EditPreview> => {
    const [row] = await invitationById(ctx.db, ctx.workspace.id, invitationId);
    if (!row) throw new DomainError("NOT_FOUND");
    requireInvitation(ctx, row);
    const { invitation } = row;
    const now = ctx.now();
    const mails = email !== undefined && email !== invitation.email && invitation.sendTimes.length > 0;
    const after = {
      ...invitation,
      ...editedTerm(ctx, invitation, { ...wanted, email: email ?? invitation.email }),
      ...(mails ? { delivery: "queued" as const, sendTimes: sendTimesWith(invitation, now) } : {}),
    };
    return { reminders: upcomingReminders(after, now) };
  },
);
