import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { manage as catalogue } from "../../../app/messages/manage/en/index.ts";
import { inTerms } from "../../../app/terms.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import type { PresetName } from "../../../worker/domain/presets.ts";
import { usualTerms } from "../../../worker/domain/terms.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  openHouse,
  plantUnit,
  type TestMember,
} from "../../support/house.ts";
import { plantRegistration } from "../../support/registering.ts";

const manage = inTerms(catalogue, usualTerms.en);

/** The worker has the real clock, so the house gets it too. */
function houseOfToday(): House {
  const house = openHouse();
  house.clock.now = Date.now();
  return house;
}

async function setting(
  options: { preset?: PresetName; overrides?: Record<string, unknown>; roles?: RoleKey[] } = {},
) {
  const house = houseOfToday();
  const { preset, overrides } = options;
  const { workspace, admin } = await createWorkspace(house, { preset, overrides });
  const who = options.roles ? await createMember(house, workspace, { roles: options.roles }) : admin;
  const counted = countRoundTrips(env.DB);
  const browser = await new Browser({ bindings: { ...env, DB: counted.database } }).signIn(who);
  return { house, workspace, admin, browser, counted, base: `/w/${workspace.slug}` };
}

/** An invitation that was sent long enough ago to be sent again. */
async function invited(house: House, admin: TestMember, email: string) {
  house.clock.advance(-3_600_000);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email,
    roles: ["learner"],
  });
  house.clock.advance(3_600_000);
  return invitation;
}

function flashOf(browser: Browser): Record<string, unknown> {
  return JSON.parse(decodeURIComponent(browser.cookies.get("flash") ?? "null")) as Record<string, unknown>;
}

test.each(["people", "people/invite", "audit", "settings/api-keys", "start", "people.csv"])(
  "a signed-out person is sent to the sign-in page from %s, and back afterwards",
  async (page) => {
    const { workspace } = await createWorkspace(houseOfToday());
    const visit = await new Browser().get(`/w/${workspace.slug}/${page}`);
    expect(visit.status).toBe(302);
    expect(visit.location).toBe(
      `/w/${workspace.slug}/sign-in?returnTo=${encodeURIComponent(`/w/${workspace.slug}/${page}`)}`,
    );
  },
);

test("a learner who opens the manage area lands in the learner portal", async () => {
  const { browser, base } = await setting({ roles: ["learner"] });
  for (const page of ["", "/people", "/people/invite", "/audit", "/settings/api-keys", "/people.csv"]) {
    expect((await browser.get(base + page)).location).toBe(`${base}/learn`);
  }
});

test("a stranger to the workspace finds nothing there", async () => {
  const { browser } = await setting();
  const { workspace: other } = await createWorkspace(houseOfToday());
  for (const page of ["", "/people", "/audit", "/people.csv"]) {
    expect((await browser.get(`/w/${other.slug}${page}`)).status).toBe(404);
  }
});

test("a role of the team without people lands on the courses, and the start page says what it may do", async () => {
  const { browser, base } = await setting({ preset: "academy", roles: ["instructor"] });
  expect((await browser.get(base)).location).toBe(`${base}/courses`);
  expect((await browser.get(`${base}/people`)).location).toBe(`${base}/start`);
  expect((await browser.get(`${base}/people/invite`)).status).toBe(403);
  expect((await browser.get(`${base}/audit`)).status).toBe(403);
  const start = await browser.get(`${base}/start`);
  expect(start.status).toBe(200);
  expect(textOf(start.body)).toContain("Instructor");
  expect(textOf(start.body)).toContain(manage.permissions["course.create"]);
});

