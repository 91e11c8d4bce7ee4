import { expect } from "vitest";
import { useCases } from "../../worker/domain/index.ts";
import { createMember, createWorkspace, day, linkIn, type TestMember } from "../support/house.ts";
import { plantCourse, plantSession } from "../support/learning.ts";
import { behaviour as behaviourOf, type Stands } from "./support/behaviour.ts";
import { invitationTo, openGroup, rowOf, setUpByFile, teacher, threeGroups } from "./support/group-places.ts";
import { password, type Stage } from "./support/stage.ts";
import { Visitor } from "./support/visitor.ts";

const behaviour = (name: string, stands: Stands, run: (at: Stage) => Promise<void>) =>
  behaviourOf("S3", name, stands, run);

/** What may be said of a person besides their address and roles. */
const more = ["Language of the mail", "Last day of access", "Labels", "Cost centre"];

/** A group, +, User: the form that invites into it. */
async function inviteForm(at: Stage, group: string, viewer?: TestMember) {
  const visitor = await openGroup(at, await at.signedIn(viewer), group);
  await visitor.follow("Invite users");
  return visitor;
}

async function invite(at: Stage, group: string, emails: string, viewer?: TestMember) {
  const visitor = await inviteForm(at, group, viewer);
  visitor.fill("Email addresses", emails).tick("Learner", "Roles");
  await visitor.press("Invite");
  return visitor;
}

/** A group, +, User, Add users, Set up a user: the form that makes a member at once. */
async function createForm(at: Stage, group: string, viewer?: TestMember) {
  const visitor = await inviteForm(at, group, viewer);
  await visitor.follow("Create a user");
  return visitor;
}

/** +, User, Invitations. */
async function invitations(at: Stage) {
  const visitor = await at.signedIn();
  await visitor.open(at.base);
  await visitor.follow("Invitations");
  return visitor;
}

async function signIn(visitor: Visitor, at: Stage, name: string, secret: string) {
  await visitor.open(`${at.base}/sign-in`);
  visitor.fill("Email address or username", name).fill("Password", secret);
  await visitor.press("Sign in");
  return visitor;
}

const kindsOf = async (at: Stage, email: string) =>
  (await at.mailsTo(email)).map(({ template }) => template).sort();

/** Language, last day, a label and an answer, in a form that has them. */
function say(visitor: Visitor, at: Stage): Visitor {
  const end = new Date(at.house.clock.now + 30 * day).toISOString().slice(0, 10);
  return visitor
    .fill("Language of the mail", "Français")
    .fill("Last day of access", end)
    .fill("Labels", "external")
    .fill("Cost centre", "4711");
}

/** They come back on the person's page; when the last day is over, the user is deleted. */
async function described(at: Stage, visitor: Visitor, who: string) {
  await openGroup(at, visitor, at.workspace.name);
  await visitor.follow(who);
  for (const words of ["external", "Cost centre", "4711", "Français"]) {
    expect(visitor.page.text).toContain(words);
  }
  at.later(32 * day);
  await useCases.endAccessDue(at.house.system(), {});
  const admin = await at.signedIn();
  expect((await admin.open(`${at.base}/people?q=${encodeURIComponent(who)}`)).text).not.toContain(`${who} `);
  expect((await admin.open(`${at.base}/people?status=deactivated`)).text).not.toContain(who);
}

const costCentre = (at: Stage) =>
  useCases.createCustomField(at.asAdmin, { name: "Cost centre", kind: "text" });

behaviour(
  "whoever is invited gets a mail, gives a name and a password, and is active and billed only then",
  [
    { "activation.after": true },
    { "billing.start_invited": "on_notification" },
    {
      name_source: "inviter_required",
      "invite.required": ["email", "first_name", "last_name", "roles"],
    },
  ],
  async (at) => {
    await at.group("Bees");
    await invite(at, "Bees", at.address("ana"));
    const mail = await at.lastMailTo(at.address("ana"));
    const seats = await at.signedIn();
    await seats.open(`${at.base}/settings/seats`);
    expect(seats.page.text).toContain("In use 1 ");
    expect(seats.page.text).not.toContain("Held by invitations");
    const form = await at.opens(mail);
    expect(form.page.fields).toEqual(expect.arrayContaining(["First name", "Last name", "Password"]));
    const herself = await at.joins(mail, { first: "Ana", last: "Ruiz" });
    expect(herself.page.path).toBe(`${at.base}/learn`);
    await seats.open(`${at.base}/settings/seats`);
    expect(rowOf(seats, "Ana Ruiz")).not.toBe("");
  },
);

