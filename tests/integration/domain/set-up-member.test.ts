import { expect, test } from "vitest";
import type { Caller } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { PresetName } from "../../../worker/domain/presets.ts";
import { resolveCaller, resolveKey } from "../../../worker/domain/sessions/resolve-caller.ts";
import {
  callerNow,
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  minute,
  openHouse,
  plantGroup,
  refusalOf,
  type TestWorkspace,
  tokenIn,
} from "../../support/house.ts";
import { enrolmentsOf, placesOf, plantCourse, plantSession } from "../../support/learning.ts";

const typed = "nine purple kites";
const own = "seven green bicycles";
let serial = 0;

const newAddress = () => `set-up-${++serial}@example.com`;

async function open(preset: PresetName = "standard", overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  return { house, ...(await createWorkspace(house, { preset, overrides })) };
}

/** A workspace of the second preset, which mails temporary passwords and types others, with a group to be in. */
async function openCollaborative(overrides: Record<string, unknown> = {}) {
  const space = await open("collaborative", overrides);
  const group = await plantGroup(space.house, space.workspace.id, "Sales");
  const who = () => ({
    email: newAddress(),
    firstName: "Ana",
    lastName: "Ruiz",
    groupIds: [group.id],
    roles: ["learner"],
  });
  return { ...space, group, who };
}

const deliver = ({ house, workspace }: Pick<TestWorkspace, "workspace"> & { house: House }) =>
  useCases.deliverMail(house.system(), { workspaceId: workspace.id });

const signIn = (house: House, slug: string, login: string, password: string) =>
  useCases.signIn(house.anonymous(), { workspaceSlug: slug, email: login, password });

/** The caller of a session, as the next request of that browser has it. */
async function callerOf(house: House, slug: string, secret: string): Promise<Caller> {
  return (await resolveCaller(house.anonymous(), secret, slug)).caller;
}

const passwordIn = (text: string | undefined) =>
  /\b[0-9a-z]{4}(?:-[0-9a-z]{4}){3}\b/.exec(text ?? "")?.[0] ?? "";

const all = (house: House, sql: string, ...values: unknown[]) =>
  house.database
    .prepare(sql)
    .bind(...values)
    .all()
    .then(({ results }) => results);

test("somebody who is set up is a member at once, and sets a password by the mailed link, once", async () => {
  const space = await open();
  const { house, workspace, admin } = space;
  const email = newAddress();
  const made = await useCases.setUpMember(house.context(admin.caller), {
    email,
    firstName: "Ana",
    lastName: "Ruiz",
  });
  expect(made).toMatchObject({ status: "active", email, roles: [{ role: "learner" }] });
  expect(await useCases.viewMember(house.context(admin.caller), { membershipId: made.id })).toMatchObject({
    status: "active",
    joinedAt: house.clock.now,
    invitation: null,
  });
  await deliver(space);
  const [mail] = house.sent;
  expect(mail).toMatchObject({
    template: "account_link",
    to: email,
    subject: `Your account at ${workspace.name}`,
  });
  expect(mail?.text).toContain("Ada Admin made you a member");

  const token = tokenIn(mail);
  house.clock.advance(6 * day);
  await useCases.resetPassword(house.anonymous(), { token, password: own });
  expect(await refusalOf(useCases.resetPassword(house.anonymous(), { token, password: typed }))).toBe(
    "RESET_INVALID",
  );
  expect((await signIn(house, workspace.slug, email, own)).membershipId).toBe(made.id);
  const [user] = await all(
    house,
    "select email_verified_at is not null as proved, must_change_password from users where email = ?",
    email,
  );
  expect(user).toEqual({ proved: 1, must_change_password: 0 });
});

test("the link to a first password lasts a week, and the forgotten password is the way after it", async () => {
  const space = await open();
  const { house, workspace, admin } = space;
  const email = newAddress();
  await useCases.setUpMember(house.context(admin.caller), { email, firstName: "Ana" });
  await deliver(space);
  house.clock.advance(7 * day);
  expect(
    await refusalOf(useCases.viewPasswordReset(house.anonymous(), { token: tokenIn(house.sent[0]) })),
  ).toBe("RESET_INVALID");
  await useCases.requestPasswordReset(house.anonymous(), { workspaceSlug: workspace.slug, email });
  await deliver(space);
  expect(house.sent[1]).toMatchObject({ template: "password_reset", to: email });
});

