import { expect } from "vitest";
import { useCases } from "../../worker/domain/index.ts";
import { createMember, createWorkspace, day, linkIn, type TestMember } from "../support/house.ts";
import { plantCourse } from "../support/learning.ts";
import { behaviour as behaviourOf, type Stands } from "./support/behaviour.ts";
import { password, type Stage } from "./support/stage.ts";
import { Visitor } from "./support/visitor.ts";

const behaviour = (name: string, stands: Stands, run: (at: Stage) => Promise<void>) =>
  behaviourOf("S1", name, stands, run);

const noor = { firstName: "Noor", lastName: "Haddad" };

/** Users, Invite user: the form. */
async function form(at: Stage, viewer?: TestMember) {
  const visitor = await at.signedIn(viewer);
  await visitor.open(at.base);
  await visitor.follow("Users");
  await visitor.follow("Invite user");
  return visitor;
}

/** The form with its three fields filled, and sent. */
async function invite(
  at: Stage,
  email: string,
  more: (form: Visitor) => unknown = () => {},
  viewer?: TestMember,
) {
  const visitor = await form(at, viewer);
  visitor.fill("Email address", email).fill("First name", noor.firstName).fill("Last name", noor.lastName);
  more(visitor);
  await visitor.press("Send invitation");
  return visitor;
}

async function signIn(visitor: Visitor, email: string) {
  visitor.fill("Email address", email).fill("Password", password);
  await visitor.press("Sign in");
}

/** The last step of the registration: the address is confirmed by a link of its own. */
async function confirm(visitor: Visitor, at: Stage, email: string) {
  expect(visitor.page.path).toContain("/account/verify");
  // A link has gone out with the joining: another within a minute is no attempt too many.
  await visitor.press("Send me the link");
  expect(visitor.page.text).toMatch(/A mail went out only a short while ago\. Look in the mailbox/);
  const mail = (await at.mailsTo(email)).find(({ template }) => template === "verify_address");
  const link = /https?:\/\/\S+\/verify\/[\w.-]+/.exec(mail?.text ?? "")?.[0] ?? "";
  await visitor.open(new URL(link).pathname);
  await visitor.press("Confirm this address");
  await visitor.open(at.base);
}

/** The person in the list of users. */
async function profile(at: Stage, name: string, viewer?: TestMember) {
  const visitor = await at.signedIn(viewer);
  await visitor.open(`${at.base}/people`);
  await visitor.follow(name);
  return visitor;
}

/** Somebody who manages a unit. */
async function manager(at: Stage, unitId: string) {
  const person = await at.member({ unitIds: [unitId] });
  const { membershipId } = person;
  await useCases.changeRoles(at.asAdmin, { membershipId, roles: [{ role: "unit_manager", unitId }] });
  return person;
}

behaviour(
  "Users, Invite user, the three fields, Send invitation: a mail of the product's, the registration, then the sign-in page",
  {
    terms: true,
    "mail.from_name": "{workspace}",
    "activation.after": true,
  },
  async (at) => {
    const sent = await invite(at, at.address("noor"));
    expect(sent.page.text).toContain(at.address("noor"));
    const mail = await at.lastMailTo(at.address("noor"));
    expect(mail.fromName).toBe("Usher");
    const visitor = await at.opens(mail);
    // The inviter has said the name: a password is all that is missing.
    expect(visitor.page.fields).not.toContain("First name");
    visitor.fill("Password", password);
    await visitor.press("Join");
    expect(visitor.page.path).toContain("/sign-in");
    await signIn(visitor, at.address("noor"));
    await confirm(visitor, at, at.address("noor"));
    expect(visitor.page.path).toContain("/learn");
    const admin = await at.signedIn();
    await admin.open(`${at.base}/people`);
    const row = admin.page.rows.find((cells) => cells.join(" ").includes(at.address("noor")))?.join(" ");
    expect(row).toContain("Noor Haddad");
    expect(row).toContain("Active");
  },
);

