import * as z from "zod";
import { auditOfMembership } from "../../../db/queries/audit.ts";
import { allCustomFieldsOf } from "../../../db/queries/custom-fields.ts";
import { recordsPage } from "../../../db/queries/learning-records.ts";
import {
  invitationsOfMember,
  mailEventsOfMember,
  mailsOfMember,
  memberById,
} from "../../../db/queries/members.ts";
import type { ListedStatus } from "../../../db/queries/people-list.ts";
import { sessionsOfMember } from "../../../db/queries/person-learning.ts";
import { namedPlacesOf } from "../../../db/queries/person-places.ts";
import { cardOf, openedByOthers } from "../../../db/queries/sign-in-cards.ts";
import type { UnprovedAddress } from "../../../db/queries/unproved-members.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import {
  type InvitationView,
  invitationView,
  parseRoles,
  type RoleView,
} from "../invitations/invitation-view.ts";
import { isRemindable } from "../invitations/reminders.ts";
import {
  type CustomRole,
  covers,
  type Permission,
  type Places,
  type RoleKey,
  rolesHere,
  scopeKindsOf,
  touches,
} from "../permissions.ts";
import { mostTries } from "../sessions/card-code.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { detailsSeen, isElsewhere, partFor, readPlaces } from "./part.ts";
import {
  answersOf,
  courseOf,
  learningSight,
  nobodysLearning,
  type PersonAnswer,
  type PersonCourse,
  type PersonSession,
  shownCourses,
} from "./person-facts.ts";
import { type AccessEndAct, actOf } from "./set-access-end.ts";
import { usernamesOffered } from "./set-up-fields.ts";
import { roleAbove } from "./whole-person.ts";

/** One thing that happened: an act of somebody, a mail of ours, or what became of a mail. */
export type TimelineEntry =
  | {
      kind: "act";
      id: string;
      at: number;
      action: string;
      actor: { kind: string; id: string | null; name: string };
      details: Record<string, unknown>;
    }
  | {
      kind: "mail";
      id: string;
      at: number;
      template: string;
      state: string;
      to: string;
      error: string | null;
    }
  | { kind: "delivery"; id: string; at: number; type: string; detail: string | null };

/** A unit or a group by name. */
export interface PersonPlace {
  id: string;
  name: string;
}

export interface MemberPage {
  id: string;
  email: string | null;
  username: string | null;
  /** Who is told in their place while they have no address (F146). */
  notifyEmail: string | null;
  /** Of whoever was let in without proof (F132): the address that they typed, and until when somebody may confirm it. */
  unproved: UnprovedAddress | null;
  /** The card that was made for them last, which may be used or over; null: there is none. */
  card: { createdAt: number; expiresAt: number; usedAt: number | null; works: boolean } | null;
  firstName: string;
  lastName: string;
  language: string;
  status: ListedStatus;
  /** Each where it holds; `place` is the name of the unit or group. */
  roles: (RoleView & { place: string | null })[];
  units: PersonPlace[];
  /** `derived`: by a group below. */
  groups: (PersonPlace & { derived: boolean })[];
  labels: string[];
  customFields: Record<string, string>;
  /** The fields that are asked for, in their order, and those asked no more that the person has answered. */
  answers: PersonAnswer[];
  /** What they take, of what the viewer sees; null where the viewer sees nobody's. */
  courses: PersonCourse[] | null;
  sessions: PersonSession[] | null;
  /** They are also somewhere that does not exist for the viewer: acts on the whole person are not theirs. */
  elsewhereToo: boolean;
  delivery: string;
  createdAt: number;
  joinedAt: number | null;
  lastSeenAt: number | null;
  /** The last day of access in the workspace's zone, the moment after it, and what happens then; null: no end. */
  accessEndsOn: string | null;
  accessEndsAt: number | null;
  accessEndDoes: AccessEndAct | null;
  /** Deactivated because their access ended, and not by hand. */
  accessEnded: boolean;
  /** The latest invitation; null for people who were set up directly. */
  invitation: InvitationView | null;
  earlierInvitations: InvitationView[];
  /** They came in by themselves (F128): their invitation is of nobody. */
  registered: boolean;
  isLastAdmin: boolean;
  /** They came in by a card or a typed password and proved no address: a role above learner signs them out. */
  openedByOthers: boolean;
  isYou: boolean;
  /** Newest first. */
  timeline: TimelineEntry[];
  /** What the viewer may do here and now, by the same functions that decide it. */
  may: {
    changeNames: boolean;
    changeUsername: boolean;
    makeCard: boolean;
    addAddress: boolean;
    /** Say who is told in their place. */
    changeNotifyEmail: boolean;
    /** Ask them to prove another one (D40). */
    changeAddress: boolean;
    changeRoles: boolean;
    /** Units and groups. */
    place: boolean;
    /** Labels and further fields. */
    describe: boolean;
    /** Enrol them and change what they take. */
    enrol: boolean;
    deactivate: boolean;
    reactivate: boolean;
    remove: boolean;
    resend: boolean;
    remind: boolean;
    edit: boolean;
    cancel: boolean;
    copyLink: boolean;
    setAccessEnd: boolean;
    exportData: boolean;
    erase: boolean;
  };
  /** Roles that the viewer may hand out here. */
  grantableRoles: RoleKey[];
  /** The same with what each holds in; nothing: in the whole workspace. */
  grantableAt: { role: RoleKey; kinds: ("unit" | "group")[] }[];
}

