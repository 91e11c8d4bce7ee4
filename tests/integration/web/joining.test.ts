import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import publicScript from "../../../public/public.js?raw";
import { createPasswords } from "../../../worker/adapters/passwords.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { PresetName } from "../../../worker/domain/presets.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  openHouse,
  tokenIn,
} from "../../support/house.ts";

const password = "seven green bicycles";
let serial = 0;

/** The worker has the real clock, so the house gets it too. */
function houseOfToday(): House {
  const house = openHouse();
  house.clock.now = Date.now();
  return house;
}

async function run(sql: string, ...values: unknown[]) {
  await env.DB.prepare(sql)
    .bind(...values)
    .run();
}

/** A password that the real worker accepts. */
async function setPassword(person: { userId: string }) {
  await run(
    "update users set password_hash = ? where id = ?",
    await createPasswords().hash(password),
    person.userId,
  );
}

async function invite(options: { preset?: PresetName; email?: string; roles?: string[] } = {}) {
  serial += 1;
  const house = houseOfToday();
  const { workspace, admin } = await createWorkspace(house, { preset: options.preset });
  const email = options.email ?? `invitee-${serial}@example.com`;
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email,
    roles: (options.roles ?? ["learner"]) as never,
    message: "Glad to have you.\nBring <b>tea</b>.",
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const token = tokenIn(house.sent.at(-1));
  await run("update invitations set send_times = '[]' where id = ?", invitation.id);
  return { house, workspace, admin, email, invitation, token, here: `/join/at/${invitation.id}` };
}

type Invited = Awaited<ReturnType<typeof invite>>;

/** What stands in the page's one accented button: its words, and the form or address behind it. */
function nextSteps(html: string) {
  return [...html.matchAll(/<(button|a)([^>]*\bbg-accent\b[^>]*)>([\s\S]*?)<\/\1>/g)].map((match) => ({
    words: textOf(match[3] ?? "").trim(),
    intent: /value="([^"]*)"/.exec(match[2] ?? "")?.[1] ?? null,
    href: /href="([^"]*)"/.exec(match[2] ?? "")?.[1] ?? null,
  }));
}

// Who is looking × what became of the invitation: the words of the one next step, written by hand.
const join = (at: Invited) => `Join ${at.workspace.name}`;
const switchTo = (at: Invited) => `Sign out and go on as ${at.email}`;
const cells = {
  open: {
    new_person: join,
    account_signed_out: () => "Sign in and join",
    invitee: join,
    someone_else: switchTo,
  },
  expired: {
    new_person: () => "Ask for a new link",
    account_signed_out: () => "Ask for a new link",
    invitee: () => "Ask for a new link",
    someone_else: () => "Ask for a new link",
  },
  superseded: {
    new_person: () => "Send it again",
    account_signed_out: () => "Send it again",
    invitee: () => "Send it again",
    someone_else: () => "Send it again",
  },
  canceled: {
    new_person: () => "Go to the start page",
    account_signed_out: () => "Go to the start page",
    invitee: () => "Go to the start page",
    someone_else: () => "Go to the start page",
  },
  declined: {
    new_person: () => "Go to the start page",
    account_signed_out: () => "Go to the start page",
    invitee: () => "Go to the start page",
    someone_else: () => "Go to the start page",
  },
  used: {
    new_person: () => "Sign in",
    account_signed_out: () => "Sign in",
    invitee: (at: Invited) => `Go to ${at.workspace.name}`,
    someone_else: switchTo,
  },
};

type State = keyof typeof cells;
type Viewer = keyof (typeof cells)["open"];

async function arrange(state: State, viewer: Viewer) {
  serial += 1;
  const email = `cell-${serial}@example.com`;
  const elsewhere = houseOfToday();
  const other = await createWorkspace(elsewhere);
  const hasAccount = viewer === "account_signed_out" || viewer === "invitee";
  const account = hasAccount ? await createMember(elsewhere, other.workspace, { email }) : null;
  if (account) await setPassword(account);
  const at = await invite({ email });
  const { house, token, admin, workspace, invitation } = at;
  switch (state) {
    case "expired":
      await run("update invitations set expires_at = ? where id = ?", Date.now() - 1, invitation.id);
      break;
    case "superseded":
      await run("update invitations set generation = 2, floor_generation = 2 where id = ?", invitation.id);
      break;
    case "canceled":
      await useCases.cancelInvitation(house.context(admin.caller), { invitationId: invitation.id });
      break;
    case "declined":
      await useCases.declineInvitation(house.anonymous(), { token, confirmation: workspace.name });
      break;
    case "used":
      if (account) {
        await useCases.joinSignedIn(house.context(account.caller), { token, revision: 1 });
      } else {
        await useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "Ana", password });
        if (viewer === "new_person") {
          await run("update users set email_verified_at = null where email = ?", email);
        }
      }
      break;
    default:
  }
  const browser = new Browser();
  if (viewer === "invitee" && account) await browser.signIn(account);
  if (viewer === "someone_else") await browser.signIn(other.admin);
  return { at, browser };
}

