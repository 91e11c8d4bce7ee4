import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type HeldRole,
  holdsEverywhere,
  mayGrant,
  type Permission,
  permissions,
  type RoleKey,
  roleKeys,
  type Scope,
  scopesFor,
} from "../../worker/domain/permissions.ts";

const open = {
  "roles.may_invite": roleKeys as readonly string[],
  "roles.may_manage_invites": roleKeys as readonly string[],
};

const everywhere = (role: RoleKey): HeldRole => ({ role, scope: { kind: "workspace" } });

/**
 * What a role may do in the whole workspace, written by hand from the role table of the specification and
 * never derived from the code. Roles of a unit or a group hold nothing there.
 */
const allowed: Record<RoleKey, Permission[]> = {
  admin: [
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
  ],
  unit_manager: ["workspace.view"],
  group_admin: ["workspace.view"],
  user_admin: ["workspace.view"],
  coach: ["workspace.view"],
  session_instructor: ["workspace.view"],
  instructor: ["workspace.view"],
  learner: [],
};

/** The same for the roles that hold in a unit or a group, within it. */
const allowedWithin: [HeldRole, Permission[]][] = [
  [
    { role: "unit_manager", scope: { kind: "unit", id: "unt_a" } },
    ["workspace.view", "people.view", "invitation.create", "invitation.manage"],
  ],
  [
    { role: "group_admin", scope: { kind: "group", id: "grp_a" } },
    ["workspace.view", "people.view", "invitation.create", "invitation.manage"],
  ],
  [
    { role: "user_admin", scope: { kind: "group", id: "grp_a" } },
    ["workspace.view", "people.view", "invitation.create", "invitation.manage"],
  ],
  [{ role: "coach", scope: { kind: "group", id: "grp_a" } }, ["workspace.view"]],
  [{ role: "admin", scope: { kind: "group", id: "grp_a" } }, ["workspace.view"]],
];

test("a role of a unit or a group may do what the table says, there and only there", () => {
  for (const [held, within] of allowedWithin) {
    const may = permissions.filter((permission) => scopesFor([held], permission, open).length > 0);
    expect([held.role, may]).toEqual([held.role, permissions.filter((one) => within.includes(one))]);
    const everywhere = permissions.filter((permission) => holdsEverywhere([held], permission, open));
    expect([held.role, everywhere]).toEqual([held.role, []]);
  }
});

test("each role may do exactly what the table says", () => {
  for (const role of roleKeys) {
    const may = permissions.filter((permission) => holdsEverywhere([everywhere(role)], permission, open));
    expect([role, may]).toEqual([
      role,
      permissions.filter((permission) => allowed[role].includes(permission)),
    ]);
  }
});

const grantable: Record<RoleKey, RoleKey[]> = {
  admin: [
    "admin",
    "unit_manager",
    "group_admin",
    "user_admin",
    "coach",
    "session_instructor",
    "instructor",
    "learner",
  ],
  unit_manager: [],
  group_admin: [],
  user_admin: [],
  coach: [],
  session_instructor: [],
  instructor: [],
  learner: [],
};

test("nobody hands out more than the table says", () => {
  for (const role of roleKeys) {
    const given = roleKeys.filter((wanted) => mayGrant([everywhere(role)], wanted, { kind: "workspace" }));
    expect([role, given]).toEqual([role, roleKeys.filter((wanted) => grantable[role].includes(wanted))]);
  }
});

test("a role that holds in a unit or a group hands out nothing in the whole workspace or elsewhere", () => {
  const manager: HeldRole = { role: "unit_manager", scope: { kind: "unit", id: "unt_a" } };
  expect(mayGrant([manager], "learner", { kind: "workspace" })).toBe(false);
  expect(mayGrant([manager], "learner", { kind: "unit", id: "unt_b" })).toBe(false);
  expect(mayGrant([manager], "learner", { kind: "group", id: "unt_a" })).toBe(false);
  expect(mayGrant([manager], "learner", { kind: "unit", id: "unt_a" })).toBe(true);
  expect(holdsEverywhere([manager], "people.view", open)).toBe(false);
  expect(scopesFor([manager], "people.view", open)).toEqual([{ kind: "unit", id: "unt_a" }]);
});

test("inviting and managing invitations are the policy's to give", () => {
  const onlyAdmins = { "roles.may_invite": ["admin"], "roles.may_manage_invites": ["admin"] };
  const administrator: HeldRole = { role: "group_admin", scope: { kind: "group", id: "grp_a" } };
  expect(scopesFor([administrator], "invitation.create", onlyAdmins)).toEqual([]);
  expect(scopesFor([administrator], "invitation.manage", onlyAdmins)).toEqual([]);
  const inGroups = { ...onlyAdmins, "roles.may_invite": ["admin", "group_admin@group"] };
  const inGroup: HeldRole = { role: "group_admin", scope: { kind: "group", id: "grp_a" } };
  expect(scopesFor([inGroup], "invitation.create", inGroups)).toEqual([{ kind: "group", id: "grp_a" }]);
  expect(scopesFor([everywhere("group_admin")], "invitation.create", inGroups)).toEqual([]);
});

const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant<Scope>({ kind: "workspace" }),
  fc.constantFrom<Scope>({ kind: "unit", id: "a" }, { kind: "unit", id: "b" }, { kind: "group", id: "a" }),
);
const held: fc.Arbitrary<HeldRole> = fc.record({ role: fc.constantFrom(...roleKeys), scope });

test("without roles nothing is allowed, and one role more never allows less", () => {
  fc.assert(
    fc.property(
      fc.array(held),
      held,
      fc.constantFrom(...permissions),
      scope,
      (roles, more, permission, where) => {
        expect(scopesFor([], permission, open)).toEqual([]);
        expect(mayGrant([], "learner", where)).toBe(false);
        for (const one of scopesFor(roles, permission, open)) {
          expect(scopesFor([...roles, more], permission, open)).toContainEqual(one);
        }
        for (const wanted of roleKeys) {
          if (mayGrant(roles, wanted, where)) expect(mayGrant([...roles, more], wanted, where)).toBe(true);
        }
      },
    ),
  );
});

test("whoever receives a role can hand out nothing that its giver could not", () => {
  fc.assert(
    fc.property(fc.constantFrom(...roleKeys), fc.constantFrom(...roleKeys), (giver, given) => {
      const there: Scope = { kind: "workspace" };
      if (!mayGrant([everywhere(giver)], given, there)) return;
      for (const further of roleKeys) {
        if (mayGrant([everywhere(given)], further, there)) {
          expect(mayGrant([everywhere(giver)], further, there)).toBe(true);
        }
      }
    }),
  );
});
