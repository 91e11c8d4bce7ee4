import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { groupMembers, memberships } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { listInvitations } from "../../../worker/domain/invitations/list-invitations.ts";
import { exportPeople } from "../../../worker/domain/members/export-people.ts";
import { type ListPeopleInput, listPeople } from "../../../worker/domain/members/list-people.ts";
import { roleKeys } from "../../../worker/domain/permissions.ts";
import {
  createMember,
  createWorkspace,
  type House,
  minute,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";

/** Roles of a part may invite and manage here, and a person may be in several units. */
const open = {
  "roles.set": [...roleKeys],
  "roles.may_invite": [...roleKeys],
  "roles.may_manage_invites": [...roleKeys],
  "units.enabled": true,
  "units.per_person": "several",
};

async function namesSeen(house: House, who: TestMember, input: ListPeopleInput = {}): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 100; page += 1) {
    const found: Awaited<ReturnType<typeof listPeople>> = await listPeople(
      house.context(who.caller),
      cursor ? { ...input, cursor } : input,
    );
    names.push(...found.rows.map(({ firstName }) => firstName));
    cursor = found.nextCursor;
    if (!cursor) return names;
  }
  throw new Error("the pages do not end");
}

/** North with its harbour, South; a manager of North; people in each, in both, and in none. */
async function twoUnits(house: House, overrides: Record<string, unknown> = {}) {
  const space = await createWorkspace(house, { overrides: { ...open, ...overrides } });
  const { workspace } = space;
  const north = await plantUnit(house, workspace.id, "North");
  const harbour = await plantUnit(house, workspace.id, "Harbour", north);
  const south = await plantUnit(house, workspace.id, "South");
  const person = (firstName: string, unitIds: string[]) => {
    house.clock.advance(1);
    return createMember(house, workspace, { firstName, lastName: "Row", unitIds });
  };
  const people = {
    nora: await person("Nora", [north.id]),
    hana: await person("Hana", [harbour.id]),
    sam: await person("Sam", [south.id]),
    bo: await person("Bo", [south.id, north.id]),
    nobody: await person("Nobody", []),
  };
  house.clock.advance(1);
  const manager = await createMember(house, workspace, {
    firstName: "Mona",
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  return { ...space, north, harbour, south, manager, people };
}

/** A public tree: club above chess above open; a private group beside them. */
async function groupTree(house: House, overrides: Record<string, unknown> = {}) {
  const space = await createWorkspace(house, { overrides: { ...open, ...overrides } });
  const { id } = space.workspace;
  const club = await plantGroup(house, id, "Club");
  const chess = await plantGroup(house, id, "Chess", { parent: club });
  const choir = await plantGroup(house, id, "Choir");
  return { ...space, club, chess, choir };
}

test("a manager sees the people of their unit and of those below it, each once, and nobody else", async () => {
  const house = openHouse();
  const { manager, admin } = await twoUnits(house);
  expect(await namesSeen(house, manager)).toEqual(["Nora", "Bo", "Mona", "Hana"]);
  expect(await namesSeen(house, manager, { limit: 1 })).toEqual(["Nora", "Bo", "Mona", "Hana"]);
  expect((await namesSeen(house, admin)).length).toBe(7);
});

test("a search, a filter and picked rows find nobody outside the part", async () => {
  const house = openHouse();
  const { manager, people } = await twoUnits(house);
  expect((await namesSeen(house, manager, { q: "row" })).sort()).toEqual(["Bo", "Hana", "Nora"]);
  expect(await namesSeen(house, manager, { q: people.sam.email })).toEqual([]);
  expect((await namesSeen(house, manager, { role: "learner" })).sort()).toEqual(["Bo", "Hana", "Nora"]);
  expect(await namesSeen(house, manager, { role: "admin" })).toEqual([]);
  expect(await namesSeen(house, manager, { status: "pending" })).toEqual([]);
});

test("a filter by an inviter or an import narrows what the asker sees, and tells nothing of what is elsewhere", async () => {
  const house = openHouse();
  const { workspace, admin, manager, people, south } = await twoUnits(house);
  const other = await createWorkspace(house);
  const colleague = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: south.id }],
    unitIds: [south.id],
  });
  const { db } = house.system();
  const invitedBy = (who: TestMember, inviterId: string, importId: string | null = null) =>
    db.update(memberships).set({ inviterId, importId }).where(eq(memberships.id, who.membershipId));
  await invitedBy(people.nora, admin.membershipId, "imp_of_the_admin");
  await invitedBy(people.hana, colleague.membershipId);
  await invitedBy(people.sam, colleague.membershipId, "imp_of_the_south");
  // An administrator and a manager of South are not of the part; who was invited by them is.
  expect(await namesSeen(house, manager, { inviterId: admin.membershipId })).toEqual(["Nora"]);
  expect(await namesSeen(house, manager, { inviterId: colleague.membershipId })).toEqual(["Hana"]);
  expect(await namesSeen(house, manager, { importId: "imp_of_the_admin" })).toEqual(["Nora"]);
  // Nobody of the part, of another workspace and of none: the same answer.
  const unseen = [
    { importId: "imp_of_the_south" },
    { importId: "imp_nowhere" },
    { inviterId: other.admin.membershipId },
    { inviterId: "mem_nobody" },
  ];
  for (const filter of unseen) {
    expect(await listPeople(house.context(manager.caller), { ...filter, chips: false })).toEqual({
      rows: [],
      nextCursor: null,
      more: "no",
      chips: null,
    });
  }
});

