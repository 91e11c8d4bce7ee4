import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { sharedRequest } from "../../../worker/edge/cache.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  hour,
  openHouse,
  origin,
} from "../../support/house.ts";
import { enrolmentsOf, plantCourse, plantSession } from "../../support/learning.ts";

const open = { "selfreg.mode": "catalog", "selfreg.roles": ["learner"] };
const german = { "Accept-Language": "de-AT,de;q=0.9" };
const person = {
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36",
};

async function setting(overrides: Record<string, unknown> = open) {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, { overrides });
  const base = `/w/${workspace.slug}`;
  const plant = (title: string, catalog: object = {}, options: object = {}) =>
    plantCourse(house, workspace.id, title, { catalog, ...options });
  const learner = await createMember(house, workspace, { firstName: "Ana", lastName: "Lima" });
  return { house, workspace, admin, base, plant, learner };
}

/** A browser that counts what its requests ask of the database. */
function counting(headers: Record<string, string> = {}) {
  const counted = countRoundTrips(env.DB);
  const browser = new Browser({ bindings: { ...env, DB: counted.database }, headers });
  return { browser, counted };
}

async function daysOf(workspaceId: string) {
  const { results } = await env.DB.prepare(
    "select course_id as course, views from catalog_days where workspace_id = ? order by course_id",
  )
    .bind(workspaceId)
    .all<{ course: string; views: number }>();
  return results;
}

test("strangers find courses, look at one and are led to register for it with the date they chose", async () => {
  const { house, workspace, base, plant } = await setting();
  const courseId = await plant("Welding for beginners", {
    summary: "Two metals become one.",
    description: "We begin with\nthe torch.",
    topic: "Metal",
    language: "de",
    durationMinutes: 390,
  });
  await plant("First aid", { topic: "Safety", priceMinor: 4990, currency: "EUR" });
  await plant("Origami", { topic: "Paper", priceMinor: 4900, currency: "JPY" });
  const startsAt = Math.ceil(house.clock.now / day) * day + 7 * day + 10 * hour;
  const sessionId = await plantSession(house, workspace.id, courseId, { seats: 3, startsAt });
  const fullId = await plantSession(house, workspace.id, courseId, {
    seats: 1,
    title: "Sold out",
    startsAt: startsAt + hour,
  });
  const other = await createMember(house, workspace);
  await useCases.enrolMyself(house.context(other.caller), { courseId, sessionId: fullId });

  const browser = new Browser();
  const list = await browser.get(`${base}/catalog`);
  expect(list.status).toBe(200);
  const text = textOf(list.body);
  expect(text).toMatch(/First aid €49\.90.*Origami ¥4,900.*Welding for beginners Free/);
  expect(text).toContain("Metal · 6 hours, 30 minutes · German");
  expect(list.body).toContain(`href="${base}/catalog/${courseId}"`);
  const found = await browser.get(`${base}/catalog?q=weld&topic=metal`);
  expect(textOf(found.body)).toContain("Welding for beginners");
  expect(textOf(found.body)).not.toContain("First aid");
  const none = await browser.get(`${base}/catalog?q=knitting`);
  expect(textOf(none.body)).toContain("Nothing fits");
  expect(none.body).toContain('value="knitting"');

  const page = await browser.get(`${base}/catalog/${courseId}`);
  const shown = textOf(page.body);
  expect(shown).toContain("Two metals become one.");
  expect(shown).toMatch(/\d{1,2}:\d{2}\s*–\s*\d{1,2}:\d{2} (?:CET|CEST|GMT\+[12])/);
  expect(shown).toContain("3 places left");
  expect(shown).toContain("Full");
  expect(page.body).toMatch(
    new RegExp(`action="${base}/register"[^>]*>\\s*<input type="hidden" name="course" value="${courseId}"`),
  );
  expect(page.body).toMatch(new RegExp(`<input[^>]*id="${sessionId}"[^>]*checked`));
  expect(page.body).toMatch(new RegExp(`<input[^>]*id="${fullId}"[^>]*disabled`));
  expect(page.body).toContain(`returnTo=${encodeURIComponent(`${base}/catalog/${courseId}`)}`);
});

