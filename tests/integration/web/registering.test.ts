import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { mintInvitationLink } from "../../../worker/domain/invitations/link.ts";
import { Browser, textOf } from "../../support/browser.ts";
import { createMember, createWorkspace, openHouse } from "../../support/house.ts";
import { plantSession } from "../../support/learning.ts";
import { changeCourse, openCatalog, plantCatalogCourse } from "../../support/registering.ts";

let serial = 0;

async function catalog(overrides: Record<string, unknown> = {}) {
  serial += 1;
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await openCatalog(house, overrides);
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  const here = `/w/${workspace.slug}/register?course=${courseId}`;
  /** The link that is mailed; the worker's own queue may be at the mail already. */
  const linkFor = async (address: string) => {
    const row = await env.DB.prepare("select * from registrations where workspace_id = ? and email = ?")
      .bind(workspace.id, address)
      .first<{ id: string; generation: number; issued_at: number; expires_at: number; language: string }>();
    if (!row) throw new Error("nobody registered");
    const { id, generation, issued_at: issuedAt, expires_at: expiresAt } = row;
    const link = { workspaceId: workspace.id, id, generation, issuedAt, expiresAt };
    const url = await mintInvitationLink(house.system(), link, "mail");
    return { path: new URL(url).pathname, language: row.language };
  };
  return { house, workspace, admin, courseId, here, linkFor, email: `web-${serial}@example.com` };
}

test("from the form through the mailbox into the course, without a script", async () => {
  const { workspace, courseId, here, linkFor, email } = await catalog();
  const browser = new Browser();
  const form = await browser.get(here);
  expect(form.status).toBe(200);
  expect(textOf(form.body)).toContain("Start “First aid”");
  expect(form.headers.get("Cache-Control")).toContain("no-store");
  const posted = await browser.post(here, { firstName: "Rosa", lastName: "Lind", email, language: "de" });
  expect([posted.status, posted.location]).toEqual([303, `${here}&sent=1`]);
  expect(posted.location).not.toContain("@");
  const sent = await browser.get(posted.location ?? "");
  expect(textOf(sent.body)).toContain(email);

  const letter = await linkFor(email);
  expect(letter.language).toBe("de");
  const link = await browser.get(letter.path);
  const page = await browser.get(link.location ?? "");
  expect(page.status).toBe(200);
  expect(textOf(page.body)).toContain("„First aid“ beginnen");
  expect(page.body).not.toContain("/decline");
  const joined = await browser.post(link.location ?? "", {
    intent: "join",
    revision: "1",
    firstName: "Rosa",
    lastName: "Lind",
    password: "nine quiet umbrellas",
  });
  expect([joined.status, joined.location]).toEqual([303, `/w/${workspace.slug}/learn/courses/${courseId}`]);
  const course = await browser.get(joined.location ?? "");
  expect([course.status, textOf(course.body).includes("First aid")]).toEqual([200, true]);
});

test("known and unknown addresses are answered by the same bytes, headers and cookies", async () => {
  const { house, workspace, admin, here } = await catalog();
  const member = await createMember(house, workspace);
  const invited = "asked-web@example.com";
  await useCases.inviteUser(house.context(admin.caller), { email: invited, roles: ["admin"] });
  const told = [];
  for (const email of ["fresh-web@example.com", member.email, invited]) {
    const browser = new Browser();
    const posted = await browser.post(here, { firstName: "Rosa", email });
    const page = await browser.get(posted.location ?? "");
    const { "x-request-id": _, ...headers } = Object.fromEntries(posted.headers);
    const without = (text: string) =>
      text
        .replaceAll(encodeURIComponent(email), "")
        .replaceAll(email, "")
        .replace(/nonce="[^"]*"/g, "");
    const body = without(page.body).replace(/data-(?:request|now)[\w-]*="[^"]*"/g, "");
    told.push([
      posted.status,
      without(JSON.stringify(headers)),
      without(posted.setCookies.join("\n")),
      body.length,
    ]);
  }
  expect(told[1]).toEqual(told[0]);
  expect(told[2]).toEqual(told[0]);
});

