import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { type PresetName, presets } from "../../../worker/domain/presets.ts";
import { type OwnTerms, termsIn } from "../../../worker/domain/terms.ts";
import { pages } from "../../security/page-list.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  tokenIn,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

const presetNames = Object.keys(presets) as PresetName[];

/** A workspace in which every page has something to show. */
async function open(preset: PresetName, overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, { preset, overrides });
  const asAdmin = () => house.context(admin.caller);
  const unit = await plantUnit(house, workspace.id, "North");
  const group = await plantGroup(house, workspace.id, "Choir");
  const courseId = await plantCourse(house, workspace.id, "Singing", { groupIds: [group.id] });
  const sessionId = await plantSession(house, workspace.id, courseId, { groupId: group.id });
  const learner = await createMember(house, workspace, { groupIds: [group.id] });
  await useCases.addAttendee(asAdmin(), { sessionId, membershipId: learner.membershipId });
  await useCases.enrolMember(asAdmin(), { courseId, membershipId: learner.membershipId });
  return {
    house,
    workspace,
    admin,
    learner,
    asAdmin,
    unit,
    group,
    courseId,
    sessionId,
    base: `/w/${workspace.slug}`,
  };
}

type World = Awaited<ReturnType<typeof open>>;

/** An invitation of the workspace, with what its preset wants of one. */
async function invite({ asAdmin, group }: World, email: string) {
  const { invitation } = await useCases.inviteUser(asAdmin(), {
    email,
    firstName: "Ana",
    lastName: "Ruiz",
    roles: ["learner"],
    groupIds: [group.id],
  });
  return invitation;
}

async function learning({ house, workspace, learner, asAdmin, courseId }: World) {
  const { enrolments } = await useCases.listEnrolments(asAdmin(), { courseId });
  const { certificateId } = await useCases.completeEnrolment(asAdmin(), {
    enrolmentId: enrolments[0]?.id ?? "",
  });
  return { certificateId: certificateId ?? "", house, workspace, learner };
}

test.each(presetNames)("no page of the list has a token left under the preset %s", async (preset) => {
  const world = await open(preset);
  const { house, workspace, admin, asAdmin, base } = world;
  const invitation = await invite(world, "guest@example.com");
  const { certificateId } = await learning(world);
  const field = await useCases.createCustomField(asAdmin(), { name: "Size", kind: "text" });
  const role = await useCases.createCustomRole(world.asAdmin(), {
    name: "Front desk",
    permissions: ["people.view"],
    holdsIn: ["group"],
  });
  async function* file() {
    yield new TextEncoder().encode(
      "email,first_name,last_name,role,unit\na@example.com,A,B,learner,Nowhere\n",
    );
  }
  const imported = await useCases.stageImport(asAdmin(), { fileName: "people.csv", file: file() });
  const browser = await new Browser().signIn(admin);
  const own = await new Browser().signIn(world.learner);
  let seen = 0;
  for (const { route, path } of pages) {
    const address = `${base}${path
      .replace(":member", invitation.userId)
      .replace(":import", imported.id)
      .replace(":course", world.courseId)
      .replace(":session", world.sessionId)
      .replace(":certificate", certificateId)
      .replace(":group", world.group.id)
      .replace(":field", field.id)
      .replace(":role", role.id)
      .replace(":unit", world.unit.id)}`;
    // What only a post answers.
    if (path.endsWith("/data.json")) continue;
    const { status, body } = await (route.startsWith("manage.") ? browser : own).get(address);
    if (status === 200) seen += 1;
    expect([route, status, /.{0,40}‹.{0,40}/.exec(body)?.[0]]).toEqual([route, status, undefined]);
  }
  expect(seen).toBeGreaterThan(50);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mails = house.sent.flatMap(({ subject, html, text }) => [subject, html, text]);
  expect(mails.length).toBeGreaterThan(0);
  expect(mails.filter((text) => /‹/.test(text))).toEqual([]);
});

test.each(presetNames)(
  "the words of the preset %s stand on its pages, in its mail and in its files",
  async (preset) => {
    const world = await open(preset);
    const { house, workspace, admin, base } = world;
    const terms = termsIn(presets[preset].terms, "en");
    const browser = await new Browser().signIn(admin);
    const read = async (path: string) => textOf((await browser.get(base + path)).body);
    const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

    const people = await read("/people");
    for (const word of [terms.people, terms.invite, terms.status_pending, terms.status_active]) {
      expect(people).toContain(word);
    }
    const form = await read("/people/invite");
    for (const word of [terms.send_invitation, capital(terms.learner.one), capital(terms.admin.one)]) {
      expect(form).toContain(word);
    }
    expect(await read("/groups")).toContain(`New ${terms.group.one}`);
    expect(await read("/courses")).toContain(`New ${terms.course.one}`);

    await invite(world, "guest@example.com");
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    expect(house.sent.find(({ template }) => template === "invitation")?.text).toContain(
      `- ${capital(terms.learner.one)}: you take ${terms.course.many}`,
    );

    const template = await browser.get(`${base}/imports/template.csv`);
    const headings = template.body.split("\r\n")[0] ?? "";
    // A word that only adds to the column's own name, as "user group" does, is no heading (S4 L22).
    if (headings.includes("group")) expect(headings).toContain('"group"');
    if (preset === "skills") expect(headings).toContain(`"${terms.unit.one}"`);
  },
);

