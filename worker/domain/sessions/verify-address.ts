import * as z from "zod";
import {
  proveAddress,
  spendVerification,
  verificationById,
} from "../../../db/queries/email-verifications.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { personOf } from "../joining/view-invitation.ts";
import { publicUseCase } from "../use-case.ts";

/**
 * Proves a mailbox: the mailed link and the session of the same person together, so that a scanner which
 * presses buttons proves nothing. Throws VERIFICATION_INVALID, NOT_SIGNED_IN, WRONG_ACCOUNT.
 */
export const verifyAddress = publicUseCase(
  z.strictObject({ token: z.string().max(2_048) }),
  async (ctx, { token }): Promise<{ email: string }> => {
    const claims = await ctx.tokens.verify("verify", token, ctx.now());
    if (!claims) throw new DomainError("VERIFICATION_INVALID");
    const person = personOf(ctx.caller);
    if (!person) throw new DomainError("NOT_SIGNED_IN");
    const [found] = await verificationById(ctx.db, claims.sub);
    if (!found) throw new DomainError("VERIFICATION_INVALID");
    const { verification: row, membershipId } = found;
    if (row.userId !== person.userId) throw new DomainError("WRONG_ACCOUNT");
    const result = { email: row.email };
    if (person.emailVerified && row.usedAt !== null) return result;
    const done = await commit(
      ctx,
      [
        spendVerification(ctx.db, row.id, ctx.now()),
        guardChanged(ctx.db),
        proveAddress(ctx.db, row.userId, ctx.now()),
        ...audit(ctx, {
          workspaceId: row.workspaceId,
          // The membership's id: a person's own is shown to no workspace (architecture.md, wall 12).
          actor: { kind: "invitee", id: membershipId ?? "", name: person.email },
          action: "auth.address_verified",
          membershipId,
          op: row.id,
          details: { email: row.email },
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("VERIFICATION_INVALID");
    return done;
  },
);
