import { expect } from "vitest";
import { useCases } from "../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  day,
  hour,
  linkIn,
  minute,
  type TestMember,
} from "../support/house.ts";
import { plantCourse } from "../support/learning.ts";
import { plantCatalogCourse } from "../support/registering.ts";
import { behaviour as behaviourOf, type Stands } from "./support/behaviour.ts";
import { password, type Stage } from "./support/stage.ts";
import { Visitor } from "./support/visitor.ts";

const behaviour = (name: string, stands: Stands, run: (at: Stage) => Promise<void>) =>
  behaviourOf("S0", name, stands, run);

/** Users, Invite User, the address, the role, Send Invitation: the path of the document. */
async function invite(at: Stage, email: string, role: string, more: (form: Visitor) => unknown = () => {}) {
  const visitor = await at.signedIn();
  await visitor.open(at.base);
  await visitor.follow("Users");
  await visitor.follow("Invite User");
  visitor.fill("Email address", email).tick(role, "Role");
  more(visitor);
  await visitor.press("Send Invitation");
  return visitor;
}

/** Users, the person in it. */
async function profile(at: Stage, who: { firstName: string } | string, viewer?: TestMember) {
  const visitor = await at.signedIn(viewer);
  await visitor.open(`${at.base}/people`);
  await visitor.follow(typeof who === "string" ? who : who.firstName);
  return visitor;
}

/** A learner who is a member already. */
function learner(at: Stage, options: Parameters<Stage["member"]>[0] = {}) {
  return at.member({ firstName: "Lena", lastName: "Brandt", email: at.address("lena"), ...options });
}

