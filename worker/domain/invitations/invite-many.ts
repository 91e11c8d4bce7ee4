import * as z from "zod";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError, type ErrorDetails } from "../errors.ts";
import { findStoredAnswer } from "../idempotency.ts";
import { memberUseCase } from "../use-case.ts";
import type { InvitationView } from "./invitation-view.ts";
import { inviteUser, inviteUserFields } from "./invite-user.ts";
import { checkRoles } from "./terms.ts";

/** Each address costs about fifteen statements, and D1 gives an invocation a thousand. */
const most = 50;

const tooMany = `At most ${most} at once. Send the rest in another request.`;

/** At once: D1 gives an invocation six connections. */
const abreast = 5;

const { email: _, ...shared } = inviteUserFields.shape;

export const inviteManyFields = z
  .strictObject({
    emails: z
      .array(z.string("Give an address.").max(1_000), "Give a list of addresses.")
      .max(most, tooMany)
      .optional(),
    invitations: z
      .array(z.looseObject({ email: z.string("Give an address.").max(1_000) }), "Give a list of invitations.")
      .max(most, tooMany)
      .optional(),
    ...shared,
  })
  .refine(({ emails, invitations }) => (emails === undefined) !== (invitations === undefined), {
    path: ["emails"],
    message: "Send either emails or invitations.",
  });

/** What became of one address. */
export interface InviteResult {
  /** As it was sent. */
  email: string;
  outcome: "invited" | "refused";
  invitation: InvitationView | null;
  error: { code: string; message: string; details: ErrorDetails } | null;
}

export interface InvitedMany {
  results: InviteResult[];
}

/**
 * Invites a list of people, each on their own: one that is refused stops no other, and each has its
 * result, in order. Repeated after a break it invites whoever is missing.
 *
 * Throws ROLE_ABOVE_YOURS for roles that are meant for all.
 */
export const inviteMany = memberUseCase(
  "invitation.create",
  inviteManyFields,
  async (ctx, { emails, invitations, ...terms }): Promise<InvitedMany> => {
    if (terms.roles) checkRoles(ctx, terms.roles);
    // Each address has a batch of its own, which no stored answer rolls back: so it is looked for first.
    if (await findStoredAnswer(ctx)) throw new DomainError("IDEMPOTENCY_RUNNING");
    const rows: Row[] = invitations ?? (emails ?? []).map((email) => ({ email }));
    const results: InviteResult[] = [];
    for (let start = 0; start < rows.length; start += abreast) {
      const some = rows.slice(start, start + abreast);
      results.push(...(await Promise.all(some.map((row) => inviteOne(ctx, row, terms)))));
    }
    const result = { results };
    // The answer covers all of them, so it is stored after the last and not with the first.
    await commit(ctx, [], result);
    return result;
  },
);

type Row = { email: string; [field: string]: unknown };

async function inviteOne(ctx: Context, row: Row, terms: Record<string, unknown>): Promise<InviteResult> {
  try {
    const { invitation } = await inviteUser({ ...ctx, idempotency: null }, { ...terms, ...row });
    return { email: row.email, outcome: "invited", invitation, error: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message, details } = error;
    return { email: row.email, outcome: "refused", invitation: null, error: { code, message, details } };
  }
}
