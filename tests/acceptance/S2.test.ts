import { expect } from "vitest";
import { useCases } from "../../worker/domain/index.ts";
import { presets } from "../../worker/domain/presets.ts";
import { setPlan } from "../../worker/domain/workspaces/set-plan.ts";
import { createMember, createWorkspace, day, linkIn, minute, type TestMember } from "../support/house.ts";
import { plantCourse, plantSession } from "../support/learning.ts";
import { behaviour as behaviourOf, type Stands } from "./support/behaviour.ts";
import { invitationTo, openGroup, rowOf, setUpByFile, teacher, threeGroups } from "./support/group-places.ts";
import { password, type Stage } from "./support/stage.ts";
import { Visitor } from "./support/visitor.ts";

const behaviour = (name: string, stands: Stands, run: (at: Stage) => Promise<void>) =>
  behaviourOf("S2", name, stands, run);

const typed = "nine purple kites";

/** A group, Create, User: the form that invites into it. */
async function inviteForm(at: Stage, group: string, viewer?: TestMember) {
  const visitor = await openGroup(at, await at.signedIn(viewer), group);
  await visitor.follow("Invite users");
  return visitor;
}

async function invite(at: Stage, group: string, emails: string, viewer?: TestMember, role = "Learner") {
  const visitor = await inviteForm(at, group, viewer);
  visitor.fill("Email addresses", emails).tick(role, "Roles");
  await visitor.press("Invite");
  return visitor;
}

/** A group, Create, User, Set up a user: the form that makes a member at once. */
async function setUpForm(at: Stage, group: string, viewer?: TestMember) {
  const visitor = await inviteForm(at, group, viewer);
  await visitor.follow("Set up a user");
  return visitor;
}

/** A group, Users, Invited users. */
async function invitedUsers(at: Stage, group: string, viewer?: TestMember) {
  const visitor = await openGroup(at, await at.signedIn(viewer), group);
  await visitor.follow("Invited users");
  return visitor;
}

async function signIn(visitor: Visitor, at: Stage, name: string, secret: string) {
  await visitor.open(`${at.base}/sign-in`);
  visitor.fill("Email address or username", name).fill("Password", secret);
  await visitor.press("Sign in");
  return visitor;
}

/** Who invites, and manages invitations, in the document that has no user administrators. */
const withoutUserAdmins = presets.programs["roles.may_invite"];

const administrators = ["group_admin", "user_admin"] as const;

behaviour(
  "administrators and user administrators bring people in by setting them up or by inviting them",
  { "direct_setup.enabled": false, "roles.may_invite": withoutUserAdmins },
  async (at) => {
    const groupId = await at.group("Bees");
    for (const role of administrators) {
      const visitor = await inviteForm(at, "Bees", await at.member({ roles: [{ role, groupId }] }));
      expect(visitor.page.fields).toContain("Email addresses");
      await visitor.follow("Set up a user");
      expect(visitor.page.heading).toBe("Set up a user");
      expect(visitor.page.fields).toContain("First name");
    }
  },
);

