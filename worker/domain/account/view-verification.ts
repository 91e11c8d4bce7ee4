import * as z from "zod";
import { verificationById } from "../../../db/queries/email-verifications.ts";
import { DomainError } from "../errors.ts";
import { publicUseCase } from "../use-case.ts";
import { needsSession } from "./address-change.ts";

/**
 * What the reader of a link to prove an address is asked for: to sign in, or where support changes the address, to
 * name the old one (`needsSession` says which). Reading it changes nothing. Throws VERIFICATION_INVALID.
 */
export const viewVerification = publicUseCase(
  z.strictObject({ token: z.string().max(2_048) }),
  async (ctx, { token }): Promise<{ email: string; changes: boolean; bySession: boolean }> => {
    const claims = await ctx.tokens.verify("verify", token, ctx.now());
    const [found] = claims ? await verificationById(ctx.db, claims.sub) : [];
    if (!found) throw new DomainError("VERIFICATION_INVALID");
    const { email, replaces } = found.verification;
    return { email, changes: replaces !== null, bySession: replaces === null || needsSession(found) };
  },
);