test("the table of roles says who may do what where by the policies of the workspace, and the form leads there", async () => {
  const { browser, base } = await setting({
    overrides: {
      "roles.may_invite": ["admin", "unit_manager@unit"],
      "roles.set": ["admin", "unit_manager", "learner"],
    },
  });
  expect((await browser.get(`${base}/people/invite`)).body).toContain(`href="${base}/roles"`);
  const { body } = await browser.get(`${base}/roles`);
  const row = (text: string) =>
    textOf(/<tr(?:(?!<tr).)*?XX.*?<\/tr>/s.exec(body.replace(text, "XX"))?.[0] ?? "");
  expect(row(manage.permissions["invitation.create"] ?? "")).toMatch(/XX everywhere in their unit – ?no/);
  expect(row(manage.permissions["workspace.manage"] ?? "")).toMatch(/XX everywhere – ?no – ?no/);
  expect(row(manage.roleTable.handsOut)).toContain("Manager, Learner");
  expect(body).not.toContain("Group administrator");
});

test("the people list costs two round trips and shows the remedy of a bounce", async () => {
  const { house, admin, browser, base, counted } = await setting();
  const invitation = await invited(house, admin, "gone@example.com");
  await env.DB.prepare("update invitations set delivery = 'bounced' where id = ?").bind(invitation.id).run();
  counted.reset();
  const list = await browser.get(`${base}/people`);
  expect(list.status).toBe(200);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(textOf(list.body)).toContain("Mailbox unknown: edit the address and resend");
});

test("filters stand in the address and narrow the list; unknown ones begin anew", async () => {
  const { house, admin, browser, base } = await setting();
  await invited(house, admin, "findme@example.com");
  const found = textOf((await browser.get(`${base}/people?q=findme`)).body);
  expect(found).toContain("findme@example.com");
  expect(found).not.toContain("Select Ada Admin");
  expect(textOf((await browser.get(`${base}/people?status=deactivated`)).body)).toContain(
    "Nobody has the status “Deactivated”",
  );
  expect((await browser.get(`${base}/people?role=emperor`)).location).toBe(`${base}/people`);
  expect((await browser.get(`${base}/people?cursor=junk`)).location).toBe(`${base}/people`);
});

test("a person's page costs two round trips; an unknown person is not found", async () => {
  const { admin, browser, base, counted } = await setting();
  counted.reset();
  expect((await browser.get(`${base}/people/${admin.membershipId}`)).status).toBe(200);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect((await browser.get(`${base}/people/mem_00000000000000000000000000`)).status).toBe(404);
  expect((await browser.get(`${base}/people/nobody`)).status).toBe(404);
});

test("inviting by the form costs three round trips and offers to undo", async () => {
  const { browser, base, counted } = await setting();
  counted.reset();
  const sent = await browser.post(`${base}/people/invite`, {
    email: "new.person@example.com",
    roles: "learner",
    language: "de",
    term: "86400",
    intent: "send",
  });
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect([sent.status, sent.location]).toEqual([303, `${base}/people`]);
  const list = await browser.get(`${base}/people`);
  expect(textOf(list.body)).toContain("The invitation to new.person@example.com is on its way");
  expect(list.body).toContain('name="undo"');
  expect(browser.cookies.has("flash")).toBe(false);
});

test("undo by the plain form withdraws a first invitation", async () => {
  const { browser, base } = await setting();
  await browser.post(`${base}/people/invite`, {
    email: "undo@example.com",
    roles: "learner",
    intent: "send",
  });
  const flash = flashOf(browser) as { personId: string; undo: { invitationId: string; op: string } };
  const undone = await browser.post(`${base}/people/${flash.personId}`, {
    undo: flash.undo.invitationId,
    op: flash.undo.op,
  });
  expect(undone.status).toBe(303);
  expect(flashOf(browser)).toMatchObject({ kind: "withdrawn", who: "undo@example.com" });
});

test("what was typed stays when something is missing, and the field is named", async () => {
  const { browser, base } = await setting();
  const refused = await browser.post(`${base}/people/invite`, {
    email: "not an address",
    firstName: "Zoë",
    roles: "learner",
    intent: "send",
  });
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('value="Zoë"');
  expect(refused.body).toContain('href="#field-email"');
});

