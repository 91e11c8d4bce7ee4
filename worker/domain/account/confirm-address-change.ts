import * as z from "zod";
import { membershipsWithAddress, replaceAddress } from "../../../db/queries/address-changes.ts";
import { spendVerification, verificationById } from "../../../db/queries/email-verifications.ts";
import { changeMembership } from "../../../db/queries/memberships.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { closeResetsOf } from "../../../db/queries/password-resets.ts";
import { guardChanged, isUniqueRefusal } from "../../../db/queries/statements.ts";
import { endSessionsOf } from "../../../db/queries/users.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { emailField } from "../fields.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { publicUseCase } from "../use-case.ts";

/**
 * The link that support had mailed to a new address: its reader names the old one, which no scanner does, and the
 * account and its memberships have the new one from then on. Every session ends, links to reset the password are
 * void, and the old mailbox is told. The password and all else stay.
 *
 * Throws VERIFICATION_INVALID, VALIDATION_FAILED on `former`, ADDRESS_TAKEN, RATE_LIMITED.
 */
export const confirmAddressChange = publicUseCase(
  z.strictObject({ token: z.string().max(2_048), former: emailField }),
  async (ctx, { token, former }): Promise<{ email: string }> => {
    const claims = await ctx.tokens.verify("verify", token, ctx.now());
    if (!claims) throw new DomainError("VERIFICATION_INVALID");
    const [found] = await verificationById(ctx.db, claims.sub);
    const row = found?.verification;
    if (!row?.replaces || row.usedAt !== null) throw new DomainError("VERIFICATION_INVALID");
    if (row.replaces !== former) {
      if (!(await ctx.limits.allow("bad_token", ctx.request.ip ?? ""))) {
        throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
      }
      throw invalidField("former", "wrong", "This is not the address that the account has.");
    }
    const { userId, email, replaces } = row;
    const memberships = await membershipsWithAddress(ctx.db, userId, replaces);
    const op = ctx.ids.next("event");
    const now = ctx.now();
    const statements = [
      spendVerification(ctx.db, row.id, now),
      guardChanged(ctx.db),
      replaceAddress(ctx.db, userId, replaces, email, now),
      guardChanged(ctx.db),
      endSessionsOf(ctx.db, userId),
      closeResetsOf(ctx.db, userId, now, op),
      ...memberships.flatMap(({ workspaceId, id, ...person }) => [
        changeMembership(ctx.db, workspaceId, id, {
          email,
          searchTerms: searchTermsOf({ ...person, email }),
          lastOp: op,
        }),
        ...audit(ctx, {
          workspaceId,
          actor: { kind: "member", id, name: `${person.firstName} ${person.lastName}`.trim() || email },
          action: "member.address_changed",
          membershipId: id,
          op,
          details: { before: { email: replaces }, after: { email } },
        }),
      ]),
      insertOutbox(
        ctx.db,
        outboxRow(ctx, {
          workspaceId: row.workspaceId,
          template: "address_changed",
          to: replaces,
          language: found?.language ?? "en",
          op,
        }),
      ),
    ];
    const done = await commit(ctx, statements, { email }).catch((error: unknown) => {
      if (isUniqueRefusal(error)) throw new DomainError("ADDRESS_TAKEN");
      throw error;
    });
    if (!done) throw new DomainError("VERIFICATION_INVALID");
    await wakeMail(ctx, row.workspaceId);
    return done;
  },
);
