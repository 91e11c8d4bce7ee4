import * as z from "zod";
import { touchMembership } from "../../../db/queries/callers.ts";
import { clearCounter } from "../../../db/queries/limits.ts";
import {
  attempts,
  dropOldestSessions,
  endSessionOf,
  openSession,
  renewPasswordHash,
  type SlowDown,
  signInCandidate,
  takeAttempt,
} from "../../../db/queries/sign-ins.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { emailField } from "../fields.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { personOf } from "../joining/view-invitation.ts";
import { publicUseCase } from "../use-case.ts";
import { type NewSession, newSession } from "./new-session.ts";
import { landingFor } from "./session-term.ts";

const minute = 60_000;

/** Five attempts on an address from one place, then a minute's wait that doubles up to an hour (1.7). */
export const slowDown: SlowDown = {
  window: 15 * minute,
  free: 5,
  firstWait: minute,
  longestWait: 60 * minute,
};

/** A person's sessions in all; the oldest ends when one more begins (S-22). */
export const mostSessions = 10;

export interface SignedIn extends NewSession {
  membershipId: string;
  roles: RoleView[];
  landing: "manage" | "portal";
}

/**
 * Signs a person in at one workspace (F4, F116, F117). An address without an account, a wrong
 * password, a person who is no member here or has not joined yet all get the same answer by the same
 * path: one query, one hash (E-02). Attempts are counted before the hash is made.
 *
 * Throws SIGN_IN_FAILED, MEMBERSHIP_DEACTIVATED to who knows the password, RATE_LIMITED.
 */
export const signIn = publicUseCase(
  z.strictObject({
    workspaceSlug: z.string().max(100),
    email: emailField,
    password: z.string("Enter your password.").min(1, "Enter your password.").max(1024),
  }),
  async (ctx, input): Promise<SignedIn> => {
    const place = ctx.request.ip ?? "";
    if (!(await ctx.limits.allow("sign_in", place))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    const now = ctx.now();
    const key = await signInKey(ctx, input.email);
    const [earlier, taken, found] = await ctx.db.batch([
      attempts(ctx.db, key, slowDown),
      takeAttempt(ctx.db, key, now, slowDown),
      signInCandidate(ctx.db, input.workspaceSlug, input.email),
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
    const { userId, membershipId, workspaceId } = account;
    if (!membershipId || account.membershipStatus === "pending") throw new DomainError("SIGN_IN_FAILED");
    if (account.membershipStatus !== "active") throw new DomainError("MEMBERSHIP_DEACTIVATED");

    const session = await newSession(ctx, userId);
    const roles = parseRoles(account.roles);
    const statements: Statement[] = [
      openSession(ctx.db, session.row, stored),
      guardChanged(ctx.db),
      dropOldestSessions(ctx.db, userId, session.row.id, mostSessions),
      clearCounter(ctx.db, key),
      touchMembership(ctx.db, workspaceId, membershipId, now),
      ...audit(ctx, {
        workspaceId,
        actor: {
          kind: "member",
          id: membershipId,
          name: `${account.firstName ?? ""} ${account.lastName ?? ""}`.trim() || input.email,
        },
        action: "auth.signed_in",
        membershipId,
        targetId: session.row.id,
        op: ctx.ids.next("event"),
      }),
    ];
    // The browser's session of before does not live on beside the new one (S-01).
    const before = personOf(ctx.caller);
    if (before) statements.push(endSessionOf(ctx.db, before.userId, before.sessionId));
    if (ctx.passwords.needsRehash(stored)) {
      statements.push(renewPasswordHash(ctx.db, userId, stored, await ctx.passwords.hash(input.password)));
    }
    const result: SignedIn = {
      ...session.cookie,
      membershipId,
      roles,
      landing: landingFor(roles.map(({ role }) => role)),
    };
    // The password was changed in this very moment: the old one opens nothing any more (S-07).
    if (!(await commit(ctx, statements, result))) throw new DomainError("SIGN_IN_FAILED");
    return result;
  },
);

/** What attempts are counted by: a digest, because whole client addresses are never stored. */
export async function signInKey(ctx: Context, email: string): Promise<string> {
  return `sign-in:${await ctx.secrets.sha256(`${email} ${ctx.request.ip ?? ""}`)}`;
}
