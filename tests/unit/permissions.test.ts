import fc from "fast-check";
import { expect, test } from "vitest";
import { mayGrant } from "../../worker/domain/granting.ts";
import {
  covers,
  type HeldRole,
  holdsEverywhere,
  type Permission,
  permissions,
  type RoleKey,
  reachOf,
  roleKeys,
  type Scope,
  scopesFor,
  touches,
} from "../../worker/domain/permissions.ts";

const open = {
  "roles.may_invite": roleKeys as readonly string[],
  "roles.may_manage_invites": roleKeys as readonly string[],
  "group_level.may": "invite",
} as const;

/** Who hands out roles, where there are no others than Usher's. */
const giving = (roles: readonly HeldRole[]) => ({ roles, policies: open, customRoles: [] });

const everywhere = (role: RoleKey): HeldRole => ({ role, scope: { kind: "workspace" } });
const inUnit = (role: RoleKey): HeldRole => ({ role, scope: { kind: "unit", id: "unt_a" } });
const inGroup = (role: RoleKey): HeldRole => ({ role, scope: { kind: "group", id: "grp_a" } });
const inSession = (role: RoleKey): HeldRole => ({ role, scope: { kind: "session", id: "cos_a" } });

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
  ],
  unit_manager: ["workspace.view"],
  group_admin: ["workspace.view"],
  user_admin: ["workspace.view"],
  coach: ["workspace.view"],
  session_instructor: ["workspace.view"],
  instructor: ["workspace.view", "course.view", "course.create"],
  learner: [],
};

const managing: Permission[] = [
  "workspace.view",
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
  "course.view",
  "enrolment.manage",
  "progress.view",
  "registration.manage",
  "audit.view",
];

const ofGroupAdmins: Permission[] = [
  ...managing,
  "group.manage",
  "course.create",
  "session.manage",
  "session.invite",
];

const ofSessionInstructors: Permission[] = [
  "workspace.view",
  "course.view",
  "enrolment.manage",
  "progress.view",
  "session.invite",
];

/** The same for the roles that hold in a unit, a group or a session, within it. */
const allowedWithin: [HeldRole, Permission[]][] = [
  [inUnit("unit_manager"), managing],
  [inGroup("unit_manager"), ["workspace.view"]],
  [inGroup("group_admin"), ofGroupAdmins],
  [inUnit("group_admin"), ofGroupAdmins],
  [
    inGroup("user_admin"),
    [
      "workspace.view",
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
    ],
  ],
  [inUnit("user_admin"), ["workspace.view"]],
  [inGroup("coach"), ["workspace.view", "people.view", "course.view", "progress.view", "session.invite"]],
  [inSession("session_instructor"), ofSessionInstructors],
  [inGroup("session_instructor"), ofSessionInstructors],
  [inGroup("instructor"), ["workspace.view"]],
  [inSession("coach"), ["workspace.view"]],
  [inGroup("admin"), ["workspace.view"]],
  [inUnit("admin"), ["workspace.view"]],
  [inGroup("learner"), []],
];

/** Where roles of a part may only add people who are members already (D8): academy. */
const addingOnly: Permission[] = [
  "workspace.view",
  "people.view",
  "group.members",
  "course.view",
  "enrolment.manage",
  "progress.view",
];

test("where a part may only add existing people, nothing else of its administrators' rights over people is left", () => {
  const policies = { ...open, "group_level.may": "add_existing" } as const;
  for (const held of [inGroup("group_admin"), inUnit("group_admin"), inUnit("unit_manager")]) {
    const may = permissions.filter((permission) => scopesFor([held], permission, policies).length > 0);
    expect([held.role, may]).toEqual([held.role, permissions.filter((one) => addingOnly.includes(one))]);
  }
  expect(holdsEverywhere([everywhere("admin")], "invitation.create", policies)).toBe(true);
});

test("a reach is the part with all that lies below it, and covers only who is in it with every place", () => {
  const manager: HeldRole = {
    ...inUnit("unit_manager"),
    within: { units: ["unt_a", "unt_b"], groups: ["grp_x"] },
  };
  const reach = reachOf([manager], "people.view", open);
  if (reach === null || reach === "everywhere") throw new Error("a part was expected");
  expect([[...reach.units], [...reach.groups], [...reach.sessions]]).toEqual([
    ["unt_a", "unt_b"],
    ["grp_x"],
    [],
  ]);
  expect(reachOf([manager], "unit.manage", open)).toBe(null);
  expect(reachOf([manager, everywhere("admin")], "people.view", open)).toBe("everywhere");
  const at = (unitIds: string[], groupIds: string[] = []) => ({ unitIds, groupIds });
  expect(covers(reach, at(["unt_b"], ["grp_x"]))).toBe(true);
  expect(covers(reach, at(["unt_b", "unt_c"]))).toBe(false);
  expect(covers(reach, at(["unt_b"], ["grp_y"]))).toBe(false);
  expect(covers(reach, at([]))).toBe(false);
  expect(covers("everywhere", at([]))).toBe(true);
  expect(touches(reach, at(["unt_b", "unt_c"]))).toBe(true);
  expect(touches(reach, at(["unt_c"], ["grp_y"]))).toBe(false);
  expect(touches(reach, at([]))).toBe(false);
});

