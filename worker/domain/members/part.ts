import type { Part } from "../../../db/queries/parts.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../ids.ts";
import type { Permission, Places, Reach } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";

/** The units and groups of a reach, in order of their trees; null: everywhere. */
export function partOf(reach: Reach | null): Part | null {
  if (reach === "everywhere") return null;
  return { units: [...(reach?.units ?? [])], groups: [...(reach?.groups ?? [])] };
}

/** The part in which the asker may do this; null: everywhere. */
export function partFor(ctx: MemberContext, permission: Permission): Part | null {
  return partOf(ctx.reach(permission));
}

/** Reads what `placesOf` makes. */
export function readPlaces(json: string): Places {
  return JSON.parse(json) as { unitIds: string[]; groupIds: string[] };
}

/** Throws NOT_FOUND for a unit or group outside the part: there it does not exist. */
export function requireInPart(
  part: Part | null,
  { unitId, groupId }: { unitId?: string | undefined; groupId?: string | undefined },
): void {
  if (part === null) return;
  const known =
    (unitId === undefined || part.units.includes(unitId)) &&
    (groupId === undefined || part.groups.includes(groupId));
  if (!known) throw new DomainError("NOT_FOUND");
}

/** True for a unit or group outside the part: nothing that happened there is told. */
export function isElsewhere(part: Part | null, id: string | null): boolean {
  if (part === null || id === null) return false;
  if (isId("unit", id)) return !part.units.includes(id);
  return isId("group", id) && !part.groups.includes(id);
}
