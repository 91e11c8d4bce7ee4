import { expect } from "vitest";
import { useCases } from "../../worker/domain/index.ts";
import { day, hour, linkIn, minute } from "../support/house.ts";
import { plantCourse } from "../support/learning.ts";
import { setProvider, Traveller } from "../support/traveller.ts";
import { behaviour as behaviourOf, type Stands } from "./support/behaviour.ts";
import type { Stage } from "./support/stage.ts";
import { Visitor } from "./support/visitor.ts";

const behaviour = (name: string, stands: Stands, run: (at: Stage) => Promise<void>) =>
  behaviourOf("S4", name, stands, run);

/** Invitations, as the administrator opens them. */
async function invitations(at: Stage) {
  const visitor = await at.signedIn();
  await visitor.open(at.base);
  await visitor.follow("Invitations");
  return visitor;
}

/** Invitations, Send invitations, the address, a role, Send invitation. */
async function invite(
  at: Stage,
  email: string,
  role = "Learner",
  more: (form: Visitor) => unknown = () => {},
) {
  const visitor = await invitations(at);
  await visitor.follow("Send invitations");
  visitor.fill("Email address", email).tick(role, "Role");
  more(visitor);
  await visitor.press("Send invitation");
  return visitor;
}

/** Invitations, Import from CSV, the file: to what is wrong with it. */
async function upload(at: Stage, ...rows: string[]) {
  const visitor = await invitations(at);
  await visitor.follow("Import from CSV");
  await visitor.upload("people.csv", rows.join("\n"));
  return visitor;
}

/** On from the review: to the confirmation, and all of them are sent. */
async function send(at: Stage, visitor: Visitor) {
  await visitor.follow("Go on with");
  await visitor.press("Send");
  await at.works();
}

/** The row of somebody in a list. */
function rowOf(visitor: Visitor, email: string): string {
  return visitor.page.rows.find((cells) => cells.join(" ").includes(email))?.join(" ") ?? "";
}

/** The person's page, from the list of invitations, or of users. */
async function profile(at: Stage, name: string, list = "Invitations") {
  const visitor = await invitations(at);
  await visitor.follow(list);
  await visitor.follow(name);
  return visitor;
}

behaviour(
  "Invitations, Send invitations, the address, a role, a department and a user group, Send invitation",
  {
    terms: true,
    "ui.pending_view": true,
    "invite.optional": ["courses"],
    "invite.multi_address": true,
  },
  async (at) => {
    await at.unit("Finance");
    await at.group("Evening");
    await invite(at, at.address("ana"), "Instructor", (form) =>
      form.fill("Department", "Finance").tick("Evening", "User groups"),
    );
    const { page } = await profile(at, at.address("ana"));
    expect(page.text).toContain("Roles Instructor");
    expect(page.text).toContain("Finance");
    expect(page.text).toContain("Evening");
    // Both may be left out.
    await invite(at, at.address("ben"));
    expect(await at.mailsTo(at.address("ana"))).toHaveLength(1);
    expect(await at.mailsTo(at.address("ben"))).toHaveLength(1);
  },
);

behaviour(
  "one role is selected, of three, and none is selected already",
  {
    "roles.set": true,
    "invite.default_role": true,
    "invite.role_picker": true,
    "roles.multiple": true,
  },
  async (at) => {
    const visitor = await invitations(at);
    await visitor.follow("Send invitations");
    const roles = visitor.page.forms
      .flatMap(({ controls }) => controls)
      .filter(({ legend }) => legend === "Role");
    expect(roles.map(({ label, checked }) => [label, checked])).toEqual([
      ["Learner", false],
      ["Instructor", false],
      ["Admin", false],
    ]);
    visitor.fill("Email address", at.address("ana"));
    await visitor.press("Send invitation");
    expect(visitor.page.status).toBe(422);
    expect(await at.mailsTo(at.address("ana"))).toHaveLength(0);
    // Nor has anybody two later on: another role takes the place of the one before.
    await at.member({ firstName: "Lena", lastName: "Brandt" });
    const lena = await profile(at, "Lena Brandt", "Users");
    await lena.follow("Change roles");
    lena.tick("Instructor");
    await lena.press("Save");
    expect(lena.page.text).toMatch(/Roles Instructor Language/);
  },
);