test("a temporary password is in the mail alone, must be changed before anything else, and proves the mailbox", async () => {
  const space = await openCollaborative();
  const { house, workspace, admin, who } = space;
  const person = who();
  await useCases.setUpMember(house.context(admin.caller), person);
  // Before the mail is written there is no password.
  expect(await all(house, "select password_hash from users where email = ?", person.email)).toEqual([
    { password_hash: null },
  ]);
  await deliver(space);
  const password = passwordIn(house.sent[0]?.text);
  expect(password).not.toBe("");
  expect(house.sent[0]?.template).toBe("account_password");
  expect(house.sent[0]?.text).toContain("until 5 March 2026, 10:00");
  // Nothing keeps it in clear: no table, no trail, no outbox.
  for (const { name } of await all(
    house,
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_cf%' escape '\\'",
  )) {
    const rows = JSON.stringify(await all(house, `select * from "${name}"`)).replaceAll(
      `quick$${password}`,
      "",
    );
    expect([name, rows.includes(password)]).toEqual([name, false]);
  }

  const { secret } = await signIn(house, workspace.slug, person.email, password);
  const caller = await callerOf(house, workspace.slug, secret);
  const ctx = house.context(caller);
  expect(await refusalOf(useCases.viewOwnLearning(ctx, {}))).toBe("PASSWORD_CHANGE_REQUIRED");
  expect(await refusalOf(useCases.listSessions(ctx, {}))).toBe("PASSWORD_CHANGE_REQUIRED");
  expect(await refusalOf(useCases.viewOwnWorkspace(ctx, {}))).toBe("PASSWORD_CHANGE_REQUIRED");
  expect(await refusalOf(useCases.changeOwnProfile(ctx, { firstName: "Eve" }))).toBe(
    "PASSWORD_CHANGE_REQUIRED",
  );

  const again = useCases.chooseOwnPassword(ctx, { password });
  await expect(again).rejects.toMatchObject({ details: { errors: [{ path: "password", code: "same" }] } });
  const chosen = await useCases.chooseOwnPassword(ctx, { password: own });
  // The session of before is over, and so is the password.
  expect(await callerOf(house, workspace.slug, secret)).toEqual({ kind: "anonymous" });
  expect(await refusalOf(signIn(house, workspace.slug, person.email, password))).toBe("SIGN_IN_FAILED");
  const after = await callerOf(house, workspace.slug, chosen.secret);
  expect(after).toMatchObject({ person: { emailVerified: true, mustChangePassword: false } });
  await useCases.viewOwnLearning(house.context(after), {});
  expect(await refusalOf(useCases.chooseOwnPassword(house.context(after), { password: typed }))).toBe(
    "FORBIDDEN",
  );
});

test("a temporary password is over after 72 hours, and who knows it is told so", async () => {
  const space = await openCollaborative();
  const { house, workspace, admin, who } = space;
  const person = who();
  await useCases.setUpMember(house.context(admin.caller), person);
  await deliver(space);
  const password = passwordIn(house.sent[0]?.text);
  house.clock.advance(72 * hour - 1);
  await signIn(house, workspace.slug, person.email, password);
  house.clock.advance(1);
  expect(await refusalOf(signIn(house, workspace.slug, person.email, password))).toBe("PASSWORD_ENDED");
  expect(await refusalOf(signIn(house, workspace.slug, person.email, "not this one"))).toBe("SIGN_IN_FAILED");
});

test("a mail that is tried again carries another temporary password, and the one of before is worth nothing", async () => {
  const space = await openCollaborative();
  const { house, workspace, admin, who } = space;
  const person = who();
  await useCases.setUpMember(house.context(admin.caller), person);
  let lost = "";
  house.provider.answers.push((mails) => {
    lost = passwordIn(mails[0]?.text);
    return mails.map(() => ({ kind: "retry", reason: "busy" }));
  });
  await deliver(space);
  house.clock.advance(hour);
  await deliver(space);
  const password = passwordIn(house.sent[0]?.text);
  expect(password).not.toBe(lost);
  expect(await refusalOf(signIn(house, workspace.slug, person.email, lost))).toBe("SIGN_IN_FAILED");
  await signIn(house, workspace.slug, person.email, password);
});