for (const [state, row] of Object.entries(cells) as [State, (typeof cells)["open"]][]) {
  for (const [viewer, words] of Object.entries(row) as [Viewer, (at: Invited) => string][]) {
    test(`the page of a link: ${state}, seen by ${viewer}, has one next step and it works`, async () => {
      const { at, browser } = await arrange(state, viewer);
      const page = await browser.open(`/join/${at.token}`);
      expect(page.status).toBe(state === "open" ? 200 : 410);
      expect(textOf(page.body)).toContain(at.workspace.name);
      expect(page.body).not.toContain(at.token);
      const steps = nextSteps(page.body);
      expect(steps.map((step) => step.words)).toEqual([words(at)]);
      const [step] = steps;
      if (step?.href) {
        expect((await browser.open(step.href)).status).toBe(200);
        return;
      }
      const fields = { revision: "1", ...(viewer === "invitee" ? {} : { password, firstName: "Ana" }) };
      if (step?.intent === "sign-in") Reflect.deleteProperty(fields, "firstName");
      const done = await browser.post(
        at.here,
        step?.intent === "join" || step?.intent === "sign-in"
          ? { intent: step.intent, ...fields }
          : { intent: step?.intent ?? "" },
      );
      expect([done.status, done.location]).toEqual([
        303,
        step?.intent === "switch"
          ? at.here
          : step?.intent === "request-link"
            ? `${at.here}?asked=1`
            : `/w/${at.workspace.slug}/learn`,
      ]);
      const after = await browser.open(done.location ?? "");
      expect(after.status).toBe(state === "used" ? 410 : 200);
      if (step?.intent === "join" || step?.intent === "sign-in") {
        expect(after.body).toContain("Nothing here yet");
      }
    });
  }
}

