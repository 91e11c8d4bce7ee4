import type { VerificationById } from "../../../db/queries/email-verifications.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import type { Actor, Context } from "../context.ts";
import { invalidField } from "../errors.ts";
import { outboxRow } from "../mail/queue-mail.ts";
import { askForProof } from "../sessions/request-verification.ts";

export interface AskedAddress {
  workspaceId: string;
  userId: string;
  membershipId: string;
  /** The address of the account as it is. */
  from: string;
  to: string;
  language: string;
  actor: Actor;
  /** Null: support. */
  askedBy: "self" | "admin" | null;
}

/**
 * Mails the link that puts another address in the place of an account's (F5, D40), and tells the mailbox of now while
 * its reader can still say no. Nothing counts before `confirmAddressChange`. That the address is somebody else's is
 * said only then, to its reader: whoever asks learns nothing of accounts. Throws VALIDATION_FAILED on `email` for the
 * address that the person has, RATE_LIMITED.
 */
export async function mailAddressChange(
  ctx: Context,
  { workspaceId, userId, membershipId, from, to, language, actor, askedBy }: AskedAddress,
  statements: readonly Statement[] = [],
): Promise<void> {
  if (from === to) throw invalidField("email", "same", "This is the address that the person has.");
  const op = ctx.ids.next("event");
  const told = { workspaceId, template: "address_change_asked" as const, to: from, language, op };
  await askForProof(ctx, { workspaceId, userId, email: to, language, replaces: from, askedBy }, [
    ...audit(ctx, {
      workspaceId,
      actor,
      action: "member.address_change_asked",
      membershipId,
      op,
      details: { before: { email: from }, after: { email: to } },
    }),
    insertOutbox(ctx.db, outboxRow(ctx, told)),
    ...statements,
  ]);
}

/**
 * Whether the reader of a link has to be signed in as the account besides: where they asked themselves, and where an
 * administrator did. Otherwise whoever administers one workspace could give the account of its members, and with it
 * their other workspaces, a mailbox of their own. An account that nobody has proved and that belongs nowhere else may
 * have an address in which nobody reads: there naming it is enough, as for support.
 */
export function needsSession({ verification, proved, elsewhere }: VerificationById): boolean {
  if (verification.askedBy === "self") return true;
  return verification.askedBy === "admin" && (proved === 1 || elsewhere === 1);
}