behaviour(
  "whoever is created gets a mail, connects at once, and is active and billed from then",
  {
    "direct_setup.enabled": false,
    "direct_setup.credentials": "set_password_link",
    "billing.start_direct": "on_activation",
  },
  async (at) => {
    await at.group("Bees");
    const visitor = await createForm(at, "Bees");
    visitor.fill("First name", "Nora").fill("Email address", at.address("nora")).tick("Learner", "Roles");
    visitor.tick("Mail a temporary password", "First password");
    await visitor.press("Create a user");
    const mail = await at.lastMailTo(at.address("nora"));
    await visitor.open(`${at.base}/settings/seats`);
    expect(rowOf(visitor, at.address("nora"))).not.toBe("");
    const secret = /\b[0-9a-z]{4}(?:-[0-9a-z]{4}){3}\b/.exec(mail.text)?.[0] ?? "";
    const herself = await signIn(new Visitor(), at, at.address("nora"), secret);
    herself.fill("New password", password);
    await herself.press("Save");
    expect(herself.page.path).toBe(`${at.base}/learn`);
  },
);

behaviour(
  "help leads to what to do where no mail arrives, and about people without an address",
  { "resend.token": true, "identity.allow_no_email": false },
  async (at) => {
    await at.group("Bees");
    const visitor = await createForm(at, "Bees");
    await visitor.follow("The invitation did not arrive");
    expect(visitor.page.text).toContain("the older links work as well");
    const form = await createForm(at, "Bees");
    await form.follow("People without an email address");
    expect(form.page.text).toMatch(/username and without an address/);
    const created = await createForm(at, "Bees");
    created.fill("First name", "Nora").fill("Username", "nora.h").tick("Learner", "Roles");
    await created.press("Create a user");
    expect(created.page.buttons).toContain("Make a card to print");
  },
);

behaviour(
  "an address that has an account, here or elsewhere, is refused with an error that leads to help",
  { "invite.existing_here": "link_profile", "invite.existing_elsewhere": "advise" },
  async (at) => {
    await at.group("Bees");
    const other = await createWorkspace(at.house, { customerId: at.workspace.customerId });
    const here = await at.member({ email: at.address("lena") });
    const elsewhere = await createMember(at.house, other.workspace, { email: at.address("ana") });
    const visitor = await invite(at, "Bees", here.email);
    expect(visitor.page.text).toContain("already a member");
    expect(visitor.page.links.map(({ to }) => to)).not.toContain(`${at.base}/people/${here.membershipId}`);
    await visitor.follow("About people who already have an account");
    expect(visitor.page.heading).toBe("People who already have an account");
    const again = await invite(at, "Bees", elsewhere.email);
    expect(again.page.text).toContain("already has an account");
    expect(await at.mailsTo(elsewhere.email)).toHaveLength(0);
  },
);

behaviour(
  "platform administrators invite into any group, group administrators into theirs",
  { "roles.may_invite": ["admin"], "group_level.may": "add_existing" },
  async (at) => {
    const groupId = await at.group("Bees");
    const other = await at.group("Wasps");
    const chief = await at.member({ roles: [{ role: "group_admin", groupId }] });
    await invite(at, "Bees", at.address("ana"), chief);
    const visitor = await at.signedIn(chief);
    expect((await visitor.open(`${at.base}/groups/${other}`)).status).toBe(404);
    for (const group of ["Bees", "Wasps"]) await invite(at, group, at.address(group.toLowerCase()));
    for (const name of ["ana", "bees", "wasps"]) {
      expect(await at.mailsTo(at.address(name))).toHaveLength(1);
    }
  },
);

