import { eq, inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  auditEvents,
  groupMembers,
  memberships,
  roleAssignments,
  unitMembers,
} from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { changeRoles } from "../../../worker/domain/members/change-roles.ts";
import { roleKeys } from "../../../worker/domain/permissions.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  day,
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

async function school(house: House, overrides: Record<string, unknown> = {}) {
  const space = await createWorkspace(house, { overrides: { ...open, ...overrides } });
  const { id } = space.workspace;
  const north = await plantUnit(house, id, "North");
  const bay = await plantUnit(house, id, "Bay", north);
  const south = await plantUnit(house, id, "South");
  const choir = await plantGroup(house, id, "Choir");
  const pier = await plantGroup(house, id, "Pier", { unitId: north.id });
  const member = (options: Parameters<typeof createMember>[2]) =>
    createMember(house, space.workspace, options);
  const manager = await member({
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  return { ...space, north, bay, south, choir, pier, member, manager };
}

async function run(house: House, workspaceId: string, jobId: string) {
  for (let round = 0; round < 20; round += 1) {
    const { more } = await useCases.runJob(house.system(), { workspaceId, jobId });
    if (!more) return;
  }
  throw new Error("the job does not end");
}

type Wanted = Parameters<typeof useCases.startPeopleJob>[1];

async function bulk(house: House, who: TestMember, workspaceId: string, wanted: Wanted) {
  const ctx = () => house.context(who.caller);
  const { confirmation: _, ...asked } = wanted;
  const preview = await useCases.previewPeopleJob(ctx(), asked);
  const { jobId } = await useCases.startPeopleJob(ctx(), wanted);
  await run(house, workspaceId, jobId);
  const { outcomes } = await useCases.viewJob(ctx(), { jobId });
  const said = Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]));
  // What the preview promised is what happened.
  expect(said.done ?? 0).toBe(preview.willDo);
  return { preview, outcomes: said, jobId };
}

const statusOf = async (house: House, ...who: TestMember[]) => {
  const rows = await house
    .system()
    .db.select()
    .from(memberships)
    .where(
      inArray(
        memberships.id,
        who.map(({ membershipId }) => membershipId),
      ),
    );
  return who.map(({ membershipId }) => rows.find(({ id }) => id === membershipId)?.status);
};

const idsOf = (...who: TestMember[]) => who.map(({ membershipId }) => membershipId);

test("a bulk deactivation leaves out oneself and who is deactivated, and is taken back for those it did", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house);
  const [a, b] = [await member({}), await member({})];
  const gone = await member({ status: "deactivated" });
  const ids = idsOf(a, b, gone, admin);
  const { jobId, outcomes } = await bulk(house, admin, workspace.id, { action: "deactivate", ids });
  expect(outcomes).toEqual({ done: 2, not_active: 1, yourself: 1 });
  expect(await statusOf(house, a, b, admin)).toEqual(["deactivated", "deactivated", "active"]);
  const back = await bulk(house, admin, workspace.id, { action: "reactivate", ofJob: jobId });
  expect(back.outcomes).toEqual({ done: 2 });
  expect(await statusOf(house, a, b, gone)).toEqual(["active", "active", "deactivated"]);
  const events = await house
    .system()
    .db.select()
    .from(auditEvents)
    .where(eq(auditEvents.membershipId, a.membershipId));
  expect(events.map(({ action }) => action).sort()).toEqual(["member.deactivated", "member.reactivated"]);
});

test("a bulk act by a manager means who is of their part, and says who is elsewhere too", async () => {
  const house = openHouse();
  const { workspace, manager, member, north, bay, south } = await school(house);
  const mine = await member({ unitIds: [bay.id] });
  const shared = await member({ unitIds: [north.id, south.id] });
  const other = await member({ unitIds: [south.id] });
  const nowhere = await member({});
  const chief = await member({ roles: ["admin"], unitIds: [north.id] });
  const { preview, outcomes } = await bulk(house, manager, workspace.id, {
    action: "deactivate",
    filter: {},
  });
  expect(preview.total).toBe(4);
  expect(outcomes).toEqual({ done: 1, elsewhere_too: 1, role_above_yours: 1, yourself: 1 });
  expect(await statusOf(house, mine, shared, other, nowhere, chief)).toEqual([
    "deactivated",
    "active",
    "active",
    "active",
    "active",
  ]);
  const ctx = () => house.context(manager.caller);
  expect(
    await refusalOf(useCases.startPeopleJob(ctx(), { action: "deactivate", ids: idsOf(other, nowhere) })),
  ).toBe("NOT_FOUND");
  expect(
    await refusalOf(useCases.startPeopleJob(ctx(), { action: "deactivate", filter: { unitId: south.id } })),
  ).toBe("NOT_FOUND");
});