test("whoever has chosen a password before the mail leaves is mailed no temporary one", async () => {
  const space = await openCollaborative();
  const { house, workspace, admin, who } = space;
  const person = who();
  await useCases.setUpMember(house.context(admin.caller), person);
  house.provider.answers.push((mails) => mails.map(() => ({ kind: "unknown", reason: "no answer" })));
  await deliver(space);
  await useCases.requestPasswordReset(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: person.email,
  });
  await deliver(space);
  await useCases.resetPassword(house.anonymous(), { token: tokenIn(house.sent[0]), password: own });
  house.clock.advance(hour);
  await useCases.sweepMail(house.system(), {});
  await deliver(space);
  expect(house.sent.map(({ template }) => template)).toEqual(["password_reset", "password_changed"]);
  await signIn(house, workspace.slug, person.email, own);
});

test("a password that is chosen while a temporary one is being made stays, and that mail does not leave", async () => {
  const { house, workspace, admin, who } = await openCollaborative();
  const person = who();
  await useCases.setUpMember(house.context(admin.caller), person);
  const system = house.system();
  const hash = async (password: string) => {
    await house.database
      .prepare("update users set must_change_password = 0, password_hash = ?2 where email = ?1")
      .bind(person.email, await system.passwords.hash(own))
      .run();
    return system.passwords.hash(password);
  };
  const passwords = { ...system.passwords, hash };
  await useCases.deliverMail({ ...system, passwords }, { workspaceId: workspace.id });
  expect(house.sent).toEqual([]);
  const stored = await house.database
    .prepare("select password_hash h, password_ends_at ends from users where email = ?1")
    .bind(person.email)
    .first();
  expect(stored).toEqual({ h: await system.passwords.hash(own), ends: null });
});

test("a typed password opens only the page for another, and nothing is mailed with it", async () => {
  const space = await openCollaborative();
  const { house, workspace, admin, who } = space;
  const person = who();
  await useCases.setUpMember(house.context(admin.caller), {
    ...person,
    credentials: "typed_password",
    password: typed,
  });
  await deliver(space);
  expect(house.sent).toEqual([]);
  const { secret } = await signIn(house, workspace.slug, person.email, typed);
  const ctx = house.context(await callerOf(house, workspace.slug, secret));
  expect(await refusalOf(useCases.viewOwnLearning(ctx, {}))).toBe("PASSWORD_CHANGE_REQUIRED");
  const chosen = await useCases.chooseOwnPassword(ctx, { password: own });
  // A password that was said aloud proves no mailbox.
  expect(await callerOf(house, workspace.slug, chosen.secret)).toMatchObject({
    person: { emailVerified: false },
  });
});

test("credentials and fields are those of the policy", async () => {
  const { house, admin } = await open();
  const ctx = house.context(admin.caller);
  const person = { email: newAddress(), firstName: "Ana" };
  const refused = async (more: object) => {
    const error = await useCases.setUpMember(ctx, { ...person, ...more }).catch((e) => e);
    return error.details?.errors?.map(({ path, code }: { path: string; code: string }) => `${path}:${code}`);
  };
  expect(await refused({ credentials: "temporary_password" })).toEqual(["credentials:not_offered"]);
  expect(await refused({ credentials: "typed_password", password: "short" })).toEqual([
    "credentials:not_offered",
    "password:too_short",
  ]);
  expect(await refused({ credentials: "none", password: typed })).toEqual(["password:unknown_field"]);
  expect(await refused({ username: "ana" })).toEqual(["username:unknown_field"]);
  expect(await refused({ email: undefined, username: "ana" })).toEqual([
    "email:required",
    "username:unknown_field",
  ]);
  expect(await refused({ firstName: "" })).toEqual(["firstName:required"]);
});

test("the policy and a free trial keep people from being set up", async () => {
  const off = await open("academy");
  const person = { email: newAddress(), firstName: "Ana", roles: ["learner"] };
  expect(await refusalOf(useCases.setUpMember(off.house.context(off.admin.caller), person))).toBe(
    "DIRECT_SETUP_OFF",
  );
});

test("who is set up has the courses and sessions of their places, and a mail for each session", async () => {
  const space = await openCollaborative();
  const { house, workspace, admin, group, who } = space;
  const course = await plantCourse(house, workspace.id, "First aid", { groupIds: [group.id] });
  const chosen = await plantCourse(house, workspace.id, "Fire");
  await plantSession(house, workspace.id, course, { title: "Practice", groupId: group.id });
  const other = await plantSession(house, workspace.id, chosen, { title: "Drill" });
  const made = await useCases.setUpMember(house.context(admin.caller), {
    ...who(),
    sessionIds: [other],
    credentials: "typed_password",
    password: typed,
  });
  expect(await enrolmentsOf(house, made.id)).toEqual([
    { title: "Fire", origin: "session", status: "active" },
    { title: "First aid", origin: "group", status: "active" },
  ]);
  expect((await placesOf(house, made.id)).map(({ title }) => title)).toEqual(["Drill", "Practice"]);
  await deliver(space);
  expect(house.sent.map(({ template }) => template)).toEqual(["session_invitation", "session_invitation"]);
});

