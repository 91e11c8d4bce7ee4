import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  type TestMember,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

async function setting() {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, {
    overrides: { "units.enabled": true, "invite.optional": ["unit", "group", "labels", "custom"] },
  });
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

function flashOf(browser: Browser): unknown {
  const value = browser.cookies.get("flash");
  return value ? (JSON.parse(decodeURIComponent(value)) as { kind: string }).kind : null;
}

test("an administrator makes, orders, changes and retires fields without scripts", async () => {
  const { browser, base, ctx } = await setting();
  const fields = `${base}/settings/fields`;
  expect((await browser.get(fields)).body).toContain("There are no fields yet");
  const form = {
    name: "Shirt size",
    kind: "choice",
    choices: "S\nM\r\n\nL",
    asked: "form",
    requiredFor: "learner",
  };
  const refused = await browser.post(fields, { ...form, choices: "" });
  expect([refused.status, refused.body]).toEqual([422, expect.stringContaining("Give at least one choice.")]);
  expect(refused.body).toContain('value="Shirt size"');
  await browser.post(fields, form);
  expect(flashOf(browser)).toBe("fieldCreated");
  await browser.post(fields, { name: "Parking", kind: "yes_no", choices: "left over" });
  const { fields: made } = await useCases.listCustomFields(ctx, {});
  expect(made).toMatchObject([
    { key: "shirt_size", choices: ["S", "M", "L"], inForm: true, inImport: false, requiredFor: ["learner"] },
    { key: "parking", kind: "yes_no", choices: [], inForm: false, inImport: false },
  ]);
  const [size, parking] = made.map(({ id }) => id);
  const shown = await browser.get(fields);
  expect(shown.body).toContain("Move Parking up");
  await browser.post(
    fields,
    new URLSearchParams([
      ["move", parking ?? ""],
      ["move", size ?? ""],
    ]),
  );
  expect(flashOf(browser)).toBe("fieldsOrdered");
  const one = await browser.get(`${fields}/${size}`);
  expect([one.status, textOf(one.body)]).toEqual([200, expect.stringContaining("shirt_size")]);
  await browser.post(`${fields}/${size}`, { intent: "retire" });
  expect(flashOf(browser)).toBe("fieldRetired");
  expect((await browser.get(`${fields}/${size}`)).body).toContain("Ask for it again");
  await browser.post(`${fields}/${size}`, { intent: "restore" });
  await browser.post(`${fields}/${size}`, { name: "Size", kind: "choice", choices: "S", asked: "import" });
  expect((await useCases.listCustomFields(ctx, {})).fields).toMatchObject([
    { name: "Parking" },
    { name: "Size", retired: false, choices: ["S"], inForm: false, inImport: true, requiredFor: [] },
  ]);
  expect((await browser.get(`${fields}/fld_01kabc4d5e6f7g8h9jkmnpqrst`)).status).toBe(404);
});

test("labels are listed with the way to their people, renamed and deleted without scripts", async () => {
  const { browser, base, ctx, house, workspace } = await setting();
  const { membershipId } = await createMember(house, workspace, { firstName: "Ana", lastName: "Lima" });
  await useCases.placeMember(ctx, { membershipId, labels: ["night & day", "red"] });
  const list = await browser.get(`${base}/settings/labels`);
  expect(list.body).toContain(`${base}/people?label=night+%26+day`);
  const people = await browser.get(`${base}/people?label=night+%26+day`);
  expect(textOf(people.body)).toContain("Only people with the label “night & day”.");
  expect(people.body).toContain("Ana Lima");
  const change = `${base}/settings/labels/change`;
  expect((await browser.get(`${change}?label=night+%26+day`)).body).toContain("1 person loses this label");
  expect((await browser.get(`${change}?label=never`)).status).toBe(404);
  const wrong = await browser.post(`${change}?label=red`, { label: "red", to: " " });
  expect([wrong.status, wrong.body]).toEqual([
    422,
    expect.stringContaining("A label has 1 to 50 characters"),
  ]);
  await browser.post(change, { label: "night & day", to: "Red" });
  expect(flashOf(browser)).toBe("labelRenamed");
  expect((await useCases.listLabels(ctx, {})).labels).toEqual([{ label: "red", count: 1 }]);
  await browser.post(change, { label: "red", intent: "delete" });
  expect(flashOf(browser)).toBe("labelDeleted");
  expect((await browser.get(`${base}/settings/labels`)).body).toContain("Nobody has a label yet");
});