behaviour(
  "whoever is set up is told by mail, connects at once, and is billed from the notification",
  {
    "direct_setup.enabled": false,
    "direct_setup.credentials": "set_password_link",
    "billing.start_direct": "on_activation",
  },
  async (at) => {
    await at.group("Bees");
    const visitor = await setUpForm(at, "Bees");
    visitor.fill("First name", "Nora").fill("Last name", "Haddad").fill("Email address", at.address("nora"));
    visitor.tick("Learner", "Roles").tick("Mail a temporary password", "First password");
    await visitor.press("Set up a user");
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
  "whoever is invited is Invited and has no way in, until they follow the link and give a name and a password: then they are in, and billed",
  [
    { "activation.after": true },
    { "billing.start_invited": "on_notification" },
    {
      name_source: "inviter_required",
      "invite.required": ["email", "first_name", "last_name", "groups", "roles"],
    },
    { terms: true },
  ],
  async (at) => {
    await at.group("Bees");
    await invite(at, "Bees", at.address("ana"));
    const mail = await at.lastMailTo(at.address("ana"));
    const list = await at.signedIn();
    await list.open(`${at.base}/people`);
    expect(rowOf(list, at.address("ana"))).toContain("Invited");
    await list.open(`${at.base}/settings/seats`);
    expect(list.page.text).toContain("In use 1 ");
    expect(list.page.text).not.toContain("Held by invitations");
    const outside = await signIn(new Visitor(), at, at.address("ana"), password);
    expect(outside.page.path).toContain("/sign-in");
    expect((await outside.open(`${at.base}/learn`)).path).toContain("/sign-in");

    const form = await at.opens(mail);
    expect(form.page.fields).toEqual(expect.arrayContaining(["First name", "Last name", "Password"]));
    const herself = await at.joins(mail, { first: "Ana", last: "Ruiz" });
    expect(herself.page.path).toBe(`${at.base}/learn`);
    await list.open(`${at.base}/people`);
    expect(rowOf(list, "Ana Ruiz")).toContain("Current member");
    await list.open(`${at.base}/settings/seats`);
    expect(rowOf(list, "Ana Ruiz")).not.toBe("");
  },
);

behaviour(
  "people without an address have a username and a card, and help says how",
  { "identity.allow_no_email": false },
  async (at) => {
    await at.group("Bees");
    const visitor = await setUpForm(at, "Bees");
    await visitor.follow("People without an email address");
    expect(visitor.page.text).toMatch(/username and without an address/);
    const form = await setUpForm(at, "Bees");
    form.fill("First name", "Nora").fill("Username", "nora.h").tick("Learner", "Roles");
    await form.press("Set up a user");
    await form.press("Make a card to print");
    const code = /[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}/.exec(form.page.text)?.[0] ?? "";
    const herself = new Visitor();
    await herself.open(`${at.base}/card?name=nora.h&code=${code}`);
    await herself.press("Sign in");
    expect(herself.page.path).toBe(`${at.base}/account/password`);
  },
);

behaviour(
  "help says what to do where no mail arrives",
  { "resend.token": true, "invite.link_ttl_s": true },
  async (at) => {
    await at.group("Bees");
    const visitor = await inviteForm(at, "Bees");
    await visitor.follow("The invitation did not arrive");
    expect(visitor.page.text).toMatch(/spam or junk/);
    expect(visitor.page.text).toContain("It has no end.");
    expect(visitor.page.text).toContain("the older links work as well");
  },
);

behaviour(
  "an address that has an account is refused with an error that leads to help, and one of elsewhere is told of",
  { "invite.existing_here": "link_profile", "invite.existing_elsewhere": "block" },
  async (at) => {
    await at.group("Bees");
    const lena = await at.member({ firstName: "Lena", lastName: "Brandt", email: at.address("lena") });
    const visitor = await invite(at, "Bees", lena.email);
    expect(visitor.page.text).toContain("already a member");
    expect(visitor.page.links.map(({ to }) => to)).not.toContain(`${at.base}/people/${lena.membershipId}`);
    await visitor.follow("About people who already have an account");
    expect(visitor.page.text).toMatch(/address belongs to a member/);
    const other = await createWorkspace(at.house, { customerId: at.workspace.customerId });
    const ana = await createMember(at.house, other.workspace, { email: at.address("ana") });
    const again = await invite(at, "Bees", ana.email);
    expect(again.page.text).toContain("already has an account");
    expect(await at.mailsTo(ana.email)).toHaveLength(1);
  },
);

behaviour(
  "on a free trial nobody is set up directly: they are invited",
  { "direct_setup.allowed_on_trial": true },
  async (at) => {
    await at.group("Bees");
    await setPlan(at.house.system(), { slug: at.workspace.slug, plan: "free_trial" });
    const visitor = await invite(at, "Bees", at.address("ana"));
    expect(await at.mailsTo(at.address("ana"))).toHaveLength(1);
    await visitor.open(`${at.base}/people/set-up`);
    expect(visitor.page.text).toContain("not part of a free trial. Invite them instead");
    expect(visitor.page.fields).not.toContain("First name");
  },
);

behaviour(
  "a user is set up in the groups of whoever does it, with roles that hold in each: names, address, username, first password",
  [
    { "identity.username": false },
    { "roles.scope_default": "workspace", "invite.required": ["email", "roles"] },
    { "roles.may_invite": withoutUserAdmins },
    { "groups.propagate_learner": false },
    { "direct_setup.credentials": "set_password_link" },
  ],
  async (at) => {
    const { ward } = await threeGroups(at);
    await at.group("Bees");
    const course = await plantCourse(at.house, at.workspace.id, "Safety", { groupIds: [ward] });
    await plantSession(at.house, at.workspace.id, course, { title: "First aid" });
    for (const role of administrators) {
      const who = await at.member({ roles: [{ role, groupId: ward }] });
      const visitor = await setUpForm(at, "Ward", who);
      const groups = visitor.page.forms
        .flatMap(({ controls }) => controls)
        .filter(({ legend }) => legend === "Groups")
        .map(({ label }) => label.split(" ")[0]);
      expect(groups).toEqual(["Ward", "Night"]);
      const email = at.address(role.replace("_", ""));
      visitor.fill("First name", "Nora").fill("Last name", role).fill("Email address", email);
      visitor.fill("Username", `nora.${role.slice(0, 4)}`);
      visitor.tick("Night shift", "Groups").tick("Coach", "Roles").tick("Learner", "Roles");
      visitor.tick("Mail a temporary password", "First password");
      await visitor.press("Set up a user");
      expect((await at.lastMailTo(email)).text).toContain("temporary password");
      await visitor.open(`${at.base}/people`);
      await visitor.follow(`Nora ${role}`);
      // The roles hold in each of the groups.
      expect(visitor.page.text).toMatch(/Coach.{0,12}Ward/);
      expect(visitor.page.text).toMatch(/Coach.{0,12}Night shift/);
    }
    // Nothing is mailed about a password that is typed.
    const visitor = await setUpForm(at, "Night shift");
    visitor.fill("First name", "Tom").fill("Last name", "Typed").fill("Email address", at.address("tom"));
    visitor.tick("Learner", "Roles").tick("Type a password", "First password");
    visitor.fill("Password for the first time", typed);
    await visitor.press("Set up a user");
    expect(await at.mailsTo(at.address("tom"))).toHaveLength(0);
    expect((await signIn(new Visitor(), at, at.address("tom"), typed)).page.path).toContain(
      "/account/password",
    );
    // A learner of a public group is one of those above, up to the first private one.
    const list = await openGroup(at, await at.signedIn(), "Ward");
    expect(rowOf(list, "Tom Typed")).toContain("Through Night shift");
    await openGroup(at, list, "Floor");
    expect(list.page.text).not.toContain("Tom Typed");
    await openGroup(at, list, "Night shift");
    await list.follow("Invite users");
    await list.follow("Groups and those above them");
    expect(list.page.text).toMatch(/up to the first private group, that one included/);
  },
);

behaviour(
  "whoever is set up is mailed the first password, and each session",
  { "direct_setup.credentials": "set_password_link", "invite.optional": ["labels"] },
  async (at) => {
    await at.group("Bees");
    const course = await plantCourse(at.house, at.workspace.id, "Safety");
    await plantSession(at.house, at.workspace.id, course, { title: "First aid" });
    const visitor = await setUpForm(at, "Bees");
    visitor.fill("First name", "Nora").fill("Email address", at.address("nora")).tick("Learner", "Roles");
    visitor.tick("First aid", "Sessions").tick("Mail a temporary password", "First password");
    await visitor.press("Set up a user");
    const mails = await at.mailsTo(at.address("nora"));
    expect(mails.map(({ template }) => template).sort()).toEqual(["account_password", "session_invitation"]);
  },
);

behaviour(
  "a file sets many up, with groups by ID and roles by number: each is mailed a way in, and the sessions they are assigned",
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
  "platform administrators invite into any group, administrators and user administrators into theirs",
  { "roles.may_invite": withoutUserAdmins },
  async (at) => {
    const groupId = await at.group("Bees");
    const other = await at.group("Wasps");
    for (const role of administrators) {
      const who = await at.member({ roles: [{ role, groupId }] });
      await invite(at, "Bees", at.address(role.replace("_", "")), who);
      expect(await at.mailsTo(at.address(role.replace("_", "")))).toHaveLength(1);
      const visitor = await at.signedIn(who);
      expect((await visitor.open(`${at.base}/groups/${other}`)).status).toBe(404);
      await visitor.open(`${at.base}/people/invite`);
      expect(visitor.page.text).not.toContain("Wasps");
    }
    await invite(at, "Wasps", at.address("ana"));
    await invite(at, "Bees", at.address("ben"));
    expect(await at.mailsTo(at.address("ana"))).toHaveLength(1);
    expect(await at.mailsTo(at.address("ben"))).toHaveLength(1);
  },
);

behaviour(
  "several addresses, by commas or semicolons, are invited into groups with roles: all of it must be chosen, and Invite mails each",
  {
    "invite.multi_address": false,
    "invite.required": ["email", "roles"],
    "invite.default_role": "learner",
    terms: true,
  },
  async (at) => {
    await at.group("Bees");
    const bare = await at.signedIn();
    await bare.open(at.base);
    await bare.follow("Users");
    await bare.follow("Invite users");
    bare.fill("Email addresses", at.address("ana")).tick("Learner", "Roles");
    await bare.press("Invite");
    expect(bare.page.status).toBe(422);
    const form = await inviteForm(at, "Bees");
    form.fill("Email addresses", at.address("ana"));
    await form.press("Invite");
    expect(form.page.status).toBe(422);
    await invite(at, "Bees", `${at.address("ana")}, ${at.address("ben")}; ${at.address("cleo")}`);
    for (const name of ["ana", "ben", "cleo"]) {
      expect(await at.mailsTo(at.address(name))).toHaveLength(1);
    }
    const visitor = await invitedUsers(at, "Bees");
    expect(visitor.page.rows.filter((cells) => cells.join(" ").includes("Learner"))).toHaveLength(3);
  },
);

behaviour(
  "a learner who is invited into a public group is a learner of the groups above it, up to the first private one",
  { "groups.propagate_learner": false },
  async (at) => {
    await threeGroups(at);
    const form = await invite(at, "Night shift", at.address("ana"));
    await at.joins(await at.lastMailTo(at.address("ana")), { first: "Ana", last: "Ruiz" });
    await openGroup(at, form, "Ward");
    expect(rowOf(form, "Ana Ruiz")).toContain("Through Night shift");
    await openGroup(at, form, "Floor");
    expect(form.page.text).not.toContain("Ana Ruiz");
  },
);

/** Somebody who is invited to a session in four days, and assigned a course that goes on meanwhile. */
async function invitedToSession(at: Stage) {
  await at.group("Bees");
  const course = await plantCourse(at.house, at.workspace.id, "Safety");
  await plantSession(at.house, at.workspace.id, course, {
    title: "First aid",
    startsAt: at.house.clock.now + 4 * day,
  });
  const visitor = await inviteForm(at, "Bees");
  visitor.fill("Email addresses", at.address("ana")).tick("Learner", "Roles").tick("First aid", "Sessions");
  await visitor.press("Invite");
  return at.address("ana");
}

const kindsOf = async (at: Stage, email: string) =>
  (await at.mailsTo(email)).map(({ template }) => template).sort();

behaviour(
  "whoever is invited gets the invitation, one mail a session and its reminder, and nothing else before they join",
  { "notify.pre_activation": "invite_only", "session.remind_hours": null },
  async (at) => {
    const email = await invitedToSession(at);
    expect(await kindsOf(at, email)).toEqual(["invitation", "session_invitation"]);
    at.later(3 * day + 60 * minute);
    await useCases.remindOfSessions(at.house.system(), {});
    await useCases.sendReminders(at.house.system(), {});
    expect(await kindsOf(at, email)).toEqual(["invitation", "session_invitation", "session_reminder"]);
  },
);

behaviour(
  "on a free trial they get the invitation alone, and their sessions when they have joined by it",
  { "notify.pre_activation_trial": null },
  async (at) => {
    await setPlan(at.house.system(), { slug: at.workspace.slug, plan: "free_trial" });
    const email = await invitedToSession(at);
    expect(await kindsOf(at, email)).toEqual(["invitation"]);
    await at.joins(await at.lastMailTo(email), { first: "Ana", last: "Ruiz" });
    expect(await kindsOf(at, email)).toEqual(expect.arrayContaining(["invitation", "session_invitation"]));
  },
);

behaviour(
  "session instructors who are coaches or administrators of a group invite from a session, learners of one group",
  { "from_session.enabled": false, "from_session.requires": ["group_admin"] },
  async (at) => {
    const { ward, night } = await threeGroups(at);
    const course = await plantCourse(at.house, at.workspace.id, "Safety");
    for (const role of ["coach", "group_admin"] as const) {
      const { person, sessionId } = await teacher(at, course, night, ["session_instructor", role]);
      const visitor = await at.signedIn(person);
      await visitor.open(`${at.base}/sessions/${sessionId}`);
      await visitor.follow("Invite to this session");
      expect(visitor.page.fields).not.toContain("Roles");
      const email = at.address(role.replace("_", ""));
      visitor.fill("Email addresses", email).fill("Group", "Night shift");
      await visitor.press("Invite");
      await at.joins(await invitationTo(at, email), { first: "Ana", last: role });
    }
    const list = await openGroup(at, await at.signedIn(), "Night shift");
    expect(rowOf(list, "Ana coach")).toContain("Learner");
    await list.open(`${at.base}/groups/${ward}`);
    expect(list.page.text).not.toContain("Ana coach");
    const { person: plain, sessionId } = await teacher(at, course, night, ["session_instructor"]);
    const refused = await at.signedIn(plain);
    await refused.open(`${at.base}/sessions/${sessionId}/invite`);
    expect(refused.page.buttons).not.toContain("Invite");
  },
);

behaviour(
  "administrators and user administrators see, send again and cancel the invitations of their group, which work until they are canceled",
  { "roles.may_manage_invites": withoutUserAdmins, "invite.link_ttl_s": 7 * 86_400 },
  async (at) => {
    const groupId = await at.group("Bees");
    for (const role of administrators) {
      const who = await at.member({ roles: [{ role, groupId }] });
      const email = at.address(role.replace("_", ""));
      await invite(at, "Bees", email, who);
      const mail = await at.lastMailTo(email);
      at.later(400 * day);
      expect((await at.opens(mail)).page.fields).toContain("Password");
      const visitor = await invitedUsers(at, "Bees", who);
      await visitor.follow(email);
      expect(visitor.page.text).toContain("Does not end");
      await visitor.press("Resend invitation");
      expect(linkIn(await at.lastMailTo(email))).toBe(linkIn(mail));
      await visitor.open(visitor.page.path);
      await visitor.follow("Remove user");
      await visitor.press("Delete user");
      expect((await at.opens(mail)).page.fields).not.toContain("Password");
    }
  },
);

behaviour(
  "a group has its members and its Invited users apart, and whoever joins moves to the members",
  { "ui.pending_view": "users_filter", terms: true },
  async (at) => {
    await at.group("Bees");
    await invite(at, "Bees", at.address("ana"));
    const visitor = await openGroup(at, await at.signedIn(), "Bees");
    expect(visitor.page.rows.flat().join(" ")).not.toContain(at.address("ana"));
    await visitor.follow("Invited users");
    expect(rowOf(visitor, at.address("ana"))).toContain("Invited");
    await at.joins(await at.lastMailTo(at.address("ana")), { first: "Ana", last: "Ruiz" });
    await openGroup(at, visitor, "Bees");
    expect(rowOf(visitor, "Ana Ruiz")).toContain("Current member");
    await visitor.follow("Invited users");
    expect(visitor.page.text).not.toContain("Ana Ruiz");
  },
);

behaviour(
  "Invited users, Send reminder, a message, Send: a mail with the message and the same link",
  { "resend.message": false, "ui.pending_view": "users_filter", terms: true },
  async (at) => {
    const groupId = await at.group("Bees");
    await invite(at, "Bees", at.address("ana"));
    const first = await at.lastMailTo(at.address("ana"));
    at.later(day);
    const who = await at.member({ roles: [{ role: "user_admin", groupId }] });
    const visitor = await invitedUsers(at, "Bees", who);
    await visitor.follow(`Send reminder: ${at.address("ana")}`);
    visitor.fill("Message", "We begin on Monday & you are missing.");
    await visitor.press("Send");
    expect(visitor.page.path).toContain("tab=invited");
    const mails = await at.mailsTo(at.address("ana"));
    expect(mails.map(({ template }) => template)).toEqual(["invitation", "reminder"]);
    expect(mails[1]?.text).toContain("We begin on Monday & you are missing.");
    expect(linkIn(mails[1])).toBe(linkIn(first));
  },
);

behaviour(
  "Invited users, Remove user, Delete user: the link is dead, the user is gone, and so are their paths",
  { "cancel.keep_row": true, "cancel.undo_enrolments": false, "lifecycle.remove": "irreversible" },
  async (at) => {
    const groupId = await at.group("Bees");
    const course = await plantCourse(at.house, at.workspace.id, "Safety", { groupIds: [groupId] });
    const session = await plantSession(at.house, at.workspace.id, course, { title: "First aid", seats: 1 });
    const form = await inviteForm(at, "Bees");
    form.fill("Email addresses", at.address("ana")).tick("Learner", "Roles").tick("First aid", "Sessions");
    await form.press("Invite");
    const mail = await invitationTo(at, at.address("ana"));
    const visitor = await invitedUsers(at, "Bees");
    await visitor.follow("Remove user");
    await visitor.press("Delete user");
    expect(visitor.page.path).toContain("tab=invited");
    expect(rowOf(visitor, at.address("ana"))).toBe("");
    expect((await at.opens(mail)).page.fields).not.toContain("Password");
    await visitor.open(`${at.base}/sessions/${session}/invite`);
    expect(visitor.page.text).toContain("1 seat is left");
    await visitor.open(`${at.base}/people?status=canceled`);
    expect(rowOf(visitor, at.address("ana"))).toBe("");
  },
);

behaviour(
  "up to 200,000 users are recommended, and help says so",
  { "limits.users_soft": 100_000 },
  async (at) => {
    await at.group("Bees");
    const visitor = await inviteForm(at, "Bees");
    await visitor.follow("Limits and sizes");
    expect(visitor.page.text).toContain("Up to 200,000 people are recommended");
  },
);