test("a course that is chosen in the form is taken at once", async () => {
  const { house, workspace, admin } = await open();
  const course = await plantCourse(house, workspace.id, "Fire");
  const made = await useCases.setUpMember(house.context(admin.caller), {
    email: newAddress(),
    firstName: "Ana",
    courseIds: [course],
  });
  expect(await enrolmentsOf(house, made.id)).toEqual([{ title: "Fire", origin: "manual", status: "active" }]);
});

test("an account of elsewhere joins with its own password and names, and the answer tells nothing of it", async () => {
  const space = await openCollaborative();
  const { house, workspace, admin, who } = space;
  const elsewhere = await createWorkspace(house);
  const known = who();
  const owner = await createMember(house, elsewhere.workspace, {
    email: known.email,
    firstName: "Anna",
    lastName: "Real",
  });
  const stranger = who();
  const given = { credentials: "typed_password", password: typed } as const;
  const ctx = house.context(admin.caller);
  const first = await useCases.setUpMember(ctx, { ...known, ...given });
  const second = await useCases.setUpMember(ctx, { ...stranger, ...given });
  const shape = ({ id: _, email: __, ...rest }: typeof first) => rest;
  expect(shape(first)).toEqual(shape(second));
  // As many hashes for one as for the other.
  expect(house.hashed.count).toBe(2);
  expect(await refusalOf(signIn(house, workspace.slug, known.email, typed))).toBe("SIGN_IN_FAILED");
  expect((await signIn(house, workspace.slug, known.email, owner.password)).membershipId).toBe(first.id);
  expect(await all(house, "select first_name, last_name from users where id = ?", owner.userId)).toEqual([
    { first_name: "Anna", last_name: "Real" },
  ]);
  await deliver(space);
  expect(house.sent.map(({ template, to }) => [template, to])).toEqual([["account_added", known.email]]);
});

/** Somebody whose mailbox nobody proved, an administrator elsewhere, whom this workspace sets up after that. */
async function openUnproved(undoSeconds = 0) {
  const unopened = openHouse({ undoSeconds });
  const space = { house: unopened, ...(await createWorkspace(unopened)) };
  const { house, admin } = space;
  const elsewhere = await createWorkspace(house);
  const email = newAddress();
  const person = await createMember(house, elsewhere.workspace, { email, verified: false, roles: ["admin"] });
  const { secret } = await signIn(house, elsewhere.workspace.slug, email, person.password);
  const { key } = await useCases.createApiKey(house.context(person.caller), {
    name: "Theirs",
    scopes: ["people.view"],
    maxRole: "learner",
  });
  house.clock.advance(1000);
  const done = await useCases.setUpMember(house.context(admin.caller), { email, firstName: "Ana" });
  return { ...space, elsewhere, email, person, secret, key, done };
}

test("a set-up changes nothing for an account elsewhere whose mailbox nobody proved, and taking it back neither", async () => {
  const { house, admin, elsewhere, email, person, secret, key, done } = await openUnproved(8);
  const works = async () => {
    const { slug } = elsewhere.workspace;
    expect(await callerOf(house, slug, secret)).toMatchObject({
      kind: "member",
      person: { workspaces: [{ slug }] },
    });
    expect(await resolveKey(house.anonymous(), key)).toMatchObject({ caller: { kind: "apiKey" } });
    expect((await signIn(house, slug, email, person.password)).membershipId).toBe(person.membershipId);
  };
  await works();
  await useCases.undoSetUp(house.context(admin.caller), { membershipId: done.id, op: done.undo?.op ?? "" });
  await works();
});

test("an account whose mailbox nobody proved opens no workspace that set it up later, until the mailed link is followed", async () => {
  const space = await openUnproved();
  const { house, workspace, elsewhere, email, person, secret, key } = space;
  expect(await refusalOf(signIn(house, workspace.slug, email, person.password))).toBe("SIGN_IN_FAILED");
  expect(await callerOf(house, workspace.slug, secret)).toMatchObject({ kind: "person" });
  const there = house.context(await callerOf(house, elsewhere.workspace.slug, secret));
  await useCases.changeOwnProfile(there, { firstName: "Stranger" });
  expect(
    await all(house, "select first_name from memberships where email = ? order by first_name", email),
  ).toEqual([{ first_name: "Ana" }, { first_name: "Stranger" }]);
  await deliver(space);
  await useCases.resetPassword(house.anonymous(), { token: tokenIn(house.sent[0]), password: own });
  expect(await callerOf(house, elsewhere.workspace.slug, secret)).toEqual({ kind: "anonymous" });
  expect(await resolveKey(house.anonymous(), key)).toBeNull();
  await signIn(house, workspace.slug, email, own);
  await signIn(house, elsewhere.workspace.slug, email, own);
});