test.each([
  ["a member", "ALREADY_MEMBER", "This person is already a member here."],
  ["a deactivated member", "MEMBER_DEACTIVATED", "This person is a deactivated member."],
])("inviting %s says so and leads to the profile", async (_who, code, words) => {
  const { house, workspace, browser, base } = await setting();
  const status = code === "MEMBER_DEACTIVATED" ? "deactivated" : "active";
  const known = await createMember(house, workspace, { status });
  const refused = await browser.post(`${base}/people/invite`, { email: known.email, roles: "learner" });
  expect(refused.status).toBe(409);
  expect(textOf(refused.body)).toContain(words);
  expect(refused.body).toContain(`${base}/people/${known.membershipId}`);
});

test("inviting an invitee offers to resend and to edit, and resending works from there", async () => {
  const { house, admin, browser, base, counted } = await setting();
  const invitation = await invited(house, admin, "twice@example.com");
  const refused = await browser.post(`${base}/people/invite`, {
    email: "TWICE@example.com",
    roles: "learner",
  });
  expect(refused.status).toBe(409);
  expect(refused.body).toContain(`${base}/people/${invitation.userId}/edit`);
  counted.reset();
  const resent = await browser.post(`${base}/people/${invitation.userId}`, { resend: invitation.id });
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect(resent.status).toBe(303);
  expect(flashOf(browser)).toMatchObject({ kind: "resent" });
});

test("a form cannot send anyone out of the workspace", async () => {
  const { house, admin, browser, base } = await setting();
  const invitation = await invited(house, admin, "safe@example.com");
  for (const returnTo of ["https://evil.example/", "//evil.example/", "/w/other/people", `${base}\\..`]) {
    const visit = await browser.post(`${base}/people/${invitation.userId}`, {
      resend: invitation.id,
      returnTo,
    });
    expect(visit.location).toBe(`${base}/people/${invitation.userId}`);
  }
});

test("the link is shown by a post only, where the policy allows it", async () => {
  const { house, admin, browser, base } = await setting();
  const invitation = await invited(house, admin, "link@example.com");
  const page = `${base}/people/${invitation.userId}`;
  expect((await browser.get(page)).body).not.toContain("/join/");
  expect((await browser.post(page, { copy: invitation.id })).body).toMatch(/\/join\/[\w.-]{50,}/);

  const strict = await setting({ preset: "academy" });
  const other = await invited(strict.house, strict.admin, "nolink@example.com");
  const refused = await strict.browser.post(`${strict.base}/people/${other.userId}`, { copy: other.id });
  expect(refused.status).toBe(403);
  expect(refused.body).not.toMatch(/\/join\/[\w.-]{50,}/);
});

test("canceling asks first and then withdraws", async () => {
  const { house, admin, browser, base, counted } = await setting();
  const invitation = await invited(house, admin, "cancel@example.com");
  const page = `${base}/people/${invitation.userId}/cancel`;
  expect(textOf((await browser.get(page)).body)).toContain("The link stops working at once");
  counted.reset();
  const done = await browser.post(page, { invitationId: invitation.id, who: "cancel@example.com" });
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect(done.location).toBe(`${base}/people`);
  expect((await browser.get(page)).location).toBe(`${base}/people/${invitation.userId}`);
});

test("removing wants the address typed", async () => {
  const { house, workspace, browser, base } = await setting();
  const person = await createMember(house, workspace);
  const page = `${base}/people/${person.membershipId}/remove`;
  const wrong = await browser.post(page, { confirmation: "someone@example.com" });
  expect(wrong.status).toBe(422);
  expect(textOf(wrong.body)).toContain("This is not the address of this person.");
  expect((await browser.post(page, { confirmation: person.email })).location).toBe(`${base}/people`);
  expect((await browser.get(`${base}/people/${person.membershipId}`)).status).toBe(404);
});

