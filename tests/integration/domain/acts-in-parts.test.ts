import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { openDatabase } from "../../../db/index.ts";
import {
  auditEvents,
  groupMembers,
  memberships,
  roleAssignments,
  unitMembers,
} from "../../../db/schema/index.ts";
import { listAuditEvents } from "../../../worker/domain/audit-trail/list-audit-events.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { changeNames } from "../../../worker/domain/members/change-names.ts";
import { changeRoles } from "../../../worker/domain/members/change-roles.ts";
import { deactivateMember } from "../../../worker/domain/members/deactivate-member.ts";
import { placeMember } from "../../../worker/domain/members/place-member.ts";
import { reactivateMember } from "../../../worker/domain/members/reactivate-member.ts";
import { removeMember } from "../../../worker/domain/members/remove-member.ts";
import { viewMember } from "../../../worker/domain/members/view-member.ts";
import { roleKeys } from "../../../worker/domain/permissions.ts";
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
} from "../../support/house.ts";
import { enrolmentsOf, plantCourse } from "../../support/learning.ts";

const open = {
  "roles.set": [...roleKeys],
  "roles.may_invite": [...roleKeys],
  "roles.may_manage_invites": [...roleKeys],
  "units.enabled": true,
  "units.per_person": "several",
};

/** North with a group, South; a manager of North; people of North, of South, of both and of none. */
async function northAndSouth(house: House, overrides: Record<string, unknown> = {}) {
  const space = await createWorkspace(house, { overrides: { ...open, ...overrides } });
  const { id } = space.workspace;
  const north = await plantUnit(house, id, "North");
  const south = await plantUnit(house, id, "South");
  const pier = await plantGroup(house, id, "Pier", { unitId: north.id });
  const choir = await plantGroup(house, id, "Choir");
  const member = (options: Parameters<typeof createMember>[2]) =>
    createMember(house, space.workspace, options);
  return {
    ...space,
    north,
    south,
    pier,
    choir,
    manager: await member({
      firstName: "Mona",
      roles: [{ role: "unit_manager", unitId: north.id }],
      unitIds: [north.id],
    }),
    nora: await member({ firstName: "Nora", unitIds: [north.id] }),
    sam: await member({ firstName: "Sam", unitIds: [south.id] }),
    bo: await member({ firstName: "Bo", unitIds: [north.id, south.id] }),
    nobody: await member({ firstName: "Nobody" }),
  };
}

const statusOf = async (house: House, { membershipId }: TestMember) =>
  (await house.system().db.select().from(memberships).where(eq(memberships.id, membershipId)))[0]?.status;

const rolesOf = async (house: House, { membershipId }: TestMember) =>
  (
    await house
      .system()
      .db.select()
      .from(roleAssignments)
      .where(eq(roleAssignments.membershipId, membershipId))
  )
    .map(({ role, scopeId }) => (scopeId ? `${role}@${scopeId}` : role))
    .sort();

const groupsOf = async (house: House, { membershipId }: TestMember) =>
  Object.fromEntries(
    (
      await house.system().db.select().from(groupMembers).where(eq(groupMembers.membershipId, membershipId))
    ).map(({ groupId, kind }) => [groupId, kind]),
  );

const unitsOf = async (house: House, { membershipId }: TestMember) =>
  (await house.system().db.select().from(unitMembers).where(eq(unitMembers.membershipId, membershipId)))
    .map(({ unitId }) => unitId)
    .sort();

test("a manager acts on who is theirs with every place; who is elsewhere too is refused, who is elsewhere is not there", async () => {
  const house = openHouse();
  const { manager, nora, sam, bo, nobody } = await northAndSouth(house);
  const ctx = () => house.context(manager.caller);
  const acts = [
    (membershipId: string) => changeNames(ctx(), { membershipId, firstName: "New" }),
    (membershipId: string) => changeRoles(ctx(), { membershipId, roles: ["learner"] }),
    (membershipId: string) => deactivateMember(ctx(), { membershipId }),
    (membershipId: string) => reactivateMember(ctx(), { membershipId }),
    (membershipId: string) => removeMember(ctx(), { membershipId, confirmation: nora.email }),
  ];
  for (const act of acts) {
    expect(await refusalOf(act(sam.membershipId))).toBe("NOT_FOUND");
    expect(await refusalOf(act(nobody.membershipId))).toBe("NOT_FOUND");
    expect(await refusalOf(act(bo.membershipId))).toBe("ELSEWHERE_TOO");
  }
  for (const act of acts) await act(nora.membershipId);
  expect(await statusOf(house, nora)).toBe("removed");
  expect(await statusOf(house, bo)).toBe("active");
});

