import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { mintInvitationLink } from "../../../worker/domain/invitations/link.ts";
import { Browser, textOf } from "../../support/browser.ts";
import { createMember, createWorkspace, openHouse } from "../../support/house.ts";
import { openCatalog, plantCatalogCourse } from "../../support/registering.ts";

let serial = 0;

async function open(overrides: Record<string, unknown> = {}) {
  serial += 1;
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await openCatalog(house, { "selfreg.check": "free", ...overrides });
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  const base = `/w/${workspace.slug}`;
  const here = `${base}/register?course=${courseId}`;
  const email = `free-web-${serial}@example.com`;
  /** The path of the link that is mailed. */
  const link = async () => {
    const row = await env.DB.prepare("select * from registrations where workspace_id = ? and email = ?")
      .bind(workspace.id, email)
      .first<{ id: string; generation: number; issued_at: number; expires_at: number }>();
    if (!row) throw new Error("nobody registered");
    const { id, generation, issued_at: issuedAt, expires_at: expiresAt } = row;
    const url = await mintInvitationLink(
      house.system(),
      { workspaceId: workspace.id, id, generation, issuedAt, expiresAt },
      "mail",
    );
    return new URL(url).pathname;
  };
  return { house, workspace, admin, courseId, base, here, email, link };
}

test("from the form into the course at once, with what is to be confirmed above every page, and on by the link", async () => {
  const { workspace, courseId, base, here, email, link } = await open();
  const browser = new Browser();
  const form = await browser.get(here);
  expect(textOf(form.body)).toContain("you are in. A mail follows");
  const posted = await browser.post(here, { firstName: "Rosa", lastName: "Lind", email, language: "en" });
  expect([posted.status, posted.location]).toEqual([303, `${base}/learn/courses/${courseId}`]);
  const pages = [
    "/learn",
    `/learn/courses/${courseId}`,
    "/learn/profile",
    "/account/sessions",
    "/learn/confirm",
  ];
  for (const path of pages) {
    const page = await browser.get(`${base}${path}`);
    expect([path, page.status]).toEqual([path, 200]);
    const text = textOf(page.body);
    expect(text).toContain(`${email} is not confirmed yet`);
    // In the zone of the workspace, named.
    expect(text).toMatch(
      /Open the link in the mail that went there by \d+ \w+ \d{4}(,| at) \d\d:\d\d (CET|CEST|GMT\+[12])/,
    );
    expect(page.body).toContain(`action="${base}/learn/confirm"`);
  }
  // Everything else asks for the proof first.
  for (const path of ["/account", "/account/password", "/account/verify", "/learn/receipts"]) {
    const page = await browser.get(`${base}${path}`);
    expect([path, page.location]).toEqual([path, `${base}/learn/confirm?first`]);
  }
  const acts: [string, Record<string, string>][] = [
    ["/account", { firstName: "Ada", lastName: "Admin" }],
    ["/account/verify", {}],
    ["/acting", { role: "admin" }],
  ];
  for (const [path, fields] of acts) {
    expect([path, (await browser.post(`${base}${path}`, fields)).location]).toEqual([
      path,
      `${base}/learn/confirm?first`,
    ]);
  }
  expect((await browser.get(`${base}/people`)).location).toBe(`${base}/learn`);
  expect(textOf((await browser.get(`${base}/learn/confirm?first`)).body)).toContain(
    "Confirm your address first",
  );
  const again = await browser.post(`${base}/learn/confirm`, {});
  expect([again.status, again.location]).toEqual([303, `${base}/learn/confirm?sent`]);
  expect(textOf((await browser.get(again.location ?? "")).body)).toContain(
    `A mail to ${email} is on its way`,
  );

  // The same browser follows the link: there it is nobody.
  const followed = await browser.get(await link());
  const page = await browser.get(followed.location ?? "");
  expect([page.status, page.body.includes('name="password"')]).toEqual([200, true]);
  const joined = await browser.post(followed.location ?? "", {
    intent: "join",
    revision: "1",
    firstName: "Rosa",
    lastName: "Lind",
    password: "nine quiet umbrellas",
  });
  expect(joined.location).toBe(`/w/${workspace.slug}/learn/courses/${courseId}`);
  const course = await browser.get(joined.location ?? "");
  expect([course.status, textOf(course.body).includes("not confirmed yet")]).toEqual([200, false]);
});

