import type { RoleView } from "./invitations/invitation-view.ts";
import type { HeldRole, RoleKey } from "./permissions.ts";

/** Where an assigned role holds, without what lies below. */
export function heldRole({ role, unitId, groupId }: RoleView): HeldRole {
  if (unitId) return { role, scope: { kind: "unit", id: unitId } };
  if (groupId) return { role, scope: { kind: "group", id: groupId } };
  return { role, scope: { kind: "workspace" } };
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
