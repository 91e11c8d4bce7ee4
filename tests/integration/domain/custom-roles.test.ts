import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Context } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { Permission, RoleKey, SystemRole } from "../../../worker/domain/permissions.ts";
import { policiesOf } from "../../../worker/domain/policies.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import { idsOf, run } from "../../support/bulk.ts";
import {
  callerNow,
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";
import { plantCourse } from "../../support/learning.ts";

const password = "seven green bicycles";

/** A school with two groups, one of a unit, and ways to make a role and to give it. */
async function open(overrides: Record<string, unknown> = {}, options: Parameters<typeof openHouse>[0] = {}) {
  const house = openHouse(options);
  const { workspace, admin } = await createWorkspace(house, {
    overrides: {
      "roles.set": ["admin", "unit_manager", "group_admin", "user_admin", "coach", "learner"],
      ...overrides,
    },
  });
  const { id } = workspace;
  const north = await plantUnit(house, id, "North");
  const choir = await plantGroup(house, id, "Choir", { unitId: north.id });
  const band = await plantGroup(house, id, "Band");
  let changed: Record<string, unknown> = {};
  const now = async (member: TestMember) => {
    const caller = await callerNow(house, member);
    if (caller.kind !== "member") throw new Error("a member");
    const policies = policiesOf("standard", { ...workspace.policyOverrides, ...changed });
    return house.context({ ...caller, workspace: { ...caller.workspace, policies } });
  };
  /** The workspace wants it otherwise from the next request on. */
  const wants = (policies: Record<string, unknown>) => {
    changed = policies;
  };
  const asAdmin = () => now(admin);
  const role = async (
    permissions: Permission[],
    holdsIn: ("workspace" | "unit" | "group")[] = ["workspace", "group"],
    name = "Course secretary",
  ) => (await useCases.createCustomRole(await asAdmin(), { name, permissions, holdsIn })).id;
  const member = (roles: NonNullable<Parameters<typeof createMember>[2]>["roles"], groupIds: string[] = []) =>
    createMember(house, workspace, { roles, groupIds });
  const rolesOf = async ({ membershipId }: { membershipId: string }) => {
    const { results } = await house.database
      .prepare("select role, scope_id from role_assignments where membership_id = ? order by 1, 2")
      .bind(membershipId)
      .all<{ role: string; scope_id: string }>();
    return results.map(({ role: held, scope_id }) => (scope_id ? `${held}@${scope_id}` : held));
  };
  const named = async (email: string) => {
    const row = await house.database
      .prepare("select id as membershipId from memberships where workspace_id = ? and email = ?")
      .bind(id, email)
      .first<{ membershipId: string }>();
    return { membershipId: row?.membershipId ?? "" };
  };
  return { named, house, workspace, admin, north, choir, band, now, wants, asAdmin, role, member, rolesOf };
}

type School = Awaited<ReturnType<typeof open>>;

/** What stands in the trail about roles, oldest first. */
async function trail(house: House, workspaceId: string) {
  const { results } = await house.database
    .prepare(
      `select e.action, d.details from audit_events e join audit_details d on d.workspace_id = e.workspace_id
        and d.audit_id = e.id where e.workspace_id = ? and (e.action like 'role.%' or e.action = 'member.roles_changed')
        order by e.id`,
    )
    .bind(workspaceId)
    .all<{ action: string; details: string }>();
  return results.map(
    ({ action, details }) => [action, JSON.parse(details) as Record<string, unknown>] as const,
  );
}

const fieldError = async (act: Promise<unknown>) => {
  const error = (await act.then(
    () => null,
    (one: unknown) => one,
  )) as { details?: { errors?: { path: string; code: string; message: string }[] } } | null;
  return error?.details?.errors?.[0] ?? null;
};

async function mailTo({ house, workspace }: School, email: string) {
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mail = house.sent.findLast(({ to }) => to === email);
  return { mail, token: tokenIn(mail) };
}

test("a role of the workspace's own allows what it says, where it is held, from the next request on", async () => {
  const school = await open();
  const { house, choir, band, now, asAdmin, role, member } = school;
  const id = await role(["people.view", "member.change_names"], ["group"]);
  const secretary = await member([{ role: id, groupId: choir.id }]);
  const singer = await member(["learner"], [choir.id]);
  const drummer = await member(["learner"], [band.id]);

  const { rows } = await useCases.listPeople(await now(secretary), {});
  expect(rows.map((person) => person.id)).toEqual(idsOf(singer));
  const rename = async ({ membershipId }: TestMember) =>
    useCases.changeNames(await now(secretary), { membershipId, firstName: "Sol", lastName: "Ray" });
  expect(await rename(singer)).toMatchObject({ firstName: "Sol" });
  expect(await refusalOf(rename(drummer))).toBe("NOT_FOUND");
  const deactivate = async () =>
    useCases.deactivateMember(await now(secretary), { membershipId: singer.membershipId });
  expect(await refusalOf(deactivate())).toBe("FORBIDDEN");

  house.clock.advance(1);
  await useCases.changeCustomRole(await asAdmin(), {
    roleId: id,
    permissions: ["people.view", "member.deactivate"],
  });
  expect(await refusalOf(rename(singer))).toBe("FORBIDDEN");
  expect(await deactivate()).toMatchObject({ status: "deactivated" });

  // Where it may hold no more it holds nothing.
  house.clock.advance(1);
  await useCases.changeCustomRole(await asAdmin(), { roleId: id, holdsIn: ["workspace"] });
  expect(await refusalOf(useCases.listPeople(await now(secretary), {}))).toBe("FORBIDDEN");
  expect(
    (await trail(house, school.workspace.id)).map(([action, { before, after }]) => [action, before, after]),
  ).toEqual([
    ["role.created", undefined, undefined],
    [
      "role.changed",
      { permissions: ["people.view", "member.change_names"] },
      { permissions: ["people.view", "member.deactivate"] },
    ],
    ["role.changed", { holdsIn: ["group"] }, { holdsIn: ["workspace"] }],
  ]);
});

test("a name is a role's alone, whatever its case and accents, and no usual role is called so", async () => {
  const { asAdmin, role } = await open({
    terms: { en: { coach: { one: "Pilot", many: "Pilots" } } },
  });
  await role(["people.view"], ["workspace"], "Sécretary");
  const named = async (name: string) =>
    (
      await fieldError(
        useCases.createCustomRole(await asAdmin(), {
          name,
          permissions: ["people.view"],
          holdsIn: ["group"],
        }),
      )
    )?.code ?? "ok";
  for (const name of [
    "secretary",
    "SÉCRETARY",
    "admin",
    "group_admin",
    "Group Admin",
    "teacher",
    "Lernende",
    "pilot",
  ]) {
    expect([name, await named(name)]).toEqual([name, "taken"]);
  }
  for (const name of [
    "",
    "  ",
    "12",
    "a".repeat(61),
    "a\u0000b",
    "at www.evil.example",
    "me@here",
    "one; two",
  ]) {
    expect([name, await named(name)]).toEqual([name, "custom"]);
  }
  expect(await named(`  ${"a".repeat(60)}  `)).toBe("ok");
  expect(await named("<b>Front & \u202eback</b>")).toBe("ok");
  const { roles } = await useCases.listCustomRoles(await asAdmin(), {});
  expect(roles.map(({ name }) => name)).toEqual(["<b>Front & back</b>", "a".repeat(60), "Sécretary"]);
  const [, , secretary] = roles;
  const renamed = async (name: string) =>
    useCases.changeCustomRole(await asAdmin(), { roleId: secretary?.id ?? "", name });
  expect(await fieldError(renamed("a".repeat(60).toUpperCase()))).toMatchObject({ code: "taken" });
  expect(await renamed("SECRETARY")).toMatchObject({ name: "SECRETARY" });
  for (let number = 3; number < 20; number += 1)
    await role(["people.view"], ["group"], `Role number ${number}`);
  expect(
    await fieldError(
      useCases.createCustomRole(await asAdmin(), {
        name: "One more",
        permissions: ["people.view"],
        holdsIn: ["group"],
      }),
    ),
  ).toMatchObject({ code: "too_many", message: expect.stringContaining("at most 20") });
});

test("what makes an administrator is no part of any role, and a right over everything needs a role for everywhere", async () => {
  const { asAdmin } = await open();
  const made = async (permissions: Permission[], holdsIn: ("workspace" | "unit" | "group")[]) =>
    (await fieldError(useCases.createCustomRole(await asAdmin(), { name: "Some", permissions, holdsIn })))
      ?.path ?? "ok";
  expect(await made(["people.view", "workspace.manage"], ["workspace"])).toBe("permissions.1");
  expect(await made(["api_keys.manage"], ["workspace"])).toBe("permissions.0");
  expect(await made(["workspace.view"], ["workspace"])).toBe("permissions.0");
  expect(await made([], ["workspace"])).toBe("permissions");
  expect(await made(["people.view"], [])).toBe("holdsIn");
  expect(await made(["unit.manage"], ["unit", "group"])).toBe("permissions");
  expect(await made(["unit.manage"], ["workspace", "group"])).toBe("ok");
});

test("only administrators make, change and delete roles, and a key none above its ceiling", async () => {
  const { house, workspace, admin, north, member, now, role } = await open();
  const id = await role(["people.view", "member.place"], ["group"]);
  const everything = await role(
    ["people.view", "invitation.create", "member.change_roles", "unit.manage"],
    ["workspace"],
    "Almost everything",
  );
  for (const roles of [[{ role: "unit_manager" as const, unitId: north.id }], [everything]]) {
    const who = await now(await member(roles));
    expect(
      await refusalOf(
        useCases.createCustomRole(who, { name: "Mine", permissions: ["people.view"], holdsIn: ["group"] }),
      ),
    ).toBe("FORBIDDEN");
    expect(await refusalOf(useCases.changeCustomRole(who, { roleId: id, name: "Mine" }))).toBe("FORBIDDEN");
    expect(await refusalOf(useCases.deleteCustomRole(who, { roleId: id, to: null }))).toBe("FORBIDDEN");
    expect((await useCases.listCustomRoles(who, {})).roles).toHaveLength(2);
  }
  const keyed = async (maxRole: SystemRole, scopes: Permission[] = ["workspace.manage"]) => {
    const caller = await callerNow(house, admin);
    if (caller.kind !== "member") throw new Error("a member");
    return house.context({
      kind: "apiKey",
      workspace: caller.workspace,
      key: {
        id: "key_00000000000000000000000000",
        name: "sync",
        scopes,
        creatorMembershipId: admin.membershipId,
        creatorRoles: caller.membership.roles,
        maxRole,
      },
    });
  };
  const create = (ctx: Context, holdsIn: ("workspace" | "group")[], permissions: Permission[]) =>
    refusalOf(useCases.createCustomRole(ctx, { name: "By a key", permissions, holdsIn }));
  expect(await create(await keyed("learner"), ["group"], ["people.view"])).toBe("ROLE_ABOVE_YOURS");
  expect(await create(await keyed("group_admin"), ["workspace"], ["people.view"])).toBe("ROLE_ABOVE_YOURS");
  expect(await create(await keyed("user_admin"), ["group"], ["course.view"])).toBe("ROLE_ABOVE_YOURS");
  // Neither may what is above be changed, nor something be made what is above.
  const change = (ctx: Context, roleId: string, permissions: Permission[]) =>
    refusalOf(useCases.changeCustomRole(ctx, { roleId, permissions }));
  expect(await change(await keyed("group_admin"), everything, ["people.view"])).toBe("ROLE_ABOVE_YOURS");
  expect(await change(await keyed("user_admin"), id, ["course.view"])).toBe("ROLE_ABOVE_YOURS");
  expect(await refusalOf(useCases.deleteCustomRole(await keyed("coach"), { roleId: id, to: null }))).toBe(
    "ROLE_ABOVE_YOURS",
  );
  expect(
    await refusalOf(
      useCases.deleteCustomRole(await keyed("admin", ["people.view"]), { roleId: id, to: null }),
    ),
  ).toBe("SCOPE_MISSING");
  expect((await useCases.deleteCustomRole(await keyed("user_admin"), { roleId: id, to: null })).count).toBe(
    0,
  );

  // What a key hands out is bounded by the same.
  const low = await role(["people.view"], ["group"], "Looks on");
  const group = await plantGroup(house, workspace.id, "Chess");
  const gives = async (maxRole: SystemRole, given: RoleKey) =>
    useCases.inviteUser(await keyed(maxRole, ["invitation.create"]), {
      email: `${maxRole}@example.com`,
      roles: [given],
      groupIds: [group.id],
    });
  expect(await refusalOf(gives("learner", low))).toBe("ROLE_ABOVE_YOURS");
  expect(await refusalOf(gives("group_admin", everything))).toBe("ROLE_ABOVE_YOURS");
  await gives("coach", low);
});

test("whoever gives a role holds all that it allows there, and no role makes an administrator", async () => {
  const { house, choir, band, member, now, role, rolesOf } = await open();
  const within = await role(["people.view", "member.place"], ["workspace", "group"], "Within");
  const beyond = await role(["people.view", "audit.view", "course.manage"], ["workspace", "group"], "Beyond");
  const changes = await role(
    ["people.view", "member.place", "member.change_roles"],
    ["workspace", "group"],
    "Changes roles",
  );
  const head = await member([{ role: "group_admin", groupId: choir.id }]);
  const changer = await member([{ role: changes, groupId: choir.id }]);
  const everywhere = await member([changes]);
  type Given = (RoleKey | { role: RoleKey; groupId: string })[];
  const done = async (who: TestMember, roles: Given) => {
    const singer = await member(["learner"], [choir.id]);
    await useCases.changeRoles(await now(who), { membershipId: singer.membershipId, roles });
    return rolesOf(singer);
  };
  const at = (given: RoleKey, group = choir) => ({ role: given, groupId: group.id });
  expect(await done(head, ["learner", at(within)])).toEqual(["learner", `${within}@${choir.id}`]);
  expect(await done(changer, ["learner", at(within)])).toEqual(["learner", `${within}@${choir.id}`]);
  expect(await done(changer, [at(changes)])).toEqual([`${changes}@${choir.id}`]);
  const refused: [TestMember, Given, string][] = [
    [head, [at(beyond)], "ROLE_ABOVE_YOURS"],
    [changer, [at(beyond)], "ROLE_ABOVE_YOURS"],
    [changer, [at(within, band)], "NOT_FOUND"],
    [head, [within], "ROLE_ABOVE_YOURS"],
    [changer, [within], "ROLE_ABOVE_YOURS"],
    [changer, [at("group_admin")], "ROLE_ABOVE_YOURS"],
    [changer, [at("user_admin")], "ROLE_ABOVE_YOURS"],
    [changer, [at("coach")], "ROLE_ABOVE_YOURS"],
    [changer, ["admin"], "ROLE_ABOVE_YOURS"],
    [everywhere, ["admin"], "ROLE_ABOVE_YOURS"],
    [everywhere, [beyond], "ROLE_ABOVE_YOURS"],
    [everywhere, ["rol_01kabc4d5e6f7g8h9jkmnpqrst"], "VALIDATION_FAILED"],
  ];
  for (const [who, roles, code] of refused) {
    const singer = await member(["learner"], [choir.id]);
    expect([
      roles,
      await refusalOf(useCases.changeRoles(await now(who), { membershipId: singer.membershipId, roles })),
    ]).toEqual([roles, code]);
    expect(await rolesOf(singer)).toEqual(["learner"]);
  }
  // Nor does anybody act on who holds more than they.
  const auditor = await member([at(beyond)], [choir.id]);
  expect(
    await refusalOf(
      useCases.changeRoles(await now(changer), { membershipId: auditor.membershipId, roles: ["learner"] }),
    ),
  ).toBe("ROLE_ABOVE_YOURS");
  expect(house.sent).toEqual([]);
});

test("a role that carries inviting invites whatever the policy says of the usual ones, and D8 narrows it in a part", async () => {
  const school = await open({ "roles.may_invite": ["admin"], "roles.may_manage_invites": ["admin"] });
  const { house, choir, now, wants, role, member } = school;
  const id = await role(["people.view", "invitation.create", "invitation.manage", "group.manage"]);
  const inPart = await member([{ role: id, groupId: choir.id }]);
  const everywhere = await member([id]);
  const plain = await member([{ role: "group_admin", groupId: choir.id }]);
  let serial = 0;
  const invite = async (who: TestMember) => {
    serial += 1;
    return useCases.inviteUser(await now(who), { email: `new-${serial}@example.com`, groupIds: [choir.id] });
  };
  const { invitation } = await invite(inPart);
  expect(await useCases.cancelInvitation(await now(inPart), { invitationId: invitation.id })).toBeTruthy();
  await invite(everywhere);
  expect(await refusalOf(invite(plain))).toBe("FORBIDDEN");

  wants({ "group_level.may": "add_existing" });
  expect(await refusalOf(invite(inPart))).toBe("FORBIDDEN");
  await invite(everywhere);
  // What it does with the group itself is no matter of people.
  const changed = await useCases.changeGroup(await now(inPart), { groupId: choir.id, name: "Chorus" });
  expect(changed.group).toMatchObject({ name: "Chorus" });
  expect(house.sent).toEqual([]);
});

test("an invitation offers the role by its name, and holds only while its inviter could still give it", async () => {
  const school = await open();
  const { house, choir, now, asAdmin, role, member, rolesOf } = school;
  const id = await role(["people.view", "invitation.create", "member.place"], ["group"], "<b>Usher & Co</b>");
  await useCases.changeCustomRole(await asAdmin(), { roleId: id, description: "Keeps the doors." });
  const inviter = await member([{ role: id, groupId: choir.id }]);
  await useCases.inviteUser(await now(inviter), {
    email: "door@example.com",
    roles: [id],
    groupIds: [choir.id],
  });
  const { mail, token } = await mailTo(school, "door@example.com");
  expect(mail?.text).toContain("<b>Usher & Co</b>");
  expect(mail?.text).toContain("Keeps the doors.");
  expect(mail?.html).toContain("&lt;b&gt;Usher &amp; Co&lt;/b&gt;");
  expect(mail?.html).not.toContain("<b>Usher");
  const page = await useCases.viewInvitation(house.anonymous(), { token });
  expect(page).toMatchObject({
    state: "open",
    invitation: { roles: [{ role: id, groupId: choir.id }] },
    roleNames: [{ id, name: "<b>Usher & Co</b>", description: "Keeps the doors." }],
  });
  // Wider than its inviter: the role itself was changed, and theirs with it, so it is still theirs to give.
  await useCases.changeCustomRole(await asAdmin(), {
    roleId: id,
    permissions: ["people.view", "invitation.create", "member.place", "member.remove"],
  });
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("open");
  await useCases.changeCustomRole(await asAdmin(), {
    roleId: id,
    permissions: ["people.view", "member.place"],
  });
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("canceled");
  await useCases.changeCustomRole(await asAdmin(), {
    roleId: id,
    permissions: ["people.view", "invitation.create", "member.place"],
  });
  await useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "Dora", password });
  expect(await rolesOf(await school.named("door@example.com"))).toEqual([`${id}@${choir.id}`]);
});

