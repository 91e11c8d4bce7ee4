import * as z from "zod";
import { insertSession } from "../../../db/queries/auth-sessions.ts";
import { clearCounter } from "../../../db/queries/limits.ts";
import { activeMembershipsOf } from "../../../db/queries/memberships.ts";
import { closeResetsOf } from "../../../db/queries/password-resets.ts";
import { failuresKey } from "../../../db/queries/sign-ins.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { changePassword, endSessionsOf } from "../../../db/queries/users.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { loginNameKey } from "../people/login-name.ts";
import { requireSoundPassword } from "../people/sound-password.ts";
import { checkCredentials } from "../sessions/check-credentials.ts";
import { type NewSession, newSession } from "../sessions/new-session.ts";
import { ownActor, signedInMember } from "../sessions/signed-in-person.ts";
import { publicUseCase } from "../use-case.ts";
import { passwordChangedMail } from "./password-changed-mail.ts";

/**
 * Sets a new password by the current one, which is proved like at a sign-in and counts against the same
 * limits. Every session ends and every mailed reset is void; whoever asked goes on in a new session, so a
 * stolen cookie is worth nothing either (S-01, S-07).
 *
 * Throws VALIDATION_FAILED on `password` with the reason or on `currentPassword`, RATE_LIMITED,
 * NOT_SIGNED_IN, MEMBERSHIP_DEACTIVATED, FORBIDDEN to whoever came in through an identity provider.
 */
export const changeOwnPassword = publicUseCase(
  z.strictObject({
    currentPassword: z.string("Enter your password.").max(1024, "This password is too long."),
    password: z.string("Enter a password.").max(1024, "This password is too long."),
  }),
  async (ctx, { currentPassword, password }): Promise<NewSession> => {
    const { person, workspace } = signedInMember(ctx);
    if (person.viaProvider) throw new DomainError("FORBIDDEN");
    requireSoundPassword(ctx, workspace, password, [
      person.firstName,
      person.lastName,
      person.email || (person.loginName ?? ""),
    ]);

    const wrong = invalidField("currentPassword", "wrong", "This is not your current password.");
    // People without e-mail sign in with their username.
    const login = person.email ? { email: person.email } : { nameKey: loginNameKey(person.loginName ?? "") };
    const proof = checkCredentials(ctx, workspace.slug, login, currentPassword).catch((error) => {
      throw error instanceof DomainError && error.code === "SIGN_IN_FAILED" ? wrong : error;
    });
    const [memberships, account] = await Promise.all([activeMembershipsOf(ctx.db, person.userId), proof]);
    const hash = await ctx.passwords.hash(password);
    const session = await newSession(ctx, person.userId);
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        changePassword(ctx.db, person.userId, account.stored, hash, now),
        guardChanged(ctx.db),
        endSessionsOf(ctx.db, person.userId),
        insertSession(ctx.db, session.row),
        closeResetsOf(ctx.db, person.userId, now, op),
        clearCounter(ctx.db, account.key),
        clearCounter(ctx.db, failuresKey(person.userId)),
        ...memberships.flatMap(({ workspaceId, id }) =>
          audit(ctx, {
            workspaceId,
            actor: ownActor(person, id),
            action: "auth.password_changed",
            membershipId: id,
            op,
          }),
        ),
        ...passwordChangedMail(ctx, workspace.id, person, op),
      ],
      session.cookie,
    );
    // Another device was faster: what was typed is not the current password any more.
    if (!done) throw wrong;
    await wakeMail(ctx, workspace.id);
    return done;
  },
);
