import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import type { PresetName } from "../../../worker/domain/presets.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  callerNow,
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  openHouse,
  plantGroup,
  plantUnit,
  type TestMember,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

async function setting(options: { preset?: PresetName; overrides?: Record<string, unknown> } = {}) {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, options);
  const counted = countRoundTrips(env.DB);
  const as = (who: TestMember) => new Browser({ bindings: { ...env, DB: counted.database } }).signIn(who);
  return {
    house,
    workspace,
    admin,
    as,
    counted,
    browser: await as(admin),
    ctx: house.context(admin.caller),
    base: `/w/${workspace.slug}`,
  };
}

function flashOf(browser: Browser): Record<string, unknown> {
  return JSON.parse(decodeURIComponent(browser.cookies.get("flash") ?? "null")) as Record<string, unknown>;
}

test("a group is made, found, changed and deleted without scripts", async () => {
  const { browser, base, ctx } = await setting();
  expect((await browser.get(`${base}/groups`)).body).toContain("There are no groups yet");
  const made = await browser.post(`${base}/groups/new`, {
    name: "Year 1",
    visibility: "public",
    parentId: "",
  });
  expect([made.status, flashOf(browser).kind]).toEqual([303, "groupCreated"]);
  const id = made.location?.split("/").at(-1) ?? "";
  const below = await browser.get(`${base}/groups/new?parent=${id}`);
  expect(below.body).toMatch(new RegExp(`<option value="${id}" selected="">`));
  await browser.post(`${base}/groups/new`, { name: "Red", visibility: "private", parentId: id });
  const tree = await browser.get(`${base}/groups`);
  expect(tree.body).toContain("<details open");
  expect(textOf(tree.body)).toContain("Red");
  expect(textOf((await browser.get(`${base}/groups?q=RÉD`)).body)).toContain("Year 1");
  const [red] = (await useCases.listGroups(ctx, { q: "red" })).groups;
  const settings = `${base}/groups/${red?.id}/settings`;
  const saved = await browser.post(settings, {
    name: "Scarlet",
    description: "Mornings",
    visibility: "public",
    parentId: "",
  });
  expect([saved.status, flashOf(browser).kind]).toEqual([303, "groupSaved"]);
  expect((await useCases.viewGroup(ctx, { groupId: red?.id ?? "" })).parentId).toBeNull();
  const refused = await browser.post(`${base}/groups/new`, { name: "SCARLET", visibility: "public" });
  expect([refused.status, refused.body]).toEqual([
    422,
    expect.stringContaining("of this name beside it already"),
  ]);
  await browser.post(`${base}/groups/${red?.id}/delete`, {});
  expect(flashOf(browser).kind).toBe("groupDeleted");
  expect((await useCases.listGroups(ctx, {})).groups).toMatchObject([{ id }]);
});

test("people are searched, added and taken out without scripts, and who is invited stands apart", async () => {
  const { house, workspace, browser, base, ctx } = await setting({
    overrides: { "groups.propagate_learner": true },
  });
  const top = await useCases.createGroup(ctx, { name: "Top" });
  const leaf = await useCases.createGroup(ctx, { name: "Leaf", parentId: top.id });
  const { membershipId } = await createMember(house, workspace, { firstName: "Zoe", lastName: "Okafor" });
  const { invitation } = await useCases.inviteUser(ctx, { email: "invited@example.com", roles: ["learner"] });
  const add = `${base}/groups/${leaf.id}/add`;
  expect((await browser.get(`${add}?q=zoe`)).body).toContain(`value="${membershipId}"`);
  expect((await browser.post(add, {})).status).toBe(422);
  const people = new URLSearchParams([
    ["people", membershipId],
    ["people", invitation.userId],
  ]);
  const added = await browser.post(add, people);
  expect([added.status, flashOf(browser)]).toEqual([303, { kind: "groupAdded", count: 2 }]);
  const members = textOf((await browser.get(`${base}/groups/${top.id}`)).body);
  expect(members).toContain("Zoe Okafor");
  expect(members).toContain("Through Leaf");
  expect(members).not.toContain("invited@example.com");
  expect(textOf((await browser.get(`${base}/groups/${leaf.id}?tab=invited`)).body)).toContain(
    "invited@example.com",
  );
  expect(textOf((await browser.get(`${base}/groups/${top.id}?tab=subgroups`)).body)).toContain("Leaf");
  const settings = textOf((await browser.get(`${base}/groups/${leaf.id}/settings`)).body);
  expect(settings).toContain("Learners of this group are learners here too: Top.");
  await browser.post(`${base}/groups/${top.id}`, { remove: membershipId, who: "Zoe Okafor" });
  expect(flashOf(browser)).toEqual({ kind: "groupRemoved", who: "Zoe Okafor" });
  expect((await useCases.viewGroup(ctx, { groupId: leaf.id })).people).toEqual([]);
});

