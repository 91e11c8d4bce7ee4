import * as z from "zod";
import { clearCounter } from "../../../db/queries/limits.ts";
import {
  attempts,
  dropOldestSessions,
  openSession,
  signInCandidate,
  takeAttempt,
} from "../../../db/queries/sign-ins.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { DomainError } from "../errors.ts";
import { newSession } from "../sessions/new-session.ts";
import { mostSessions, signInKey, slowDown } from "../sessions/sign-in.ts";
import { publicUseCase } from "../use-case.ts";
import { accept, type Joined, openLink } from "./join-workspace.ts";

/**
 * A person with an account, signed out, accepts with the password of the invited address: signing in
 * and joining are one act (F3). The account stays as it is. Attempts count as those of signing in.
 *
 * Throws SIGN_IN_FAILED, RATE_LIMITED, EMAIL_UNVERIFIED, TERMS_CHANGED, or the link's own refusal.
 */
export const signInAndJoin = publicUseCase(
  z.strictObject({
    token: z.string().max(16_384),
    revision: z.int("Reload the page."),
    password: z.string("Enter your password.").min(1, "Enter your password.").max(1024),
  }),
  async (ctx, input): Promise<Joined> => {
    if (!(await ctx.limits.allow("sign_in", ctx.request.ip ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    const read = await openLink(ctx, input.token, input.revision);
    const { invitation, workspace } = read.row;
    const now = ctx.now();
    const key = await signInKey(ctx, invitation.email);
    const [earlier, taken, found] = await ctx.db.batch([
      attempts(ctx.db, key, slowDown),
      takeAttempt(ctx.db, key, now, slowDown),
      signInCandidate(ctx.db, workspace.slug, invitation.email),
    ]);
    if (!taken[0]) {
      const wait = (earlier[0]?.nextAt ?? now) - now;
      throw new DomainError("RATE_LIMITED", { retryAfter: Math.max(1, Math.ceil(wait / 1000)) });
    }
    const account = found[0];
    const stored = account?.passwordHash ?? null;
    const fits = await ctx.passwords.verify(input.password, stored);
    if (!fits || !account?.userId || !stored || account.userStatus !== "active") {
      throw new DomainError("SIGN_IN_FAILED");
    }
    // An account that never proved this mailbox may be anybody's.
    if (read.row.accountVerifiedAt === null) throw new DomainError("EMAIL_UNVERIFIED");

    const names = { firstName: account.firstName ?? "", lastName: account.lastName ?? "" };
    const session = await newSession(ctx, account.userId);
    const statements = [
      openSession(ctx.db, session.row, stored),
      guardChanged(ctx.db),
      dropOldestSessions(ctx.db, account.userId, session.row.id, mostSessions),
      clearCounter(ctx.db, key),
    ];
    const joined = await accept(ctx, read, account.userId, names, statements, false);
    return { ...joined, session: session.cookie };
  },
);
