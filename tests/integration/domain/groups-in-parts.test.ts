import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { fieldOf, groupsOf, open, treeOf } from "../../support/groups.ts";
import { callerNow, createMember, plantGroup, plantUnit, refusalOf } from "../../support/house.ts";

const {
  addGroupMembers,
  changeGroup,
  createGroup,
  deleteGroup,
  findMembersToAdd,
  listGroups,
  removeGroupMember,
  viewGroup,
} = useCases;

test("a group administrator sees and changes their part of the tree, and the rest does not exist", async () => {
  const { house, workspace } = await open();
  const top = await plantGroup(house, workspace.id, "Top");
  const mine = await plantGroup(house, workspace.id, "Mine", { parent: top });
  const below = await plantGroup(house, workspace.id, "Below", { parent: mine });
  const other = await plantGroup(house, workspace.id, "Other", { parent: top });
  const unit = await plantUnit(house, workspace.id, "Unit");
  const chief = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: mine.id }] });
  const ctx = house.context(await callerNow(house, chief));
  expect((await listGroups(ctx, {})).groups.map(({ id, parentId }) => [id, parentId])).toEqual([
    [mine.id, null],
    [below.id, mine.id],
  ]);
  expect((await listGroups(ctx, { q: "below" })).groups[0]?.above).toEqual([{ id: mine.id, name: "Mine" }]);
  expect(await viewGroup(ctx, { groupId: mine.id })).toMatchObject({
    parentId: null,
    above: [],
    subgroups: [{ id: below.id }],
    may: { manage: true, members: true, invite: true, remind: true },
  });
  for (const [what, act] of Object.entries({
    view: () => viewGroup(ctx, { groupId: other.id }),
    rename: () => changeGroup(ctx, { groupId: other.id, name: "New" }),
    "move there": () => changeGroup(ctx, { groupId: below.id, parentId: other.id }),
    "move above": () => changeGroup(ctx, { groupId: below.id, parentId: top.id }),
    "create below": () => createGroup(ctx, { name: "New", parentId: other.id }),
    "another unit": () => createGroup(ctx, { name: "New", parentId: mine.id, unitId: unit.id }),
    delete: () => deleteGroup(ctx, { groupId: other.id }),
    search: () => findMembersToAdd(ctx, { groupId: other.id, q: "person" }),
    add: () => addGroupMembers(ctx, { groupId: other.id, membershipIds: [chief.membershipId] }),
    remove: () => removeGroupMember(ctx, { groupId: other.id, membershipId: chief.membershipId }),
  })) {
    expect([what, await refusalOf(act())]).toEqual([what, "NOT_FOUND"]);
  }
  expect(await fieldOf(createGroup(ctx, { name: "New" }))).toBe("parentId required");
  expect(await refusalOf(changeGroup(ctx, { groupId: below.id, parentId: null }))).toBe("FORBIDDEN");
  // Null is what they see above their topmost group: it stays where it is.
  await changeGroup(ctx, { groupId: mine.id, parentId: null, name: "Renamed" });
  const made = await createGroup(ctx, { name: "New", parentId: below.id });
  const later = house.context(await callerNow(house, chief));
  await deleteGroup(later, { groupId: made.id });
  expect(await treeOf(house, workspace.id)).toEqual([
    "Top",
    "Top > Other",
    "Top > Renamed",
    "Top > Renamed > Below",
  ]);
});

test("a group administrator of a unit makes groups in it and keeps them in it", async () => {
  const { house, workspace } = await open();
  const unit = await plantUnit(house, workspace.id, "Unit");
  const branch = await plantUnit(house, workspace.id, "Branch", unit);
  const foreign = await plantUnit(house, workspace.id, "Foreign");
  const chief = await createMember(house, workspace, { roles: [{ role: "group_admin", unitId: unit.id }] });
  const ctx = house.context(await callerNow(house, chief));
  const group = await createGroup(ctx, { name: "Group", unitId: branch.id });
  expect(await refusalOf(createGroup(ctx, { name: "Other", unitId: foreign.id }))).toBe("NOT_FOUND");
  const later = house.context(await callerNow(house, chief));
  expect(await createGroup(later, { name: "Below", parentId: group.id })).toMatchObject({
    unitId: branch.id,
  });
  expect(await fieldOf(createGroup(later, { name: "Free", parentId: group.id, unitId: null }))).toBe(
    "unitId part",
  );
  expect(await fieldOf(changeGroup(later, { groupId: group.id, unitId: null }))).toBe("unitId part");
  expect(await refusalOf(changeGroup(later, { groupId: group.id, unitId: foreign.id }))).toBe("NOT_FOUND");
});

