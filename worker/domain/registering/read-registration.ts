import type { invitationForJoining } from "../../../db/queries/invitations.ts";
import { registrationForJoining } from "../../../db/queries/registered-joins.ts";
import type { invitations, memberships, registrations } from "../../../db/schema/index.ts";
import type { Context } from "../context.ts";
import type { OfferedPlaces } from "../invitations/invitation-view.ts";
import { type LinkState, linkStateOf } from "./registration-link.ts";

type JoiningRow = Awaited<ReturnType<typeof invitationForJoining>>[number];

/** A date that somebody chose when they registered. */
export interface ChosenDate {
  id: string;
  title: string;
  startsAt: number;
  timeZone: string;
}

/** What a link leads to that is no invitation yet, but a registration (F128). */
export interface RegistrationOfLink {
  row: typeof registrations.$inferSelect;
  /** The invitation that it becomes where nobody of the address is here. */
  invitationId: string;
  /** The address is an active member's already: courses are all that joining adds. */
  isMember: boolean;
  /** The address is that of somebody who was deactivated here: nobody comes back by registering. */
  isDeactivated: boolean;
  /** How the registration link stands by which they came; null: by none, or they are here and it has no course. */
  linkState: LinkState | null;
  /** Nothing else is to be had than what the link gives: one that takes nobody is in the way. */
  isLinkNeeded: boolean;
  /** The courses that can be taken today, the one that was asked for last first. */
  courseIds: string[];
  /** Something of it was paid for: it ends with no policy. */
  isPaid: boolean;
  /** Titles of courses that are not to be had any more, and dates that are over or full: told, and no hindrance. */
  missing: { courses: string[]; dates: ChosenDate[] };
}

interface StoredCourse {
  id: string;
  title: string;
  owed: 0 | 1;
  paid: 0 | 1;
  session: (ChosenDate & { free: 0 | 1 }) | null;
}

/**
 * A registration as if it were the invitation that it will be: from the house, for a learner, with the courses that
 * were chosen. One read; null where there is none or nothing was mailed yet.
 */
export async function readRegistration(
  ctx: Context,
  workspaceId: string,
  /** Or SQL that finds it. */
  id: Parameters<typeof registrationForJoining>[2],
): Promise<{ row: JoiningRow; registration: RegistrationOfLink } | null> {
  const [found] = await registrationForJoining(ctx.db, workspaceId, id, ctx.now());
  if (!found || found.registration.status === "unpaid") return null;
  const { registration, member, courses, places, link, ...rest } = found;
  const chosen = JSON.parse(courses) as StoredCourse[];
  const owed = chosen.filter((course) => course.owed === 1);
  const isMember = member?.status === "active";
  const membership =
    member && member.status !== "pending"
      ? { ...member, invitationId: registration.id }
      : unborn(ctx, registration);
  const placesOfLink = JSON.parse(places) as Omit<OfferedPlaces, "sessions">;
  // Whoever is a member already has their places; a link's courses they get like everybody by a use of it.
  const usesLink = registration.linkId !== null && (!isMember || placesOfLink.courses.length > 0);
  const linkState = usesLink && link ? linkStateOf(link, ctx.now()) : null;
  const ofLink = linkState === "open" ? placesOfLink : { units: [], groups: [], courses: [] };
  const offered: OfferedPlaces = {
    ...ofLink,
    courses: [
      ...owed.map(({ id: courseId, title }) => ({ id: courseId, title })),
      ...ofLink.courses.filter(({ id: courseId }) => !owed.some((course) => course.id === courseId)),
    ],
    sessions: owed.flatMap(({ session }) => (session?.free ? [withoutFree(session)] : [])),
  };
  return {
    row: {
      ...rest,
      invitation: asInvitation(registration, membership.id),
      membership,
      roles: JSON.stringify([{ role: "learner", unitId: null, groupId: null }]),
      customRoles: "[]",
      places: JSON.stringify(offered),
      inviterMembershipId: null,
      inviterRoles: null,
      inviterEmail: null,
      inviterLanguage: null,
      keyMaxRole: null,
      holderId: null,
      holderStatus: null,
      holderUserId: isMember ? member.userId : null,
      newerPending: null,
      seatWait: null,
    },
    registration: {
      row: registration,
      invitationId: ctx.ids.next("invitation"),
      isMember,
      isDeactivated: member?.status === "deactivated",
      linkState,
      isLinkNeeded: linkState !== null && owed.length === 0,
      courseIds: [...owed.map(({ id: courseId }) => courseId).reverse(), ...ofLink.courses.map((c) => c.id)],
      isPaid: chosen.some(({ paid }) => paid === 1),
      missing: {
        courses: chosen.filter((course) => course.owed === 0).map(({ title }) => title),
        dates: owed.flatMap(({ session }) => (session && !session.free ? [withoutFree(session)] : [])),
      },
    },
  };
}

function withoutFree({ id, title, startsAt, timeZone }: ChosenDate): ChosenDate {
  return { id, title, startsAt, timeZone };
}

const statuses = {
  unpaid: "pending",
  started: "pending",
  waiting: "pending",
  joined: "accepted",
  refused: "canceled",
  lapsed: "expired",
} as const satisfies Record<(typeof registrations.$inferSelect)["status"], string>;

function asInvitation(
  row: typeof registrations.$inferSelect,
  membershipId: string,
): typeof invitations.$inferSelect {
  return {
    workspaceId: row.workspaceId,
    id: row.id,
    membershipId,
    email: row.email,
    status: statuses[row.status],
    generation: row.generation,
    floorGeneration: row.generation,
    revision: 1,
    language: row.language,
    note: null,
    termMs: null,
    expiresAt: row.expiresAt,
    issuedAt: row.issuedAt,
    linkKeys: null,
    linkExposed: false,
    tellInviter: false,
    inviterKind: "system",
    inviterId: "",
    inviterName: "",
    origin: "catalog",
    delivery: "sent",
    deliveryDetail: null,
    lastSentAt: row.sendTimes.at(-1) ?? null,
    sendTimes: row.sendTimes,
    reminders: null,
    remindAt: null,
    acceptOp: null,
    acceptedUserId: row.userId,
    endedAt: row.decidedAt ?? row.provedAt,
    endReason: null,
    lastOp: row.lastOp,
    createdAt: row.createdAt,
  };
}

/** The member that they will be. */
function unborn(ctx: Context, row: typeof registrations.$inferSelect): typeof memberships.$inferSelect {
  return {
    workspaceId: row.workspaceId,
    id: ctx.ids.next("membership"),
    userId: null,
    email: row.email,
    notifyEmail: null,
    firstName: row.firstName,
    lastName: row.lastName,
    language: row.language,
    status: "pending",
    shownAs: "pending",
    delivery: "none",
    linkExpiresAt: row.expiresAt,
    invitationId: row.id,
    inviterId: "",
    importId: null,
    externalId: null,
    accessEndsOn: null,
    accessEndsAt: null,
    accessEndDoes: null,
    accessWarned: null,
    deactivatedBy: null,
    labels: [],
    customFields: {},
    searchTerms: [],
    createdAt: row.createdAt,
    joinedAt: null,
    lastSeenAt: null,
    removedAt: null,
    seatSince: null,
    lastOp: null,
    standsAt: null,
  };
}