behaviour(
  "a welcome mail comes within minutes, with a link to set a password that leads right in",
  { "mail.subject": true, "mail.cta": true, "activation.after": true },
  async (at) => {
    await invite(at, at.address("ana"));
    const mail = await at.lastMailTo(at.address("ana"));
    expect(mail.subject).toBe("Welcome to Usher");
    expect(mail.text).toContain(`Set your password:\n${linkIn(mail)}`);
    const visitor = await at.joins(mail);
    expect(visitor.page.path).toContain("/learn");
  },
);

behaviour(
  "an invitation expires after 7 days, and is sent again from the list of invitations",
  { "invite.link_ttl_s": true, "resend.token": true, "ui.pending_view": true },
  async (at) => {
    await invite(at, at.address("ana"));
    const mail = await at.lastMailTo(at.address("ana"));
    at.later(7 * day - hour);
    expect((await at.opens(mail)).page.fields).toContain("Password");
    at.later(hour + minute);
    const late = await at.opens(mail);
    expect(late.page.fields).not.toContain("Password");
    expect(late.page.text).toMatch(/ended/i);
    const visitor = await invitations(at);
    await visitor.follow("Expired");
    expect(rowOf(visitor, at.address("ana"))).toContain("Expired");
    await visitor.press("Resend");
    const mails = await at.mailsTo(at.address("ana"));
    expect(mails).toHaveLength(2);
    expect((await at.opens(mails[1] as (typeof mails)[number])).page.fields).toContain("Password");
    expect((await at.opens(mail)).page.fields).not.toContain("Password");
  },
);

behaviour(
  "the template of the file has the six columns, of which the address alone is required",
  { "csv.required": true, "csv.optional": true, "csv.default_role": true, terms: true },
  async (at) => {
    await at.unit("Finance");
    await at.group("Evening");
    const visitor = await invitations(at);
    await visitor.follow("Import from CSV");
    const template = visitor.page.links.find(({ to }) => to.includes("template.csv"));
    const file = (await visitor.browser.get(template?.to ?? "")).body.replace(/^\uFEFF/, "");
    expect(file.split(/\r?\n/)[0]).toBe('"email","first_name","last_name","role","department","group"');
    expect(file).toContain("learner; instructor; admin");
    await send(at, await upload(at, "email", at.address("ana")));
    expect(await at.mailsTo(at.address("ana"))).toHaveLength(1);
    expect((await profile(at, at.address("ana"))).page.text).toContain("Roles Learner");
  },
);

behaviour(
  "the file is reviewed before anything is sent: a malformed address, a department or group that does not match to the letter, a role that is none",
  {
    "csv.match": true,
    "csv.unknown_group": "ignore",
    "csv.role_vocab": true,
    "csv.allowed_roles": true,
    terms: true,
  },
  async (at) => {
    await at.unit("Finance");
    await at.group("Evening");
    const visitor = await upload(
      at,
      "email,first_name,last_name,role,department,group",
      `${at.address("ana")},Ana,Ruiz,instructor,Finance,Evening`,
      `${at.address("ben")},Ben,Okafor,admin,,`,
      "no-address,,,learner,,",
      `${at.address("cai")},,,learner,finance,`,
      `${at.address("dea")},,,learner,,evening`,
      `${at.address("eli")},,,boss,,`,
      `${at.address("fay")},,,3,,`,
      `${at.address("gil")},,,teacher,,`,
    );
    expect(visitor.page.path).toMatch(/\/review/);
    for (const problem of [
      "Not an email address",
      "Unknown department",
      "Unknown user group",
      "Unknown role",
    ])
      expect(visitor.page.text).toContain(problem);
    expect(await at.mailsTo(at.address("ana"))).toHaveLength(0);
    await visitor.follow("Go on with 2 people");
    await visitor.press("Send 2 invitations");
    await at.works();
    for (const [name, mails] of Object.entries({ ana: 1, ben: 1, cai: 0, dea: 0, eli: 0, fay: 0, gil: 0 }))
      expect([name, await at.mailsTo(at.address(name))]).toEqual([
        name,
        expect.objectContaining({ length: mails }),
      ]);
    const { page } = await profile(at, "Ana Ruiz");
    expect(page.text).toContain("Roles Instructor");
    expect(page.text).toContain("Finance");
    expect(page.text).toContain("Evening");
  },
);

