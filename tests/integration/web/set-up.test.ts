import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import type { PresetName } from "../../../worker/domain/presets.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
} from "../../support/house.ts";

const typed = "nine purple kites";
const own = "seven green bicycles";

async function setting(preset: PresetName = "collaborative") {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, { preset });
  const group = await plantGroup(house, workspace.id, "Bees");
  const counted = countRoundTrips(env.DB);
  const bindings = { ...env, UNDO_SECONDS: "600", DB: counted.database };
  return {
    house,
    workspace,
    group,
    counted,
    ctx: house.context(admin.caller),
    admin: await new Browser({ bindings }).signIn(admin),
    visitor: () => new Browser({ bindings }),
    base: `/w/${workspace.slug}`,
    form: (fields: Record<string, string>) => ({
      firstName: "Nora",
      lastName: "Nameless",
      roles: "learner",
      language: "en",
      offers: "group",
      groupIds: group.id,
      ...fields,
    }),
  };
}

const flashOf = (browser: Browser) =>
  JSON.parse(decodeURIComponent(browser.cookies.get("flash") ?? "null")) as {
    kind: string;
    personId: string;
    undo?: { op: string };
  } | null;

test("the form sets somebody up with a typed password, which leads nowhere but to choosing another", async () => {
  const { admin, visitor, base, form, counted } = await setting();
  const page = await admin.get(`${base}/people/set-up`);
  expect(textOf(page.body)).toContain("Mail a temporary password");
  expect((await admin.get(`${base}/people/invite`)).body).toContain(`href="${base}/people/set-up"`);
  counted.reset();
  const email = "nora@example.com";
  const made = await admin.post(
    `${base}/people/set-up`,
    form({ email, credentials: "typed_password", password: typed }),
  );
  expect([made.status, made.location, flashOf(admin)?.kind]).toEqual([303, `${base}/people`, "setUp"]);
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);

  const nora = visitor();
  const signedIn = await nora.post(`${base}/sign-in`, { email, password: typed });
  expect(signedIn.location).toBe(`${base}/learn`);
  for (const path of ["/learn", "/account", "/account/sessions", "/people", "/learn/profile"]) {
    expect([path, (await nora.get(`${base}${path}`)).location]).toEqual([path, `${base}/account/password`]);
  }
  expect((await nora.post(`${base}/account`, { intent: "profile", firstName: "Eve" })).location).toBe(
    `${base}/account/password`,
  );
  const same = await nora.post(`${base}/account/password`, { password: typed });
  expect([same.status, textOf(same.body)]).toEqual([422, expect.stringContaining("was given to you")]);
  const chosen = await nora.post(`${base}/account/password`, { password: own });
  expect(chosen.location).toBe(`${base}/learn`);
  expect((await nora.get(`${base}/learn`)).status).toBe(200);
  expect((await nora.get(`${base}/account/password`)).location).toBe(`${base}/learn`);
});

test("what is wrong stands beside its field, what was typed stays, and no password comes back", async () => {
  const { admin, base, form } = await setting();
  const refused = await admin.post(
    `${base}/people/set-up`,
    form({ firstName: "", email: "no address", credentials: "typed_password", password: "short" }),
  );
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('value="no address"');
  expect(refused.body).not.toContain('short"');
  await admin.post(`${base}/people/set-up`, form({ email: "", username: "nora", credentials: "none" }));
  const taken = await admin.post(
    `${base}/people/set-up`,
    form({ email: "", username: "NORA", credentials: "none" }),
  );
  expect([taken.status, textOf(taken.body)]).toEqual([409, expect.stringContaining("has this username")]);
  const known = await admin.post(`${base}/people/set-up`, form({ email: "nora@example.com" }));
  expect(known.location).toBe(`${base}/people`);
});

test("a set-up is undone by the button of its flash", async () => {
  const { admin, base, form, house } = await setting();
  await admin.post(`${base}/people/set-up`, form({ email: "nora@example.com" }));
  const { personId = "", undo } = flashOf(admin) ?? {};
  expect((await admin.get(`${base}/people`)).body).toContain(undo?.op ?? "no act");
  await admin.post(`${base}/people/set-up`, { intent: "undo", person: personId, op: undo?.op ?? "" });
  expect(flashOf(admin)?.kind).toBe("setUpUndone");
  const { results } = await house.database
    .prepare("select status from memberships where id = ?")
    .bind(personId)
    .all();
  expect(results).toEqual([{ status: "removed" }]);
});

test("where people are invited only, the page says so and the invite page has no second tab", async () => {
  const { admin, base, form } = await setting("academy");
  expect(textOf((await admin.get(`${base}/people/set-up`)).body)).toContain("does not set them up directly");
  expect((await admin.get(`${base}/people/invite`)).body).not.toContain("/people/set-up");
  const refused = await admin.post(`${base}/people/set-up`, form({ email: "nora@example.com" }));
  expect([refused.status, textOf(refused.body)]).toEqual([
    403,
    expect.stringContaining("does not set them up"),
  ]);
});