test("whoever deletes a role says where its people go, with their invitations and all that names it", async () => {
  const school = await open();
  const { house, workspace, choir, asAdmin, role, member, rolesOf } = school;
  const id = await role(["people.view", "member.place"], ["workspace", "group"]);
  const other = await role(["people.view"], ["group"], "Looks on");
  await useCases.createCustomField(await asAdmin(), {
    name: "Size",
    kind: "text",
    requiredFor: [id, "learner"],
  });
  const both = await member(["learner", { role: id, groupId: choir.id }], [choir.id]);
  const only = await member([{ role: id, groupId: choir.id }], [choir.id]);
  await useCases.inviteUser(await asAdmin(), {
    email: "late@example.com",
    roles: [{ role: id, groupId: choir.id }],
    customFields: { size: "m" },
  });
  const { token } = await mailTo(school, "late@example.com");
  const view = await useCases.viewCustomRole(await asAdmin(), { roleId: id });
  expect(view).toMatchObject({
    people: 3,
    invited: 1,
    successors: ["group_admin", "user_admin", "coach", "learner", other],
  });
  const remove = async (to: RoleKey | null) => useCases.deleteCustomRole(await asAdmin(), { roleId: id, to });
  // No wider than it is held, not the same again, and nobody becomes an administrator by the way.
  for (const to of ["unit_manager", "admin", "instructor", id] as RoleKey[]) {
    expect([to, (await fieldError(remove(to)))?.code]).toEqual([to, "no_successor"]);
  }
  expect(await remove(other)).toMatchObject({ count: 3, jobId: null });
  expect(await rolesOf(both)).toEqual(["learner", `${other}@${choir.id}`]);
  expect(await rolesOf(only)).toEqual([`${other}@${choir.id}`]);
  const { fields } = await useCases.listCustomFields(await asAdmin(), {});
  expect(fields[0]?.requiredFor).toEqual(["learner"]);
  // What the invitee had seen is not what they would get: they are told first.
  const accept = (revision: number) =>
    useCases.joinAsNewPerson(house.anonymous(), { token, revision, firstName: "Lee", password });
  expect(await refusalOf(accept(1))).toBe("TERMS_CHANGED");
  await accept(2);
  expect(await rolesOf(await school.named("late@example.com"))).toEqual([`${other}@${choir.id}`]);
  const told = (await trail(house, workspace.id)).filter(([action]) => action !== "role.created");
  expect(told.map(([action]) => action).sort()).toEqual([
    "member.roles_changed",
    "member.roles_changed",
    "member.roles_changed",
    "role.deleted",
  ]);
  expect(told.find(([action]) => action === "role.deleted")?.[1]).toMatchObject({
    name: "Course secretary",
    replacedBy: "Looks on",
    count: 3,
  });
  expect(await refusalOf(remove(null))).toBe("NOT_FOUND");
  // Its name is free again.
  await role(["people.view"], ["group"]);

  // Nothing instead: who has no other role is a learner, and nobody is left without any.
  await useCases.deleteCustomRole(await asAdmin(), { roleId: other, to: null });
  expect(await rolesOf(both)).toEqual(["learner"]);
  expect(await rolesOf(only)).toEqual(["learner"]);
});

