import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import type { PresetName } from "../../../worker/domain/presets.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  createMember,
  createWorkspace,
  type House,
  openHouse,
  origin,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";
import { plantCatalogCourse, registerByMail } from "../../support/registering.ts";
import { setProvider, Traveller } from "../../support/traveller.ts";

interface Stage {
  house: House;
  slug: string;
  name: string;
  workspaceId: string;
  admin: TestMember;
  browser: Traveller;
}

/** A workspace whose administrator has set and tried the real provider by the settings page. */
async function stage(
  options: { enforced?: boolean; preset?: PresetName; overrides?: Record<string, unknown> } = {},
): Promise<Stage> {
  const house = openHouse();
  // The worker has the real clock, so the house gets it too.
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, {
    ...(options.preset ? { preset: options.preset } : {}),
    overrides: options.overrides ?? {},
  });
  const { slug, name } = workspace;
  const browser = await setProvider(slug, admin);
  if (options.enforced) {
    const settings = `/w/${slug}/settings/sign-in`;
    const enforced = await browser.post(settings, { intent: "enforce", spareAdminId: admin.membershipId });
    expect(enforced.status).toBe(303);
  }
  return { house, slug, name, workspaceId: workspace.id, admin, browser };
}

async function invite(at: Stage, email: string, more: Record<string, unknown> = {}) {
  const { invitation } = await useCases.inviteUser(at.house.context(at.admin.caller), {
    email,
    roles: ["learner"],
    ...more,
  } as never);
  await useCases.deliverMail(at.house.system(), { workspaceId: at.workspaceId });
  return { id: invitation.id, token: tokenIn(at.house.sent.at(-1)) };
}

async function row<Row>(sql: string, ...values: unknown[]): Promise<Row | null> {
  return env.DB.prepare(sql)
    .bind(...values)
    .first<Row>();
}

test("invited by mail, joined through the provider, landed: no password, the invitation's roles, names filled", async () => {
  const at = await stage({ enforced: true });
  const { id, token } = await invite(at, "lea@example.com", { roles: ["instructor"], lastName: "Chosen" });
  const lea = new Traveller();
  const page = await lea.open(`/join/${token}`);
  expect(page.status).toBe(200);
  expect(page.body).not.toContain('type="password"');
  expect(textOf(page.body)).toContain("Continue with Harbour ID and join");
  expect(textOf(page.body)).toContain("lea@example.com. You need no password here.");
  const start = /href="(\/w\/[^"]*\/sso\/start[^"]*)"/.exec(page.body)?.[1] ?? "";
  expect(start).toContain(`invitation=${id}`);
  const arrived = await lea.through(start.replaceAll("&amp;", "&"), {
    sub: "lea",
    email: "LEA@example.com",
    first: "Lea",
    last: "Ignored",
  });
  expect([arrived.status, arrived.location]).toEqual([303, `/w/${at.slug}/people`]);
  const landed = await lea.open(arrived.location ?? "");
  expect(landed.status).toBe(200);
  const member = await row(
    `select m.status, m.first_name, m.last_name, u.password_hash, u.email_verified_at is not null as proved,
       (select group_concat(r.role) from role_assignments r where r.membership_id = m.id) as roles,
       (select i.status from invitations i where i.id = ?2) as invitation
     from memberships m join users u on u.id = m.user_id where m.workspace_id = ?1 and m.email = 'lea@example.com'`,
    at.workspaceId,
    id,
  );
  expect(member).toEqual({
    status: "active",
    first_name: "Lea",
    last_name: "Chosen",
    password_hash: null,
    proved: 1,
    roles: "instructor",
    invitation: "accepted",
  });
  // The account page asks for no password, and signing out leads back to the provider alone.
  expect((await lea.open(`/w/${at.slug}/account`)).body).not.toContain('type="password"');
  const out = await lea.post(`/w/${at.slug}/sign-out`, {});
  const signIn = await lea.open(out.location ?? "");
  expect(signIn.body).not.toContain('type="password"');
  expect(textOf(signIn.body)).toContain("At Harbour ID you may still be signed in.");
  // The provider knows her still.
  const back = await lea.through(`/w/${at.slug}/sso/start`, null);
  expect(back.location).toBe(`/w/${at.slug}/people`);
});