test("a link that is not ours costs no query, and its page says nothing about anybody", async () => {
  const { token } = await invite();
  const counted = countRoundTrips(env.DB);
  const browser = new Browser({ bindings: { ...env, DB: counted.database } });
  const [head = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as object;
  const edited = btoa(JSON.stringify({ ...claims, gen: 2 }))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
  const junk = [
    `${head}.${edited}.${signature}`,
    `${btoa('{"alg":"none","typ":"invite+jwt"}').replaceAll("=", "")}.${payload}.`,
    `${token}x`,
    token.toUpperCase(),
    "nothing-of-ours",
    "x".repeat(10_000),
  ];
  for (const bad of junk) {
    const page = await browser.get(`/join/${bad}`);
    expect(page.status).toBe(400);
    expect(nextSteps(page.body).map(({ words }) => words)).toEqual(["Go to the start page"]);
    expect(page.body).not.toContain(bad.slice(0, 400));
    expect(page.headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(page.setCookies).toEqual([]);
  }
  expect(counted.calls()).toBe(0);
});

test("the form of a page that sends no referrer is taken", async () => {
  const browser = new Browser();
  await browser.get("/join/nothing-of-ours");
  expect((await browser.post("/preferences", { language: "de", return_to: "/" })).status).toBe(303);
});

test("twenty bad links from one place in a minute are enough; a good one from elsewhere still opens", async () => {
  const { token } = await invite();
  const guesser = new Browser({ headers: { "CF-Connecting-IP": "198.51.100.7" } });
  const statuses: number[] = [];
  for (let index = 0; index < 24; index += 1)
    statuses.push((await guesser.get(`/join/guess-${index}`)).status);
  expect(statuses.slice(0, 20)).toEqual(Array(20).fill(400));
  expect(statuses.at(-1)).toBe(429);
  const reader = new Browser({ headers: { "CF-Connecting-IP": "198.51.100.8" } });
  expect((await reader.get(`/join/${token}`)).status).toBe(303);
});

test("an address that holds a link is told to nobody, whatever the link is for, and the page behind it to itself alone", async () => {
  for (const kind of ["join", "reset", "verify"]) {
    const policyOf = async (path: string) => (await new Browser().get(path)).headers.get("Referrer-Policy");
    expect([kind, await policyOf(`/${kind}/nothing-of-ours`)]).toEqual([kind, "no-referrer"]);
    expect([kind, await policyOf(`/${kind}/at/nothing-of-ours`)]).toEqual([kind, "same-origin"]);
  }
});

test("following a link moves it into a cookie that scripts and other sites cannot have", async () => {
  const { token, here, invitation } = await invite();
  const visit = await new Browser().get(`/join/${token}`);
  expect([visit.status, visit.location]).toEqual([303, here]);
  expect(visit.setCookies).toEqual([
    `join-${invitation.id}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=900`,
  ]);
  expect(visit.headers.get("Referrer-Policy")).toBe("no-referrer");
  expect(visit.headers.get("Cache-Control")).toBe("no-store");
});

test("opening a link any number of times, by GET or HEAD, changes nothing", async () => {
  const { token, here } = await invite();
  const before = await everything();
  const browser = new Browser();
  await browser.head(`/join/${token}`);
  for (let index = 0; index < 3; index += 1) await browser.open(`/join/${token}`);
  await browser.head(here);
  await browser.open(`${here}/decline`);
  expect(await everything()).toEqual(before);
});

async function everything() {
  const tables = ["users", "memberships", "invitations", "outbox", "auth_sessions", "audit_events"];
  const rows = await env.DB.batch(tables.map((table) => env.DB.prepare(`select * from ${table}`)));
  return rows.map(({ results }) => JSON.stringify(results));
}

test("a page whose cookie is gone says to open the mail again", async () => {
  const { here } = await invite();
  const page = await new Browser().get(here);
  expect(page.status).toBe(410);
  expect(textOf(page.body)).toContain("Open the mail again");
  expect(nextSteps(page.body)).toHaveLength(1);
});

test("public pages hold one small script and no React", async () => {
  const { token, here, workspace } = await invite();
  const browser = new Browser();
  await browser.get(`/join/${token}`);
  const sign = `/w/${workspace.slug}/sign-in`;
  const paths = [
    "/",
    here,
    `${here}/decline`,
    "/join/nothing",
    "/reset/nothing",
    sign,
    `/w/${workspace.slug}/forgot`,
  ];
  for (const path of paths) {
    const { body } = await browser.get(path);
    const scripts = body.match(/<script\b[^>]*>/g) ?? [];
    expect([path, scripts.length]).toEqual([path, 1]);
    expect(scripts[0]).toContain('src="/public.js"');
    expect(body).not.toContain("modulepreload");
  }
  const zipped = new Blob([publicScript]).stream().pipeThrough(new CompressionStream("gzip"));
  expect((await new Response(zipped).arrayBuffer()).byteLength).toBeLessThanOrEqual(5 * 1024);
});

test("the note is shown as plain text, with its lines, and the invited address cannot be changed", async () => {
  const { token, email, here } = await invite();
  const browser = new Browser();
  const page = await browser.open(`/join/${token}`);
  expect(page.body).toContain("Bring &lt;b&gt;tea&lt;/b&gt;.");
  expect(page.body).toMatch(/<input[^>]*readonly=""[^>]*value="invitee-\d+@example\.com"/);
  const changed = await browser.post(here, {
    intent: "join",
    revision: "1",
    firstName: "Eve",
    password,
    email: "eve@example.com",
  });
  expect(changed.status).toBe(422);
  const row = await env.DB.prepare("select count(*) as n from users where email in (?, ?)")
    .bind(email, "eve@example.com")
    .first<{ n: number }>();
  expect(row?.n).toBe(0);
});

test("a refused password stands beside its field; the name stays, the password does not", async () => {
  const { token, here } = await invite();
  const browser = new Browser();
  await browser.open(`/join/${token}`);
  const short = await browser.post(here, {
    intent: "join",
    revision: "1",
    firstName: "Zoë",
    password: "too short",
  });
  expect(short.status).toBe(422);
  expect(short.body).toContain('value="Zoë"');
  expect(short.body).not.toContain("too short");
  expect(textOf(short.body)).toContain("This password has 9 of at least 12 characters.");
  expect(short.body).toMatch(/aria-invalid="true"[^>]*aria-describedby="[^"]*field-password-error/);
  const nothing = await browser.post(here, { intent: "join", revision: "1", firstName: "", password: "" });
  expect(textOf(nothing.body)).toContain("Write your first name.");
  expect(textOf(nothing.body)).toContain("Choose a password.");
  const twice = new URLSearchParams({ intent: "join", revision: "1", firstName: "Zoë", password });
  twice.append("password", "another long password");
  expect((await browser.post(here, twice)).status).toBe(422);
});

test("the same form sent twice leads twice to where the role begins", async () => {
  const { token, here, workspace } = await invite();
  const browser = new Browser();
  await browser.open(`/join/${token}`);
  const fields = { intent: "join", revision: "1", firstName: "Ana", password };
  const double = new Browser();
  for (const [name, value] of browser.cookies) double.cookies.set(name, value);
  expect((await browser.post(here, fields)).location).toBe(`/w/${workspace.slug}/learn`);
  expect((await double.post(here, fields)).location).toBe(`/w/${workspace.slug}/learn`);
  const loser = await new Browser();
  for (const [name, value] of browser.cookies) if (name.startsWith("join-")) loser.cookies.set(name, value);
  const lost = await loser.post(here, { ...fields, password: "another long password" });
  expect(lost.status).toBe(410);
  expect(lost.setCookies.some((line) => line.startsWith("session="))).toBe(false);
});

test("a double click on any of the forms leads to where the role begins, at once or one after the other", async () => {
  const clicks = [
    (send: () => Promise<{ location: string | null }>) => Promise.all([send(), send()]),
    async (send: () => Promise<{ location: string | null }>) => [await send(), await send()],
  ];
  for (const click of clicks) {
    const fresh = await invite();
    const browser = new Browser();
    await browser.open(`/join/${fresh.token}`);
    const join = { intent: "join", revision: "1", firstName: "Ana", password };
    const joined = await click(() => browser.post(fresh.here, join));
    for (const { location } of joined) expect(location).toMatch(`/w/${fresh.workspace.slug}`);
    expect(browser.cookies.has("session")).toBe(true);

    for (const signedInAlready of [false, true]) {
      const known = await invite();
      const elsewhere = await createWorkspace(known.house);
      const member = await createMember(known.house, elsewhere.workspace, { email: known.email });
      await setPassword(member);
      const visitor = signedInAlready ? await new Browser().signIn(member) : new Browser();
      await visitor.open(`/join/${known.token}`);
      const form: Record<string, string> = signedInAlready
        ? { intent: "join", revision: "1" }
        : { intent: "sign-in", revision: "1", password };
      const answers = await click(() => visitor.post(known.here, form));
      for (const { location } of answers) expect(location).toMatch(`/w/${known.workspace.slug}`);
    }
  }
});

test("a new session is a cookie that scripts cannot read", async () => {
  const { token, here } = await invite();
  const browser = new Browser();
  await browser.open(`/join/${token}`);
  const joined = await browser.post(here, { intent: "join", revision: "1", firstName: "Ana", password });
  const session = joined.setCookies.find((line) => line.startsWith("session="));
  expect(session).toMatch(/^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
});

test("managers land in the manage area, and where the policy says so everybody signs in first", async () => {
  const manager = await invite({ roles: ["admin"] });
  const first = new Browser();
  await first.open(`/join/${manager.token}`);
  const fields = { intent: "join", revision: "1", firstName: "Ana", password };
  expect((await first.post(manager.here, fields)).location).toBe(`/w/${manager.workspace.slug}/people`);

  const academy = await invite({ preset: "academy" });
  const second = new Browser();
  await second.open(`/join/${academy.token}`);
  const joined = await second.post(academy.here, fields);
  expect(joined.location).toBe(`/w/${academy.workspace.slug}/sign-in?joined=1`);
  expect(second.cookies.has("session")).toBe(false);
  const page = await second.open(joined.location ?? "");
  expect(page.body).toContain(`value="${academy.email}"`);
  const arrived = await second.post(`/w/${academy.workspace.slug}/sign-in`, {
    email: academy.email,
    password,
  });
  expect(arrived.location).toBe(`/w/${academy.workspace.slug}/learn`);
});

test("terms that changed while the page was open are shown again and asked again", async () => {
  const { token, here, invitation, workspace } = await invite();
  const browser = new Browser();
  await browser.open(`/join/${token}`);
  await run("update invitations set revision = 2 where id = ?", invitation.id);
  const fields = { intent: "join", firstName: "Ana", password };
  const asked = await browser.post(here, { ...fields, revision: "1" });
  expect(asked.status).toBe(409);
  expect(textOf(asked.body)).toContain("Read it once more");
  expect(asked.body).toContain('name="revision" value="2"');
  expect((await browser.post(here, { ...fields, revision: "2" })).location).toBe(
    `/w/${workspace.slug}/learn`,
  );
});

test("declining wants the workspace's name, keeps what was typed, and is told on the page afterwards", async () => {
  const { token, here, workspace } = await invite();
  const browser = new Browser();
  await browser.open(`/join/${token}`);
  const wrong = await browser.post(`${here}/decline`, { confirmation: "yes", reason: "No time" });
  expect(wrong.status).toBe(422);
  expect(wrong.body).toContain("No time");
  const done = await browser.post(`${here}/decline`, {
    confirmation: workspace.name.toUpperCase(),
    reason: "No time",
  });
  expect(done.location).toBe(here);
  expect(textOf((await browser.open(here)).body)).toContain("You declined this invitation");
});

test("the page speaks the invitation's language until its reader chooses another", async () => {
  const { token, here, invitation, workspace } = await invite();
  await run("update invitations set language = 'fr' where id = ?", invitation.id);
  const browser = new Browser({ headers: { "Accept-Language": "de" } });
  expect((await browser.open(`/join/${token}`)).body).toContain('lang="fr"');
  expect((await browser.open(`/w/${workspace.slug}/sign-in`)).body).toContain('<html lang="fr"');
  const chosen = await browser.post("/preferences", { language: "es", return_to: here });
  expect(chosen.location).toBe(here);
  expect((await browser.open(here)).body).toContain('lang="es"');
});

test("signing in is one answer for a wrong password and an unknown address, and says no more", async () => {
  const house = houseOfToday();
  const { workspace } = await createWorkspace(house);
  const member = await createMember(house, workspace);
  await setPassword(member);
  const path = `/w/${workspace.slug}/sign-in`;
  const wrong = await new Browser().post(path, { email: member.email, password: "not the password" });
  const unknown = await new Browser().post(path, {
    email: "nobody@example.com",
    password: "not the password",
  });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  const same = (visit: { body: string }, email: string) => textOf(visit.body.replaceAll(email, ""));
  expect(same(wrong, member.email)).toBe(same(unknown, "nobody@example.com"));

  await run("update memberships set status = 'deactivated' where id = ?", member.membershipId);
  const told = await new Browser().post(path, { email: member.email, password });
  expect(told.status).toBe(403);
  expect(textOf(told.body)).toContain("is switched off");
  const guess = await new Browser().post(path, { email: member.email, password: "not the password" });
  expect(textOf(guess.body)).not.toContain("is switched off");
});

test("after signing in one goes back to where one was, and nowhere else", async () => {
  const house = houseOfToday();
  const { workspace } = await createWorkspace(house);
  const member = await createMember(house, workspace);
  await setPassword(member);
  const base = `/w/${workspace.slug}`;
  const browser = new Browser();
  const turned = await browser.get(`${base}/account/sessions`);
  expect(turned.location).toBe(`${base}/sign-in?returnTo=${encodeURIComponent(`${base}/account/sessions`)}`);
  const form = await browser.get(turned.location ?? "");
  expect(form.body).toContain(`name="returnTo" value="${base}/account/sessions"`);
  const fields = { email: member.email, password };
  const mistyped = { ...fields, password: "not the password", returnTo: `${base}/account/sessions` };
  const again = await browser.post(`${base}/sign-in`, mistyped);
  expect(again.body).toContain(`name="returnTo" value="${base}/account/sessions"`);
  const back = await browser.post(`${base}/sign-in`, { ...fields, returnTo: `${base}/account/sessions` });
  expect(back.location).toBe(`${base}/account/sessions`);
  const there = await browser.open(`${base}/account/sessions`);
  expect(there.status).toBe(200);
  expect(textOf(there.body)).toContain("This device");
  for (const evil of ["//evil.example", "https://evil.example", "/\\evil.example", "/%2f/evil.example"]) {
    const visit = await new Browser().post(`${base}/sign-in`, { ...fields, returnTo: evil });
    expect(visit.location).toBe(`${base}/learn`);
  }
});

test("signing out ends the session on the server too", async () => {
  const house = houseOfToday();
  const { workspace } = await createWorkspace(house);
  const browser = await new Browser().signIn(await createMember(house, workspace));
  const stolen = browser.cookies.get("session") ?? "";
  expect((await browser.get(`/w/${workspace.slug}/learn`)).status).toBe(200);
  const out = await browser.post(`/w/${workspace.slug}/sign-out`, {});
  expect(out.location).toBe(`/w/${workspace.slug}/sign-in?out=1`);
  expect(browser.cookies.has("session")).toBe(false);
  browser.cookies.set("session", stolen);
  expect((await browser.get(`/w/${workspace.slug}/learn`)).status).toBe(302);
});

test("a workspace that does not exist is a page with a way on", async () => {
  const page = await new Browser().get("/w/no-such-place/sign-in");
  expect(page.status).toBe(404);
  expect(nextSteps(page.body).map(({ words }) => words)).toEqual(["Go to sign in"]);
});

test("a forgotten password: one answer for everybody, a link by mail, a new password, all sessions over", async () => {
  const house = houseOfToday();
  const { workspace } = await createWorkspace(house);
  const member = await createMember(house, workspace);
  const other = await new Browser().signIn(member);
  const base = `/w/${workspace.slug}`;
  const answers = [];
  for (const email of [member.email, "nobody@example.com"]) {
    const browser = new Browser();
    const asked = await browser.post(`${base}/forgot`, { email });
    expect(asked.location).toBe(`${base}/forgot?sent=1`);
    answers.push(textOf((await browser.open(`${base}/forgot?sent=1`)).body.replaceAll(email, "")));
  }
  expect(answers[0]).toBe(answers[1]);

  house.clock.now = Date.now() + 1_000;
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.map(({ template, to }) => [template, to])).toEqual([["password_reset", member.email]]);
  const token = tokenIn(house.sent[0]);
  const browser = new Browser();
  const followed = await browser.get(`/reset/${token}`);
  expect(followed.location).toMatch(/^\/reset\/at\/\w+$/);
  expect(followed.headers.get("Referrer-Policy")).toBe("no-referrer");
  const here = followed.location ?? "";
  const page = await browser.get(here);
  expect(page.status).toBe(200);
  expect(page.body).not.toContain(token);
  expect((await browser.post(here, { password: "short" })).status).toBe(422);
  const done = await browser.post(here, { password: "nine purple umbrellas" });
  expect(done.location).toBe(`${base}/sign-in?reset=1`);
  expect((await other.get(`${base}/learn`)).status).toBe(302);
  const again = await new Browser().open(`/reset/${token}`);
  expect(again.status).toBe(410);
  expect(nextSteps(again.body)).toHaveLength(1);
  const fields = { email: member.email, password: "nine purple umbrellas" };
  expect((await browser.post(`${base}/sign-in`, fields)).location).toBe(`${base}/learn`);
});

test("one's own sessions are listed and can be ended, one and all others", async () => {
  const house = houseOfToday();
  const { workspace } = await createWorkspace(house);
  const member = await createMember(house, workspace);
  const here = await new Browser().signIn(member);
  const there = await new Browser().signIn(member);
  const third = await new Browser().signIn(member);
  const path = `/w/${workspace.slug}/account/sessions`;
  const learn = `/w/${workspace.slug}/learn`;
  const ids = [...(await here.get(path)).body.matchAll(/name="sessionId" value="([^"]+)"/g)].map(
    ([, id]) => id,
  );
  expect(ids).toHaveLength(2);
  await here.post(path, { intent: "end", sessionId: ids[0] ?? "" });
  await here.post(path, { intent: "end-others" });
  expect((await there.get(learn)).status).toBe(302);
  expect((await third.get(learn)).status).toBe(302);
  const left = await here.get(`${path}?others=1`);
  expect(textOf(left.body)).toContain("You are signed in on this device only.");
});
