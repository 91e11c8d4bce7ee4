import { changeSeenMember, memberById, type Standing } from "../../../db/queries/members.ts";
import type { memberships } from "../../../db/schema/index.ts";
import { DomainError } from "../errors.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { holdsEverywhere, type Permission } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";

type MemberRow = Awaited<ReturnType<typeof memberById>>[number];

export interface ReadMember {
  membership: MemberRow["membership"];
  roles: RoleView[];
  isLastAdmin: boolean;
}

/** A member as pages and programs see the outcome of an act. */
export interface MemberState {
  id: string;
  firstName: string;
  lastName: string;
  status: "pending" | "active" | "deactivated" | "removed";
  roles: RoleView[];
}

/** Reads a row of `memberById`. Throws NOT_FOUND for nobody and for a member who was removed. */
export function readMember(row: MemberRow | undefined): ReadMember {
  if (!row || row.membership.status === "removed") throw new DomainError("NOT_FOUND");
  return {
    membership: row.membership,
    roles: parseRoles(row.roles),
    isLastAdmin: row.isLastAdmin === 1,
  };
}

/** How a member stands after an act. */
export function stateOf({ membership, roles }: ReadMember, changed: Partial<MemberState> = {}): MemberState {
  const { id, firstName, lastName, status } = membership;
  return { id, firstName, lastName, status, roles, ...changed };
}

/** Nobody acts on a person who holds more than they may hand out (1.5). Throws ROLE_ABOVE_YOURS. */
export function refuseAbove(ctx: MemberContext, roles: readonly RoleView[]): void {
  const above = roles.find(({ role }) => !ctx.mayGrant(role));
  if (above) throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: above.role } });
}

/** The guarded change of a member: nothing happens when they, or the right to do it, changed meanwhile. */
export function changeSeen(
  ctx: MemberContext,
  { membership }: ReadMember,
  permission: Permission,
  values: Partial<typeof memberships.$inferInsert> & { lastOp: string },
) {
  return changeSeenMember(ctx.db, membership, standingOf(ctx, permission), values);
}

/** What to say when the guard held: reads again who was faster. */
export async function refuseRace(ctx: MemberContext, seen: ReadMember): Promise<never> {
  const [row] = await memberById(ctx.db, ctx.workspace.id, seen.membership.id);
  const now = readMember(row);
  if (now.membership.status !== seen.membership.status) throw new DomainError("NOT_ACTIVE");
  if (now.membership.lastOp !== seen.membership.lastOp) throw new DomainError("EDIT_CONFLICT");
  throw new DomainError("FORBIDDEN");
}

/** On whose right an act rests: the asker's, or that of the key's creator. */
export function standingOf(ctx: MemberContext, permission: Permission): Standing {
  const { caller, workspace } = ctx;
  return {
    workspaceId: workspace.id,
    membershipId: caller.kind === "apiKey" ? caller.key.creatorMembershipId : (ctx.membership?.id ?? ""),
    roles: ctx.roles
      .filter((held) => holdsEverywhere([held], permission, workspace.policies))
      .map(({ role }) => role),
  };
}