test("the last administrator reads why nothing can be taken away", async () => {
  const { admin, browser, base } = await setting();
  const page = `${base}/people/${admin.membershipId}`;
  expect(textOf((await browser.get(page)).body)).toContain("This is the only active administrator");
  expect((await browser.get(`${page}/deactivate`)).location).toBe(page);
  await browser.post(`${page}/deactivate`, {});
  expect(flashOf(browser)).toMatchObject({ kind: "error" });
});

test("an edit that somebody overtook is not saved", async () => {
  const { house, admin, browser, base } = await setting();
  const invitation = await invited(house, admin, "edit@example.com");
  const page = `${base}/people/${invitation.userId}/edit`;
  const fields = { invitationId: invitation.id, email: invitation.email, addressBefore: invitation.email };
  const first = new URLSearchParams({
    ...fields,
    revision: "1",
    roles: "learner",
    firstName: "Mia",
    language: "en",
  });
  expect((await browser.post(page, first)).status).toBe(303);
  const late = await browser.post(page, first);
  expect(late.status).toBe(409);
  expect(textOf(late.body)).toContain("Somebody changed this in the meantime");
});

test("the form that edits says when the invitee will be reminded, as it stands and as it is typed", async () => {
  const { house, admin, browser, base, counted } = await setting();
  const invitation = await invited(house, admin, "reminded-edit@example.com");
  const page = `${base}/people/${invitation.userId}/edit`;
  const shown = await browser.get(page);
  expect(textOf(shown.body)).toMatch(/Reminders: [^;]+; [^;]+ \(Europe\/Berlin\)/);
  const typed = { intent: "preview", invitationId: invitation.id, email: invitation.email };
  counted.reset();
  const day = await browser.post(`${page}.data`, { ...typed, term: "86400" });
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(day.body).toMatch(/"reminders",\[\d+\],\d{13}/);
  const wrong = await browser.post(`${page}.data`, { ...typed, term: "until", until: "nonsense" });
  expect(wrong.body).not.toMatch(/\d{13}/);
  expect(textOf((await browser.get(page)).body)).toBe(textOf(shown.body));
});

test("a bulk act says what it will do before it starts, and then leads to its result", async () => {
  const { house, admin, browser, base, counted } = await setting();
  await invited(house, admin, "bulk-1@example.com");
  await invited(house, admin, "bulk-2@example.com");
  const ask = `${base}/people/bulk?all=1&status=pending&action=resend`;
  counted.reset();
  const asked = await browser.get(ask);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(textOf(asked.body)).toContain("2 people get a new link; old links stop working.");
  const started = await browser.post(ask, {});
  expect(started.location).toMatch(new RegExp(`^${base}/jobs/job_`));
  expect((await browser.get(started.location ?? "")).status).toBe(200);
  expect((await browser.get(`${base}/people/bulk?action=resend`)).location).toBe(`${base}/people`);
});

test("the export is a file of what the filter matches", async () => {
  const { house, admin, browser, base } = await setting();
  await invited(house, admin, "export@example.com");
  const file = await browser.get(`${base}/people.csv?status=pending`);
  expect(file.headers.get("Content-Disposition")).toContain("attachment");
  expect(file.body).toContain("export@example.com");
  expect(file.body).not.toContain(admin.email);
});

test("the ticked rows are a file too, or all of the filter where that was ticked", async () => {
  const { house, admin, browser, base } = await setting();
  const ticked = await invited(house, admin, "ticked@example.com");
  await invited(house, admin, "other@example.com");
  expect((await browser.get(`${base}/people`)).body).toMatch(/formaction="[^"]*\/people.csv"/i);
  const file = await browser.post(`${base}/people.csv`, { status: "pending", ids: ticked.userId });
  expect(file.headers.get("Content-Disposition")).toContain("attachment");
  expect(file.headers.get("Cache-Control")).toBe("no-store");
  expect(file.body).toContain("ticked@example.com");
  expect(file.body).not.toContain("other@example.com");
  const all = await browser.post(`${base}/people.csv`, { status: "pending", all: "1", ids: ticked.userId });
  expect(all.body).toContain("other@example.com");
  expect(all.body).not.toContain(admin.email);
  const nobody = await browser.post(`${base}/people.csv`, { status: "pending" });
  expect([nobody.status, nobody.location]).toEqual([303, `${base}/people?status=pending`]);
  expect(flashOf(browser)).toMatchObject({ kind: "error", text: "Select at least one person first." });
});

