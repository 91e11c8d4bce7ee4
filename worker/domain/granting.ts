import {
  allowing,
  type CustomRole,
  covers,
  customRoleOf,
  grants,
  type HeldRole,
  holds,
  holdsIn,
  isSystem,
  isSystemRole,
  joined,
  overOthers,
  type Permission,
  type Places,
  permissions,
  permissionsOf,
  type Reach,
  type RoleKey,
  type RolePolicies,
  rank,
  reachOf,
  roleKeys,
  rolesHere,
  type Scope,
  type SystemRole,
  scopeKindsOf,
  table,
} from "./permissions.ts";

/** Who hands out roles: what they hold, and what the workspace says of it. */
export interface Granter {
  roles: readonly HeldRole[];
  policies: RolePolicies;
  /** The roles of the workspace's own. */
  customRoles: readonly CustomRole[];
}

/**
 * True when the granter may hand out `wanted` at `scope` (F19). Learners hold in the whole workspace
 * and are somewhere in it: a part's role makes learners of those whose `places` all lie in its part.
 */
export function mayGrant(
  granter: Granter,
  wanted: RoleKey,
  scope: Scope,
  places: Places = { unitIds: [], groupIds: [] },
): boolean {
  const reach = grantReach(granter, wanted);
  if (reach === null) return false;
  if (reach === "everywhere") return true;
  if (scope.kind === "unit") return reach.units.has(scope.id);
  if (scope.kind === "group") return reach.groups.has(scope.id);
  return scope.kind === "workspace" && wanted === "learner" && covers(reach, places);
}

/** What the granter hands out and where, an entry for each part in which it is something; for many people at once. */
export function grantsOf(granter: Granter): { roles: readonly RoleKey[]; reach: Reach }[] {
  const { roles, customRoles } = granter;
  const own = customRoles.map(({ id }) => id);
  const bySystem = roles.flatMap((held) =>
    isSystem(held) && holds(held) && grants[held.role].length > 0
      ? [{ roles: grantsAll(held) ? [...roleKeys, ...own] : grants[held.role], reach: joined([held]) }]
      : [],
  );
  const within = (wanted: RoleKey, reach: Reach | null) =>
    reach === null ? [] : [{ roles: [wanted], reach }];
  return [
    ...bySystem,
    ...(roles.every(isSystem) ? [] : roleKeys.flatMap((role) => within(role, heldWithin(granter, role)))),
    ...(roles.some(grantsAll) ? [] : own.flatMap((id) => within(id, grantReach(granter, id)))),
  ];
}

/** True when the granter may hand out `wanted` somewhere. */
export function mayGrantSomewhere(granter: Granter, wanted: RoleKey): boolean {
  return grantReach(granter, wanted) !== null;
}

/** Where the granter may hand it out; null: nowhere. */
function grantReach(granter: Granter, wanted: RoleKey): Reach | null {
  if (isSystemRole(wanted)) {
    const named = granter.roles.filter(
      (held) => isSystem(held) && holds(held) && grants[held.role].includes(wanted),
    );
    return either(named.length > 0 ? joined(named) : null, heldWithin(granter, wanted));
  }
  const custom = customRoleOf(wanted, granter.customRoles);
  if (!custom) return null;
  if (granter.roles.some(grantsAll)) return "everywhere";
  return everyOf(
    granter,
    permissionsOf({ role: custom.id, custom }),
    granter.roles.filter(handsOut(granter)),
  );
}

/**
 * Where a custom role hands out one of Usher's own: where its holder holds all that this one, and whoever it may
 * make in turn, would hold. So nobody comes to an administrator's rights by a role without them.
 */
function heldWithin(granter: Granter, wanted: SystemRole): Reach | null {
  const giving = granter.roles.filter((held) => !isSystem(held) && handsOut(granter)(held));
  const carried = [wanted, ...grants[wanted]].flatMap((role) => table[role]);
  return everyOf(granter, carried, giving);
}

/** Where some of `giving` hold, as far as every one of the permissions is held there. */
function everyOf(
  { roles, policies }: Granter,
  carried: readonly Permission[],
  giving: readonly HeldRole[],
): Reach | null {
  if (giving.length === 0) return null;
  return [...new Set(carried)].reduce<Reach | null>((reach, permission) => {
    const also = permission === "workspace.view" ? reach : reachOf(roles, permission, policies);
    return reach && also && both(reach, also);
  }, joined(giving));
}