test("nobody above the manager is theirs to act on, even in their unit", async () => {
  const house = openHouse();
  const { manager, workspace, north } = await northAndSouth(house);
  for (const role of ["admin", "instructor", "group_admin"] as const) {
    const above = await createMember(house, workspace, {
      roles: role === "group_admin" ? [{ role, unitId: north.id }] : [role],
      unitIds: [north.id],
    });
    const { membershipId } = above;
    const ctx = house.context(manager.caller);
    expect(await refusalOf(deactivateMember(ctx, { membershipId })), role).toBe("ROLE_ABOVE_YOURS");
    expect(await refusalOf(changeRoles(ctx, { membershipId, roles: ["learner"] })), role).toBe(
      "ROLE_ABOVE_YOURS",
    );
  }
});

test("roles are given where they hold: at a unit, at a group, everywhere, and count at the next request", async () => {
  const house = openHouse();
  const { admin, nora, north, choir } = await northAndSouth(house);
  const counted = countRoundTrips(env.DB);
  const ctx = { ...house.context(admin.caller), db: openDatabase(counted.database) };
  const { roles } = await changeRoles(ctx, {
    membershipId: nora.membershipId,
    roles: ["learner", { role: "unit_manager", unitId: north.id }, { role: "coach", groupId: choir.id }],
  });
  expect(counted.roundTrips()).toBe(2);
  expect(roles).toHaveLength(3);
  expect(await rolesOf(house, nora)).toEqual([`coach@${choir.id}`, "learner", `unit_manager@${north.id}`]);
  expect(await groupsOf(house, nora)).toEqual({ [choir.id]: "direct" });
  const later = await callerNow(house, nora);
  const page = await useCases.listPeople(house.context(later), {});
  expect(page.rows.map(({ firstName }) => firstName).sort()).toEqual(["Bo", "Mona", "Nora"]);
  // By its name alone a role of a part stays where it is held.
  await changeRoles(house.context(admin.caller), {
    membershipId: nora.membershipId,
    roles: ["learner", "unit_manager"],
  });
  expect(await rolesOf(house, nora)).toEqual(["learner", `unit_manager@${north.id}`]);
});

test("a role is refused where it cannot hold, nowhere, at what does not exist, and outside the asker's part", async () => {
  const house = openHouse();
  const { admin, manager, nora, north, south, choir, pier } = await northAndSouth(house);
  const other = await createWorkspace(house);
  const foreign = await plantUnit(house, other.workspace.id, "North");
  const give = (who: TestMember, role: Parameters<typeof changeRoles>[1]["roles"][number]) =>
    refusalOf(
      changeRoles(house.context(who.caller), { membershipId: nora.membershipId, roles: ["learner", role] }),
    );
  expect(await give(admin, "unit_manager")).toBe("VALIDATION_FAILED");
  expect(await give(admin, { role: "unit_manager", groupId: choir.id })).toBe("VALIDATION_FAILED");
  expect(await give(admin, { role: "admin", unitId: north.id })).toBe("VALIDATION_FAILED");
  expect(await give(admin, { role: "unit_manager", unitId: foreign.id })).toBe("NOT_FOUND");
  expect(await give(manager, { role: "unit_manager", unitId: foreign.id })).toBe("NOT_FOUND");
  expect(await give(manager, { role: "unit_manager", unitId: south.id })).toBe("NOT_FOUND");
  expect(await give(manager, { role: "coach", groupId: choir.id })).toBe("NOT_FOUND");
  expect(await give(manager, { role: "coach", groupId: pier.id })).toBe("ROLE_ABOVE_YOURS");
  expect(await give(manager, { role: "group_admin", unitId: north.id })).toBe("ROLE_ABOVE_YOURS");
  expect(await give(manager, "admin")).toBe("ROLE_ABOVE_YOURS");
  expect(await rolesOf(house, nora)).toEqual(["learner"]);
  await changeRoles(house.context(manager.caller), {
    membershipId: nora.membershipId,
    roles: ["learner", { role: "unit_manager", unitId: north.id }],
  });
  expect(await rolesOf(house, nora)).toEqual(["learner", `unit_manager@${north.id}`]);
});

