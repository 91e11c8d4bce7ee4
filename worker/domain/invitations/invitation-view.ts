import type { invitations, memberships } from "../../../db/schema/index.ts";
import type { MailContent, RoleWords } from "../context.ts";
import type { Reach, RoleKey } from "../permissions.ts";
import { parseSeatWait } from "../seats/seat-wait.ts";
import { upcomingReminders } from "./reminders.ts";

export interface RoleView {
  role: RoleKey;
  unitId: string | null;
  groupId: string | null;
}

/** What is offered beside roles; derived groups are no part of it. */
export interface OfferedPlaces {
  units: { id: string; name: string }[];
  groups: { id: string; name: string }[];
  courses: { id: string; title: string }[];
  sessions: { id: string; title: string; startsAt: number; timeZone: string }[];
}

/** An invitation as pages and programs see it. Times are UTC milliseconds; doors format them. */
export interface InvitationView extends OfferedPlaces {
  id: string;
  /** `expired` is derived from the term, whether or not the cron has been there (F91). */
  status: "pending" | "accepted" | "declined" | "canceled" | "expired";
  email: string;
  firstName: string;
  lastName: string;
  roles: RoleView[];
  /** Last day of access in the workspace's zone, and the moment after it (UTC ms); null: without end. */
  accessEndsOn: string | null;
  accessEndsAt: number | null;
  labels: string[];
  customFields: Record<string, string>;
  language: string;
  note: string | null;
  expiresAt: number | null;
  /** When the invitee will be reminded, as things stand (D49). */
  reminders: number[];
  /** Id of the person in this workspace: of the membership. */
  userId: string;
  delivery: string;
  deliveryDetail: string | null;
  inviter: { kind: string; id: string; name: string };
  generation: number;
  revision: number;
  tellInviter: boolean;
  sentAt: number | null;
  createdAt: number;
  endedAt: number | null;
  endReason: string | null;
  /** Since when the invitee waits for a seat (F109); null: they do not. */
  seatWaitSince: number | null;
}

type InvitationRow = typeof invitations.$inferSelect;
type MembershipRow = typeof memberships.$inferSelect;

export function invitationView(
  row: {
    invitation: InvitationRow;
    membership: MembershipRow;
    roles: string;
    places?: string | OfferedPlaces;
    /** As `seatWaitOf` gives it. */
    seatWait?: string | null;
  },
  now: number,
  /** Where the reader may see people: places elsewhere do not exist for them. */
  reach: Reach | null = "everywhere",
): InvitationView {
  const { invitation, membership, places } = row;
  return {
    ...seenPlaces(typeof places === "object" ? places : parsePlaces(places ?? null), reach),
    id: invitation.id,
    status: statusAt(invitation, now),
    email: invitation.email,
    firstName: membership.firstName,
    lastName: membership.lastName,
    roles: parseRoles(row.roles).filter((role) => existsIn(reach, role)),
    accessEndsOn: membership.accessEndsOn ?? null,
    accessEndsAt: membership.accessEndsAt ?? null,
    labels: membership.labels ?? [],
    customFields: membership.customFields ?? {},
    language: invitation.language,
    note: invitation.note,
    expiresAt: invitation.expiresAt,
    reminders: upcomingReminders(invitation, now),
    userId: invitation.membershipId,
    delivery: invitation.delivery,
    deliveryDetail: invitation.deliveryDetail,
    inviter: { kind: invitation.inviterKind, id: invitation.inviterId, name: invitation.inviterName },
    generation: invitation.generation,
    revision: invitation.revision,
    tellInviter: invitation.tellInviter,
    sentAt: invitation.lastSentAt,
    createdAt: invitation.createdAt,
    endedAt: invitation.endedAt,
    endReason: invitation.endReason,
    // An invitation that ended has left the line.
    seatWaitSince: invitation.status === "pending" ? (parseSeatWait(row.seatWait)?.since ?? null) : null,
  };
}

/** The state of an invitation at a moment: its term ends at `expiresAt`, exclusive (K-02). */
export function statusAt(
  invitation: Pick<InvitationRow, "status" | "expiresAt">,
  now: number,
): InvitationView["status"] {
  const over =
    invitation.status === "pending" && invitation.expiresAt !== null && invitation.expiresAt <= now;
  return over ? "expired" : invitation.status;
}

/** Reads the JSON array that `membershipRoles` makes. */
export function parseRoles(json: string | null): RoleView[] {
  return namedRoles(json).map(({ role, unitId, groupId }) => ({ role, unitId, groupId }));
}

/** The same for mails: each role once, by its key or, where it is the workspace's own, by its name. */
export function rolesInMails(json: string | null): MailContent["roles"] {
  const roles = namedRoles(json);
  const distinct = roles.filter(({ role }, at) => roles.findIndex((other) => other.role === role) === at);
  return distinct.map(({ role, custom }) => custom ?? role);
}

function namedRoles(json: string | null): (RoleView & { custom?: RoleWords | null })[] {
  return json ? (JSON.parse(json) as (RoleView & { custom?: RoleWords | null })[]) : [];
}

const noPlaces: OfferedPlaces = { units: [], groups: [], courses: [], sessions: [] };

/** Reads the JSON object that `offeredPlaces` makes. */
export function parsePlaces(json: string | null): OfferedPlaces {
  return json ? (JSON.parse(json) as OfferedPlaces) : noPlaces;
}

/** True for a role of the whole workspace, and for one at a place that exists for the reader. */
function existsIn(reach: Reach | null, { unitId, groupId }: RoleView): boolean {
  if (reach === "everywhere" || (unitId === null && groupId === null)) return true;
  return (unitId !== null ? reach?.units.has(unitId) : reach?.groups.has(groupId ?? "")) === true;
}

/** Those that exist for the reader, by name. */
export function seenPlaces(
  { units, groups, courses, sessions }: OfferedPlaces,
  reach: Reach | null,
): OfferedPlaces {
  const everywhere = reach === "everywhere";
  return {
    units: byName(units.filter(({ id }) => everywhere || reach?.units.has(id))),
    groups: byName(groups.filter(({ id }) => everywhere || reach?.groups.has(id))),
    courses: courses.toSorted((a, b) => (a.title < b.title ? -1 : 1)),
    sessions: sessions.toSorted((a, b) => a.startsAt - b.startsAt),
  };
}

function byName<Named extends { name: string }>(list: readonly Named[]): Named[] {
  return list.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
