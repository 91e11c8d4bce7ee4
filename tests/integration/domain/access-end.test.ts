import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { endAccess } from "../../../db/queries/access-ends.ts";
import { auditEvents, authSessions, memberships, outbox } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { endOfAccess } from "../../../worker/domain/members/access-end.ts";
import { resolveKey } from "../../../worker/domain/sessions/resolve-caller.ts";
import {
  callerNow,
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  minute,
  monday,
  openHouse,
  plantGroup,
  refusalOf,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";
import { countReads } from "../../support/seed-people.ts";

const berlin = "Europe/Berlin";

// The cron is everybody's: who is left over from another test would be counted here.
beforeEach(async () => {
  await env.DB.prepare("update memberships set access_ends_at = null").run();
});
const counted = countRoundTrips(env.DB);

async function rowOf(house: House, id: string) {
  const [row] = await house.system().db.select().from(memberships).where(eq(memberships.id, id));
  if (!row) throw new Error("no such member");
  return row;
}

async function tick(house: House, at: number) {
  house.clock.now = at;
  const ended = await useCases.endAccessDue(house.system(), {});
  const { warned } = await useCases.warnOfAccessEnds(house.system(), {});
  return { ...ended, warned };
}

async function deliver(house: House, workspaceId: string) {
  await useCases.deliverMail(house.system(), { workspaceId });
}

function warnings(house: House, email: string) {
  return house.sent.filter(({ to, template }) => to === email && template === "access_ending");
}

async function actionsOf(house: House, membershipId: string): Promise<string[]> {
  const rows = await house
    .system()
    .db.select({ action: auditEvents.action })
    .from(auditEvents)
    .where(eq(auditEvents.membershipId, membershipId));
  return rows.map(({ action }) => action);
}

async function space(options: Parameters<typeof createWorkspace>[1] = {}) {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, options);
  const member = await createMember(house, workspace);
  const ctx = () => house.context(admin.caller);
  const set = (
    accessEndsOn: string | null,
    accessEndDoes?: "deactivate" | "remove",
    who: TestMember = member,
  ) =>
    useCases.setAccessEnd(ctx(), {
      membershipId: who.membershipId,
      accessEndsOn,
      ...(accessEndDoes && { accessEndDoes }),
    });
  return { house, workspace, admin, member, ctx, set };
}

test("a last day is set in two round trips and audited once, the same day again not at all", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  const member = await createMember(house, workspace);
  counted.reset();
  const state = await useCases.setAccessEnd(house.context(admin.caller), {
    membershipId: member.membershipId,
    accessEndsOn: "2026-12-31",
  });
  expect(counted.roundTrips()).toBe(2);
  expect(state).toMatchObject({
    accessEndsOn: "2026-12-31",
    accessEndsAt: Date.UTC(2026, 11, 31, 23),
    accessEndDoes: "deactivate",
    status: "active",
  });
  await useCases.setAccessEnd(house.context(admin.caller), {
    membershipId: member.membershipId,
    accessEndsOn: "2026-12-31",
  });
  expect(await actionsOf(house, member.membershipId)).toEqual(["member.access_end_set"]);
});

test("access ends with the day and not a minute before, with the sessions, once and as noted", async () => {
  const { house, workspace, member, admin, ctx, set } = await space();
  await useCases.signIn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: member.email,
    password: member.password,
  });
  await set("2026-03-29");
  // The clocks go forward on that day: it has 23 hours.
  const end = Date.UTC(2026, 2, 29, 22);
  expect(await tick(house, end - 1)).toMatchObject({ ended: 0 });
  expect(await rowOf(house, member.membershipId)).toMatchObject({ status: "active" });
  expect(await tick(house, end)).toMatchObject({ ended: 1, kept: 0 });
  expect(await rowOf(house, member.membershipId)).toMatchObject({
    status: "deactivated",
    shownAs: "deactivated",
    deactivatedBy: "access_end",
    accessEndsOn: "2026-03-29",
  });
  const sessions = await house
    .system()
    .db.select()
    .from(authSessions)
    .where(eq(authSessions.userId, member.userId));
  expect(sessions).toEqual([]);
  expect(await tick(house, end + minute)).toMatchObject({ ended: 0 });
  const page = await useCases.viewMember(ctx(), { membershipId: member.membershipId });
  const ended = page.timeline.filter(
    (entry) => entry.kind === "act" && entry.action === "member.access_ended",
  );
  expect(ended).toMatchObject([{ details: { email: member.email, accessEndsOn: "2026-03-29" } }]);
  expect(await rowOf(house, admin.membershipId)).toMatchObject({ status: "active" });
});