test("an API key is shown once, and revoking asks first", async () => {
  const { browser, base } = await setting();
  const page = `${base}/settings/api-keys`;
  const made = await browser.post(page, { name: "HR sync", scopes: "people.view", maxRole: "learner" });
  const key = /usher_test_[0-9a-z]+_[\w-]+/.exec(made.body)?.[0];
  expect(key).toBeDefined();
  const list = await browser.get(page);
  expect(list.body).not.toContain(key ?? "");
  const revoke = /\/settings\/api-keys\/(key_\w+)\/revoke/.exec(list.body)?.[0];
  expect((await browser.get(base + revoke)).status).toBe(200);
  expect((await browser.post(base + revoke, { name: "HR sync" })).location).toBe(page);
  expect(textOf((await browser.get(page)).body)).toContain("Revoked");
});

test("the audit log costs two round trips and filters by act", async () => {
  const { house, admin, browser, base, counted } = await setting();
  await invited(house, admin, "trail@example.com");
  counted.reset();
  const all = await browser.get(`${base}/audit`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(textOf(all.body)).toContain("trail@example.com");
  expect(textOf((await browser.get(`${base}/audit?action=member.removed`)).body)).toContain(
    "Nothing matches",
  );
});

/** An invitation whose mail has left long enough ago to be followed by another. */
async function mailed(house: House, admin: TestMember, workspaceId: string, email: string) {
  house.clock.advance(-3_600_000);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email,
    roles: ["learner"],
  });
  await useCases.deliverMail(house.system(), { workspaceId });
  house.clock.advance(3_600_000);
  return invitation;
}

test("somebody is reminded from the list or from their page, and it can be taken back", async () => {
  const { house, workspace, admin, browser, base, counted } = await setting();
  const { id, userId } = await mailed(house, admin, workspace.id, "remind@example.com");
  const page = `${base}/people/${userId}`;
  expect((await browser.get(`${base}/people`)).body).toContain(`value="${id}" name="remind"`);
  const shown = await browser.get(page);
  expect(shown.body).toMatch(/name="remind"/);
  expect(textOf(shown.body)).toMatch(/Reminders\s+\d+ \w+ \d{4}/);
  counted.reset();
  const reminded = await browser.post(page, { remind: id, returnTo: `${base}/people` });
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect(reminded.location).toBe(`${base}/people`);
  const flash = flashOf(browser);
  expect(flash).toMatchObject({ kind: "reminded", who: "remind@example.com" });
  expect(textOf((await browser.get(`${base}/people`)).body)).toContain(
    "A reminder to remind@example.com is on its way",
  );
  const { op } = flash.undo as { op: string };
  await browser.post(page, { undo: id, op });
  expect(flashOf(browser)).toMatchObject({ kind: "unreminded" });
});

test("whoever sends nothing after all goes back where they came from, and nowhere outside", async () => {
  const { house, workspace, admin, browser, base } = await setting();
  const { userId } = await mailed(house, admin, workspace.id, "nothing@example.com");
  const page = `${base}/people/${userId}`;
  const keptAt = async (path: string, words: string) => {
    const { body } = await browser.get(path);
    return new RegExp(`<a[^>]*href="([^"]*)"[^>]*>${words}<`).exec(body)?.[1];
  };
  for (const [act, words] of [
    ["remind", "Send nothing"],
    ["cancel", "Keep the invitation"],
  ] as const) {
    expect(await keptAt(`${page}/${act}`, words)).toBe(page);
    const list = `${base}/people?status=pending`;
    expect(await keptAt(`${page}/${act}?returnTo=${encodeURIComponent(list)}`, words)).toBe(list);
    for (const outside of ["https://evil.example/", "//evil.example", "/w/elsewhere/people"]) {
      expect(await keptAt(`${page}/${act}?returnTo=${encodeURIComponent(outside)}`, words)).toBe(page);
    }
  }
});