/**
 * The page of one person (F86, F117, screen 6): who they are and where, every invitation, everything that
 * happened, and what the viewer may do about it. Whoever sees a part sees somebody who is in it, without the
 * places, roles and events of elsewhere. Throws NOT_FOUND, also for a member who was removed.
 */
export const viewMember = memberUseCase(
  within("people.view"),
  z.strictObject({ membershipId: idField("membership") }),
  async (ctx, { membershipId }): Promise<MemberPage> => {
    const { id: workspaceId, customRoles } = ctx.workspace;
    const sight = learningSight(ctx);
    const records = {
      courseId: null,
      membershipId,
      status: null,
      after: null,
      look: shownCourses,
      people: "nowhere" as const,
    };
    const [found, invitations, acts, mails, events, named, fields, taken, attended, cards, opened] =
      await ctx.db.batch([
        memberById(ctx.db, workspaceId, membershipId),
        invitationsOfMember(ctx.db, workspaceId, membershipId),
        auditOfMembership(ctx.db, workspaceId, membershipId),
        mailsOfMember(ctx.db, workspaceId, membershipId),
        mailEventsOfMember(ctx.db, workspaceId, membershipId),
        namedPlacesOf(ctx.db, workspaceId, membershipId),
        allCustomFieldsOf(ctx.db, workspaceId),
        recordsPage(ctx.db, workspaceId, records, sight ?? nobodysLearning),
        sessionsOfMember(ctx.db, workspaceId, membershipId, sight ?? nobodysLearning, ctx.now()),
        cardOf(ctx.db, workspaceId, membershipId),
        openedByOthers(ctx.db, workspaceId, membershipId),
      ]);
    const row = found[0];
    if (!row || row.membership.shownAs === "removed") throw new DomainError("NOT_FOUND");
    const reach = ctx.reach("people.view");
    const part = partFor(ctx, "people.view");
    const places = readPlaces(row.places);
    if (reach === null || !touches(reach, places)) throw new DomainError("NOT_FOUND");
    const exists = ({ id }: { id: string }) => !isElsewhere(part, id);
    const { membership } = row;
    const now = ctx.now();
    const views = invitations.map(({ seatWait, ...invitation }) =>
      invitationView({ invitation, membership, roles: row.roles, seatWait }, now, reach),
    );
    const invitation = views.find(({ id }) => id === membership.invitationId) ?? null;
    // Where they came in by themselves meanwhile, another row has the address of an open invitation (P-04).
    const email = membership.email ?? (membership.userId === null ? (invitation?.email ?? null) : null);
    const accessEnded = membership.status === "deactivated" && membership.deactivatedBy === "access_end";
    const held = parseRoles(row.roles);
    const roles = held
      .filter(({ unitId, groupId }) => !isElsewhere(part, unitId ?? groupId))
      .map((role) => ({
        ...role,
        place: named.find(({ id }) => id === (role.unitId ?? role.groupId))?.name ?? null,
      }));
    const grantable = rolesHere(ctx.workspace.policies, customRoles).filter((role) =>
      ctx.mayGrantSomewhere(role),
    );
    const isLastAdmin = row.isLastAdmin === 1;
    const overdue =
      membership.shownAs === "pending" &&
      membership.linkExpiresAt !== null &&
      membership.linkExpiresAt <= now;

    const timeline: TimelineEntry[] = [
      ...acts
        .filter(({ event }) => !isElsewhere(part, event.targetId))
        .map(
          ({ event, actorName, details }): TimelineEntry => ({
            kind: "act",
            id: event.id,
            at: event.at,
            action: event.action,
            actor: { kind: event.actorKind, id: event.actorId, name: actorName ?? "" },
            details: detailsSeen(part, details ?? {}),
          }),
        ),
      ...mails.map(
        (mail): TimelineEntry => ({
          kind: "mail",
          id: mail.id,
          at: mail.sentAt ?? mail.createdAt,
          template: mail.template,
          state: mail.state,
          to: mail.to,
          error: mail.error,
        }),
      ),
      ...events.map(
        (event): TimelineEntry => ({
          kind: "delivery",
          id: event.key,
          at: event.at,
          type: event.type,
          detail: event.detail,
        }),
      ),
    ].sort((a, b) => b.at - a.at);

    return {
      id: membership.id,
      email,
      username: row.username,
      notifyEmail: membership.notifyEmail,
      unproved: row.unproved === null ? null : (JSON.parse(row.unproved) as UnprovedAddress),
      card: cards[0] ? cardView(cards[0], now) : null,
      firstName: membership.firstName,
      lastName: membership.lastName,
      language: membership.language,
      status: overdue ? "expired" : (membership.shownAs as ListedStatus),
      roles,
      units: named.filter((place) => place.kind === "unit" && place.standing && exists(place)).map(nameOnly),
      groups: named
        .filter((place) => place.kind === "group" && place.standing && exists(place))
        .map((place) => ({ ...nameOnly(place), derived: place.standing === "derived" })),
      labels: membership.labels,
      customFields: membership.customFields,
      answers: answersOf(fields, membership.customFields, roles),
      courses: sight && taken.filter(({ fits }) => fits === 1).map(courseOf),
      sessions: sight && attended,
      elsewhereToo: !covers(reach, places),
      delivery: membership.delivery,
      createdAt: membership.createdAt,
      joinedAt: membership.joinedAt,
      lastSeenAt: membership.lastSeenAt,
      accessEndsOn: membership.accessEndsOn,
      accessEndsAt: membership.accessEndsAt,
      accessEndDoes: actOf(ctx, membership),
      accessEnded,
      invitation,
      registered:
        membership.status === "unproved" ||
        invitations.some(({ id, origin }) => id === membership.invitationId && origin === "catalog"),
      earlierInvitations: views.filter((view) => view !== invitation),
      isLastAdmin,
      openedByOthers: opened.length > 0,
      isYou: ctx.membership?.id === membership.id,
      timeline,
      may: whatMay(ctx, {
        status: membership.status,
        roles: [...held, ...parseRoles(row.taught)],
        places,
        isLastAdmin,
        invitation,
        hasEnd: membership.accessEndsOn !== null,
        accessEnded,
        email,
        username: row.username,
      }),
      grantableRoles: grantable,
      grantableAt: grantable.map((role) => ({ role, kinds: placeKindsOf(role, customRoles) })),
    };
  },
);