test("a session goes on for somebody who is a member elsewhere", async () => {
  const { house, workspace, member, set } = await space();
  const other = await createWorkspace(house);
  await createMember(house, other.workspace, { userId: member.userId, email: member.email });
  await useCases.signIn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: member.email,
    password: member.password,
  });
  await set("2026-03-10");
  await tick(house, monday + 20 * day);
  const sessions = await house
    .system()
    .db.select()
    .from(authSessions)
    .where(eq(authSessions.userId, member.userId));
  expect(sessions).toHaveLength(1);
});

test("the policy decides what the end does, and a choice for the person before it", async () => {
  const { house, workspace, member, set } = await space({ overrides: { "access.on_expiry": "delete" } });
  const kept = await createMember(house, workspace);
  expect(await set("2026-03-10")).toMatchObject({ accessEndDoes: "remove" });
  expect(await set("2026-03-10", "deactivate", kept)).toMatchObject({ accessEndDoes: "deactivate" });
  await tick(house, monday + 20 * day);
  expect(await rowOf(house, member.membershipId)).toMatchObject({
    status: "removed",
    removedAt: monday + 20 * day,
  });
  expect(await rowOf(house, kept.membershipId)).toMatchObject({ status: "deactivated" });
});

test("a day that is over, a day of no calendar and a workspace without ends are refused in words", async () => {
  const { house, set, ctx, member } = await space();
  expect(await refusalOf(set("2026-03-01"))).toBe("VALIDATION_FAILED");
  expect(await refusalOf(set("2026-02-30"))).toBe("VALIDATION_FAILED");
  expect(await set("2026-03-02")).toMatchObject({ accessEndsOn: "2026-03-02" });
  expect(await set("2026-03-31T22:00:00.000Z")).toMatchObject({ accessEndsOn: "2026-03-31" });
  const off = await space({ overrides: { "access.expiry_enabled": false } });
  expect(await refusalOf(off.set("2026-12-31"))).toBe("VALIDATION_FAILED");
  await off.house
    .system()
    .db.update(memberships)
    .set({ accessEndsOn: "2026-12-31", accessEndsAt: endOfAccess("2026-12-31", berlin) })
    .where(eq(memberships.id, off.member.membershipId));
  expect(await off.set(null)).toMatchObject({ accessEndsOn: null, accessEndsAt: null });
  expect(await rowOf(house, member.membershipId)).toMatchObject({ accessEndsOn: "2026-03-31" });
  await expect(
    useCases.setAccessEnd(ctx(), { membershipId: member.membershipId } as never),
  ).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
});

test("the last administrator is refused an end, and stays when they became the last since", async () => {
  const { house, workspace, admin, set } = await space();
  expect(await refusalOf(set("2026-12-31", undefined, admin))).toBe("LAST_ADMIN");
  const second = await createMember(house, workspace, { roles: ["admin"] });
  const learner = await createMember(house, workspace);
  await set("2026-03-10", undefined, admin);
  await set("2026-03-10", "remove", second);
  await set("2026-03-10", undefined, learner);
  const end = endOfAccess("2026-03-10", berlin);
  expect(await tick(house, end)).toMatchObject({ ended: 2, kept: 1 });
  const admins = [await rowOf(house, admin.membershipId), await rowOf(house, second.membershipId)];
  expect(admins.filter(({ status }) => status === "active")).toHaveLength(1);
  expect(await rowOf(house, learner.membershipId)).toMatchObject({ status: "deactivated" });
  const stays = admins.find(({ status }) => status === "active");
  const stayed = stays?.id ?? "";
  // Noted once, tried again every day, and carried out when there is somebody else.
  expect(await tick(house, end + minute)).toMatchObject({ ended: 0, kept: 0 });
  expect(await tick(house, end + day)).toMatchObject({ ended: 0, kept: 1 });
  const noted = (await actionsOf(house, stayed)).filter((action) => action === "member.access_kept");
  expect(noted).toHaveLength(1);
  await createMember(house, workspace, { roles: ["admin"] });
  expect(await tick(house, end + 2 * day)).toMatchObject({ ended: 1, kept: 0 });
  expect((await rowOf(house, stayed)).status).not.toBe("active");
});