test("a person's labels and answers are changed without scripts, and a wrong answer comes back with its word", async () => {
  const { browser, base, ctx, house, workspace, counted } = await setting();
  await useCases.createCustomField(ctx, { name: "First day", kind: "date", requiredFor: ["learner"] });
  await useCases.createCustomField(ctx, { name: "Parking", kind: "yes_no" });
  const { membershipId } = await createMember(house, workspace);
  const here = `${base}/people/${membershipId}`;
  const form = { offers: "labels", labels: "evening, red" };
  const wrong = await browser.post(
    `${here}/details`,
    new URLSearchParams([
      ...Object.entries(form),
      ["offers", "custom"],
      ["custom.first_day", "2026-02-30"],
      ["custom.parking", "yes"],
    ]),
  );
  expect(wrong.status).toBe(422);
  expect(wrong.body).toContain("Enter a day, like 2026-12-31.");
  expect(wrong.body).toContain('value="2026-02-30"');
  expect(wrong.body).toContain('<option value="yes" selected="">');
  await browser.post(
    `${here}/details`,
    new URLSearchParams([
      ...Object.entries(form),
      ["offers", "custom"],
      ["custom.first_day", "2026-03-02"],
      ["custom.parking", "yes"],
    ]),
  );
  expect(flashOf(browser)).toBe("described");
  counted.reset();
  const page = await browser.get(here);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  for (const word of ["evening", "red", "First day", "Parking", "Yes"]) {
    expect(textOf(page.body)).toContain(word);
  }
  // The history says it in words as well, each value as it was and as it is.
  expect(page.body.replaceAll("<!-- -->", "")).toContain(
    'Labels: <del><em>none</em></del> → <ins class="no-underline">evening, red</ins>',
  );
  expect(page.body).not.toContain("{&quot;");
});

test("a person is put into units and groups and taken out of them without scripts", async () => {
  const { browser, base, ctx, house, workspace } = await setting();
  const north = await plantUnit(house, workspace.id, "North");
  const [choir, chess] = [
    await plantGroup(house, workspace.id, "Choir"),
    await plantGroup(house, workspace.id, "Chess"),
  ];
  const { membershipId } = await createMember(house, workspace, { groupIds: [choir.id] });
  const here = `${base}/people/${membershipId}`;
  const form = (await browser.get(`${here}/places`)).body;
  expect(form).toContain(`name="groupsBefore" value="${choir.id}"`);
  expect(form).toMatch(new RegExp(`checked="" value="${choir.id}"|value="${choir.id}" checked=""`));
  await browser.post(`${here}/places`, {
    withUnits: "1",
    unitIds: north.id,
    groupsBefore: choir.id,
    groupIds: chess.id,
  });
  expect(flashOf(browser)).toBe("places");
  const person = await useCases.viewMember(ctx, { membershipId });
  expect([person.units.map(({ name }) => name), person.groups.map(({ name }) => name)]).toEqual([
    ["North"],
    ["Chess"],
  ]);
  const gone = await browser.post(`${here}/places`, {
    withUnits: "1",
    groupIds: "grp_01kabc4d5e6f7g8h9jkmnpqrst",
  });
  expect([gone.status, gone.body]).toEqual([404, expect.stringContaining("There is nothing here any more.")]);
  const found = await browser.get(`${base}/people/places?kind=group&q=che`);
  expect(JSON.parse(found.body)).toMatchObject({ options: [{ id: chess.id, label: "Chess" }] });
});

