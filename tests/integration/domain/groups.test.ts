import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { rootGroupId } from "../../../worker/domain/places/root-group.ts";
import { fieldOf, groupsOf, open, propagating, treeOf } from "../../support/groups.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
} from "../../support/house.ts";

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

test("a group is made, described, moved, closed and listed with how many people it has", async () => {
  const { house, workspace, ctx } = await open();
  const unit = await plantUnit(house, workspace.id, "School");
  const year = await createGroup(ctx, { name: "Year 1", unitId: unit.id });
  const red = await createGroup(ctx, { name: "Red", parentId: year.id, description: "Mornings\r\n" });
  expect(red).toMatchObject({
    unitId: unit.id,
    visibility: "public",
    description: "Mornings",
    isRoot: false,
  });
  const other = await createGroup(ctx, { name: "Year 2", visibility: "private" });
  await createMember(house, workspace, { groupIds: [red.id] });
  await changeGroup(ctx, { groupId: red.id, name: "Scarlet", parentId: other.id, unitId: null });
  await changeGroup(ctx, { groupId: red.id, visibility: "private", description: "" });
  const { groups } = await listGroups(ctx, {});
  const shown = groups.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(
    shown.map(({ name, parentId, unitName, visibility, members }) => [
      name,
      parentId,
      unitName,
      visibility,
      members,
    ]),
  ).toEqual([
    ["Scarlet", other.id, null, "private", 1],
    ["Year 1", null, "School", "public", 0],
    ["Year 2", null, null, "private", 0],
  ]);
  expect((await listGroups(ctx, { q: "SCÁR" })).groups).toMatchObject([
    { id: red.id, above: [{ id: other.id, name: "Year 2" }] },
  ]);
});

test("siblings share no name, also of two at one moment", async () => {
  const { ctx } = await open();
  const top = await createGroup(ctx, { name: "Top" });
  const made = await Promise.allSettled(
    ["Class", "CLASS", "Clàss"].map((name) => createGroup(ctx, { name, parentId: top.id })),
  );
  const refused = made.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
  expect(refused).toEqual(["VALIDATION_FAILED", "VALIDATION_FAILED"]);
  expect(await fieldOf(createGroup(ctx, { name: "class", parentId: top.id }))).toBe("name taken");
  const free = await createGroup(ctx, { name: "class" });
  expect(await fieldOf(changeGroup(ctx, { groupId: free.id, parentId: top.id }))).toBe("name taken");
  expect(await fieldOf(changeGroup(ctx, { groupId: free.id, name: "TOP" }))).toBe("name taken");
  await changeGroup(ctx, { groupId: free.id, parentId: top.id, name: "Another" });
});