test("a unit means those below it too, for an administrator and for a manager, each person once", async () => {
  const house = openHouse();
  const { manager, admin, north, harbour, south } = await twoUnits(house);
  expect(await namesSeen(house, admin, { unitId: north.id })).toEqual(["Nora", "Bo", "Mona", "Hana"]);
  expect(await namesSeen(house, manager, { unitId: north.id })).toEqual(["Nora", "Bo", "Mona", "Hana"]);
  expect(await namesSeen(house, manager, { unitId: harbour.id })).toEqual(["Hana"]);
  expect((await namesSeen(house, admin, { unitId: north.id, q: "row" })).sort()).toEqual([
    "Bo",
    "Hana",
    "Nora",
  ]);
  expect(await namesSeen(house, admin, { unitId: south.id, limit: 1 })).toEqual(["Sam", "Bo"]);
});

test("somebody of several units of a subtree is met once, page by page", async () => {
  const house = openHouse();
  const { admin, workspace, north, harbour, manager } = await twoUnits(house);
  await createMember(house, workspace, { firstName: "Twice", unitIds: [harbour.id, north.id] });
  for (const who of [admin, manager]) {
    const names = await namesSeen(house, who, { unitId: north.id, limit: 1 });
    expect(names.filter((name) => name === "Twice")).toHaveLength(1);
  }
  expect((await namesSeen(house, manager, { limit: 2 })).filter((name) => name === "Twice")).toHaveLength(1);
});

test("units, groups outside the part and of another workspace are equally not found, by list, export and API list", async () => {
  const house = openHouse();
  const { manager, south, workspace } = await twoUnits(house);
  const group = await plantGroup(house, workspace.id, "Choir");
  const other = await createWorkspace(house);
  const foreign = await plantUnit(house, other.workspace.id, "Foreign");
  const foreignGroup = await plantGroup(house, other.workspace.id, "Foreign");
  const ctx = () => house.context(manager.caller);
  for (const filter of [
    { unitId: south.id },
    { unitId: foreign.id },
    { groupId: group.id },
    { groupId: foreignGroup.id },
    { unitId: south.id, q: "sam" },
  ]) {
    expect(await refusalOf(listPeople(ctx(), filter)), JSON.stringify(filter)).toBe("NOT_FOUND");
    expect(await refusalOf(exportPeople(ctx(), { filter })), JSON.stringify(filter)).toBe("NOT_FOUND");
    expect(await refusalOf(listInvitations(ctx(), filter)), JSON.stringify(filter)).toBe("NOT_FOUND");
  }
});

test("an export of a part holds its people alone, also of rows that were picked by hand", async () => {
  const house = openHouse();
  const { manager, people } = await twoUnits(house);
  const lines = async (input: Parameters<typeof exportPeople>[1]) => {
    let text = "";
    const { lines: pieces } = await exportPeople(house.context(manager.caller), input);
    for await (const piece of pieces) text += piece;
    return text;
  };
  const all = await lines({ filter: {} });
  expect(all).toContain(people.nora.email);
  expect(all).toContain(people.hana.email);
  expect(all).not.toContain(people.sam.email);
  expect(all).not.toContain(people.nobody.email);
  const picked = await lines({ ids: [people.nora.membershipId, people.sam.membershipId] });
  expect(picked).toContain(people.nora.email);
  expect(picked).not.toContain(people.sam.email);
});

