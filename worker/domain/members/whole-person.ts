import { DomainError } from "../errors.ts";
import { heldRole } from "../held-roles.ts";
import type { RoleView } from "../invitations/invitation-view.ts";
import { covers, type Permission, type Places, touches } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";

/**
 * Who acts on a whole person has all of their places in the part where they may. Throws NOT_FOUND for somebody
 * outside of it, ELSEWHERE_TOO for somebody who is elsewhere as well.
 */
export function requireWholePerson(ctx: MemberContext, permission: Permission, places: Places): void {
  const reach = ctx.reach(permission);
  if (reach === null || !touches(reach, places)) throw new DomainError("NOT_FOUND");
  if (!covers(reach, places)) throw new DomainError("ELSEWHERE_TOO");
}

/** The first role that the asker could not hand out to somebody of these places; null: there is none. */
export function roleAbove(ctx: MemberContext, roles: readonly RoleView[], places: Places): RoleView | null {
  return roles.find((held) => !ctx.mayGrant(held.role, heldRole(held).scope, places)) ?? null;
}