test("a tree of groups has 32 levels and no cycle, whichever two moves meet", async () => {
  const { house, workspace, ctx } = await open();
  let deepest: { id: string; path: string } | undefined;
  for (let level = 1; level <= 31; level += 1) {
    deepest = await plantGroup(house, workspace.id, `Level ${level}`, deepest ? { parent: deepest } : {});
  }
  const last = await createGroup(ctx, { name: "Level 32", parentId: deepest?.id });
  expect(await fieldOf(createGroup(ctx, { name: "Level 33", parentId: last.id }))).toBe("parentId too_deep");
  const a = await plantGroup(house, workspace.id, "A");
  const b = await plantGroup(house, workspace.id, "B");
  await createGroup(ctx, { name: "Below", parentId: a.id });
  expect(await fieldOf(changeGroup(ctx, { groupId: a.id, parentId: deepest?.id }))).toBe("parentId too_deep");
  expect(await fieldOf(changeGroup(ctx, { groupId: a.id, parentId: a.id }))).toBe("parentId cycle");
  const met = await Promise.allSettled([
    changeGroup(ctx, { groupId: a.id, parentId: b.id }),
    changeGroup(ctx, { groupId: b.id, parentId: a.id }),
  ]);
  expect(met.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const tree = (await treeOf(house, workspace.id)).filter((path) => !path.includes("Level"));
  expect([
    ["A", "A > B", "A > Below"],
    ["B", "B > A", "B > A > Below"],
  ]).toContainEqual(tree);
});

test("deleting a group takes roles and courses from it, and those who derived from it", async () => {
  const { house, workspace, ctx } = await open(propagating);
  const top = await createGroup(ctx, { name: "Top" });
  const leaf = await createGroup(ctx, { name: "Leaf", parentId: top.id });
  const learner = await createMember(house, workspace, {
    roles: ["learner", { role: "coach", groupId: leaf.id }],
  });
  await addGroupMembers(ctx, { groupId: leaf.id, membershipIds: [learner.membershipId] });
  expect(await refusalOf(deleteGroup(ctx, { groupId: top.id }))).toBe("NOT_EMPTY");
  expect(await deleteGroup(ctx, { groupId: leaf.id })).toMatchObject({ jobId: null });
  expect(await groupsOf(house, learner.membershipId)).toEqual([]);
  expect((await listGroups(ctx, {})).groups).toMatchObject([{ id: top.id, members: 0 }]);
  const { results } = await house.database
    .prepare("select role from role_assignments where membership_id = ?")
    .bind(learner.membershipId)
    .all();
  expect(results).toEqual([{ role: "learner" }]);
});

test("groups of another workspace do not exist, whatever names them", async () => {
  const { house, ctx, admin } = await open();
  const other = await createWorkspace(house);
  const foreign = await plantGroup(house, other.workspace.id, "Foreign");
  const foreignUnit = await plantUnit(house, other.workspace.id, "Foreign");
  const own = await createGroup(ctx, { name: "Own" });
  for (const [what, act] of Object.entries({
    view: () => viewGroup(ctx, { groupId: foreign.id }),
    "create below": () => createGroup(ctx, { name: "New", parentId: foreign.id }),
    "create in unit": () => createGroup(ctx, { name: "New", unitId: foreignUnit.id }),
    rename: () => changeGroup(ctx, { groupId: foreign.id, name: "New" }),
    move: () => changeGroup(ctx, { groupId: own.id, parentId: foreign.id }),
    "into unit": () => changeGroup(ctx, { groupId: own.id, unitId: foreignUnit.id }),
    delete: () => deleteGroup(ctx, { groupId: foreign.id }),
    add: () => addGroupMembers(ctx, { groupId: foreign.id, membershipIds: [admin.membershipId] }),
    "add a stranger": () =>
      addGroupMembers(ctx, { groupId: own.id, membershipIds: [other.admin.membershipId] }),
    remove: () => removeGroupMember(ctx, { groupId: own.id, membershipId: other.admin.membershipId }),
  })) {
    expect([what, await refusalOf(act())]).toEqual([what, "NOT_FOUND"]);
  }
  expect(
    (await findMembersToAdd(ctx, { groupId: foreign.id, q: "ada" })).people.map(({ id }) => id),
  ).not.toContain(other.admin.membershipId);
});

test("where one group holds all others it is made first, holds what stood there, and stays", async () => {
  const { house, workspace, ctx, admin } = await open(propagating);
  const old = await createGroup(ctx, { name: workspace.name });
  const below = await createGroup(ctx, { name: "Below", parentId: old.id });
  const learner = await createMember(house, workspace);
  await addGroupMembers(ctx, { groupId: below.id, membershipIds: [learner.membershipId] });
  const policies = { ...workspace.policies, "groups.root": true };
  const caller = admin.caller;
  if (caller.kind !== "member") throw new Error("not a member");
  const rooted = house.context({ ...caller, workspace: { ...workspace, policies } });
  const made = await createGroup(rooted, { name: "New", parentId: below.id });
  const rootId = rootGroupId(workspace.id);
  const [root] = (await listGroups(rooted, {})).groups;
  expect(root).toMatchObject({
    id: rootId,
    name: workspace.name,
    visibility: "public",
    isRoot: true,
    members: 1,
  });
  const name = workspace.name;
  expect(await treeOf(house, workspace.id)).toEqual([
    name,
    `${name} > ${name}`,
    `${name} > ${name} > Below`,
    `${name} > ${name} > Below > New`,
  ]);
  expect(await createGroup(rooted, { name: "Top" })).toMatchObject({ parentId: rootId });
  expect(await changeGroup(rooted, { groupId: made.id, parentId: null })).toMatchObject({
    group: { parentId: rootId },
  });
  for (const act of [
    () => deleteGroup(rooted, { groupId: rootId }),
    () => changeGroup(rooted, { groupId: rootId, parentId: below.id }),
    () => changeGroup(rooted, { groupId: rootId, visibility: "private" }),
  ]) {
    expect(await refusalOf(act())).toBe("ROOT_GROUP");
  }
  await changeGroup(rooted, { groupId: rootId, name: "Everybody" });
});

test("of two who make the first group at one moment both succeed, below one root", async () => {
  const { house, workspace, ctx } = await open({ preset: "programs" });
  const made = await Promise.allSettled([
    createGroup(ctx, { name: "One" }),
    createGroup(ctx, { name: "Two" }),
  ]);
  const failed = made.filter(({ status }) => status === "rejected");
  for (const { reason } of failed as PromiseRejectedResult[]) expect(reason.code).toBe("EDIT_CONFLICT");
  const tree = await treeOf(house, workspace.id);
  expect(tree.filter((path) => !path.includes(" > "))).toEqual([workspace.name]);
  expect(tree.length).toBe(3 - failed.length);
});

test("a workspace that begins with such a group has it from its first moment", async () => {
  const house = openHouse();
  const { createFirstCustomer } = await import("../../../worker/domain/workspaces/create-first-customer.ts");
  const first = await createFirstCustomer(house.system(), {
    customerName: "Trust",
    workspaceName: "Programme",
    slug: "programme",
    preset: "programs",
    adminEmail: "first@example.com",
  });
  expect(await treeOf(house, first.workspaceId)).toEqual(["Programme"]);
});

test("acts cost three round trips, the caller's own counted, and looking costs two", async () => {
  const { house, workspace, admin } = await open(propagating);
  const { membershipId } = await createMember(house, workspace);
  const { database, roundTrips, reset } = countRoundTrips(house.database);
  const ctx = openHouse({ database }).context(admin.caller);
  const top = await createGroup(ctx, { name: "Top" });
  expect(roundTrips()).toBe(2);
  const group = await createGroup(ctx, { name: "Group" });
  for (const [act, trips] of [
    [() => addGroupMembers(ctx, { groupId: group.id, membershipIds: [membershipId] }), 2],
    [() => changeGroup(ctx, { groupId: group.id, parentId: top.id, name: "Other" }), 2],
    [() => viewGroup(ctx, { groupId: group.id }), 1],
    [() => listGroups(ctx, {}), 1],
    [() => findMembersToAdd(ctx, { groupId: top.id, q: "pat" }), 1],
    [() => removeGroupMember(ctx, { groupId: group.id, membershipId }), 2],
    [() => deleteGroup(ctx, { groupId: group.id }), 2],
  ] as const) {
    reset();
    await act();
    expect(roundTrips()).toBe(trips);
  }
});
