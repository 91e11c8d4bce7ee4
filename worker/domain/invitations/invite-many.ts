import * as z from "zod";
import { accountsElsewhere, standingOfEmails } from "../../../db/queries/new-invitations.ts";
import { roomToInvite } from "../../../db/queries/seats.ts";
import { commit } from "../commit.ts";
import { DomainError, type ErrorDetails, invalidField } from "../errors.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { mostAddresses } from "../people/address-list.ts";
import { guardSeats, roomToSend } from "../seats/room.ts";
import { checked, type MemberContext, memberUseCase, within } from "../use-case.ts";
import { type DecidedOffer, decideOffer, type Known, knownOf, knownQueries } from "./decide-offer.ts";
import type { InvitationView } from "./invitation-view.ts";
import {
  auditElsewhere,
  countToday,
  dailyCounter,
  dailyLimit,
  idsOf,
  inviteUserFields,
  invitingBy,
  offerOf,
  roomToday,
  startOfDay,
  type WantedInvitation,
} from "./invite-user.ts";
import {
  newInvitation,
  newInvitationStatements,
  newInvitationView,
  type Offer,
  type PlannedInvitation,
  refusalOf,
  standingsByEmail,
} from "./new-invitations.ts";
import { offerFields, roleNamesOf, type WantedOffer } from "./offer-fields.ts";
import { roleErrors } from "./terms.ts";

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
  within("invitation.create"),
  inviteManyFields,
  async (ctx, { emails, invitations, ...terms }): Promise<InvitedMany> => {
    return inviteRows(ctx, invitations ?? (emails ?? []).map((email) => ({ email })), terms);
  },
);

/** One address with what is asked for it alone, not checked yet. */
export type InviteRow = { email: string; [field: string]: unknown };

/** The rule by which is decided what may be offered: that of the form, or that of a session (F39). */
export interface InviteRule {
  origin?: "session";
  decide(wanted: WantedOffer, known: Known): DecidedOffer & { alone?: boolean };
}

/** The act behind `inviteMany`: whoever is named by `rows`, on the same `terms`. */
export async function inviteRows(
  ctx: MemberContext,
  rows: readonly InviteRow[],
  terms: Omit<WantedInvitation, "email">,
  rule: InviteRule = { decide: (wanted, known) => decideOffer(ctx, "invitation.create", wanted, known) },
): Promise<InvitedMany> {
  if (terms.roles) refuseSharedRoles(ctx, terms.roles);
  // What is offered to all alike is decided once, and a refusal of it is one of the whole list.
  const alike = rows.every((row) => !Object.keys(offerFields).some((field) => field in row));
  const wanted = rows.map((row) => ({
    email: row.email,
    ...wish(() => ({ ...terms, ...checked(inviteUserFields, row) })),
  }));
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const done = await inviteAll(ctx, wanted, rule, alike && rows.length > 0 ? terms : null);
    if (done) return done;
  }
  throw new DomainError("EDIT_CONFLICT");
}

/** Roles that are meant for all are refused for all, before anybody is looked up. */
function refuseSharedRoles(ctx: MemberContext, roles: NonNullable<WantedInvitation["roles"]>): void {
  const names = roleNamesOf(roles);
  const errors = roleErrors(ctx.workspace, names, "inviting");
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
  const above = names.find((role) => !ctx.mayGrantSomewhere(role));
  if (above) throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: above } });
}

/** What is asked for one address, or why it cannot be. */
type Wish<Value> = { value: Value; error: null } | { value: null; error: DomainError };

function wish<Value>(run: () => Value): Wish<Value> {
  try {
    return { value: run(), error: null };
  } catch (error) {
    if (error instanceof DomainError) return { value: null, error };
    throw error;
  }
}

/** Decides on each address and writes; null when somebody else was faster with one, or with what it is offered. */
async function inviteAll(
  ctx: MemberContext,
  wanted: readonly (Wish<WantedInvitation> & { email: string })[],
  rule: InviteRule,
  /** What all are offered; null: each its own. */
  terms: WantedOffer | null,
): Promise<InvitedMany | null> {
  const { workspace } = ctx;
  const now = ctx.now();
  const blocks = workspace.policies["invite.existing_elsewhere"] === "block";
  const asked = wanted.flatMap(({ value }) => value ?? []);
  const json = JSON.stringify(asked.map(({ email }) => email));
  const [found, elsewhere, [room], ...rows] = await ctx.db.batch([
    standingOfEmails(ctx.db, workspace.id, json),
    accountsElsewhere(ctx.db, blocks ? workspace.customerId : "", workspace.id, json),
    roomToInvite(ctx.db, workspace.id, dailyCounter(workspace.id), startOfDay(now)),
    ...knownQueries(ctx, terms ? [terms] : asked),
  ]);
  const known = knownOf(...rows);
  const shared = terms ? rule.decide(terms, known) : null;
  const standings = standingsByEmail(found);
  const blocked = new Set(elsewhere.map(({ email }) => email));
  const today = roomToday(ctx, room?.sentToday);
  const seated = roomToSend(workspace.policies, room);

  const inviting = invitingBy(ctx, rule.origin);
  const seats = seatsOf(known);
  const planned = new Map<string, PlannedInvitation>();
  const results: InviteResult[] = [];
  const told: string[] = [];
  for (const { email, value, error: malformed } of wanted) {
    const { value: offer, error } = value
      ? wish((): Offer => offerOf(ctx, value, shared ?? rule.decide(value, known)))
      : { value: null, error: malformed };
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
      results.push(refused(email, new DomainError(refusal, { params: idsOf(ctx, standing) })));
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
    } else if (planned.size >= today) {
      results.push(refused(email, dailyLimit(ctx)));
    } else if (planned.size >= seated) {
      results.push(refused(email, new DomainError("NO_SEAT")));
    } else if (!seats.take(offer.sessionIds)) {
      results.push(refused(email, sessionFull()));
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
      ? [
          ...newInvitationStatements(ctx, inviting, written),
          ...countToday(ctx, written.length),
          ...guardSeats(ctx, workspace),
        ]
      : [];
  if (told.length > 0) statements.push(...auditElsewhere(ctx, "invitation.refused_elsewhere", told));
  if ((await commit(ctx, statements, result)) === null) return null;
  if (sends) await wakeMail(ctx, workspace.id, inviting.delay);
  return result;
}

/** Seats are given in the order of the list, as long as there are some. */
function seatsOf({ things }: Known): { take(sessionIds: readonly string[]): boolean } {
  const taken = new Map<string, number>();
  return {
    take(sessionIds) {
      const left = (id: string) =>
        (things.get(id)?.seatsLeft ?? Number.POSITIVE_INFINITY) - (taken.get(id) ?? 0);
      if (sessionIds.some((id) => left(id) < 1)) return false;
      for (const id of sessionIds) taken.set(id, (taken.get(id) ?? 0) + 1);
      return true;
    },
  };
}

function sessionFull(): DomainError {
  return invalidField("sessionIds", "session_full", "Every seat of this ‹session› is taken.");
}

function refused(email: string, { code, message, details }: DomainError): InviteResult {
  return { email, outcome: "refused", invitation: null, error: { code, message, details } };
}