test("a role in the form, an address twice and a course of another workspace are refused", async () => {
  const { workspace, here, email } = await catalog();
  const other = await catalog();
  const browser = new Browser();
  const fields = { firstName: "Rosa", email };
  expect((await browser.post(here, { ...fields, role: "admin" })).status).toBe(422);
  const twice = new URLSearchParams([
    ["firstName", "Rosa"],
    ["email", email],
    ["email", "b@example.com"],
  ]);
  expect((await browser.post(here, twice)).status).toBe(422);
  expect((await browser.post(here, { ...fields, "email[]": email })).status).toBe(422);
  const theirs = `/w/${workspace.slug}/register?course=${other.courseId}`;
  expect((await browser.get(theirs)).status).toBe(404);
  expect((await browser.post(theirs, fields)).status).toBe(404);
  const rows = await env.DB.prepare("select count(*) as n from registrations where workspace_id = ?")
    .bind(workspace.id)
    .first<{ n: number }>();
  expect(rows?.n).toBe(0);
});

test("a course that was taken out of the catalog while the form stood open is not found, and a full date is told", async () => {
  const { house, workspace, courseId, here, email } = await catalog();
  const sessionId = await plantSession(house, workspace.id, courseId, { seats: 0 });
  const browser = new Browser();
  const full = await browser.post(`${here}&session=${sessionId}`, { firstName: "Rosa", email });
  expect([full.status, textOf(full.body).includes("Rosa") || full.body.includes('value="Rosa"')]).toEqual([
    422,
    true,
  ]);
  await changeCourse(house, courseId, { visibility: "private" });
  expect((await browser.post(here, { firstName: "Rosa", email })).status).toBe(404);
});

test("sent again within the limits, the answer is the same, and whoever is a member enrols from the course's page", async () => {
  const { house, workspace, courseId, here, email } = await catalog();
  const browser = new Browser();
  await browser.post(here, { firstName: "Rosa", email });
  // Whom to is what the page posts, never what a cookie says.
  const unsaid = await browser.post(`${here}&sent=1`, { intent: "again" });
  expect(unsaid.status).toBe(422);
  expect((await browser.get(`${here}&sent=1`)).body).toContain(`name="email" value="${email}"`);
  const again = await browser.post(`${here}&sent=1`, { intent: "again", email });
  expect([again.status, again.location]).toEqual([303, `${here}&sent=1`]);
  const member = await createMember(house, workspace);
  const signedIn = await new Browser().signIn(member);
  const away = await signedIn.get(here);
  expect([away.status, away.location]).toEqual([303, `/w/${workspace.slug}/catalog/${courseId}`]);
});

test("whoever has an account elsewhere signs in on the page of the link and lands in the course", async () => {
  const { house, workspace, courseId, here, linkFor } = await catalog();
  const elsewhere = await createWorkspace(house);
  const person = await createMember(house, elsewhere.workspace);
  const signedIn = await new Browser().signIn(person);
  // They may join by one press as well (web/registering-free.test.ts).
  const form = await signedIn.get(`${here}&other=1`);
  expect(form.body).toContain(`value="${person.email}"`);
  await signedIn.post(here, { firstName: "Pat", email: person.email });
  const link = await signedIn.get((await linkFor(person.email)).path);
  const joined = await signedIn.post(link.location ?? "", { intent: "join", revision: "1" });
  expect([joined.status, joined.location]).toEqual([303, `/w/${workspace.slug}/learn/courses/${courseId}`]);
});

test("only with a key of its own does a page let in the check for humans", async () => {
  const { here } = await catalog();
  const plain = await new Browser().get(here);
  expect(plain.body).not.toContain("cf-turnstile");
  expect(plain.headers.get("Content-Security-Policy")).not.toContain("challenges.cloudflare.com");
  const bindings = { ...env, TURNSTILE_SITE_KEY: "site-key", TURNSTILE_SECRET_KEY: "secret-key" };
  const asked = await new Browser({ bindings }).get(here);
  expect(asked.body).toContain('data-sitekey="site-key"');
  expect(asked.headers.get("Content-Security-Policy")).toContain(
    "frame-src 'self' https://challenges.cloudflare.com",
  );
  const refused = await new Browser({ bindings }).post(here, { firstName: "Rosa", email: "bot@example.com" });
  expect(refused.status).toBe(403);
});
