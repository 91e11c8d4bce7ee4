/**
 * Who may do what, and where: one table (F13 to F24, D6 to D8, D15, D16, D48). Doors and pages ask the
 * functions below; nothing else decides. A role holds at the scope of its assignment: in the whole
 * workspace, in a unit and the units below it, in a group and its subgroups, or in a session.
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
/** A role of Usher's own: the same everywhere, and nobody changes or deletes it. */
export type SystemRole = (typeof roleKeys)[number];
/** A role that a workspace made for itself (F24), by its id. */
export type CustomRoleId = `rol_${string}`;
export type RoleKey = SystemRole | CustomRoleId;

export type Scope =
  | { kind: "workspace" }
  | { kind: "unit"; id: string }
  | { kind: "group"; id: string }
  | { kind: "session"; id: string };

export const permissions = [
  "workspace.view",
  "workspace.manage",
  "people.view",
  "people.export",
  "invitation.create",
  "invitation.manage",
  "member.change_names",
  "member.change_roles",
  "member.place",
  "member.deactivate",
  "member.remove",
  "unit.manage",
  "group.manage",
  "group.members",
  "course.view",
  "course.create",
  "course.manage",
  "session.manage",
  "session.invite",
  "enrolment.manage",
  "progress.view",
  "registration.manage",
  "order.manage",
  "insights.view",
  "audit.view",
  "api_keys.manage",
] as const;
export type Permission = (typeof permissions)[number];

/** What no role of a workspace's own carries: whoever holds one of these can make themselves hold everything. */
const administratorsOnly = ["workspace.manage", "api_keys.manage"] as const satisfies readonly Permission[];

/** What a custom role may be made of. The manage area itself comes with each of them. */
export const customPermissions: readonly Permission[] = permissions.filter(
  (permission) =>
    permission !== "workspace.view" && !(administratorsOnly as readonly Permission[]).includes(permission),
);

/** Of these, what is done to the whole workspace or not at all. */
export const onlyEverywhere: readonly Permission[] = ["unit.manage", "course.manage", "insights.view"];

/** Where a custom role may hold, the widest first. */
export const customScopes = ["workspace", "unit", "group"] as const satisfies readonly Scope["kind"][];

/** A role of a workspace's own, as it is defined at this moment (F24). */
export interface CustomRole {
  id: CustomRoleId;
  name: string;
  /** One line, possibly empty. */
  description: string;
  /** Without `workspace.view`, which all of them carry. */
  permissions: readonly Permission[];
  holdsIn: readonly (typeof customScopes)[number][];
}

const overPeople: readonly Permission[] = [
  "people.view",
  "people.export",
  "invitation.create",
  "invitation.manage",
  "member.change_names",
  "member.change_roles",
  "member.place",
  "member.deactivate",
  "member.remove",
  "group.members",
  "registration.manage",
  "audit.view",
];
/** Of these, what changes people: with one of them a custom role hands out what its holder holds. */
export const overOthers = overPeople.filter(
  (permission) => !["people.view", "people.export", "audit.view"].includes(permission),
);
const overLearning: readonly Permission[] = ["course.view", "enrolment.manage", "progress.view"];

/** What each role may do within its scope. */
export const table: Record<SystemRole, readonly Permission[]> = {
  admin: permissions,
  unit_manager: ["workspace.view", ...overPeople, ...overLearning],
  group_admin: [
    "workspace.view",
    ...overPeople,
    ...overLearning,
    "group.manage",
    "course.create",
    "session.manage",
    "session.invite",
  ],
  user_admin: ["workspace.view", ...overPeople],
  coach: ["workspace.view", "people.view", "course.view", "progress.view", "session.invite"],
  session_instructor: [
    "workspace.view",
    "course.view",
    "enrolment.manage",
    "progress.view",
    "session.invite",
  ],
  // What they may do with a course of their own stands with courses.
  instructor: ["workspace.view", "course.view", "course.create"],
  learner: [],
};

/** What is left of the roles of a part where those may not invite (D8): at most to add people who are members already. */
const seeingOnly: readonly Permission[] = ["workspace.view", "people.view", ...overLearning];
const leftOfAPart: Record<Exclude<RolePolicies["group_level.may"], "invite">, readonly Permission[]> = {
  add_existing: [...seeingOnly, "group.members"],
  none: seeingOnly,
};
const rolesOfAPart: readonly RoleKey[] = ["unit_manager", "group_admin", "user_admin"] satisfies SystemRole[];

