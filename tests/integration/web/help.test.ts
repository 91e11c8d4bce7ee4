import { expect, test } from "vitest";
import { Browser, textOf } from "../../support/browser.ts";
import { createMember, createWorkspace, openHouse } from "../../support/house.ts";

async function stage(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, { overrides });
  const at = (topic: string) => `/w/${workspace.slug}/help${topic && `/${topic}`}`;
  const read = async (browser: Browser, topic: string) => textOf((await browser.get(at(topic))).body);
  return { house, workspace, admin, at, read };
}

test("strangers read what concerns them, by the policies of the workspace", async () => {
  const day = await stage({ "invite.link_ttl_s": 86_400, "resend.token": "rotate" });
  const stranger = new Browser();
  expect(await day.read(stranger, "not-received")).toContain("It works for 1 day from the moment");
  expect(await day.read(stranger, "not-received")).toContain("only the link of the newest one works");
  const endless = await stage({ "invite.link_ttl_s": null, "resend.token": "keep" });
  const text = await endless.read(stranger, "not-received");
  expect(text).toContain("It has no end.");
  expect(text).toContain("the older links work as well");
  expect(text).not.toContain("What you can do");
  expect(await day.read(stranger, "have-account")).not.toContain("username");
  const names = await stage({ "identity.username": "optional" });
  expect(await names.read(stranger, "have-account")).toContain("You have a username and no address");
});

test("invitees read it in four languages", async () => {
  const { at } = await stage();
  const titles = {
    en: "did not arrive",
    de: "nicht angekommen",
    fr: "n’est pas arrivée",
    es: "no ha llegado",
  };
  for (const [language, title] of Object.entries(titles)) {
    const browser = new Browser({ headers: { "Accept-Language": language } });
    const { status, body } = await browser.get(at("not-received"));
    expect([language, status]).toEqual([language, 200]);
    expect(textOf(body)).toContain(title);
    // Whom to let through.
    expect(body).toContain("no-reply@usher.test");
    expect(body).not.toMatch(/[‹›]/);
  }
});

test("what is for the manage area is for nobody else, and says what holds here", async () => {
  const { house, workspace, admin, at, read } = await stage({ "identity.allow_no_email": true });
  const inside = await new Browser().signIn(admin);
  expect(await read(inside, "")).toContain("People without an email address");
  expect(await read(inside, "without-email")).toContain("Print the card");
  expect(await read(inside, "limits")).toContain("200,000 rows");
  expect(await read(inside, "users-with-account")).toContain("lead to the person");
  const lost = await read(inside, "not-received");
  for (const said of [
    "What you can do",
    "the domain usher.test",
    "pm-bounces.usher.test",
    "signed by DKIM",
  ]) {
    expect(lost).toContain(said);
  }
  expect((await inside.get(at("not-received"))).body).toContain(`/w/${workspace.slug}/settings/sender`);
  expect((await inside.get(at("roles"))).location).toBe(`/w/${workspace.slug}/roles`);
  const learner = await new Browser().signIn(await createMember(house, workspace));
  for (const topic of ["users-with-account", "without-email", "roles", "registering", "limits"]) {
    expect((await new Browser().get(at(topic))).location).toContain("/sign-in");
    expect((await learner.get(at(topic))).location).toBe(`/w/${workspace.slug}/learn`);
  }
  expect(await read(learner, "")).not.toContain("Limits");
  expect((await new Browser().get(at("nothing"))).status).toBe(404);
  const off = await stage({ "identity.allow_no_email": false });
  expect(await off.read(await new Browser().signIn(off.admin), "without-email")).toContain(
    "does not take people without an address",
  );
});

test("the page of mail delivery names what to let through, and says that nothing is looked up on one machine", async () => {
  const { workspace, admin } = await stage();
  const { status, body } = await (await new Browser().signIn(admin)).get(
    `/w/${workspace.slug}/settings/sender?check=1`,
  );
  expect(status).toBe(200);
  for (const value of ["no-reply@usher.test", "usher.test", "pm-bounces.usher.test"]) {
    expect(body).toContain(`value="${value}"`);
  }
  const text = textOf(body);
  for (const said of ["CNAME to pm.mtasv.net", "v=spf1 include:spf.mtasv.net ~all", "_dmarc.usher.test"]) {
    expect(text).toContain(said);
  }
  expect(text).toContain("so nothing is checked here");
});
