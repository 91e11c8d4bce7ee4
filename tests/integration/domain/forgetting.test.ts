import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  certificates,
  customerAdmins,
  enrolments,
  memberships,
  registrations,
  users,
} from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  callerNow,
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  monday,
  openHouse,
  plantGroup,
  refusalOf,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";
import { plantRegistration } from "../../support/registering.ts";
import { countReads } from "../../support/seed-people.ts";

const counted = countRoundTrips(env.DB);

/** Every table that may say who somebody is. */
const tables = [
  "memberships",
  "membership_terms",
  "invitations",
  "outbox",
  "mail_events",
  "import_rows",
  "import_changed_rows",
  "audit_details",
  "users",
  "certificates",
  "jobs",
  "imports",
];

/** Where any of these words still stands, in any column of any table. */
async function tracesOf(words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const table of tables) {
    const { results } = await env.DB.prepare(`select * from ${table}`).all();
    for (const row of results) {
      const text = JSON.stringify(row).toLowerCase();
      for (const word of words) if (text.includes(word.toLowerCase())) found.push(`${table}: ${word}`);
    }
  }
  return [...new Set(found)];
}

let serial = 0;

async function invited(house: House, options: Parameters<typeof createWorkspace>[1] = {}) {
  serial += 1;
  const space = await createWorkspace(house, options);
  const ctx = () => house.context(space.admin.caller);
  const email = `forget-me-${serial}@example.com`;
  const { invitation } = await useCases.inviteUser(ctx(), {
    email,
    firstName: `Vergissa${serial}`,
    lastName: `Meinnicht${serial}`,
    roles: ["learner"],
    message: `Personal note ${serial} for you`,
  });
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  const token = tokenIn(house.sent.at(-1));
  const words = [email, `Vergissa${serial}`, `Meinnicht${serial}`, `Personal note ${serial}`];
  return { ...space, ctx, email, invitation, token, words };
}

async function rowOf(id: string) {
  const row = await env.DB.prepare("select * from memberships where id = ?").bind(id).first();
  return row as Record<string, unknown>;
}

async function purgeAt(house: House, at: number) {
  house.clock.now = at - (at % hour) + hour;
  return useCases.purgeNeverAccepted(house.system(), {});
}

test("whoever never accepted is forgotten 180 days after their link ended, and not a day before", async () => {
  const house = openHouse();
  const { invitation, words, token, workspace } = await invited(house);
  const end = monday + 7 * day;
  house.clock.now = end;
  await useCases.expireInvitations(house.system(), {});
  // What is sealed before has its salts, which go with the details.
  await useCases.sealAuditEvents(house.system(), {});
  await purgeAt(house, end + 180 * day - 2 * hour);
  expect(await tracesOf(words)).toContain(`memberships: ${words[0]}`);
  await purgeAt(house, end + 180 * day);
  expect(await tracesOf(words)).toEqual([]);
  expect(await rowOf(invitation.userId)).toMatchObject({
    status: "removed",
    shown_as: "removed",
    email: null,
  });
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("canceled");
  const counts = await env.DB.prepare(
    "select sum(count) as n from membership_counts where workspace_id = ? and facet = '' and status in ('pending', 'expired')",
  )
    .bind(workspace.id)
    .first<{ n: number }>();
  expect(counts?.n).toBe(0);
  const verdict = await sealAndVerify(house, workspace.id);
  expect(verdict).toMatchObject({ intact: true });
  expect(verdict.blanked).toBeGreaterThan(0);
});

async function sealAndVerify(house: House, workspaceId: string) {
  house.clock.advance(hour);
  await useCases.sealAuditEvents(house.system(), {});
  const { verifyAuditChain } = await import("../../../worker/domain/audit-trail/verify-audit-chain.ts");
  return verifyAuditChain(house.system(), { workspaceId });
}