test("a card is printed, signs in by its address and a form, and leads to a password", async () => {
  const { admin, visitor, base, form, group, ctx } = await setting();
  const made = await admin.post(
    `${base}/people/set-up`,
    form({ email: "", username: "nora", credentials: "none" }),
  );
  const { personId = "" } = flashOf(admin) ?? {};
  expect(made.location).toBe(`${base}/people/${personId}/sign-in`);
  const sheet = await admin.post(`${base}/people/cards`, { group: group.id });
  expect(sheet.status).toBe(200);
  expect(sheet.headers.get("Cache-Control")).toBe("no-store");
  const code = /[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}/.exec(textOf(sheet.body))?.[0] ?? "";
  expect(textOf(sheet.body)).toContain("Your way into");
  expect(sheet.body).toMatch(/<path d="M0 0h1v1h-1z/);
  // There is nothing to look at a second time.
  expect((await admin.get(`${base}/people/cards`)).body).not.toContain(code);

  const nora = visitor();
  const scanned = await nora.get(`${base}/card?name=nora&code=${code}`);
  // A device that others use remembers the address without the code.
  expect([scanned.status, scanned.location]).toEqual([303, `${base}/card`]);
  const filled = await nora.get(`${base}/card`);
  expect(filled.headers.get("Referrer-Policy")).toBe("same-origin");
  expect(filled.body).toContain(`value="${code}"`);
  expect((await useCases.viewMember(ctx, { membershipId: personId })).card).toMatchObject({ works: true });
  const wrong = await nora.post(`${base}/card`, { username: "nora", code: "aaaa-bbbb-cccc" });
  expect([wrong.status, textOf(wrong.body)]).toEqual([
    410,
    expect.stringContaining("This card does not work"),
  ]);
  const missing = await nora.post(`${base}/card`, { username: "nora", code: " " });
  expect(missing.status).toBe(422);
  const used = await nora.post(`${base}/card`, { username: "nora", code });
  expect(used.location).toBe(`${base}/account/password`);
  expect((await nora.get(`${base}/card`)).body).not.toContain(code);
  const page = await nora.get(`${base}/account/password`);
  expect(page.body).toContain('value="nora"');
  await nora.post(`${base}/account/password`, { password: own });
  expect((await nora.get(`${base}/learn`)).status).toBe(200);
  // They add an address themselves, and change the password without a mail to nobody.
  expect(
    (await nora.post(`${base}/account`, { intent: "address", email: "nora@example.com" })).location,
  ).toBe(`${base}/account?added=1`);
  const changed = await nora.post(`${base}/account`, {
    intent: "password",
    currentPassword: own,
    password: typed,
  });
  expect(changed.location).toBe(`${base}/account?changed=1`);
  const again = visitor();
  expect((await again.post(`${base}/sign-in`, { email: "Nora", password: typed })).location).toBe(
    `${base}/learn`,
  );
});

test("a username is changed on the page of a person, who is listed by it without an address", async () => {
  const { admin, base, form, house, workspace } = await setting();
  await admin.post(`${base}/people/set-up`, form({ email: "", username: "nora", credentials: "none" }));
  const { personId = "" } = flashOf(admin) ?? {};
  const page = `${base}/people/${personId}/sign-in`;
  expect(textOf((await admin.get(page)).body)).toContain("Make a card to print");
  await admin.post(page, { intent: "username", username: "nora.n" });
  expect(flashOf(admin)?.kind).toBe("username");
  const bad = await admin.post(page, { intent: "username", username: "nora@x" });
  expect([bad.status, textOf(bad.body)]).toEqual([422, expect.stringContaining("may not look like")]);
  expect(textOf((await admin.get(`${base}/people?q=nora.n`)).body)).toContain("nora.n");
  expect(textOf((await admin.get(`${base}/people/${personId}`)).body)).toContain("nora.n");
  await admin.post(page, { intent: "address", email: "nora@example.com" });
  expect(flashOf(admin)?.kind).toBe("addressAsked");
  const learner = await createMember(house, workspace);
  const known = `${base}/people/${learner.membershipId}/sign-in`;
  expect(textOf((await admin.get(known)).body)).not.toContain("Make a card");
});

test("sign-in pages ask for an address alone where there are no usernames", async () => {
  const without = await setting("academy");
  const plain = await without.visitor().get(`${without.base}/sign-in`);
  expect(plain.body).toContain('type="email"');
  expect(plain.body).not.toContain("/card");
  const withNames = await setting();
  const both = await withNames.visitor().get(`${withNames.base}/sign-in`);
  expect(textOf(both.body)).toContain("Email address or username");
  expect(both.body).toContain(`${withNames.base}/card`);
});

test("who is told for somebody without an address is said in the form, shown, and changed on their page", async () => {
  const { admin, base, form } = await setting();
  const page = await admin.get(`${base}/people/set-up`);
  expect(page.body).toContain('name="notifyEmail"');
  const wrong = await admin.post(
    `${base}/people/set-up`,
    form({ email: "", username: "nora.n", credentials: "none", notifyEmail: "not an address" }),
  );
  expect([wrong.status, wrong.body.includes("not an address")]).toEqual([422, true]);
  await admin.post(
    `${base}/people/set-up`,
    form({ email: "", username: "nora.n", credentials: "none", notifyEmail: "teacher@school.example" }),
  );
  const person = `${base}/people/${flashOf(admin)?.personId}`;
  expect(textOf((await admin.get(person)).body)).toContain("Told in their place teacher@school.example");
  const ways = await admin.get(`${person}/sign-in`);
  expect(ways.body).toContain('value="teacher@school.example"');
  const changed = await admin.post(`${person}/sign-in`, {
    intent: "told",
    notifyEmail: "other@school.example",
  });
  expect([changed.status, flashOf(admin)?.kind]).toEqual([303, "notify"]);
  expect(textOf((await admin.get(person)).body)).toContain("Told in their place other@school.example");
  await admin.post(`${person}/sign-in`, { intent: "told", notifyEmail: "" });
  expect(textOf((await admin.get(person)).body)).not.toContain("Told in their place other");
});
