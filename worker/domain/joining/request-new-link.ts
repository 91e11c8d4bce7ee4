import { changeInvitation, invitationById } from "../../../db/queries/invitations.ts";
import { cancelOutboxOf, insertOutbox } from "../../../db/queries/outbox.ts";
import { renewRegistration } from "../../../db/queries/registered-joins.ts";
import { insertRegistrationMail } from "../../../db/queries/registrations.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { refuseResend, resentValues } from "../invitations/resend-invitation.ts";
import { refuseHastyMail, sendTimesWith } from "../invitations/send-limits.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import type { RegistrationOfLink } from "../registering/read-registration.ts";
import { countMail, registrationTerm } from "../registering/registration-statements.ts";
import { publicUseCase } from "../use-case.ts";
import { readLink } from "./read-link.ts";
import { joinFields } from "./view-invitation.ts";

/**
 * "Send me a new link" on the page of an expired or replaced one (F103). It goes to the invited mailbox
 * and nowhere else, within the limits of resending; whoever holds the old link learns nothing by it.
 *
 * Throws INVITATION_INVALID, NOT_PENDING where there is nothing to send, RATE_LIMITED, RESEND_LIMIT.
 */
export const requestNewLink = publicUseCase(joinFields, async (ctx, { token }): Promise<{ sent: true }> => {
  if (ctx.request.ip && !(await ctx.limits.allow("mail_request", ctx.request.ip))) {
    throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
  }
  const read = await readLink(ctx, token);
  if (read.state !== "expired" && read.state !== "superseded") throw new DomainError("NOT_PENDING");
  const { workspace } = read.row;
  if (read.registration) return renewLink(ctx, read.registration.row);
  // A link of an older invitation asks for the newer one of the same address: that is the one that opens.
  const [newer] = read.row.newerPending
    ? await invitationById(ctx.db, workspace.id, read.row.newerPending)
    : [];
  const target = newer ?? read.row;
  const { invitation } = target;
  const now = ctx.now();
  const { accessEndsAt } = read.row.membership;
  // A new link would be as dead: only somebody who sets a later day can help.
  if (accessEndsAt !== null && accessEndsAt <= now) throw new DomainError("NOT_PENDING");
  refuseResend(ctx, target, now);
  const op = ctx.ids.next("event");
  const next = resentValues(invitation, read.policies, now, op);
  const done = await commit(
    ctx,
    [
      changeInvitation(ctx.db, invitation, next),
      guardChanged(ctx.db),
      cancelOutboxOf(ctx.db, workspace.id, invitation.id),
      insertOutbox(
        ctx.db,
        outboxRow(ctx, {
          workspaceId: workspace.id,
          template: "new_link",
          to: invitation.email,
          language: invitation.language,
          invitationId: invitation.id,
          generation: next.generation,
          op,
        }),
      ),
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor: { kind: "invitee", id: invitation.membershipId, name: invitation.email },
        action: "invitation.link_requested",
        membershipId: invitation.membershipId,
        targetId: invitation.id,
        op,
        details: { email: invitation.email },
      }),
    ],
    { sent: true as const },
  );
  // Somebody sent one in this very moment: that is what was asked for.
  if (done) await wakeMail(ctx, workspace.id);
  return { sent: true };
});

/** The same for who registered and did not follow the link in time. What was forgotten is not found again. */
async function renewLink(ctx: Context, row: RegistrationOfLink["row"]): Promise<{ sent: true }> {
  const now = ctx.now();
  if (row.status !== "started") throw new DomainError("NOT_PENDING");
  refuseHastyMail(ctx, row, now);
  const op = ctx.ids.next("event");
  const { workspaceId, id, email, language } = row;
  const mail = outboxRow(ctx, { workspaceId, template: "registration", to: email, language, op });
  const done = await commit(
    ctx,
    [
      renewRegistration(ctx.db, row, {
        generation: row.generation + 1,
        issuedAt: now,
        expiresAt: now + registrationTerm,
        sendTimes: sendTimesWith(row, now),
        lastOp: op,
      }),
      guardChanged(ctx.db),
      insertRegistrationMail(ctx.db, mail, { workspaceId, email, op, now }),
      countMail(ctx, mail),
      ...audit(ctx, {
        workspaceId,
        actor: { kind: "anonymous", id: null, name: "" },
        action: "invitation.link_requested",
        targetId: id,
        op,
      }),
    ],
    { sent: true as const },
  );
  // Somebody sent one in this very moment: that is what was asked for.
  if (done) await wakeMail(ctx, workspaceId);
  return { sent: true };
}
