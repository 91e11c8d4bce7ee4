import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { rootGroupId } from "../../../worker/domain/places/root-group.ts";
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
  tokenIn,
} from "../../support/house.ts";

const {
  addGroupMembers,
  changeGroup,
  createGroup,
  deleteGroup,
  findMembersToAdd,
  inviteUser,
  listGroups,
  removeGroupMember,
  viewGroup,
} = useCases;

async function open(options: Parameters<typeof createWorkspace>[1] = {}) {
  const house = openHouse();
  const space = await createWorkspace(house, options);
  return { house, ...space, ctx: house.context(space.admin.caller) };
}

const propagating = { overrides: { "groups.propagate_learner": true } };

async function fieldOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    const { code, details } = error as {
      code: string;
      details: { errors?: { path: string; code: string }[] };
    };
    return (details.errors ?? []).map(({ path, code }) => `${path} ${code}`).join() || code;
  }
  throw new Error("The act was expected to be refused and succeeded");
}

/** Groups of a person by name, with how they are in each. */
async function groupsOf(house: House, membershipId: string) {
  const { results } = await house.database
    .prepare(
      'select g.name, m.kind from group_members m join "groups" g on g.workspace_id = m.workspace_id and g.id = m.group_id where m.membership_id = ? order by g.name',
    )
    .bind(membershipId)
    .all<{ name: string; kind: string }>();
  return results.map(({ name, kind }) => `${name} ${kind}`);
}

/** What the groups of a workspace look like: path by names. */
async function treeOf(house: House, workspaceId: string) {
  const { results } = await house.database
    .prepare('select id, name, path from "groups" where workspace_id = ?')
    .bind(workspaceId)
    .all<{ id: string; name: string; path: string }>();
  const names = new Map(results.map(({ id, name }) => [id, name]));
  return results
    .map(({ path }) =>
      path
        .split("/")
        .slice(0, -1)
        .map((id) => names.get(id))
        .join(" > "),
    )
    .sort();
}

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

test("a learner of a public group is one of those above up to the first private one; taking them out undoes it", async () => {
  const { house, workspace, ctx } = await open(propagating);
  const top = await createGroup(ctx, { name: "A top" });
  const wall = await createGroup(ctx, { name: "B wall", parentId: top.id, visibility: "private" });
  const open2 = await createGroup(ctx, { name: "C open", parentId: wall.id });
  const leaf = await createGroup(ctx, { name: "D leaf", parentId: open2.id });
  const secret = await createGroup(ctx, { name: "E secret", parentId: open2.id, visibility: "private" });
  const learner = await createMember(house, workspace);
  const coach = await createMember(house, workspace, { roles: [{ role: "coach", groupId: leaf.id }] });
  for (const { membershipId } of [learner, coach]) {
    await addGroupMembers(ctx, { groupId: leaf.id, membershipIds: [membershipId] });
  }
  await addGroupMembers(ctx, { groupId: secret.id, membershipIds: [learner.membershipId] });
  expect(await groupsOf(house, learner.membershipId)).toEqual([
    "B wall derived",
    "C open derived",
    "D leaf direct",
    "E secret direct",
  ]);
  expect(await groupsOf(house, coach.membershipId)).toEqual(["D leaf direct"]);
  await changeGroup(ctx, { groupId: wall.id, visibility: "public" });
  expect(await groupsOf(house, learner.membershipId)).toContain("A top derived");
  await changeGroup(ctx, { groupId: leaf.id, parentId: null });
  expect(await groupsOf(house, learner.membershipId)).toEqual(["D leaf direct", "E secret direct"]);
  await changeGroup(ctx, { groupId: leaf.id, parentId: open2.id });
  // Down from here through public groups: the leaf goes, the secret one behind its own wall stays.
  await removeGroupMember(ctx, { groupId: open2.id, membershipId: learner.membershipId });
  expect(await groupsOf(house, learner.membershipId)).toEqual(["E secret direct"]);
});

test("without the policy nothing derives, and taking somebody out of a group leaves the ones below", async () => {
  const { house, workspace, ctx } = await open();
  const top = await createGroup(ctx, { name: "Top" });
  const leaf = await createGroup(ctx, { name: "Leaf", parentId: top.id });
  const learner = await createMember(house, workspace, { groupIds: [top.id] });
  await addGroupMembers(ctx, { groupId: leaf.id, membershipIds: [learner.membershipId] });
  expect(await groupsOf(house, learner.membershipId)).toEqual(["Leaf direct", "Top direct"]);
  await removeGroupMember(ctx, { groupId: top.id, membershipId: learner.membershipId });
  expect(await groupsOf(house, learner.membershipId)).toEqual(["Leaf direct"]);
  expect(
    await refusalOf(removeGroupMember(ctx, { groupId: top.id, membershipId: learner.membershipId })),
  ).toBe("NOT_FOUND");
});

