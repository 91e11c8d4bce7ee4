import { dropRolesAtGroups, removeFromGroup, type rolesLostWith } from "../../../db/queries/group-people.ts";
import { guardOffered, type NamedRow } from "../../../db/queries/offers.ts";
import {
  addToGroups,
  addToUnits,
  type namedPlacesOf,
  removeFromUnits,
} from "../../../db/queries/person-places.ts";
import { closeOver } from "../../../db/queries/places.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { DomainError, invalidField } from "../errors.ts";
import type { RoleView } from "../invitations/invitation-view.ts";
import type { RoleKey } from "../permissions.ts";
import { followGroups } from "../places/follow-groups.ts";
import type { MemberContext } from "../use-case.ts";
import type { ReadMember } from "./member-change.ts";
import { partFor } from "./part.ts";

/** Where somebody is to be: of what the asker sees exactly these units, and more or fewer groups. */
export interface WantedPlaces {
  unitIds?: readonly string[] | undefined;
  addGroupIds: readonly string[];
  removeGroupIds: readonly string[];
}

/** What the database has of them. */
export interface KnownPlaces {
  /** Where the person is. */
  theirs: Awaited<ReturnType<typeof namedPlacesOf>>;
  /** What of the wanted units and groups there is. */
  wanted: readonly NamedRow[];
  /** Roles at each group that they are to leave, and at what goes with it. */
  rolesAtGroups: readonly Awaited<ReturnType<typeof rolesLostWith>>[number][];
  deleting: boolean;
}

/** What somebody enters and leaves. */
export interface PersonMove {
  unitsLeft: readonly string[];
  unitsEntered: readonly string[];
  /** All of theirs afterwards. */
  unitIds: readonly string[];
  groupsAdded: readonly string[];
  groupsRemoved: readonly string[];
  /** Roles that held at what they leave. */
  rolesLost: readonly RoleView[];
  /** Learners leave the public groups below with a group, and are learners of those above (F8). */
  propagates: boolean;
}

/** True when somebody goes anywhere. */
export function goesAnywhere({ unitsLeft, unitsEntered, groupsAdded, groupsRemoved }: PersonMove): boolean {
  return unitsLeft.length + unitsEntered.length + groupsAdded.length + groupsRemoved.length > 0;
}

/**
 * Decides where somebody goes. Throws NOT_FOUND for a place that does not exist for the asker and for a group that
 * they are to leave and are not in, BEING_DELETED, NOT_ACTIVE for a deactivated member who is to enter a group,
 * VALIDATION_FAILED for a second unit where everybody has one.
 */
export function moveOf(
  ctx: MemberContext,
  member: ReadMember,
  wanted: WantedPlaces,
  known: KnownPlaces,
): PersonMove {
  const { policies } = ctx.workspace;
  const { places, membership } = member;
  refuseUnknown(ctx, wanted, known);
  if (known.deleting) throw new DomainError("BEING_DELETED");
  if (wanted.addGroupIds.length > 0 && membership.status === "deactivated") {
    throw new DomainError("NOT_ACTIVE");
  }
  const part = partFor(ctx, "member.place");
  const unitsSeen = places.unitIds.filter((id) => part?.units.includes(id) ?? true);
  const unitsLeft = wanted.unitIds ? unitsSeen.filter((id) => !wanted.unitIds?.includes(id)) : [];
  const unitsEntered = (wanted.unitIds ?? []).filter((id) => !places.unitIds.includes(id));
  const unitIds = [...places.unitIds.filter((id) => !unitsLeft.includes(id)), ...unitsEntered];
  if (unitIds.length > 1 && unitsEntered.length > 0 && policies["units.per_person"] === "one") {
    throw invalidField("unitIds", "one_unit", "A person is in one ‹unit› here. Choose one.");
  }
  const propagates =
    policies["groups.propagate_learner"] && member.roles.some(({ role }) => role === "learner");
  return {
    unitsLeft,
    unitsEntered,
    unitIds,
    groupsAdded: wanted.addGroupIds.filter((id) => !places.groupIds.includes(id)),
    groupsRemoved: wanted.removeGroupIds,
    rolesLost: [
      ...member.roles.filter(({ unitId }) => unitId !== null && unitsLeft.includes(unitId)),
      ...known.rolesAtGroups
        .filter(({ groupId }) => propagates || wanted.removeGroupIds.includes(groupId))
        .map(({ role, groupId }) => ({ role: role as RoleKey, unitId: null, groupId })),
    ],
    propagates,
  };
}

function refuseUnknown(ctx: MemberContext, wanted: WantedPlaces, { theirs, wanted: rows }: KnownPlaces) {
  const part = partFor(ctx, "member.place");
  const { unitIds = [], addGroupIds, removeGroupIds } = wanted;
  const exist = new Set(rows.map(({ id }) => id));
  const mine =
    unitIds.every((id) => part?.units.includes(id) ?? true) &&
    [...addGroupIds, ...removeGroupIds].every((id) => part?.groups.includes(id) ?? true);
  const there = [...unitIds, ...addGroupIds].every((id) => exist.has(id));
  const inThem = removeGroupIds.every((id) =>
    theirs.some((place) => place.id === id && place.standing !== null),
  );
  if (!mine || !there || !inThem) throw new DomainError("NOT_FOUND");
}

/** Roles that are left after a move. */
export function rolesKept(roles: readonly RoleView[], { rolesLost }: PersonMove): RoleView[] {
  const same = (a: RoleView, b: RoleView) =>
    a.role === b.role && a.unitId === b.unitId && a.groupId === b.groupId;
  return roles.filter((held) => !rolesLost.some((gone) => same(gone, held)));
}

/** Aborts the batch where a place that is entered is gone. */
export function guardEntered(ctx: MemberContext, { unitsEntered, groupsAdded }: PersonMove): Statement {
  return guardOffered(ctx.db, ctx.workspace.id, ctx.now(), {
    unitIds: unitsEntered,
    groupIds: groupsAdded,
    courseIds: [],
    seats: [],
  });
}

/** The statements of a move, behind the guards: out of places, into others, and what follows from that. */
export function moveStatements(
  ctx: MemberContext,
  membershipId: string,
  move: PersonMove,
  op: string,
): Statement[] {
  const { db, workspace } = ctx;
  const { id: workspaceId, policies } = workspace;
  const { unitsLeft, unitsEntered, groupsAdded, groupsRemoved, rolesLost, propagates } = move;
  const people = JSON.stringify([membershipId]);
  const statements: Statement[] = [];
  if (unitsLeft.length > 0) {
    statements.push(...removeFromUnits(db, workspaceId, membershipId, JSON.stringify(unitsLeft)));
  }
  if (unitsEntered.length > 0) {
    statements.push(addToUnits(db, workspaceId, membershipId, JSON.stringify(unitsEntered)));
  }
  if (rolesLost.length > 0) {
    statements.push(dropRolesAtGroups(db, workspaceId, membershipId, JSON.stringify(rolesLost)));
  }
  statements.push(
    ...groupsRemoved.map((id) => removeFromGroup(db, workspaceId, membershipId, id, propagates)),
  );
  if (groupsAdded.length > 0) {
    statements.push(addToGroups(db, workspaceId, membershipId, JSON.stringify(groupsAdded)));
  }
  if (unitsEntered.length + groupsAdded.length > 0) {
    statements.push(...followGroups(ctx, { workspaceId, policies, op }, people));
  } else if (groupsRemoved.length > 0 && policies["groups.propagate_learner"]) {
    statements.push(...closeOver(db, workspaceId, people));
  }
  return statements;
}
