import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  type TestMember,
} from "../../support/house.ts";
import { plantCourse } from "../../support/learning.ts";

async function school() {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: { "units.per_person": "several" } });
  const { id } = space.workspace;
  const all = await plantUnit(house, id, "All");
  const north = await plantUnit(house, id, "North", all);
  const bay = await plantUnit(house, id, "Bay", north);
  const choir = await plantGroup(house, id, "Choir", { unitId: north.id });
  const member = (options: Parameters<typeof createMember>[2]) =>
    createMember(house, space.workspace, options);
  const as = async (who: TestMember) => house.context(await callerNow(house, who));
  return { house, ...space, all, north, bay, choir, member, as };
}

test("the page of a unit says which courses its people take, and from which unit above, each once", async () => {
  const { house, workspace, admin, all, north, bay, member, as } = await school();
  await plantCourse(house, workspace.id, "Safety", { unitIds: [all.id, bay.id] });
  await plantCourse(house, workspace.id, "Boats", { unitIds: [north.id], status: "draft" });
  await plantCourse(house, workspace.id, "Gone", { unitIds: [bay.id], deleted: true });
  await plantCourse(house, workspace.id, "Elsewhere", { unitIds: [] });
  const manager = await member({ roles: [{ role: "unit_manager", unitId: north.id }] });
  const { courses } = await useCases.viewUnit(await as(admin), { unitId: bay.id });
  expect(courses).toMatchObject([
    { title: "Boats", status: "draft", inherited: true, from: { id: north.id, name: "North" } },
    { title: "Safety", status: "published", inherited: false, from: null },
  ]);
  const atNorth = await useCases.viewUnit(await as(manager), { unitId: north.id });
  // The unit above is not theirs: that a course comes from there is told, and not its name.
  expect(atNorth.courses).toMatchObject([
    { title: "Boats", inherited: false },
    { title: "Safety", inherited: true, from: null },
  ]);
  expect(JSON.stringify(atNorth)).not.toContain(all.id);
});

test("the page of a unit counts its people, and with those below it where each has one unit", async () => {
  for (const perPerson of ["one", "several"]) {
    const house = openHouse();
    const { workspace, admin } = await createWorkspace(house, {
      overrides: { "units.per_person": perPerson },
    });
    const north = await plantUnit(house, workspace.id, "North");
    const bay = await plantUnit(house, workspace.id, "Bay", north);
    await plantUnit(house, workspace.id, "South");
    await createMember(house, workspace, { unitIds: [north.id] });
    await createMember(house, workspace, { unitIds: [bay.id] });
    await useCases.inviteUser(house.context(admin.caller), {
      email: "open@example.com",
      roles: ["learner"],
      unitIds: [bay.id],
    });
    const view = (unitId: string) => useCases.viewUnit(house.context(admin.caller), { unitId });
    expect(await view(north.id)).toMatchObject({
      members: 1,
      invited: 0,
      withBelow: perPerson === "one" ? { members: 2, invited: 1 } : null,
      may: { invite: true },
    });
    expect(await view(bay.id)).toMatchObject({ members: 1, invited: 1, withBelow: null });
  }
});

test("the page of a unit says who looks after it, and to a manager only who is in their part, and themselves", async () => {
  const { admin, all, north, bay, member, as } = await school();
  const head = await member({ firstName: "Head", roles: [{ role: "unit_manager", unitId: all.id }] });
  // Of their part, and managing a unit above it that is not theirs.
  const over = await member({
    firstName: "Over",
    roles: [{ role: "unit_manager", unitId: all.id }],
    unitIds: [bay.id],
  });
  const mine = await member({ firstName: "Mine", roles: [{ role: "unit_manager", unitId: north.id }] });
  const near = await member({
    firstName: "Near",
    roles: [{ role: "group_admin", unitId: bay.id }],
    unitIds: [bay.id],
  });
  await member({
    firstName: "Left",
    roles: [{ role: "unit_manager", unitId: bay.id }],
    status: "deactivated",
  });
  const shown = async (who: TestMember) =>
    (await useCases.viewUnit(await as(who), { unitId: bay.id })).holders.map(
      ({ id, role, inherited, at }) => ({ id, role, inherited, at: at?.name ?? null }),
    );
  const nearest = { id: near.membershipId, role: "group_admin", inherited: false, at: null };
  const middle = { id: mine.membershipId, role: "unit_manager", inherited: true, at: "North" };
  expect(await shown(admin)).toEqual([
    nearest,
    middle,
    { id: head.membershipId, role: "unit_manager", inherited: true, at: "All" },
    { id: over.membershipId, role: "unit_manager", inherited: true, at: "All" },
  ]);
  expect(await shown(mine)).toEqual([
    nearest,
    middle,
    { id: over.membershipId, role: "unit_manager", inherited: true, at: null },
  ]);
});

test("the page of a group lists its own courses, to whoever sees courses there", async () => {
  const { house, workspace, admin, choir, member, as } = await school();
  const below = await plantGroup(house, workspace.id, "Altos", { parent: choir });
  await plantCourse(house, workspace.id, "Singing", { groupIds: [choir.id] });
  await plantCourse(house, workspace.id, "Deep", { groupIds: [below.id] });
  const titles = async (who: TestMember, groupId: string) =>
    (await useCases.viewGroup(await as(who), { groupId })).courses?.map(({ title }) => title) ?? null;
  const coach = await member({ roles: [{ role: "coach", groupId: choir.id }] });
  const keeper = await member({ roles: [{ role: "user_admin", groupId: choir.id }] });
  expect(await titles(admin, choir.id)).toEqual(["Singing"]);
  expect(await titles(coach, below.id)).toEqual(["Deep"]);
  expect(await titles(keeper, choir.id)).toBeNull();
});