const own: OwnTerms = {
  en: {
    unit: { one: "campus", many: "campuses" },
    group: { one: "crew", many: "crews" },
    learner: { one: "sailor", many: "sailors" },
    admin: { one: "harbour master", many: "harbour masters" },
    people: "Everybody",
  },
  de: { learner: { one: "Matrose", many: "Matrosen" }, course: { one: "Törn", many: "Törns" } },
};

test("whoever is invited reads the words of the workspace in their language, before and after joining", async () => {
  const world = await open("standard", { terms: own });
  const { house, workspace, learner, base, asAdmin } = world;
  await useCases.inviteUser(asAdmin(), { email: "kai@example.com", roles: ["learner"], language: "de" });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mail = house.sent.find(({ template }) => template === "invitation");
  expect(mail?.text).toContain("- Matrose: Sie belegen Törns");
  const join = await new Browser().open(`/join/${tokenIn(mail)}`);
  expect(textOf(join.body)).toContain("Matrose");
  expect(join.body).not.toMatch(/‹/);
  expect(join.body).not.toContain('<script type="module"');

  const german = await new Browser({ headers: { "Accept-Language": "de" } }).signIn(learner);
  german.cookies.set("language", "de");
  const home = await german.get(`${base}/learn`);
  expect(textOf(home.body)).toContain("Ihre Törns");
});

test("the document tells the browser the words that differ from the usual ones, and public pages nothing", async () => {
  const told = (body: string) =>
    JSON.parse(
      (/<html[^>]* data-terms="([^"]*)"/.exec(body)?.[1] ?? "null").replaceAll("&quot;", '"'),
    ) as unknown;
  const { admin, base } = await open("standard", { terms: own });
  const browser = await new Browser().signIn(admin);
  expect(told((await browser.get(`${base}/people`)).body)).toEqual(own.en);
  expect((await new Browser().get(`${base}/sign-in`)).body).not.toContain("data-terms");
  const usual = await open("standard");
  const there = await new Browser().signIn(usual.admin);
  expect((await there.get(`${usual.base}/people`)).body).not.toContain("data-terms");
});

test("words are chosen without scripts, one language at a time, are written down and given back", async () => {
  const { house, workspace, admin, base } = await open("academy");
  const browser = await new Browser().signIn(admin);
  const page = `${base}/settings/words`;
  const first = await browser.get(page);
  expect(first.body).toContain('placeholder="school"');
  expect(first.body).toContain('placeholder="Users"');
  expect(textOf(first.body)).toContain("She belongs to a school and two groups");

  const saved = await browser.post(`${page}?language=en`, {
    "unit.one": " campus ",
    "unit.many": "campuses",
    people: "Everybody",
  });
  expect(saved.location).toBe(`${page}?language=en`);
  const now = await browser.get(page);
  expect(now.body).toContain('value="campuses"');
  expect(textOf(now.body)).toContain("She belongs to a campus and two groups");
  expect(textOf((await browser.get(`${base}/units`)).body)).toContain("New campus");

  await browser.post(`${page}?language=de`, { "group.one": "Crew", "group.many": "Crews" });
  const overrides = async () =>
    JSON.parse(
      (await env.DB.prepare("select policy_overrides as o from workspaces where id = ?")
        .bind(workspace.id)
        .first("o")) as string,
    ) as unknown;
  expect(await overrides()).toEqual({
    terms: {
      en: { unit: { one: "campus", many: "campuses" }, people: "Everybody" },
      de: { group: { one: "Crew", many: "Crews" } },
    },
  });
  // What a form does not ask for stays, as the words for roles that the workspace has not.
  await browser.post(`${page}?language=en`, { "unit.one": "", "unit.many": "" });
  expect(await overrides()).toMatchObject({ terms: { en: { people: "Everybody" } } });
  await browser.post(`${page}?language=en`, { people: "" });
  await browser.post(`${page}?language=de`, { "group.one": "", "group.many": "" });
  expect(await overrides()).toEqual({});
  expect(textOf((await browser.get(`${base}/units`)).body)).toContain("New school");
  const events = await house.database
    .prepare("select count(*) as n from audit_events where workspace_id = ? and action = 'workspace.changed'")
    .bind(workspace.id)
    .first<number>("n");
  expect(events).toBe(5);
});

