import * as z from "zod";
import { countUp } from "../../../db/queries/limits.ts";
import { accountsElsewhere, standingOfEmails } from "../../../db/queries/new-invitations.ts";
import { roomToInvite } from "../../../db/queries/seats.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { auditEach } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Actor, Context } from "../context.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { emailField, languageField, nameField, noteField } from "../fields.ts";
import { undoDelay, wakeMail } from "../mail/queue-mail.ts";
import { guardSeats, roomToSend } from "../seats/room.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { invitationsPerDay, onTrial } from "../workspaces/plan.ts";
import { type DecidedOffer, decideOffer, knownOf, knownQueries } from "./decide-offer.ts";
import type { InvitationView } from "./invitation-view.ts";
import {
  type Inviting,
  newInvitation,
  newInvitationStatements,
  newInvitationView,
  type Offer,
  refusalOf,
  type Standing,
  standingsByEmail,
} from "./new-invitations.ts";
import { offerFields } from "./offer-fields.ts";
import { decideTerm } from "./terms.ts";

const day = 86_400_000;

export const inviteUserFields = z.strictObject({
  email: emailField,
  firstName: nameField.optional(),
  lastName: nameField.optional(),
  ...offerFields,
  language: languageField.optional(),
  message: noteField.optional(),
  linkTermSeconds: z.int("Give whole seconds.").nullable().optional(),
  linkExpiresAt: z.coerce.date("Give a time, like 2026-12-31T18:00:00Z.").optional(),
  tellInviter: z.boolean().optional(),
  /** False prepares the invitation and sends nothing; its term begins with the first sending (F42). */
  send: z.boolean().optional(),
});

export interface Invited {
  invitation: InvitationView;
  /** D18: the address already has an account with this customer, and the policy lets the inviter know. */
  advice: "account_elsewhere" | null;
  /** The act, for undoing it; null where it cannot be undone. */
  undo: { op: string; until: number } | null;
}

/**
 * Invites one person (F28 to F32, F35 to F38, F41 to F45), anywhere or into the asker's part. Creates a pending
 * membership that grants nothing, the invitation, and the mail in the outbox.
 *
 * Throws ALREADY_MEMBER, ALREADY_INVITED or MEMBER_DEACTIVATED with `membershipId` (and
 * `invitationId`), ACCOUNT_ELSEWHERE where D18 blocks, ROLE_ABOVE_YOURS, DAILY_LIMIT or TRIAL_DAILY_LIMIT, NO_SEAT
 * where invitations hold seats and all are taken, EDIT_CONFLICT.
 */
export const inviteUser = memberUseCase(within("invitation.create"), inviteUserFields, inviteOne);

export type WantedInvitation = z.output<typeof inviteUserFields>;

/** How often somebody else may be faster before the act gives up. */
const attempts = 2;

/** The act behind `inviteUser`, for fields that are checked. */
export async function inviteOne(ctx: MemberContext, input: WantedInvitation): Promise<Invited> {
  refuseNameless(ctx, input);
  decideTerm(ctx, ctx.workspace.policies, input);
  // Sixty a minute, one by one (1.7); where the answer tells of accounts elsewhere, nobody goes through a
  // list of addresses with it (D18).
  if (!(await ctx.limits.allow("invite", ctx.actor.id ?? ""))) {
    throw new DomainError("RATE_LIMITED", { retryAfter: 60, params: { limit: "invitations" } });
  }
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const done = await inviteOnce(ctx, input);
    if (done) return done;
  }
  throw new DomainError("EDIT_CONFLICT");
}

/** Decides and writes; null when somebody was faster: with the address, the day's last place, a seat, a group. */
async function inviteOnce(ctx: MemberContext, input: WantedInvitation): Promise<Invited | null> {
  const { workspace } = ctx;
  const { policies } = workspace;
  const now = ctx.now();
  const asksElsewhere = policies["invite.existing_elsewhere"] !== "silent";
  const emails = JSON.stringify([input.email]);
  const [standings, elsewhere, [room], ...known] = await ctx.db.batch([
    standingOfEmails(ctx.db, workspace.id, emails),
    accountsElsewhere(ctx.db, asksElsewhere ? workspace.customerId : "", workspace.id, emails),
    roomToInvite(ctx.db, workspace.id, dailyCounter(workspace.id), startOfDay(now)),
    ...knownQueries(ctx, [input]),
  ]);
  const offer = offerOf(ctx, input, decideOffer(ctx, "invitation.create", input, knownOf(...known)));
  const standing = standingsByEmail(standings).get(offer.email);
  refuseKnown(ctx, standing, now);
  const told = elsewhere[0] ? policies["invite.existing_elsewhere"] : null;
  if (told === "block") {
    await ctx.db.batch(auditElsewhere(ctx, "invitation.refused_elsewhere", [offer.email]));
    throw new DomainError("ACCOUNT_ELSEWHERE");
  }
  if (roomToday(ctx, room?.sentToday) < 1) throw dailyLimit(ctx);
  if (roomToSend(policies, room) < 1) throw new DomainError("NO_SEAT");

  const inviting = invitingBy(ctx);
  const row = newInvitation(ctx, inviting, offer, standing);
  const result: Invited = {
    invitation: newInvitationView(ctx, row),
    advice: told === "advise" ? "account_elsewhere" : null,
    undo: offer.sends && inviting.delay > 0 ? { op: inviting.op, until: now + inviting.delay * 1000 } : null,
  };
  const statements = [
    ...newInvitationStatements(ctx, inviting, [row]),
    ...countToday(ctx, 1),
    ...guardSeats(ctx, workspace),
    ...(told === "advise" ? auditElsewhere(ctx, "invitation.advised_elsewhere", [offer.email]) : []),
  ];
  // Somebody invited the same address in this very moment, or took the day's last place or the last seat.
  if ((await commit(ctx, statements, result)) === null) return null;
  if (offer.sends) await wakeMail(ctx, workspace.id, inviting.delay);
  return result;
}