test("warnings are mailed 30, 7 and 1 days before, once each, in the reader's language", async () => {
  const { house, workspace, member, set } = await space();
  await house
    .system()
    .db.update(memberships)
    .set({ language: "de" })
    .where(eq(memberships.id, member.membershipId));
  await set("2026-12-31");
  const end = endOfAccess("2026-12-31", berlin);
  for (const [before, mails] of [
    [30 * day + 1, 0],
    [30 * day, 1],
    [30 * day - minute, 1],
    [8 * day, 1],
    [7 * day, 2],
    [day, 3],
    [hour, 3],
  ] as const) {
    await tick(house, end - before);
    await deliver(house, workspace.id);
    expect(warnings(house, member.email), String(before)).toHaveLength(mails);
  }
  const [mail] = warnings(house, member.email);
  expect(mail?.subject).toContain("31. Dezember 2026");
  expect(mail?.text).toContain(`/w/${workspace.slug}/sign-in`);
});

test("with five days left only the last warning is still to come, and a later day begins anew", async () => {
  const { house, workspace, member, set } = await space();
  house.clock.now = Date.UTC(2026, 2, 26, 12);
  await set("2026-03-31");
  const end = endOfAccess("2026-03-31", berlin);
  await tick(house, Date.UTC(2026, 2, 26, 13));
  await tick(house, end - day);
  await deliver(house, workspace.id);
  expect(warnings(house, member.email)).toHaveLength(1);
  await set("2026-05-31");
  const later = endOfAccess("2026-05-31", berlin);
  for (const days of [30, 7, 1]) await tick(house, later - days * day);
  await deliver(house, workspace.id);
  // Three were written; what is stale when the mail leaves is dropped, what holds is not.
  const rows = await house
    .system()
    .db.select()
    .from(outbox)
    .where(and(eq(outbox.workspaceId, workspace.id), eq(outbox.template, "access_ending")));
  expect(rows).toHaveLength(4);
});

test("a warning that is not true any more when it leaves is dropped", async () => {
  const { house, workspace, member, set, ctx } = await space();
  const gone = await createMember(house, workspace);
  await set("2026-04-10");
  await set("2026-04-10", undefined, gone);
  await tick(house, endOfAccess("2026-04-10", berlin) - 7 * day);
  await set("2026-12-31");
  await useCases.deactivateMember(ctx(), { membershipId: gone.membershipId });
  await deliver(house, workspace.id);
  expect(house.sent.filter(({ template }) => template === "access_ending")).toEqual([]);
  expect(await rowOf(house, member.membershipId)).toMatchObject({ accessEndsOn: "2026-12-31" });
});

test("after an outage each gets the latest warning alone, and a suspended workspace none", async () => {
  const { house, workspace, member, set } = await space();
  await set("2026-12-31");
  const end = endOfAccess("2026-12-31", berlin);
  // The first minute of an hour looks at all.
  const lateAt = end - 3 * day;
  await tick(house, lateAt);
  await tick(house, lateAt + hour);
  await deliver(house, workspace.id);
  expect(warnings(house, member.email)).toHaveLength(1);
  const shut = await space();
  await shut.set("2026-12-31");
  await shut.house.database
    .prepare("update workspaces set status = 'suspended' where id = ?")
    .bind(shut.workspace.id)
    .run();
  expect(await tick(shut.house, end - 30 * day)).toMatchObject({ warned: 0 });
});

test("nobody is warned of a day that they joined with", async () => {
  const { house, member } = await space();
  const joinedAt = Date.UTC(2026, 2, 26, 12);
  await house
    .system()
    .db.update(memberships)
    .set({ joinedAt, accessEndsOn: "2026-03-31", accessEndsAt: endOfAccess("2026-03-31", berlin) })
    .where(eq(memberships.id, member.membershipId));
  expect(await tick(house, joinedAt + hour)).toMatchObject({ warned: 0 });
  expect(await tick(house, endOfAccess("2026-03-31", berlin) - day)).toMatchObject({ warned: 1 });
});