behaviour(
  "a pending invitation is found in the list of invitations, and sent again or canceled from its menu",
  { "ui.pending_view": true, "roles.may_manage_invites": [], terms: true },
  async (at) => {
    await invite(at, at.address("ana"));
    const first = await at.lastMailTo(at.address("ana"));
    const visitor = await invitations(at);
    expect(rowOf(visitor, at.address("ana"))).toContain("Pending");
    at.later(2 * minute);
    await visitor.press("Resend");
    const second = (await at.mailsTo(at.address("ana")))[1];
    expect((await at.opens(first)).page.fields).not.toContain("Password");
    await visitor.open(`${at.base}/people?status=pending`);
    await visitor.follow("Cancel");
    await visitor.press("Cancel the invitation");
    expect((await at.opens(second ?? first)).page.fields).not.toContain("Password");
    await visitor.open(`${at.base}/people?status=pending`);
    expect(rowOf(visitor, at.address("ana"))).toBe("");
  },
);

behaviour(
  "after joining, the account stands among the users as Active, and the courses of the invitation in the dashboard",
  {
    "activation.after": true,
    "ui.pending_in_users_list": true,
    "invite.optional": ["unit", "group"],
    terms: { en: { status_active: "Current member" } },
  },
  async (at) => {
    await plantCourse(at.house, at.workspace.id, "Welding");
    await invite(at, at.address("ana"), "Learner", (form) => form.tick("Welding", "Courses"));
    const mail = await at.lastMailTo(at.address("ana"));
    const admin = await at.signedIn();
    await admin.open(`${at.base}/people`);
    expect(rowOf(admin, at.address("ana"))).toBe("");
    const visitor = await at.joins(mail);
    expect(visitor.page.text).toContain("Welding");
    await admin.open(at.base);
    await admin.follow("Users");
    expect(rowOf(admin, at.address("ana"))).toContain("Active");
  },
);

behaviour(
  "where single sign-on is enforced nobody sets a password, and names that were left empty come from there",
  { "sso.skip_password_when_enforced": false, "sso.fill_empty_names": false },
  async (at) => {
    const admin = await setProvider(at.workspace.slug, at.admin);
    await admin.post(`${at.base}/settings/sign-in`, {
      intent: "enforce",
      spareAdminId: at.admin.membershipId,
    });
    await send(
      at,
      await upload(
        at,
        "email,first_name,last_name",
        `${at.address("ana")},,`,
        `${at.address("ben")},,Chosen`,
      ),
    );
    for (const [name, first, listed] of [
      ["ana", "Ana", "Ana Ruiz"],
      ["ben", "Ben", "Ben Chosen"],
    ] as const) {
      const email = at.address(name);
      const browser = new Traveller();
      const visitor = new Visitor(browser);
      await visitor.open(new URL(linkIn(await at.lastMailTo(email))).pathname);
      expect(visitor.page.fields).not.toContain("Password");
      const way = visitor.page.links.find(({ words }) => words === "Continue with Harbour ID and join");
      const arrived = await browser.through(way?.to ?? "", { sub: email, email, first, last: "Ruiz" });
      await visitor.open(arrived.location ?? "");
      expect(visitor.page.path).toContain("/learn");
      expect((await profile(at, listed, "Users")).page.text).toContain(email);
    }
  },
);

behaviour(
  "whoever did not receive the mail finds where to look, and the administrator what to do",
  { "resend.token": true, "invite.link_ttl_s": true },
  async (at) => {
    const stranger = new Visitor();
    await stranger.open(`${at.base}/sign-in`);
    await stranger.follow("The invitation did not arrive?");
    expect(stranger.page.text).toMatch(/spam or junk folder/);
    expect(stranger.page.text).toMatch(/check how your address is written/);
    const admin = await at.signedIn();
    await admin.open(`${at.base}/help/not-received`);
    expect(admin.page.text).toContain("It works for 7 days");
    expect(admin.page.text).toContain("only the link of the newest one works");
    expect(admin.page.text).toMatch(/correct the address, and a new mail leaves/);
    expect(admin.page.text).toContain("Resend: at most once a minute");
  },
);

behaviour("who still needs help reads whom to ask", { terms: { en: { people: "Members" } } }, async (at) => {
  await useCases.changeWorkspace(at.asAdmin, { supportContact: "help@skills.example" });
  const admin = await at.signedIn();
  await admin.open(`${at.base}/help/users-with-account`);
  expect(admin.page.text).toContain("help@skills.example");
  expect(admin.page.text).toContain("Search in Users");
  await invite(at, at.address("ana"));
  expect((await at.lastMailTo(at.address("ana"))).text).toContain("help@skills.example");
});