test("a chunk keeps to the part that its starter has by then: who left it is not found", async () => {
  const house = openHouse();
  const { workspace, manager, admin, member, north, south } = await school(house);
  const stays = await member({ unitIds: [north.id] });
  const leaves = await member({ unitIds: [north.id] });
  const { jobId } = await useCases.startPeopleJob(house.context(manager.caller), {
    action: "deactivate",
    ids: idsOf(stays, leaves),
  });
  await useCases.placeMember(house.context(admin.caller), {
    membershipId: leaves.membershipId,
    unitIds: [south.id],
  });
  await run(house, workspace.id, jobId);
  const { outcomes } = await useCases.viewJob(house.context(admin.caller), { jobId });
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["done", "not_found"]);
  expect(await statusOf(house, stays, leaves)).toEqual(["deactivated", "active"]);
});

test("a starter who lost their part, or all of it, stops: nobody is acted on any more", async () => {
  const house = openHouse();
  const { workspace, manager, admin, member, north, south } = await school(house);
  const one = await member({ unitIds: [north.id] });
  const start = () =>
    useCases.startPeopleJob(house.context(manager.caller), { action: "deactivate", ids: idsOf(one) });
  const first = await start();
  const second = await start();
  await changeRoles(house.context(admin.caller), {
    membershipId: manager.membershipId,
    roles: [{ role: "unit_manager", unitId: south.id }],
  });
  await run(house, workspace.id, first.jobId);
  await changeRoles(house.context(admin.caller), { membershipId: manager.membershipId, roles: ["learner"] });
  await run(house, workspace.id, second.jobId);
  const outcomes = async (jobId: string) =>
    (await useCases.viewJob(house.context(admin.caller), { jobId })).outcomes;
  expect(await outcomes(first.jobId)).toEqual([{ outcome: "not_found", count: 1 }]);
  expect(await outcomes(second.jobId)).toEqual([{ outcome: "right_lost", count: 1 }]);
  expect(await statusOf(house, one)).toEqual(["active"]);
});

test("a starter who is demoted between a chunk's reading and its writing writes nothing", async () => {
  const house = openHouse();
  const { workspace, manager, admin, member, north } = await school(house);
  const one = await member({ unitIds: [north.id] });
  const { jobId } = await useCases.startPeopleJob(house.context(manager.caller), {
    action: "deactivate",
    ids: idsOf(one),
  });
  const ctx = house.system();
  const batch = ctx.db.batch.bind(ctx.db);
  let calls = 0;
  ctx.db.batch = (async (statements: Parameters<typeof batch>[0]) => {
    calls += 1;
    if (calls === 3) {
      await changeRoles(house.context(admin.caller), {
        membershipId: manager.membershipId,
        roles: ["learner"],
      });
    }
    return batch(statements);
  }) as unknown as typeof ctx.db.batch;
  await useCases.runJob(ctx, { workspaceId: workspace.id, jobId });
  expect(calls).toBe(3);
  expect(await statusOf(house, one)).toEqual(["active"]);
  const { outcomes } = await useCases.viewJob(house.context(admin.caller), { jobId });
  expect(outcomes).toEqual([{ outcome: "changed_meanwhile", count: 1 }]);
});

test("removing many wants the number typed that the preview named", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house);
  const [a, b] = [await member({}), await member({})];
  const wanted = { action: "remove" as const, ids: idsOf(a, b, admin) };
  const ctx = () => house.context(admin.caller);
  expect(await refusalOf(useCases.startPeopleJob(ctx(), wanted))).toBe("VALIDATION_FAILED");
  expect(await refusalOf(useCases.startPeopleJob(ctx(), { ...wanted, confirmation: 3 }))).toBe(
    "VALIDATION_FAILED",
  );
  const { outcomes } = await bulk(house, admin, workspace.id, { ...wanted, confirmation: 2 });
  expect(outcomes).toEqual({ done: 2, yourself: 1 });
  expect(await statusOf(house, a, b, admin)).toEqual(["removed", "removed", "active"]);
});

test("people are put into a group with what follows, and taken out of it and what lies below", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house, {
    "groups.propagate_learner": true,
    "enrol.from_group": true,
  });
  const above = await plantGroup(house, workspace.id, "Above");
  const below = await plantGroup(house, workspace.id, "Below", { parent: above });
  await plantCourse(house, workspace.id, "Of above", { groupIds: [above.id] });
  const [a, b] = [await member({}), await member({ groupIds: [below.id] })];
  const coach = await member({ roles: [{ role: "coach", groupId: below.id }], groupIds: [below.id] });
  const ids = idsOf(a, b, coach);
  const rowsOf = async ({ membershipId }: TestMember) =>
    Object.fromEntries(
      (
        await house.system().db.select().from(groupMembers).where(eq(groupMembers.membershipId, membershipId))
      ).map(({ groupId, kind }) => [groupId, kind]),
    );
  const added = await bulk(house, admin, workspace.id, { action: "place", addGroupId: below.id, ids });
  expect(added.outcomes).toEqual({ done: 1, already: 2 });
  expect(await rowsOf(a)).toEqual({ [below.id]: "direct", [above.id]: "derived" });
  expect(await enrolmentsOf(house, a.membershipId)).toHaveLength(1);
  await bulk(house, admin, workspace.id, { action: "place", addGroupId: above.id, ids });
  const taken = await bulk(house, admin, workspace.id, { action: "place", removeGroupId: above.id, ids });
  expect(taken.outcomes).toEqual({ done: 2, role_there: 1 });
  expect(await rowsOf(a)).toEqual({});
  expect(await rowsOf(b)).toEqual({});
});