test.for(["canceled", "declined"] as const)("somebody who was %s is forgotten as well", async (how) => {
  const house = openHouse();
  const { ctx, invitation, token, words, workspace } = await invited(house);
  if (how === "canceled") await useCases.cancelInvitation(ctx(), { invitationId: invitation.id });
  else
    await useCases.declineInvitation(house.anonymous(), {
      token,
      confirmation: workspace.name,
      reason: `No, says ${words[1]}`,
    });
  await purgeAt(house, monday + 179 * day);
  expect(await tracesOf(words)).not.toEqual([]);
  await purgeAt(house, monday + 181 * day);
  expect(await tracesOf(words)).toEqual([]);
});

test("a resend, a link whose end is still to come, an accepted invitation and the policy keep the data", async () => {
  const house = openHouse();
  const resent = await invited(house);
  const long = await invited(house, {
    overrides: { "invite.link_ttl_s": 300 * 86_400, "invite.link_ttl_max_s": null },
  });
  const joined = await invited(house);
  const kept = await invited(house, { overrides: { "retention.never_accepted_days": null } });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: joined.token,
    revision: joined.invitation.revision,
    password: "a long enough secret",
  });
  house.clock.now = monday + 100 * day;
  await useCases.resendInvitation(resent.ctx(), { invitationId: resent.invitation.id });
  await useCases.deliverMail(house.system(), { workspaceId: resent.workspace.id });
  await purgeAt(house, monday + 200 * day);
  for (const { words } of [resent, long, joined, kept]) expect(await tracesOf(words)).not.toEqual([]);
  await purgeAt(house, monday + 290 * day);
  expect(await tracesOf(resent.words)).toEqual([]);
  for (const { words } of [long, joined, kept]) expect(await tracesOf(words)).not.toEqual([]);
});

test("a link without end is kept until 180 days after the last mail, and is dead then", async () => {
  const house = openHouse();
  const { words, token } = await invited(house, {
    overrides: { "invite.link_ttl_s": null, "invite.link_ttl_max_s": null },
  });
  await purgeAt(house, monday + 170 * day);
  expect(await tracesOf(words)).not.toEqual([]);
  await purgeAt(house, monday + 181 * day);
  expect(await tracesOf(words)).toEqual([]);
  expect(
    await refusalOf(
      useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password: "a long enough secret" }),
    ),
  ).toBe("INVITATION_CANCELED");
});

test("a mail of a link without end begins the time anew", async () => {
  const house = openHouse();
  const { words, ctx, invitation, workspace } = await invited(house, {
    overrides: { "invite.link_ttl_s": null, "invite.link_ttl_max_s": null },
  });
  house.clock.now = monday + 100 * day;
  await useCases.remindInvitation(ctx(), { invitationId: invitation.id });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  await purgeAt(house, monday + 200 * day);
  expect(await tracesOf(words)).not.toEqual([]);
  await purgeAt(house, monday + 281 * day);
  expect(await tracesOf(words)).toEqual([]);
});

test("whoever was a member and was removed is not forgotten by the clock, invited once or never", async () => {
  const house = openHouse();
  const joined = await invited(house);
  const member = await useCases.joinAsNewPerson(house.anonymous(), {
    token: joined.token,
    revision: joined.invitation.revision,
    password: "a long enough secret",
  });
  expect(member).toBeTruthy();
  const direct = await createMember(house, joined.workspace, { email: "direct@example.com" });
  for (const [membershipId, confirmation] of [
    [joined.invitation.userId, joined.email],
    [direct.membershipId, direct.email],
  ] as const) {
    await useCases.removeMember(joined.ctx(), { membershipId, confirmation });
  }
  await purgeAt(house, monday + 400 * day);
  expect(await tracesOf(joined.words.slice(0, 1))).toContain(`memberships: ${joined.email}`);
  expect(await tracesOf([direct.email])).toContain(`memberships: ${direct.email}`);
});