test("an empty catalog, and a catalog in the workspace's words, say so", async () => {
  const { base, plant } = await setting({
    ...open,
    terms: { en: { course: { one: "path", many: "paths" } } },
  });
  const empty = await new Browser().get(`${base}/catalog`);
  expect(textOf(empty.body)).toContain("The first paths will stand here.");
  expect(empty.body).not.toContain('role="search"');
  const courseId = await plant("Welding");
  expect(textOf((await new Browser().get(`${base}/catalog/${courseId}`)).body)).toContain("All paths");
});

test("what is not in an open catalog is 404 for everybody, and is indexed nowhere", async () => {
  const { house, workspace, base, plant, learner } = await setting();
  const elsewhere = await setting();
  const closed = await setting({ ...open, "selfreg.mode": "key" });
  const gone = [
    `${base}/catalog/${await plant("Draft", {}, { status: "draft" })}`,
    `${base}/catalog/${await plant("Deleted", {}, { deleted: true })}`,
    `${base}/catalog/${await plantCourse(house, workspace.id, "Private")}`,
    `${base}/catalog/${await elsewhere.plant("Elsewhere")}`,
    `${base}/catalog/crs_00000000000000000000000000`,
    `${base}/catalog/nothing`,
    `${closed.base}/catalog`,
    `${closed.base}/catalog/${await closed.plant("Closed")}`,
    `${closed.base}/catalog/sitemap.xml`,
    "/w/no-such-space/catalog",
  ];
  const browser = new Browser();
  const member = await new Browser().signIn(learner);
  const bodies = new Set<string>();
  for (const path of gone) {
    const seen = await browser.get(path);
    expect([path, seen.status, seen.headers.get("X-Robots-Tag")]).toEqual([path, 404, "noindex"]);
    bodies.add(textOf(seen.body).replace(/Reference: .*$/, ""));
    expect([path, (await member.get(path)).status]).toEqual([path, 404]);
  }
  expect(bodies.size).toBeLessThanOrEqual(2);
});

test("a suspended workspace has no catalog", async () => {
  const { workspace, base, plant } = await setting();
  await plant("Welding");
  await env.DB.prepare("update workspaces set status = 'suspended' where id = ?").bind(workspace.id).run();
  expect((await new Browser().get(`${base}/catalog`)).status).toBe(404);
});

test("each language has its words and an address of its own", async () => {
  const { base, plant } = await setting();
  const courseId = await plant("Welding", { priceMinor: 123456, currency: "EUR" });
  for (const [language, word, price] of [
    ["en", "What you can learn at", "€1,234.56"],
    ["de", "lernen können", "1.234,56 €"],
    ["fr", "apprendre avec", "1 234,56 €"],
    ["es", "puedes aprender", "1234,56 €"],
  ] as const) {
    const list = await new Browser({ headers: { "Accept-Language": "it" } }).get(
      `${base}/catalog?lang=${language}`,
    );
    const text = textOf(list.body).replace(/[\u00a0\u202f]/g, " ");
    expect([language, text.includes(word), text.includes(price)]).toEqual([language, true, true]);
    expect(list.body).toContain(`<html lang="${language}"`);
    expect(list.body).toContain(`href="${base}/catalog/${courseId}?lang=${language}"`);
    expect(list.body).toContain(`rel="canonical" href="${origin}${base}/catalog?lang=${language}"`);
  }
  const plain = await new Browser({ headers: german }).get(`${base}/catalog`);
  expect(plain.body).toContain('<html lang="de"');
  expect(plain.body).toContain(`rel="canonical" href="${origin}${base}/catalog"`);
  expect(plain.body).toContain(`hrefLang="fr" href="${origin}${base}/catalog?lang=fr"`);
});