behaviour(
  "several addresses are invited into the platform group with roles, and each is mailed",
  { "groups.root": false, "invite.multi_address": false, "invite.default_role": "learner", terms: true },
  async (at) => {
    await at.group("Bees");
    const form = await inviteForm(at, at.workspace.name);
    form.fill("Email addresses", at.address("ana"));
    await form.press("Invite");
    expect(form.page.status).toBe(422);
    await invite(at, at.workspace.name, `${at.address("ana")}, ${at.address("ben")}; ${at.address("cleo")}`);
    for (const name of ["ana", "ben", "cleo"]) {
      expect(await kindsOf(at, at.address(name))).toEqual(["invitation"]);
    }
    await at.joins(await at.lastMailTo(at.address("ana")), { first: "Ana", last: "Ruiz" });
    await openGroup(at, form, at.workspace.name);
    expect(rowOf(form, "Ana Ruiz")).toContain("Learner");
  },
);

behaviour(
  "an invitation may say the language, a day on which the user is deleted, labels and answers, in the platform group and in others",
  {
    "invite.optional": ["sessions"],
    "access.expiry_enabled": false,
    "access.on_expiry": "expire",
  },
  async (at) => {
    const groupId = await at.group("Bees");
    await costCentre(at);
    const chief = await at.member({ roles: [{ role: "group_admin", groupId }] });
    expect((await inviteForm(at, "Bees", chief)).page.fields).toEqual(expect.arrayContaining(more));
    const visitor = await inviteForm(at, at.workspace.name);
    say(visitor.fill("Email addresses", at.address("ana")).tick("Learner", "Roles"), at);
    await visitor.press("Invite");
    const mail = await at.lastMailTo(at.address("ana"));
    expect(mail.text).toContain("Bonjour");
    const herself = await at.opens(mail);
    herself.fill("Prénom", "Ana").fill("Nom (facultatif)", "Ruiz").fill("Mot de passe", password);
    await herself.press("Rejoindre");
    await described(at, visitor, "Ana Ruiz");
  },
);

behaviour(
  "group administrators invite several into their group; a learner is one of the groups above it, up to the first private one",
  { "groups.propagate_learner": false, "roles.may_invite": ["admin"], "invite.multi_address": false },
  async (at) => {
    const { ward } = await threeGroups(at);
    const chief = await at.member({ roles: [{ role: "group_admin", groupId: ward }] });
    await invite(at, "Night shift", `${at.address("ana")}; ${at.address("ben")}`, chief);
    await at.joins(await at.lastMailTo(at.address("ana")), { first: "Ana", last: "Ruiz" });
    expect(await at.mailsTo(at.address("ben"))).toHaveLength(1);
    const list = await openGroup(at, await at.signedIn(), "Ward");
    expect(rowOf(list, "Ana Ruiz")).toContain("Through Night shift");
    await openGroup(at, list, "Floor");
    expect(list.page.text).not.toContain("Ana Ruiz");
    await openGroup(at, list, "Ward");
    await list.follow("Invite users");
    await list.follow("Groups and those above them");
    expect(list.page.text).toMatch(/up to the first private group, that one included/);
  },
);

behaviour(
  "the invited user gets the invitation, and one mail for each session",
  { "notify.pre_activation": "invite_only", "invite.optional": ["labels"] },
  async (at) => {
    await at.group("Bees");
    const course = await plantCourse(at.house, at.workspace.id, "Safety");
    await plantSession(at.house, at.workspace.id, course, { title: "First aid" });
    await plantSession(at.house, at.workspace.id, course, { title: "Fire" });
    const visitor = await inviteForm(at, "Bees");
    visitor.fill("Email addresses", at.address("ana")).tick("Learner", "Roles");
    visitor.tick("First aid", "Program sessions").tick("Fire", "Program sessions");
    await visitor.press("Invite");
    expect(await kindsOf(at, at.address("ana"))).toEqual([
      "invitation",
      "session_invitation",
      "session_invitation",
    ]);
  },
);

