import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { Browser } from "../../support/browser.ts";
import { callerNow, createMember, createWorkspace, openHouse, plantGroup } from "../../support/house.ts";

/** A workspace with a role of its own, and somebody who has it in a group. */
async function open() {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, { overrides: { "ui.role_switcher": true } });
  const choir = await plantGroup(house, workspace.id, "Choir");
  const make = async (name: string, description: string) =>
    (
      await useCases.createCustomRole(house.context(await callerNow(house, admin)), {
        name,
        description,
        permissions: ["people.view"],
        holdsIn: ["group"],
      })
    ).id;
  const desk = await make("<i>Front</i> desk", "Knows <b>who</b> sings.");
  await make("Night watch", "Unknown to learners.");
  const ana = await createMember(house, workspace, {
    roles: ["learner", { role: desk, groupId: choir.id }],
    groupIds: [choir.id],
  });
  const learner = await createMember(house, workspace, { groupIds: [choir.id] });
  return { house, workspace, admin, ana, learner, desk, base: `/w/${workspace.slug}` };
}

test("a role of the workspace's own is named as plain text wherever roles stand, and to learners only if it is theirs", async () => {
  const { ana, learner, admin, desk, base } = await open();
  const named = "&lt;i&gt;Front&lt;/i&gt; desk";
  const has = await new Browser().signIn(ana);
  for (const path of ["/learn/profile", "/people", "/roles", "/start"]) {
    const { status, body } = await has.get(base + path);
    expect([path, status, body.includes(named)]).toEqual([path, 200, true]);
    expect(body).not.toContain("<i>Front");
    // What scripts read of the page is no mark-up either.
    expect(body).not.toMatch(/<b>who/);
  }
  const plain = await new Browser().signIn(learner);
  const portal = await plain.get(`${base}/learn/profile`);
  expect(portal.status).toBe(200);
  for (const secret of ["Night watch", "Front", "Unknown to"]) expect(portal.body).not.toContain(secret);
  const chief = await new Browser().signIn(admin);
  for (const path of [
    "/people/invite",
    `/people?role=${desk}`,
    "/settings/roles",
    `/settings/roles/${desk}`,
  ]) {
    const { body } = await chief.get(base + path);
    expect([path, body.includes(named)]).toEqual([path, true]);
  }
  expect((await chief.get(`${base}/settings/roles/rol_01kabc4d5e6f7g8h9jkmnpqrst`)).status).toBe(404);
});

test("the form of a role keeps what was typed beside what is wrong, and deleting says where its people go", async () => {
  const { admin, desk, base } = await open();
  const chief = await new Browser().signIn(admin);
  const typed = { name: "Teacher", description: "Teaches.", holdsIn: "group", people: "people.view" };
  const refused = await chief.post(`${base}/settings/roles/new`, typed);
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('value="Teacher"');
  expect(refused.body).toContain("One of the usual roles is called so.");
  const empty = await chief.post(`${base}/settings/roles/new`, { name: "Some", holdsIn: "group" });
  expect(empty.body).toContain("Choose at least one permission.");
  const made = await chief.post(`${base}/settings/roles/new`, { ...typed, name: "Sings along" });
  expect([made.status, made.location]).toEqual([303, `${base}/settings/roles`]);
  expect((await chief.get(`${base}/settings/roles/${desk}`)).body).toContain("1 person has this role");
  const deleted = await chief.post(`${base}/settings/roles/${desk}`, { intent: "delete", to: "" });
  expect(deleted.location).toBe(`${base}/settings/roles`);
  const list = await chief.get(`${base}/settings/roles`);
  expect(list.body).toContain("Sings along");
  expect(list.body).not.toContain(desk);
});