test("a part makes learners of those whose every place lies in it, and hands out its roles within it", () => {
  const manager: HeldRole = {
    ...inUnit("unit_manager"),
    within: { units: ["unt_a", "unt_b"], groups: ["grp_x"] },
  };
  const at = (unitIds: string[], groupIds: string[] = []) => ({ unitIds, groupIds });
  const learner = (places: { unitIds: string[]; groupIds: string[] }) =>
    mayGrant(giving([manager]), "learner", { kind: "workspace" }, places);
  expect(learner(at(["unt_b"]))).toBe(true);
  expect(learner(at(["unt_b"], ["grp_x"]))).toBe(true);
  expect(learner(at(["unt_c"]))).toBe(false);
  expect(learner(at(["unt_b"], ["grp_y"]))).toBe(false);
  expect(learner(at([]))).toBe(false);
  expect(mayGrant(giving([manager]), "unit_manager", { kind: "unit", id: "unt_b" })).toBe(true);
  expect(mayGrant(giving([manager]), "unit_manager", { kind: "unit", id: "unt_c" })).toBe(false);
  expect(mayGrant(giving([manager]), "unit_manager", { kind: "workspace" }, at(["unt_b"]))).toBe(false);
  expect(mayGrant(giving([manager]), "admin", { kind: "unit", id: "unt_a" })).toBe(false);
  expect(mayGrant(giving([manager]), "group_admin", { kind: "group", id: "grp_x" })).toBe(false);
  expect(mayGrant(giving([inGroup("group_admin")]), "coach", { kind: "group", id: "grp_a" })).toBe(true);
  expect(mayGrant(giving([inGroup("group_admin")]), "coach", { kind: "group", id: "grp_b" })).toBe(false);
  expect(
    mayGrant(giving([inGroup("group_admin")]), "session_instructor", { kind: "session", id: "cos_a" }),
  ).toBe(false);
});

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
    const given = roleKeys.filter((wanted) =>
      mayGrant(giving([everywhere(role)]), wanted, { kind: "workspace" }),
    );
    expect([role, given]).toEqual([role, roleKeys.filter((wanted) => grantable[role].includes(wanted))]);
  }
});

test("a role that holds in a unit or a group hands out nothing in the whole workspace or elsewhere", () => {
  const manager: HeldRole = { role: "unit_manager", scope: { kind: "unit", id: "unt_a" } };
  expect(mayGrant(giving([manager]), "learner", { kind: "workspace" })).toBe(false);
  expect(mayGrant(giving([manager]), "learner", { kind: "unit", id: "unt_b" })).toBe(false);
  expect(mayGrant(giving([manager]), "learner", { kind: "group", id: "unt_a" })).toBe(false);
  expect(mayGrant(giving([manager]), "learner", { kind: "unit", id: "unt_a" })).toBe(true);
  expect(holdsEverywhere([manager], "people.view", open)).toBe(false);
  expect(scopesFor([manager], "people.view", open)).toEqual([{ kind: "unit", id: "unt_a" }]);
});

test("inviting and managing invitations are the policy's to give", () => {
  const onlyAdmins = { ...open, "roles.may_invite": ["admin"], "roles.may_manage_invites": ["admin"] };
  const administrator: HeldRole = { role: "group_admin", scope: { kind: "group", id: "grp_a" } };
  expect(scopesFor([administrator], "invitation.create", onlyAdmins)).toEqual([]);
  expect(scopesFor([administrator], "invitation.manage", onlyAdmins)).toEqual([]);
  const inGroups = { ...onlyAdmins, "roles.may_invite": ["admin", "group_admin@group"] };
  expect(scopesFor([administrator], "invitation.create", inGroups)).toEqual([{ kind: "group", id: "grp_a" }]);
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
        expect(mayGrant(giving([]), "learner", where)).toBe(false);
        for (const one of scopesFor(roles, permission, open)) {
          expect(scopesFor([...roles, more], permission, open)).toContainEqual(one);
        }
        for (const wanted of roleKeys) {
          if (mayGrant(giving(roles), wanted, where))
            expect(mayGrant(giving([...roles, more]), wanted, where)).toBe(true);
        }
      },
    ),
  );
});

test("whoever receives a role can hand out nothing that its giver could not", () => {
  fc.assert(
    fc.property(fc.constantFrom(...roleKeys), fc.constantFrom(...roleKeys), (giver, given) => {
      const there: Scope = { kind: "workspace" };
      if (!mayGrant(giving([everywhere(giver)]), given, there)) return;
      for (const further of roleKeys) {
        if (mayGrant(giving([everywhere(given)]), further, there)) {
          expect(mayGrant(giving([everywhere(giver)]), further, there)).toBe(true);
        }
      }
    }),
  );
});
