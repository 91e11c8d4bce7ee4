import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import type { PlanName } from "../../../worker/domain/plans.ts";
import { setPlan } from "../../../worker/domain/workspaces/set-plan.ts";
import { Browser, textOf } from "../../support/browser.ts";
import { countRoundTrips, createMember, createWorkspace, openHouse, tokenIn } from "../../support/house.ts";

/** A workspace with its administrator's browser, without scripts. */
async function setting(
  options: { plan?: PlanName; seats?: number; overrides?: Record<string, unknown> } = {},
) {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, options);
  const counted = countRoundTrips(env.DB);
  const browser = await new Browser({ bindings: { ...env, DB: counted.database } }).signIn(admin);
  const base = `/w/${workspace.slug}`;
  return { house, workspace, admin, browser, counted, base, ctx: () => house.context(admin.caller) };
}

const fields = { roles: "learner", language: "en", term: "usual", tell: "1" };

test("the page of seats says the plan, the numbers, the rules and who takes one, in two round trips", async () => {
  const { house, workspace, admin, browser, counted, base } = await setting({ plan: "team", seats: 3 });
  const mia = await createMember(house, workspace, { firstName: "Mia", lastName: "Stone" });
  counted.reset();
  const { body } = await browser.get(`${base}/settings/seats`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  const text = textOf(body);
  for (const said of ["Plan : Team", "In use 2 of 3 seats", "Left 1", "counts from the moment they join"]) {
    expect(text).toContain(said);
  }
  expect(body).toContain('aria-label="2 seats of 3 taken"');
  expect(text).toContain(`Mia Stone ${mia.email} Set up`);
  expect(text).not.toContain("No seat is left");

  const found = textOf((await browser.get(`${base}/settings/seats?q=stone`)).body);
  expect([found.includes(mia.email), found.includes(`${admin.email} Set up`)]).toEqual([true, false]);
  expect((await browser.get(`${base}/settings/seats?cursor=none`)).location).toBe(`${base}/settings/seats`);
  const file = await browser.get(`${base}/settings/seats.csv`);
  expect(file.body).toContain(`"${mia.email}","","Mia Stone","set_up"`);
});

test("whoever finds no seat reads so, in their language, and administrators find a notice that leads to the seats", async () => {
  const { house, workspace, browser, base, ctx } = await setting({ seats: 1 });
  const words = {
    en: `There is no seat left in ${workspace.name}. We told its administrators.`,
    de: `In ${workspace.name} ist kein Platz mehr frei.`,
    fr: `Il n’y a plus de place dans ${workspace.name}.`,
    es: `No quedan plazas en ${workspace.name}.`,
  };
  const inLine = {
    en: ["Tell me when there is a seat", "You have been in line for a seat since"],
    de: ["Benachrichtigen, wenn ein Platz frei ist", "auf der Warteliste. Wir schreiben Ihnen"],
    fr: ["Me prévenir quand une place se libère", "Vous êtes dans la file d’attente depuis le"],
    es: ["Avísame cuando haya una plaza", "Estás en la lista de espera desde el"],
  };
  for (const [language, said] of Object.entries(words)) {
    const email = `late-${language}@example.com`;
    const { invitation } = await useCases.inviteUser(ctx(), {
      email,
      roles: ["learner"],
      language: language as "en",
    });
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    const guest = new Browser();
    await guest.get(`/join/${tokenIn(house.sent.at(-1))}`);
    const refused = await guest.post(`/join/at/${invitation.id}`, {
      intent: "join",
      revision: "1",
      firstName: "Ana",
      password: "seven green bicycles",
    });
    expect(refused.status).toBe(409);
    expect(textOf(refused.body)).toContain(said);
    // The form is still there for a later try, and one press is enough to be told.
    expect(refused.body).toContain('name="password"');
    const [ask = "", waits = ""] = inLine[language as "en"];
    expect(textOf(refused.body)).toContain(ask);
    const pressed = await guest.post(`/join/at/${invitation.id}`, { intent: "wait-for-seat" });
    expect(pressed).toMatchObject({ status: 303, location: `/join/at/${invitation.id}` });
    const waiting = await guest.get(`/join/at/${invitation.id}`);
    expect(textOf(waiting.body)).toContain(waits);
    expect(waiting.body).toContain('name="password"');
    expect(waiting.body).not.toContain("wait-for-seat");
  }
  const line = textOf((await browser.get(`${base}/settings/seats?kind=waiting`)).body);
  expect(line).toContain("Wait for a seat 4");
  expect(line.indexOf("late-en@example.com")).toBeLessThan(line.indexOf("late-de@example.com"));
  const people = await browser.get(`${base}/people`);
  expect(textOf(people.body)).toContain("No seat is left");
  expect(textOf(people.body)).toContain("Somebody wanted to join and found no seat");
  expect(textOf(people.body)).toContain("Waits for a seat since");
  expect(people.body).toContain(`href="${base}/settings/seats"`);
});

test("the form that invites says how many seats are left, and that joining takes them", async () => {
  const { browser, base } = await setting({ seats: 3 });
  const text = textOf((await browser.get(`${base}/people/invite`)).body);
  expect(text).toContain("2 of 3 seats left. No seat is taken until people join.");
});

test("the form that sets somebody up says how many seats are left, and that one is taken at once", async () => {
  const { browser, base } = await setting({ seats: 2 });
  const formOf = async () => textOf((await browser.get(`${base}/people/set-up`)).body);
  expect(await formOf()).toContain("1 of 2 seats left. Whoever is set up takes one at once.");
  await browser.post(`${base}/people/set-up`, {
    ...fields,
    firstName: "Nora",
    email: "nora-seated@example.com",
    credentials: "set_password_link",
  });
  expect(await formOf()).toContain("None of 2 seats is left: nobody can be set up before one is free.");
});

test("where invitations hold seats, the form says so, and a refusal says what to do", async () => {
  const { browser, base } = await setting({ seats: 2, overrides: { "seats.reserve": true } });
  const page = `${base}/people/invite`;
  const before = textOf((await browser.get(page)).body);
  expect(before).toContain("1 of 2 seats left. Each invitation holds a seat until it ends.");
  await browser.post(page, { ...fields, email: "first@example.com" });
  const after = textOf((await browser.get(page)).body);
  expect(after).toContain("None of 2 seats is left: nothing can be sent before one is free.");
  const refused = await browser.post(page, { ...fields, email: "second@example.com" });
  expect(refused.status).toBe(409);
  expect(textOf(refused.body)).toContain(
    "No seat is left. Deactivate or remove whoever is not needed any more",
  );
  const reserved = textOf((await browser.get(`${base}/settings/seats?kind=reserved`)).body);
  expect(reserved).toContain("first@example.com Invited");
});

test("a workspace without a plan reads of no seats, and is warned near the soft limit of people", async () => {
  const { house, workspace, browser, base } = await setting({ overrides: { "limits.users_soft": 2 } });
  const invite = textOf((await browser.get(`${base}/people/invite`)).body);
  expect(invite).not.toContain("seats left");
  expect(textOf((await browser.get(`${base}/settings/seats`)).body)).toContain("Left no limit");
  expect(textOf((await browser.get(`${base}/people`)).body)).not.toContain("recommended");
  await createMember(house, workspace);
  expect(textOf((await browser.get(`${base}/people`)).body)).toContain("2 people of 2 recommended");
});

test("a free trial says on its page what is not part of it, and the day's last invitation says what to do", async () => {
  const { workspace, house, browser, base } = await setting({
    plan: "free_trial",
    overrides: { "notify.pre_activation_trial": "invite_and_reset_only" },
  });
  const page = textOf((await browser.get(`${base}/settings/seats`)).body);
  for (const said of [
    "Plan : Free trial",
    "Invitations a day : 50",
    "Setting people up directly is not part",
  ]) {
    expect(page).toContain(said);
  }
  expect(page).toContain("mailed nothing but the invitation and links to reset a password");
  const today = house.clock.now - (house.clock.now % 86_400_000);
  await env.DB.prepare(
    "insert into rate_counters (key, window_start, count, expires_at) values (?, ?, 50, ?)",
  )
    .bind(`invitations:${workspace.id}`, today, today + 2 * 86_400_000)
    .run();
  const refused = await browser.post(`${base}/people/invite`, { ...fields, email: "one@example.com" });
  expect(refused.status).toBe(429);
  expect(textOf(refused.body)).toContain("all the invitations that a free trial may send a day");
  await setPlan(house.system(), { slug: workspace.slug, plan: "team" });
  const sent = await browser.post(`${base}/people/invite`, { ...fields, email: "one@example.com" });
  expect(sent.status).toBe(303);
});

test("whoever is deactivated, removed or brought back: the page that asks says what becomes of the seat", async () => {
  const { house, workspace, browser, base } = await setting({ plan: "team", seats: 5 });
  const mia = await createMember(house, workspace, { firstName: "Mia" });
  const person = `${base}/people/${mia.membershipId}`;
  const said = async (act: string) => textOf((await browser.get(`${person}/${act}`)).body);
  expect(await said("deactivate")).toContain("Their seat is free at once.");
  expect(await said("remove")).toContain("Their seat is free at once.");
  await browser.post(`${person}/deactivate`, { who: "Mia" });
  expect(await said("reactivate")).toContain("They take a seat again, if one is left.");
  expect(await said("remove")).not.toContain("Their seat");
  const open = await setting();
  const free = await createMember(open.house, open.workspace, {});
  const page = await open.browser.get(`${open.base}/people/${free.membershipId}/deactivate`);
  expect(textOf(page.body)).not.toContain("Their seat");
});
