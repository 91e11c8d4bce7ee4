import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { customFields } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

async function openSchool(options: Parameters<typeof createWorkspace>[1] = {}) {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, options);
  const { id } = workspace;
  const north = await plantUnit(house, id, "North");
  const south = await plantUnit(house, id, "South");
  const choir = await plantGroup(house, id, "Choir", { unitId: north.id });
  const chess = await plantGroup(house, id, "Chess", { unitId: south.id });
  const course = await plantCourse(house, id, "Singing");
  const session = await plantSession(house, id, course, { title: "Scales", groupId: choir.id });
  const counted = countRoundTrips(env.DB);
  const visit = async (who: typeof admin) =>
    new Browser({ bindings: { ...env, DB: counted.database } }).signIn(who);
  return {
    house,
    workspace,
    admin,
    north,
    south,
    choir,
    chess,
    course,
    session,
    counted,
    visit,
    base: `/w/${workspace.slug}`,
  };
}

const fields = { roles: "learner", language: "en", term: "usual", tell: "1" };
const shown = ["unit", "group", "courses", "sessions", "access_ends_on", "labels", "custom"];

async function latest(space: Awaited<ReturnType<typeof openSchool>>) {
  const id = await env.DB.prepare(
    "select id from invitations where workspace_id = ? order by created_at desc, id desc limit 1",
  )
    .bind(space.workspace.id)
    .first<string>("id");
  return (
    await useCases.viewInvitationDetail(space.house.context(space.admin.caller), { invitationId: id ?? "" })
  ).invitation;
}

test("the form without scripts offers what there is, and places the person in three round trips", async () => {
  const space = await openSchool();
  const { house, workspace, visit, admin, base, north, choir, course, session, counted } = space;
  await house
    .system()
    .db.insert(customFields)
    .values({
      workspaceId: workspace.id,
      id: house.system().ids.next("customField"),
      key: "size",
      name: "Shirt size",
      kind: "choice",
      choices: ["Small", "Large"],
      createdAt: 0,
    });
  const browser = await visit(admin);
  counted.reset();
  const page = await browser.get(`${base}/people/invite`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  const text = textOf(page.body);
  for (const word of [
    "Unit",
    "North",
    "Groups",
    "Choir",
    "Courses",
    "Singing",
    "Sessions",
    "Scales",
    "Shirt size",
  ]) {
    expect(text).toContain(word);
  }
  counted.reset();
  const sent = await browser.post(
    `${base}/people/invite`,
    new URLSearchParams([
      ...Object.entries({
        ...fields,
        email: "ana@example.com",
        accessEndsOn: "2031-06-30",
        labels: "Night shift, New",
      }),
      ...shown.map((field): [string, string] => ["offers", field]),
      ["unitIds", north.id],
      ["groupIds", choir.id],
      ["courseIds", course],
      ["sessionIds", session],
      ["custom.size", "Large"],
    ]),
  );
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect(sent.status).toBe(303);
  expect(await latest(space)).toMatchObject({
    units: [{ name: "North" }],
    groups: [{ name: "Choir" }],
    courses: [{ title: "Singing" }],
    sessions: [{ title: "Scales" }],
    accessEndsOn: "2031-06-30",
    labels: ["Night shift", "New"],
    customFields: { size: "Large" },
  });
});

test("a refused form comes back with what was chosen, and each word at its field", async () => {
  const { visit, admin, base, north, chess } = await openSchool();
  const browser = await visit(admin);
  const refused = await browser.post(
    `${base}/people/invite`,
    new URLSearchParams([
      ...Object.entries({ ...fields, email: "ana@example.com", labels: "Kept" }),
      ["offers", "unit"],
      ["offers", "group"],
      ["offers", "labels"],
      ["unitIds", north.id],
      ["groupIds", chess.id],
    ]),
  );
  expect(refused.status).toBe(422);
  expect(textOf(refused.body)).toContain("This group belongs to another unit.");
  expect(refused.body).toMatch(new RegExp(`value="${north.id}" selected`));
  expect(refused.body).toMatch(
    new RegExp(`checked=""[^>]*value="${chess.id}"|value="${chess.id}"[^>]*checked`),
  );
  expect(refused.body).toContain('value="Kept"');
});

test("a manager sees and finds what is theirs, and nothing of the next unit", async () => {
  const { house, workspace, visit, base, north, south } = await openSchool();
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const browser = await visit(manager);
  const text = textOf((await browser.get(`${base}/people/invite`)).body);
  expect(text).toContain("Choir");
  expect(text).not.toContain("Chess");
  expect(text).not.toContain("South");
  const found = await useCases.findOfferable(house.context(manager.caller), {
    kind: "unit",
    ids: [south.id, north.id],
  });
  expect(found.options.map(({ name }) => name)).toEqual(["North"]);
  const groups = await useCases.findOfferable(house.context(manager.caller), { kind: "group", q: "CH" });
  expect(groups.options.map(({ name }) => name)).toEqual(["Choir"]);
});

test("fields that the policy hides, and those of which there is nothing, are not shown", async () => {
  const hidden = await openSchool({
    overrides: { "invite.optional": ["group"], "access.expiry_enabled": false },
  });
  const page = (await (await hidden.visit(hidden.admin)).get(`${hidden.base}/people/invite`)).body;
  expect(page).toContain('name="groupIds"');
  for (const name of ["unitIds", "courseIds", "sessionIds", "accessEndsOn", "labels"]) {
    expect(page).not.toContain(`name="${name}"`);
  }
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house);
  const empty = await new Browser({ bindings: { ...env } }).signIn(admin);
  const bare = (await empty.get(`/w/${workspace.slug}/people/invite`)).body;
  for (const name of ["unitIds", "groupIds", "courseIds", "sessionIds"])
    expect(bare).not.toContain(`name="${name}"`);
});

