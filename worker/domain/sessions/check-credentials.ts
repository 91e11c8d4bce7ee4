import { clearCounter } from "../../../db/queries/limits.ts";
import {
  attempts,
  countFailure,
  dropOldestSessions,
  failuresKey,
  openSession,
  type SlowDown,
  signInCandidate,
  takeAttempt,
} from "../../../db/queries/sign-ins.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import type { authSessions } from "../../../db/schema/index.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Login } from "../people/login-name.ts";

const minute = 60_000;

/** Five attempts on an address from one place, then a minute's wait that doubles up to an hour (1.7). */
const slowDown: SlowDown = {
  window: 15 * minute,
  free: 5,
  firstWait: minute,
  longestWait: 60 * minute,
};

/** So many failures in a row, from wherever, and only a new password opens the account (1.7). */
const mostFailures = 100;
/** They are in a row while no year lies between two of them. */
const failuresTerm = 365 * 24 * 60 * minute;

/** A person's sessions in all; the oldest ends when one more begins (S-22). */
export const mostSessions = 10;

export type ProvedAccount = Awaited<ReturnType<typeof checkCredentials>>;

/**
 * Whether a password opens the account of an address or a username, asked the same way wherever somebody signs in: the
 * attempt is counted before the hash is made, and an unknown one takes the same path, one query and
 * one hash (E-02). Every attempt counts as a failure until it succeeds; after a hundred in a row the right
 * password fails like a wrong one, and the mailed reset is the way back. Says what the person is in the
 * workspace, and decides nothing about it.
 *
 * Throws SIGN_IN_FAILED, RATE_LIMITED; to a member who knows the password PASSWORD_ENDED for a temporary one that is over, and
 * SSO_REQUIRED where the workspace's identity provider is the only way in (O-05).
 */
export async function checkCredentials(ctx: Context, workspaceSlug: string, login: Login, password: string) {
  if (!(await ctx.limits.allow("sign_in", ctx.request.ip ?? ""))) {
    throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
  }
  const now = ctx.now();
  // Counted by a digest, because whole client addresses are never stored.
  const who = "email" in login ? login.email : `${workspaceSlug}/${login.nameKey}`;
  const key = `sign-in:${await ctx.secrets.sha256(`${who} ${ctx.request.ip ?? ""}`)}`;
  const [earlier, taken, failures, found] = await ctx.db.batch([
    attempts(ctx.db, key, slowDown),
    takeAttempt(ctx.db, key, now, slowDown),
    countFailure(ctx.db, workspaceSlug, login, now + failuresTerm),
    signInCandidate(ctx.db, workspaceSlug, login),
  ]);
  if (!taken[0]) {
    const wait = (earlier[0]?.nextAt ?? now) - now;
    throw new DomainError("RATE_LIMITED", { retryAfter: Math.max(1, Math.ceil(wait / 1000)) });
  }
  const account = found[0];
  const stored = account?.passwordHash ?? null;
  const fits = await ctx.passwords.verify(password, stored);
  const locked = (failures[0]?.count ?? 0) > mostFailures;
  if (!fits || locked || !account?.userId || !stored || account.userStatus !== "active") {
    throw new DomainError("SIGN_IN_FAILED");
  }
  // Of an account that belongs elsewhere nothing is told here, nor whether the password is right.
  const isMember = account.membershipId !== null;
  if (account.providerOnly === 1) throw new DomainError(isMember ? "SSO_REQUIRED" : "SIGN_IN_FAILED");
  if (isMember && account.passwordEndsAt !== null && account.passwordEndsAt <= now) {
    throw new DomainError("PASSWORD_ENDED");
  }
  return { ...account, userId: account.userId, stored, key };
}

/** What somebody reads who is switched off: that the last day of their access is over, or that somebody did it. */
export function switchedOff({ deactivatedBy }: { deactivatedBy: string | null }) {
  return { accessEnded: deactivatedBy === "access_end" ? 1 : 0 };
}

/** Opens the session, unless the password was changed in this very moment, and forgets the attempts. */
export function openProvedSession(
  ctx: Context,
  account: ProvedAccount,
  session: typeof authSessions.$inferInsert,
): Statement[] {
  return [
    openSession(ctx.db, session, account.stored),
    guardChanged(ctx.db),
    dropOldestSessions(ctx.db, session, mostSessions),
    clearCounter(ctx.db, account.key),
    clearCounter(ctx.db, failuresKey(account.userId)),
  ];
}
