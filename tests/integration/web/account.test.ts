import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createPasswords } from "../../../worker/adapters/passwords.ts";
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
