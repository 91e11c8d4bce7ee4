import type { RoleView } from "./invitations/invitation-view.ts";
import {
  type CustomRole,
  customPermissions,
  customScopes,
  type HeldRole,
  type Places,
  type RoleKey,
  scopeKindsOf,
} from "./permissions.ts";

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
export function rolePlaced(
  role: RoleKey,
  { unitIds, groupIds }: Places,
  customRoles: readonly CustomRole[],
): RoleView[] {
  const kinds = scopeKindsOf(role, customRoles);
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
  custom?: CustomRole | null;
}

/** The JSON array that `customRolesOf` makes. What a release took out of the list of permissions is carried no more. */
export function parseCustomRoles(json: string | null): CustomRole[] {
  return (json ? (JSON.parse(json) as CustomRole[]) : []).map(knownOf);
}

function knownOf({ id, name, description, permissions, holdsIn }: CustomRole): CustomRole {
  return {
    id,
    name,
    description,
    permissions: customPermissions.filter((permission) => permissions.includes(permission)),
    holdsIn: customScopes.filter((kind) => holdsIn.includes(kind)),
  };
}

/** Reads the JSON array that `rolesWithin` makes: roles with what lies within their part today. */
export function heldRoles(json: string | null): HeldRole[] {
  const rows = json ? (JSON.parse(json) as RoleRow[]) : [];
  return rows.map(({ role, unitId = null, groupId = null, sessionId, units, groups, custom }) => {
    if (sessionId) return { role, scope: { kind: "session", id: sessionId } };
    const held = { ...heldRole({ role, unitId, groupId }), ...(custom && { custom: knownOf(custom) }) };
    return held.scope.kind === "workspace"
      ? held
      : { ...held, within: { units: units ?? [], groups: groups ?? [] } };
  });
}