test("roles are given where they hold, several at once, and none holds nowhere", async () => {
  const { browser, base, ctx, house, workspace } = await setting();
  const north = await plantUnit(house, workspace.id, "North");
  const [choir, chess] = [
    await plantGroup(house, workspace.id, "Choir"),
    await plantGroup(house, workspace.id, "Chess"),
  ];
  const { membershipId } = await createMember(house, workspace, {
    roles: ["learner", { role: "group_admin", groupId: choir.id }],
    groupIds: [choir.id],
  });
  const here = `${base}/people/${membershipId}/roles`;
  const form = await browser.get(here);
  expect(form.body).toContain("Groups of the role Group administrator");
  expect(textOf((await browser.get(`${base}/people/${membershipId}`)).body)).toContain(
    "Group administrator: Choir",
  );
  const placed = [
    ["placed", "group_admin"],
    ["placed", "unit_manager"],
  ];
  const nowhere = await browser.post(here, new URLSearchParams([...placed, ["roles", "group_admin"]]));
  expect([nowhere.status, nowhere.body]).toEqual([
    422,
    expect.stringContaining("Choose where this role holds."),
  ]);
  await browser.post(
    here,
    new URLSearchParams([
      ...placed,
      ["roles", "learner"],
      ["roles", "group_admin"],
      ["at.group_admin.group", choir.id],
      ["at.group_admin.group", chess.id],
      ["roles", "unit_manager"],
      ["at.unit_manager.unit", north.id],
    ]),
  );
  expect(flashOf(browser)).toBe("roles");
  const { roles } = await useCases.viewMember(ctx, { membershipId });
  expect(roles.map(({ role, place }) => `${role} ${place}`).sort()).toEqual([
    "group_admin Chess",
    "group_admin Choir",
    "learner null",
    "unit_manager North",
  ]);
  // Places of a role that is not ticked count for nothing.
  await browser.post(
    here,
    new URLSearchParams([...placed, ["roles", "learner"], ["at.group_admin.group", chess.id]]),
  );
  expect((await useCases.viewMember(ctx, { membershipId })).roles.map(({ role }) => role)).toEqual([
    "learner",
  ]);
});