test("who registered follows the link through the provider, and where somebody has to approve the page says so", async () => {
  const at = await stage({
    enforced: true,
    overrides: { "selfreg.mode": "catalog", "selfreg.check": "moderated" },
  });
  const courseId = await plantCatalogCourse(at.house, at.workspaceId, "Knots");
  const workspace = { id: at.workspaceId, slug: at.slug };
  const token = await registerByMail(at.house, workspace, { email: "rosa.waits@example.com", courseId });
  const rosa = new Traveller();
  const page = await rosa.open(`/join/${token}`);
  const start = /href="(\/w\/[^"]*\/sso\/start[^"]*)"/.exec(page.body)?.[1] ?? "";
  const arrived = await rosa.through(start.replaceAll("&amp;", "&"), {
    sub: "rosa",
    email: "rosa.waits@example.com",
    first: "Rosa",
    last: "Lind",
  });
  expect([arrived.status, arrived.location?.replace(/reg_\w+/, "reg")]).toEqual([302, "/join/at/reg"]);
  const waits = await rosa.open(arrived.location ?? "");
  expect(textOf(waits.body)).toContain("Your registration is being looked at");
  expect(await row("select status from registrations where workspace_id = ?", at.workspaceId)).toEqual({
    status: "waiting",
  });
});

test("an invitation that is edited while its reader is at the provider is shown again, and joined as it is then", async () => {
  const at = await stage({ enforced: true });
  const { id, token } = await invite(at, "ivy@example.com");
  const ivy = new Traveller();
  const startOf = async (path: string) => {
    const { body } = await ivy.open(path);
    return {
      body,
      start: (/href="(\/w\/[^"]*\/sso\/start[^"]*)"/.exec(body)?.[1] ?? "").replaceAll("&amp;", "&"),
    };
  };
  const { start } = await startOf(`/join/${token}`);
  await useCases.editInvitation(at.house.context(at.admin.caller), {
    invitationId: id,
    roles: ["instructor"],
  });
  const claims = { sub: "ivy", email: "ivy@example.com", first: "Ivy" };
  const back = await ivy.through(start, claims);
  expect([back.status, back.location]).toEqual([302, `/join/at/${id}?changed=1`]);
  expect(await row("select status from invitations where id = ?", id)).toEqual({ status: "pending" });
  const again = await startOf(back.location ?? "");
  expect(textOf(again.body)).toContain("The invitation has changed in the meantime");
  const arrived = await ivy.through(again.start, null);
  expect([arrived.status, arrived.location]).toEqual([303, `/w/${at.slug}/people`]);
});

test("whoever comes by the sign-in page joins as well, and the mailbox is not proved by that", async () => {
  const at = await stage();
  await invite(at, "pat@example.com");
  const pat = new Traveller();
  const arrived = await pat.through(`/w/${at.slug}/sso/start`, { sub: "pat", email: "pat@example.com" });
  expect([arrived.status, arrived.location]).toEqual([303, `/w/${at.slug}/learn`]);
  expect((await pat.open(`/w/${at.slug}/learn`)).status).toBe(200);
  expect(await row("select email_verified_at from users where email = 'pat@example.com'")).toEqual({
    email_verified_at: null,
  });
});

test("signed in at the provider with another address, both are shown, and the invitation stays open", async () => {
  const at = await stage({ enforced: true });
  const { id, token } = await invite(at, "invited@example.com");
  const guest = new Traveller();
  await guest.open(`/join/${token}`);
  const start = `/w/${at.slug}/sso/start?invitation=${id}&revision=1`;
  const refused = await guest.through(start, { sub: "other", email: "other@example.com" });
  expect(refused.status).toBe(409);
  const text = textOf(refused.body);
  expect(text).toContain("You are signed in with another address");
  expect(text).toContain("At Harbour ID other@example.com");
  expect(text).toContain("Invited invited@example.com");
  expect(text).toContain("Use another account at Harbour ID");
  expect(await row("select status from invitations where id = ?", id)).toEqual({ status: "pending" });
  expect(guest.cookies.has("session")).toBe(false);
  guest.forgetProvider();
  const again = await guest.through(`${start}&again=1`, { sub: "right", email: "invited@example.com" });
  expect(again.location).toBe(`/w/${at.slug}/learn`);
});

