import { registrationsOfMember } from "../../../db/queries/lapsed-registrations.ts";
import { countUp } from "../../../db/queries/limits.ts";
import { memberById } from "../../../db/queries/members.ts";
import { allOrders } from "../../../db/queries/orders.ts";
import {
  allAttendances,
  allCertificates,
  allEnrolments,
  allEvents,
  allInvitations,
  allMails,
  namedPlaces,
} from "../../../db/queries/person-data.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import type { UnprovedAddress } from "../../../db/queries/unproved-members.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Actor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseRoles } from "../invitations/invitation-view.ts";

const hour = 3_600_000;

export interface PersonData {
  fileName: string;
  /** Everything that the workspace keeps about the person; times in ISO 8601. */
  data: Record<string, unknown>;
}

/** What the workspace keeps about one member, as one batch reads it. */
export function readPersonData(ctx: Context, workspaceId: string, membershipId: string) {
  return ctx.db.batch([
    memberById(ctx.db, workspaceId, membershipId),
    namedPlaces(ctx.db, workspaceId, membershipId),
    allInvitations(ctx.db, workspaceId, membershipId),
    allMails(ctx.db, workspaceId, membershipId),
    allEnrolments(ctx.db, workspaceId, membershipId),
    allAttendances(ctx.db, workspaceId, membershipId),
    allCertificates(ctx.db, workspaceId, membershipId),
    allEvents(ctx.db, workspaceId, membershipId),
    registrationsOfMember(ctx.db, workspaceId, membershipId),
    allOrders(ctx.db, workspaceId, membershipId),
  ]);
}

export type PersonRows = Awaited<ReturnType<typeof readPersonData>>;

/** The rows as a document. Who did something to somebody is named to administrators alone. */
export function personDocument(
  workspace: { name: string },
  rows: PersonRows,
  options: { now: number; namesActors: boolean },
): PersonData {
  const [
    [found],
    [places],
    invitations,
    mails,
    enrolments,
    sessions,
    certificates,
    events,
    registered,
    orders,
  ] = rows;
  if (!found) throw new DomainError("NOT_FOUND");
  const { membership } = found;
  const unproved = found.unproved === null ? null : (JSON.parse(found.unproved) as UnprovedAddress);
  return {
    fileName: `${membership.id}.json`,
    data: {
      workspace: workspace.name,
      exportedAt: iso(options.now),
      member: {
        id: membership.id,
        email: membership.email ?? (membership.userId === null ? (invitations.at(-1)?.email ?? null) : null),
        // Let in without proof (F132): what they typed, which nobody has confirmed.
        ...(unproved && { saysToBe: unproved.address, confirmUntil: iso(unproved.until) }),
        username: found.username,
        // Told in their place, while they have no address (F146).
        notifyEmail: membership.notifyEmail,
        firstName: membership.firstName,
        lastName: membership.lastName,
        language: membership.language,
        status: membership.status,
        externalId: membership.externalId,
        labels: membership.labels,
        customFields: membership.customFields,
        accessEndsOn: membership.accessEndsOn,
        createdAt: iso(membership.createdAt),
        joinedAt: iso(membership.joinedAt),
        lastSeenAt: iso(membership.lastSeenAt),
        removedAt: iso(membership.removedAt),
      },
      roles: parseRoles(found.roles),
      units: JSON.parse(places?.units ?? "[]"),
      groups: JSON.parse(places?.groups ?? "[]"),
      invitations: invitations.map((row) => ({
        id: row.id,
        email: row.email,
        status: row.status,
        message: row.note,
        invitedBy: options.namesActors ? row.inviterName : undefined,
        delivery: row.delivery,
        createdAt: iso(row.createdAt),
        sentAt: iso(row.lastSentAt),
        expiresAt: iso(row.expiresAt),
        endedAt: iso(row.endedAt),
        endReason: row.endReason,
      })),
      registrations: registered.map((row) => ({
        email: row.email,
        status: row.status,
        courses: JSON.parse(row.courses) as string[],
        createdAt: iso(row.createdAt),
        provedAt: iso(row.provedAt),
      })),
      orders: orders.map(({ order, courseTitle }) => ({
        id: order.id,
        course: courseTitle,
        status: order.status,
        // In the smallest unit of the currency.
        currency: order.currency.toUpperCase(),
        price: order.priceMinor,
        paid: order.paidMinor,
        tax: order.taxMinor,
        refunded: order.refundedMinor,
        createdAt: iso(order.createdAt),
        paidAt: iso(order.paidAt),
      })),
      mails: mails.map((row) => ({
        mail: row.template,
        to: row.to,
        message: row.note,
        state: row.state,
        createdAt: iso(row.createdAt),
        sentAt: iso(row.sentAt),
      })),
      enrolments: enrolments.map((row) => ({
        ...row,
        enrolledAt: iso(row.enrolledAt),
        completedAt: iso(row.completedAt),
        withdrawnAt: iso(row.withdrawnAt),
      })),
      sessions: sessions.map((row) => ({ ...row, startsAt: iso(row.startsAt), addedAt: iso(row.addedAt) })),
      certificates: certificates.map((row) => ({ ...row, issuedAt: iso(row.issuedAt) })),
      history: events.map(({ at, action, actorKind, actorId, actorName, ipPrefix, details }) => {
        const own = actorId === membership.id;
        return {
          at: iso(at),
          action,
          by: options.namesActors || own ? { kind: actorKind, name: actorName } : { kind: actorKind },
          from: own ? ipPrefix : undefined,
          details,
        };
      }),
    },
  };
}

/**
 * Writes an export down before it leaves, and counts it with the asker's other exports (1.7). Throws
 * RATE_LIMITED.
 */
export async function writeExport(
  ctx: Context,
  workspaceId: string,
  actor: Actor,
  membershipId: string,
): Promise<void> {
  const now = ctx.now();
  const window = now - (now % hour);
  const taken = await commit(
    ctx,
    [
      countUp(ctx.db, `exports:${actor.id}`, window, 1, window + 2 * hour, ctx.settings.exportsPerHour),
      guardChanged(ctx.db),
      ...audit(ctx, {
        workspaceId,
        actor,
        action: "member.data_exported",
        membershipId,
        op: ctx.ids.next("event"),
      }),
    ],
    true,
  );
  if (!taken) throw new DomainError("RATE_LIMITED", { retryAfter: Math.ceil((window + hour - now) / 1000) });
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
