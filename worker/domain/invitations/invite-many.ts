import * as z from "zod";
import { counter } from "../../../db/queries/limits.ts";
import {
  accountsElsewhere,
  type NewInvitationRows,
  standingOfEmails,
} from "../../../db/queries/new-invitations.ts";
import { commit } from "../commit.ts";
import { DomainError, type ErrorDetails } from "../errors.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { mostAddresses } from "../people/address-list.ts";
import { checked, type MemberContext, memberUseCase } from "../use-case.ts";
import type { InvitationView } from "./invitation-view.ts";
import {
  auditElsewhere,
  countToday,
  dailyCounter,
  dailyLimit,
  inviteUserFields,
  invitingBy,
  offerOf,
  startOfDay,
} from "./invite-user.ts";
import {
  newInvitation,
  newInvitationStatements,
  newInvitationView,
  type Offer,
  refusalOf,
  standingsByEmail,
} from "./new-invitations.ts";
import { checkRoles } from "./terms.ts";

const tooMany = "At most 1,000 at once. Send the rest in another request, or import a file.";

/** How often somebody else may be faster before the act gives up. */
const attempts = 3;

const { email: _, ...shared } = inviteUserFields.shape;

export const inviteManyFields = z
  .strictObject({
    emails: z
      .array(z.string("Give an address.").max(1_000), "Give a list of addresses.")
      .max(mostAddresses, tooMany)
      .optional(),
    invitations: z
      .array(z.looseObject({ email: z.string("Give an address.").max(1_000) }), "Give a list of invitations.")
      .max(mostAddresses, tooMany)
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
  /** `duplicate`: the address stood earlier in the list, whose invitation this is. */
  outcome: "invited" | "duplicate" | "refused";
  invitation: InvitationView | null;
  error: { code: string; message: string; details: ErrorDetails } | null;
}

export interface InvitedMany {
  /** One an address, in order. */
  results: InviteResult[];
  /** The act, for undoing it; null where it cannot be undone. */
  undo: { op: string; until: number } | null;
}

/**
 * Invites a list of people (F33, F34): one that is refused stops no other, and each has its result, in
 * order. All who can be invited are written by one batch; repeated after a break it invites whoever is
 * missing. It tells nothing about accounts elsewhere, except where D18 blocks them.
 *
 * Throws ROLE_ABOVE_YOURS for roles that are meant for all, EDIT_CONFLICT when others were faster again
 * and again.
 */
export const inviteMany = memberUseCase(
  "invitation.create",
  inviteManyFields,
  async (ctx, { emails, invitations, ...terms }): Promise<InvitedMany> => {
    return inviteRows(ctx, invitations ?? (emails ?? []).map((email) => ({ email })), terms);
  },
);

/** One address with what is asked for it alone, not checked yet. */
export type InviteRow = { email: string; [field: string]: unknown };

/** The act behind `inviteMany`: whoever is named by `rows`, on the same `terms`. */
export async function inviteRows(
  ctx: MemberContext,
  rows: readonly InviteRow[],
  terms: Omit<z.output<typeof inviteUserFields>, "email">,
): Promise<InvitedMany> {
  if (terms.roles) checkRoles(ctx, terms.roles);
  const wanted = rows.map((row) => ({ email: row.email, ...wish(ctx, { ...terms, ...row }) }));
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const done = await inviteAll(ctx, wanted);
    if (done) return done;
  }
  throw new DomainError("EDIT_CONFLICT");
}

/** What is asked for one address, or why it cannot be. */
type Wish = { offer: Offer; error: null } | { offer: null; error: DomainError };

function wish(ctx: MemberContext, input: Record<string, unknown>): Wish {
  try {
    return { offer: offerOf(ctx, checked(inviteUserFields, input)), error: null };
  } catch (error) {
    if (error instanceof DomainError) return { offer: null, error };
    throw error;
  }
}

/** Decides on each address and writes; null when somebody else wrote one of them meanwhile. */
async function inviteAll(
  ctx: MemberContext,
  wanted: readonly (Wish & { email: string })[],
): Promise<InvitedMany | null> {
  const { workspace } = ctx;
  const now = ctx.now();
  const blocks = workspace.policies["invite.existing_elsewhere"] === "block";
  const json = JSON.stringify(wanted.flatMap(({ offer }) => (offer ? [offer.email] : [])));
  const [found, elsewhere, sentToday] = await ctx.db.batch([
    standingOfEmails(ctx.db, workspace.id, json),
    accountsElsewhere(ctx.db, blocks ? workspace.customerId : "", workspace.id, json),
    counter(ctx.db, dailyCounter(workspace.id), startOfDay(now)),
  ]);
  const standings = standingsByEmail(found);
  const blocked = new Set(elsewhere.map(({ email }) => email));
  const room = ctx.settings.invitationsPerDay - (sentToday[0]?.count ?? 0);

  const inviting = invitingBy(ctx);
  const planned = new Map<string, NewInvitationRows>();
  const results: InviteResult[] = [];
  const told: string[] = [];
  for (const { email, offer, error } of wanted) {
    const twin = offer && planned.get(offer.email);
    if (twin) {
      results.push({ email, outcome: "duplicate", invitation: newInvitationView(ctx, twin), error: null });
      continue;
    }
    const standing = offer ? standings.get(offer.email) : undefined;
    const refusal = refusalOf(standing, now);
    if (error || !offer) {
      results.push(refused(email, error ?? new DomainError("BAD_REQUEST")));
    } else if (refusal && standing) {
      const params = { membershipId: standing.membership.id, invitationId: standing.invitation.id };
      results.push(refused(email, new DomainError(refusal, { params })));
    } else if (blocked.has(offer.email)) {
      // Whoever goes through a list of addresses to learn who has an account is slowed down (D18).
      const asks = await ctx.limits.allow("invite", ctx.actor.id ?? "");
      if (asks) told.push(offer.email);
      results.push(
        refused(
          email,
          new DomainError(asks ? "ACCOUNT_ELSEWHERE" : "RATE_LIMITED", asks ? {} : { retryAfter: 60 }),
        ),
      );
    } else if (planned.size >= room) {
      results.push(refused(email, dailyLimit(now)));
    } else {
      const row = newInvitation(ctx, inviting, offer, standing);
      planned.set(offer.email, row);
      results.push({ email, outcome: "invited", invitation: newInvitationView(ctx, row), error: null });
    }
  }

  const written = [...planned.values()];
  const sends = written.some(({ outboxId }) => outboxId !== null);
  const result: InvitedMany = {
    results,
    undo: sends && inviting.delay > 0 ? { op: inviting.op, until: now + inviting.delay * 1000 } : null,
  };
  const statements =
    written.length > 0
      ? [...newInvitationStatements(ctx, inviting, written), ...countToday(ctx, written.length)]
      : [];
  if (told.length > 0) statements.push(...auditElsewhere(ctx, "invitation.refused_elsewhere", told));
  if ((await commit(ctx, statements, result)) === null) return null;
  if (sends) await wakeMail(ctx, workspace.id, inviting.delay);
  return result;
}

function refused(email: string, { code, message, details }: DomainError): InviteResult {
  return { email, outcome: "refused", invitation: null, error: { code, message, details } };
}