test("a derived row of yesterday shows nobody, one of today stands at its place", async () => {
  const house = openHouse();
  const { workspace, club, chess } = await groupTree(house);
  const put = async (firstName: string, rows: [string, "direct" | "derived" | "alone"][]) => {
    const member = await createMember(house, workspace, { firstName });
    for (const [groupId, kind] of rows) {
      await house
        .system()
        .db.insert(groupMembers)
        .values({ workspaceId: workspace.id, membershipId: member.membershipId, groupId, kind });
    }
  };
  await put("Stale", [[club.id, "derived"]]);
  await put("Chess", [
    [chess.id, "direct"],
    [club.id, "derived"],
  ]);
  await put("Alone", [[chess.id, "alone"]]);
  const ofClub = await createMember(house, workspace, {
    firstName: "Clara",
    roles: [{ role: "group_admin", groupId: club.id }],
    groupIds: [club.id],
  });
  expect((await namesSeen(house, ofClub)).sort()).toEqual(["Alone", "Chess", "Clara"]);
  expect((await namesSeen(house, ofClub, { limit: 1 })).sort()).toEqual(["Alone", "Chess", "Clara"]);
  expect((await namesSeen(house, ofClub, { groupId: club.id })).sort()).toEqual(["Chess", "Clara"]);
  expect(await namesSeen(house, ofClub, { q: "stale" })).toEqual([]);
  const ofChess = await createMember(house, workspace, {
    firstName: "Chen",
    roles: [{ role: "group_admin", groupId: chess.id }],
    groupIds: [chess.id],
  });
  expect((await namesSeen(house, ofChess)).sort()).toEqual(["Alone", "Chen", "Chess"]);
});

test("whoever lost the place that made them a manager sees nobody", async () => {
  const house = openHouse();
  const { workspace } = await twoUnits(house);
  const nowhere = await createMember(house, workspace, { roles: ["unit_manager"] });
  expect(await refusalOf(listPeople(house.context(nowhere.caller), {}))).toBe("FORBIDDEN");
});

test("the expired of a part are those whose term is over, met by the cron or not", async () => {
  const house = openHouse();
  const { workspace, north, manager, south } = await twoUnits(house);
  const invite = async (firstName: string, unitId: string, shownAs: "pending" | "expired", end: number) => {
    const { membershipId } = await createMember(house, workspace, { firstName, unitIds: [unitId] });
    await house
      .system()
      .db.update(memberships)
      .set({ status: "pending", shownAs, linkExpiresAt: end })
      .where(eq(memberships.id, membershipId));
  };
  const now = house.clock.now;
  await invite("Met", north.id, "expired", now - minute);
  await invite("Unmet", north.id, "pending", now - minute);
  await invite("Open", north.id, "pending", now + minute);
  await invite("Else", south.id, "pending", now - minute);
  expect((await namesSeen(house, manager, { status: "expired", limit: 1 })).sort()).toEqual(["Met", "Unmet"]);
  expect(await namesSeen(house, manager, { status: "pending" })).toEqual(["Open"]);
  const { chips } = await listPeople(house.context(manager.caller), {});
  expect(chips).toMatchObject({ all: 7, active: 4, expired: 1, pending: 2 });
});

test("the numbers on the chips are those of the part, with each person once", async () => {
  const house = openHouse();
  const { workspace, club, chess } = await groupTree(house);
  for (let n = 0; n < 3; n += 1) {
    await createMember(house, workspace, { groupIds: [club.id, chess.id] });
  }
  await createMember(house, workspace, { groupIds: [chess.id], status: "deactivated" });
  await createMember(house, workspace, {});
  const clara = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: club.id }],
    groupIds: [club.id],
  });
  const { chips } = await listPeople(house.context(clara.caller), {});
  expect(chips).toEqual({
    all: 5,
    pending: 0,
    active: 4,
    expired: 0,
    bounced: 0,
    deactivated: 1,
    unproved: 0,
    canceled: 0,
    expiring: 0,
    atLeast: [],
  });
});

test("where everybody is in one unit the chips are the sum over the units of the part", async () => {
  const house = openHouse();
  const { workspace, manager, harbour, people } = await twoUnits(house, { "units.per_person": "one" });
  await createMember(house, workspace, { unitIds: [harbour.id], status: "deactivated" });
  const { chips } = await listPeople(house.context(manager.caller), {});
  expect(chips).toMatchObject({ all: 5, active: 4, deactivated: 1, pending: 0, expired: 0 });
  expect((await namesSeen(house, manager)).length).toBe(5);
  expect(await namesSeen(house, manager, { q: people.sam.email })).toEqual([]);
});

