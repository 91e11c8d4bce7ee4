import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createPasswords } from "../../../worker/adapters/passwords.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  type TestMember,
} from "../../support/house.ts";

async function signedIn(person: TestMember) {
  const counted = countRoundTrips(env.DB);
  const browser = new Browser({ bindings: { ...env, DB: counted.database } });
  await browser.signIn(person);
  return { browser, counted };
}

async function setting() {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house);
  const learner = await createMember(house, workspace, { firstName: "Lea", lastName: "Old" });
  return { house, workspace, admin, learner, base: `/w/${workspace.slug}` };
}

test("a learner changes name and language on the account page, in three round trips, and reads it in the language", async () => {
  const { learner, base } = await setting();
  const { browser, counted } = await signedIn(learner);
  browser.cookies.set("language", "en");
  expect((await browser.get(`${base}/learn/profile`)).body).toContain(`href="${base}/account"`);
  const empty = await browser.post(`${base}/account`, { intent: "profile", firstName: " ", lastName: "Old" });
  expect(empty.status).toBe(422);
  expect(textOf(empty.body)).toContain("Write your first name.");
  counted.reset();
  const saved = await browser.post(`${base}/account`, {
    intent: "profile",
    firstName: "Léa",
    lastName: "Martin",
    language: "fr",
  });
  expect([saved.status, saved.location]).toEqual([303, `${base}/account?saved=1`]);
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  const page = await browser.get(saved.location ?? "");
  expect(page.body).toContain('<html lang="fr"');
  expect(page.body).toContain('value="Martin"');
  expect(textOf(page.body)).toContain("Votre profil est enregistré.");
});

test("a new password needs the current one, keeps this browser in and puts every other one out", async () => {
  const { learner, base } = await setting();
  const current = "seven green bicycles";
  await env.DB.prepare("update users set password_hash = ? where id = ?")
    .bind(await createPasswords().hash(current), learner.userId)
    .run();
  const { browser, counted } = await signedIn(learner);
  const { browser: elsewhere } = await signedIn(learner);
  const change = (currentPassword: string, password: string) =>
    browser.post(`${base}/account`, { intent: "password", currentPassword, password });
  const wrong = await change("not the password", "nine purple umbrellas");
  expect(wrong.status).toBe(422);
  expect(textOf(wrong.body)).toContain("That is not your current password.");
  expect(textOf((await change(current, "short")).body)).toContain("5 of at least 12 characters");
  const before = browser.cookies.get("session");
  counted.reset();
  const changed = await change(current, "nine purple umbrellas");
  expect([changed.status, changed.location]).toEqual([303, `${base}/account?changed=1`]);
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect(browser.cookies.get("session")).not.toBe(before);
  const page = await browser.get(changed.location ?? "");
  expect(textOf(page.body)).toContain("Your password is changed. All other devices are signed out.");
  expect(page.body).not.toContain("nine purple umbrellas");
  expect((await elsewhere.get(`${base}/account`)).location).toContain(`${base}/sign-in`);
});

/** A workspace in which addresses change so, with somebody who has a password of the real worker. */
async function addressSetting(change: "never" | "admin" | "user_with_verification") {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, {
    overrides: { "identity.email_change": change },
  });
  await env.DB.prepare("update workspaces set support_contact = 'help@school.example' where id = ?")
    .bind(workspace.id)
    .run();
  const lea = await createMember(house, workspace, { firstName: "Lea" });
  const password = "seven green bicycles";
  await env.DB.prepare("update users set password_hash = ? where id = ?")
    .bind(await createPasswords().hash(password), lea.userId)
    .run();
  /** Follows the link in the mail to a new address, in some browser. */
  const linkFor = async (browser: Browser, to: string) => {
    house.clock.now = Date.now();
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    const mail = house.sent.findLast((one) => one.to === to);
    expect(mail?.template).toBe("verify_address");
    const path = /\/verify\/[\w.-]+/.exec(mail?.text ?? "")?.[0] ?? "";
    return (await browser.get(path)).location ?? "";
  };
  const addressOf = () =>
    env.DB.prepare("select email from users where id = ?").bind(lea.userId).first<string>("email");
  return { house, workspace, admin, lea, password, linkFor, addressOf, base: `/w/${workspace.slug}` };
}

test("a member changes the own address on the account page, in three round trips, and confirms it signed in", async () => {
  const { lea, password, linkFor, addressOf, base, workspace } =
    await addressSetting("user_with_verification");
  const { browser, counted } = await signedIn(lea);
  const to = `new-${workspace.slug}@example.org`;
  expect(textOf((await browser.get(`${base}/learn/profile`)).body)).toContain(
    "You can change it in your account",
  );
  expect(textOf((await browser.get(`${base}/account`)).body)).toContain("Change your address");
  const ask = (addressPassword: string) =>
    browser.post(`${base}/account`, { intent: "address", email: to, addressPassword });
  const wrong = await ask("not the password");
  expect(wrong.status).toBe(422);
  expect(textOf(wrong.body)).toContain("That is not your current password.");
  expect(wrong.body).toContain('href="#field-addressPassword"');
  expect(wrong.body).toContain(`value="${to}"`);
  counted.reset();
  const asked = await ask(password);
  expect([asked.status, asked.location]).toEqual([303, `${base}/account?added=1`]);
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect(textOf((await browser.get(asked.location ?? "")).body)).toContain("on its way to the new address");

  const stranger = new Browser();
  const there = await linkFor(stranger, to);
  const signInFirst = textOf((await stranger.get(there)).body);
  expect(signInFirst).toContain("Sign in with the address that you have had until now");
  const here = await linkFor(browser, to);
  expect(textOf((await browser.get(here)).body)).toContain(
    `${to} takes the place of the address that you have`,
  );
  expect((await stranger.post(here, { intent: "change" })).status).toBeGreaterThanOrEqual(400);
  expect(await addressOf()).toBe(lea.email);
  const done = await browser.post(here, { intent: "change" });
  expect(textOf(done.body)).toContain("Your address is changed");
  expect(await addressOf()).toBe(to);
  expect((await browser.get(`${base}/account`)).location).toContain(`${base}/sign-in`);
});