test("known and unknown addresses are let in by the same bytes, headers and cookies", async () => {
  const { house, workspace, here } = await open();
  const member = await createMember(house, workspace);
  const left = await createMember(house, workspace, { status: "deactivated" });
  const told = [];
  for (const email of ["fresh-free-web@example.com", member.email, left.email]) {
    const browser = new Browser();
    const posted = await browser.post(here, { firstName: "Rosa", email });
    const page = await browser.get(posted.location ?? "");
    const { "x-request-id": _, ...headers } = Object.fromEntries(posted.headers);
    const cookies = posted.setCookies.map((cookie) => cookie.replace(/=[\w-]{40,}/, "=secret"));
    expect(posted.setCookies.join("\n")).not.toContain(email);
    const { "set-cookie": __, ...rest } = headers;
    const text = textOf(page.body).replaceAll(email, "");
    told.push(
      JSON.stringify([posted.status, posted.location, rest, cookies, text.replace(/\d\d:\d\d/g, "")]),
    );
  }
  expect(new Set(told).size).toBe(1);
});

test("whoever was let in cannot buy, and is told what to do first", async () => {
  const { house, workspace, base, here, email } = await open();
  const dear = await plantCatalogCourse(house, workspace.id, "Paid", { priceMinor: 4_900, currency: "EUR" });
  const browser = new Browser();
  await browser.post(here, { firstName: "Rosa", email });
  const checkout = `${base}/catalog/${dear}/checkout`;
  expect((await browser.get(checkout)).location).toBe(`${base}/learn/confirm?first`);
  const posted = await browser.post(checkout, { amount: "4900", currency: "EUR" });
  expect([posted.status, posted.location]).toEqual([303, `${base}/learn/confirm?first`]);
  const orders = await env.DB.prepare("select count(*) as n from orders where workspace_id = ?")
    .bind(workspace.id)
    .first<{ n: number }>();
  expect(orders?.n).toBe(0);
});

test("signed in elsewhere one press joins, here and by a link, and another address can be typed all the same", async () => {
  const { house, workspace, courseId, base, here } = await open({ "selfreg.check": "verify_email" });
  const elsewhere = await createWorkspace(house);
  const person = await createMember(house, elsewhere.workspace, { firstName: "Petra" });
  const browser = await new Browser().signIn(person);
  const page = await browser.get(here);
  expect(textOf(page.body)).toContain(`Join as ${person.email}`);
  expect(page.body).not.toContain('name="email"');
  expect((await browser.get(`${here}&other=1`)).body).toContain('name="email"');
  expect((await browser.post(here, { intent: "join", role: "admin" })).status).toBe(422);
  const joined = await browser.post(here, { intent: "join" });
  expect([joined.status, joined.location]).toEqual([303, `${base}/learn/courses/${courseId}`]);
  expect((await browser.get(joined.location ?? "")).status).toBe(200);
  // The second press, from a page that stood open.
  expect((await browser.post(here, { intent: "join" })).location).toBe(`${base}/catalog/${courseId}`);
  // Nobody is taken for somebody by posting the same.
  const stranger = await new Browser().post(here, { intent: "join" });
  expect([stranger.status, stranger.location?.startsWith(`/w/${workspace.slug}/sign-in`)]).toEqual([
    302,
    true,
  ]);

  const moderated = await open({ "selfreg.check": "moderated" });
  const asked = await browser.get(moderated.here);
  expect(textOf(asked.body)).toContain(`Register as ${person.email}`);
  const waits = await browser.post(moderated.here, { intent: "join" });
  expect(waits.location).toBe(`${moderated.here}&waiting=1`);
  expect(textOf((await browser.get(waits.location ?? "")).body)).toContain(
    "Your registration is being looked at",
  );
});