behaviour(
  "the form shows customer and workspace to read, and does without neither address nor first nor last name",
  [{ "invite.optional": true }, { name_source: "invitee", "invite.required": ["email", "roles"] }],
  async (at) => {
    const visitor = await form(at);
    expect(visitor.page.text).toContain(`Customer Harbour Trust Workspace ${at.workspace.name}`);
    expect(visitor.page.fields).not.toContain("Customer");
    expect(visitor.page.fields).not.toContain("Workspace");
    const filled = { "Email address": at.address("noor"), "First name": "Noor", "Last name": "Haddad" };
    for (const left of Object.keys(filled)) {
      for (const [label, value] of Object.entries(filled)) visitor.fill(label, label === left ? "" : value);
      await visitor.press("Send invitation");
      expect(visitor.page.status).toBe(422);
    }
    expect(await at.mailsTo(at.address("noor"))).toHaveLength(0);
  },
);

behaviour(
  "an Admin or a Manager invites, the Manager into their own organisation unit alone; a Learner does not",
  { "roles.may_invite": ["admin"] },
  async (at) => {
    const north = await at.unit("North");
    await at.unit("South");
    await invite(at, at.address("noor"));
    const visitor = await form(at, await manager(at, north));
    const units = visitor.page.forms.flatMap(({ controls }) => controls.flatMap(({ options }) => options));
    expect(units.map(({ label }) => label)).toContain("North");
    expect(units.map(({ label }) => label)).not.toContain("South");
    visitor.fill("Email address", at.address("omar")).fill("First name", "Omar").fill("Last name", "Said");
    visitor.fill("Organisation unit", "North");
    await visitor.press("Send invitation");
    expect(await at.mailsTo(at.address("omar"))).toHaveLength(1);
    expect((await profile(at, "Omar Said")).page.text).toContain("North");
    const learner = await at.signedIn(await at.member({}));
    expect((await learner.open(`${at.base}/people/invite`)).buttons).not.toContain("Send invitation");
  },
);

behaviour(
  "somebody of another workspace: an advice, no hindrance, and name and address stay those of the account",
  { "invite.existing_elsewhere": true },
  async (at) => {
    const { workspace: other } = await createWorkspace(at.house, { customerId: at.workspace.customerId });
    const elsewhere = await createMember(at.house, other, {
      email: at.address("ana"),
      firstName: "Ana",
      lastName: "Ruiz",
    });
    await at.givePassword(elsewhere);
    const sent = await invite(at, at.address("ana"));
    expect(sent.page.text).toContain("This person already has an account; they will sign in with it.");
    expect(sent.page.text).not.toContain(other.name);
    const visitor = await at.opens(await at.lastMailTo(at.address("ana")));
    visitor.fill("Password", password);
    await visitor.press("Sign in and join");
    await visitor.open(`${at.base}/learn/profile`);
    expect(visitor.page.text).toContain(`Name Ana Ruiz Email address ${at.address("ana")}`);
    const { page } = await profile(at, "Ana Ruiz");
    expect(page.text).toContain(at.address("ana"));
    expect(page.links.map(({ words }) => words)).not.toContain("Change address");
  },
);

behaviour(
  "somebody of this workspace: a message that leads to their profile",
  { "invite.existing_here": true },
  async (at) => {
    const lena = await at.member({ firstName: "Lena", lastName: "Brandt", email: at.address("lena") });
    const visitor = await invite(at, lena.email);
    expect(visitor.page.text).toMatch(/already a member/i);
    await visitor.follow("Open profile");
    expect(visitor.page.path).toContain(lena.membershipId);
    expect(visitor.page.heading).toBe("Lena Brandt");
    expect(await at.mailsTo(lena.email)).toHaveLength(0);
  },
);

behaviour(
  "several roles may be given: Learner is ticked, and each says what it opens",
  { "invite.default_role": true, "invite.role_picker": true, "roles.multiple": true, "roles.set": true },
  async (at) => {
    await at.unit("North");
    const visitor = await form(at);
    const roles = visitor.page.forms
      .flatMap(({ controls }) => controls)
      .filter(({ legend }) => legend === "Roles");
    expect(roles.map(({ label, checked }) => [label, checked])).toEqual([
      ["Learner", true],
      ["Manager", false],
      ["Admin", false],
    ]);
    for (const line of [
      /Takes courses/,
      /Manages the people and enrolments of an organisation unit/,
      /all content/,
    ]) {
      expect(visitor.page.text).toMatch(line);
    }
    await invite(at, at.address("noor"), (filled) =>
      filled.tick("Manager", "Roles").fill("Organisation unit", "North"),
    );
    const { page } = await profile(at, "Noor Haddad");
    expect(page.text).toMatch(/Roles Learner ?Manager: North/);
  },
);

