import { expect, test } from "vitest";
import { closeOver } from "../../../db/queries/places.ts";
import { createMember, createWorkspace, openHouse, plantGroup } from "../../support/house.ts";

async function groupsOf(house: ReturnType<typeof openHouse>, membershipId: string) {
  const { results } = await house.database
    .prepare(
      'select g.name, m.kind from group_members m join "groups" g on g.workspace_id = m.workspace_id and g.id = m.group_id where m.membership_id = ? order by g.name',
    )
    .bind(membershipId)
    .all<{ name: string; kind: string }>();
  return results.map(({ name, kind }) => `${name} ${kind}`);
}

test("a learner of a public group is one of the groups above it, up to the first private one, included", async () => {
  const house = openHouse();
  const { workspace } = await createWorkspace(house);
  const top = await plantGroup(house, workspace.id, "A top");
  const wall = await plantGroup(house, workspace.id, "B wall", { parent: top, visibility: "private" });
  const open = await plantGroup(house, workspace.id, "C open", { parent: wall });
  const leaf = await plantGroup(house, workspace.id, "D leaf", { parent: open });
  const secret = await plantGroup(house, workspace.id, "E secret", { parent: open, visibility: "private" });
  const learner = await createMember(house, workspace, { groupIds: [leaf.id] });
  const behind = await createMember(house, workspace, { groupIds: [secret.id] });
  const coach = await createMember(house, workspace, {
    roles: [{ role: "coach", groupId: leaf.id }],
    groupIds: [leaf.id],
  });
  const { db } = house.system();
  const ids = JSON.stringify([learner, behind, coach].map(({ membershipId }) => membershipId));
  await db.batch(closeOver(db, workspace.id, ids));
  expect(await groupsOf(house, learner.membershipId)).toEqual([
    "B wall derived",
    "C open derived",
    "D leaf direct",
  ]);
  expect(await groupsOf(house, behind.membershipId)).toEqual(["E secret direct"]);
  expect(await groupsOf(house, coach.membershipId)).toEqual(["D leaf direct"]);
  await house.database
    .prepare("delete from group_members where membership_id = ? and kind = 'direct'")
    .bind(learner.membershipId)
    .run();
  await db.batch(closeOver(db, workspace.id, ids));
  expect(await groupsOf(house, learner.membershipId)).toEqual([]);
});