test("a key of an account whose mailbox nobody proved opens no membership that is younger than the account", async () => {
  const { house, elsewhere, person, key } = await openUnproved();
  await all(house, "update memberships set joined_at = joined_at + 1 where id = ?", person.membershipId);
  expect(await resolveKey(house.anonymous(), key)).toBeNull();
  await all(house, "update users set email_verified_at = 1 where id = ?", person.userId);
  expect(await resolveKey(house.anonymous(), key)).toMatchObject({
    caller: { workspace: { id: elsewhere.workspace.id } },
  });
});

test("the policy about accounts elsewhere advises, or blocks, as in an invitation", async () => {
  const house = openHouse();
  const here = await createWorkspace(house, { preset: "programs" });
  const there = await createWorkspace(house, { customerId: here.workspace.customerId });
  const { email } = await createMember(house, there.workspace);
  const person = { email, firstName: "Ana", roles: ["learner"] };
  expect(await refusalOf(useCases.setUpMember(house.context(here.admin.caller), person))).toBe(
    "ACCOUNT_ELSEWHERE",
  );
  const advising = await createWorkspace(house, {
    customerId: here.workspace.customerId,
    overrides: { "invite.existing_elsewhere": "advise" },
  });
  const made = await useCases.setUpMember(house.context(advising.admin.caller), person);
  expect(made.advice).toBe("account_elsewhere");
});

test("who is here already is refused by their state, who was removed comes anew, an expired invitation is taken up", async () => {
  const space = await open();
  const { house, workspace, admin } = space;
  const ctx = house.context(admin.caller);
  const set = (email: string) => useCases.setUpMember(ctx, { email, firstName: "Ana", lastName: "New" });

  const active = await createMember(house, workspace);
  expect(await refusalOf(set(active.email))).toBe("ALREADY_MEMBER");
  const left = await createMember(house, workspace, { status: "deactivated" });
  expect(await refusalOf(set(left.email))).toBe("MEMBER_DEACTIVATED");
  const email = newAddress();
  const { invitation } = await useCases.inviteUser(ctx, { email, roles: ["learner"], linkTermSeconds: 3600 });
  expect(await refusalOf(set(email))).toBe("ALREADY_INVITED");
  await deliver(space);
  house.clock.advance(2 * hour);
  const taken = await set(email);
  expect(taken.id).toBe(invitation.userId);
  expect(await all(house, "select status from invitations where id = ?", invitation.id)).toEqual([
    { status: "expired" },
  ]);
  expect(await useCases.viewMember(ctx, { membershipId: taken.id })).toMatchObject({
    status: "active",
    firstName: "Ana",
    email,
  });

  await useCases.removeMember(ctx, { membershipId: active.membershipId, confirmation: active.email });
  const back = await set(active.email);
  expect(back.id).not.toBe(active.membershipId);
  // Their account was theirs before.
  await signIn(house, workspace.slug, active.email, active.password);
});

test("two set-ups of one address at once make one member, with one account and one mail", async () => {
  const space = await open();
  const { house, admin } = space;
  const email = newAddress();
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map(() => useCases.setUpMember(house.context(admin.caller), { email, firstName: "Ana" })),
  );
  const codes = outcomes
    .map((outcome) => (outcome.status === "fulfilled" ? "made" : outcome.reason.code))
    .sort();
  expect(codes).toEqual(["ALREADY_MEMBER", "ALREADY_MEMBER", "made"]);
  await deliver(space);
  expect(house.sent).toHaveLength(1);
  expect(await all(house, "select count(*) as n from users where email = ?", email)).toEqual([{ n: 1 }]);
});