behaviour("a Learner completes a course and takes the certificate along", {}, async (at) => {
  const courseId = await plantCourse(at.house, at.workspace.id, "First aid");
  const lena = await at.member({ firstName: "Lena", lastName: "Brandt" });
  const enrolment = await useCases.enrolMember(at.asAdmin, { courseId, membershipId: lena.membershipId });
  const visitor = await at.signedIn(lena);
  await visitor.open(at.base);
  expect(visitor.page.path).toContain("/learn");
  await visitor.follow("First aid");
  await useCases.completeEnrolment(at.asAdmin, { enrolmentId: enrolment.id });
  await visitor.open(visitor.page.path);
  await visitor.follow("Look at your certificate");
  expect(visitor.page.text).toContain("Lena Brandt");
  expect(visitor.page.text).toMatch(/print this page or save it as a PDF/);
});

behaviour(
  "a Manager manages people, enrolments and withdrawals of their organisation unit, sees its progress, and nothing of another",
  { "roles.set": ["admin", "learner"] },
  async (at) => {
    const [north, south] = [await at.unit("North"), await at.unit("South")];
    const courseId = await plantCourse(at.house, at.workspace.id, "First aid", { unitIds: [north, south] });
    const lena = await at.member({ firstName: "Lena", lastName: "Brandt", unitIds: [north] });
    const otto = await at.member({ firstName: "Otto", lastName: "Elsewhere", unitIds: [south] });
    for (const { membershipId } of [lena, otto])
      await useCases.enrolMember(at.asAdmin, { courseId, membershipId });
    const visitor = await at.signedIn(await manager(at, north));
    await visitor.open(at.base);
    await visitor.follow("Users");
    expect(visitor.page.text).toContain("Lena Brandt");
    expect(visitor.page.text).not.toContain("Otto Elsewhere");
    expect((await visitor.open(`${at.base}/people/${otto.membershipId}`)).status).toBe(404);
    await visitor.open(`${at.base}/courses/${courseId}?tab=learners`);
    expect(visitor.page.text).toContain("Lena Brandt");
    expect(visitor.page.text).not.toContain("Otto Elsewhere");
    visitor.fill("Progress of Lena Brandt in per cent", "40");
    await visitor.press("Set Lena Brandt");
    await visitor.open(`${at.base}/people/${lena.membershipId}`);
    expect(visitor.page.text).toMatch(/First aid Under way 40 ?%/);
    await visitor.open(`${at.base}/courses/${courseId}?tab=learners`);
    await visitor.press("Withdraw Lena Brandt");
    expect(visitor.page.text).toContain("Withdrew");
    await visitor.open(`${at.base}/people/${lena.membershipId}`);
    await visitor.follow("Deactivate");
    await visitor.press("Deactivate");
    expect(visitor.page.text).toContain("Deactivated");
    expect((await visitor.open(`${at.base}/settings`)).status).toBe(403);
  },
);

behaviour("an Admin has all there is in the workspace", { "units.enabled": false }, async (at) => {
  const visitor = await at.signedIn();
  await visitor.open(at.base);
  for (const page of [
    "Users",
    "Invite user",
    "Groups",
    "Organisation units",
    "Courses",
    "New course",
    "Imports",
    "Audit log",
    "Settings",
    "Policies",
    "Words",
    "Fields and labels",
    "Plan and seats",
    "Mails",
    "API keys",
  ]) {
    await visitor.follow(page);
    expect([page, visitor.page.status]).toEqual([page, 200]);
  }
});

