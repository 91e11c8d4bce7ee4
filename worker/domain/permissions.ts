/**
 * Who may do what, and where: one table (F13 to F24, D6, D15, D16, D48). Doors and pages ask the
 * functions below; nothing else decides. A role holds at the scope of its assignment: workspace-wide,
 * in a unit's subtree, or in a group.
 */
export const roleKeys = [
  "admin",
  "unit_manager",
  "group_admin",
  "user_admin",
  "coach",
  "session_instructor",
  "instructor",
  "learner",
] as const;
export type RoleKey = (typeof roleKeys)[number];

export type Scope = { kind: "workspace" } | { kind: "unit"; id: string } | { kind: "group"; id: string };

export const permissions = [
  "workspace.view",
  "workspace.manage",
  "people.view",
  "people.export",
  "invitation.create",
  "invitation.manage",
  "member.change_names",
  "member.change_roles",
  "member.deactivate",
  "member.remove",
  "audit.view",
  "api_keys.manage",
] as const;
export type Permission = (typeof permissions)[number];

const everything: readonly Permission[] = permissions;

/** What each role may do within its scope. */
const table: Record<RoleKey, readonly Permission[]> = {
  admin: everything,
  unit_manager: ["workspace.view", "people.view", "invitation.create", "invitation.manage"],
  group_admin: ["workspace.view", "people.view", "invitation.create", "invitation.manage"],
  user_admin: ["workspace.view", "people.view", "invitation.create", "invitation.manage"],
  coach: ["workspace.view"],
  session_instructor: ["workspace.view"],
  instructor: ["workspace.view"],
  learner: [],
};

/**
 * Where a role can hold at all (D15). A manager without a unit or a group administrator without a group
 * holds nowhere: the wider scope is never assumed.
 */
const holdsIn: Record<RoleKey, readonly Scope["kind"][]> = {
  admin: ["workspace"],
  unit_manager: ["unit"],
  group_admin: ["group", "unit"],
  user_admin: ["group"],
  coach: ["group"],
  session_instructor: ["group"],
  instructor: ["workspace"],
  learner: ["workspace"],
};

/** Which roles a role may hand out, within its own scope. Never more than it holds. */
const grants: Record<RoleKey, readonly RoleKey[]> = {
  admin: roleKeys,
  unit_manager: ["unit_manager", "learner"],
  group_admin: ["group_admin", "user_admin", "coach", "session_instructor", "learner"],
  user_admin: ["coach", "learner"],
  coach: [],
  session_instructor: [],
  instructor: [],
  learner: [],
};

/** Order for landing and for an API key's ceiling: later holds less. */
const rank: Record<RoleKey, number> = {
  admin: 0,
  unit_manager: 1,
  group_admin: 2,
  user_admin: 3,
  coach: 4,
  session_instructor: 4,
  instructor: 4,
  learner: 5,
};

/** Permissions that a policy hands to named roles only (D6, D48), e.g. `unit_manager@unit`. */
export interface RolePolicies {
  "roles.may_invite": readonly string[];
  "roles.may_manage_invites": readonly string[];
}

export interface HeldRole {
  role: RoleKey;
  scope: Scope;
}

/** The scopes within which these roles allow the permission. Empty: not at all. */
export function scopesFor(
  roles: readonly HeldRole[],
  permission: Permission,
  policies: RolePolicies,
): Scope[] {
  return roles
    .filter(
      (held) => table[held.role].includes(permission) && (holds(held) || permission === "workspace.view"),
    )
    .filter((held) => allowedByPolicy(held, permission, policies))
    .map(({ scope }) => scope);
}

/** True when the permission holds in the whole workspace. */
export function holdsEverywhere(
  roles: readonly HeldRole[],
  permission: Permission,
  policies: RolePolicies,
): boolean {
  return scopesFor(roles, permission, policies).some((scope) => scope.kind === "workspace");
}

/** True when some of `roles` may hand out `wanted` at `scope`. Unknown scopes are refused. */
export function mayGrant(roles: readonly HeldRole[], wanted: RoleKey, scope: Scope): boolean {
  return roles.some(
    (held) =>
      holds(held) &&
      grants[held.role].includes(wanted) &&
      (held.scope.kind === "workspace" || sameScope(held.scope, scope)),
  );
}

/** True when `role` holds no more than `ceiling`. */
export function notAbove(role: RoleKey, ceiling: RoleKey): boolean {
  return rank[role] >= rank[ceiling];
}

export function isRoleKey(value: string): value is RoleKey {
  return (roleKeys as readonly string[]).includes(value);
}

function allowedByPolicy(held: HeldRole, permission: Permission, policies: RolePolicies): boolean {
  const named =
    permission === "invitation.create"
      ? policies["roles.may_invite"]
      : permission === "invitation.manage"
        ? policies["roles.may_manage_invites"]
        : null;
  if (!named) return true;
  return named.includes(held.role) || named.includes(`${held.role}@${held.scope.kind}`);
}

function holds({ role, scope }: HeldRole): boolean {
  return holdsIn[role].includes(scope.kind);
}

function sameScope(a: Scope, b: Scope): boolean {
  return a.kind !== "workspace" && b.kind !== "workspace" && a.kind === b.kind && a.id === b.id;
}