test("an open invitation is placed anew by its form, which begins with what it offers", async () => {
  const space = await openSchool();
  const { house, visit, admin, base, north, south, choir, chess } = space;
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: "edited@example.com",
    roles: ["learner"],
    unitId: north.id,
    groupIds: [choir.id],
    labels: ["Old"],
  });
  const browser = await visit(admin);
  const page = `${base}/people/${invitation.userId}/edit`;
  const form = (await browser.get(page)).body;
  expect(form).toMatch(new RegExp(`value="${north.id}" selected`));
  expect(form).toContain('value="Old"');
  const saved = await browser.post(
    page,
    new URLSearchParams([
      ...Object.entries({
        ...fields,
        term: "keep",
        invitationId: invitation.id,
        revision: "1",
        addressBefore: "edited@example.com",
        email: "edited@example.com",
        labels: "",
      }),
      ["offers", "unit"],
      ["offers", "group"],
      ["offers", "labels"],
      ["unitIds", south.id],
      ["groupIds", chess.id],
    ]),
  );
  expect(saved.status).toBe(303);
  expect(await latest(space)).toMatchObject({
    units: [{ name: "South" }],
    groups: [{ name: "Chess" }],
    labels: [],
    revision: 2,
  });
});

test("a session's own page invites learners, and says what became of those who cannot be", async () => {
  const space = await openSchool({ overrides: { "from_session.enabled": true } });
  const { visit, admin, base, session, choir } = space;
  const browser = await visit(admin);
  const page = `${base}/sessions/${session}/invite`;
  expect(textOf((await browser.get(page)).body)).toContain("Invite to Scales");
  const partly = await browser.post(page, {
    addresses: "ana@example.com, wrong",
    groupId: choir.id,
    language: "en",
    message: "",
  });
  expect(partly.status).toBe(200);
  expect(textOf(partly.body)).toContain("Not invited");
  expect(await latest(space)).toMatchObject({ email: "ana@example.com", sessions: [{ title: "Scales" }] });
  const done = await browser.post(page, { addresses: "ben@example.com", groupId: choir.id, language: "en" });
  expect([done.status, done.location]).toEqual([303, `${base}/sessions/${session}`]);
  const none = await browser.post(page, { addresses: "eve@example.com", groupId: "", language: "en" });
  expect([none.status, textOf(none.body).includes("Choose a group.")]).toEqual([422, true]);
});

test("the page behind the link says where the person will be and what waits for them, in their language", async () => {
  const space = await openSchool();
  const { house, workspace, admin, north, choir, course, session } = space;
  const words = {
    en: ["You will be in", "Waiting for you", "Your access ends", "30 June 2031"],
    de: ["Sie kommen in", "Auf Sie wartet", "Ihr Zugang endet", "30. Juni 2031"],
    fr: ["Vous rejoindrez", "Ce qui vous attend", "Fin de votre accès", "30 juin 2031"],
    es: ["Estarás en", "Te espera", "Tu acceso termina", "30 de junio de 2031"],
  } as const;
  for (const [language, expected] of Object.entries(words)) {
    await useCases.inviteUser(house.context(admin.caller), {
      email: `${language}@example.com`,
      roles: ["learner"],
      language: language as "en",
      unitId: north.id,
      groupIds: [choir.id],
      courseIds: [course],
      sessionIds: [session],
      accessEndsOn: "2031-06-30",
    });
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    const link = /https?:\/\/\S+\/join\/[\w.-]+/.exec(house.sent.at(-1)?.text ?? "")?.[0] ?? "";
    const visit = await new Browser({ bindings: { ...env } }).open(new URL(link).pathname);
    const text = textOf(visit.body);
    for (const word of [...expected, "North", "Choir", "Singing", "Scales"]) expect(text).toContain(word);
  }
});

test("the page of a session leads to inviting where the workspace allows it, and nowhere else", async () => {
  for (const enabled of [true, false]) {
    const { visit, admin, base, session } = await openSchool({
      overrides: { "from_session.enabled": enabled },
    });
    const { body } = await (await visit(admin)).get(`${base}/sessions/${session}`);
    expect(body.includes(`/sessions/${session}/invite`)).toBe(enabled);
  }
});
