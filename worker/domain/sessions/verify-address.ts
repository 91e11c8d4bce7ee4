import * as z from "zod";
import {
  fillAddress,
  proveAddress,
  spendVerification,
  verificationById,
} from "../../../db/queries/email-verifications.ts";
import { activeMembershipsOf } from "../../../db/queries/memberships.ts";
import { guardChanged, isUniqueRefusal } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { personOf } from "../joining/view-invitation.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { publicUseCase } from "../use-case.ts";

/**
 * Proves a mailbox: the mailed link and the session of the same person together, so that a scanner which
 * presses buttons proves nothing. Of somebody who had no address it becomes theirs, here and in the account; all
 * else of theirs stays (F146). Throws VERIFICATION_INVALID, NOT_SIGNED_IN, PASSWORD_CHANGE_REQUIRED, WRONG_ACCOUNT,
 * ADDRESS_TAKEN.
 */
export const verifyAddress = publicUseCase(
  z.strictObject({ token: z.string().max(2_048) }),
  async (ctx, { token }): Promise<{ email: string }> => {
    const claims = await ctx.tokens.verify("verify", token, ctx.now());
    if (!claims) throw new DomainError("VERIFICATION_INVALID");
    const person = personOf(ctx.caller);
    if (!person) throw new DomainError("NOT_SIGNED_IN");
    if (person.mustChangePassword) throw new DomainError("PASSWORD_CHANGE_REQUIRED");
    const [found] = await verificationById(ctx.db, claims.sub);
    if (!found) throw new DomainError("VERIFICATION_INVALID");
    const { verification: row, membershipId } = found;
    // One by which support changes an address asks for something else (`confirmAddressChange`).
    if (row.replaces !== null) throw new DomainError("VERIFICATION_INVALID");
    if (row.userId !== person.userId) throw new DomainError("WRONG_ACCOUNT");
    const result = { email: row.email };
    if (person.emailVerified && row.usedAt !== null) return result;
    const gets = person.email ? [] : await activeMembershipsOf(ctx.db, row.userId);
    const statements = [
      spendVerification(ctx.db, row.id, ctx.now()),
      guardChanged(ctx.db),
      proveAddress(ctx.db, row.userId, row.email, ctx.now()),
      ...gets.map((membership) =>
        fillAddress(ctx.db, membership, {
          email: row.email,
          searchTerms: searchTermsOf({ ...membership, email: row.email }),
          lastOp: row.id,
        }),
      ),
      ...audit(ctx, {
        workspaceId: row.workspaceId,
        // The membership's id: a person's own is shown to no workspace (architecture.md, wall 12).
        actor: { kind: "invitee", id: membershipId ?? "", name: person.email || row.email },
        action: "auth.address_verified",
        membershipId,
        op: row.id,
        details: { email: row.email },
      }),
    ];
    const done = await commit(ctx, statements, result).catch((error: unknown) => {
      if (isUniqueRefusal(error)) throw new DomainError("ADDRESS_TAKEN");
      throw error;
    });
    if (!done) throw new DomainError("VERIFICATION_INVALID");
    return done;
  },
);
