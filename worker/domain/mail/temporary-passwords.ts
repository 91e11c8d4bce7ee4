import { endSessionsOfWritten, writeTemporaryPasswords } from "../../../db/queries/direct-set-up.ts";
import { type claimedMail, releaseMail } from "../../../db/queries/mail-claims.ts";
import type { Context } from "../context.ts";

type ClaimedRow = Awaited<ReturnType<typeof claimedMail>>[number];

/** A password that somebody else made works for three days (F48), ms. */
export const temporaryTerm = 72 * 3_600_000;
/** Hashing takes a tenth of a second each: no more of them are claimed by one call. */
export const temporaryAtOnce = 20;

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
  if (wanted.length === 0) return { rows: [...claimed], passwords };
  const now = ctx.now();
  const endsAt = now + temporaryTerm;
  const made = [];
  for (const { mail, account } of wanted) {
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
  const dropped = wanted.flatMap(({ mail }) => (passwords.has(mail.id) ? [] : [mail.id]));
  const errors = Object.fromEntries(dropped.map((id) => [id, ""]));
  if (dropped.length > 0) {
    await ctx.db.batch([releaseMail(ctx.db, lease.workspaceId, lease.lease, "canceled", errors, now)]);
  }
  return {
    rows: claimed.filter(({ mail }) => mail.template !== "account_password" || passwords.has(mail.id)),
    passwords,
  };
}
