import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import type { PresetName } from "../../../worker/domain/presets.ts";
import { Browser, textOf } from "../../support/browser.ts";
import { countRoundTrips, createMember, createWorkspace, openHouse } from "../../support/house.ts";

/** A workspace, its administrator, and their browser without scripts. */
async function setting(options: { preset?: PresetName; roles?: RoleKey[] } = {}) {
  const house = openHouse({ undoSeconds: 8 });
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, options);
  const who = options.roles ? await createMember(house, workspace, { roles: options.roles }) : admin;
  const counted = countRoundTrips(env.DB);
  const browser = new Browser({ bindings: { ...env, DB: counted.database } });
  await browser.signIn(who);
  const pending = async () =>
    (
      await env.DB.prepare(
        "select email from invitations where workspace_id = ? and status = 'pending' order by email",
      )
        .bind(workspace.id)
        .all<{ email: string }>()
    ).results.map(({ email }) => email);
  return { house, workspace, admin, browser, counted, pending, page: `/w/${workspace.slug}/people/invite` };
}

function flashOf(browser: Browser): Record<string, unknown> {
  return JSON.parse(decodeURIComponent(browser.cookies.get("flash") ?? "null")) as Record<string, unknown>;
}

/** What stands in the box for addresses. */
function boxOf(body: string): string {
  const box = /<textarea[^>]*name="email"[^>]*>([\s\S]*?)<\/textarea>/.exec(body)?.[1] ?? "";
  return box.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').trim();
}

const fields = { roles: "learner", language: "en", term: "usual", tell: "1", message: "Welcome" };

test("several addresses are invited in three round trips, and can be taken back as a whole", async () => {
  const { browser, counted, page, pending } = await setting();
  counted.reset();
  const sent = await browser.post(page, {
    ...fields,
    email: '"Ruiz, Ana" <ana@example.com>; ben@example.com\r\ncleo@example.com',
  });
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect([sent.status, sent.location]).toEqual([303, page.replace("/invite", "")]);
  const flash = flashOf(browser) as { kind: string; count: number; undo: { op: string; count: number } };
  expect(flash).toMatchObject({ kind: "invitedMany", count: 3, undo: { count: 3 } });
  expect(await pending()).toEqual(["ana@example.com", "ben@example.com", "cleo@example.com"]);

  const list = await browser.get(sent.location ?? "");
  expect(textOf(list.body)).toContain("3 invitations are on their way");
  expect(list.body).toMatch(/<form[^>]*action="[^"]*\/people\/invite"[\s\S]{0,400}value="undo"/);
  counted.reset();
  const undone = await browser.post(page, { intent: "undo", op: flash.undo.op, count: "3" });
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect(undone.status).toBe(303);
  expect(flashOf(browser)).toMatchObject({ kind: "withdrawnMany", count: 3 });
  expect(await pending()).toEqual([]);
  await browser.post(page, { intent: "undo", op: flash.undo.op, count: "3" });
  expect(flashOf(browser)).toMatchObject({ kind: "error" });
});

test("the result says what became of each address, and whoever was refused stands in the box again", async () => {
  const { house, workspace, admin, browser, page, pending } = await setting();
  const member = await createMember(house, workspace);
  const gone = await createMember(house, workspace, { status: "deactivated" });
  const open = await useCases.inviteUser(house.context(admin.caller), { email: "open@example.com" });
  const sent = await browser.post(page, {
    ...fields,
    email: `Ana Ruiz <ana@example.com>, nobody; ${member.email}\n${gone.email} open@example.com, "Doe, Joe" <joe@>`,
  });
  expect(sent.status).toBe(200);
  const text = textOf(sent.body);
  const { membershipId } = member;
  const base = page.replace("/invite", "");
  expect(text).toContain("1 invitation is on its way");
  expect(text).toContain("5 could not be invited");
  expect(text).toMatch(/Ana Ruiz ana@example.com Invited/);
  expect(text).toMatch(/nobody Not invited This is not an e-mail address/);
  expect(text).toContain("This person is already a member here.");
  expect(sent.body).toContain(`href="${base}/${membershipId}"`);
  expect(sent.body).toContain(`href="${base}/${gone.membershipId}/reactivate"`);
  expect(sent.body).toContain(`href="${base}/${open.invitation.userId}/edit"`);
  expect(sent.body).toMatch(new RegExp(`name="resend"[^>]*value="${open.invitation.id}"`));
  expect(sent.body).toMatch(/name="count" value="1"/);
  expect(boxOf(sent.body).split("\n")).toEqual([
    "nobody",
    member.email,
    gone.email,
    "open@example.com",
    '"Doe, Joe" <joe@>',
  ]);
  expect(sent.body).toMatch(/<textarea[^>]*name="message"[^>]*>Welcome</);
  expect(await pending()).toEqual(["ana@example.com", "open@example.com"]);
});