test("of an acceptance and the end of the role at once, nobody comes in with what is gone", async () => {
  for (let round = 0; round < 4; round += 1) {
    const school = await open();
    const { house, choir, asAdmin, role, database } = { ...school, database: school.house.database };
    const id = await role(["people.view"], ["group"]);
    await useCases.inviteUser(await asAdmin(), {
      email: "race@example.com",
      roles: [id],
      groupIds: [choir.id],
    });
    const { token } = await mailTo(school, "race@example.com");
    const by = await asAdmin();
    const outcomes = await Promise.allSettled([
      useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "Ray", password }),
      useCases.deleteCustomRole(by, { roleId: id, to: null }),
    ]);
    expect(outcomes[1].status).toBe("fulfilled");
    const { results } = await database
      .prepare("select role from role_assignments where workspace_id = ? and role like 'rol_%'")
      .bind(school.workspace.id)
      .all();
    expect(results).toEqual([]);
  }
});

test("of giving a role and its end at once, nobody holds what is gone", async () => {
  for (let round = 0; round < 4; round += 1) {
    const { house, workspace, choir, asAdmin, role, member } = await open();
    const id = await role(["people.view"], ["group"]);
    const singer = await member(["learner"], [choir.id]);
    const [one, other] = [await asAdmin(), await asAdmin()];
    await Promise.allSettled([
      useCases.changeRoles(one, {
        membershipId: singer.membershipId,
        roles: ["learner", { role: id, groupId: choir.id }],
      }),
      useCases.deleteCustomRole(other, { roleId: id, to: null }),
    ]);
    const roles = (await useCases.listCustomRoles(await asAdmin(), {})).roles.map((one) => one.id);
    const { results } = await house.database
      .prepare("select role from role_assignments where workspace_id = ? and role like 'rol_%'")
      .bind(workspace.id)
      .all<{ role: string }>();
    // Whoever was first: where the role was given meanwhile it is still there, and otherwise nobody has it.
    for (const held of results) expect(roles).toContain(held.role);
  }
});

