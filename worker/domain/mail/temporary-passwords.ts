import { endSessionsOfWritten, writeTemporaryPasswords } from "../../../db/queries/direct-set-up.ts";
import { type claimedMail, giveBackMail, releaseMail } from "../../../db/queries/mail-claims.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { Context } from "../context.ts";

type ClaimedRow = Awaited<ReturnType<typeof claimedMail>>[number];

/** A password that somebody else made works for three days (F48), ms. */
export const temporaryTerm = 72 * 3_600_000;
/** Hashing takes a tenth of a second each: what is more waits for the next call. */
const perCall = 20;

/** What a mail says, between its rendering and its leaving. */
export interface TemporaryPassword {
  password: string;
  /** UTC ms. */
  endsAt: number;
}

export interface Prepared {
  /** The claimed mails that may leave. */
  rows: ClaimedRow[];
  /** By the id of the mail. */
  passwords: Map<string, TemporaryPassword>;
  /** Some wait for the next call. */
  more: boolean;
}

/**
 * Makes the temporary passwords of the claimed mails that carry one. Only the hash is written, under the lease of
 * the claim; the password itself is in the mail and nowhere else, and a mail that is tried again gets another.
 * Whoever has chosen a password meanwhile is mailed none.
 */
export async function prepareTemporary(
  ctx: Context,
  lease: { workspaceId: string; lease: string },
  claimed: readonly ClaimedRow[],
): Promise<Prepared> {
  const wanted = claimed.filter(({ mail }) => mail.template === "account_password");
  const passwords = new Map<string, TemporaryPassword>();
  if (wanted.length === 0) return { rows: [...claimed], passwords, more: false };
  const now = ctx.now();
  const endsAt = now + temporaryTerm;
  const made = [];
  for (const { mail, account } of wanted.slice(0, perCall)) {
    const { userId } = JSON.parse(account ?? "{}") as { userId?: string };
    if (!userId) continue;
    const password = ctx.ids.code(16).replace(/(.{4})(?!$)/g, "$1-");
    passwords.set(mail.id, { password, endsAt });
    made.push({ outboxId: mail.id, userId, hash: await ctx.passwords.hash(password) });
  }
  const [written] = await ctx.db.batch([
    writeTemporaryPasswords(ctx.db, lease, made, { now, endsAt }),
    endSessionsOfWritten(ctx.db, made),
  ]);
  const users = new Set(written.map(({ id }) => id));
  for (const { outboxId, userId } of made) if (!users.has(userId)) passwords.delete(outboxId);
  const later = wanted.slice(perCall).map(({ mail }) => mail.id);
  const dropped = wanted.slice(0, perCall).flatMap(({ mail }) => (passwords.has(mail.id) ? [] : [mail.id]));
  const errors = Object.fromEntries(dropped.map((id) => [id, ""]));
  const statements: Statement[] = [
    ...(later.length > 0 ? [giveBackMail(ctx.db, lease.workspaceId, lease.lease, later)] : []),
    ...(dropped.length > 0
      ? [releaseMail(ctx.db, lease.workspaceId, lease.lease, "canceled", errors, now)]
      : []),
  ];
  const [first, ...rest] = statements;
  if (first) await ctx.db.batch([first, ...rest]);
  return {
    rows: claimed.filter(({ mail }) => mail.template !== "account_password" || passwords.has(mail.id)),
    passwords,
    more: later.length > 0,
  };
}