test("who was invited anew under the address of somebody forgotten keeps their mails", async () => {
  const house = openHouse();
  const first = await invited(house);
  await useCases.cancelInvitation(first.ctx(), { invitationId: first.invitation.id });
  house.clock.now = monday + 179 * day;
  const { invitation } = await useCases.inviteUser(first.ctx(), {
    email: first.email,
    firstName: "Second",
    roles: ["learner"],
  });
  await useCases.deliverMail(house.system(), { workspaceId: first.workspace.id });
  await purgeAt(house, monday + 182 * day);
  const page = await useCases.viewMember(first.ctx(), { membershipId: invitation.userId });
  expect(page).toMatchObject({ email: first.email, firstName: "Second", status: "pending" });
  const mail = page.timeline.find((entry) => entry.kind === "mail");
  expect(mail).toMatchObject({ to: first.email });
});

test("a tick outside of the first minutes of an hour reads nothing, and one within them only the old", async () => {
  const reads = countReads(env.DB, { single: true });
  const house = openHouse({ database: reads.database });
  const { workspace } = await createWorkspace(house);
  house.clock.now = monday + 30 * 60_000;
  reads.reset();
  await useCases.purgeNeverAccepted(house.system(), {});
  expect(reads.reads).toEqual([]);
  const ids = house.system().ids;
  const people = Array.from({ length: 300 }, () => ids.next("membership"));
  await env.DB.prepare(
    `insert into memberships (workspace_id, id, email, first_name, last_name, language, status, shown_as, delivery,
      inviter_id, search_terms, created_at)
    select ?1, value, value || '@example.com', '', '', 'en', 'pending', 'pending', 'none', '', '[]', ?2 from json_each(?3)`,
  )
    .bind(workspace.id, monday, JSON.stringify(people))
    .run();
  house.clock.now = monday + hour - (monday % hour);
  reads.reset();
  await useCases.purgeNeverAccepted(house.system(), {});
  expect(Math.max(...reads.reads)).toBeLessThan(200);
});

/** Somebody who joined, learnt, was mailed and looked at, and then was deactivated. */
async function left(house: House, options: Parameters<typeof createWorkspace>[1] = {}) {
  const space = await invited(house, options);
  const { workspace, ctx, invitation, token, words } = space;
  await useCases.joinAsNewPerson(house.anonymous(), {
    token,
    revision: invitation.revision,
    password: "a long enough secret",
  });
  const membershipId = invitation.userId;
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  await useCases.changeNames(ctx(), { membershipId, lastName: `${words[2]} Zwei` });
  const { db } = house.system();
  const courseId = house.system().ids.next("course");
  await env.DB.prepare(
    `insert into courses (workspace_id, id, title, title_key, summary, description, status, visibility, created_at, updated_at, last_op)
    values (?1, ?2, 'First aid', 'first aid', '', '', 'published', 'private', 1, 1, 'evt')`,
  )
    .bind(workspace.id, courseId)
    .run();
  const base = { workspaceId: workspace.id, membershipId, courseId };
  await db.insert(enrolments).values({
    ...base,
    id: house.system().ids.next("enrolment"),
    origin: "manual",
    status: "completed",
    progress: 100,
    enrolledAt: monday,
    lastOp: "evt",
  });
  await db.insert(certificates).values({
    ...base,
    id: house.system().ids.next("certificate"),
    personName: `${words[1]} ${words[2]}`,
    courseTitle: "First aid",
    issuedAt: monday,
  });
  await useCases.deactivateMember(ctx(), { membershipId });
  const [row] = await db.select().from(memberships).where(eq(memberships.id, membershipId));
  house.clock.advance(hour);
  await useCases.sealAuditEvents(house.system(), {});
  const erase = (caller = space.admin.caller, confirmation = space.email) =>
    useCases.erasePerson(house.context(caller), { membershipId, confirmation });
  return { ...space, membershipId, userId: row?.userId ?? "", erase };
}