/** Roles that act on other people hand out what they hold: of Usher's own those of the table, of the others by right. */
function handsOut({ policies }: Granter): (held: HeldRole) => boolean {
  return (held) =>
    holds(held) &&
    (isSystem(held)
      ? grants[held.role].length > 0
      : overOthers.some((permission) => allowing([held], permission, policies).length > 0));
}

/** An administrator: everything, and so every role. */
function grantsAll({ role, scope }: HeldRole): boolean {
  return role === "admin" && scope.kind === "workspace";
}

function either(one: Reach | null, other: Reach | null): Reach | null {
  if (one === null || other === null) return one ?? other;
  if (one === "everywhere" || other === "everywhere") return "everywhere";
  return {
    units: new Set([...one.units, ...other.units]),
    groups: new Set([...one.groups, ...other.groups]),
    sessions: new Set([...one.sessions, ...other.sessions]),
  };
}

function both(one: Reach, other: Reach): Reach | null {
  if (one === "everywhere") return other;
  if (other === "everywhere") return one;
  const inBoth = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
    new Set([...a].filter((id) => b.has(id)));
  const shared = {
    units: inBoth(one.units, other.units),
    groups: inBoth(one.groups, other.groups),
    sessions: inBoth(one.sessions, other.sessions),
  };
  return shared.units.size + shared.groups.size + shared.sessions.size > 0 ? shared : null;
}

/**
 * True when `role` holds no more than `ceiling`: of a custom role that it carries nothing that the ceiling does
 * not, and holds nowhere wider.
 */
export function notAbove(role: RoleKey, ceiling: SystemRole, customRoles: readonly CustomRole[]): boolean {
  if (isSystemRole(role)) return rank[role] >= rank[ceiling];
  const custom = customRoleOf(role, customRoles);
  return custom !== null && definesNoMore(custom, ceiling);
}

/** The same of what a role is to be. */
export function definesNoMore(
  { permissions: carried, holdsIn: kinds }: Pick<CustomRole, "permissions" | "holdsIn">,
  ceiling: SystemRole,
): boolean {
  const width = (of: readonly Scope["kind"][]) => Math.min(...of.map((kind) => scopeOrder.indexOf(kind)));
  return (
    carried.every((permission) => table[ceiling].includes(permission)) &&
    width(kinds) >= width(holdsIn[ceiling])
  );
}

const scopeOrder: readonly Scope["kind"][] = ["workspace", "unit", "group", "session"];

/** What a role may do, wherever it can hold, and whom it may make what. */
export interface RoleSummary {
  role: RoleKey;
  /** Of a role of the workspace's own; null: it is one of Usher's. */
  name: string | null;
  holdsIn: readonly Scope["kind"][];
  /** For each permission the kinds of scope within which the role carries it; left out: none. */
  may: Partial<Record<Permission, Scope["kind"][]>>;
  grants: readonly RoleKey[];
}

/** The table of a workspace's roles as the policies leave it, for people to read (F26). */
export function roleTable(
  policies: RolePolicies & { "roles.set": readonly SystemRole[] },
  customRoles: readonly CustomRole[],
): RoleSummary[] {
  const here = rolesHere(policies, customRoles);
  return here.map((role) => {
    const kinds = scopeKindsOf(role, customRoles);
    const custom = customRoleOf(role, customRoles);
    const heldIn = (kind: Scope["kind"]): HeldRole => ({
      role,
      scope: someScope(kind),
      within: { units: kind === "unit" ? ["unit"] : [], groups: kind === "workspace" ? [] : ["group"] },
      ...(custom && { custom }),
    });
    return {
      role,
      name: custom?.name ?? null,
      holdsIn: kinds,
      may: Object.fromEntries(
        permissions.flatMap((permission) => {
          const carrying = kinds.filter((kind) => allowing([heldIn(kind)], permission, policies).length > 0);
          return carrying.length > 0 ? [[permission, carrying]] : [];
        }),
      ),
      grants: here.filter((wanted) =>
        kinds.some((kind) => {
          const granter = { roles: [heldIn(kind)], policies, customRoles };
          const places = { unitIds: [], groupIds: ["group"] };
          return scopeKindsOf(wanted, customRoles).some((at) =>
            mayGrant(granter, wanted, someScope(at), places),
          );
        }),
      ),
    };
  });
}

function someScope(kind: Scope["kind"]): Scope {
  return kind === "workspace" ? { kind } : { kind, id: kind };
}