test("an address that the provider has not verified joins nobody", async () => {
  const at = await stage();
  const { id, token } = await invite(at, "unsure@example.com");
  const guest = new Traveller();
  await guest.open(`/join/${token}`);
  const refused = await guest.through(`/w/${at.slug}/sso/start?invitation=${id}&revision=1`, {
    sub: "unsure",
    email: "unsure@example.com",
    verified: false,
  });
  expect(refused.status).toBe(403);
  expect(textOf(refused.body)).toContain("Your address is not confirmed");
  expect(await row("select status from invitations where id = ?", id)).toEqual({ status: "pending" });
});

test("where it is offered and not enforced, the join and sign-in pages have both ways", async () => {
  const at = await stage();
  const { token } = await invite(at, "both@example.com");
  const guest = new Traveller();
  const join = await guest.open(`/join/${token}`);
  expect(join.body).toContain('type="password"');
  expect(textOf(join.body)).toContain("Continue with Harbour ID and join");
  const signIn = await guest.open(`/w/${at.slug}/sign-in`);
  expect(signIn.body).toContain('type="password"');
  expect(textOf(signIn.body)).toContain("Continue with Harbour ID");
});

test("enforced: the pages for passwords say where to go, and the spare administrator finds a way", async () => {
  const at = await stage({ enforced: true });
  const guest = new Traveller();
  const signIn = await guest.get(`/w/${at.slug}/sign-in`);
  expect(signIn.body).not.toContain('type="password"');
  expect(signIn.body).toContain(`/w/${at.slug}/sign-in?password=1`);
  expect((await guest.get(`/w/${at.slug}/sign-in?password=1`)).body).toContain('type="password"');
  const forgot = await guest.get(`/w/${at.slug}/forgot`);
  expect(textOf(forgot.body)).toContain("You need no password here: you sign in with Harbour ID.");
  expect(forgot.body).not.toContain('name="email"');
  expect((await guest.get(`/w/${at.slug}/forgot?password=1`)).body).toContain('name="email"');
  expect((await guest.get(`/w/${at.slug}/card`)).location).toBe(`/w/${at.slug}/sign-in`);
});

test("somebody set up directly is mailed no credentials, and comes in through the provider", async () => {
  const at = await stage({ enforced: true });
  const house = at.house;
  const caller =
    at.admin.caller.kind === "member"
      ? {
          ...at.admin.caller,
          workspace: {
            ...at.admin.caller.workspace,
            singleSignOn: { name: "Harbour ID", enforced: true, spareAdminId: at.admin.membershipId },
          },
        }
      : at.admin.caller;
  await useCases.setUpMember(house.context(caller), {
    email: "set-up@example.com",
    firstName: "Sam",
    roles: ["learner"],
  });
  await useCases.deliverMail(house.system(), { workspaceId: at.workspaceId });
  expect(house.sent.at(-1)).toMatchObject({ to: "set-up@example.com", template: "account_added" });
  expect(
    await row("select count(*) as n from password_resets where workspace_id = ?", at.workspaceId),
  ).toEqual({
    n: 0,
  });
  const sam = new Traveller();
  const arrived = await sam.through(`/w/${at.slug}/sso/start`, { sub: "sam", email: "set-up@example.com" });
  expect(arrived.location).toBe(`/w/${at.slug}/learn`);
});

test("a sign-in goes on where one wanted to go, and nowhere else", async () => {
  const at = await stage();
  const { email } = await createMember(at.house, {
    id: at.workspaceId,
    slug: at.slug,
    name: at.name,
  } as never);
  const start = (to: string) => `/w/${at.slug}/sso/start?returnTo=${encodeURIComponent(to)}`;
  const who = { sub: "goer", email };
  const wanted = await new Traveller().through(start(`/w/${at.slug}/learn/profile`), who);
  expect(wanted.location).toBe(`/w/${at.slug}/learn/profile`);
  for (const evil of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]) {
    expect((await new Traveller().through(start(evil), who)).location).toBe(`/w/${at.slug}/learn`);
  }
});