test("a coach sees the group and changes nothing, a user administrator its people only", async () => {
  const { house, workspace } = await open({ preset: "collaborative" });
  const group = await plantGroup(house, workspace.id, "Group");
  const learner = await createMember(house, workspace);
  const coach = await createMember(house, workspace, { roles: [{ role: "coach", groupId: group.id }] });
  const clerk = await createMember(house, workspace, { roles: [{ role: "user_admin", groupId: group.id }] });
  const asCoach = house.context(await callerNow(house, coach));
  const asClerk = house.context(await callerNow(house, clerk));
  const add = { groupId: group.id, membershipIds: [learner.membershipId] };
  expect(await viewGroup(asCoach, { groupId: group.id })).toMatchObject({
    may: { manage: false, members: false, invite: false, remind: false },
  });
  expect(await refusalOf(addGroupMembers(asCoach, add))).toBe("FORBIDDEN");
  expect(await addGroupMembers(asClerk, add)).toMatchObject({ added: 1 });
  for (const ctx of [asCoach, asClerk]) {
    expect(await refusalOf(createGroup(ctx, { name: "New", parentId: group.id }))).toBe("FORBIDDEN");
    expect(await refusalOf(changeGroup(ctx, { groupId: group.id, name: "New" }))).toBe("FORBIDDEN");
    expect(await refusalOf(deleteGroup(ctx, { groupId: group.id }))).toBe("FORBIDDEN");
  }
});

test("who may only add existing people adds learners by name or address, and finds nobody else", async () => {
  const { house, workspace } = await open({ preset: "academy" });
  const group = await plantGroup(house, workspace.id, "Group");
  const chief = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: group.id }],
    groupIds: [group.id],
  });
  const wanted = { firstName: "Zoë", lastName: "Okafor", email: "zoe@school.example" };
  const zoe = await createMember(house, workspace, wanted);
  const staff = await createMember(house, workspace, { roles: ["instructor"], firstName: "Zoltan" });
  for (let at = 0; at < 12; at += 1)
    await createMember(house, workspace, { firstName: "Many", lastName: `${at}` });
  const ctx = house.context(await callerNow(house, chief));
  const found = { people: [{ id: zoe.membershipId, name: "Zoë Okafor", email: "zoe@school.example" }] };
  expect(await findMembersToAdd(ctx, { groupId: group.id, q: "zoe" })).toEqual(found);
  expect(await findMembersToAdd(ctx, { groupId: group.id, q: "ZOE@school.example" })).toEqual(found);
  expect(await fieldOf(findMembersToAdd(ctx, { groupId: group.id, q: "zo" }))).toBe("q too_short");
  expect((await findMembersToAdd(ctx, { groupId: group.id, q: "many" })).people).toHaveLength(10);
  expect((await findMembersToAdd(ctx, { groupId: group.id, q: "zolt" })).people).toEqual([]);
  const admins = await findMembersToAdd(house.context((await open()).admin.caller), {
    groupId: group.id,
    q: "zoe",
  });
  expect(admins.people).toEqual([]);
  expect(
    await refusalOf(addGroupMembers(ctx, { groupId: group.id, membershipIds: [staff.membershipId] })),
  ).toBe("NOT_FOUND");
  await addGroupMembers(ctx, { groupId: group.id, membershipIds: [zoe.membershipId] });
  expect((await findMembersToAdd(ctx, { groupId: group.id, q: "zoe" })).people).toEqual([]);
});

test("nobody is taken out of a group by somebody who could not give them the role they hold there", async () => {
  const { house, workspace, ctx } = await open({ preset: "collaborative" });
  const group = await plantGroup(house, workspace.id, "Group");
  const chief = await createMember(house, workspace, {
    roles: ["learner", { role: "group_admin", groupId: group.id }],
    groupIds: [group.id],
  });
  const clerk = await createMember(house, workspace, {
    roles: [{ role: "user_admin", groupId: group.id }],
    groupIds: [group.id],
  });
  const asClerk = house.context(await callerNow(house, clerk));
  const out = { groupId: group.id, membershipId: chief.membershipId };
  expect(await refusalOf(removeGroupMember(asClerk, out))).toBe("ROLE_ABOVE_YOURS");
  await removeGroupMember(ctx, out);
  expect(await groupsOf(house, chief.membershipId)).toEqual([]);
  const { results } = await house.database
    .prepare("select role from role_assignments where membership_id = ?")
    .bind(chief.membershipId)
    .all();
  expect(results).toEqual([{ role: "learner" }]);
});