test("who cannot be reminded has no such button, and is told what to do instead", async () => {
  const { house, workspace, admin, browser, base } = await setting();
  const { id, userId } = await mailed(house, admin, workspace.id, "bounced-away@example.com");
  await env.DB.prepare("update invitations set delivery = 'bounced' where id = ?").bind(id).run();
  expect((await browser.get(`${base}/people`)).body).not.toContain('name="remind"');
  expect((await browser.get(`${base}/people/${userId}`)).body).not.toContain('name="remind"');
  await browser.post(`${base}/people/${userId}`, { remind: id });
  expect(flashOf(browser).text).toContain("Resend the invitation instead");
});

test("a bulk reminder says whom it leaves out before it starts", async () => {
  const { house, workspace, admin, browser, base } = await setting();
  await mailed(house, admin, workspace.id, "crowd-1@example.com");
  const { id } = await mailed(house, admin, workspace.id, "crowd-2@example.com");
  await env.DB.prepare("update invitations set delivery = 'bounced' where id = ?").bind(id).run();
  const ask = `${base}/people/bulk?all=1&status=pending&action=remind`;
  const asked = textOf((await browser.get(ask)).body);
  expect(asked).toContain("1 person gets a reminder with the link they have");
  expect(asked).toContain("1 skipped : Last mail bounced");
  const started = await browser.post(ask, { message: "We begin soon." });
  expect(textOf((await browser.get(started.location ?? "")).body)).toContain("Reminding of invitations");
});

test("the form says when there will be reminders, in the workspace's time, for the term that is chosen", async () => {
  const { browser, base } = await setting();
  const usual = textOf((await browser.get(`${base}/people/invite`)).body);
  expect(usual).toMatch(
    /Reminders: \w{3},? \d+ \w+,? \d\d:\d\d; \w{3},? \d+ \w+,? \d\d:\d\d \(Europe\/Berlin\)/,
  );
  const previewed = async (term: string) =>
    textOf((await browser.post(`${base}/people/invite`, { intent: "preview", term, roles: "learner" })).body);
  expect(await previewed("86400")).toMatch(/Reminders: [^;]+ \(Europe\/Berlin\)/);
  const { browser: silent, base: there } = await setting({ preset: "academy" });
  expect(textOf((await silent.get(`${there}/people/invite`)).body)).toContain(
    "No reminders are sent with this.",
  );
});

test("what runs stands on a page that the tray links to without scripts, and is read in two round trips", async () => {
  const { house, workspace, admin, browser, base, counted } = await setting();
  await mailed(house, admin, workspace.id, "work@example.com");
  const { jobId } = await useCases.startJob(house.context(admin.caller), {
    action: "remind",
    filter: { status: "pending" },
  });
  expect((await browser.get(`${base}/people`)).body).toMatch(new RegExp(`<noscript><a href="${base}/work"`));
  counted.reset();
  const running = await browser.get(`${base}/work`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(running.body).toContain(`${base}/jobs/${jobId}`);
  expect(textOf(running.body)).toContain("Under way");
  await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId });
  expect(textOf((await browser.get(`${base}/work`)).body)).toContain("1 done");
});

