import type { Part } from "../../../db/queries/parts.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../ids.ts";
import type { RoleView } from "../invitations/invitation-view.ts";
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

/** Of these roles those that exist for whoever sees the part: one that holds elsewhere would name its place. */
export function rolesSeen<Role extends RoleView>(part: Part | null, roles: readonly Role[]): Role[] {
  return roles.filter(({ unitId, groupId }) => !isElsewhere(part, unitId ?? groupId));
}

/** Places that events tell by their names alone: nobody can say any more whose they are. */
const placesByName = ["units", "groups", "unitsLeft", "unitsEntered", "addedTo", "place"];

/** What an event tells whoever sees the part: without roles that hold elsewhere, and without names of places. */
export function detailsSeen(part: Part | null, details: Record<string, unknown>): Record<string, unknown> {
  if (part === null) return details;
  return Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) =>
      placesByName.includes(name) || holdsElsewhere(part, value) ? [] : [[name, seenIn(part, value)]],
    ),
  );
}

function seenIn(part: Part, value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => !holdsElsewhere(part, one));
  return value !== null && typeof value === "object"
    ? detailsSeen(part, value as Record<string, unknown>)
    : value;
}

function holdsElsewhere(part: Part, value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  const { unitId = null, groupId = null } = value as Partial<RoleView>;
  return isElsewhere(part, unitId ?? groupId);
}
