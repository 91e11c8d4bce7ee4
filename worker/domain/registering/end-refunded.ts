import { endRefunded, tellRefunded } from "../../../db/queries/lapsed-registrations.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { auditRows } from "../audit.ts";
import type { Actor, Context } from "../context.ts";
import { outboxRow } from "../mail/queue-mail.ts";
import { countMail, registrationTerm } from "./registration-statements.ts";

/**
 * For the batch that says that the money of an order went back (behind that statement): a registration that nobody has
 * proved is over at once, forgets who it was and tells them by a mail, unless something else waits for its owner; its
 * link answers as one that has ended. Whoever follows the link in the same moment has joined, or comes too late. Whoever
 * calls this wakes the mail.
 */
export function refundedRegistrationStatements(
  ctx: Context,
  {
    workspaceId,
    registrationId,
    email,
    actor,
    op,
  }: {
    workspaceId: string;
    registrationId: string;
    /** As the registration has it until then. */
    email: string;
    actor: Actor;
    op: string;
  },
): Statement[] {
  const now = ctx.now();
  const ended = { workspaceId, id: registrationId, now, expiresAt: now + registrationTerm, op };
  const mail = outboxRow(ctx, {
    workspaceId,
    template: "registration_refunded",
    to: email,
    language: "",
    subjectId: registrationId,
    op,
  });
  const trail = auditRows(ctx, {
    workspaceId,
    actor,
    action: "registration.removed",
    targetId: registrationId,
    op,
  });
  return [...endRefunded(ctx.db, ended), ...tellRefunded(ctx.db, ended, mail, trail), countMail(ctx, mail)];
}
