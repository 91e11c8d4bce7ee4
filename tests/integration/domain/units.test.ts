import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  callerNow,
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
} from "../../support/house.ts";
import { countReads } from "../../support/seed-people.ts";

const { changeUnit, createUnit, deleteUnit, listUnits } = useCases;

async function open(options: Parameters<typeof createWorkspace>[1] = {}) {
  const house = openHouse();
  const space = await createWorkspace(house, options);
  return { house, ...space, ctx: house.context(space.admin.caller) };
}

async function fieldOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    const { details } = error as { details: { errors?: { path: string; code: string }[] } };
    return (details.errors ?? []).map(({ path, code }) => `${path} ${code}`).join();
  }
  throw new Error("The act was expected to be refused and succeeded");
}

test("a unit is made, renamed, moved and listed with how many people it has", async () => {
  const { house, workspace, ctx } = await open();
  const school = await createUnit(ctx, { name: "School" });
  const arts = await createUnit(ctx, { name: "Arts", parentId: school.id });
  const sciences = await createUnit(ctx, { name: "Sciences", parentId: school.id });
  const physics = await createUnit(ctx, { name: "Physics", parentId: arts.id });
  await createMember(house, workspace, { unitIds: [physics.id] });
  await createMember(house, workspace, { unitIds: [physics.id], status: "deactivated" });
  await changeUnit(ctx, { unitId: physics.id, name: "Physics and chemistry", parentId: sciences.id });
  const { units } = await listUnits(ctx, {});
  const shown = units.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(shown.map(({ name, parentId, members, invited }) => [name, parentId, members, invited])).toEqual([
    ["Arts", school.id, 0, 0],
    ["Physics and chemistry", sciences.id, 2, 0],
    ["School", null, 0, 0],
    ["Sciences", school.id, 0, 0],
  ]);
  await changeUnit(ctx, { unitId: physics.id, parentId: null });
  expect((await listUnits(ctx, { q: "CHÉM" })).units).toMatchObject([
    { id: physics.id, parentId: null, above: [] },
  ]);
  expect((await listUnits(ctx, { q: "sci" })).units).toMatchObject([
    { id: sciences.id, above: [{ id: school.id, name: "School" }] },
  ]);
  const { results } = await house.database
    .prepare("select action from audit_events where workspace_id = ? order by action")
    .bind(workspace.id)
    .all<{ action: string }>();
  const acts = results.map(({ action }) => action);
  expect(acts).toEqual(["unit.changed", "unit.changed", ...Array(4).fill("unit.created")]);
});

test("siblings share no name, whatever its case and accents; in another branch the name is free", async () => {
  const { ctx } = await open();
  const school = await createUnit(ctx, { name: "École" });
  const other = await createUnit(ctx, { name: "Other" });
  expect(await fieldOf(createUnit(ctx, { name: "  ECOLE " }))).toBe("name taken");
  const below = await createUnit(ctx, { name: "ecole", parentId: other.id });
  expect(await fieldOf(changeUnit(ctx, { unitId: other.id, name: "éCOLE" }))).toBe("name taken");
  expect(await fieldOf(changeUnit(ctx, { unitId: below.id, parentId: null }))).toBe("name taken");
  // Of another case or with another accent it may be called itself, and moved under a new name at once.
  await changeUnit(ctx, { unitId: school.id, name: "Ecole" });
  await changeUnit(ctx, { unitId: below.id, parentId: null, name: "Collège" });
  expect((await listUnits(ctx, {})).units.map(({ name }) => name).sort()).toEqual([
    "Collège",
    "Ecole",
    "Other",
  ]);
});

test("of two that take one name at the same moment one is made", async () => {
  const { ctx } = await open();
  const made = await Promise.allSettled([
    createUnit(ctx, { name: "Same" }),
    createUnit(ctx, { name: "SAME" }),
    createUnit(ctx, { name: "Sáme" }),
  ]);
  const refused = made.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
  expect(refused).toEqual(["VALIDATION_FAILED", "VALIDATION_FAILED"]);
  expect((await listUnits(ctx, {})).units).toHaveLength(1);
});

test("a tree has 32 levels, and no move makes more", async () => {
  const { house, workspace, ctx } = await open();
  let deepest: { id: string; path: string } | null = null;
  for (let level = 1; level <= 31; level += 1) {
    deepest = await plantUnit(house, workspace.id, `Level ${level}`, deepest);
  }
  const last = await createUnit(ctx, { name: "Level 32", parentId: deepest?.id });
  expect(await fieldOf(createUnit(ctx, { name: "Level 33", parentId: last.id }))).toBe("parentId too_deep");
  const pair = await createUnit(ctx, { name: "Pair" });
  const lower = await createUnit(ctx, { name: "Lower", parentId: pair.id });
  expect(await fieldOf(changeUnit(ctx, { unitId: pair.id, parentId: deepest?.id }))).toBe(
    "parentId too_deep",
  );
  await changeUnit(ctx, { unitId: lower.id, parentId: deepest?.id });
});