test("the pages tell search engines what they show, and nothing in it ends the script", async () => {
  const { house, workspace, base, plant } = await setting();
  const courseId = await plant("Welding </script><script>alert(1)</script>", {
    summary: 'For "all" & </script><img src=x>',
    priceMinor: 4990,
    currency: "EUR",
    language: "de",
    durationMinutes: 90,
  });
  await plantSession(house, workspace.id, courseId);
  const { body } = await new Browser().get(`${base}/catalog/${courseId}`);
  const json = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(body)?.[1] ?? "";
  const data = JSON.parse(json);
  expect(data).toMatchObject({
    "@type": "Course",
    name: "Welding </script><script>alert(1)</script>",
    inLanguage: "de",
    provider: { name: workspace.name },
    offers: [{ "@type": "Offer", category: "Paid", price: "49.90", priceCurrency: "EUR" }],
    hasCourseInstance: [{ "@type": "CourseInstance", courseMode: "Onsite", courseWorkload: "PT90M" }],
  });
  expect(body).not.toContain("<script>alert");
  expect(body).not.toContain("<img src=x>");
  expect(body).toMatch(/<meta property="og:title" content="Welding &lt;\/script&gt;/);
  expect(body).toContain('name="description"');
  const list = await new Browser().get(`${base}/catalog`);
  expect(list.body).toContain(`"url":"${origin}${base}/catalog/${courseId}"`);
});

test("the sitemap names the courses in all languages, and robots.txt the open catalogs alone", async () => {
  const { base, plant } = await setting();
  const closed = await setting({ ...open, "selfreg.mode": "off" });
  const courseId = await plant("Welding");
  const hidden = await plant("Draft", {}, { status: "draft" });
  const map = await new Browser().get(`${base}/catalog/sitemap.xml`);
  expect([map.status, map.headers.get("Content-Type")]).toEqual([200, "application/xml; charset=utf-8"]);
  expect(map.body).toContain(`<loc>${origin}${base}/catalog/${courseId}</loc>`);
  expect(map.body).toContain(`hreflang="de" href="${origin}${base}/catalog/${courseId}?lang=de"`);
  expect(map.body).not.toContain(hidden);
  const robots = await new Browser({ headers: { "X-Nothing": "1" } }).get("/robots.txt");
  expect(robots.body).toContain("Disallow: /");
  expect(robots.body).toContain(`Sitemap: ${origin}${base}/catalog/sitemap.xml`);
  expect(robots.body).not.toContain(closed.base);
});

test("the pages load one small script of ours, and hold no nonce", async () => {
  const { base, plant } = await setting();
  const courseId = await plant("Welding");
  for (const path of [`${base}/catalog`, `${base}/catalog/${courseId}`]) {
    const { body, headers } = await new Browser().get(path);
    const scripts = (body.match(/<script\b[^>]*>/g) ?? []).filter((tag) => !tag.includes("ld+json"));
    expect([path, scripts]).toEqual([path, [expect.stringContaining('src="/public.js"')]]);
    expect(body).not.toContain("modulepreload");
    expect(body).not.toContain("nonce");
    expect(headers.get("Content-Security-Policy")).toContain("script-src 'self';");
    expect(headers.get("Content-Security-Policy")).not.toContain("nonce");
  }
});

test("a page comes from the edge for strangers: no query, the same page, no cookie, and asked for anew by browsers", async () => {
  const { base, plant } = await setting();
  const courseId = await plant("Welding");
  for (const path of [`${base}/catalog`, `${base}/catalog/${courseId}`]) {
    // A look of a person is written down after the answer; a robot's is not.
    const { browser, counted } = counting({ "User-Agent": "Googlebot/2.1" });
    const first = await browser.get(path);
    expect([path, counted.roundTrips()]).toEqual([path, 2]);
    counted.reset();
    const again = counting({ "User-Agent": "Googlebot/2.1" });
    const second = await again.browser.get(`${path}?utm_source=mail`);
    expect([path, again.counted.calls()]).toEqual([path, 0]);
    expect(second.body).toBe(first.body);
    expect(second.setCookies).toEqual([]);
    expect(second.headers.get("Cache-Control")).toBe("no-cache");
    expect(second.headers.get("Vary")).toContain("Cookie");
    expect(second.headers.get("X-Frame-Options")).toBe("DENY");
  }
});

test("what an address says besides reaches no copy", async () => {
  const { base, plant } = await setting();
  await plant("Welding");
  const poisoned = await new Browser().get(`${base}/catalog?_data=routes%2Fcatalog&_routes=x&utm=1`);
  expect(poisoned.headers.get("Content-Type")).toContain("text/html");
  const { body } = await new Browser().get(`${base}/catalog`);
  expect(body).not.toContain("utm=1");
  expect(textOf(body)).toContain("Welding");
});

test("copies are kept by language and appearance and by what is searched", async () => {
  const { base, plant } = await setting();
  await plant("Welding");
  await plant("Origami");
  const ask = (path: string, headers: Record<string, string> = {}) => new Browser({ headers }).get(path);
  expect((await ask(`${base}/catalog`)).body).toContain('<html lang="en"');
  expect((await ask(`${base}/catalog`, german)).body).toContain('<html lang="de"');
  expect((await ask(`${base}/catalog`, { Cookie: "theme=dark" })).status).toBe(200);
  const dark = new Browser();
  dark.cookies.set("theme", "dark");
  expect((await dark.get(`${base}/catalog`)).body).toContain('data-theme="dark"');
  expect((await ask(`${base}/catalog`)).body).not.toContain('data-theme="dark"');
  const french = new Browser({ headers: german });
  french.cookies.set("language", "fr");
  expect((await french.get(`${base}/catalog`)).body).toContain('<html lang="fr"');
  expect(textOf((await ask(`${base}/catalog?q=ori`)).body)).not.toContain("Welding");
  expect(textOf((await ask(`${base}/catalog?q=weld`)).body)).toContain("Welding");
});

test("a copy is handed out by its own build alone, whose styles it names", () => {
  const ask = (build: string) => sharedRequest(new Request(`${origin}/w/a/catalog`), origin, build)?.key.url;
  expect(ask("one")).not.toBe(ask("two"));
  expect(ask("one")).toBe(ask("one"));
});

test("who has a session gets no copy and leaves none", async () => {
  const { base, plant, learner } = await setting();
  const courseId = await plant("Welding");
  const path = `${base}/catalog/${courseId}`;
  const member = await new Browser().signIn(learner);
  expect(textOf((await member.get(path)).body)).toContain("Enrol");
  // Their page is nobody else's.
  const stranger = await new Browser().get(path);
  expect(textOf(stranger.body)).toContain("Sign in");
  expect((await member.post(path, {})).location).toBe(`${base}/learn/courses/${courseId}`);
  expect(textOf((await member.get(path)).body)).toContain("You are enrolled.");
  expect((await member.get(path)).headers.get("Cache-Control")).toBe("no-store");
  expect(textOf((await new Browser().get(path)).body)).not.toContain("You are enrolled.");
});

test("an editor sees a change at once, and pages that are not there are not kept", async () => {
  const { house, base, plant, admin } = await setting();
  const courseId = await plant("Welding");
  const path = `${base}/catalog/${courseId}`;
  await new Browser().get(path);
  await useCases.changeCourse(house.context(admin.caller), { courseId, title: "Soldering" });
  const editor = await new Browser().signIn(admin);
  expect(textOf((await editor.get(path)).body)).toContain("Soldering");
  expect(textOf((await new Browser().get(path)).body)).toContain("Welding");
  const draft = await plant("Draft", {}, { status: "draft" });
  expect((await new Browser().get(`${base}/catalog/${draft}`)).status).toBe(404);
  await useCases.changeCourse(house.context(admin.caller), { courseId: draft, status: "published" });
  expect((await new Browser().get(`${base}/catalog/${draft}`)).status).toBe(200);
});

test("a member enrols by one press and lands in the course; without a session the press leads to sign in", async () => {
  const { house, workspace, base, plant, learner } = await setting();
  const courseId = await plant("Welding");
  const sessionId = await plantSession(house, workspace.id, courseId, { seats: 1 });
  const path = `${base}/catalog/${courseId}`;
  const stranger = await new Browser().post(path, {});
  expect([stranger.status, stranger.location]).toEqual([302, `${base}/sign-in`]);
  const browser = await new Browser().signIn(learner);
  const page = await browser.get(path);
  expect(page.body).toContain(`action="${path}"`);
  const strange = await browser.post(path, { session: "", role: "admin" });
  expect(strange.status).toBe(422);
  const pressed = await browser.post(path, { session: sessionId });
  expect([pressed.status, pressed.location]).toEqual([303, `${base}/learn/courses/${courseId}`]);
  const course = await browser.get(pressed.location ?? "");
  expect(textOf(course.body)).toContain("Lesson");
  expect(await enrolmentsOf(house, learner.membershipId)).toMatchObject([{ origin: "catalog" }]);
  const late = await new Browser().signIn(await createMember(house, workspace));
  const refused = await late.post(path, { session: sessionId });
  expect(refused.status).toBe(409);
  expect(textOf(refused.body)).toContain("the last place of this date");
  const home = await browser.get(`${base}/learn`);
  expect(home.body).toContain(`href="${base}/catalog"`);
});

test("looks are counted by day and course: of people, from a copy too, not of robots or of who works here", async () => {
  const { workspace, base, plant, admin, learner } = await setting();
  const courseId = await plant("Welding");
  const path = `${base}/catalog/${courseId}`;
  const look = (headers: Record<string, string>) => new Browser({ headers }).get(path);
  await look(person);
  await look(person);
  await look({ "User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)" });
  await look({ ...person, "Sec-Purpose": "prefetch;prerender" });
  await (await new Browser({ headers: person }).signIn(admin)).get(path);
  await (await new Browser({ headers: person }).signIn(learner)).get(path);
  await new Browser({ headers: person }).get(`${base}/catalog`);
  await new Browser({ headers: person }).get(`${base}/catalog/crs_00000000000000000000000000`);
  expect(await daysOf(workspace.id)).toEqual([
    { course: "", views: 4 },
    { course: courseId, views: 3 },
  ]);
});

test("an editor sees the page before it is published, and nobody else does", async () => {
  const { house, workspace, base, plant, admin, learner } = await setting({ ...open, "selfreg.mode": "off" });
  const courseId = await plant("Welding", { priceMinor: 4900, currency: "JPY" }, { status: "draft" });
  const path = `${base}/courses/${courseId}/preview`;
  const seen = await (await new Browser().signIn(admin)).get(path);
  expect(seen.status).toBe(200);
  expect(textOf(seen.body)).toContain("¥4,900");
  expect(textOf(seen.body)).toContain("Only you see this page");
  expect([seen.headers.get("X-Robots-Tag"), seen.headers.get("Cache-Control")]).toEqual([
    "noindex",
    "no-store",
  ]);
  const teacher = await new Browser().signIn(await createMember(house, workspace, { roles: ["instructor"] }));
  expect((await teacher.get(path)).status).toBe(403);
  expect((await (await new Browser().signIn(learner)).get(path)).location).toBe(`${base}/learn`);
  expect((await new Browser().get(path)).location).toContain(`${base}/sign-in`);
});

test("the form of a course takes topic, language, length and a price of any currency", async () => {
  const { house, workspace, base, admin } = await setting();
  const browser = await new Browser().signIn(admin);
  const fields = { title: "Welding", status: "published", visibility: "catalog", currency: "JPY" };
  const wrong = await browser.post(`${base}/courses/new`, { ...fields, amount: "49.90", hours: "soon" });
  expect(wrong.status).toBe(422);
  expect(textOf(wrong.body)).toContain("Give a price like");
  expect(textOf(wrong.body)).toContain("Give a number of hours");
  const made = await browser.post(`${base}/courses/new`, {
    ...fields,
    amount: "4900",
    hours: "1,5",
    topic: "Metal",
    language: "de",
  });
  expect(made.status).toBe(303);
  const row = await house.database
    .prepare(
      "select topic, topic_key, language, duration_minutes, price_minor, currency from courses where workspace_id = ?",
    )
    .bind(workspace.id)
    .first();
  expect(row).toEqual({
    topic: "Metal",
    topic_key: "metal",
    language: "de",
    duration_minutes: 90,
    price_minor: 4900,
    currency: "JPY",
  });
  const about = await browser.get(made.location ?? "");
  expect(about.body).toContain(`href="${(made.location ?? "").replace("/courses/", "/catalog/")}"`);
  const edit = await browser.get(`${made.location}/edit`);
  expect(edit.body).toMatch(/name="hours"[^>]*value="1\.5"/);
});

test("the catalog is opened and closed on its page, which says what it needs and what is in it", async () => {
  const { house, workspace, base, admin, plant } = await setting({});
  await plant("Welding");
  await plant("Origami", {}, { status: "draft" });
  const browser = await new Browser().signIn(admin);
  const page = `${base}/courses/catalog`;
  const closed = textOf((await browser.get(page)).body);
  expect(closed).toContain("The catalog is closed");
  expect(closed).toContain("1 published course in it");
  expect((await new Browser().get(`${base}/catalog`)).status).toBe(404);
  expect((await browser.post(page, { mode: "catalog" })).status).toBe(303);
  const opened = await browser.get(page);
  expect(textOf(opened.body)).toContain("The catalog is open");
  expect(opened.body).toContain(`value="${origin}${base}/catalog"`);
  expect((await new Browser().get(`${base}/catalog`)).status).toBe(200);
  expect((await browser.post(page, { mode: "off" })).status).toBe(303);
  expect((await browser.get(`${base}/catalog`)).status).toBe(404);
  expect((await browser.post(page, { mode: "everything" })).status).toBe(422);
  const teacher = await new Browser().signIn(await createMember(house, workspace, { roles: ["instructor"] }));
  expect((await teacher.get(page)).body).not.toContain('name="mode"');
  expect((await teacher.post(page, { mode: "catalog" })).status).toBe(403);
});

test("numbers and insights are pages with pictures and the same as tables", async () => {
  const { house, base, plant, admin } = await setting();
  const courseId = await plant("Welding");
  await new Browser({ headers: person }).get(`${base}/catalog/${courseId}`);
  await useCases.inviteUser(house.context(admin.caller), { email: "seen@example.com", roles: ["learner"] });
  await env.DB.prepare("delete from rate_counters where key = 'insights'").run();
  await useCases.countInsights(house.system(), {});
  const browser = await new Browser().signIn(admin);
  const numbers = await browser.get(`${base}/courses/catalog/numbers`);
  expect(textOf(numbers.body)).toMatch(/Visits 1 Registrations 0/);
  expect(numbers.body).toMatch(/<svg role="img" aria-label="Bars by day: 1 visits, 0 enrolments"/);
  expect(numbers.body).toContain("<details>");
  const one = await browser.get(`${base}/courses/catalog/numbers?course=${courseId}&days=7`);
  expect(textOf(one.body)).toContain("Numbers of Welding");
  const insights = await browser.get(`${base}/insights?days=7`);
  expect(insights.status).toBe(200);
  expect(textOf(insights.body)).toContain("Who is stuck");
});
