import fc from "fast-check";
import { expect, test } from "vitest";
import { type Granter, mayGrant, notAbove, roleTable } from "../../worker/domain/granting.ts";
import {
  type CustomRole,
  type CustomRoleId,
  customPermissions,
  type HeldRole,
  holdsEverywhere,
  type Permission,
  permissions,
  type RoleKey,
  reachOf,
  roleKeys,
  type Scope,
  type SystemRole,
} from "../../worker/domain/permissions.ts";

const policies = {
  "roles.set": [...roleKeys],
  "roles.may_invite": [...roleKeys] as string[],
  "roles.may_manage_invites": [...roleKeys] as string[],
  "group_level.may": "invite",
} as const;

const custom = (
  name: string,
  carried: readonly Permission[],
  holdsIn: CustomRole["holdsIn"] = ["workspace", "unit", "group"],
): CustomRole => ({ id: `rol_${name}`, name, description: "", permissions: carried, holdsIn });

/** In the unit lies the group. */
const scopes: readonly Scope[] = [
  { kind: "workspace" },
  { kind: "unit", id: "unit" },
  { kind: "group", id: "group" },
  { kind: "group", id: "other" },
];
const within = {
  workspace: undefined,
  unit: { units: ["unit"], groups: ["group"] },
  group: undefined,
  session: undefined,
} as const;

function held(role: RoleKey, scope: Scope, customRoles: readonly CustomRole[]): HeldRole {
  const own = customRoles.find(({ id }) => id === role);
  return {
    role,
    scope,
    ...(within[scope.kind] && { within: within[scope.kind] }),
    ...(own && { custom: own }),
  };
}

/** Whether the permission is held at this very scope, or above it. */
function holdsAt(roles: readonly HeldRole[], permission: Permission, scope: Scope): boolean {
  const reach = reachOf(roles, permission, policies);
  if (reach === null || reach === "everywhere") return reach !== null;
  if (scope.kind === "unit") return reach.units.has(scope.id);
  return scope.kind === "group" && reach.groups.has(scope.id);
}

const names = ["one", "two", "three"] as const;
const definitions = fc.tuple(
  ...names.map((name) =>
    fc
      .tuple(
        fc.subarray([...customPermissions], { minLength: 1 }),
        fc.subarray(["workspace", "unit", "group"] as const, { minLength: 1 }),
      )
      .map(([carried, holdsIn]) => custom(name, carried, holdsIn)),
  ),
);
const anyRole = fc.constantFrom<RoleKey>(...roleKeys, ...names.map((name): CustomRoleId => `rol_${name}`));
const anyHeld = fc.record({ role: anyRole, at: fc.constantFrom(...scopes) });

test("property: whoever is no administrator gives no role that allows more than they hold there, nor whose holder could", () => {
  let given = 0;
  fc.assert(
    fc.property(
      definitions,
      fc.array(anyHeld, { minLength: 1, maxLength: 3 }),
      anyRole,
      fc.constantFrom(...scopes),
      (customRoles, holding, wanted, scope) => {
        const roles = holding.map(({ role, at }) => held(role, at, customRoles));
        const granter: Granter = { roles, policies, customRoles };
        if (holding.some(({ role, at }) => role === "admin" && at.kind === "workspace")) return;
        if (!mayGrant(granter, wanted, scope)) return;
        expect(wanted).not.toBe("admin");
        // What the usual roles hand out to each other is the table's, and asked elsewhere.
        const ownOnly = roles.filter(({ custom: own }) => own);
        const byTable = mayGrant({ ...granter, roles: roles.filter((one) => !one.custom) }, wanted, scope);
        if (byTable && !wanted.startsWith("rol_")) return;
        if (!wanted.startsWith("rol_")) expect(ownOnly).not.toEqual([]);
        given += 1;
        const become = [held(wanted, scope, customRoles)];
        for (const permission of permissions) {
          if (permission === "workspace.view" || reachOf(become, permission, policies) === null) continue;
          expect([permission, holdsAt(roles, permission, scope)]).toEqual([permission, true]);
        }
        // Nor by making others: nobody comes to hold more by two steps than by one.
        for (const further of [...roleKeys, ...customRoles.map(({ id }) => id)]) {
          if (!mayGrant({ ...granter, roles: become }, further, scope)) continue;
          for (const permission of permissions) {
            const theirs = reachOf([held(further, scope, customRoles)], permission, policies);
            if (permission === "workspace.view" || theirs === null) continue;
            expect([further, permission, holdsAt(roles, permission, scope)]).toEqual([
              further,
              permission,
              true,
            ]);
          }
        }
      },
    ),
    { numRuns: 3_000 },
  );
  // It would hold as well if nothing were ever given.
  expect(given).toBeGreaterThan(30);
});