test("a role of many is over at once and taken from them by a job", async () => {
  const school = await open();
  const { house, workspace, asAdmin, role, member, now } = school;
  const id = await role(["people.view"], ["workspace"]);
  const first = await member([id]);
  const { DB } = env;
  await DB.prepare(
    `with recursive n(value) as (select 1 union all select value + 1 from n where value < 600)
      insert into memberships (workspace_id, id, email, first_name, last_name, language, status, shown_as, delivery,
        inviter_id, search_terms, created_at)
      select m.workspace_id, 'mem_' || substr('00000000000000000000000000' || n.value, -26), 'many-' || n.value || '@example.com',
        'Many', 'Person', 'en', 'active', 'active', 'none', '', '[]', m.created_at
      from n join memberships m on m.id = ?`,
  )
    .bind(first.membershipId)
    .run();
  await DB.prepare(
    "insert into role_assignments select workspace_id, id, ?1, '', null, null from memberships where workspace_id = ?2 and first_name = 'Many'",
  )
    .bind(id, workspace.id)
    .run();
  expect((await useCases.viewCustomRole(await asAdmin(), { roleId: id })).people).toBe(501);
  // Held everywhere, it could become what holds everywhere; but nobody becomes an administrator by the way.
  const promoted = useCases.deleteCustomRole(await asAdmin(), { roleId: id, to: "admin" });
  expect((await fieldError(promoted))?.code).toBe("no_successor");
  const { count, jobId } = await useCases.deleteCustomRole(await asAdmin(), { roleId: id, to: null });
  expect(count).toBe(501);
  // It holds nothing before the job has begun, and nobody can be given it.
  expect(await refusalOf(useCases.listPeople(await now(first), {}))).toBe("FORBIDDEN");
  expect((await useCases.listCustomRoles(await asAdmin(), {})).roles).toEqual([]);
  await expect(
    DB.prepare("insert into role_assignments values (?, ?, ?, '', null, null)")
      .bind(workspace.id, school.admin.membershipId, id)
      .run(),
  ).rejects.toThrow("ROLE_GONE");
  await run(house, workspace.id, jobId ?? "");
  const { results } = await DB.prepare(
    "select role, count(*) as n from role_assignments where workspace_id = ? group by role order by role",
  )
    .bind(workspace.id)
    .all();
  expect(results).toEqual([
    { role: "admin", n: 1 },
    { role: "learner", n: 601 },
  ]);
  const left = await DB.prepare("select count(*) as n from custom_roles where workspace_id = ?")
    .bind(workspace.id)
    .first();
  expect(left).toEqual({ n: 0 });
  expect(await useCases.viewJob(await asAdmin(), { jobId: jobId ?? "" })).toMatchObject({
    kind: "replace_role",
    subject: "Course secretary",
    outcomes: [{ outcome: "done", count: 601 }],
  });
});