test("erasing leaves no name and no address of the person anywhere, and the chain holds", async () => {
  const house = openHouse({ database: counted.database });
  const person = await left(house);
  counted.reset();
  await person.erase();
  expect(counted.roundTrips()).toBe(2);
  expect(await tracesOf(person.words)).toEqual([]);
  expect(await house.system().db.select().from(users).where(eq(users.id, person.userId))).toEqual([]);
  const trail = await useCases.listAuditEvents(person.ctx(), { membershipId: person.membershipId });
  const actions = trail.events.map(({ action }) => action);
  expect(actions[0]).toBe("member.erased");
  expect(actions).toContain("invitation.accepted");
  expect(trail.events[0]).toMatchObject({ actor: { name: "Ada Admin" }, details: {} });
  const verdict = await sealAndVerify(house, person.workspace.id);
  expect(verdict).toMatchObject({ intact: true });
  expect(verdict.blanked).toBeGreaterThan(3);
  // Kept without a name, as the policy has it.
  const kept = await house
    .system()
    .db.select()
    .from(enrolments)
    .where(eq(enrolments.membershipId, person.membershipId));
  expect(kept).toHaveLength(1);
  expect(await refusalOf(person.erase())).toBe("NOT_FOUND");
});

test("where the policy says so, what they learnt goes with them", async () => {
  const house = openHouse();
  const person = await left(house, { overrides: { "remove.learning_records": "erase" } });
  await person.erase();
  const { db } = house.system();
  expect(await db.select().from(enrolments).where(eq(enrolments.membershipId, person.membershipId))).toEqual(
    [],
  );
  expect(
    await db.select().from(certificates).where(eq(certificates.membershipId, person.membershipId)),
  ).toEqual([]);
});

test("the account and the other workspaces of somebody who is erased in one stay as they are", async () => {
  const house = openHouse();
  const person = await left(house);
  const other = await createWorkspace(house);
  const there = await createMember(house, other.workspace, {
    userId: person.userId,
    email: person.email,
    firstName: "Elsewhere",
  });
  await person.erase();
  const { db } = house.system();
  expect(await db.select().from(users).where(eq(users.id, person.userId))).toHaveLength(1);
  expect(await rowOf(there.membershipId)).toMatchObject({ email: person.email, first_name: "Elsewhere" });
  expect(await rowOf(person.membershipId)).toMatchObject({ email: null, user_id: null });
});

test("the account of somebody who waits for approval in another workspace stays theirs", async () => {
  const house = openHouse();
  const person = await left(house);
  const other = await createWorkspace(house);
  const { id } = await plantRegistration(house.system(), other.workspace.id, null, "waiting");
  const { db } = house.system();
  await db.update(registrations).set({ userId: person.userId }).where(eq(registrations.id, id));
  await person.erase();
  expect(await db.select().from(users).where(eq(users.id, person.userId))).toHaveLength(1);
  expect(await db.select().from(registrations).where(eq(registrations.id, id))).toMatchObject([
    { status: "waiting", userId: person.userId },
  ]);
});

test("the account of an administrator of the customer stays, though they are a member nowhere any more", async () => {
  const house = openHouse();
  const person = await left(house);
  const { db } = house.system();
  await db.insert(customerAdmins).values({ customerId: person.workspace.customerId, userId: person.userId });
  await person.erase();
  expect(await db.select().from(users).where(eq(users.id, person.userId))).toHaveLength(1);
  expect(await rowOf(person.membershipId)).toMatchObject({ email: null, user_id: null });
});

