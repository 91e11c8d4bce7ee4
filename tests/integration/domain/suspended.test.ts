import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, hour, openHouse, tokenIn } from "../../support/house.ts";

test("waiting mail of a suspended workspace stays, and leaves when the workspace is opened again", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const other = await createWorkspace(house);
  for (const space of [{ workspace, admin }, other]) {
    await useCases.inviteUser(house.context(space.admin.caller), {
      email: "ana@example.com",
      roles: ["learner"],
    });
  }
  const turn = (status: string) =>
    house.database.prepare("update workspaces set status = ? where id = ?").bind(status, workspace.id).run();
  const work = async () => {
    house.woken.length = 0;
    await useCases.sweepMail(house.system(), {});
    const woken = house.woken.map(({ workspaceId }) => workspaceId);
    for (const workspaceId of [workspace.id, other.workspace.id]) {
      await useCases.deliverMail(house.system(), { workspaceId });
    }
    return woken;
  };
  await turn("suspended");
  house.clock.advance(hour);
  expect(await work()).not.toContain(workspace.id);
  expect(house.sent.map(({ workspaceId }) => workspaceId)).toEqual([other.workspace.id]);

  await turn("active");
  expect(await work()).toContain(workspace.id);
  expect(house.sent.map(({ workspaceId }) => workspaceId)).toEqual([other.workspace.id, workspace.id]);
  // The term begins with the sending, not with the waiting.
  const page = await useCases.viewInvitation(house.anonymous(), { token: tokenIn(house.sent.at(-1)) });
  expect(page.state).toBe("open");
});