test("a group administrator works in their part, and another group is not found", async () => {
  const { house, workspace, as, base } = await setting({ preset: "academy" });
  const mine = await plantGroup(house, workspace.id, "Mine");
  const other = await plantGroup(house, workspace.id, "Other");
  const chief = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: mine.id }] });
  const learner = await createMember(house, workspace, { firstName: "Lea" });
  const browser = await as(chief);
  const tree = textOf((await browser.get(`${base}/groups`)).body);
  expect(tree).toContain("Mine");
  expect(tree).not.toContain("Other");
  for (const page of ["", "/add", "/settings", "/delete"]) {
    expect([page, (await browser.get(`${base}/groups/${other.id}${page}`)).status]).toEqual([page, 404]);
  }
  expect((await browser.get(`${base}/groups/${mine.id}/add?q=le`)).body).toContain(
    "at least three characters",
  );
  await browser.post(`${base}/groups/${mine.id}/add`, { people: learner.membershipId });
  const ctx = house.context(await callerNow(house, chief));
  expect((await useCases.viewGroup(ctx, { groupId: mine.id })).people).toMatchObject([
    { id: learner.membershipId },
  ]);
});

test("a group administrator reminds somebody who is invited into the group, from its page", async () => {
  const { house, workspace, as, base } = await setting({ preset: "collaborative" });
  const mine = await plantGroup(house, workspace.id, "Mine");
  const chief = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: mine.id }] });
  house.clock.now -= 2 * day;
  const asChief = async () => house.context(await callerNow(house, chief));
  const { invitation } = await useCases.inviteUser(await asChief(), {
    email: "waiting@example.com",
    roles: ["learner"],
    groupIds: [mine.id],
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const browser = await as(chief);
  const form = await browser.get(`${base}/people/invite?groupIds=${mine.id}`);
  const boxes = form.body.match(/<input[^>]*name="groupIds"[^>]*>/g) ?? [];
  expect(boxes.find((box) => box.includes(mine.id))).toContain("checked");
  const page = `${base}/groups/${mine.id}?tab=invited`;
  const { body } = await browser.get(page);
  expect(body).toContain('aria-label="Send reminder: waiting@example.com"');
  expect(body).toContain(`href="${base}/people/invite?groupIds=${mine.id}"`);
  const sent = await browser.post(`${base}/people/${invitation.userId}`, {
    remind: invitation.id,
    returnTo: page,
  });
  expect([sent.location, flashOf(browser)]).toEqual([
    page,
    expect.objectContaining({ kind: "reminded", who: "waiting@example.com" }),
  ]);
});

test("units are made, moved and deleted without scripts; a manager sees their own", async () => {
  const { house, workspace, browser, base, as, ctx } = await setting();
  const made = await browser.post(`${base}/units`, { name: "School", parentId: "" });
  expect([made.status, flashOf(browser)]).toEqual([303, { kind: "unitCreated", who: "School" }]);
  const [school] = (await useCases.listUnits(ctx, {})).units;
  await browser.post(`${base}/units`, { name: "Arts", parentId: school?.id ?? "" });
  const again = await browser.post(`${base}/units`, { name: "school", parentId: "" });
  expect([again.status, again.body]).toEqual([
    422,
    expect.stringContaining("of this name beside it already"),
  ]);
  const [arts] = (await useCases.listUnits(ctx, { q: "arts" })).units;
  const page = `${base}/units/${arts?.id}`;
  await browser.post(page, { name: "Fine arts", parentId: "" });
  expect(flashOf(browser)).toEqual({ kind: "unitSaved", who: "Fine arts" });
  expect((await browser.get(page)).body).toContain("Delete the unit");
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: school?.id ?? "" }],
  });
  const managers = await as(manager);
  const seen = textOf((await managers.get(`${base}/units`)).body);
  expect(seen).toContain("School");
  expect(seen).not.toContain("Fine arts");
  expect(seen).not.toContain("Create the unit");
  expect((await managers.get(page)).status).toBe(404);
  await browser.post(page, { intent: "delete" });
  expect(flashOf(browser)).toEqual({ kind: "unitDeleted", who: "Fine arts" });
});

