import { changeSeenMember, memberById, type Standing } from "../../../db/queries/members.ts";
import type { memberships } from "../../../db/schema/index.ts";
import { DomainError } from "../errors.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import {
  covers,
  type HeldRole,
  type Permission,
  type Places,
  type Reach,
  type RolePolicies,
  reachOf,
  touches,
} from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";
import { partFor, readPlaces } from "./part.ts";
import { requireWholePerson, roleAbove } from "./whole-person.ts";

type MemberRow = Awaited<ReturnType<typeof memberById>>[number];

export interface ReadMember {
  membership: MemberRow["membership"];
  roles: RoleView[];
  /** As instructor of sessions: in each one's group, or in the whole workspace. */
  taught: RoleView[];
  places: Places;
  isLastAdmin: boolean;
  username: string | null;
}

/** A member as pages and programs see the outcome of an act. */
export interface MemberState {
  id: string;
  firstName: string;
  lastName: string;
  status: "pending" | "active" | "deactivated" | "unproved" | "removed";
  roles: RoleView[];
}

/** Reads a row of `memberById`. Throws NOT_FOUND for nobody and for a member who was removed. */
export function readMember(row: MemberRow | undefined): ReadMember {
  if (!row || row.membership.status === "removed") throw new DomainError("NOT_FOUND");
  return {
    membership: row.membership,
    roles: parseRoles(row.roles),
    taught: parseRoles(row.taught),
    places: readPlaces(row.places),
    isLastAdmin: row.isLastAdmin === 1,
    username: row.username,
  };
}

/** How a member stands after an act. */
export function stateOf({ membership, roles }: ReadMember, changed: Partial<MemberState> = {}): MemberState {
  const { id, firstName, lastName, status } = membership;
  return { id, firstName, lastName, status, roles, ...changed };
}

/**
 * Nobody acts on a person who holds more than they may hand out, where it holds (1.5). Throws ROLE_ABOVE_YOURS.
 */
export function refuseAbove(
  ctx: MemberContext,
  roles: readonly RoleView[],
  places: Places = { unitIds: [], groupIds: [] },
): void {
  const above = roleAbove(ctx, roles, places);
  if (above) throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: above.role } });
}

/**
 * Nothing is given to somebody whose address nobody has confirmed (F132): anybody may have typed it, and the name. The
 * walls of the database hold the same. Throws ADDRESS_UNCONFIRMED.
 */
export function refuseUnproved({ membership }: Pick<ReadMember, "membership">): void {
  if (membership.status === "unproved") throw new DomainError("ADDRESS_UNCONFIRMED");
}

/**
 * Reads a row of `memberById` for an act on the whole person. Throws NOT_FOUND, ELSEWHERE_TOO for
 * somebody who is also outside the asker's part, ADDRESS_UNCONFIRMED for every act but taking them out, ROLE_ABOVE_YOURS.
 */
export function readWholeMember(
  ctx: MemberContext,
  permission: Permission,
  row: MemberRow | undefined,
): ReadMember {
  const member = readMember(row);
  requireWholePerson(ctx, permission, member.places);
  if (permission !== "member.remove") refuseUnproved(member);
  refuseAbove(ctx, [...member.roles, ...member.taught], member.places);
  return member;
}

/**
 * The guarded change of a member: nothing happens when they, their places, or the right to do it changed
 * meanwhile.
 */
export function changeSeen(
  ctx: MemberContext,
  { membership, places }: ReadMember,
  permission: Permission,
  values: Partial<typeof memberships.$inferInsert> & { lastOp: string },
) {
  const standings = standingsOver(ctx, permission, places);
  const where = { part: partFor(ctx, permission), wholly: true };
  return changeSeenMember(ctx.db, membership, standings, values, where);
}

/** What to say when the guard held: reads again who was faster. */
export async function refuseRace(ctx: MemberContext, seen: ReadMember): Promise<never> {
  const [row] = await memberById(ctx.db, ctx.workspace.id, seen.membership.id);
  const now = readMember(row);
  const reach = ctx.reach("people.view") ?? nowhere;
  // Gone to another part.
  if (!touches(reach, now.places)) throw new DomainError("NOT_FOUND");
  if (now.membership.status !== seen.membership.status) throw new DomainError("NOT_ACTIVE");
  if (now.membership.lastOp !== seen.membership.lastOp) throw new DomainError("EDIT_CONFLICT");
  if (covers(reach, seen.places) && !covers(reach, now.places)) throw new DomainError("ELSEWHERE_TOO");
  throw new DomainError("FORBIDDEN");
}

const nowhere: Reach = { units: new Set(), groups: new Set(), sessions: new Set() };

/**
 * On whose right an act on a whole person rests, each of which must stand: one of the roles that reach all of
 * their places, or where none does, every role that reaches some.
 */
function standingsOver(ctx: MemberContext, permission: Permission, places: Places): Standing[] {
  const reaching = (wide: (reach: Reach, places: Places) => boolean) =>
    ctx.roles.filter((held) => {
      const reach = reachOf([held], permission, ctx.workspace.policies);
      return reach !== null && wide(reach, places);
    });
  const alone = reaching(covers);
  if (alone.length > 0) return [standingOf({ ...ctx, roles: alone }, permission)];
  return reaching(touches).map((held) => standingOf({ ...ctx, roles: [held] }, permission));
}

/** On whose right an act rests: the asker's, or that of the key's creator. */
export function standingOf(ctx: MemberContext, permission: Permission): Standing {
  const { caller, workspace } = ctx;
  return {
    workspaceId: workspace.id,
    membershipId: caller.kind === "apiKey" ? caller.key.creatorMembershipId : (ctx.membership?.id ?? ""),
    roles: carrying(ctx.roles, permission, workspace.policies),
  };
}

/** The roles that allow something somewhere, each with where it is assigned: what must still stand at the write. */
export function carrying(
  roles: readonly HeldRole[],
  permission: Permission,
  policies: RolePolicies,
): Standing["roles"] {
  return roles
    .filter((held) => reachOf([held], permission, policies) !== null)
    .map(({ role, scope, custom }) => ({
      role,
      scopeId: scope.kind === "workspace" ? "" : scope.id,
      ...(custom && { needs: permission }),
    }));
}
