import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createPasswords } from "../../../worker/adapters/passwords.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { Browser, textOf } from "../../support/browser.ts";
import { createMember, createWorkspace, day, openHouse } from "../../support/house.ts";

async function setting(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, { overrides });
  const member = await createMember(house, workspace, { firstName: "Lea", lastName: "Vering" });
  const browser = await new Browser().signIn(admin);
  const base = `/w/${workspace.slug}`;
  const soon = new Date(Date.now() + 10 * day).toISOString().slice(0, 10);
  return {
    house,
    workspace,
    admin,
    member,
    browser,
    base,
    soon,
    person: `${base}/people/${member.membershipId}`,
  };
}

test("a last day is set, shown in words of its own, and taken away without script", async () => {
  const { browser, person } = await setting();
  expect(textOf((await browser.get(person)).body)).toContain("Without end");
  const form = await browser.get(`${person}/access`);
  expect(textOf(form.body)).toContain("nothing to do with how long the link");
  const wrong = await browser.post(`${person}/access`, {
    accessEndsOn: "2001-01-01",
    accessEndDoes: "remove",
  });
  expect([wrong.status, textOf(wrong.body)]).toEqual([422, expect.stringContaining("This day is over.")]);
  const set = await browser.post(`${person}/access`, { accessEndsOn: "2098-12-31", accessEndDoes: "remove" });
  expect([set.status, set.location]).toEqual([303, person]);
  const page = textOf((await browser.get(person)).body);
  expect(page).toContain("Access until");
  expect(page).toContain("31 December 2098");
  expect(page).toContain("then removed");
  await browser.post(`${person}/access`, { accessEndsOn: "", accessEndDoes: "deactivate" });
  expect(textOf((await browser.get(person)).body)).toContain("Without end");
});

test("those who leave soon are listed, and the ticked get a later day", async () => {
  const { house, admin, member, browser, base, soon } = await setting();
  await useCases.setAccessEnd(house.context(admin.caller), {
    membershipId: member.membershipId,
    accessEndsOn: soon,
  });
  expect((await browser.get(`${base}/people`)).body).toContain(`${base}/people/leaving`);
  expect(textOf((await browser.get(`${base}/people/leaving`)).body)).toContain("Lea Vering");
  const nobody = await browser.post(`${base}/people/leaving`, { accessEndsOn: "2098-12-31" });
  expect([nobody.status, textOf(nobody.body)]).toEqual([422, expect.stringContaining("Nobody was chosen.")]);
  const done = await browser.post(
    `${base}/people/leaving`,
    new URLSearchParams([
      ["ids", member.membershipId],
      ["accessEndsOn", "2098-12-31"],
    ]),
  );
  expect(textOf(done.body)).toContain("1 person has a new last day.");
  expect(textOf((await browser.get(`${base}/people/leaving`)).body)).toContain("within the next 30 days");
});

test("a learner sees until when, and takes their data along", async () => {
  const { house, admin, member, base, soon } = await setting();
  await useCases.setAccessEnd(house.context(admin.caller), {
    membershipId: member.membershipId,
    accessEndsOn: soon,
  });
  const browser = await new Browser().signIn(member);
  expect(textOf((await browser.get(`${base}/learn`)).body)).toContain("Your access ends on");
  const file = await browser.post(`${base}/account/data.json`, {});
  expect(file.status).toBe(200);
  expect(file.headers.get("Content-Disposition")).toContain(`${member.membershipId}.json`);
  expect(JSON.parse(file.body)).toMatchObject({ member: { email: member.email, accessEndsOn: soon } });
});

test("the data of somebody leaves as a file, and goes when their address is typed", async () => {
  const { browser, person, member, base } = await setting();
  const file = await browser.post(`${person}/data.json`, {});
  expect(JSON.parse(file.body)).toMatchObject({ member: { email: member.email } });
  expect((await browser.get(`${person}/erase`)).status).toBe(404);
  await browser.post(`${person}/deactivate`, { who: "Lea" });
  expect(textOf((await browser.get(`${person}/erase`)).body)).toContain(
    "What they learnt is kept without a name.",
  );
  const wrong = await browser.post(`${person}/erase`, { confirmation: "other@example.com" });
  expect(wrong.status).toBe(422);
  const gone = await browser.post(`${person}/erase`, { confirmation: member.email });
  expect([gone.status, gone.location]).toEqual([303, `${base}/people`]);
  expect((await browser.get(`${person}/erase`)).status).toBe(404);
});

test("whoever comes back after the last day reads that it is over, and not that somebody switched them off", async () => {
  const { house, admin, workspace, member, base, soon } = await setting();
  await env.DB.prepare("update users set password_hash = ? where id = ?")
    .bind(await createPasswords().hash(member.password), member.userId)
    .run();
  const form = { email: member.email, password: member.password };
  await useCases.setAccessEnd(house.context(admin.caller), {
    membershipId: member.membershipId,
    accessEndsOn: soon,
  });
  house.clock.advance(12 * day);
  await useCases.endAccessDue(house.system(), {});
  const list = textOf(
    (await (await new Browser().signIn(admin)).get(`${base}/people?status=deactivated`)).body,
  );
  expect(list).toContain("Deactivated Access has ended");
  // Signed in elsewhere, where the same account has other memberships.
  const there = await new Browser().signIn(member);
  const ended = `Your access to ${workspace.name} has ended. Ask an administrator to extend it.`;
  expect(textOf((await there.get(`${base}/sign-in`)).body)).toContain(ended);
  const refused = await new Browser().post(`${base}/sign-in`, form);
  expect([refused.status, textOf(refused.body)]).toEqual([403, expect.stringContaining(ended)]);
  await env.DB.prepare("update memberships set deactivated_by = 'member' where id = ?")
    .bind(member.membershipId)
    .run();
  for (const page of [
    await there.get(`${base}/sign-in`),
    await new Browser().post(`${base}/sign-in`, form),
  ]) {
    expect(textOf(page.body)).toContain(`Your access to ${workspace.name} is switched off.`);
  }
});
