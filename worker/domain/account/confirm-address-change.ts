import * as z from "zod";
import {
  guardUnproved,
  membershipsWithAddress,
  replaceAddress,
} from "../../../db/queries/address-changes.ts";
import { spendVerification, verificationById } from "../../../db/queries/email-verifications.ts";
import { changeMembership } from "../../../db/queries/memberships.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { closeResetsOf } from "../../../db/queries/password-resets.ts";
import { guardChanged, isUniqueRefusal } from "../../../db/queries/statements.ts";
import { endSessionsOf } from "../../../db/queries/users.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError, invalidField } from "../errors.ts";
import { emailField } from "../fields.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { policiesOf } from "../policies.ts";
import { signedInPerson } from "../sessions/signed-in-person.ts";
import { publicUseCase } from "../use-case.ts";
import { needsSession } from "./address-change.ts";

/**
 * The link that was mailed to a new address: its reader names the old one, or is signed in as the account where that is
 * wanted (`needsSession`), which no scanner does; the account and its memberships have the new one from then on. Every
 * session ends, links to reset the password are void, and the old mailbox is told. The password and all else stay.
 *
 * Where one of the person's workspaces keeps addresses as they are, support alone changes it (D40).
 *
 * Throws VERIFICATION_INVALID, VALIDATION_FAILED on `former`, NOT_SIGNED_IN, PASSWORD_CHANGE_REQUIRED, WRONG_ACCOUNT,
 * FORBIDDEN to whoever came in through an identity provider and where the address stays, ADDRESS_TAKEN, RATE_LIMITED.
 */
export const confirmAddressChange = publicUseCase(
  z.strictObject({ token: z.string().max(2_048), former: emailField.optional() }),
  async (ctx, { token, former }): Promise<{ email: string }> => {
    const claims = await ctx.tokens.verify("verify", token, ctx.now());
    if (!claims) throw new DomainError("VERIFICATION_INVALID");
    const [found] = await verificationById(ctx.db, claims.sub);
    const row = found?.verification;
    if (!found || !row?.replaces || row.usedAt !== null) throw new DomainError("VERIFICATION_INVALID");
    const bySession = needsSession(found);
    if (bySession) requireOwner(ctx, row.userId);
    else if (row.replaces !== former) {
      if (!(await ctx.limits.allow("bad_token", ctx.request.ip ?? ""))) {
        throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
      }
      throw invalidField("former", "wrong", "This is not the address that the account has.");
    }
    const { userId, email, replaces } = row;
    const memberships = await membershipsWithAddress(ctx.db, userId, replaces);
    if (row.askedBy !== null && memberships.some(keepsAddresses)) throw new DomainError("FORBIDDEN");
    const op = ctx.ids.next("event");
    const now = ctx.now();
    const statements = [
      spendVerification(ctx.db, row.id, now),
      guardChanged(ctx.db),
      ...(row.askedBy === "admin" && !bySession ? [guardUnproved(ctx.db, userId, row.workspaceId)] : []),
      replaceAddress(ctx.db, userId, replaces, email, now),
      guardChanged(ctx.db),
      endSessionsOf(ctx.db, userId),
      closeResetsOf(ctx.db, userId, now, op),
      ...memberships.flatMap(({ workspaceId, id, firstName, lastName, username }) => [
        changeMembership(ctx.db, workspaceId, id, {
          email,
          searchTerms: searchTermsOf({ firstName, lastName, username, email }),
          lastOp: op,
        }),
        ...audit(ctx, {
          workspaceId,
          actor: { kind: "member", id, name: `${firstName} ${lastName}`.trim() || email },
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
          language: found.language ?? "en",
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

/** The session of the account itself: one that a workspace's identity provider opened is that workspace's alone. */
function requireOwner(ctx: Context, userId: string): void {
  const person = signedInPerson(ctx);
  if (person.userId !== userId) throw new DomainError("WRONG_ACCOUNT");
  if (person.viaProvider) throw new DomainError("FORBIDDEN");
}

function keepsAddresses({
  preset,
  policyOverrides,
}: {
  preset: string;
  policyOverrides: Record<string, unknown>;
}): boolean {
  return policiesOf(preset, policyOverrides)["identity.email_change"] === "never";
}