test("who sees a part reads whose people they see, and what is not theirs to change is shown and not asked", async () => {
  const { base, house, workspace, as, admin, counted } = await setting();
  const [choir, chess] = [
    await plantGroup(house, workspace.id, "Choir"),
    await plantGroup(house, workspace.id, "Chess"),
  ];
  const ana = await createMember(house, workspace, { groupIds: [choir.id] });
  const courseId = await plantCourse(house, workspace.id, "Safety");
  const sessionId = await plantSession(house, workspace.id, courseId);
  await useCases.addAttendee(house.context(admin.caller), { sessionId, membershipId: ana.membershipId });
  const coach = await as(
    await createMember(house, workspace, {
      roles: [choir, chess].map(({ id }) => ({ role: "coach" as const, groupId: id })),
    }),
  );
  counted.reset();
  const people = await coach.get(`${base}/people`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(textOf(people.body)).toContain("You see the people of Chess and Choir");
  expect(people.body).toContain(`href="${base}/groups/${choir.id}"`);
  const here = `${base}/people/${ana.membershipId}`;
  const page = await coach.get(here);
  for (const word of ["Choir", "Safety"]) expect(textOf(page.body)).toContain(word);
  for (const way of ["places", "details", "roles", "names"]) {
    expect(page.body).not.toContain(`${here}/${way}`);
    expect((await coach.get(`${here}/${way}`)).location).toBe(here);
  }
  expect((await coach.get(`${base}/people/places?kind=group`)).status).toBe(403);
  expect(textOf((await (await as(admin)).get(`${base}/people`)).body)).not.toContain("You see the people of");
});

test("the courses and sessions of one person are changed on a page of theirs, without scripts", async () => {
  const { house, workspace, as, browser, counted, base, ctx } = await setting();
  const safety = await plantCourse(house, workspace.id, "Safety");
  const boats = await plantCourse(house, workspace.id, "Boats");
  const draft = await plantCourse(house, workspace.id, "Not yet", { status: "draft" });
  const monday = await plantSession(house, workspace.id, boats, { title: "Monday" });
  const ana = await createMember(house, workspace, { firstName: "Ana", lastName: "Lima" });
  const person = `${base}/people/${ana.membershipId}`;
  const learning = `${person}/learning`;
  expect((await browser.get(person)).body).toContain(learning);
  counted.reset();
  const page = await browser.get(learning);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(page.body).toContain(`value="${safety}"`);
  expect(page.body).not.toContain(draft);
  const act = async (fields: Record<string, string>) => {
    const visit = await browser.post(learning, { who: "Ana Lima", ...fields });
    expect([visit.status, visit.location]).toEqual([303, learning]);
    return flashOf(browser);
  };
  counted.reset();
  expect(await act({ intent: "enrol", courseId: safety })).toBe("enrolled");
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect(await act({ intent: "place", sessionId: monday })).toBe("attends");
  const taken = await browser.get(learning);
  const text = textOf(taken.body);
  expect(text).toMatch(/Boats Under way 0%/);
  expect(text).toMatch(/Monday Boats/);
  // What one has is no choice any more.
  expect(taken.body).not.toContain(`value="${safety}"`);
  const { enrolments } = await useCases.listEnrolments(ctx, { membershipId: ana.membershipId });
  const enrolmentId = enrolments.find(({ courseTitle }) => courseTitle === "Safety")?.id ?? "";
  expect(await act({ intent: "withdraw", enrolmentId })).toBe("withdrew");
  expect(await act({ intent: "reopen", enrolmentId })).toBe("reopened");
  expect(await act({ intent: "complete", enrolmentId })).toBe("completed");
  expect(await act({ intent: "unplace", sessionId: monday })).toBe("attendsNot");
  expect(await act({ intent: "enrol" })).toBe("error");
  expect(textOf((await browser.get(learning)).body)).toContain("Choose a course.");
  expect(await act({ intent: "enrol", courseId: draft })).toBe("error");
  const shown = textOf((await browser.get(person)).body);
  expect(shown).toMatch(/Safety Completed 100%/);
  expect(shown).toContain("No sessions");

  // Whoever is deactivated is enrolled in nothing, and taken out of what they have.
  const gone = await createMember(house, workspace, { status: "deactivated" });
  const closed = await browser.get(`${base}/people/${gone.membershipId}/learning`);
  expect(closed.body).not.toContain('value="enrol"');
  const coach = await createMember(house, workspace, { roles: ["instructor"] });
  const teacher = await as(coach);
  expect((await teacher.get(learning)).status).toBe(403);
});

test("whoever holds a part gives places in it: the next unit's person is not there, nor a session of another group", async () => {
  const { house, workspace, as, base, ctx } = await setting();
  const north = await plantUnit(house, workspace.id, "North");
  const south = await plantUnit(house, workspace.id, "South");
  const mine = await plantGroup(house, workspace.id, "Mine", { unitId: north.id });
  const theirs = await plantGroup(house, workspace.id, "Theirs", { unitId: south.id });
  const course = await plantCourse(house, workspace.id, "Safety");
  const here = await plantSession(house, workspace.id, course, { title: "Here", groupId: mine.id });
  const there = await plantSession(house, workspace.id, course, { title: "There", groupId: theirs.id });
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const near = await createMember(house, workspace, { unitIds: [north.id] });
  const far = await createMember(house, workspace, { unitIds: [south.id] });
  const browser = await as(manager);
  expect((await browser.get(`${base}/people/${far.membershipId}/learning`)).status).toBe(404);
  const learning = `${base}/people/${near.membershipId}/learning`;
  const page = await browser.get(learning);
  expect(page.body).toContain(here);
  expect(page.body).not.toContain(there);
  const search = await browser.get(`${base}/people/bulk/choices.data?act=enrol&kind=session&q=here`);
  expect([search.body.includes("Here"), search.body.includes("There")]).toEqual([true, false]);
  await browser.post(`${base}/people/${far.membershipId}/learning`, { intent: "enrol", courseId: course });
  expect(flashOf(browser)).toBe("error");
  expect((await useCases.listEnrolments(ctx, { courseId: course })).enrolments).toEqual([]);
});