test("who registered is a filter beside those whom one invited, for bulk acts on people alone", async () => {
  const { house, workspace, admin, browser, base } = await setting({
    overrides: { "selfreg.mode": "catalog", "selfreg.roles": ["learner"] },
  });
  const waiting = await plantRegistration(house.system(), workspace.id, null, "waiting");
  await useCases.approveRegistrations(house.context(admin.caller), { ids: [waiting.id] });
  const other = await createMember(house, workspace, { firstName: "Ottilie" });
  const page = await browser.get(`${base}/people?by=registered`);
  expect(page.body).toContain(waiting.email);
  expect(page.body).not.toContain(other.email);
  expect(textOf(page.body)).toContain(manage.people.themselves);
  const file = await browser.get(`${base}/people.csv?by=registered`);
  expect(file.body).toContain(waiting.email);
  expect(file.body).not.toContain(other.email);
  // What nobody knows is no filter.
  expect((await browser.get(`${base}/people?by=nobody`)).body).toContain(other.email);
});

test("an empty list offers three ways to fill it and a file to begin with, each within what the role may do", async () => {
  const { browser, base, house, workspace } = await setting();
  const { body } = await browser.get(`${base}/people`);
  for (const way of ["Invite one", "Paste many", "Import a CSV file", "Download a sample CSV"]) {
    expect(textOf(body)).toContain(way);
  }
  for (const path of ["/people/invite", "/imports/new", "/imports/template.csv"]) {
    expect(body).toContain(`href="${base}${path}"`);
  }
  const teacher = await new Browser().signIn(await createMember(house, workspace, { roles: ["instructor"] }));
  expect(textOf((await teacher.get(`${base}/people`)).body)).not.toContain("Paste many");
});

test("a row leads to the history and to extending its link, which says first what it does", async () => {
  const { house, workspace, admin, browser, base } = await setting();
  const { id, userId } = await mailed(house, admin, workspace.id, "extend@example.com");
  const list = (await browser.get(`${base}/people`)).body;
  expect(list).toContain(`href="${base}/people/${userId}#history"`);
  expect((await browser.get(`${base}/people/${userId}`)).body).toContain('id="history"');
  const path = `${base}/people/bulk?action=extend&ids=${userId}`;
  expect(list).toContain(`href="${path.replace("&", "&amp;")}"`);
  expect(textOf((await browser.get(path)).body)).toContain(
    "1 link works for its whole term once more, from now on. It stays the same, and nobody is mailed.",
  );
  const before = await env.DB.prepare("select expires_at from invitations where id = ?1")
    .bind(id)
    .first("expires_at");
  const started = await browser.post(path, {});
  expect([started.status, started.location]).toEqual([303, expect.stringMatching(/\/jobs\/job_\w+$/)]);
  const jobId = started.location?.split("/").at(-1) ?? "";
  house.clock.advance(60_000);
  await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId });
  const after = await env.DB.prepare("select expires_at from invitations where id = ?1")
    .bind(id)
    .first("expires_at");
  expect(Number(after)).toBeGreaterThan(Number(before));
  expect(textOf((await browser.get(started.location ?? "")).body)).toContain("Extended");
});

test("the palette finds people of the asker's part alone, and counts what is over for who may send it again", async () => {
  const { house, workspace, browser, base, counted } = await setting();
  const mia = await createMember(house, workspace, { firstName: "Mia", lastName: "Stone" });
  const ask = async (who: Browser, q: string) => (await who.get(`${base}/palette?q=${q}`)).body;
  counted.reset();
  expect(JSON.parse(await ask(browser, "mia"))).toEqual({
    q: "mia",
    expired: null,
    people: [{ id: mia.membershipId, name: "Mia Stone", address: mia.email, status: "active" }],
  });
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(JSON.parse(await ask(browser, ""))).toEqual({ q: "", expired: 0, people: [] });
  const unit = await plantUnit(house, workspace.id, "North");
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: unit.id }],
    unitIds: [unit.id],
  });
  const ofUnit = await new Browser().signIn(manager);
  expect(JSON.parse(await ask(ofUnit, "mia"))).toEqual({ q: "mia", expired: null, people: [] });
  const other = await setting();
  expect((await other.browser.get(`${base}/palette?q=mia`)).status).toBe(404);
});