test("prepared ones are not sent and have nothing to undo", async () => {
  const { browser, page, pending } = await setting();
  await browser.post(page, { ...fields, intent: "prepare", email: "ana@example.com ben@example.com" });
  expect(flashOf(browser)).toEqual({ kind: "preparedMany", count: 2 });
  expect(await pending()).toHaveLength(2);
});

test("where the policy takes one at a time several are refused with the way that takes many, and nothing is lost", async () => {
  const { browser, page, pending } = await setting({ preset: "academy" });
  expect(boxOf((await browser.get(page)).body)).toBe("");
  const sent = await browser.post(page, { ...fields, email: "ana@example.com, ben@example.com" });
  expect(sent.status).toBe(422);
  expect(textOf(sent.body)).toContain("This workspace invites one person at a time.");
  expect(sent.body).toContain(`href="${page.replace("/people/invite", "/imports/new")}"`);
  expect(sent.body).toMatch(/<input[^>]*name="email"[^>]*value="ana@example.com, ben@example.com"/);
  expect(await pending()).toEqual([]);
  const one = await browser.post(page, { ...fields, email: "Ana Ruiz <ana@example.com>" });
  expect(one.status).toBe(303);
  expect(flashOf(browser)).toMatchObject({ kind: "invited", who: "ana@example.com" });
});

test("the check of addresses answers how each stands and changes nothing", async () => {
  const { house, workspace, browser, counted, page, pending } = await setting();
  const member = await createMember(house, workspace);
  counted.reset();
  const asked = await browser.post(`${page}.data`, {
    intent: "check",
    email: `ana@gmial.com, ${member.email}`,
  });
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  for (const known of ["ana@gmail.com", "member", member.membershipId])
    expect(asked.body).toContain(`"${known}"`);
  expect(await pending()).toEqual([]);
});

test("a role without the right to invite neither checks addresses nor takes an act back", async () => {
  const { house, admin, browser, page, pending } = await setting({ roles: ["instructor"] });
  const checked = await browser.post(`${page}.data`, { intent: "check", email: admin.email });
  expect(checked.status).toBe(403);
  expect(checked.body).not.toContain(admin.membershipId);
  const { undo } = await useCases.inviteMany(house.context(admin.caller), {
    emails: ["ana@example.com", "ben@example.com"],
  });
  await browser.post(page, { intent: "undo", op: undo?.op ?? "", count: "2" });
  expect(flashOf(browser)).toMatchObject({ kind: "error", text: "Your role does not include this." });
  expect(await pending()).toHaveLength(2);
});

test("more than a thousand addresses are refused, and the box keeps them", async () => {
  const { browser, page, pending } = await setting();
  const email = Array.from({ length: 1_001 }, (_, index) => `p${index}@example.com`).join("\n");
  const sent = await browser.post(page, { ...fields, email });
  expect(sent.status).toBe(422);
  expect(textOf(sent.body)).toContain("At most 1,000 addresses at once");
  expect(boxOf(sent.body).split("\n")).toHaveLength(1_001);
  expect(await pending()).toEqual([]);
});
