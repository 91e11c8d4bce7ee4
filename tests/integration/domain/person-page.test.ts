import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

const { findPlaces, viewMember, viewOwnPart } = useCases;

async function open() {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: { "units.enabled": true } });
  const { workspace } = space;
  const north = await plantGroup(house, workspace.id, "North");
  const harbour = await plantGroup(house, workspace.id, "Harbour", { parent: north });
  const south = await plantGroup(house, workspace.id, "South");
  return { house, ...space, north, harbour, south, ctx: house.context(space.admin.caller) };
}

test("a person's page shows what they take and attend to who sees it, and says which roles hold in what", async () => {
  const { house, workspace, ctx, north, south } = await open();
  const ana = await createMember(house, workspace, { groupIds: [north.id] });
  const { membershipId } = ana;
  const courseId = await plantCourse(house, workspace.id, "Safety");
  const sessionId = await plantSession(house, workspace.id, courseId);
  await useCases.addAttendee(ctx, { sessionId, membershipId });
  const page = await viewMember(ctx, { membershipId });
  expect(page.courses).toMatchObject([{ courseId, courseTitle: "Safety", status: "active", progress: 0 }]);
  expect(page.sessions).toMatchObject([{ id: sessionId, courseTitle: "Safety" }]);
  expect(page.may).toMatchObject({ enrol: true, describe: true, place: true });
  expect(page.grantableAt).toEqual([
    { role: "admin", kinds: [] },
    { role: "unit_manager", kinds: ["unit"] },
    { role: "group_admin", kinds: ["group", "unit"] },
    { role: "instructor", kinds: [] },
    { role: "learner", kinds: [] },
  ]);

  // A coach of the group follows their learning and changes nothing; a user administrator sees no learning.
  const coach = await createMember(house, workspace, { roles: [{ role: "coach", groupId: north.id }] });
  const seen = await viewMember(house.context(coach.caller), { membershipId });
  expect([seen.courses?.length, seen.sessions?.length]).toEqual([1, 1]);
  expect(seen.may).toMatchObject({ enrol: false, describe: false, place: false, changeRoles: false });
  const administers = await createMember(house, workspace, {
    roles: [{ role: "user_admin", groupId: north.id }],
  });
  const there = await viewMember(house.context(administers.caller), { membershipId });
  expect([there.courses, there.sessions, there.may.describe]).toEqual([null, null, true]);
  // Who sees somebody by one role and learning by another one elsewhere sees none of theirs.
  const both = await createMember(house, workspace, {
    roles: [
      { role: "user_admin", groupId: north.id },
      { role: "coach", groupId: south.id },
    ],
  });
  const mixed = await viewMember(house.context(both.caller), { membershipId });
  expect([mixed.courses, mixed.sessions]).toEqual([[], []]);
  const elsewhere = await createMember(house, workspace, { roles: [{ role: "coach", groupId: south.id }] });
  expect(await refusalOf(viewMember(house.context(elsewhere.caller), { membershipId }))).toBe("NOT_FOUND");
});

test("whose people one sees is told by the places of one's roles, without what lies below another, three by name", async () => {
  const { house, workspace, ctx, north, harbour, south } = await open();
  const unit = await plantUnit(house, workspace.id, "Sales");
  expect(await viewOwnPart(ctx, {})).toBeNull();
  const part = await createMember(house, workspace, {
    roles: [
      { role: "group_admin", groupId: north.id },
      { role: "coach", groupId: harbour.id },
      { role: "coach", groupId: south.id },
      { role: "unit_manager", unitId: unit.id },
    ],
  });
  expect(await viewOwnPart(house.context(part.caller), {})).toEqual({
    places: [
      { kind: "unit", id: unit.id, name: "Sales" },
      { kind: "group", id: north.id, name: "North" },
      { kind: "group", id: south.id, name: "South" },
    ],
    more: 0,
  });
  const east = await plantGroup(house, workspace.id, "East");
  const west = await plantGroup(house, workspace.id, "West");
  for (const role of ["learner", "instructor"] as const) {
    const { caller } = await createMember(house, workspace, { roles: [role] });
    expect(await refusalOf(viewOwnPart(house.context(caller), {}))).toBe("FORBIDDEN");
  }
  const many = await createMember(house, workspace, {
    roles: [east, west, north, south].map(({ id }) => ({ role: "coach" as const, groupId: id })),
  });
  const told = await viewOwnPart(house.context(await callerNow(house, many)), {});
  expect([told?.places.map(({ name }) => name), told?.more]).toEqual([["East", "North", "South"], 1]);
});

test("places to put people into are those of one's part, and nobody else's names are found", async () => {
  const { house, workspace, ctx, north, harbour } = await open();
  const names = async (as: typeof ctx, input: Parameters<typeof findPlaces>[1]) =>
    (await findPlaces(as, input)).options.map(({ name }) => name).sort();
  expect(await names(ctx, { kind: "group" })).toEqual(["Harbour", "North", "South"]);
  expect(await names(ctx, { kind: "group", q: "out" })).toEqual(["South"]);
  const part = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: north.id }],
  });
  const asPart = house.context(part.caller);
  expect(await names(asPart, { kind: "group" })).toEqual(["Harbour", "North"]);
  expect(await names(asPart, { kind: "group", q: "out" })).toEqual([]);
  expect(await names(asPart, { kind: "unit" })).toEqual([]);
  const stranger = house.context((await createWorkspace(house)).admin.caller);
  expect(await names(stranger, { kind: "group", ids: [north.id, harbour.id] })).toEqual([]);
  const coach = await createMember(house, workspace, { roles: [{ role: "coach", groupId: north.id }] });
  expect(await refusalOf(findPlaces(house.context(coach.caller), { kind: "group" }))).toBe("FORBIDDEN");
});

test("who looks after a part describes nobody above them, and learns nothing of anybody outside it", async () => {
  const { house, workspace, north, south } = await open();
  const administers = await createMember(house, workspace, {
    roles: [{ role: "user_admin", groupId: north.id }],
  });
  const above = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: north.id }],
    groupIds: [north.id],
  });
  const outside = await createMember(house, workspace, { groupIds: [south.id] });
  const as = house.context(administers.caller);
  const refused = ({ membershipId }: { membershipId: string }, labels?: string[]) =>
    refusalOf(useCases.placeMember(as, { membershipId, labels }));
  expect(await refused(above, ["mine"])).toBe("ROLE_ABOVE_YOURS");
  expect(await refused(outside, ["mine"])).toBe("NOT_FOUND");
  // Nothing to change, and nothing to read off the answer.
  expect(await refused(outside)).toBe("NOT_FOUND");
});

test("who is deactivated enters no group, and may leave one", async () => {
  const { house, workspace, ctx, north, south } = await open();
  const { membershipId } = await createMember(house, workspace, {
    status: "deactivated",
    groupIds: [north.id],
  });
  expect(await refusalOf(useCases.placeMember(ctx, { membershipId, addGroupIds: [south.id] }))).toBe(
    "NOT_ACTIVE",
  );
  await useCases.placeMember(ctx, { membershipId, removeGroupIds: [north.id] });
  expect((await viewMember(ctx, { membershipId })).groups).toEqual([]);
});
