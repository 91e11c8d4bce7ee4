import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { Browser, textOf } from "../../support/browser.ts";
import { countRoundTrips, createMember, openHouse, plantGroup } from "../../support/house.ts";
import { openCatalog, plantRegistration } from "../../support/registering.ts";

async function setting(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await openCatalog(house, overrides);
  const asAdmin = house.context(admin.caller);
  const group = await plantGroup(house, workspace.id, "Choir");
  const counted = countRoundTrips(env.DB);
  const browser = await new Browser({ bindings: { ...env, DB: counted.database } }).signIn(admin);
  return { house, workspace, admin, asAdmin, group, counted, browser, base: `/w/${workspace.slug}` };
}

const make = ({ asAdmin, group }: Awaited<ReturnType<typeof setting>>, more: Record<string, unknown> = {}) =>
  useCases.createRegistrationLink(asAdmin, { name: "Spring", groupIds: [group.id], ...more });

test("a link is made by the form, stands in the list, is paused, resumed and deleted without a script", async () => {
  const { browser, base, group } = await setting();
  const made = await browser.post(`${base}/registration-links/new`, {
    name: "Spring",
    maxUses: "1 000",
    endsOn: "",
    groupIds: group.id,
    domains: "example.org, *.example.org",
  });
  expect(made.status).toBe(303);
  const here = made.location ?? "";
  expect(here).toMatch(/\/registration-links\/rgl_/);
  const page = await browser.get(here);
  expect(textOf(page.body)).toContain("0 of 1,000 used");
  expect(textOf(page.body)).toContain("Choir");
  expect(page.body).toContain("<path d=");
  await browser.post(here, { intent: "pause" });
  expect(textOf((await browser.get(`${base}/registration-links?state=paused`)).body)).toContain("Spring");
  await browser.post(here, { intent: "resume" });
  expect(textOf((await browser.get(`${base}/registration-links?state=paused`)).body)).toContain(
    "No link fits",
  );
  expect((await browser.post(here, { intent: "nonsense" })).status).toBe(400);
  const edited = await browser.post(`${here}/edit`, {
    name: "Summer",
    maxUses: "many",
    endsOn: "",
    domains: "",
  });
  expect([edited.status, textOf(edited.body)]).toEqual([
    422,
    expect.stringContaining("Enter a whole number"),
  ]);
  expect(edited.body).toContain('value="many"');
  const gone = await browser.post(`${here}/delete`, {});
  expect(gone.location).toBe(`${base}/registration-links`);
  expect((await browser.get(here)).status).toBe(404);
});

test("where registration is off the page says what to switch on, and the way to it is hidden", async () => {
  const { browser, base } = await setting({ "selfreg.mode": "off" });
  const page = await browser.get(`${base}/registration-links`);
  expect(textOf(page.body)).toContain("registration is switched off");
  expect(page.body).toContain(`${base}/settings/policies/registering`);
  expect((await browser.get(`${base}/registration-links/new`)).location).toBe(`${base}/registration-links`);
  const people = await browser.get(`${base}/people`);
  expect(people.body).not.toContain(`href="${base}/registration-links"`);
  for (const path of ["/register/key", "/register/k7mq-2xvr-9tfa"]) {
    expect((await new Browser().get(base + path)).status).toBe(404);
  }
});

test("a group shows its links where groups are joined by links, and nowhere else", async () => {
  const space = await setting({ "selfreg.mode": "group_link" });
  await make(space);
  const page = await space.browser.get(`${space.base}/groups/${space.group.id}`);
  expect(textOf(page.body)).toContain("Spring");
  expect(page.body).toContain(`/registration-links/new?group=${space.group.id}`);
  const other = await setting();
  await make(other);
  expect(textOf((await other.browser.get(`${other.base}/groups/${other.group.id}`)).body)).not.toContain(
    "Spring",
  );
});

test("a stranger types the key, sees where it leads, registers, and each state has words of its own", async () => {
  const space = await setting();
  const { asAdmin, base } = space;
  const link = await make(space, { maxUses: 3 });
  const stranger = new Browser();
  expect((await stranger.get(`${base}/register`)).location).toBe(`${base}/register/key`);
  const wrong = await stranger.post(`${base}/register/key`, { key: "nonsense" });
  expect([wrong.status, textOf(wrong.body)]).toEqual([
    422,
    expect.stringContaining("There is no such key here"),
  ]);
  const typed = await stranger.post(`${base}/register/key`, {
    key: link.code.toUpperCase().replaceAll("-", ""),
  });
  const here = `${base}/register/${link.code}`;
  expect([typed.status, typed.location]).toEqual([303, here]);
  const page = await stranger.get(here);
  expect(page.status).toBe(200);
  expect(textOf(page.body)).toContain("3 places left");
  expect(textOf(page.body)).toContain("Choir");
  expect(textOf(page.body)).not.toContain("Spring");
  expect(page.headers.get("Cache-Control")).toContain("no-store");
  expect(page.body).not.toContain('type="module"');
  const refused = await stranger.post(here, { firstName: "Rosa", email: "rosa@example.com", role: "admin" });
  expect(refused.status).toBe(422);
  const sent = await stranger.post(here, {
    firstName: "Rosa",
    email: "rosa-link@example.com",
    language: "en",
  });
  expect([sent.status, sent.location]).toEqual([303, `${here}?sent=1`]);
  expect(textOf((await stranger.get(sent.location ?? "")).body)).toContain("rosa-link@example.com");
  const linkId = link.id;
  await useCases.pauseRegistrationLink(asAdmin, { linkId });
  expect(textOf((await stranger.get(here)).body)).toContain("This link is paused");
  // Paused between the page and the post: the page that comes back says so, and nobody is registered.
  const late = await stranger.post(here, {
    firstName: "Rosa",
    email: "late-link@example.com",
    language: "en",
  });
  expect([late.status, textOf(late.body)]).toEqual([409, expect.stringContaining("This link is paused")]);
  const found = await env.DB.prepare("select count(*) as n from registrations where email = ?")
    .bind("late-link@example.com")
    .first("n");
  expect(found).toBe(0);
  await useCases.resumeRegistrationLink(asAdmin, { linkId });
  await env.DB.prepare("update registration_links set uses = 3 where id = ?").bind(linkId).run();
  expect(textOf((await stranger.get(here)).body)).toContain("No place is left");
  await env.DB.prepare("update registration_links set ends_at = 1 where id = ?").bind(linkId).run();
  expect(textOf((await stranger.get(here)).body)).toContain("This link has ended");
  await useCases.deleteRegistrationLink(asAdmin, { linkId });
  expect((await stranger.get(here)).status).toBe(404);
});