test("the answer counts for the browser that asked alone", async () => {
  const at = await stage();
  const { email } = await createMember(at.house, {
    id: at.workspaceId,
    slug: at.slug,
    name: at.name,
  } as never);
  const mine = new Traveller();
  let answer = "";
  const { get } = mine;
  // The answer is caught on its way back and opened elsewhere.
  mine.get = async (path) => {
    if (path.includes("/sso/callback")) answer = path;
    return get.call(mine, path);
  };
  const arrived = await mine.through(`/w/${at.slug}/sso/start`, { sub: "mine", email });
  expect(arrived.status).toBe(303);
  const stolen = await new Browser().get(answer);
  expect(stolen.status).toBe(400);
  expect(textOf(stolen.body)).toContain("Please begin again");
  const replayed = await mine.get(answer);
  expect(replayed.status).toBe(400);
});

test("only who manages the workspace sees, sets or tries the provider", async () => {
  const at = await stage();
  const learner = await createMember(
    at.house,
    { id: at.workspaceId, slug: at.slug, name: at.name } as never,
    {
      roles: ["instructor"],
    },
  );
  const browser = await new Traveller().signIn(learner);
  const settings = `/w/${at.slug}/settings/sign-in`;
  expect((await browser.get(settings)).status).toBe(403);
  for (const intent of ["save", "enforce", "relax", "release", "remove", "other"]) {
    expect([
      intent,
      (await browser.post(settings, { intent, spareAdminId: learner.membershipId })).status,
    ]).toEqual([intent, 403]);
  }
  expect((await browser.get(`/w/${at.slug}/sso/start?try=1`)).status).toBe(403);
});

test("the settings page says how it stands, and takes the provider back", async () => {
  const at = await stage();
  const settings = `/w/${at.slug}/settings/sign-in`;
  const page = await at.browser.get(settings);
  expect(textOf(page.body)).toContain("Offered beside passwords.");
  expect(page.body).toContain(`${origin}/w/${at.slug}/sso/callback`);
  const refused = await at.browser.post(settings, {
    intent: "save",
    name: "Inside",
    issuer: "https://169.254.169.254",
    clientId: "x",
    clientSecret: "y",
  });
  expect(refused.status).toBe(422);
  expect(textOf(refused.body)).toContain("not reachable from the internet");
  expect(refused.body).not.toContain('value="y"');
  const removed = await at.browser.post(settings, { intent: "remove" });
  expect(removed.status).toBe(303);
  expect(textOf((await at.browser.get(`/w/${at.slug}/sign-in`)).body)).not.toContain("Harbour ID");
});

test("whom another site sends to the provider is asked before anything begins", async () => {
  const at = await stage();
  const start = `/w/${at.slug}/sso/start?returnTo=%2Fw%2F${at.slug}%2Flearn`;
  const sent = await new Browser({ headers: { "Sec-Fetch-Site": "cross-site" } }).get(start);
  expect([sent.status, sent.location]).toEqual([200, null]);
  expect(sent.setCookies).toEqual([]);
  expect(sent.body).toContain(`href="/w/${at.slug}/sso/start?returnTo=%2Fw%2F${at.slug}%2Flearn"`);
  const asked = await new Browser({ headers: { "Sec-Fetch-Site": "same-origin" } }).get(start);
  expect(asked.status).toBe(302);
});

test("an answer whose state is no state of ours names no cookie", async () => {
  const at = await stage();
  const visit = await new Browser().get(
    `/w/${at.slug}/sso/callback?state=a%3B%20Domain%3Dexample.com&code=x`,
  );
  expect(visit.status).toBeGreaterThanOrEqual(400);
  expect(visit.setCookies.map((cookie) => cookie.split("=")[0])).toEqual(["sso-"]);
});