test("a manager demotes themselves and is one no more; the last administrator stays, with whatever else they hold", async () => {
  const house = openHouse();
  const { manager, admin, north } = await northAndSouth(house);
  await changeRoles(house.context(manager.caller), {
    membershipId: manager.membershipId,
    roles: ["learner"],
  });
  expect(await refusalOf(useCases.listPeople(house.context(await callerNow(house, manager)), {}))).toBe(
    "FORBIDDEN",
  );
  const keep = changeRoles(house.context(admin.caller), {
    membershipId: admin.membershipId,
    roles: [{ role: "unit_manager", unitId: north.id }],
  });
  expect(await refusalOf(keep)).toBe("LAST_ADMIN");
});

test("a manager who is demoted while they act changes nothing, also where they manage another unit", async () => {
  const house = openHouse();
  const { admin, workspace, nora, north, south } = await northAndSouth(house);
  const both = await createMember(house, workspace, {
    roles: [
      { role: "unit_manager", unitId: north.id },
      { role: "unit_manager", unitId: south.id },
    ],
    unitIds: [north.id, south.id],
  });
  // Their request has been let in; then North is taken from them.
  const stale = house.context(both.caller);
  await changeRoles(house.context(admin.caller), {
    membershipId: both.membershipId,
    roles: [{ role: "unit_manager", unitId: south.id }],
  });
  expect(await refusalOf(deactivateMember(stale, { membershipId: nora.membershipId }))).toBe("FORBIDDEN");
  expect(await refusalOf(changeRoles(stale, { membershipId: nora.membershipId, roles: ["learner"] }))).toBe(
    "FORBIDDEN",
  );
  expect(
    await refusalOf(placeMember(stale, { membershipId: nora.membershipId, unitIds: [north.id, south.id] })),
  ).toBe("FORBIDDEN");
  expect(await statusOf(house, nora)).toBe("active");
  expect(await unitsOf(house, nora)).toEqual([north.id]);
});

test("who is put elsewhere between reading and writing is not acted on as a whole", async () => {
  const house = openHouse();
  const { workspace, manager, nora, south } = await northAndSouth(house);
  const ctx = house.context(manager.caller);
  const batch = ctx.db.batch.bind(ctx.db);
  let moved = false;
  // Somebody adds Nora to South right before the manager's write.
  ctx.db.batch = (async (statements: Parameters<typeof batch>[0]) => {
    if (!moved) {
      moved = true;
      await house
        .system()
        .db.insert(unitMembers)
        .values({ workspaceId: workspace.id, membershipId: nora.membershipId, unitId: south.id });
    }
    return batch(statements);
  }) as unknown as typeof ctx.db.batch;
  expect(await refusalOf(deactivateMember(ctx, { membershipId: nora.membershipId }))).toBe("ELSEWHERE_TOO");
  expect(moved).toBe(true);
  expect(await statusOf(house, nora)).toBe("active");
});