test("a group administrator puts people into their group alone, and takes out whom they see", async () => {
  const house = openHouse();
  const { workspace, member, choir, pier, north } = await school(house);
  const clara = await member({ roles: [{ role: "group_admin", groupId: choir.id }], groupIds: [choir.id] });
  const inChoir = await member({ groupIds: [choir.id], unitIds: [north.id] });
  const outside = await member({ unitIds: [north.id] });
  const ctx = () => house.context(clara.caller);
  expect(
    await refusalOf(
      useCases.startPeopleJob(ctx(), { action: "place", addGroupId: pier.id, ids: idsOf(inChoir) }),
    ),
  ).toBe("NOT_FOUND");
  expect(
    await refusalOf(
      useCases.startPeopleJob(ctx(), { action: "place", addGroupId: choir.id, ids: idsOf(outside) }),
    ),
  ).toBe("NOT_FOUND");
  const { outcomes } = await bulk(house, clara, workspace.id, {
    action: "place",
    removeGroupId: choir.id,
    filter: { groupId: choir.id },
  });
  expect(outcomes).toEqual({ done: 1, role_there: 1 });
});

test("moving to a unit gives that unit alone, and leaves out who holds a role in the one they would leave", async () => {
  const house = openHouse();
  const { workspace, admin, member, manager, north, south, bay } = await school(house);
  const [a, b] = [await member({ unitIds: [north.id, bay.id] }), await member({ unitIds: [south.id] })];
  const { outcomes } = await bulk(house, admin, workspace.id, {
    action: "place",
    unitId: south.id,
    ids: idsOf(a, b, manager),
  });
  expect(outcomes).toEqual({ done: 1, already: 1, role_there: 1 });
  const rows = await house
    .system()
    .db.select()
    .from(unitMembers)
    .where(eq(unitMembers.membershipId, a.membershipId));
  expect(rows.map(({ unitId }) => unitId)).toEqual([south.id]);
});

test("the unit of a filter means those below it too, as in the list", async () => {
  const house = openHouse();
  const { workspace, admin, member, north, bay, south } = await school(house);
  await member({ unitIds: [bay.id] });
  await member({ unitIds: [south.id] });
  const { outcomes } = await bulk(house, admin, workspace.id, {
    action: "deactivate",
    filter: { unitId: north.id, role: "learner" },
  });
  expect(outcomes).toEqual({ done: 1 });
});

test("one role is added to many and taken from many, never above the asker's and never the last one", async () => {
  const house = openHouse();
  const { workspace, admin, manager, member, north, choir } = await school(house);
  const [a, b] = [await member({ unitIds: [north.id] }), await member({ roles: ["learner", "instructor"] })];
  const rolesOf = async ({ membershipId }: TestMember) =>
    (
      await house
        .system()
        .db.select()
        .from(roleAssignments)
        .where(eq(roleAssignments.membershipId, membershipId))
    )
      .map(({ role, scopeId }) => (scopeId ? `${role}@${scopeId}` : role))
      .sort();
  const start = (who: TestMember, wanted: Partial<Wanted>) =>
    refusalOf(
      useCases.startPeopleJob(house.context(who.caller), {
        action: "change_roles",
        ids: idsOf(a, b),
        ...wanted,
      }),
    );
  expect(await start(manager, { addRole: "admin" })).toBe("ROLE_ABOVE_YOURS");
  expect(await start(manager, { addRole: { role: "coach", groupId: choir.id } })).toBe("NOT_FOUND");
  expect(await start(admin, { addRole: "coach" })).toBe("VALIDATION_FAILED");
  await bulk(house, admin, workspace.id, {
    action: "change_roles",
    addRole: { role: "coach", groupId: choir.id },
    ids: idsOf(a, b),
  });
  expect(await rolesOf(a)).toEqual([`coach@${choir.id}`, "learner"]);
  const taken = await bulk(house, admin, workspace.id, {
    action: "change_roles",
    removeRole: "learner",
    ids: idsOf(a, b, admin),
  });
  expect(taken.outcomes).toEqual({ done: 2, already: 1 });
  const last = await bulk(house, admin, workspace.id, {
    action: "change_roles",
    removeRole: { role: "coach", groupId: choir.id },
    ids: idsOf(a, b),
  });
  expect(last.outcomes).toEqual({ done: 1, only_role: 1 });
  expect(await rolesOf(b)).toEqual(["instructor"]);
  const admins = await bulk(house, admin, workspace.id, {
    action: "change_roles",
    addRole: "admin",
    ids: idsOf(b),
  });
  expect(admins.outcomes).toEqual({ done: 1 });
  const none = await bulk(house, b, workspace.id, {
    action: "change_roles",
    removeRole: "admin",
    ids: idsOf(admin, b),
  }).catch((error) => String(error.code));
  // Their request was let in with the roles of before.
  expect(none).toBe("FORBIDDEN");
  const later = { ...b, caller: await callerNow(house, b) };
  const each = await bulk(house, later, workspace.id, {
    action: "change_roles",
    removeRole: "admin",
    ids: idsOf(admin, b),
  });
  expect(each.outcomes).toEqual({ yourself: 1, only_role: 1 });
});