test("beside one unit or one group the chips are its own, with the units below it, and beside two filters there are none", async () => {
  const house = openHouse();
  const { workspace, admin, manager, north, harbour, south } = await twoUnits(house);
  const club = await plantGroup(house, workspace.id, "Club");
  await createMember(house, workspace, { unitIds: [harbour.id, north.id], status: "deactivated" });
  await createMember(house, workspace, { groupIds: [club.id] });
  await useCases.inviteUser(house.context(admin.caller), {
    email: "open@example.com",
    roles: ["learner"],
    unitIds: [harbour.id],
    groupIds: [club.id],
  });
  for (const who of [admin, manager]) {
    const chipsOf = async (filter: ListPeopleInput) =>
      (await listPeople(house.context(who.caller), filter)).chips;
    // Nora, Hana, Bo, Mona; who is in two of them counts once.
    expect(await chipsOf({ unitId: north.id })).toMatchObject({
      all: 6,
      active: 4,
      pending: 1,
      deactivated: 1,
      unproved: 0,
    });
    expect(await chipsOf({ unitId: harbour.id, status: "pending" })).toMatchObject({ all: 3, active: 1 });
    expect(await chipsOf({ unitId: north.id, role: "learner" })).toBeNull();
  }
  const asAdmin = (filter: ListPeopleInput) => listPeople(house.context(admin.caller), filter);
  expect((await asAdmin({ groupId: club.id })).chips).toMatchObject({
    all: 2,
    active: 1,
    pending: 1,
    bounced: null,
  });
  expect((await asAdmin({ groupId: club.id, unitId: south.id })).chips).toBeNull();
  expect((await asAdmin({ unitId: south.id })).chips).toMatchObject({ all: 2, active: 2, pending: 0 });
});

test("every invitation of one person is that person's: of somebody outside the part there is none", async () => {
  const house = openHouse();
  const { admin, manager, north, south } = await twoUnits(house);
  const invite = async (email: string, unitIds: string[]) => {
    const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
      email,
      roles: ["learner"],
      unitIds,
    });
    return { email, userId: invitation.userId, id: invitation.id };
  };
  const inside = await invite("inside@example.com", [north.id]);
  const outside = await invite("outside@example.com", [south.id]);
  const found = async (filter: { email: string } | { userId: string }) =>
    (await listInvitations(house.context(manager.caller), filter)).rows.map(({ id }) => id);
  for (const { email, userId, id } of [inside]) {
    expect([await found({ email }), await found({ userId })]).toEqual([[id], [id]]);
  }
  for (const { email, userId } of [outside]) {
    expect([await found({ email }), await found({ userId })]).toEqual([[], []]);
  }
});

test("a derived row of yesterday opens no trail, no end of access and no act", async () => {
  const house = openHouse();
  const { workspace, admin, club, choir } = await groupTree(house);
  const stale = await createMember(house, workspace, { firstName: "Stale", groupIds: [choir.id] });
  const row = { workspaceId: workspace.id, membershipId: stale.membershipId };
  await house
    .system()
    .db.insert(groupMembers)
    .values({ ...row, groupId: club.id, kind: "derived" });
  const clara = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: club.id }],
    groupIds: [club.id],
  });
  const asAdmin = house.context(admin.caller);
  const { membershipId } = stale;
  await useCases.setAccessEnd(asAdmin, { membershipId, accessEndsOn: "2026-03-20" });
  const ctx = () => house.context(clara.caller);
  expect((await useCases.listAuditEvents(ctx(), {})).events).toEqual([]);
  expect((await useCases.listLeaving(ctx(), {})).rows).toEqual([]);
  expect(await refusalOf(useCases.viewMember(ctx(), { membershipId }))).toBe("NOT_FOUND");
  const act = { action: "deactivate" as const, ids: [membershipId] };
  expect((await useCases.previewPeopleJob(ctx(), act)).total).toBe(0);
  expect(await refusalOf(useCases.startPeopleJob(ctx(), act))).toBe("NOT_FOUND");
  // In their own group they are there.
  const head = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: choir.id }] });
  expect((await useCases.listAuditEvents(house.context(head.caller), {})).events.length).toBe(1);
});