/** The whole of what is offered to one address, of what was decided about places and roles. */
export function offerOf(ctx: MemberContext, input: WantedInvitation, decided: DecidedOffer): Offer {
  refuseNameless(ctx, input);
  return {
    ...decided,
    email: input.email,
    firstName: input.firstName ?? "",
    lastName: input.lastName ?? "",
    language: input.language ?? decided.spoken.language,
    note: input.message || null,
    term: decideTerm(ctx, ctx.workspace.policies, input),
    tellInviter: input.tellInviter ?? true,
    sends: input.send !== false,
    externalId: null,
  };
}

/** One act of inviting by whoever asks, from a page or by a program. */
export function invitingBy(
  ctx: MemberContext,
  origin: Inviting["origin"] = ctx.actor.kind === "apiKey" ? "api" : "form",
): Inviting {
  return {
    workspaceId: ctx.workspace.id,
    policies: ctx.workspace.policies,
    plan: ctx.workspace.plan,
    actor: ctx.actor,
    origin,
    importId: null,
    op: ctx.ids.next("event"),
    delay: undoDelay(ctx),
    bulk: false,
  };
}

/** Who learnt which addresses have an account with this customer, and never where (D18). */
export function auditElsewhere(
  ctx: Context & { workspace: { id: string }; actor: Actor },
  action: "invitation.refused_elsewhere" | "invitation.advised_elsewhere",
  emails: readonly string[],
  importId: string | null = null,
): [Statement, Statement] {
  const op = ctx.ids.next("event");
  return auditEach(
    ctx,
    emails.map((email) => ({
      workspaceId: ctx.workspace.id,
      actor: ctx.actor,
      action,
      targetId: importId,
      op,
      details: { email },
    })),
  );
}

/** Counts invitations against the day's number, and rolls the batch back where it is passed. */
export function countToday(ctx: MemberContext, by: number): Statement[] {
  const today = startOfDay(ctx.now());
  return [
    countUp(
      ctx.db,
      dailyCounter(ctx.workspace.id),
      today,
      by,
      today + 2 * day,
      invitationsPerDay(ctx.settings, ctx.workspace),
    ),
    guardChanged(ctx.db),
  ];
}

/** Name of the counter of a workspace's invitations of a day. */
export function dailyCounter(workspaceId: string): string {
  return `invitations:${workspaceId}`;
}

export function startOfDay(now: number): number {
  return now - (now % day);
}

/** How many more invitations the workspace may send today, where so many were (F148). */
export function roomToday({ settings, workspace }: MemberContext, sentToday = 0): number {
  return invitationsPerDay(settings, workspace) - sentToday;
}

/** The refusal of one more; on a free trial it says that a plan would do. */
export function dailyLimit(ctx: MemberContext): DomainError {
  const now = ctx.now();
  const most = invitationsPerDay(ctx.settings, ctx.workspace);
  const retryAfter = Math.ceil((startOfDay(now) + day - now) / 1000);
  const code = onTrial(ctx.workspace) ? "TRIAL_DAILY_LIMIT" : "DAILY_LIMIT";
  return new DomainError(code, { retryAfter, params: { most } });
}

/** The names that D9 insists on and that are not given. */
export function missingNames(
  ctx: MemberContext,
  input: { firstName?: string; lastName?: string },
): FieldError[] {
  const required = ctx.workspace.policies["invite.required"];
  const errors: FieldError[] = [];
  if (required.includes("first_name") && !input.firstName) {
    errors.push({ path: "firstName", code: "required", message: "Enter the first name." });
  }
  if (required.includes("last_name") && !input.lastName) {
    errors.push({ path: "lastName", code: "required", message: "Enter the last name." });
  }
  return errors;
}

function refuseNameless(ctx: MemberContext, input: WantedInvitation): void {
  const errors = missingNames(ctx, input);
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
}

function refuseKnown(ctx: MemberContext, standing: Standing | undefined, now: number): void {
  const refusal = refusalOf(standing, now);
  if (!standing || !refusal) return;
  throw new DomainError(refusal, { params: idsOf(ctx, standing) });
}

/**
 * Whom the address belongs to, for whoever sees everybody; others learn only that it is known. Where the policy
 * sends the inviter to the help instead of the profile, so does whoever names a member (D19).
 */
export function idsOf(
  ctx: MemberContext,
  { membership, invitation }: Standing,
): Record<string, string | null> {
  const isMember = membership.status === "active" || membership.status === "deactivated";
  if (isMember && ctx.workspace.policies["invite.existing_here"] === "error_help") return {};
  return ctx.reach("people.view") === "everywhere"
    ? { membershipId: membership.id, invitationId: invitation.id }
    : {};
}
