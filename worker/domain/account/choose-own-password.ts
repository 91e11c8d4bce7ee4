import * as z from "zod";
import { insertSession } from "../../../db/queries/auth-sessions.ts";
import { chooseFirstPassword, firstPasswordOf } from "../../../db/queries/first-passwords.ts";
import { clearCounter } from "../../../db/queries/limits.ts";
import { activeMembershipsOf } from "../../../db/queries/memberships.ts";
import { closeResetsOf } from "../../../db/queries/password-resets.ts";
import { failuresKey } from "../../../db/queries/sign-ins.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { endSessionsOf } from "../../../db/queries/users.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { requireSoundPassword } from "../people/sound-password.ts";
import { type NewSession, newSession } from "../sessions/new-session.ts";
import { landingFor } from "../sessions/session-term.ts";
import { memberWhoever, ownActor } from "../sessions/signed-in-person.ts";
import { publicUseCase } from "../use-case.ts";
import { passwordChangedMail } from "./password-changed-mail.ts";

export interface PasswordChosen extends NewSession {
  landing: "manage" | "portal";
}

/**
 * Whoever came in with a password that somebody else chose, or with a card, chooses one of their own (F52): before
 * that nothing else is open to them. A mailed temporary password proves the mailbox. Every session ends, so that
 * whoever knew the old password is out; whoever asked goes on in a new one.
 *
 * Throws VALIDATION_FAILED on `password` with the reason, `same` for the one that somebody chose for them;
 * NOT_SIGNED_IN, MEMBERSHIP_DEACTIVATED, FORBIDDEN to whoever has a password of their own.
 */
export const chooseOwnPassword = publicUseCase(
  z.strictObject({ password: z.string("Enter a password.").max(1024, "This password is too long.") }),
  async (ctx, { password }): Promise<PasswordChosen> => {
    const { person, workspace, membership } = memberWhoever(ctx);
    if (!person.mustChangePassword) throw new DomainError("FORBIDDEN");
    requireSoundPassword(ctx, workspace, password, [
      person.firstName,
      person.lastName,
      person.email || (person.loginName ?? ""),
    ]);
    const [[first], memberships] = await ctx.db.batch([
      firstPasswordOf(ctx.db, person.userId),
      activeMembershipsOf(ctx.db, person.userId),
    ]);
    if (!first) throw new DomainError("FORBIDDEN");
    if (first.hash !== null && (await ctx.passwords.verify(password, first.hash))) {
      throw invalidField("password", "same", "This is the password that was given to you. Choose another.");
    }
    const hash = await ctx.passwords.hash(password);
    const session = await newSession(ctx, person.userId);
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const result: PasswordChosen = {
      ...session.cookie,
      landing: landingFor(
        membership.roles.map(({ role }) => role),
        workspace.policies,
      ),
    };
    const done = await commit(
      ctx,
      [
        chooseFirstPassword(ctx.db, person.userId, { seen: first.hash, hash, now }),
        guardChanged(ctx.db),
        endSessionsOf(ctx.db, person.userId),
        insertSession(ctx.db, session.row),
        closeResetsOf(ctx.db, person.userId, now, op),
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
      result,
    );
    // Another browser was faster, or a newer temporary password was mailed.
    if (!done) throw new DomainError("NOT_SIGNED_IN");
    await wakeMail(ctx, workspace.id);
    return done;
  },
);