behaviour(
  "only administrators invite: GroupAdmins and instructors cannot",
  [{ "roles.may_invite": true, "group_level.may": "invite" }],
  async (at) => {
    const groupId = await at.group("Year 7");
    await invite(at, "first@school.example", "Learner");
    for (const role of ["group_admin", "instructor", "learner"] as const) {
      const held = role === "group_admin" ? { role, groupId } : role;
      const who = await at.member({ roles: [held] });
      const visitor = await at.signedIn(who);
      await visitor.open(at.base);
      expect(visitor.page.links.map(({ words }) => words)).not.toContain("Invite User");
      expect((await visitor.open(`${at.base}/people/invite`)).buttons).not.toContain("Send Invitation");
      await expect(
        useCases.inviteUser(at.house.context(who.caller), {
          email: at.address("ana"),
          roles: ["learner"],
          groupIds: [groupId],
        }),
      ).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  },
);

behaviour(
  "with the catalog open a learner makes an account when they first enrol: browse, register, prove the mailbox, learn",
  [{ "selfreg.mode": "off" }],
  async (at) => {
    const courseId = await plantCatalogCourse(at.house, at.workspace.id, "First aid");
    const email = at.address("rosa");
    const visitor = new Visitor();
    await visitor.open(`${at.base}/catalog`);
    await visitor.follow("First aid");
    const [start] = visitor.page.buttons;
    await visitor.press(start ?? "");
    await visitor.fill("First name", "Rosa").fill("Email address", email).press("Send me the link");
    expect(visitor.page.text).toContain(`A mail to ${email} is on its way`);
    // Until the mailbox is proved nobody of that name is here.
    const users = await at.signedIn();
    expect((await users.open(`${at.base}/people`)).text).not.toContain(email);
    const [mail] = await at.mailsTo(email);
    await visitor.open(new URL(linkIn(mail)).pathname);
    await visitor.fill("Password", password).press("Start");
    // They sign in as everybody does here, and are where they wanted to go.
    await visitor.fill("Password", password).press("Sign in");
    expect(visitor.page.path).toBe(`${at.base}/learn/courses/${courseId}`);
    expect((await users.open(`${at.base}/people`)).text).toContain(email);
    expect((await visitor.open(`${at.base}/people`)).path).not.toContain("/people");
  },
);

behaviour(
  "administrators, instructors and GroupAdmins come by invitation, and only so",
  { "roles.set": ["learner", "instructor", "admin"] },
  async (at) => {
    await at.group("Year 7");
    for (const role of ["Admin", "GroupAdmin", "Instructor"]) {
      const email = at.address(role.toLowerCase());
      await invite(at, email, role, (form) => role === "GroupAdmin" && form.tick("Year 7"));
      expect((await at.lastMailTo(email)).html).toContain("/join/");
    }
  },
);

behaviour(
  "the form offers the four roles, each with a line that says when to use it",
  {
    "roles.set": ["learner", "instructor", "admin"],
    terms: { en: { admin: { one: "platform administrator", many: "platform administrators" } } },
  },
  async (at) => {
    const visitor = await at.signedIn();
    await visitor.open(`${at.base}/people/invite`);
    const roles = visitor.page.forms
      .flatMap(({ controls }) => controls)
      .filter(({ legend }) => legend === "Role");
    expect(roles.map(({ label }) => label)).toEqual(["Admin", "GroupAdmin", "Instructor", "Learner"]);
    const { text } = visitor.page;
    for (const line of [
      /settings, billing/,
      /Manages a group/,
      /no access to settings or billing/,
      /Takes courses/,
    ]) {
      expect(text).toMatch(line);
    }
    // The full breakdown is one link away.
    await visitor.follow("What each role may do");
    for (const role of ["Admin", "GroupAdmin", "Instructor", "Learner"])
      expect(visitor.page.text).toContain(role);
  },
);

behaviour(
  "an Admin has everything, a GroupAdmin sees only their own group, an Instructor has no settings",
  {},
  async (at) => {
    const groupId = await at.group("Year 7");
    await at.group("Year 8");
    await learner(at, { groupIds: [groupId] });
    await at.member({ firstName: "Otto", lastName: "Elsewhere" });
    const admin = await at.signedIn();
    await admin.open(`${at.base}/settings`);
    expect(admin.page.status).toBe(200);

    const groupAdmin = await at.signedIn(await at.member({ roles: [{ role: "group_admin", groupId }] }));
    await groupAdmin.open(`${at.base}/people`);
    expect(groupAdmin.page.text).toContain("Lena Brandt");
    expect(groupAdmin.page.text).not.toContain("Otto Elsewhere");
    await groupAdmin.open(`${at.base}/groups`);
    expect(groupAdmin.page.text).toContain("Year 7");
    expect(groupAdmin.page.text).not.toContain("Year 8");
    expect((await groupAdmin.open(`${at.base}/settings`)).status).toBe(403);

    const instructor = await at.signedIn(await at.member({ roles: ["instructor"] }));
    expect((await instructor.open(`${at.base}/courses/new`)).status).toBe(200);
    expect((await instructor.open(`${at.base}/settings`)).status).toBe(403);
  },
);

behaviour(
  "the address is what one signs in with, and nobody changes their own",
  { "identity.email_change": true },
  async (at) => {
    await invite(at, at.address("ana"), "Learner");
    const visitor = await at.joins(await at.lastMailTo(at.address("ana")));
    await visitor.open(`${at.base}/sign-in`);
    visitor.fill("Email address", at.address("ana")).fill("Password", password);
    await visitor.press("Sign in");
    await visitor.open(`${at.base}/learn/profile`);
    expect(visitor.page.text).toContain(at.address("ana"));
    expect(visitor.page.text).toMatch(/keeps addresses as they are/);
    expect(visitor.page.fields).not.toContain("Email address");
  },
);

behaviour(
  "Users, Invite User, the address, a role, Send Invitation: a mail comes within minutes",
  { terms: true, "invite.required": true },
  async (at) => {
    const visitor = await invite(at, at.address("ana"), "Learner");
    expect(visitor.page.text).toContain(at.address("ana"));
    const mails = await at.mailsTo(at.address("ana"));
    expect(mails).toHaveLength(1);
    const invitee = await at.opens(mails[0] as (typeof mails)[number]);
    expect(invitee.page.fields).toContain("Password");
  },
);

behaviour("the role has to be chosen: none is ticked", { "invite.default_role": true }, async (at) => {
  const visitor = await at.signedIn();
  await visitor.open(`${at.base}/people/invite`);
  visitor.fill("Email address", at.address("ana"));
  await visitor.press("Send Invitation");
  expect(visitor.page.status).toBe(422);
  expect(await at.mailsTo(at.address("ana"))).toHaveLength(0);
});

behaviour(
  "sending makes the membership, which waits as Pending among the users",
  { "ui.pending_in_users_list": true },
  async (at) => {
    await invite(at, at.address("ana"), "Learner");
    const visitor = await at.signedIn();
    await visitor.open(`${at.base}/people`);
    const row = visitor.page.rows.find((cells) => cells.join(" ").includes(at.address("ana")));
    expect(row?.join(" ")).toContain("Pending");
  },
);

behaviour(
  "the list of users filters by Pending",
  { terms: { en: { status_pending: "Invited" } } },
  async (at) => {
    await learner(at);
    await invite(at, at.address("ana"), "Learner");
    const visitor = await at.signedIn();
    await visitor.open(`${at.base}/people`);
    await visitor.follow("Pending");
    expect(visitor.page.text).toContain(at.address("ana"));
    expect(visitor.page.rows.flat().join(" ")).not.toContain("Lena Brandt");
  },
);

behaviour(
  "the link is valid for 24 hours, and the mail says so",
  { "invite.link_ttl_s": true },
  async (at) => {
    await invite(at, at.address("ana"), "Learner");
    const mail = await at.lastMailTo(at.address("ana"));
    expect(mail.text).toMatch(/valid until/i);
    at.later(23 * hour);
    expect((await at.opens(mail)).page.fields).toContain("Password");
    at.later(hour + minute);
    const late = await at.opens(mail);
    expect(late.page.fields).not.toContain("Password");
    expect(late.page.text).toMatch(/no longer|ended|expired/i);
  },
);

behaviour(
  "an expired invitation is sent again from the users: a fresh mail at once, 24 hours more, the old link is dead",
  { "invite.link_ttl_s": true, "resend.token": true },
  async (at) => {
    await invite(at, at.address("ana"), "Learner");
    const first = await at.lastMailTo(at.address("ana"));
    at.later(2 * hour);
    const visitor = await at.signedIn();
    await visitor.open(`${at.base}/people`);
    await visitor.follow(at.address("ana"));
    await visitor.press("Resend Invitation");
    const mails = await at.mailsTo(at.address("ana"));
    expect(mails).toHaveLength(2);
    const second = mails[1] as (typeof mails)[number];
    expect((await at.opens(first)).page.fields).not.toContain("Password");
    expect((await at.opens(second)).page.fields).toContain("Password");
    at.later(day + minute);
    expect((await at.opens(second)).page.fields).not.toContain("Password");
    const later = await at.signedIn();
    await later.open(`${at.base}/people`);
    await later.follow(at.address("ana"));
    await later.press("Resend Invitation");
    expect((await at.opens(await at.lastMailTo(at.address("ana")))).page.fields).toContain("Password");
  },
);

const csv = (...rows: string[]) => ["email,first_name,last_name,role", ...rows].join("\n");

/** Users, Import Users, the file; to the review. */
async function upload(at: Stage, content: string) {
  const visitor = await at.signedIn();
  await visitor.open(`${at.base}/people`);
  await visitor.follow("Import Users");
  await visitor.upload("class.csv", content);
  return visitor;
}

behaviour(
  "the template of the import has the four columns, all of them required",
  { "csv.required": true, "csv.optional": true },
  async (at) => {
    const visitor = await at.signedIn();
    await visitor.open(`${at.base}/people`);
    await visitor.follow("Import Users");
    const template = visitor.page.links.find(({ to }) => to.includes("template.csv"));
    const file = await visitor.browser.get(template?.to ?? "");
    expect(file.body.replace(/^\uFEFF/, "").split(/\r?\n/)[0]).toBe(
      '"email","first_name","last_name","role"',
    );
    await upload(at, csv("zoe@school.example,,Moor,learner"));
  },
);

behaviour(
  "a file is previewed with its faults before anything is sent, and Import invites every valid row by a mail of its own",
  { "csv.required": true },
  async (at) => {
    const visitor = await upload(
      at,
      csv(
        "zoe@school.example,Zoe,Moor,learner",
        "yan@school.example,Yan,Moor,learner",
        "no-address,Xu,Moor,learner",
        "vic@school.example,,Moor,learner",
      ),
    );
    expect(visitor.page.path).toMatch(/\/review/);
    expect(visitor.page.text).toContain("no-address");
    expect(visitor.page.text).toMatch(/First name is missing/);
    expect(await at.mailsTo("zoe@school.example")).toHaveLength(0);
    await visitor.follow("Go on with 2 people");
    await visitor.press("Send 2 invitations");
    await at.works();
    expect(await at.mailsTo("zoe@school.example")).toHaveLength(1);
    expect(await at.mailsTo("yan@school.example")).toHaveLength(1);
    expect(await at.mailsTo("vic@school.example")).toHaveLength(0);
  },
);

behaviour(
  "failed rows, a duplicate address among them, are in the result and can be corrected and uploaded again",
  { "csv.existing": true },
  async (at) => {
    await learner(at);
    const visitor = await upload(
      at,
      csv(
        `${at.address("lena")},Lena,Brandt,learner`,
        "vic@school.example,,Moor,learner",
        "zoe@school.example,Zoe,Moor,learner",
      ),
    );
    await visitor.follow("Go on with 1");
    await visitor.press("Send 1 invitation");
    await at.works();
    await visitor.open(visitor.page.path.replace(/\/[a-z]+$/, "/result"));
    const failed = visitor.page.links.find(({ to }) => to.includes("failed.csv"));
    const file = (await visitor.browser.get(failed?.to ?? "")).body;
    expect(file).toContain(at.address("lena"));
    expect(file).toContain("vic@school.example");
    expect(file).not.toContain("zoe@school.example");
    const again = await upload(at, file.replace(/(vic@school\.example"?,)(?:"")?,/, "$1Vic,"));
    await again.follow("Go on with 1");
    await again.press("Send 1 invitation");
    await at.works();
    expect(await at.mailsTo("vic@school.example")).toHaveLength(1);
  },
);

behaviour(
  "the bulk import is for learners: another role needs a word of the administrator",
  { "csv.allowed_roles": true },
  async (at) => {
    const visitor = await upload(at, csv("ira@school.example,Ira,Moor,instructor"));
    expect(visitor.page.text).toMatch(/instructor/i);
    expect(visitor.page.links.map(({ words }) => words).join(" ")).not.toContain("Go on with 1");
  },
);

behaviour(
  "a learner is invited into a school and a group; other roles are not asked for them",
  { "invite.unit_fields_for_roles": true, terms: true },
  async (at) => {
    const unitId = await at.unit("North School");
    await at.group("Year 7", { unitId });
    await invite(at, at.address("ana"), "Learner", (form) =>
      form.fill("School", "North School").tick("Year 7"),
    );
    const visitor = await profile(at, at.address("ana"));
    expect(visitor.page.text).toContain("North School");
    expect(visitor.page.text).toContain("Year 7");
    const refused = await invite(at, "ira@school.example", "Instructor", (form) =>
      form.fill("School", "North School"),
    );
    expect(refused.page.status).toBe(422);
    expect(await at.mailsTo("ira@school.example")).toHaveLength(0);
  },
);

behaviour(
  "whoever was invited into a group finds its courses on joining",
  { "enrol.from_group": false, "activation.after": true },
  async (at) => {
    const groupId = await at.group("Year 7");
    await plantCourse(at.house, at.workspace.id, "Fractions", { groupIds: [groupId] });
    await invite(at, at.address("ana"), "Learner", (form) => form.tick("Year 7"));
    const visitor = await at.joins(await at.lastMailTo(at.address("ana")));
    expect(visitor.page.path).toContain("/sign-in");
    await signIn(visitor, at.address("ana"));
    expect(visitor.page.path).toContain("/learn");
    expect(visitor.page.text).toContain("Fractions");
  },
);

behaviour(
  "the mail comes in the name of the workspace, greets, explains, has the button and says when the link ends",
  { "mail.from_name": true, "mail.cta": true },
  async (at) => {
    await invite(at, at.address("ana"), "Learner");
    const mail = await at.lastMailTo(at.address("ana"));
    expect(mail.fromName).toBe(at.workspace.name);
    expect(mail.text).toMatch(/^Hello|\nHello/m);
    expect(mail.text).toContain("Usher");
    expect(mail.html).toMatch(/Set password and get started/i);
    expect(mail.text).toMatch(/valid until/i);
  },
);

async function signIn(visitor: Visitor, email: string) {
  visitor.fill("Email address", email).fill("Password", password);
  await visitor.press("Sign in");
}

behaviour(
  "setting a password activates the account and leads to the sign-in page, from there each role to its place",
  {
    "activation.after": true,
    "landing.by_role": { learner: "manage", instructor: "portal", group_admin: "portal", admin: "portal" },
  },
  async (at) => {
    const places = {
      Admin: /\/(people|start|courses)/,
      GroupAdmin: /\/(people|start|courses|groups)/,
      Instructor: /\/(people|start|courses)/,
      Learner: /\/learn/,
    };
    await at.group("Year 7");
    for (const [role, place] of Object.entries(places)) {
      const email = at.address(role.toLowerCase());
      await invite(at, email, role, (form) => role === "GroupAdmin" && form.tick("Year 7"));
      const visitor = await at.joins(await at.lastMailTo(email));
      expect(visitor.page.path).toContain("/sign-in");
      await signIn(visitor, email);
      expect(visitor.page.path).toMatch(place);
      const list = await at.signedIn();
      await list.open(`${at.base}/people`);
      expect(list.page.rows.find((cells) => cells.join(" ").includes(email))?.join(" ")).toContain("Active");
    }
  },
);

behaviour(
  "roles are changed on the profile without a new invitation, and count with the next page",
  { "roles.set": ["admin", "group_admin", "learner"] },
  async (at) => {
    const lena = await learner(at);
    const herself = await at.signedIn(lena);
    expect((await herself.open(at.base)).path).toContain("/learn");
    const visitor = await profile(at, "Lena Brandt");
    await visitor.follow("Change roles");
    visitor.tick("Instructor");
    await visitor.press("Save");
    expect((await herself.open(`${at.base}/courses/new`)).status).toBe(200);
    expect(await at.mailsTo(lena.email)).toHaveLength(0);
  },
);

behaviour(
  "a deactivated user cannot sign in, keeps what they learned, and can be reactivated",
  { "lifecycle.deactivate": false },
  async (at) => {
    const lena = await learner(at);
    await at.givePassword(lena);
    const courseId = await plantCourse(at.house, at.workspace.id, "Fractions");
    await useCases.enrolMember(at.asAdmin, { courseId, membershipId: lena.membershipId });
    const visitor = await profile(at, "Lena Brandt");
    await visitor.follow("Deactivate");
    await visitor.press("Deactivate");
    const herself = new Visitor();
    await herself.open(`${at.base}/sign-in`);
    await signIn(herself, lena.email);
    expect(herself.page.path).toContain("/sign-in");
    await visitor.open(`${at.base}/people/${lena.membershipId}`);
    expect(visitor.page.text).toContain("Fractions");
    await visitor.follow("Reactivate");
    await visitor.press("Reactivate");
    await herself.open(`${at.base}/sign-in`);
    await signIn(herself, lena.email);
    expect(herself.page.text).toContain("Fractions");
  },
);

behaviour(
  "removing ends access for good, and says to deactivate where it may be wanted back",
  { "lifecycle.remove": true },
  async (at) => {
    const lena = await learner(at);
    const visitor = await profile(at, "Lena Brandt");
    await visitor.follow("Remove");
    expect(visitor.page.text).toMatch(/cannot be undone|for good|irreversible/i);
    expect(visitor.page.text).toMatch(/deactivate/i);
    visitor.fill(`Type ${lena.email} to confirm`, lena.email);
    await visitor.press("Remove");
    const herself = await at.signedIn(lena);
    expect((await herself.open(`${at.base}/learn`)).path).not.toContain("/learn");
    await visitor.open(`${at.base}/people`);
    expect(visitor.page.text).not.toContain("Lena Brandt");
  },
);

behaviour(
  "a person is Instructor and Learner at once, and switches between the two",
  { "roles.multiple": true, "ui.role_switcher": true },
  async (at) => {
    const lena = await learner(at);
    const visitor = await profile(at, "Lena Brandt");
    await visitor.follow("Change roles");
    visitor.tick("Instructor").tick("Learner");
    await visitor.press("Save");
    const herself = await at.signedIn(lena);
    await herself.open(`${at.base}/courses`);
    await herself.press("Learner");
    expect(herself.page.path).toContain("/learn");
  },
);

behaviour(
  "somebody of another workspace gets a membership of their own here, and signs in with what they have",
  { "invite.existing_elsewhere": "block" },
  async (at) => {
    const { workspace: other } = await createWorkspace(at.house, { customerId: at.workspace.customerId });
    const elsewhere = await createMember(at.house, other, {
      email: at.address("ana"),
      firstName: "Ana",
      lastName: "Ruiz",
    });
    await at.givePassword(elsewhere);
    const form = await invite(at, at.address("ana"), "Learner");
    expect(form.page.text).not.toContain(other.name);
    const visitor = await at.opens(await at.lastMailTo(at.address("ana")));
    visitor.fill("Password", password);
    await visitor.press("Sign in and join");
    await visitor.open(`${at.base}/learn`);
    expect(visitor.page.status).toBe(200);
    expect(visitor.page.path).toContain("/learn");
  },
);

behaviour(
  "a GroupAdmin adds learners to their own group who are members already, and nobody else",
  { "group_level.may": "none" },
  async (at) => {
    const groupId = await at.group("Year 7");
    await learner(at);
    const groupAdmin = await at.member({ roles: [{ role: "group_admin", groupId }] });
    const visitor = await at.signedIn(groupAdmin);
    await visitor.open(`${at.base}/groups/${groupId}`);
    expect(visitor.page.links.map(({ words }) => words)).not.toContain("Invite User");
    await visitor.follow("Add");
    visitor.fill("Name or address", "Lena");
    await visitor.press("Search");
    visitor.tick("Lena Brandt");
    await visitor.press("Add");
    await visitor.open(`${at.base}/groups/${groupId}`);
    expect(visitor.page.text).toContain("Lena Brandt");
  },
);

behaviour("the sender's name is the administrator's to change in the settings", {}, async (at) => {
  const visitor = await at.signedIn();
  await visitor.open(`${at.base}/settings`);
  await visitor.follow("Look and sender");
  visitor.fill("Sender’s name", "Harbour Admissions");
  await visitor.press("Save");
  await invite(at, at.address("ana"), "Learner");
  expect((await at.lastMailTo(at.address("ana"))).fromName).toBe("Harbour Admissions");
});

behaviour(
  "whoever misses the mail is told to look among the junk, and who can let it through",
  {},
  async (at) => {
    const visitor = new Visitor();
    await visitor.open(`${at.base}/sign-in`);
    await visitor.follow("The invitation did not arrive?");
    expect(visitor.page.text).toMatch(/spam/i);
    expect(visitor.page.text).toMatch(/few minutes/);
    expect(visitor.page.text).toMatch(/filter .* let/i);
  },
);