test.each([
  ["half a noun", { "unit.one": "campus" }, "unit.many", "Give a word, or leave it out for the usual one."],
  ["500 characters", { people: "x".repeat(500) }, "people", "At most 40 characters."],
  ["markup", { people: "<b>All</b>" }, "people", "Use letters, without"],
  ["a variable", { "group.one": "{workspace}", "group.many": "groups" }, "group.one", "Use letters, without"],
  ["a token", { people: "‹unit›" }, "people", "Use letters, without"],
  ["a mark that turns the line", { people: "Use\u202ers" }, "people", "Use letters, without"],
])(
  "a word that cannot be one is refused beside its field, and what was typed stays: %s",
  async (_, fields, field, sentence) => {
    const { workspace, admin, base } = await open("standard");
    const browser = await new Browser().signIn(admin);
    const refused = await browser.post(`${base}/settings/words?language=en`, {
      ...fields,
      invite: "Bring in",
    });
    expect(refused.status).toBe(422);
    expect(
      new RegExp(`id="field-${field}-error"[^>]*>(?:<span[^>]*>!</span>)?${sentence}`).test(refused.body),
    ).toBe(true);
    expect(refused.body).toContain('value="Bring in"');
    expect(refused.body).not.toContain("<b>All</b>");
    const row = await env.DB.prepare("select policy_overrides as o from workspaces where id = ?")
      .bind(workspace.id)
      .first("o");
    expect(row).toBe("{}");
  },
);

test("a file may use the words of the workspace for its columns and roles, in each of its languages", async () => {
  const { asAdmin } = await open("standard", { terms: own });
  async function* file(text: string) {
    yield new TextEncoder().encode(text);
  }
  const imported = await useCases.stageImport(asAdmin(), {
    fileName: "people.csv",
    file: file("email,campus,Crew 1,crew2,Törns,role\na@example.com,North,Choir,,Singing,Matrose\n"),
  });
  expect(imported.mapping).toEqual(["email", "unit", "group", "group", "courses", "role"]);
  expect(imported.counts).toMatchObject({ ready: 1 });
});

test("the template and the export carry the workspace's words for people, and upload again; programs get names that never change", async () => {
  const world = await open("standard", { terms: own });
  const { admin, asAdmin, base } = world;
  const browser = await new Browser().signIn(admin);
  const template = await browser.get(`${base}/imports/template.csv`);
  expect(template.body.split("\r\n")[0]).toContain('"campus","crew","courses"');
  const exported = await browser.get(`${base}/people.csv`);
  expect(exported.body.split("\r\n")[0]).toContain('"roles","campus","crews"');
  async function* file() {
    yield new TextEncoder().encode(template.body);
  }
  const imported = await useCases.stageImport(asAdmin(), { fileName: "t.csv", file: file() });
  expect(imported.mapping).toEqual(expect.arrayContaining(["unit", "group", "courses"]));
  expect(imported.counts).not.toHaveProperty("error");
});

test("a word for a column that belongs to another column leads nowhere else, and the file says its own name", async () => {
  const { admin, base } = await open("standard", {
    terms: { en: { unit: { one: "email", many: "emails" }, group: { one: "role", many: "roles" } } },
  });
  const browser = await new Browser().signIn(admin);
  const template = await browser.get(`${base}/imports/template.csv`);
  expect(template.body.split("\r\n")[0]).toMatch(/^\ufeff?"email",.*"role","unit","group"/);
});

test("a name of a role is a word and no key: what an administrator is called grants nothing", async () => {
  // An administrator is called learner, and a learner administrator.
  const { asAdmin, admin, base } = await open("standard", {
    terms: {
      en: {
        admin: { one: "Learner", many: "Learners" },
        learner: { one: "Administrator", many: "Administrators" },
        instructor: { one: "Guide", many: "Guides" },
        group_admin: { one: "Guide", many: "Guides" },
      },
    },
  });
  async function* file() {
    const rows = ["a,learner", "b,admin", "c,Administrator", "d,Guide"].map((row) =>
      row.replace(",", "@example.com,"),
    );
    yield new TextEncoder().encode(`email,role\n${rows.join("\n")}\n`);
  }
  const { id } = await useCases.stageImport(asAdmin(), { fileName: "roles.csv", file: file() });
  const { rows } = await useCases.listImportRows(asAdmin(), { importId: id });
  const { results } = await env.DB.prepare(
    "select resolved from import_rows where import_id = ? order by line",
  )
    .bind(id)
    .all<{ resolved: string }>();
  const rolesOf = results.map(({ resolved }) =>
    ((JSON.parse(resolved) as { roles?: { role: string }[] }).roles ?? []).map(({ role }) => role).join(),
  );
  // Keys first, then the workspace's words; a word for two roles names neither.
  expect(rolesOf.slice(0, 3)).toEqual(["learner", "admin", "learner"]);
  expect(rows[3]?.problems[0]).toMatchObject({ code: "role_unknown" });

  const browser = await new Browser().signIn(admin);
  const refused = await browser.post(`${base}/people/invite`, {
    email: "x@example.com",
    roles: "Learner",
    language: "en",
    term: "usual",
  });
  expect(refused.status).toBe(422);
});

test("sentences of the domain come in the words of the workspace on pages", async () => {
  const { admin, base, courseId } = await open("standard", { terms: own });
  const browser = await new Browser().signIn(admin);
  const refused = await browser.post(
    `${base}/people/invite`,
    new URLSearchParams([
      ["email", "x@example.com"],
      ["roles", "learner"],
      ["language", "en"],
      ["term", "usual"],
      ["offers", "group"],
      ["groupIds", courseId.replace("crs_", "grp_")],
    ]),
  );
  expect(textOf(refused.body)).toContain("There is no such crew.");
});