test("whoever is extended between being found and being ended stays", async () => {
  const { house, member, workspace, set } = await space();
  await set("2026-03-10");
  const found = endOfAccess("2026-03-10", berlin);
  await set("2026-03-20");
  const { db } = house.system();
  const rows = JSON.stringify([{ workspaceId: workspace.id, id: member.membershipId, seen: found }]);
  await endAccess(db, rows, "evt_stale", { status: "deactivated", shownAs: "deactivated" });
  expect(await rowOf(house, member.membershipId)).toMatchObject({ status: "active" });
});

test("a later day gives access back to whom it ended, and not to whom somebody deactivated", async () => {
  const { house, workspace, member, set, ctx } = await space();
  await set("2026-03-10");
  await tick(house, monday + 20 * day);
  expect(await set("2026-12-31")).toMatchObject({ status: "active", accessEndsOn: "2026-12-31" });
  expect(await rowOf(house, member.membershipId)).toMatchObject({ status: "active", deactivatedBy: null });
  const other = await createMember(house, workspace);
  await useCases.deactivateMember(ctx(), { membershipId: other.membershipId });
  expect(await refusalOf(set("2026-12-31", undefined, other))).toBe("NOT_ACTIVE");
});

test("whoever is reactivated by hand after their end does not end again a minute later", async () => {
  const { house, member, set, ctx } = await space();
  await set("2026-03-10");
  await tick(house, monday + 20 * day);
  await useCases.reactivateMember(ctx(), { membershipId: member.membershipId });
  expect(await tick(house, monday + 21 * day)).toMatchObject({ ended: 0 });
  expect(await rowOf(house, member.membershipId)).toMatchObject({
    status: "active",
    accessEndsOn: null,
    deactivatedBy: null,
  });
});

test("another time zone moves the ends that are still to come", async () => {
  const { house, member, workspace, set, ctx } = await space();
  const over = await createMember(house, workspace);
  await set("2026-12-31");
  await set("2026-03-03", undefined, over);
  await tick(house, Date.UTC(2026, 2, 10));
  await useCases.changeWorkspace(ctx(), { timeZone: "America/New_York" });
  expect(await rowOf(house, member.membershipId)).toMatchObject({
    accessEndsAt: endOfAccess("2026-12-31", "America/New_York"),
  });
  expect(await rowOf(house, over.membershipId)).toMatchObject({
    accessEndsAt: endOfAccess("2026-03-03", berlin),
  });
});

test("an invitation whose last day is over is over, whoever comes with its link", async () => {
  const { house, workspace, ctx, set } = await space();
  const { invitation } = await useCases.inviteUser(ctx(), { email: "late@example.com", roles: ["learner"] });
  await deliver(house, workspace.id);
  const token = tokenIn(house.sent.at(-1));
  await set("2026-03-03", undefined, { membershipId: invitation.userId } as TestMember);
  const join = () =>
    useCases.joinAsNewPerson(house.anonymous(), {
      token,
      revision: invitation.revision,
      firstName: "Late",
      lastName: "Comer",
      password: "a long enough secret",
    });
  house.clock.now = endOfAccess("2026-03-03", berlin);
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("expired");
  expect(await refusalOf(join())).toBe("INVITATION_EXPIRED");
  expect(await refusalOf(useCases.requestNewLink(house.anonymous(), { token }))).toBe("NOT_PENDING");
  expect(await tick(house, house.clock.now + minute)).toMatchObject({ ended: 0 });
  await set("2026-03-31", undefined, { membershipId: invitation.userId } as TestMember);
  expect(await join()).toMatchObject({ email: "late@example.com" });
});

