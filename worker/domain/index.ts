/** The directory board: everything the product does, one line each. */
import { cancelInvitation } from "./invitations/cancel-invitation.ts";
import { copyInvitationLink } from "./invitations/copy-invitation-link.ts";
import { editInvitation } from "./invitations/edit-invitation.ts";
import { expireInvitations } from "./invitations/expire-invitations.ts";
import { inviteUser } from "./invitations/invite-user.ts";
import { resendInvitation } from "./invitations/resend-invitation.ts";
import { undoSend } from "./invitations/undo-send.ts";
import { declineInvitation } from "./joining/decline-invitation.ts";
import { joinAsNewPerson, joinSignedIn } from "./joining/join-workspace.ts";
import { requestNewLink } from "./joining/request-new-link.ts";
import { viewInvitation } from "./joining/view-invitation.ts";
import { deliverMail } from "./mail/deliver-mail.ts";
import { recordMailEvent } from "./mail/record-mail-event.ts";
import { sweepMail } from "./mail/sweep-mail.ts";
import { purgeLeftovers } from "./workspaces/purge-leftovers.ts";
import { type Bound, bind } from "./use-case.ts";
import type { Context } from "./context.ts";

export const useCases = {
  inviteUser,
  resendInvitation,
  cancelInvitation,
  editInvitation,
  copyInvitationLink,
  undoSend,

  viewInvitation,
  joinAsNewPerson,
  joinSignedIn,
  declineInvitation,
  requestNewLink,

  deliverMail,
  sweepMail,
  recordMailEvent,
  expireInvitations,
  purgeLeftovers,
};

export type UseCases = Bound<typeof useCases>;

/** Binds every use case to one context; doors call nothing else. */
export function bindUseCases(ctx: Context): UseCases {
  return bind(useCases, ctx);
}