test("adding is once each, takes members and invited people and nobody else", async () => {
  const { house, workspace, ctx } = await open();
  const group = await createGroup(ctx, { name: "Group" });
  const learner = await createMember(house, workspace);
  const gone = await createMember(house, workspace, { status: "deactivated" });
  const { invitation } = await inviteUser(ctx, { email: "invited@example.com", roles: ["learner"] });
  const ids = [learner.membershipId, invitation.userId];
  expect(await addGroupMembers(ctx, { groupId: group.id, membershipIds: ids })).toMatchObject({ added: 2 });
  expect(await addGroupMembers(ctx, { groupId: group.id, membershipIds: [...ids, ...ids] })).toEqual({
    groupId: group.id,
    added: 0,
    already: 2,
  });
  expect(
    await refusalOf(addGroupMembers(ctx, { groupId: group.id, membershipIds: [gone.membershipId] })),
  ).toBe("NOT_ACTIVE");
  const other = await createWorkspace(house);
  const mixed = [other.admin.membershipId, learner.membershipId];
  expect(await refusalOf(addGroupMembers(ctx, { groupId: group.id, membershipIds: mixed }))).toBe(
    "NOT_FOUND",
  );
  const { results } = await house.database
    .prepare("select count(*) as n from audit_events where action = 'group.member_added' and target_id = ?")
    .bind(group.id)
    .all<{ n: number }>();
  expect(results).toEqual([{ n: 2 }]);
});

test("somebody who is in a group by one below can be put into it directly, and stays when the other goes", async () => {
  const { house, workspace, ctx } = await open(propagating);
  const top = await createGroup(ctx, { name: "Top" });
  const leaf = await createGroup(ctx, { name: "Leaf", parentId: top.id });
  const { membershipId } = await createMember(house, workspace);
  await addGroupMembers(ctx, { groupId: leaf.id, membershipIds: [membershipId] });
  const before = await viewGroup(ctx, { groupId: top.id });
  expect(before.people).toMatchObject([{ id: membershipId, derived: true, through: { name: "Leaf" } }]);
  await addGroupMembers(ctx, { groupId: top.id, membershipIds: [membershipId] });
  await deleteGroup(ctx, { groupId: leaf.id });
  expect(await groupsOf(house, membershipId)).toEqual(["Top direct"]);
});

