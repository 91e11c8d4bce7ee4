import * as z from "zod";
import { touchMembership } from "../../../db/queries/callers.ts";
import { renewPasswordHash } from "../../../db/queries/sign-ins.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { loginField } from "../people/login-name.ts";
import { policiesOf } from "../policies.ts";
import { publicUseCase } from "../use-case.ts";
import { checkCredentials, openProvedSession, switchedOff } from "./check-credentials.ts";
import { endBefore, type NewSession, newSession } from "./new-session.ts";
import { landingFor } from "./session-term.ts";

export interface SignedIn extends NewSession {
  membershipId: string;
  roles: RoleView[];
  landing: "manage" | "portal";
}

/**
 * Signs a person in at one workspace by their address or username (F4, F116, F117, F125). A login without an account, a wrong
 * password, a person who is no member here or has not joined yet all get the same answer by the same
 * path: one query, one hash (E-02). Attempts are counted before the hash is made.
 *
 * Throws SIGN_IN_FAILED, PASSWORD_ENDED and MEMBERSHIP_DEACTIVATED to who knows the password, RATE_LIMITED.
 */
export const signIn = publicUseCase(
  z.strictObject({
    workspaceSlug: z.string().max(100),
    /** Or a username: the field of the form holds either. */
    email: loginField,
    password: z.string("Enter your password.").min(1, "Enter your password.").max(1024),
  }),
  async (ctx, { workspaceSlug, email: login, password }): Promise<SignedIn> => {
    const account = await checkCredentials(ctx, workspaceSlug, login, password);
    const { userId, membershipId, workspaceId, stored } = account;
    if (!membershipId || account.membershipStatus === "pending") throw new DomainError("SIGN_IN_FAILED");
    if (account.membershipStatus !== "active") {
      throw new DomainError("MEMBERSHIP_DEACTIVATED", { params: switchedOff(account) });
    }

    const session = await newSession(ctx, userId);
    const roles = parseRoles(account.roles);
    const statements: Statement[] = [
      ...openProvedSession(ctx, account, session.row),
      touchMembership(ctx.db, workspaceId, membershipId, ctx.now(), account.seatSince === null),
      ...endBefore(ctx),
      ...audit(ctx, {
        workspaceId,
        actor: {
          kind: "member",
          id: membershipId,
          name:
            `${account.firstName ?? ""} ${account.lastName ?? ""}`.trim() ||
            ("email" in login ? login.email : ""),
        },
        action: "auth.signed_in",
        membershipId,
        targetId: session.row.id,
        op: ctx.ids.next("event"),
      }),
    ];
    if (ctx.passwords.needsRehash(stored)) {
      statements.push(renewPasswordHash(ctx.db, userId, stored, await ctx.passwords.hash(password)));
    }
    const result: SignedIn = {
      ...session.cookie,
      membershipId,
      roles,
      landing: landingFor(
        roles.map(({ role }) => role),
        policiesOf(account.preset, account.policyOverrides),
      ),
    };
    // The password was changed in this very moment: the old one opens nothing any more (S-07).
    if (!(await commit(ctx, statements, result))) throw new DomainError("SIGN_IN_FAILED");
    return result;
  },
);