test("somebody who was removed can be erased, and whoever has the address today stays", async () => {
  const house = openHouse();
  const person = await left(house);
  await useCases.removeMember(person.ctx(), {
    membershipId: person.membershipId,
    confirmation: person.email,
  });
  const { invitation } = await useCases.inviteUser(person.ctx(), { email: person.email, roles: ["learner"] });
  await useCases.deliverMail(house.system(), { workspaceId: person.workspace.id });
  expect((await useCases.viewErasure(person.ctx(), { membershipId: person.membershipId })).status).toBe(
    "removed",
  );
  await person.erase();
  expect(await rowOf(person.membershipId)).toMatchObject({ email: null, first_name: "" });
  const page = await useCases.viewMember(person.ctx(), { membershipId: invitation.userId });
  expect(page.email).toBe(person.email);
  expect(page.timeline.find((entry) => entry.kind === "mail")).toMatchObject({
    to: person.email,
    state: "sent",
  });
});

test("what an erased administrator did is kept without their name", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const boss = await createMember(house, workspace, {
    roles: ["admin"],
    firstName: "Bossine",
    lastName: "Chefkamp",
  });
  const { invitation } = await useCases.inviteUser(house.context(boss.caller), {
    email: "by-boss@example.com",
    roles: ["learner"],
  });
  const { key } = await useCases.createApiKey(house.context(boss.caller), {
    name: "sync",
    scopes: ["people.view"],
  });
  expect(key).toBeTruthy();
  await useCases.deactivateMember(house.context(admin.caller), { membershipId: boss.membershipId });
  await useCases.erasePerson(house.context(admin.caller), {
    membershipId: boss.membershipId,
    confirmation: boss.email,
  });
  expect(await tracesOf(["Bossine", "Chefkamp", boss.email])).toEqual([]);
  const page = await useCases.viewMember(house.context(admin.caller), { membershipId: invitation.userId });
  expect(page.timeline.some((entry) => entry.kind === "act" && entry.action === "invitation.created")).toBe(
    true,
  );
  const live = await env.DB.prepare(
    "select count(*) as n from api_keys where creator_membership_id = ? and revoked_at is null",
  )
    .bind(boss.membershipId)
    .first<{ n: number }>();
  expect(live?.n).toBe(0);
});

test("members, the wrong address, another workspace and another part are refused", async () => {
  const house = openHouse();
  const person = await left(house);
  expect(await refusalOf(person.erase(person.admin.caller, "somebody@example.com"))).toBe(
    "VALIDATION_FAILED",
  );
  const other = await createWorkspace(house);
  expect(await refusalOf(person.erase(other.admin.caller))).toBe("NOT_FOUND");
  const mine = await plantGroup(house, person.workspace.id, "Mine");
  const theirs = await plantGroup(house, person.workspace.id, "Theirs");
  const keeper = await createMember(house, person.workspace, {
    roles: [{ role: "group_admin", groupId: mine.id }],
  });
  const inside = await createMember(house, person.workspace, { status: "deactivated", groupIds: [mine.id] });
  const both = await createMember(house, person.workspace, {
    status: "deactivated",
    groupIds: [mine.id, theirs.id],
  });
  const above = await createMember(house, person.workspace, {
    roles: ["instructor"],
    status: "deactivated",
    groupIds: [mine.id],
  });
  const active = await createMember(house, person.workspace);
  const erase = async (caller: TestMember, { membershipId, email }: TestMember) =>
    useCases.erasePerson(house.context(await callerNow(house, caller)), {
      membershipId,
      confirmation: email,
    });
  expect(await refusalOf(erase(person.admin, active))).toBe("NOT_ACTIVE");
  expect(await refusalOf(person.erase(await callerNow(house, keeper)))).toBe("NOT_FOUND");
  expect(await refusalOf(erase(keeper, both))).toBe("ELSEWHERE_TOO");
  expect(await refusalOf(erase(keeper, above))).toBe("ROLE_ABOVE_YOURS");
  expect(await refusalOf(erase(active, inside))).toBe("FORBIDDEN");
  expect(await rowOf(both.membershipId)).toMatchObject({ email: both.email });
  expect(await erase(keeper, inside)).toEqual({ id: inside.membershipId, erased: true });
});