test("where a workspace has no units their page leads elsewhere", async () => {
  const { browser, base } = await setting({ preset: "programs" });
  expect((await browser.get(`${base}/units`)).location).toBe(`${base}/start`);
});

test("the tree and a group cost two round trips each", async () => {
  const { house, workspace, browser, base, counted } = await setting();
  const group = await plantGroup(house, workspace.id, "Group");
  await plantUnit(house, workspace.id, "Unit");
  for (const page of ["/groups", `/groups/${group.id}`, `/groups/${group.id}/add?q=zoe`, "/units"]) {
    counted.reset();
    expect([page, (await browser.get(`${base}${page}`)).status]).toEqual([page, 200]);
    expect([page, counted.roundTrips()]).toEqual([page, 2]);
  }
});

test("a unit shows who looks after it and its courses, a group its courses, and lists of a part whose people they are", async () => {
  const { house, workspace, as, browser, counted, base } = await setting({
    overrides: { "units.enabled": true },
  });
  const north = await plantUnit(house, workspace.id, "North");
  const choir = await plantGroup(house, workspace.id, "Choir", { unitId: north.id });
  const course = await plantCourse(house, workspace.id, "Safety", {
    unitIds: [north.id],
    groupIds: [choir.id],
  });
  const session = await plantSession(house, workspace.id, course, { groupId: choir.id });
  const manager = await createMember(house, workspace, {
    firstName: "Maja",
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  counted.reset();
  const unit = await browser.get(`${base}/units/${north.id}`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(textOf(unit.body)).toContain("Maja");
  expect(unit.body).toContain(`${base}/courses/${course}`);
  const group = await browser.get(`${base}/groups/${choir.id}?tab=courses`);
  expect(textOf(group.body)).toContain("Safety");
  const theirs = await as(manager);
  for (const page of ["groups", "units", `sessions/${session}`]) {
    expect(textOf((await theirs.get(`${base}/${page}`)).body)).toContain("You see the people of North .");
    expect(textOf((await browser.get(`${base}/${page}`)).body)).not.toContain("You see the people of");
  }
});

test("a unit and a group get a language in their forms, and the form that invites speaks it without scripts too", async () => {
  const { browser, base, ctx, workspace } = await setting();
  await browser.post(`${base}/units`, { name: "Berlin school", parentId: "", language: "de" });
  const [berlin] = (await useCases.listUnits(ctx, {})).units;
  await browser.post(`${base}/units`, { name: "Class 3b", parentId: berlin?.id ?? "", language: "" });
  const { units } = await useCases.listUnits(ctx, { q: "class" });
  const classroom = units[0]?.id ?? "";
  const page = await browser.get(`${base}/units/${classroom}`);
  expect(page.body).toContain('<option value="" selected="">As Berlin school: Deutsch</option>');
  await browser.post(`${base}/groups/new`, {
    name: "Choir",
    visibility: "public",
    parentId: "",
    unitId: classroom,
    language: "",
  });
  const [choir] = (await useCases.listGroups(ctx, {})).groups;
  const settings = `${base}/groups/${choir?.id}/settings`;
  expect((await browser.get(settings)).body).toContain("As Berlin school: Deutsch");
  await browser.post(settings, { name: "Choir", description: "", language: "es" });
  expect((await browser.get(settings)).body).toMatch(/<option value="es" selected="">/);

  const form = await browser.get(`${base}/people/invite?unitIds=${classroom}`);
  expect(form.body).toContain("That of the unit or group, or of the workspace");
  expect(textOf(form.body)).toContain("Deutsch (of Berlin school)");
  const filled = {
    email: "a@example.com",
    roles: "learner",
    term: "usual",
    language: "",
    offers: "unit",
    unitIds: classroom,
  };
  const shown = await browser.post(`${base}/people/invite`, { ...filled, intent: "preview" });
  expect(textOf(shown.body)).toContain("Deutsch (of Berlin school)");
  await browser.post(`${base}/people/invite`, { ...filled, intent: "send" });
  const rows = env.DB.prepare("select language from invitations where workspace_id = ?1").bind(workspace.id);
  expect((await rows.all()).results).toEqual([{ language: "de" }]);
});