test("nobody gives a role above their own, nor a group outside of their part", async () => {
  const space = await open();
  const { house, workspace } = space;
  const mine = await plantGroup(house, workspace.id, "Mine");
  const theirs = await plantGroup(house, workspace.id, "Theirs");
  const lead = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: mine.id }],
    groupIds: [mine.id],
  });
  const ctx = house.context(await callerNow(house, lead));
  const person = () => ({ email: newAddress(), firstName: "Ana" });
  expect(await refusalOf(useCases.setUpMember(ctx, { ...person(), roles: ["admin"] }))).toBe(
    "ROLE_ABOVE_YOURS",
  );
  const outside = useCases.setUpMember(ctx, { ...person(), groupIds: [theirs.id] });
  await expect(outside).rejects.toMatchObject({
    details: { errors: [{ path: "groupIds.0", code: "not_found" }] },
  });
  const nowhere = useCases.setUpMember(ctx, person());
  await expect(nowhere).rejects.toMatchObject({ details: { errors: [{ code: "part_required" }] } });
  expect((await useCases.setUpMember(ctx, { ...person(), groupIds: [mine.id] })).status).toBe("active");
  const learner = await createMember(house, workspace);
  expect(await refusalOf(useCases.setUpMember(house.context(learner.caller), person()))).toBe("FORBIDDEN");
});

test("a set-up is taken back before its mail leaves: the membership, the account, the courses and the mails go", async () => {
  const house = openHouse({ undoSeconds: 8 });
  const space = { house, ...(await createWorkspace(house)) };
  const { workspace, admin } = space;
  const ctx = house.context(admin.caller);
  const course = await plantCourse(house, workspace.id, "Fire");
  const session = await plantSession(house, workspace.id, course);
  const email = newAddress();
  const made = await useCases.setUpMember(ctx, {
    email,
    firstName: "Ana",
    courseIds: [course],
    sessionIds: [session],
  });
  await deliver(space);
  expect(house.sent).toEqual([]);
  const { op = "" } = made.undo ?? {};
  expect(await useCases.undoSetUp(ctx, { membershipId: made.id, op })).toMatchObject({ status: "removed" });
  expect(await refusalOf(useCases.undoSetUp(ctx, { membershipId: made.id, op }))).toBe("NOT_FOUND");
  expect(await all(house, "select id from users where email = ?", email)).toEqual([]);
  expect(await enrolmentsOf(house, made.id)).toEqual([]);
  expect(await placesOf(house, made.id)).toEqual([]);
  house.clock.advance(minute);
  await deliver(space);
  expect(house.sent).toEqual([]);
  // The address is free again.
  await useCases.setUpMember(ctx, { email, firstName: "Ana" });
});

test("a set-up is not taken back once its time is over, or once the person has come", async () => {
  const house = openHouse({ undoSeconds: 8 });
  const space = { house, ...(await createWorkspace(house, { preset: "collaborative" })) };
  const ctx = house.context(space.admin.caller);
  const group = await plantGroup(house, space.workspace.id, "Sales");
  const set = async () => {
    const made = await useCases.setUpMember(ctx, {
      email: newAddress(),
      firstName: "Ana",
      roles: ["learner"],
      groupIds: [group.id],
      credentials: "typed_password",
      password: typed,
    });
    return { membershipId: made.id, op: made.undo?.op ?? "", email: made.email ?? "" };
  };
  const { email: _, ...late } = await set();
  house.clock.advance(8_000);
  expect(await refusalOf(useCases.undoSetUp(ctx, late))).toBe("UNDO_TOO_LATE");
  const { email, ...come } = await set();
  await signIn(house, space.workspace.slug, email, typed);
  expect(await refusalOf(useCases.undoSetUp(ctx, come))).toBe("UNDO_TOO_LATE");
});

test("set-ups count against the day's number, and each is in the trail", async () => {
  const space = await open();
  const { house, workspace, admin } = space;
  const ctx = {
    ...house.context(admin.caller),
    settings: { ...house.system().settings, invitationsPerDay: 1 },
  };
  const made = await useCases.setUpMember(ctx, { email: newAddress(), firstName: "Ana" });
  expect(await refusalOf(useCases.setUpMember(ctx, { email: newAddress(), firstName: "Ben" }))).toBe(
    "DAILY_LIMIT",
  );
  const { events } = await useCases.listAuditEvents(ctx, { action: "member.set_up" });
  expect(events).toMatchObject([{ membershipId: made.id, details: { credentials: "set_password_link" } }]);
  expect(workspace.id).toBeTruthy();
});

test("a set-up takes two round trips after the caller's", async () => {
  const { house, admin } = await open();
  const counted = countRoundTrips(house.database);
  const counting = openHouse({ database: counted.database });
  await useCases.setUpMember(counting.context(admin.caller), { email: newAddress(), firstName: "Ana" });
  expect(counted.roundTrips()).toBe(2);
});
