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
export type RoleKey = (typeof roleKeys)[number];

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
  "audit.view",
  "api_keys.manage",
] as const;
export type Permission = (typeof permissions)[number];

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
  "audit.view",
];
const overLearning: readonly Permission[] = ["course.view", "enrolment.manage", "progress.view"];

/** What each role may do within its scope. */
const table: Record<RoleKey, readonly Permission[]> = {
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
const rolesOfAPart: readonly RoleKey[] = ["unit_manager", "group_admin", "user_admin"];

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
  session_instructor: ["group", "session"],
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

/** Permissions that a policy hands to named roles only (D6, D8, D48), e.g. `unit_manager@unit`. */
export interface RolePolicies {
  "roles.may_invite": readonly string[];
  "roles.may_manage_invites": readonly string[];
  "group_level.may": "invite" | "add_existing" | "none";
}

export interface HeldRole {
  role: RoleKey;
  scope: Scope;
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

/**
 * True when some of `roles` may hand out `wanted` at `scope` (F19). Learners hold in the whole workspace
 * and are somewhere in it: a part's role makes learners of those whose `places` all lie in its part.
 */
export function mayGrant(
  roles: readonly HeldRole[],
  wanted: RoleKey,
  scope: Scope,
  places: Places = { unitIds: [], groupIds: [] },
): boolean {
  const granting = roles.filter((held) => holds(held) && grants[held.role].includes(wanted));
  if (granting.length === 0) return false;
  const reach = joined(granting);
  if (reach === "everywhere") return true;
  if (scope.kind === "unit") return reach.units.has(scope.id);
  if (scope.kind === "group") return reach.groups.has(scope.id);
  return scope.kind === "workspace" && wanted === "learner" && covers(reach, places);
}

/** What these roles hand out and where, an entry for each that hands out something; for many people at once. */
export function grantsOf(roles: readonly HeldRole[]): { roles: readonly RoleKey[]; reach: Reach }[] {
  return roles.flatMap((held) =>
    holds(held) && grants[held.role].length > 0 ? [{ roles: grants[held.role], reach: joined([held]) }] : [],
  );
}

/** True when some of `roles` may hand out `wanted` somewhere. */
export function mayGrantSomewhere(roles: readonly HeldRole[], wanted: RoleKey): boolean {
  return roles.some((held) => holds(held) && grants[held.role].includes(wanted));
}

/** The order of roles by how much they hold: 0 holds most; some hold as much as others. */
export function rankOf(role: RoleKey): number {
  return rank[role];
}

/** True when `role` holds no more than `ceiling`. */
export function notAbove(role: RoleKey, ceiling: RoleKey): boolean {
  return rank[role] >= rank[ceiling];
}

export function isRoleKey(value: string): value is RoleKey {
  return (roleKeys as readonly string[]).includes(value);
}

/** True when the role carries the permission somewhere, before any policy narrows it. */
export function everCarries(role: RoleKey, permission: Permission): boolean {
  return table[role].includes(permission);
}

/** Where a role can be given: its widest kind of scope first. */
export function scopeKindsOf(role: RoleKey): readonly Scope["kind"][] {
  return holdsIn[role];
}

/** What a role may do, wherever it can hold, and whom it may make what. */
export interface RoleSummary {
  role: RoleKey;
  holdsIn: readonly Scope["kind"][];
  /** For each permission the kinds of scope within which the role carries it; left out: none. */
  may: Partial<Record<Permission, Scope["kind"][]>>;
  grants: readonly RoleKey[];
}

/** The table of these roles as the policies leave it, for people to read (F26). */
export function roleTable(roles: readonly RoleKey[], policies: RolePolicies): RoleSummary[] {
  return roles.map((role) => ({
    role,
    holdsIn: holdsIn[role],
    may: Object.fromEntries(
      permissions.flatMap((permission) => {
        const kinds = holdsIn[role].filter((kind) => {
          const scope: Scope = kind === "workspace" ? { kind } : { kind, id: "" };
          return allowing([{ role, scope }], permission, policies).length > 0;
        });
        return kinds.length > 0 ? [[permission, kinds]] : [];
      }),
    ),
    grants: grants[role].filter((granted) => roles.includes(granted)),
  }));
}

function allowing(
  roles: readonly HeldRole[],
  permission: Permission,
  policies: RolePolicies,
): readonly HeldRole[] {
  return roles.filter(
    (held) =>
      table[held.role].includes(permission) &&
      (holds(held) || permission === "workspace.view") &&
      allowedByPolicy(held, permission, policies),
  );
}

function joined(roles: readonly HeldRole[]): Reach {
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
  if (may !== "invite" && rolesOfAPart.includes(held.role) && !leftOfAPart[may].includes(permission)) {
    return false;
  }
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