test("a part's page of a person tells what is of the part, and offers what may be done", async () => {
  const house = openHouse();
  const { admin, manager, nora, bo, sam, north, south, choir } = await northAndSouth(house);
  for (const { membershipId } of [bo, nora]) {
    await placeMember(house.context(admin.caller), { membershipId, addGroupIds: [choir.id] });
  }
  await changeRoles(house.context(admin.caller), {
    membershipId: bo.membershipId,
    roles: [
      "learner",
      { role: "unit_manager", unitId: south.id },
      { role: "unit_manager", unitId: north.id },
    ],
  });
  const seen = await viewMember(house.context(manager.caller), { membershipId: bo.membershipId });
  expect(seen.units.map(({ name }) => name)).toEqual(["North"]);
  expect(seen.groups).toEqual([]);
  expect(seen.roles.map(({ role, place }) => [role, place]).sort()).toEqual([
    ["learner", null],
    ["unit_manager", "North"],
  ]);
  expect(seen.elsewhereToo).toBe(true);
  expect(JSON.stringify(seen.timeline)).not.toContain("Choir");
  expect(Object.entries(seen.may).filter(([, may]) => may)).toEqual([
    ["place", true],
    ["enrol", true],
  ]);
  const whole = await viewMember(house.context(admin.caller), { membershipId: bo.membershipId });
  expect(whole.units.map(({ name }) => name).sort()).toEqual(["North", "South"]);
  expect(whole.groups).toEqual([{ id: choir.id, name: "Choir", derived: false }]);
  expect(JSON.stringify(whole.timeline)).toContain("Choir");
  const view = (membershipId: string) => viewMember(house.context(manager.caller), { membershipId });
  expect(await refusalOf(view(sam.membershipId))).toBe("NOT_FOUND");
});

test("a person's page offers acts on the whole person for the whole person alone, and for nobody above", async () => {
  const house = openHouse();
  const { workspace, manager, nora, bo, north, south } = await northAndSouth(house);
  const boss = await createMember(house, workspace, { roles: ["instructor"], unitIds: [north.id] });
  // What they hold is the manager's to hand out; where they are is not.
  const astride = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id, south.id],
  });
  const offered = async ({ membershipId }: TestMember) =>
    Object.entries((await viewMember(house.context(manager.caller), { membershipId })).may)
      .filter(([, may]) => may)
      .map(([act]) => act);
  expect(await offered(nora)).toEqual(expect.arrayContaining(["changeNames", "changeRoles", "deactivate"]));
  for (const one of [bo, boss, astride]) {
    const acts = await offered(one);
    const whole = [
      "changeNames",
      "changeRoles",
      "describe",
      "deactivate",
      "remove",
      "setAccessEnd",
      "exportData",
    ];
    expect(acts.filter((act) => whole.includes(act))).toEqual([]);
  }
});

test("roles that hold elsewhere, and places that somebody came from or went to, are told to nobody of a part", async () => {
  const house = openHouse();
  const { admin, manager, bo, north, south, choir, pier } = await northAndSouth(house);
  const asAdmin = () => house.context(admin.caller);
  const { membershipId } = bo;
  await changeRoles(asAdmin(), {
    membershipId,
    roles: [
      "learner",
      { role: "group_admin", groupId: choir.id },
      { role: "unit_manager", unitId: south.id },
    ],
  });
  await placeMember(asAdmin(), { membershipId, unitIds: [north.id] });
  await placeMember(asAdmin(), { membershipId, unitIds: [north.id, south.id] });
  const { invitation } = await useCases.inviteUser(asAdmin(), {
    email: "astride@example.com",
    roles: ["learner", { role: "group_admin", groupId: choir.id }],
    unitIds: [north.id],
  });
  await useCases.editInvitation(asAdmin(), { invitationId: invitation.id, unitIds: [north.id, south.id] });
  await useCases.setAccessEnd(asAdmin(), { membershipId, accessEndsOn: "2026-03-20" });
  const ctx = () => house.context(manager.caller);
  const told = {
    list: await useCases.listPeople(ctx(), {}),
    page: await viewMember(ctx(), { membershipId }),
    invited: await viewMember(ctx(), { membershipId: invitation.userId }),
    trail: await listAuditEvents(ctx(), {}),
    invitations: await useCases.listInvitations(ctx(), {}),
    ofOne: await useCases.listInvitations(ctx(), { userId: invitation.userId }),
    invitation: await useCases.viewInvitationDetail(ctx(), { invitationId: invitation.id }),
    leaving: await useCases.listLeaving(ctx(), {}),
    placed: await placeMember(ctx(), { membershipId, addGroupIds: [pier.id] }),
  };
  for (const [what, answer] of Object.entries(told)) {
    const text = JSON.stringify(answer);
    expect([what, text.length > 100]).toEqual([what, true]);
    for (const name of [south.id, choir.id, "South", "Choir"]) {
      expect([what, name, text.includes(name)]).toEqual([what, name, false]);
    }
  }
  // Who sees everything is told all of it.
  const whole = JSON.stringify(await viewMember(asAdmin(), { membershipId }));
  for (const name of [south.id, choir.id, "South", "Choir"]) expect(whole).toContain(name);
});