behaviour(
  "platform administrators, and instructors who are coaches or group administrators, invite from a program session: learners of one group",
  { "from_session.enabled": false, "from_session.requires": ["group_admin"], terms: true },
  async (at) => {
    const { ward, night } = await threeGroups(at);
    const course = await plantCourse(at.house, at.workspace.id, "Safety");
    const coach = await teacher(at, course, night, ["session_instructor", "coach"]);
    const chief = await teacher(at, course, night, ["session_instructor", "group_admin"]);
    const visits = [
      ["coach", coach.person, coach.sessionId],
      ["chief", chief.person, chief.sessionId],
      ["platform", at.admin, coach.sessionId],
    ] as const;
    for (const [name, person, sessionId] of visits) {
      const visitor = await at.signedIn(person);
      await visitor.open(`${at.base}/sessions/${sessionId}`);
      await visitor.follow("Invite to this program session");
      expect(visitor.page.fields).not.toContain("Roles");
      visitor.fill("Email addresses", at.address(name)).fill("Group", "Night shift");
      await visitor.press("Invite");
      await at.joins(await invitationTo(at, at.address(name)), { first: "Ana", last: name });
    }
    const list = await openGroup(at, await at.signedIn(), "Night shift");
    for (const [name] of visits) expect(rowOf(list, `Ana ${name}`)).toContain("Learner");
    await list.open(`${at.base}/groups/${ward}`);
    expect(list.page.text).not.toContain("Ana coach");
    const plain = await teacher(at, course, night, ["session_instructor"]);
    const refused = await at.signedIn(plain.person);
    await refused.open(`${at.base}/sessions/${plain.sessionId}/invite`);
    expect(refused.page.buttons).not.toContain("Invite");
  },
);

behaviour(
  "platform administrators create users in the platform group: names, address, first password, groups, and roles that hold in each",
  {
    "groups.root": false,
    "roles.scope_default": "workspace",
    "direct_setup.credentials": "set_password_link",
  },
  async (at) => {
    await at.group("Bees");
    const visitor = await createForm(at, at.workspace.name);
    visitor.fill("First name", "Nora").fill("Last name", "Haddad").fill("Email address", at.address("nora"));
    visitor.tick("Bees", "Groups").tick("Coach", "Roles").tick("Learner", "Roles");
    visitor.tick("Mail a temporary password", "First password");
    await visitor.press("Create a user");
    expect((await at.lastMailTo(at.address("nora"))).text).toContain("temporary password");
    await openGroup(at, visitor, at.workspace.name);
    await visitor.follow("Nora Haddad");
    expect(visitor.page.text).toContain("Coach: Bees");
    expect(visitor.page.text).toContain(`Coach: ${at.workspace.name}`);
    // Groups are asked for whatever the role.
    const learner = await createForm(at, "Bees");
    learner.fill("First name", "Lena").fill("Email address", at.address("lena")).tick("Learner", "Roles");
    await learner.press("Create a user");
    await openGroup(at, learner, "Bees");
    expect(rowOf(learner, "Lena")).toContain("Learner");
  },
);

behaviour(
  "group administrators create users in their group; a learner is one of the groups above it, up to the first private one",
  { "groups.propagate_learner": false, "roles.may_invite": ["admin"], "direct_setup.enabled": false },
  async (at) => {
    const { ward } = await threeGroups(at);
    const chief = await at.member({ roles: [{ role: "group_admin", groupId: ward }] });
    const visitor = await createForm(at, "Night shift", chief);
    expect(visitor.page.text).not.toContain("Floor");
    visitor.fill("First name", "Tom").fill("Last name", "Typed").fill("Email address", at.address("tom"));
    visitor.tick("Learner", "Roles").tick("Type a password", "First password");
    visitor.fill("Password for the first time", "nine purple kites");
    await visitor.press("Create a user");
    // Nothing is mailed about a password that is typed.
    expect(await at.mailsTo(at.address("tom"))).toHaveLength(0);
    const himself = await signIn(new Visitor(), at, at.address("tom"), "nine purple kites");
    expect(himself.page.path).toContain("/account/password");
    const list = await openGroup(at, await at.signedIn(), "Ward");
    expect(rowOf(list, "Tom Typed")).toContain("Through Night shift");
    await openGroup(at, list, "Floor");
    expect(list.page.text).not.toContain("Tom Typed");
  },
);