test("a file names the roles of the workspace's own, asks before it brings them, and fails where one is gone", async () => {
  const school = await open({ "csv.allowed_roles": ["learner"] });
  const { house, workspace, asAdmin, role, rolesOf } = school;
  const id = await role(["people.view"], ["group"]);
  const stage = async (name: string) => {
    async function* file() {
      yield new TextEncoder().encode(
        `email,role,group\n${name}@example.com,course  SECRETARY,Choir\nbad@example.com,Secretery,Choir\n`,
      );
    }
    return useCases.stageImport(await asAdmin(), { fileName: "people.csv", file: file() });
  };
  const rowsOf = async (importId: string) =>
    (await useCases.listImportRows(await asAdmin(), { importId })).rows.map(({ outcome, problems }) => [
      outcome,
      problems.map(({ code, expected }) => [code, expected]),
    ]);
  const here = ["admin", "unit_manager", "group_admin", "user_admin", "coach", "learner", "Course secretary"];
  const staged = await stage("ann");
  expect(await rowsOf(staged.id)).toEqual([
    ["error", [["role_needs_confirmation", here]]],
    ["error", [["role_unknown", here]]],
  ]);
  const work = async (importId: string) => {
    for (let more = true, round = 0; more && round < 20; round += 1) {
      ({ more } = await useCases.runImport(house.system(), { workspaceId: workspace.id, importId }));
    }
  };
  await useCases.confirmRoles(await asAdmin(), { importId: staged.id });
  await work(staged.id);
  await useCases.confirmImport(await asAdmin(), { importId: staged.id });
  await work(staged.id);
  expect(await rolesOf(await school.named("ann@example.com"))).toEqual([`${id}@${school.choir.id}`]);

  const second = await stage("ben");
  await useCases.confirmRoles(await asAdmin(), { importId: second.id });
  await work(second.id);
  await useCases.deleteCustomRole(await asAdmin(), { roleId: id, to: null });
  await useCases.confirmImport(await asAdmin(), { importId: second.id });
  await work(second.id);
  expect((await school.named("ben@example.com")).membershipId).toBe("");
  const [gone] = await rowsOf(second.id);
  expect(gone).toEqual(["error", [["role_unknown", here.slice(0, -1)]]]);
});