test("the trail of a part tells of its people, its units and its groups, and of nothing else", async () => {
  const house = openHouse();
  const { admin, manager, nora, sam, bo, choir, pier } = await northAndSouth(house);
  const ctx = () => house.context(admin.caller);
  for (const { membershipId } of [nora, sam, bo]) {
    await changeNames(ctx(), { membershipId, firstName: "Renamed" });
  }
  await useCases.addGroupMembers(ctx(), { groupId: choir.id, membershipIds: [bo.membershipId] });
  await useCases.addGroupMembers(ctx(), { groupId: pier.id, membershipIds: [sam.membershipId] });
  await useCases.changeWorkspace(ctx(), { name: "Other" });
  const { events } = await listAuditEvents(house.context(manager.caller), {});
  expect(events.map(({ action, membershipId }) => [action, membershipId]).sort()).toEqual(
    [
      ["group.member_added", sam.membershipId],
      ["member.names_changed", bo.membershipId],
      ["member.names_changed", nora.membershipId],
      // Sam is in a group of North by now.
      ["member.names_changed", sam.membershipId],
    ].sort(),
  );
  expect(events.every(({ ipPrefix }) => ipPrefix === null)).toBe(true);
  expect(JSON.stringify(events)).not.toContain("Choir");
  const about = (membershipId: string) =>
    listAuditEvents(house.context(manager.caller), { membershipId }).then(
      ({ events: found }) => found.length,
    );
  expect(await about(nora.membershipId)).toBe(1);
  expect(await about(admin.membershipId)).toBe(0);
  expect((await listAuditEvents(ctx(), {})).events.length).toBeGreaterThan(5);
});

test("placing moves between units, adds to groups with what follows, and keeps one unit where there is one", async () => {
  const house = openHouse();
  const { admin, nora, north, south, choir, workspace } = await northAndSouth(house, {
    "units.per_person": "one",
    "groups.propagate_learner": true,
    "enrol.from_group": true,
  });
  const above = await plantGroup(house, workspace.id, "Above");
  const below = await plantGroup(house, workspace.id, "Below", { parent: above });
  await plantCourse(house, workspace.id, "Of groups", { groupIds: [above.id] });
  await plantCourse(house, workspace.id, "Of units", { unitIds: [south.id] });
  const place = (input: Omit<Parameters<typeof placeMember>[1], "membershipId">) =>
    placeMember(house.context(admin.caller), { membershipId: nora.membershipId, ...input });
  expect(await refusalOf(place({ unitIds: [north.id, south.id] }))).toBe("VALIDATION_FAILED");
  await place({ unitIds: [south.id], addGroupIds: [below.id, choir.id] });
  expect(await unitsOf(house, nora)).toEqual([south.id]);
  expect(await groupsOf(house, nora)).toEqual({
    [below.id]: "direct",
    [above.id]: "derived",
    [choir.id]: "direct",
  });
  const taken = async () => (await enrolmentsOf(house, nora.membershipId)).map(({ title }) => title);
  expect(await taken()).toEqual(["Of groups", "Of units"]);
  await place({ removeGroupIds: [above.id] });
  expect(await groupsOf(house, nora)).toEqual({ [choir.id]: "direct" });
  expect(await taken()).toEqual(["Of groups", "Of units"]);
});

