import type { Standing } from "../../../db/queries/members.ts";
import { deepestTree, largestTree, type SpotState } from "../../../db/queries/trees.ts";
import { DomainError, invalidField } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import { type Permission, type Places, reachOf, touches } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";

/** A place that moves: where it is, so that it does not come to lie below itself. */
interface Moving {
  path: string;
}

/**
 * Throws when a new unit or group cannot stand at the spot, or an old one move there: NOT_FOUND for a parent
 * that does not exist, TREE_FULL, VALIDATION_FAILED on `name` or `parentId`.
 */
export function refuseSpot(
  spot: SpotState | undefined,
  noun: "unit" | "group",
  moving: Moving | null = null,
): SpotState {
  if (!spot || (spot.parentId !== null && spot.parentPath === null)) throw new DomainError("NOT_FOUND");
  if (!moving && spot.count >= largestTree) throw new DomainError("TREE_FULL");
  if (moving && spot.parentPath?.startsWith(moving.path)) {
    throw invalidField("parentId", "cycle", `A ${noun} cannot lie below itself.`);
  }
  if (spot.parentDepth + 1 + spot.height > deepestTree) {
    throw invalidField("parentId", "too_deep", `There it would be more than ${deepestTree} levels deep.`);
  }
  if (!spot.nameIsFree) {
    throw invalidField("name", "taken", `There is a ${noun} of this name beside it already.`);
  }
  return spot;
}

/** On whose right an act on these places rests: roles of another part carry nothing here. */
export function standingAt(ctx: MemberContext, permission: Permission, places: Places): Standing {
  const roles = ctx.roles.filter((held) => {
    const reach = reachOf([held], permission, ctx.workspace.policies);
    return reach !== null && touches(reach, places);
  });
  return standingOf({ ...ctx, roles }, permission);
}