test("whose access has ended is not brought back by the many, and a key needs the right's own scope", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house);
  const over = await member({ status: "deactivated" });
  await house
    .system()
    .db.update(memberships)
    .set({ accessEndsOn: "2026-03-01", accessEndsAt: house.clock.now - day })
    .where(eq(memberships.id, over.membershipId));
  const { outcomes } = await bulk(house, admin, workspace.id, { action: "reactivate", ids: idsOf(over) });
  expect(outcomes).toEqual({ access_ended: 1 });
  const key = house.context({
    kind: "apiKey",
    workspace,
    key: {
      id: "key_1",
      name: "Reader",
      scopes: ["people.view"],
      creatorMembershipId: admin.membershipId,
      creatorRoles: admin.caller.kind === "member" ? admin.caller.membership.roles : [],
      maxRole: "admin",
    },
  });
  expect(await refusalOf(useCases.startPeopleJob(key, { action: "reactivate", ids: idsOf(over) }))).toBe(
    "SCOPE_MISSING",
  );
});

test("a part's administrator sees and undoes their own jobs, and nobody else's", async () => {
  const house = openHouse({ undoSeconds: 8 });
  const { manager, admin, member, north } = await school(house);
  const one = await member({ unitIds: [north.id] });
  const theirs = await useCases.startPeopleJob(house.context(admin.caller), {
    action: "deactivate",
    ids: idsOf(one),
  });
  const own = await useCases.startPeopleJob(house.context(manager.caller), {
    action: "deactivate",
    ids: idsOf(one),
  });
  const ctx = () => house.context(manager.caller);
  expect(await refusalOf(useCases.viewJob(ctx(), { jobId: theirs.jobId }))).toBe("NOT_FOUND");
  expect(await refusalOf(useCases.undoJob(ctx(), { jobId: theirs.jobId }))).toBe("UNDO_TOO_LATE");
  expect((await useCases.listWork(ctx(), {})).items.map(({ id }) => id)).toEqual([own.jobId]);
  await useCases.undoJob(ctx(), { jobId: own.jobId });
  expect((await useCases.viewJob(ctx(), { jobId: own.jobId })).status).toBe("undone");
});

test("resending to all means the invited of one's part, and another workspace's people are in nobody's filter", async () => {
  const house = openHouse();
  const { workspace, admin, manager, member, north, south } = await school(house);
  for (const [email, unitId] of [
    ["north@example.com", north.id],
    ["south@example.com", south.id],
  ] as const) {
    await useCases.inviteUser(house.context(admin.caller), { email, roles: ["learner"], unitIds: [unitId] });
  }
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  house.clock.advance(day / 2);
  const ctx = () => house.context(manager.caller);
  expect((await useCases.previewJob(ctx(), { action: "resend", filter: {} })).total).toBe(1);
  const { jobId } = await useCases.startJob(ctx(), { action: "resend", filter: {} });
  await run(house, workspace.id, jobId);
  const { rows } = await useCases.viewJob(ctx(), { jobId });
  expect(rows.map(({ email, outcome }) => [email, outcome])).toEqual([["north@example.com", "done"]]);
  const other = await school(house);
  const foreign = await other.member({});
  expect(
    await refusalOf(
      useCases.startPeopleJob(house.context(admin.caller), { action: "deactivate", ids: idsOf(foreign) }),
    ),
  ).toBe("NOT_FOUND");
  const ours = await member({});
  await bulk(house, admin, workspace.id, { action: "deactivate", ids: idsOf(ours, foreign) });
  expect(await statusOf(house, ours, foreign)).toEqual(["deactivated", "active"]);
});
