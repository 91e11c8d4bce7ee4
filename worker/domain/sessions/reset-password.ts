import * as z from "zod";
import { clearCounter } from "../../../db/queries/limits.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { claimReset, closeResetsOf, setPassword } from "../../../db/queries/password-resets.ts";
import { failuresKey } from "../../../db/queries/sign-ins.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { endSessionsOf } from "../../../db/queries/users.ts";
import { endKeysOf } from "../api-keys/end-keys.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import { requireSoundPassword } from "../people/sound-password.ts";
import { publicUseCase } from "../use-case.ts";
import { readReset } from "./read-reset.ts";

export interface PasswordReset {
  workspaceSlug: string;
  email: string;
}

/**
 * Sets a new password by a mailed link, once (F112, S-07). The mailbox counts as proved. Every
 * session of the person ends, and so does every API key they made: whoever held the account is out.
 *
 * Throws RESET_INVALID, VALIDATION_FAILED on `password` with the reason, RATE_LIMITED, SSO_REQUIRED where the
 * workspace's identity provider is the only way in.
 */
export const resetPassword = publicUseCase(
  z.strictObject({
    token: z.string().max(16_384),
    password: z.string("Enter a password.").max(1024, "This password is too long."),
  }),
  async (ctx, { token, password }): Promise<PasswordReset> => {
    const { reset, user, workspace, membershipId, policies, providerOnly } = await readReset(ctx, token);
    if (providerOnly === 1) throw new DomainError("SSO_REQUIRED");
    const email = user.email ?? "";
    const words = [user.firstName, user.lastName, email];
    requireSoundPassword(ctx, { name: workspace.name, policies }, password, words);

    const hash = await ctx.passwords.hash(password);
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        claimReset(ctx.db, workspace.id, reset.id, now, op),
        guardChanged(ctx.db),
        setPassword(ctx.db, user.id, hash, now),
        endSessionsOf(ctx.db, user.id),
        closeResetsOf(ctx.db, user.id, now, op),
        ...endKeysOf(ctx, user.id, op, "password_reset"),
        clearCounter(ctx.db, failuresKey(user.id)),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: { kind: "anonymous", id: null, name: email },
          action: "auth.password_reset",
          membershipId,
          targetId: reset.id,
          op,
        }),
        insertOutbox(
          ctx.db,
          outboxRow(ctx, {
            workspaceId: workspace.id,
            template: "password_changed",
            to: email,
            language: user.language,
            subjectId: reset.id,
            op,
          }),
        ),
      ],
      { workspaceSlug: workspace.slug, email },
    );
    // The same link was used in this very moment.
    if (!done) throw new DomainError("RESET_INVALID");
    await wakeMail(ctx, workspace.id);
    return done;
  },
);