test("a manager places within their part: other places are not there, and stay as they are", async () => {
  const house = openHouse();
  const { manager, nora, bo, sam, south, pier, choir, admin } = await northAndSouth(house);
  const place = (who: TestMember, input: Omit<Parameters<typeof placeMember>[1], "membershipId">) =>
    placeMember(house.context(manager.caller), { membershipId: who.membershipId, ...input });
  await placeMember(house.context(admin.caller), {
    membershipId: bo.membershipId,
    addGroupIds: [choir.id],
  });
  expect(await refusalOf(place(sam, { addGroupIds: [pier.id] }))).toBe("NOT_FOUND");
  expect(await refusalOf(place(nora, { unitIds: [south.id] }))).toBe("NOT_FOUND");
  expect(await refusalOf(place(nora, { addGroupIds: [choir.id] }))).toBe("NOT_FOUND");
  expect(await refusalOf(place(bo, { removeGroupIds: [choir.id] }))).toBe("NOT_FOUND");
  expect(await refusalOf(place(bo, { labels: ["mine"] }))).toBe("ELSEWHERE_TOO");
  const seen = await place(bo, { unitIds: [], addGroupIds: [pier.id] });
  expect(seen.unitIds).toEqual([]);
  expect(await unitsOf(house, bo)).toEqual([south.id]);
  expect(await groupsOf(house, bo)).toEqual({ [choir.id]: "direct", [pier.id]: "direct" });
  await place(nora, { labels: ["early", "Early ", "late"] });
  const [row] = await house
    .system()
    .db.select()
    .from(memberships)
    .where(eq(memberships.id, nora.membershipId));
  expect(row?.labels).toEqual(["early", "late"]);
});

test("leaving a unit takes the roles there along, which must be the asker's to take", async () => {
  const house = openHouse();
  const { admin, manager, workspace, north, pier } = await northAndSouth(house);
  const chief = await createMember(house, workspace, {
    roles: ["learner", { role: "unit_manager", unitId: north.id }, { role: "coach", groupId: pier.id }],
    unitIds: [north.id],
    groupIds: [pier.id],
  });
  const by = (who: TestMember, input: Omit<Parameters<typeof placeMember>[1], "membershipId">) =>
    placeMember(house.context(who.caller), { membershipId: chief.membershipId, ...input });
  expect(await refusalOf(by(manager, { removeGroupIds: [pier.id] }))).toBe("ROLE_ABOVE_YOURS");
  await by(manager, { unitIds: [] });
  expect(await rolesOf(house, chief)).toEqual([`coach@${pier.id}`, "learner"]);
  await by(admin, { removeGroupIds: [pier.id] });
  expect(await rolesOf(house, chief)).toEqual(["learner"]);
});

test("two placements of one person at once: one is done, the other is told", async () => {
  const house = openHouse();
  const { admin, nora, south, north } = await northAndSouth(house, { "units.per_person": "one" });
  const move = (unitId: string) =>
    placeMember(house.context(admin.caller), { membershipId: nora.membershipId, unitIds: [unitId] }).then(
      () => "done",
      (error) => String(error.code),
    );
  await placeMember(house.context(admin.caller), { membershipId: nora.membershipId, unitIds: [] });
  expect((await Promise.all([move(south.id), move(north.id)])).sort()).toEqual(["EDIT_CONFLICT", "done"]);
  expect(await unitsOf(house, nora)).toHaveLength(1);
});

test("another workspace's member, unit and group are not there to be placed", async () => {
  const house = openHouse();
  const { admin, nora } = await northAndSouth(house);
  const other = await northAndSouth(house);
  const place = (input: Parameters<typeof placeMember>[1]) =>
    refusalOf(placeMember(house.context(admin.caller), input));
  const { membershipId } = nora;
  expect(await place({ membershipId: other.nora.membershipId, unitIds: [] })).toBe("NOT_FOUND");
  expect(await place({ membershipId, unitIds: [other.north.id] })).toBe("NOT_FOUND");
  expect(await place({ membershipId, addGroupIds: [other.choir.id] })).toBe("NOT_FOUND");
  expect(await place({ membershipId, removeGroupIds: [other.choir.id] })).toBe("NOT_FOUND");
  const events = await house
    .system()
    .db.select()
    .from(auditEvents)
    .where(and(eq(auditEvents.membershipId, membershipId)));
  expect(events).toEqual([]);
});