test("what was decided by a right is not written once the role has lost it", async () => {
  const { house, choir, now, asAdmin, role, member } = await open();
  const id = await role(["people.view", "member.change_names", "group.members"], ["group"]);
  const secretary = await member([{ role: id, groupId: choir.id }]);
  const singer = await member(["learner"], [choir.id]);
  const stranger = await member(["learner"]);
  // Both were let in by the role as it was.
  const before = await now(secretary);
  await useCases.changeCustomRole(await asAdmin(), { roleId: id, permissions: ["people.view"] });
  const { membershipId } = singer;
  expect(
    await refusalOf(useCases.changeNames(before, { membershipId, firstName: "Sol", lastName: "Ray" })),
  ).toBe("FORBIDDEN");
  const joining = { groupId: choir.id, membershipIds: [stranger.membershipId] };
  expect(await refusalOf(useCases.addGroupMembers(before, joining))).toBe("EDIT_CONFLICT");
  const { results } = await house.database
    .prepare("select first_name from memberships where id = ?")
    .bind(membershipId)
    .all<{ first_name: string }>();
  expect(results[0]?.first_name).toBe("Pat");
});

test("a role that comes to carry more ends what others opened for its people, and one that carries less does not", async () => {
  const { house, workspace, choir, asAdmin, role } = await open({
    "identity.allow_no_email": true,
    "identity.username": "optional",
    "direct_setup.enabled": true,
  });
  const id = await role(["people.view", "member.place"], ["group"]);
  const { id: ana } = await useCases.setUpMember(await asAdmin(), {
    username: "ana",
    firstName: "Ana",
    lastName: "Ruiz",
    roles: [{ role: id, groupId: choir.id }],
  });
  await useCases.makeSignInCards(await asAdmin(), { membershipIds: [ana] });
  const cards = async () =>
    (
      await house.database
        .prepare("select count(*) as n from sign_in_cards where workspace_id = ?")
        .bind(workspace.id)
        .first<{ n: number }>()
    )?.n;
  const change = async (permissions: Permission[]) =>
    useCases.changeCustomRole(await asAdmin(), { roleId: id, permissions });
  await change(["people.view"]);
  expect(await cards()).toBe(1);
  await change(["people.view", "member.remove"]);
  expect(await cards()).toBe(0);
  // And the account that was opened by somebody else's word.
  await house.database
    .prepare(
      "update users set opened_by = 'card', password_hash = 'quick$theirs', email_verified_at = null, must_change_password = 0 where id = (select user_id from memberships where id = ?)",
    )
    .bind(ana)
    .run();
  await useCases.changeCustomRole(await asAdmin(), { roleId: id, holdsIn: ["unit", "group"] });
  const account = await house.database
    .prepare(
      "select password_hash, opened_by from users where id = (select user_id from memberships where id = ?)",
    )
    .bind(ana)
    .first();
  expect(account).toEqual({ password_hash: null, opened_by: null });
});