behaviour(
  "a user may be created with a language, a day on which they are deleted, labels and answers, in the platform group and in others",
  {
    "invite.optional": ["sessions"],
    "access.expiry_enabled": false,
    "access.on_expiry": "expire",
  },
  async (at) => {
    const groupId = await at.group("Bees");
    await costCentre(at);
    const chief = await at.member({ roles: [{ role: "group_admin", groupId }] });
    expect((await createForm(at, "Bees", chief)).page.fields).toEqual(expect.arrayContaining(more));
    const visitor = await createForm(at, at.workspace.name);
    visitor.fill("First name", "Nora").fill("Last name", "Haddad").fill("Email address", at.address("nora"));
    say(visitor.tick("Learner", "Roles"), at);
    await visitor.press("Create a user");
    expect((await at.lastMailTo(at.address("nora"))).text).toContain("Bonjour");
    await described(at, visitor, "Nora Haddad");
  },
);

behaviour(
  "whoever is created is mailed the first password, and each session",
  { "direct_setup.credentials": "set_password_link", "invite.optional": ["labels"] },
  async (at) => {
    await at.group("Bees");
    const course = await plantCourse(at.house, at.workspace.id, "Safety");
    await plantSession(at.house, at.workspace.id, course, { title: "First aid" });
    const visitor = await createForm(at, "Bees");
    visitor.fill("First name", "Nora").fill("Email address", at.address("nora")).tick("Learner", "Roles");
    visitor.tick("First aid", "Program sessions").tick("Mail a temporary password", "First password");
    await visitor.press("Create a user");
    expect(await kindsOf(at, at.address("nora"))).toEqual(["account_password", "session_invitation"]);
  },
);

behaviour(
  "a file creates many, with groups by ID and roles by number: each is mailed a way in, and the sessions they are assigned",
  {
    "direct_setup.enabled": false,
    "direct_setup.credentials": "set_password_link",
    "csv.match": true,
    "csv.role_vocab": true,
    "invite.optional": [],
  },
  setUpByFile,
);

behaviour(
  "Invitations, Resend invitation: the mail comes again with the link that it had",
  { "ui.pending_view": "users_filter", "resend.token": "rotate", "resend.message": true, terms: true },
  async (at) => {
    await at.group("Bees");
    await invite(at, "Bees", at.address("ana"));
    const first = await at.lastMailTo(at.address("ana"));
    at.later(day);
    const visitor = await invitations(at);
    expect(rowOf(visitor, at.address("ana"))).toContain("Invitation");
    await visitor.press("Resend invitation");
    const mails = await at.mailsTo(at.address("ana"));
    expect(mails).toHaveLength(2);
    expect(linkIn(mails[1])).toBe(linkIn(first));
    expect((await at.opens(first)).page.fields).toContain("Password");
    // Nothing is asked for, and nothing can be said.
    await visitor.follow("Invitations");
    await visitor.follow(at.address("ana"));
    expect(visitor.page.fields).not.toContain("Message for the new mail");
  },
);

behaviour(
  "Invitations, Cancel invitation: the link is dead, and the invitation is gone",
  { "ui.pending_view": "users_filter", "cancel.keep_row": true },
  async (at) => {
    await at.group("Bees");
    await invite(at, "Bees", at.address("ana"));
    const mail = await at.lastMailTo(at.address("ana"));
    const visitor = await invitations(at);
    await visitor.follow("Cancel invitation");
    await visitor.press("Delete user");
    expect((await at.opens(mail)).page.fields).not.toContain("Password");
    const list = await invitations(at);
    expect(rowOf(list, at.address("ana"))).toBe("");
    await list.open(`${at.base}/people?status=canceled`);
    expect(rowOf(list, at.address("ana"))).toBe("");
  },
);

behaviour(
  "an invitation is no user: whoever joins leaves the invitations and stands among the users",
  { "ui.pending_in_users_list": true, "ui.pending_view": "users_filter", terms: true },
  async (at) => {
    await at.group("Bees");
    await invite(at, "Bees", at.address("ana"));
    const visitor = await at.signedIn();
    await visitor.open(at.base);
    await visitor.follow("Users");
    expect(rowOf(visitor, at.address("ana"))).toBe("");
    await visitor.follow("Invitations");
    expect(rowOf(visitor, at.address("ana"))).not.toBe("");
    await at.joins(await at.lastMailTo(at.address("ana")), { first: "Ana", last: "Ruiz" });
    await visitor.follow("Invitations");
    expect(visitor.page.text).not.toContain("Ana Ruiz");
    await visitor.follow("Users");
    expect(rowOf(visitor, "Ana Ruiz")).toContain("User");
  },
);