behaviour(
  "where there are organisation units and groups, a person is put into them; they are searched for, or the whole list is browsed",
  { "invite.optional": ["customer", "workspace", "courses"], terms: true },
  async (at) => {
    const bare = (await form(at)).page.fields;
    expect(bare).not.toContain("Organisation unit");
    expect(bare).not.toContain("Groups");
    await at.unit("North");
    await at.unit("South");
    await at.group("Evening");
    await at.group("Weekend");
    const visitor = await form(at);
    const choices = async (query: string) => {
      const { body } = await visitor.browser.get(`${at.base}/people/invite/choices?${query}`);
      return (JSON.parse(body) as { options: { label: string }[] }).options.map(({ label }) => label);
    };
    expect((await choices("kind=unit")).sort()).toEqual(["North", "South"]);
    expect(await choices("kind=unit&q=sou")).toEqual(["South"]);
    expect((await choices("kind=group")).sort()).toEqual(["Evening", "Weekend"]);
    expect(await choices("kind=group&q=week")).toEqual(["Weekend"]);
    await invite(at, at.address("noor"), (filled) =>
      filled.fill("Organisation unit", "South").tick("Weekend", "Groups"),
    );
    const { page } = await profile(at, "Noor Haddad");
    expect(page.text).toContain("South");
    expect(page.text).toContain("Weekend");
    expect(page.text).not.toContain("Evening");
  },
);

behaviour(
  "with an expiry date, access ends with that day",
  {
    "access.expiry_enabled": false,
    "invite.optional": ["customer", "workspace", "unit", "group", "courses"],
  },
  async (at) => {
    const last = new Date(at.house.clock.now + 10 * day).toISOString().slice(0, 10);
    await invite(at, at.address("noor"), (filled) => filled.fill("Last day of access", last));
    const mail = await at.lastMailTo(at.address("noor"));
    const visitor = await at.joins(mail);
    await signIn(visitor, at.address("noor"));
    expect(visitor.page.path).not.toContain("/sign-in");
    at.later(12 * day);
    await useCases.endAccessDue(at.house.system(), {});
    const late = new Visitor();
    await late.open(`${at.base}/sign-in`);
    await signIn(late, at.address("noor"));
    expect(late.page.path).toContain("/sign-in");
    expect(late.page.text).toMatch(/Your access .* has ended/);
  },
);

behaviour(
  "courses are searched for and added, and the person is enrolled once they have joined, not before",
  { "invite.optional": ["customer", "workspace", "unit", "group"] },
  async (at) => {
    const courseId = await plantCourse(at.house, at.workspace.id, "First aid");
    await plantCourse(at.house, at.workspace.id, "Fire drill");
    const searching = await at.signedIn();
    const found = await searching.browser.get(`${at.base}/people/invite/choices?kind=course&q=first`);
    expect(found.body).toContain("First aid");
    expect(found.body).not.toContain("Fire drill");
    const browsed = await searching.browser.get(`${at.base}/people/invite/choices?kind=course`);
    for (const title of ["First aid", "Fire drill"]) expect(browsed.body).toContain(title);
    await invite(at, at.address("noor"), (filled) => filled.tick("First aid", "Courses"));
    const mail = await at.lastMailTo(at.address("noor"));
    const learners = `${at.base}/courses/${courseId}?tab=learners`;
    const admin = await at.signedIn();
    expect((await admin.open(learners)).text).not.toContain("Noor Haddad");
    const visitor = await at.joins(mail);
    expect((await admin.open(learners)).text).toContain("Noor Haddad");
    await signIn(visitor, at.address("noor"));
    await confirm(visitor, at, at.address("noor"));
    expect(visitor.page.text).toContain("First aid");
    expect(visitor.page.text).not.toContain("Fire drill");
  },
);

behaviour(
  "an invitation that was sent is copied, sent again by the same link, and canceled",
  { "invite.copy_link": true, "resend.token": true, "roles.may_manage_invites": [] },
  async (at) => {
    await invite(at, at.address("noor"));
    const first = await at.lastMailTo(at.address("noor"));
    const visitor = await profile(at, "Noor Haddad");
    await visitor.press("Show and copy the link");
    const copied = /https?:\/\/[^"\s]+\/join\/[\w.-]+/.exec(visitor.page.html)?.[0] ?? "";
    const guest = new Visitor();
    await guest.open(new URL(copied).pathname);
    expect(guest.page.fields).toContain("Password");
    at.later(120_000);
    await visitor.open(visitor.page.path);
    await visitor.press("Resend");
    expect(await at.mailsTo(at.address("noor"))).toHaveLength(2);
    for (const link of [linkIn(first), copied]) {
      const again = new Visitor();
      await again.open(new URL(link).pathname);
      expect(again.page.fields).toContain("Password");
    }
    await visitor.open(visitor.page.path);
    await visitor.follow("Cancel");
    await visitor.press("Cancel the invitation");
    expect((await at.opens(first)).page.fields).not.toContain("Password");
  },
);
