import * as z from "zod";
import { DomainError } from "../errors.ts";
import { publicUseCase } from "../use-case.ts";

/** Ours have about 400 characters; what is longer is refused before any cryptography (T-25). */
const longestLink = 2_000;

/**
 * Whether a link is one of ours, by its signature alone: no query, so that junk costs nothing (T-01).
 * Only bad ones are counted, by place (T-26). Answers with the id of the row that will decide.
 *
 * Throws INVITATION_INVALID, RESET_INVALID or VERIFICATION_INVALID by purpose, RATE_LIMITED.
 */
export const checkLink = publicUseCase(
  z.strictObject({ purpose: z.enum(["invite", "reset", "verify"]), token: z.string() }),
  async (ctx, { purpose, token }): Promise<{ id: string }> => {
    const claims = token.length <= longestLink ? await ctx.tokens.verify(purpose, token, ctx.now()) : null;
    if (claims) return { id: claims.sub };
    if (!(await ctx.limits.allow("bad_token", ctx.request.ip ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    throw new DomainError(refusals[purpose]);
  },
);

const refusals = {
  invite: "INVITATION_INVALID",
  reset: "RESET_INVALID",
  verify: "VERIFICATION_INVALID",
} as const;
