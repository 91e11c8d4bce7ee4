import type { RoleView } from "./invitations/invitation-view.ts";
import { type HeldRole, type Places, type RoleKey, scopeKindsOf } from "./permissions.ts";

/** Where an assigned role holds, without what lies below. */
export function heldRole({ role, unitId, groupId }: RoleView): HeldRole {
  if (unitId) return { role, scope: { kind: "unit", id: unitId } };
  if (groupId) return { role, scope: { kind: "group", id: groupId } };
  return { role, scope: { kind: "workspace" } };
}

/**
 * A role that is told by its name alone, where it will hold (D15): in the whole workspace, or at each of the places
 * that it can hold in. Empty: it needs one. Whoever is put into a group of a unit administers that group, and not
 * the whole unit.
 */
export function rolePlaced(role: RoleKey, { unitIds, groupIds }: Places): RoleView[] {
  const kinds = scopeKindsOf(role);
  if (kinds.includes("workspace")) return [{ role, unitId: null, groupId: null }];
  const atGroups = kinds.includes("group") ? groupIds : [];
  if (atGroups.length > 0) return atGroups.map((groupId) => ({ role, unitId: null, groupId }));
  const atUnits = kinds.includes("unit") ? unitIds : [];
  return atUnits.map((unitId) => ({ role, unitId, groupId: null }));
}

interface RoleRow {
  role: RoleKey;
  unitId?: string | null;
  groupId?: string | null;
  sessionId?: string | null;
  units?: string[] | null;
  groups?: string[] | null;
}

/** Reads the JSON array that `rolesWithin` makes: roles with what lies within their part today. */
export function heldRoles(json: string | null): HeldRole[] {
  const rows = json ? (JSON.parse(json) as RoleRow[]) : [];
  return rows.map(({ role, unitId = null, groupId = null, sessionId, units, groups }) => {
    if (sessionId) return { role, scope: { kind: "session", id: sessionId } };
    const held = heldRole({ role, unitId, groupId });
    return held.scope.kind === "workspace"
      ? held
      : { ...held, within: { units: units ?? [], groups: groups ?? [] } };
  });
}