test("whoever has two roles acts in the one of the workspace's own, and begins in the manage area", async () => {
  const { house, workspace, choir, role, member } = await open({ "ui.role_switcher": true });
  const id = await role(["people.view"], ["group"]);
  const ana = await member(["learner", { role: id, groupId: choir.id }]);
  const { secret } = await useCases.signIn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: ana.email,
    password: ana.password,
  });
  const caller = async () => (await resolveCaller(house.anonymous(), secret, workspace.slug)).caller;
  expect(await useCases.actInRole(house.context(await caller()), { role: id })).toEqual({
    role: id,
    landing: "manage",
  });
  const acting = await caller();
  expect(acting.kind === "member" && acting.membership.roles.map((held) => held.role)).toEqual([id]);
  await useCases.actInRole(house.context(acting), { role: "learner" });
  expect(await refusalOf(useCases.listPeople(house.context(await caller()), {}))).toBe("FORBIDDEN");
});

test("many are given the role and lose it by one act, and lists find them by it", async () => {
  const { house, workspace, choir, asAdmin, role, member, rolesOf } = await open();
  const id = await role(["people.view"], ["group"]);
  const people = [await member(["learner"], [choir.id]), await member(["learner"], [choir.id])];
  const at = { role: id, groupId: choir.id };
  const given = await useCases.startPeopleJob(await asAdmin(), {
    action: "change_roles",
    ids: idsOf(...people),
    addRole: at,
  });
  await run(house, workspace.id, given.jobId);
  for (const person of people) expect(await rolesOf(person)).toEqual(["learner", `${id}@${choir.id}`]);
  const listed = await useCases.listPeople(await asAdmin(), { role: id });
  expect(listed.rows.map((person) => person.id).sort()).toEqual(idsOf(...people).sort());
  const taken = await useCases.startPeopleJob(await asAdmin(), {
    action: "change_roles",
    filter: { role: id },
    removeRole: at,
  });
  await run(house, workspace.id, taken.jobId);
  for (const person of people) expect(await rolesOf(person)).toEqual(["learner"]);
  // A job finds the role gone.
  const late = await useCases.startPeopleJob(await asAdmin(), {
    action: "change_roles",
    ids: idsOf(...people),
    addRole: at,
  });
  await useCases.deleteCustomRole(await asAdmin(), { roleId: id, to: null });
  await run(house, workspace.id, late.jobId);
  expect((await useCases.viewJob(await asAdmin(), { jobId: late.jobId })).outcomes).toEqual([
    { outcome: "right_lost", count: 2 },
  ]);
});