/** A database in which something happens right before the act writes: after it has read. */
function meanwhile(database: D1Database, happens: () => Promise<unknown>, write = 2): D1Database {
  let batches = 0;
  return new Proxy(database, {
    get(target, property) {
      if (property === "batch") {
        return async (statements: D1PreparedStatement[]) => {
          batches += 1;
          if (batches === write) await happens();
          return target.batch(statements);
        };
      }
      const value = Reflect.get(target, property) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

test("of somebody who is deactivated while they are added nothing is written", async () => {
  const { house, workspace, admin, ctx } = await open();
  const group = await createGroup(ctx, { name: "Group" });
  const { membershipId } = await createMember(house, workspace);
  const { membershipId: other } = await createMember(house, workspace);
  const database = meanwhile(house.database, () => useCases.deactivateMember(ctx, { membershipId }));
  const act = addGroupMembers(openHouse({ database }).context(admin.caller), {
    groupId: group.id,
    membershipIds: [other, membershipId],
  });
  expect(await refusalOf(act)).toBe("EDIT_CONFLICT");
  expect([await groupsOf(house, membershipId), await groupsOf(house, other)]).toEqual([[], []]);
});

test("a group that moves while somebody is added to it is looked at again", async () => {
  const { house, workspace, admin, ctx } = await open();
  const top = await createGroup(ctx, { name: "Top" });
  const group = await createGroup(ctx, { name: "Group" });
  const { membershipId } = await createMember(house, workspace);
  const database = meanwhile(house.database, () => changeGroup(ctx, { groupId: group.id, parentId: top.id }));
  const act = addGroupMembers(openHouse({ database }).context(admin.caller), {
    groupId: group.id,
    membershipIds: [membershipId],
  });
  expect(await refusalOf(act)).toBe("EDIT_CONFLICT");
});

test("somebody who is added while the group is deleted keeps it", async () => {
  const { house, workspace, admin, ctx } = await open(propagating);
  const top = await createGroup(ctx, { name: "Top" });
  const group = await createGroup(ctx, { name: "Group", parentId: top.id });
  const { membershipId } = await createMember(house, workspace);
  // What a deletion reads is one statement, so its first batch is the one that writes.
  const database = meanwhile(
    house.database,
    () => addGroupMembers(ctx, { groupId: group.id, membershipIds: [membershipId] }),
    1,
  );
  const act = deleteGroup(openHouse({ database }).context(admin.caller), { groupId: group.id });
  expect(await refusalOf(act)).toBe("EDIT_CONFLICT");
  expect(await groupsOf(house, membershipId)).toEqual(["Group direct", "Top derived"]);
});

test("whoever lost the right since they were let in changes nothing", async () => {
  const { house, workspace } = await open();
  const top = await plantGroup(house, workspace.id, "Top");
  const group = await plantGroup(house, workspace.id, "Group", { parent: top });
  const other = await plantGroup(house, workspace.id, "Other", { parent: top });
  const { membershipId } = await createMember(house, workspace, { groupIds: [group.id] });
  const learner = await createMember(house, workspace);
  const elsewhere = await plantGroup(house, workspace.id, "Elsewhere");
  const chief = await createMember(house, workspace, {
    roles: [top, elsewhere].map(({ id }) => ({ role: "group_admin" as const, groupId: id })),
  });
  const ctx = house.context(await callerNow(house, chief));
  // They still hold the same role in another part.
  await house.database
    .prepare("delete from role_assignments where membership_id = ? and group_id = ?")
    .bind(chief.membershipId, top.id)
    .run();
  for (const [what, act] of Object.entries({
    create: () => createGroup(ctx, { name: "New", parentId: group.id }),
    rename: () => changeGroup(ctx, { groupId: group.id, name: "New" }),
    move: () => changeGroup(ctx, { groupId: group.id, parentId: other.id }),
    add: () => addGroupMembers(ctx, { groupId: group.id, membershipIds: [learner.membershipId] }),
    remove: () => removeGroupMember(ctx, { groupId: group.id, membershipId }),
    delete: () => deleteGroup(ctx, { groupId: group.id }),
  })) {
    expect([what, await refusalOf(act())]).toEqual([what, "EDIT_CONFLICT"]);
  }
});

test("active people take the courses of the group and of those above it, once each, also after a move", async () => {
  const { house, workspace, ctx } = await open(propagating);
  const top = await createGroup(ctx, { name: "Top" });
  const leaf = await createGroup(ctx, { name: "Leaf" });
  const course = async (id: string, groupId: string) =>
    house.database.batch([
      house.database
        .prepare(
          "insert into courses (workspace_id, id, title, title_key, summary, description, status, visibility, created_at, updated_at, last_op) values (?1, ?2, ?2, ?2, '', '', 'published', 'private', 0, 0, '')",
        )
        .bind(workspace.id, id),
      house.database.prepare("insert into course_groups values (?, ?, ?)").bind(workspace.id, groupId, id),
    ]);
  await course("crs_top", top.id);
  await course("crs_leaf", leaf.id);
  const { membershipId } = await createMember(house, workspace);
  await addGroupMembers(ctx, { groupId: leaf.id, membershipIds: [membershipId] });
  const taken = async () => {
    const { results } = await house.database
      .prepare("select course_id from enrolments where membership_id = ? order by course_id")
      .bind(membershipId)
      .all<{ course_id: string }>();
    return results.map(({ course_id }) => course_id);
  };
  expect(await taken()).toEqual(["crs_leaf"]);
  await changeGroup(ctx, { groupId: leaf.id, parentId: top.id });
  expect(await taken()).toEqual(["crs_leaf", "crs_top"]);
  await removeGroupMember(ctx, { groupId: leaf.id, membershipId });
  await addGroupMembers(ctx, { groupId: leaf.id, membershipIds: [membershipId] });
  expect(await taken()).toEqual(["crs_leaf", "crs_top"]);
});

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

test("who is invited into a group is listed among the invited", async () => {
  const { ctx } = await open();
  const group = await createGroup(ctx, { name: "Group" });
  const { invitation } = await inviteUser(ctx, { email: "listed@example.com", roles: ["learner"] });
  await addGroupMembers(ctx, { groupId: group.id, membershipIds: [invitation.userId] });
  const detail = await viewGroup(ctx, { groupId: group.id, people: "invited" });
  expect(detail.people).toMatchObject([{ id: invitation.userId, status: "pending", derived: false }]);
  expect(detail).toMatchObject({ members: 0, invited: 1 });
  expect((await viewGroup(ctx, { groupId: group.id })).people).toEqual([]);
});

test.each(["delete first", "join first"])(
  "a group is deleted while somebody invited into it joins: both happen, %s",
  async (order) => {
    const { house, workspace, ctx } = await open(propagating);
    const top = await createGroup(ctx, { name: "Top" });
    const group = await createGroup(ctx, { name: "Group", parentId: top.id });
    const { invitation } = await inviteUser(ctx, {
      email: `joins-${order}@example.com`.replace(" ", "-"),
      roles: ["learner"],
    });
    await addGroupMembers(ctx, { groupId: group.id, membershipIds: [invitation.userId] });
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    const token = tokenIn(house.sent[0]);
    const join = () =>
      useCases.joinAsNewPerson(house.anonymous(), {
        token,
        revision: invitation.revision,
        firstName: "Jo",
        password: "seven green bicycles",
      });
    const remove = () => deleteGroup(ctx, { groupId: group.id });
    await Promise.all(order === "join first" ? [join(), remove()] : [remove(), join()]);
    expect(await groupsOf(house, invitation.userId)).toEqual([]);
    expect((await listGroups(ctx, {})).groups.map(({ name, members }) => [name, members])).toEqual([
      ["Top", 0],
    ]);
  },
);

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