function cardView(
  { createdAt, expiresAt, usedAt, tries }: Awaited<ReturnType<typeof cardOf>>[number],
  now: number,
): MemberPage["card"] {
  return { createdAt, expiresAt, usedAt, works: usedAt === null && expiresAt > now && tries < mostTries };
}

/** What a role of a part holds in. */
function placeKindsOf(role: RoleKey, customRoles: readonly CustomRole[]): ("unit" | "group")[] {
  const kinds = scopeKindsOf(role, customRoles);
  if (kinds.includes("workspace")) return [];
  return (["group", "unit"] as const).filter((kind) => kinds.includes(kind));
}

function nameOnly({ id, name }: PersonPlace): PersonPlace {
  return { id, name };
}

interface Whom {
  status: string;
  roles: readonly RoleView[];
  places: Places;
  isLastAdmin: boolean;
  invitation: InvitationView | null;
  hasEnd: boolean;
  accessEnded: boolean;
  email: string | null;
  username: string | null;
}

function whatMay(
  ctx: MemberContext,
  { status, roles, places, isLastAdmin, invitation, hasEnd, accessEnded, email, username }: Whom,
): MemberPage["may"] {
  const byScope = (permission: Permission) =>
    ctx.caller.kind !== "apiKey" || ctx.caller.key.scopes.includes(permission);
  const mine = roleAbove(ctx, roles, places) === null;
  /** On the whole person: all of their places are the asker's, and nothing they hold is above. */
  const may = (permission: Permission) => {
    const reach = ctx.reach(permission);
    return byScope(permission) && mine && reach !== null && covers(reach, places);
  };
  /** In some place of theirs. */
  const reachesSome = (permission: Permission) => {
    const reach = ctx.reach(permission);
    return byScope(permission) && reach !== null && touches(reach, places);
  };
  const joined = status === "active" || status === "deactivated";
  const unproved = status === "unproved";
  const manages = may("invitation.manage");
  const open = invitation?.status === "pending";
  const lapsed = invitation?.status === "expired" || invitation?.status === "declined";
  return {
    changeNames: may("member.change_names") && joined,
    changeUsername:
      may("member.change_names") &&
      !unproved &&
      (username !== null || usernamesOffered(ctx.workspace.policies, email !== null)),
    /** A printed card, and an address, for somebody who has none. */
    makeCard: may("member.change_names") && status === "active" && email === null && username !== null,
    addAddress: may("member.change_names") && status === "active" && email === null,
    changeNotifyEmail: may("member.change_names") && joined && email === null,
    changeAddress:
      may("member.change_names") &&
      status === "active" &&
      email !== null &&
      ctx.workspace.policies["identity.email_change"] === "admin",
    changeRoles: may("member.change_roles") && status !== "removed" && !unproved,
    place: reachesSome("member.place") && status !== "removed" && !unproved,
    describe: may("member.place") && status !== "removed" && !unproved,
    enrol: reachesSome("enrolment.manage") && !unproved,
    deactivate:
      ctx.workspace.policies["lifecycle.deactivate"] &&
      may("member.deactivate") &&
      status === "active" &&
      !isLastAdmin,
    reactivate: may("member.deactivate") && status === "deactivated",
    remove: may("member.remove") && (joined || unproved) && !isLastAdmin,
    resend: manages && (open || lapsed),
    remind: manages && open && isRemindable(invitation.delivery),
    edit: manages && open,
    cancel: manages && (open || invitation?.status === "expired"),
    copyLink: manages && open && ctx.workspace.policies["invite.copy_link"],
    setAccessEnd:
      may("member.place") &&
      !isLastAdmin &&
      (hasEnd || ctx.workspace.policies["access.expiry_enabled"]) &&
      (status === "active" || status === "pending" || (accessEnded && may("member.deactivate"))),
    exportData: may("member.remove"),
    erase: may("member.remove") && status === "deactivated",
  };
}
