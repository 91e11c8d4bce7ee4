import type { NewInvitationRows } from "../../../db/queries/new-invitations.ts";
import { insertInvitations, type standingOfEmails } from "../../../db/queries/new-invitations.ts";
import { closeOver } from "../../../db/queries/places.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { invitations, memberships } from "../../../db/schema/index.ts";
import type { Actor, Context } from "../context.ts";
import { sisterId } from "../ids.ts";
import { searchTermsOf } from "../people/person-name.ts";
import type { DecidedOffer } from "./decide-offer.ts";
import { type InvitationView, invitationView, type OfferedPlaces, statusAt } from "./invitation-view.ts";
import { noReminders, planReminders, termBegins } from "./reminders.ts";
import { type Telling, tellPending } from "./tell-pending.ts";
import type { Term } from "./terms.ts";

/** What is offered to one address; checked, so that writing it asks nothing more. */
export interface Offer extends Omit<DecidedOffer, "spoken"> {
  /** Canonical. */
  email: string;
  firstName: string;
  lastName: string;
  /** In that one group, whatever the groups above would take over (F39). */
  alone?: boolean;
  language: string;
  note: string | null;
  term: Term;
  tellInviter: boolean;
  sends: boolean;
  externalId: string | null;
}

/** The rows of an offer, and the words of its places for the answer. */
export interface PlannedInvitation extends NewInvitationRows {
  places: OfferedPlaces;
}

/** On whose behalf a set of offers is written, and how. */
export interface Inviting extends Telling {
  workspaceId: string;
  actor: Actor;
  origin: (typeof invitations.$inferInsert)["origin"];
  importId: string | null;
  op: string;
  /** Seconds before the mails may leave. */
  delay: number;
  /** A large import does not starve single invitations. */
  bulk: boolean;
}

export type Standing = Awaited<ReturnType<typeof standingOfEmails>>[number];

/** Why a known address cannot be invited anew; null where it can (F31, D19). */
export function refusalOf(
  standing: Standing | undefined,
  now: number,
): "ALREADY_MEMBER" | "MEMBER_DEACTIVATED" | "ALREADY_INVITED" | null {
  if (!standing) return null;
  if (standing.membership.status === "active") return "ALREADY_MEMBER";
  if (standing.membership.status === "deactivated") return "MEMBER_DEACTIVATED";
  const { id, status, expiresAt } = standing.invitation;
  return id && status && statusAt({ status, expiresAt }, now) === "pending" ? "ALREADY_INVITED" : null;
}

export function standingsByEmail(rows: readonly Standing[]): Map<string, Standing> {
  return new Map(rows.map((row) => [row.membership.email ?? "", row]));
}

/** The rows of one offer: a pending membership that grants nothing, the invitation, and its mail (F45). */
export function newInvitation(
  ctx: Context,
  inviting: Inviting,
  offer: Offer,
  standing: Standing | undefined,
): PlannedInvitation {
  const { workspaceId, policies, actor, op } = inviting;
  const now = ctx.now();
  const { email, firstName, lastName, language, term, sends } = offer;
  const id = ctx.ids.next("invitation");
  const membershipId = standing?.membership.id ?? sisterId("membership", id);
  const inviter = { inviterId: actor.id ?? "" };
  const delivery = sends ? "queued" : "prepared";
  const membership: typeof memberships.$inferInsert = {
    workspaceId,
    id: membershipId,
    email,
    firstName,
    lastName,
    language,
    status: "pending",
    shownAs: "pending",
    delivery,
    linkExpiresAt: term.expiresAt,
    invitationId: id,
    ...inviter,
    importId: inviting.importId,
    externalId: offer.externalId,
    ...offer.accessEnd,
    labels: [...offer.labels],
    customFields: { ...offer.customFields },
    searchTerms: searchTermsOf({ firstName, lastName, email }),
    createdAt: now,
    lastOp: op,
  };
  const invitation: typeof invitations.$inferInsert = {
    workspaceId,
    id,
    membershipId,
    email,
    status: "pending",
    generation: 1,
    floorGeneration: 1,
    revision: 1,
    language,
    note: offer.note,
    ...term,
    linkExposed: false,
    tellInviter: offer.tellInviter,
    inviterKind: actor.kind === "apiKey" ? "apiKey" : "member",
    ...inviter,
    inviterName: actor.name,
    origin: inviting.origin,
    delivery,
    sendTimes: sends ? [now] : [],
    ...(sends
      ? planReminders(policies, termBegins(term, now), { issuedAt: null, expiresAt: term.expiresAt })
      : noReminders),
    lastOp: op,
    createdAt: now,
  };
  return {
    invitation,
    membership,
    roles: offer.roles,
    unitIds: offer.unitIds,
    groupIds: offer.groupIds,
    groupKind: offer.alone ? "alone" : "direct",
    courseIds: offer.courseIds,
    sessionIds: offer.sessionIds,
    places: offer.places,
    reuses: standing?.invitation.id ?? null,
    auditId: sisterId("audit", id),
    outboxId: sends ? sisterId("outbox", id) : null,
  };
}

/** The statements that write these rows, all or nothing, for one batch (architecture.md, Bulk is one statement). */
export function newInvitationStatements(
  ctx: Context,
  inviting: Inviting,
  rows: readonly NewInvitationRows[],
): Statement[] {
  const now = ctx.now();
  const { workspaceId, policies, op } = inviting;
  const dueAt = now + inviting.delay * 1000;
  const idsOf = (some: readonly NewInvitationRows[]) =>
    JSON.stringify(some.map(({ membership }) => membership.id));
  const placed = rows.filter(({ groupIds }) => groupIds.length > 0);
  const told = rows.filter(({ sessionIds, outboxId }) => sessionIds.length > 0 && outboxId !== null);
  const written = insertInvitations(
    ctx.db,
    {
      workspaceId: inviting.workspaceId,
      // The rows of a file were asked for what is gone as they were read; seats are guarded in any case.
      guardsOffer: inviting.importId === null,
      op: inviting.op,
      now,
      event: {
        actorKind: inviting.actor.kind,
        actorId: inviting.actor.id,
        action: "invitation.created",
        ipPrefix: ctx.request.ipPrefix,
        requestId: ctx.request.id,
      },
      actorName: inviting.actor.name,
      mail: { priority: inviting.bulk ? 1 : 0, dueAt },
    },
    rows,
  );
  return [
    ...written,
    ...(placed.length > 0 && policies["groups.propagate_learner"]
      ? closeOver(ctx.db, workspaceId, idsOf(placed))
      : []),
    ...(told.length > 0
      ? tellPending(ctx, inviting, { workspaceId, op, membershipIds: idsOf(told), dueAt })
      : []),
  ];
}

/** How the doors see an invitation that is about to be written. */
export function newInvitationView(ctx: Context, row: PlannedInvitation): InvitationView {
  return invitationView(
    {
      invitation: row.invitation as typeof invitations.$inferSelect,
      membership: row.membership as typeof memberships.$inferSelect,
      roles: JSON.stringify(row.roles),
      places: row.places,
    },
    ctx.now(),
  );
}