test("a custom role holds where it is defined to and where it is given, with what lies below", () => {
  const role = custom("desk", ["people.view"], ["unit"]);
  const roles = (scope: Scope) => [held(role.id, scope, [role])];
  expect(reachOf(roles({ kind: "unit", id: "unit" }), "people.view", policies)).toMatchObject({
    units: new Set(["unit"]),
    groups: new Set(["group"]),
  });
  expect(reachOf(roles({ kind: "group", id: "group" }), "people.view", policies)).toBeNull();
  expect(reachOf(roles({ kind: "workspace" }), "people.view", policies)).toBeNull();
  expect(reachOf(roles({ kind: "unit", id: "unit" }), "people.export", policies)).toBeNull();
  // One that is deleted, and one that the workspace does not know, hold nothing at all.
  const gone = [{ role: role.id, scope: { kind: "unit", id: "unit" } as const }];
  for (const permission of permissions) expect(reachOf(gone, permission, policies)).toBeNull();
});

test("what a custom role may not be made of, it does not carry whatever stands in it", () => {
  expect(customPermissions).not.toContain("workspace.manage");
  expect(customPermissions).not.toContain("api_keys.manage");
  expect(customPermissions).not.toContain("workspace.view");
});

test("D8 narrows a custom role in a part in what it does with people, and nowhere else", () => {
  const role = custom("all", customPermissions);
  const at = (scope: Scope, may: "invite" | "add_existing" | "none") =>
    permissions.filter(
      (permission) =>
        reachOf([held(role.id, scope, [role])], permission, { ...policies, "group_level.may": may }) !== null,
    );
  const everything = ["workspace.view", ...customPermissions].sort();
  expect(at({ kind: "workspace" }, "none").sort()).toEqual(everything);
  const inGroup: Scope = { kind: "group", id: "group" };
  expect(at(inGroup, "invite").sort()).toEqual(everything);
  const lost = (may: "add_existing" | "none") =>
    everything.filter((permission) => !at(inGroup, may).includes(permission as Permission));
  const people = [
    "audit.view",
    "invitation.create",
    "invitation.manage",
    "member.change_names",
    "member.change_roles",
    "member.deactivate",
    "member.place",
    "member.remove",
    "people.export",
  ];
  expect(lost("add_existing")).toEqual(expect.arrayContaining(people));
  expect(lost("add_existing")).not.toContain("group.members");
  expect(lost("none")).toEqual(expect.arrayContaining([...people, "group.members"]));
  for (const kept of ["people.view", "group.manage", "course.create", "enrolment.manage", "session.manage"]) {
    expect(lost("none")).not.toContain(kept);
  }
});

// By hand: what carries nothing that the ceiling does not, and holds nowhere wider.
test.each<[SystemRole, readonly Permission[], CustomRole["holdsIn"], boolean]>([
  ["admin", customPermissions, ["workspace"], true],
  ["learner", ["people.view"], ["group"], false],
  ["coach", ["people.view", "course.view"], ["group"], true],
  ["coach", ["people.view", "course.view"], ["unit", "group"], false],
  ["coach", ["people.view", "invitation.create"], ["group"], false],
  ["user_admin", ["people.view", "invitation.create"], ["group"], true],
  ["user_admin", ["course.view"], ["group"], false],
  ["group_admin", ["group.manage", "member.remove"], ["unit"], true],
  ["group_admin", ["people.view"], ["workspace"], false],
  ["unit_manager", ["unit.manage"], ["unit"], false],
  ["instructor", ["course.create"], ["workspace"], true],
])("under the ceiling %s a role of %j in %j may be given: %s", (ceiling, carried, holdsIn, may) => {
  const role = custom("some", carried, holdsIn);
  expect(notAbove(role.id, ceiling, [role])).toBe(may);
  expect(notAbove(role.id, ceiling, [])).toBe(false);
});

test("the readable table has the workspace's own roles, where they hold and whom they make what", () => {
  const inviter = custom("inviter", ["people.view", "invitation.create"], ["group"]);
  const looker = custom("looker", ["people.view"], ["workspace", "group"]);
  const table = roleTable(policies, [inviter, looker]);
  const of = (role: RoleKey) => table.find((line) => line.role === role);
  expect(of(inviter.id)).toEqual({
    role: inviter.id,
    name: "inviter",
    holdsIn: ["group"],
    may: { "workspace.view": ["group"], "people.view": ["group"], "invitation.create": ["group"] },
    grants: ["learner", inviter.id, looker.id],
  });
  expect(of(looker.id)?.grants).toEqual([]);
  expect(of("admin")?.grants).toEqual([...roleKeys, inviter.id, looker.id]);
  expect(of("user_admin")?.grants).toEqual(["coach", "learner", inviter.id, looker.id]);
  expect(of("coach")?.grants).toEqual([]);
  expect(holdsEverywhere([held(looker.id, { kind: "workspace" }, [looker])], "people.view", policies)).toBe(
    true,
  );
});