test("a unit never comes to lie below itself, whichever two moves meet", async () => {
  const { house, workspace, ctx } = await open();
  const a = await plantUnit(house, workspace.id, "A");
  const b = await plantUnit(house, workspace.id, "B", a);
  const c = await plantUnit(house, workspace.id, "C");
  expect(await fieldOf(changeUnit(ctx, { unitId: a.id, parentId: a.id }))).toBe("parentId cycle");
  expect(await fieldOf(changeUnit(ctx, { unitId: a.id, parentId: b.id }))).toBe("parentId cycle");
  // Both have read before either writes.
  const met = await Promise.allSettled([
    changeUnit(ctx, { unitId: a.id, parentId: c.id }),
    changeUnit(ctx, { unitId: c.id, parentId: b.id }),
  ]);
  expect(met.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const { units } = await listUnits(ctx, {});
  const parents = new Map(units.map(({ id, parentId }) => [id, parentId]));
  for (const { id } of units) {
    let at: string | null = id;
    for (let steps = 0; at; steps += 1) {
      expect(steps).toBeLessThan(4);
      at = parents.get(at) ?? null;
    }
  }
});

test("deleting a unit takes its people, roles and courses from it and nothing else", async () => {
  const { house, workspace, ctx } = await open();
  const top = await plantUnit(house, workspace.id, "Top");
  const unit = await plantUnit(house, workspace.id, "Unit", top);
  const group = await plantGroup(house, workspace.id, "Group", { unitId: unit.id });
  const member = await createMember(house, workspace, {
    roles: ["learner", { role: "unit_manager", unitId: unit.id }, { role: "unit_manager", unitId: top.id }],
    unitIds: [unit.id, top.id],
  });
  expect(await refusalOf(deleteUnit(ctx, { unitId: top.id }))).toBe("NOT_EMPTY");
  await deleteUnit(ctx, { unitId: unit.id });
  expect((await listUnits(ctx, {})).units).toMatchObject([{ id: top.id, members: 1 }]);
  const [roles, groups] = await house.database.batch<{ role: string; unit_id: string | null }>([
    house.database
      .prepare("select role, unit_id from role_assignments where membership_id = ? order by role")
      .bind(member.membershipId),
    house.database.prepare('select unit_id from "groups" where id = ?').bind(group.id),
  ]);
  expect(roles?.results).toEqual([
    { role: "learner", unit_id: null },
    { role: "unit_manager", unit_id: top.id },
  ]);
  expect(groups?.results).toEqual([{ unit_id: null }]);
  expect(await refusalOf(deleteUnit(ctx, { unitId: unit.id }))).toBe("NOT_FOUND");
});

test("a unit of more than a thousand people is not deleted", async () => {
  const { house, workspace, ctx } = await open();
  const unit = await plantUnit(house, workspace.id, "Crowd");
  await house.database
    .prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 1001)
       insert into memberships (workspace_id, id, first_name, last_name, language, status, shown_as, delivery, inviter_id, search_terms, created_at)
       select ?1, 'mem_' || substr('00000000000000000000000000' || i, -26), '', '', 'en', 'active', 'active', 'none', '', '[]', 0 from n`,
    )
    .bind(workspace.id)
    .run();
  await house.database
    .prepare(
      "insert into unit_members select workspace_id, id, ?2 from memberships where workspace_id = ?1 and first_name = ''",
    )
    .bind(workspace.id, unit.id)
    .run();
  expect(await refusalOf(deleteUnit(ctx, { unitId: unit.id }))).toBe("STILL_PEOPLE");
  await house.database
    .prepare(
      "delete from unit_members where membership_id = (select max(membership_id) from unit_members where unit_id = ?1)",
    )
    .bind(unit.id)
    .run();
  await deleteUnit(ctx, { unitId: unit.id });
});

test("only who manages units changes them; a manager sees their own part of the tree", async () => {
  const { house, workspace } = await open();
  const top = await plantUnit(house, workspace.id, "Top");
  const mine = await plantUnit(house, workspace.id, "Mine", top);
  const below = await plantUnit(house, workspace.id, "Below", mine);
  await plantUnit(house, workspace.id, "Other");
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: mine.id }],
  });
  const ctx = house.context(await callerNow(house, manager));
  expect((await listUnits(ctx, {})).units.map(({ id, parentId }) => [id, parentId])).toEqual([
    [mine.id, null],
    [below.id, mine.id],
  ]);
  expect((await listUnits(ctx, { q: "below" })).units[0]?.above).toEqual([{ id: mine.id, name: "Mine" }]);
  expect((await listUnits(ctx, { q: "other" })).units).toEqual([]);
  expect(await refusalOf(createUnit(ctx, { name: "New", parentId: mine.id }))).toBe("FORBIDDEN");
  expect(await refusalOf(changeUnit(ctx, { unitId: below.id, name: "New" }))).toBe("FORBIDDEN");
  expect(await refusalOf(deleteUnit(ctx, { unitId: below.id }))).toBe("FORBIDDEN");
});

test("units of another workspace do not exist, as a place or as a parent", async () => {
  const { house, ctx } = await open();
  const other = await createWorkspace(house);
  const foreign = await plantUnit(house, other.workspace.id, "Foreign");
  const own = await createUnit(ctx, { name: "Own" });
  expect(await refusalOf(createUnit(ctx, { name: "New", parentId: foreign.id }))).toBe("NOT_FOUND");
  expect(await refusalOf(changeUnit(ctx, { unitId: own.id, parentId: foreign.id }))).toBe("NOT_FOUND");
  expect(await refusalOf(changeUnit(ctx, { unitId: foreign.id, name: "Taken" }))).toBe("NOT_FOUND");
  expect(await refusalOf(deleteUnit(ctx, { unitId: foreign.id }))).toBe("NOT_FOUND");
  expect((await listUnits(ctx, {})).units.map(({ name }) => name)).toEqual(["Own"]);
});

test("a workspace without units makes none", async () => {
  const { ctx } = await open({ preset: "programs" });
  expect(await refusalOf(createUnit(ctx, { name: "Unit" }))).toBe("UNITS_OFF");
});

test("an administrator who was demoted meanwhile changes nothing", async () => {
  const { house, workspace, admin, ctx } = await open();
  const unit = await createUnit(ctx, { name: "Unit" });
  await createMember(house, workspace, { roles: ["admin"] });
  await house.database
    .prepare("delete from role_assignments where membership_id = ?")
    .bind(admin.membershipId)
    .run();
  const parent = await plantUnit(house, workspace.id, "Parent");
  for (const act of [
    () => createUnit(ctx, { name: "New" }),
    () => changeUnit(ctx, { unitId: unit.id, name: "Changed" }),
    () => changeUnit(ctx, { unitId: unit.id, parentId: parent.id }),
    () => deleteUnit(ctx, { unitId: unit.id }),
  ]) {
    expect(await refusalOf(act())).toBe("EDIT_CONFLICT");
  }
});

test("a change costs three round trips, the caller's own counted, and a page of the tree two", async () => {
  const { house, workspace, admin } = await open();
  const { database, roundTrips, reset } = countRoundTrips(house.database);
  const ctx = openHouse({ database }).context(admin.caller);
  const unit = await createUnit(ctx, { name: "Unit" });
  expect(roundTrips()).toBe(2);
  const parent = await plantUnit(house, workspace.id, "Parent");
  for (const [act, trips] of [
    [() => changeUnit(ctx, { unitId: unit.id, parentId: parent.id }), 2],
    [() => listUnits(ctx, {}), 1],
    [() => deleteUnit(ctx, { unitId: unit.id }), 2],
  ] as const) {
    reset();
    await act();
    expect(roundTrips()).toBe(trips);
  }
});

test("a page of the tree reads six rows a unit at most, and goes on where it ended", async () => {
  const { house, workspace, ctx } = await open();
  await house.database
    .prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 300)
       insert into units (workspace_id, id, parent_id, name, name_key, path, created_at) select ?1, 'unt_' || substr('00000000000000000000000000' || i, -26), null, 'Unit ' || i, 'unit ' || i,
         'unt_' || substr('00000000000000000000000000' || i, -26) || '/', 0 from n`,
    )
    .bind(workspace.id)
    .run();
  const counted = countReads(house.database, { single: true });
  const reader = openHouse({ database: counted.database }).context(ctx.caller);
  const first = await listUnits(reader, { limit: 200 });
  const [reads = Number.POSITIVE_INFINITY] = counted.reads;
  expect(reads).toBeLessThanOrEqual(6 * 200 + 50);
  expect(first.units).toHaveLength(200);
  const second = await listUnits(ctx, { limit: 200, cursor: first.nextCursor ?? "" });
  expect(second).toMatchObject({ nextCursor: null });
  expect(new Set([...first.units, ...second.units].map(({ id }) => id)).size).toBe(300);
});