/**
 * Where a role can hold at all (D15). A manager without a unit or a group administrator without a group
 * holds nowhere: the wider scope is never assumed.
 */
export const holdsIn: Record<SystemRole, readonly Scope["kind"][]> = {
  admin: ["workspace"],
  unit_manager: ["unit"],
  group_admin: ["group", "unit"],
  user_admin: ["group"],
  coach: ["group"],
  session_instructor: ["group", "session"],
  instructor: ["workspace"],
  learner: ["workspace"],
};

/** Which roles a role may hand out, within its own scope. Never more than it holds. */
export const grants: Record<SystemRole, readonly SystemRole[]> = {
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
export const rank: Record<SystemRole, number> = {
  admin: 0,
  unit_manager: 1,
  group_admin: 2,
  user_admin: 3,
  coach: 4,
  session_instructor: 4,
  instructor: 4,
  learner: 5,
};

/** Permissions that a policy hands to named roles only (D6, D8, D48), e.g. `unit_manager@unit`. */
export interface RolePolicies {
  "roles.may_invite": readonly string[];
  "roles.may_manage_invites": readonly string[];
  "group_level.may": "invite" | "add_existing" | "none";
}

export interface HeldRole {
  role: RoleKey;
  scope: Scope;
  /** What a custom role is at this moment; without it, it holds nothing. */
  custom?: CustomRole;
  /** What lies within the scope today, itself included; left out: the scope alone. */
  within?: { units: readonly string[]; groups: readonly string[] };
}

/** Where somebody may do something: everywhere, or in these units, groups and sessions and nowhere else. */
export type Reach =
  | "everywhere"
  | { units: ReadonlySet<string>; groups: ReadonlySet<string>; sessions: ReadonlySet<string> };

/** Where a person is or is to be. */
export interface Places {
  unitIds: readonly string[];
  groupIds: readonly string[];
}

/** The scopes within which these roles allow the permission. Empty: not at all. */
export function scopesFor(
  roles: readonly HeldRole[],
  permission: Permission,
  policies: RolePolicies,
): Scope[] {
  return allowing(roles, permission, policies).map(({ scope }) => scope);
}

/** True when the permission holds in the whole workspace. */
export function holdsEverywhere(
  roles: readonly HeldRole[],
  permission: Permission,
  policies: RolePolicies,
): boolean {
  return reachOf(roles, permission, policies) === "everywhere";
}

/** Where these roles allow the permission, with all that lies below; null: nowhere. */
export function reachOf(
  roles: readonly HeldRole[],
  permission: Permission,
  policies: RolePolicies,
): Reach | null {
  const held = allowing(roles, permission, policies);
  if (held.length === 0) return null;
  return joined(held);
}

/** True when every place lies within the reach, and there is one: who is nowhere is in nobody's part. */
export function covers(reach: Reach, { unitIds, groupIds }: Places): boolean {
  if (reach === "everywhere") return true;
  return (
    unitIds.length + groupIds.length > 0 &&
    unitIds.every((id) => reach.units.has(id)) &&
    groupIds.every((id) => reach.groups.has(id))
  );
}

/** True when the person is somewhere within the reach, wherever else they may be. */
export function touches(reach: Reach, { unitIds, groupIds }: Places): boolean {
  if (reach === "everywhere") return true;
  return unitIds.some((id) => reach.units.has(id)) || groupIds.some((id) => reach.groups.has(id));
}

/** The order of roles by how much they hold: 0 holds most; some hold as much as others, as custom roles do. */
export function rankOf(role: RoleKey): number {
  return isSystemRole(role) ? rank[role] : rank.coach;
}

export function isRoleKey(value: string): value is RoleKey {
  return isSystemRole(value) || isCustomRoleId(value);
}

export function isSystemRole(value: string): value is SystemRole {
  return (roleKeys as readonly string[]).includes(value);
}

/** True for what may be the id of a custom role, whether or not there is one. */
function isCustomRoleId(value: string): value is CustomRoleId {
  return /^rol_[0-9a-z]{1,40}$/.test(value);
}

/** The custom role of this id; null: there is none. */
export function customRoleOf(role: string, customRoles: readonly CustomRole[]): CustomRole | null {
  return customRoles.find(({ id }) => id === role) ?? null;
}

/** The roles that there are in a workspace: those of Usher's own that it uses, then its own. */
export function rolesHere(
  policies: { "roles.set": readonly SystemRole[] },
  customRoles: readonly CustomRole[],
): RoleKey[] {
  return [...policies["roles.set"], ...customRoles.map(({ id }) => id)];
}

/** What sentences call a role: of a custom one its name, of others their key. */
export function roleWord(role: RoleKey, customRoles: readonly CustomRole[]): string {
  return customRoleOf(role, customRoles)?.name ?? role;
}

/** True when the role carries the permission somewhere, before any policy narrows it. */
export function everCarries(role: SystemRole, permission: Permission): boolean {
  return table[role].includes(permission);
}

/** Where a role can be given: its widest kind of scope first. A custom role that there is not holds nowhere. */
export function scopeKindsOf(role: SystemRole): readonly Scope["kind"][];
export function scopeKindsOf(role: RoleKey, customRoles: readonly CustomRole[]): readonly Scope["kind"][];
export function scopeKindsOf(
  role: RoleKey,
  customRoles: readonly CustomRole[] = [],
): readonly Scope["kind"][] {
  return isSystemRole(role) ? holdsIn[role] : (customRoleOf(role, customRoles)?.holdsIn ?? []);
}

/** What a held role carries by its definition, before any policy narrows it. */
export function permissionsOf({ role, custom }: Pick<HeldRole, "role" | "custom">): readonly Permission[] {
  if (isSystemRole(role)) return table[role];
  return custom ? ["workspace.view", ...custom.permissions] : [];
}

export function isSystem(held: HeldRole): held is HeldRole & { role: SystemRole } {
  return isSystemRole(held.role);
}

export function allowing(
  roles: readonly HeldRole[],
  permission: Permission,
  policies: RolePolicies,
): readonly HeldRole[] {
  return roles.filter(
    (held) =>
      permissionsOf(held).includes(permission) &&
      (holds(held) || permission === "workspace.view") &&
      allowedByPolicy(held, permission, policies),
  );
}

export function joined(roles: readonly HeldRole[]): Reach {
  if (roles.some(({ scope }) => scope.kind === "workspace")) return "everywhere";
  const of = (kind: Scope["kind"]) =>
    roles.flatMap(({ scope }) => (scope.kind === kind && scope.kind !== "workspace" ? [scope.id] : []));
  return {
    units: new Set([...of("unit"), ...roles.flatMap(({ within }) => within?.units ?? [])]),
    groups: new Set([...of("group"), ...roles.flatMap(({ within }) => within?.groups ?? [])]),
    sessions: new Set(of("session")),
  };
}

function allowedByPolicy(held: HeldRole, permission: Permission, policies: RolePolicies): boolean {
  const may = policies["group_level.may"];
  if (may !== "invite" && narrowedInAPart(held, permission) && !leftOfAPart[may].includes(permission)) {
    return false;
  }
  // What a workspace put into a role of its own is its word; the policies name Usher's roles alone.
  if (!isSystem(held)) return true;
  const named =
    permission === "invitation.create"
      ? policies["roles.may_invite"]
      : permission === "invitation.manage"
        ? policies["roles.may_manage_invites"]
        : null;
  if (!named) return true;
  return named.includes(held.role) || named.includes(`${held.role}@${held.scope.kind}`);
}

/**
 * Whom D8 narrows: the roles that administer a part, in all that they do, and custom roles where they hold in one, in
 * what they do with people.
 */
function narrowedInAPart(held: HeldRole, permission: Permission): boolean {
  if (isSystem(held)) return rolesOfAPart.includes(held.role);
  return held.scope.kind !== "workspace" && overPeople.includes(permission);
}

export function holds({ role, scope, custom }: HeldRole): boolean {
  const kinds: readonly Scope["kind"][] = isSystemRole(role) ? holdsIn[role] : (custom?.holdsIn ?? []);
  return kinds.includes(scope.kind);
}