test("the page of a link speaks four languages and the words of the workspace", async () => {
  const space = await setting({ "selfreg.mode": "group_link" });
  const link = await make(space);
  const said = {
    en: "Security code",
    de: "Sicherheitscode",
    fr: "Code de sécurité",
    es: "Código de seguridad",
  };
  for (const [language, words] of Object.entries(said)) {
    const browser = new Browser({ headers: { "Accept-Language": language } });
    const page = await browser.get(`${space.base}/register/${link.code}`);
    expect([language, textOf(page.body)]).toEqual([language, expect.stringContaining(words)]);
  }
});

test("the queue approves those who are ticked, says why somebody is left, and refuses with a reason", async () => {
  const space = await setting({ "selfreg.check": "moderated" });
  const { house, workspace, browser, base } = space;
  const ctx = house.context(space.admin.caller);
  const link = await make(space, { maxUses: 1 });
  const [first, second, third] = [
    await plantRegistration(ctx, workspace.id, link.id, "waiting"),
    await plantRegistration(ctx, workspace.id, link.id, "waiting"),
    await plantRegistration(ctx, workspace.id, null, "waiting"),
  ];
  const queue = `${base}/registrations?status=waiting`;
  const page = await browser.get(queue);
  for (const { email } of [first, second, third]) expect(textOf(page.body)).toContain(email);
  expect(textOf(page.body)).toContain("3 waiting");
  const none = await browser.post(queue, { intent: "approve" });
  expect([none.status, textOf(none.body)]).toEqual([
    422,
    expect.stringContaining("Tick at least one person"),
  ]);
  const both = new URLSearchParams([
    ["intent", "approve"],
    ["id", first.id],
    ["id", second.id],
  ]);
  const some = await browser.post(queue, both);
  expect([some.status, textOf(some.body)]).toEqual([
    409,
    expect.stringContaining("The registration link is full"),
  ]);
  const asking = await browser.get(`${base}/registrations/refuse?id=${second.id}&id=${third.id}`);
  expect(textOf(asking.body)).toContain("Refuse 2 people?");
  const refused = await browser.post(`${base}/registrations/refuse?id=${second.id}&id=${third.id}`, {
    reason: "Only for members.",
  });
  expect([refused.status, refused.location]).toEqual([303, queue]);
  const left = await browser.get(queue);
  expect(textOf(left.body)).toContain("Nobody waits for approval");
  const { results } = await env.DB.prepare(
    "select status from registrations where workspace_id = ? order by status",
  )
    .bind(workspace.id)
    .all();
  expect(results.map(({ status }) => status)).toEqual(["joined", "refused", "refused"]);
});

test("all that wait are decided by a job, to whose page one is led", async () => {
  const space = await setting({ "selfreg.check": "moderated" });
  const ctx = space.house.context(space.admin.caller);
  await plantRegistration(ctx, space.workspace.id, null, "waiting");
  const all = await space.browser.post(`${space.base}/registrations?status=waiting`, {
    intent: "approveAll",
  });
  expect(all.location).toMatch(/\/jobs\/job_/);
  expect(textOf((await space.browser.get(all.location ?? "")).body)).toContain("Approving registrations");
});

test("pages of the links and of the queue take two round trips", async () => {
  const space = await setting({ "selfreg.check": "moderated" });
  const link = await make(space);
  await plantRegistration(space.house.context(space.admin.caller), space.workspace.id, link.id, "waiting");
  for (const path of ["/registration-links", "/registrations?status=waiting", "/registration-links/new"]) {
    space.counted.reset();
    expect((await space.browser.get(space.base + path)).status).toBe(200);
    expect([path, space.counted.roundTrips()].at(1)).toBeLessThanOrEqual(2);
  }
});

test("who manages a part alone sees the links of that part", async () => {
  const space = await setting();
  await make(space);
  await useCases.createRegistrationLink(space.asAdmin, { name: "Everybody" });
  const person = await createMember(space.house, space.workspace, {
    roles: [{ role: "group_admin", groupId: space.group.id }],
  });
  const browser = await new Browser().signIn(person);
  const text = textOf((await browser.get(`${space.base}/registration-links`)).body);
  expect([text.includes("Spring"), text.includes("Everybody")]).toEqual([true, false]);
});