test("only whoever has all of a person's places in their part may set the end of their access", async () => {
  const { house, workspace } = await space();
  const mine = await plantGroup(house, workspace.id, "Mine");
  const theirs = await plantGroup(house, workspace.id, "Theirs");
  const keeper = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: mine.id }] });
  const inside = await createMember(house, workspace, { groupIds: [mine.id] });
  const both = await createMember(house, workspace, { groupIds: [mine.id, theirs.id] });
  const outside = await createMember(house, workspace, { groupIds: [theirs.id] });
  const elsewhere = await createWorkspace(house);
  const set = async ({ membershipId }: { membershipId: string }, caller = keeper) =>
    useCases.setAccessEnd(house.context(await callerNow(house, caller)), {
      membershipId,
      accessEndsOn: "2026-12-31",
    });
  expect(await set(inside)).toMatchObject({ accessEndsOn: "2026-12-31" });
  expect(await refusalOf(set(both))).toBe("ELSEWHERE_TOO");
  expect(await refusalOf(set(outside))).toBe("NOT_FOUND");
  expect(await refusalOf(set(inside, elsewhere.admin))).toBe("NOT_FOUND");
  expect(await refusalOf(set(inside, inside))).toBe("FORBIDDEN");
  const boss = await createMember(house, workspace, {
    roles: ["learner", "instructor"],
    groupIds: [mine.id],
  });
  expect(await refusalOf(set(boss))).toBe("ROLE_ABOVE_YOURS");
});

test("a key whose maker's access has ended opens nothing", async () => {
  const { house, workspace, set } = await space();
  const maker = await createMember(house, workspace, { roles: ["admin"] });
  const { key } = await useCases.createApiKey(house.context(maker.caller), {
    name: "sync",
    scopes: ["people.view"],
  });
  const asked = async () => (await resolveKey(house.anonymous(), key))?.caller.kind;
  expect(await asked()).toBe("apiKey");
  await set("2026-03-10", undefined, maker);
  await tick(house, monday + 20 * day);
  expect(await asked()).not.toBe("apiKey");
});

test("a tick reads what is due and nothing of those whose day is still to come", async () => {
  const reads = countReads(env.DB, { single: true });
  const house = openHouse({ database: reads.database });
  const { workspace } = await createWorkspace(house);
  const ends = endOfAccess("2027-12-31", berlin);
  await house.database
    .prepare(
      `insert into memberships (workspace_id, id, email, first_name, last_name, language, status, shown_as, delivery,
        inviter_id, search_terms, created_at, access_ends_on, access_ends_at)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)
      select ?1, 'mem_bulk' || i, 'bulk' || i || '@example.com', '', '', 'en', 'active', 'active', 'none', '', '[]', ?2,
        '2027-12-31', ?3 from n`,
    )
    .bind(workspace.id, monday, ends)
    .run();
  reads.reset();
  await tick(house, monday);
  expect(reads.reads.length).toBeGreaterThan(3);
  expect(Math.max(...reads.reads)).toBeLessThanOrEqual(5);
  expect(await tick(house, ends)).toMatchObject({ ended: 2000 });
});

test("those who leave within thirty days are listed soonest first, page by page, and of a part its people alone", async () => {
  const { house, workspace, set, ctx, member } = await space();
  const mine = await plantGroup(house, workspace.id, "Leavers");
  const keeper = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: mine.id }] });
  const first = await createMember(house, workspace, { groupIds: [mine.id] });
  const far = await createMember(house, workspace);
  await set("2026-03-20");
  await set("2026-03-10", "remove", first);
  await set("2026-05-20", undefined, far);
  const page = await useCases.listLeaving(ctx(), {});
  expect(page.rows.map(({ id, accessEndDoes, mayExtend }) => [id, accessEndDoes, mayExtend])).toEqual([
    [first.membershipId, "remove", true],
    [member.membershipId, "deactivate", true],
  ]);
  const one = await useCases.listLeaving(ctx(), { limit: 1 });
  const two = await useCases.listLeaving(ctx(), { limit: 1, cursor: one.nextCursor ?? "" });
  expect([...one.rows, ...two.rows].map(({ id }) => id)).toEqual([first.membershipId, member.membershipId]);
  expect(two.nextCursor).toBeNull();
  const part = await useCases.listLeaving(house.context(await callerNow(house, keeper)), {});
  expect(part.rows.map(({ id }) => id)).toEqual([first.membershipId]);
  const other = await createWorkspace(house);
  expect((await useCases.listLeaving(house.context(other.admin.caller), {})).rows).toEqual([]);
  expect(await refusalOf(useCases.listLeaving(ctx(), { cursor: "x" }))).toBe("VALIDATION_FAILED");
});

