import * as z from "zod";
import { DomainError } from "../errors.ts";
import { emailField } from "../fields.ts";
import { askForProof } from "../sessions/request-verification.ts";
import { signedInMember } from "../sessions/signed-in-person.ts";
import { publicUseCase } from "../use-case.ts";

/**
 * Somebody without an address gives one, which becomes theirs when they follow the link that is mailed to it (F146).
 * Throws NOT_SIGNED_IN, MEMBERSHIP_DEACTIVATED, NOT_ACTIVE for somebody who has one, RATE_LIMITED.
 */
export const addOwnAddress = publicUseCase(
  z.strictObject({ email: emailField }),
  async (ctx, { email }): Promise<{ email: string }> => {
    const { person, workspace, membership } = signedInMember(ctx);
    if (person.email) throw new DomainError("NOT_ACTIVE");
    if (!(await ctx.limits.allow("invite", membership.id))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    await askForProof(ctx, {
      workspaceId: workspace.id,
      userId: person.userId,
      email,
      language: person.language,
    });
    return { email };
  },
);
