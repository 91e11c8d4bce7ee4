import * as z from "zod";
import { clearCounter } from "../../../db/queries/limits.ts";
import { failuresKey } from "../../../db/queries/sign-ins.ts";
import { DomainError, invalidField } from "../errors.ts";
import { emailField } from "../fields.ts";
import { checkCredentials } from "../sessions/check-credentials.ts";
import { askForProof } from "../sessions/request-verification.ts";
import { ownActor, signedInMember } from "../sessions/signed-in-person.ts";
import { publicUseCase } from "../use-case.ts";
import { mailAddressChange } from "./address-change.ts";

/**
 * Somebody gives an address of their own, which becomes theirs when they follow the link that is mailed to it, signed
 * in. Whoever has none yet gets it (F146). It takes the place of another one where the workspace lets people change
 * theirs (F5, D40), by the password of now (S-23); the old mailbox is told.
 *
 * Throws NOT_SIGNED_IN, MEMBERSHIP_DEACTIVATED, RATE_LIMITED; of a change FORBIDDEN where people do not change theirs
 * and to whoever came in through an identity provider, VALIDATION_FAILED on `currentPassword` and `email`.
 */
export const addOwnAddress = publicUseCase(
  z.strictObject({
    email: emailField,
    currentPassword: z.string("Enter your password.").max(1024, "This password is too long.").optional(),
  }),
  async (ctx, { email, currentPassword = "" }): Promise<{ email: string }> => {
    const { person, workspace, membership } = signedInMember(ctx);
    const { userId, language } = person;
    const changes = person.email !== "";
    if (changes) {
      const own = workspace.policies["identity.email_change"] === "user_with_verification";
      if (!own || person.viaProvider) throw new DomainError("FORBIDDEN");
    }
    if (!(await ctx.limits.allow("invite", membership.id))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    if (!changes) {
      await askForProof(ctx, { workspaceId: workspace.id, userId, email, language });
      return { email };
    }
    const login = { email: person.email };
    const { key } = await checkCredentials(ctx, workspace.slug, login, currentPassword).catch((error) => {
      throw error instanceof DomainError && error.code === "SIGN_IN_FAILED"
        ? invalidField("currentPassword", "wrong", "This is not your current password.")
        : error;
    });
    await mailAddressChange(
      ctx,
      {
        workspaceId: workspace.id,
        userId,
        membershipId: membership.id,
        from: person.email,
        to: email,
        language,
        actor: ownActor(person, membership.id),
        askedBy: "self",
      },
      [clearCounter(ctx.db, key), clearCounter(ctx.db, failuresKey(userId))],
    );
    return { email };
  },
);