test("several are extended at once, each with an outcome of its own, in two round trips", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  const mine = await plantGroup(house, workspace.id, "Extended");
  const theirs = await plantGroup(house, workspace.id, "Not extended");
  const keeper = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: mine.id }] });
  const inside = await createMember(house, workspace, { groupIds: [mine.id] });
  const both = await createMember(house, workspace, { groupIds: [mine.id, theirs.id] });
  const outside = await createMember(house, workspace, { groupIds: [theirs.id] });
  const above = await createMember(house, workspace, { roles: ["instructor"], groupIds: [mine.id] });
  const people = [inside, both, outside, above];
  const caller = await callerNow(house, keeper);
  counted.reset();
  const done = await useCases.extendAccess(house.context(caller), {
    membershipIds: people.map(({ membershipId }) => membershipId),
    accessEndsOn: "2026-12-31",
  });
  expect(counted.roundTrips()).toBe(2);
  expect(done.results.map(({ outcome }) => outcome)).toEqual(["extended", "not_yours", "gone", "role_above"]);
  expect(await rowOf(house, inside.membershipId)).toMatchObject({ accessEndsOn: "2026-12-31" });
  expect(await rowOf(house, outside.membershipId)).toMatchObject({ accessEndsOn: null });
  expect(await actionsOf(house, inside.membershipId)).toEqual(["member.access_end_set"]);
  expect(await actionsOf(house, both.membershipId)).toEqual([]);
  const last = await useCases.extendAccess(house.context(admin.caller), {
    membershipIds: [admin.membershipId],
    accessEndsOn: "2026-12-31",
  });
  expect(last.results).toEqual([{ membershipId: admin.membershipId, outcome: "last_admin" }]);
});

test("an invitation whose last day of access is over is mailed to nobody again: not by one, by many, or by the clock", async () => {
  const { house, workspace, ctx, set } = await space();
  const { invitation } = await useCases.inviteUser(ctx(), {
    email: "late@example.com",
    roles: ["learner"],
    accessEndsOn: "2026-03-04",
    linkTermSeconds: 5 * 86_400,
  });
  await deliver(house, workspace.id);
  expect(house.sent.splice(0)).toHaveLength(1);
  const again = { invitationId: invitation.id };
  // The last day itself still counts.
  house.clock.now = Date.UTC(2026, 2, 4, 22);
  await useCases.remindInvitation(ctx(), again);
  house.clock.now = Date.UTC(2026, 2, 4, 23, 1);
  expect(await refusalOf(useCases.resendInvitation(ctx(), again))).toBe("ACCESS_ENDED");
  expect(await refusalOf(useCases.remindInvitation(ctx(), again))).toBe("ACCESS_ENDED");
  expect(await refusalOf(useCases.copyInvitationLink(ctx(), again))).toBe("ACCESS_ENDED");
  for (const action of ["resend", "remind"] as const) {
    const preview = await useCases.previewJob(ctx(), { action, ids: [invitation.userId] });
    expect([action, preview]).toEqual([
      action,
      { total: 1, willDo: 0, skipped: [{ reason: "access_ended", count: 1 }] },
    ]);
  }
  await deliver(house, workspace.id);
  house.sent.splice(0);
  // The automatic reminders of the term.
  for (let hours = 0; hours < 3 * 24; hours += 1) {
    house.clock.advance(hour);
    await useCases.sendReminders(house.system(), {});
    await deliver(house, workspace.id);
  }
  expect(house.sent).toEqual([]);
  // With a later day it is mailed.
  await set("2026-12-31", undefined, { membershipId: invitation.userId } as TestMember);
  expect((await useCases.resendInvitation(ctx(), again)).invitation.status).toBe("pending");
});

test("reactivating somebody by hand keeps a last day that is to come", async () => {
  const { house, member, ctx, set } = await space();
  await set("2026-12-31", "remove");
  const { membershipId } = member;
  await useCases.deactivateMember(ctx(), { membershipId });
  await useCases.reactivateMember(ctx(), { membershipId });
  expect(await rowOf(house, membershipId)).toMatchObject({
    status: "active",
    accessEndsOn: "2026-12-31",
    accessEndDoes: "remove",
  });
});