test("a course secretary enrols in a part and cannot see the next", async () => {
  const { house, workspace, choir, band, now, role, member } = await open();
  const id = await role(["people.view", "course.view", "enrolment.manage", "progress.view"], ["group"]);
  const secretary = await member([{ role: id, groupId: choir.id }]);
  const singer = await member(["learner"], [choir.id]);
  const drummer = await member(["learner"], [band.id]);
  const courseId = await plantCourse(house, workspace.id, "Music");
  const enrol = async ({ membershipId }: TestMember) =>
    useCases.enrolMember(await now(secretary), { membershipId, courseId });
  expect(await enrol(singer)).toMatchObject({ status: "active" });
  expect(await refusalOf(enrol(drummer))).toBe("NOT_FOUND");
  expect(
    await refusalOf(
      useCases.inviteUser(await now(secretary), { email: "no@example.com", groupIds: [choir.id] }),
    ),
  ).toBe("FORBIDDEN");
});

test("who asks, with the roles of the workspace's own, is read in one round trip", async () => {
  const counted = countRoundTrips(env.DB);
  const { house, workspace, choir, role, member } = await open({}, { database: counted.database });
  const id = await role(["people.view"], ["group"]);
  const ana = await member([{ role: id, groupId: choir.id }]);
  const { secret } = await useCases.signIn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: ana.email,
    password: ana.password,
  });
  const before = counted.calls();
  const { caller } = await resolveCaller(house.anonymous(), secret, workspace.slug);
  expect(counted.calls() - before).toBe(1);
  expect(caller.kind === "member" && caller.membership.roles).toEqual([
    {
      role: id,
      scope: { kind: "group", id: choir.id },
      custom: {
        id,
        name: "Course secretary",
        description: "",
        permissions: ["people.view"],
        holdsIn: ["group"],
      },
      within: { units: [], groups: [choir.id] },
    },
  ]);
});