test("an export holds everything about one person, and nothing about another", async () => {
  const house = openHouse({ database: counted.database });
  const person = await left(house);
  const stranger = await invited(house);
  counted.reset();
  const { fileName, data } = await useCases.exportPersonData(person.ctx(), {
    membershipId: person.membershipId,
  });
  expect(counted.roundTrips()).toBe(2);
  expect(fileName).toBe(`${person.membershipId}.json`);
  const text = JSON.stringify(data);
  for (const word of person.words) expect(text).toContain(word);
  for (const word of stranger.words) expect(text).not.toContain(word);
  expect(data).toMatchObject({
    member: { email: person.email, status: "deactivated" },
    roles: [{ role: "learner" }],
    invitations: [{ status: "accepted", invitedBy: "Ada Admin" }],
    enrolments: [{ course: "First aid", status: "completed" }],
    certificates: [{ course: "First aid" }],
  });
  const trail = await useCases.listAuditEvents(person.ctx(), { action: "member.data_exported" });
  expect(trail.events).toMatchObject([{ membershipId: person.membershipId, actor: { name: "Ada Admin" } }]);
  expect(
    await refusalOf(
      useCases.exportPersonData(house.context(stranger.admin.caller), { membershipId: person.membershipId }),
    ),
  ).toBe("NOT_FOUND");
});

test("an export of one person wants the whole person, also of somebody who was removed", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const mine = await plantGroup(house, workspace.id, "Mine");
  const theirs = await plantGroup(house, workspace.id, "Theirs");
  const keeper = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: mine.id }] });
  const person = (groupIds: string[]) => createMember(house, workspace, { groupIds });
  const people = {
    inside: await person([mine.id]),
    both: await person([mine.id, theirs.id]),
    outside: await person([theirs.id]),
  };
  const above = await createMember(house, workspace, { roles: ["admin"], groupIds: [mine.id] });
  const take = async ({ membershipId }: TestMember, caller = keeper) =>
    useCases.exportPersonData(house.context(await callerNow(house, caller)), { membershipId });
  const refused = async () => {
    expect(await refusalOf(take(people.both))).toBe("ELSEWHERE_TOO");
    expect(await refusalOf(take(people.outside))).toBe("NOT_FOUND");
  };
  expect((await take(people.inside)).fileName).toContain(people.inside.membershipId);
  expect(await refusalOf(take(above))).toBe("ROLE_ABOVE_YOURS");
  await refused();
  for (const { membershipId, email } of Object.values(people)) {
    await useCases.removeMember(house.context(admin.caller), { membershipId, confirmation: email });
  }
  expect((await take(people.inside)).fileName).toContain(people.inside.membershipId);
  await refused();
  const other = await createWorkspace(house);
  expect(await refusalOf(take(people.inside, other.admin))).toBe("NOT_FOUND");
});

test("a member takes their own data along, without the names of those who did something", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const member = await createMember(house, workspace);
  await useCases.changeNames(house.context(admin.caller), {
    membershipId: member.membershipId,
    firstName: "Renamed",
  });
  const { data } = await useCases.exportOwnData(house.context(member.caller), {});
  const text = JSON.stringify(data);
  expect(text).toContain("Renamed");
  expect(text).not.toContain("Ada Admin");
  expect(await refusalOf(useCases.exportOwnData(house.anonymous(), {}))).toBe("NOT_SIGNED_IN");
  expect(
    await refusalOf(
      useCases.exportPersonData(house.context(member.caller), { membershipId: admin.membershipId }),
    ),
  ).toBe("FORBIDDEN");
  for (let taken = 1; taken < 5; taken += 1) await useCases.exportOwnData(house.context(member.caller), {});
  expect(await refusalOf(useCases.exportOwnData(house.context(member.caller), {}))).toBe("RATE_LIMITED");
});
