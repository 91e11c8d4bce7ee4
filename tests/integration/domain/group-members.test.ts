import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { groupsOf, misnoted, open, propagating } from "../../support/groups.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  refusalOf,
  tokenIn,
} from "../../support/house.ts";

const {
  addGroupMembers,
  changeGroup,
  createGroup,
  deleteGroup,
  inviteUser,
  listGroups,
  removeGroupMember,
  viewGroup,
} = useCases;

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
  expect(await misnoted(house, workspace.id)).toEqual([]);
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