test("where people do not change their address the account page says who does", async () => {
  const never = await addressSetting("never");
  const { browser } = await signedIn(never.lea);
  const page = textOf((await browser.get(`${never.base}/account`)).body);
  expect(page).not.toContain("Change your address");
  expect(page).toContain("If yours has to change, write to help@school.example.");
  const forced = await browser.post(`${never.base}/account`, {
    intent: "address",
    email: "forced@example.org",
    addressPassword: never.password,
  });
  expect(forced.status).toBe(403);
  const { browser: admin } = await signedIn(never.admin);
  const signIn = `${never.base}/people/${never.lea.membershipId}/sign-in`;
  expect(textOf((await admin.get(signIn)).body)).toContain("Support changes one");

  const byAdmin = await addressSetting("admin");
  const { browser: lea } = await signedIn(byAdmin.lea);
  expect(textOf((await lea.get(`${byAdmin.base}/account`)).body)).toContain("To change it, ask an admin");
});

test("an administrator asks for a member's other address, and the member confirms it signed in", async () => {
  const { admin, lea, linkFor, addressOf, base, workspace } = await addressSetting("admin");
  const { browser, counted } = await signedIn(admin);
  const person = `${base}/people/${lea.membershipId}`;
  const to = `other-${workspace.slug}@example.org`;
  expect((await browser.get(person)).body).toContain(`href="${person}/sign-in"`);
  expect(textOf((await browser.get(`${person}/sign-in`)).body)).toContain(`Now ${lea.email}.`);
  counted.reset();
  const asked = await browser.post(`${person}/sign-in`, { intent: "address", email: to });
  expect([asked.status, asked.location]).toEqual([303, person]);
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect(textOf((await browser.get(person)).body)).toContain("Another address asked for");
  const theirs = await linkFor(browser, to);
  // The administrator has the link and is somebody else.
  const taken = await browser.post(theirs, { intent: "change" });
  expect(taken.status).toBeGreaterThanOrEqual(400);
  expect(await addressOf()).toBe(lea.email);
  const { browser: mine } = await signedIn(lea);
  const here = await linkFor(mine, to);
  expect(textOf((await mine.post(here, { intent: "change" })).body)).toContain("Your address is changed");
  expect(await addressOf()).toBe(to);
});

test("an administrator corrects a member's name on a page of its own", async () => {
  const { admin, learner, base } = await setting();
  const { browser } = await signedIn(admin);
  const person = `${base}/people/${learner.membershipId}`;
  expect((await browser.get(person)).body).toContain(`href="${person}/names"`);
  const refused = await browser.post(`${person}/names`, { firstName: "www.evil.example", lastName: "Old" });
  expect(refused.status).toBe(422);
  expect(textOf(refused.body)).toContain("A name may not hold a web address or an @.");
  const saved = await browser.post(`${person}/names`, { firstName: "Lea", lastName: "New" });
  expect([saved.status, saved.location]).toEqual([303, person]);
  const page = textOf((await browser.get(person)).body);
  expect(page).toContain("The name of Lea New is saved");
  expect(page).toContain("Names changed");
});

test("the settings page shows what is set, names what is wrong and saves", async () => {
  const { house, admin, workspace, base } = await setting();
  const { browser, counted } = await signedIn(admin);
  const page = await browser.get(`${base}/settings`);
  expect(page.status).toBe(200);
  expect(page.body).toContain(`value="${workspace.name}"`);
  expect(page.body).toMatch(
    /<option[^>]*value="Europe\/Berlin"[^>]*selected|<option[^>]*selected[^>]*value="Europe\/Berlin"/,
  );
  const fields = { name: "Hafenschule", language: "de", timeZone: "Europe/Vienna" };
  const refused = await browser.post(`${base}/settings`, { ...fields, timeZone: "Mars/Base" });
  expect(refused.status).toBe(422);
  expect(textOf(refused.body)).toContain("This is not a time zone.");
  expect(refused.body).toContain('value="Hafenschule"');
  counted.reset();
  const saved = await browser.post(`${base}/settings`, fields);
  expect([saved.status, saved.location]).toEqual([303, `${base}/settings`]);
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  const now = await browser.get(`${base}/settings`);
  expect(textOf(now.body)).toContain("The settings are saved");
  expect(now.body).toContain('value="Hafenschule"');
  const instructor = await createMember(house, workspace, { roles: ["instructor"] });
  const { browser: low } = await signedIn(instructor);
  expect((await low.get(`${base}/settings`)).status).toBe(403);
  expect((await low.post(`${base}/settings`, fields)).status).toBe(403);
});
