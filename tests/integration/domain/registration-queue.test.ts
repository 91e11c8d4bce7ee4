import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  auditEvents,
  enrolments,
  groupMembers,
  jobs,
  memberships,
  orders,
  outbox,
  registrationLinks,
  registrations,
  users,
} from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  minute,
  openHouse,
  plantGroup,
  plantUnit,
  type TestMember,
  type TestWorkspace,
  tokenIn,
} from "../../support/house.ts";
import { plantCourse } from "../../support/learning.ts";
import {
  plantCatalogCourse,
  plantRegistration,
  registerByMail,
  stranger,
} from "../../support/registering.ts";
import { countReads } from "../../support/seed-people.ts";
import { newsOf, plantOrder } from "../../support/till.ts";

const counted = countReads(env.DB, { single: true });
const house = openHouse({ database: counted.database, registrationsPerHour: 100_000 });
const { db } = house.system();
const readNow = () => counted.reads.reduce((sum, reads) => sum + reads, 0);
const as = ({ caller }: TestMember) => house.context(caller);

const open = (overrides: Record<string, unknown> = {}, options: { seats?: number } = {}) =>
  createWorkspace(house, {
    overrides: {
      "selfreg.mode": "catalog",
      "selfreg.roles": ["learner"],
      "selfreg.check": "moderated",
      ...overrides,
    },
    ...options,
  });

let serial = 0;
const address = () => {
  serial += 1;
  return `queue-${serial}@example.com`;
};

/** Somebody who registered by the link and has proved the mailbox. */
async function proved(
  { workspace }: TestWorkspace,
  way: { linkCode?: string; courseId?: string; securityCode?: string },
  email = address(),
) {
  const token = await registerByMail(house, workspace, { email, ...way });
  const page = await useCases.viewInvitation(house.anonymous(), { token: token ?? "" });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: token ?? "",
    revision: page.invitation.revision,
    firstName: "Rosa",
    lastName: `Proved ${email.split("@")[0]}`,
    password: "nine quiet umbrellas",
  });
  const [row] = await db.select().from(registrations).where(eq(registrations.email, email));
  if (!row) throw new Error("not registered");
  return { id: row.id, email, row };
}

const statusOf = async (id: string) =>
  (await db.select().from(registrations).where(eq(registrations.id, id)))[0]?.status;
const memberOf = async ({ workspace }: TestWorkspace, email: string) =>
  (
    await db
      .select()
      .from(memberships)
      .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.email, email)))
  )[0];

test("who waits stands in the queue, is approved, is in the course and the group, and is told by mail", async () => {
  const space = await open();
  const { workspace, admin } = space;
  const group = await plantGroup(house, workspace.id, "Choir");
  const course = await plantCourse(house, workspace.id, "Music");
  const link = await useCases.createRegistrationLink(as(admin), {
    name: "Choir",
    groupIds: [group.id],
    courseIds: [course],
    maxUses: 3,
  });
  const { id, email } = await proved(space, { linkCode: link.code.toUpperCase() });
  expect(await statusOf(id)).toBe("waiting");
  expect(await memberOf(space, email)).toBeUndefined();
  expect((await useCases.countWaitingRegistrations(as(admin), {})).count).toBe(1);
  const { registrations: queue } = await useCases.listRegistrations(as(admin), { status: "waiting" });
  expect(queue).toMatchObject([
    { id, email, firstName: "Rosa", status: "waiting", link: { name: "Choir" }, provedAt: house.clock.now },
  ]);
  const decided = await useCases.approveRegistrations(as(admin), { ids: [id] });
  expect(decided).toEqual({ results: [{ id, outcome: "done" }], jobId: null });
  const member = await memberOf(space, email);
  expect(member).toMatchObject({ status: "active", firstName: "Rosa", seatSince: house.clock.now });
  const groups = await db
    .select()
    .from(groupMembers)
    .where(eq(groupMembers.membershipId, member?.id ?? ""));
  expect(groups.map(({ groupId, kind }) => [groupId, kind])).toEqual([[group.id, "direct"]]);
  const taken = await db
    .select()
    .from(enrolments)
    .where(eq(enrolments.membershipId, member?.id ?? ""));
  expect(taken.map(({ courseId, origin, status }) => [courseId, origin, status])).toEqual([
    [course, "catalog", "active"],
  ]);
  expect((await useCases.viewRegistrationLink(as(admin), { linkId: link.id })).uses).toBe(1);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mails = house.sent.filter(({ to }) => to === email).map(({ template }) => template);
  expect(mails).toEqual(["registration", "registration_approved"]);
  // Where its lines break depends on the workspace's name.
  const text = house.sent.findLast(({ to }) => to === email)?.text.replace(/\s+/g, " ");
  expect(text).toContain("“Music” waits for you");
  expect(text).toContain(encodeURIComponent(`/w/${workspace.slug}/learn/courses/${course}`));
  expect((await useCases.countWaitingRegistrations(as(admin), {})).count).toBe(0);
  const [listed] = (await useCases.listRegistrations(as(admin), {})).registrations;
  expect(listed).toMatchObject({ status: "joined", membershipId: member?.id });
});

test("a refusal is told with its reason, and nothing is kept of who was refused", async () => {
  const space = await open();
  const { workspace, admin } = space;
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring" });
  const { id, email } = await proved(space, { linkCode: link.code });
  const decided = await useCases.refuseRegistrations(as(admin), { ids: [id], reason: "Only for members." });
  expect(decided.results).toEqual([{ id, outcome: "done" }]);
  const [row] = await db.select().from(registrations).where(eq(registrations.id, id));
  expect(row).toMatchObject({ status: "refused", email: "", firstName: "", lastName: "", userId: null });
  expect(await memberOf(space, email)).toBeUndefined();
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.at(-1)).toMatchObject({ template: "registration_refused", to: email });
  expect(house.sent.at(-1)?.text).toContain("Only for members.");
  // They may try again.
  const again = await proved(space, { linkCode: link.code }, address());
  expect(await statusOf(again.id)).toBe("waiting");
  const [listed] = (await useCases.listRegistrations(as(admin), { status: "refused" })).registrations;
  expect(listed).toMatchObject({ id, email: "", firstName: "" });
});

test("what somebody paid who is refused goes back, and where it cannot the order says so", async () => {
  const space = await open();
  const { workspace, admin } = space;
  const price = { amount: 4_900, currency: "EUR" };
  const courseId = await plantCatalogCourse(house, workspace.id, "Paid", {
    priceMinor: price.amount,
    currency: price.currency,
  });
  const pay = async () => {
    const email = address();
    const { orderId } = await useCases.beginCheckout(stranger(house), {
      workspaceSlug: workspace.slug,
      courseId,
      price,
      language: "en",
      email,
      firstName: "Sol",
      lastName: "Stranger",
    });
    await useCases.recordPayment(house.system(), newsOf({ workspaceId: workspace.id, orderId }, "paid"));
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    const mail = house.sent.find(({ to }) => to === email);
    const token = mail ? tokenIn(mail) : "";
    const page = await useCases.viewInvitation(house.anonymous(), { token });
    await useCases.joinAsNewPerson(house.anonymous(), {
      token,
      revision: page.invitation.revision,
      firstName: "Sol",
      lastName: "Proved",
      password: "nine quiet umbrellas",
    });
    const [row] = await db.select().from(registrations).where(eq(registrations.email, email));
    return { id: row?.id ?? "", orderId };
  };
  const orderOf = async (id: string) => (await db.select().from(orders).where(eq(orders.id, id)))[0];
  const first = await pay();
  expect(await statusOf(first.id)).toBe("waiting");
  await useCases.refuseRegistrations(as(admin), { ids: [first.id] });
  expect(await orderOf(first.orderId)).toMatchObject({ status: "refunded", concern: null });
  const second = await pay();
  const without = { ...as(admin), payments: null };
  await useCases.refuseRegistrations(without, { ids: [second.id] });
  expect(await statusOf(second.id)).toBe("refused");
  expect(await orderOf(second.orderId)).toMatchObject({ status: "paid", concern: "person_gone" });
});

test("two administrators at once: once approved, once refused, never both", async () => {
  const space = await open();
  const { workspace, admin } = space;
  const other = await createMember(house, workspace, { roles: ["admin"] });
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring" });
  for (let round = 0; round < 3; round += 1) {
    const { id, email } = await proved(space, { linkCode: link.code });
    const answers = await Promise.all([
      useCases.approveRegistrations(as(admin), { ids: [id] }),
      useCases.approveRegistrations(as(other), { ids: [id] }),
      useCases.refuseRegistrations(as(other), { ids: [id] }),
    ]);
    const outcomes = answers.flatMap(({ results }) => results.map(({ outcome }) => outcome)).sort();
    expect(outcomes).toEqual(["done", "not_waiting", "not_waiting"]);
    const mails = await db.select().from(outbox).where(eq(outbox.to, email));
    const decisions = mails.filter(({ template }) => /approved|refused/.test(template));
    expect(decisions).toHaveLength(1);
    const rows = await db.select().from(memberships).where(eq(memberships.email, email));
    expect(rows.length).toBe(decisions[0]?.template === "registration_approved" ? 1 : 0);
  }
});

test("the seats hold: who has none waits on, and the others are in", async () => {
  const space = await open({}, { seats: 2 });
  const { admin } = space;
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring" });
  const people = [];
  for (let at = 0; at < 3; at += 1) people.push(await proved(space, { linkCode: link.code }));
  const { results } = await useCases.approveRegistrations(as(admin), { ids: people.map(({ id }) => id) });
  expect(results.map(({ outcome }) => outcome)).toEqual(["done", "no_seat", "no_seat"]);
  expect(await Promise.all(people.map(({ id }) => statusOf(id)))).toEqual(["joined", "waiting", "waiting"]);
  expect((await useCases.viewRegistrationLink(as(admin), { linkId: link.id })).uses).toBe(1);
});

test("a link that is full lets nobody more be approved, and one that was paused or has ended does", async () => {
  const space = await open();
  const { admin } = space;
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring", maxUses: 1 });
  const first = await proved(space, { linkCode: link.code });
  const second = await proved(space, { linkCode: link.code });
  await useCases.pauseRegistrationLink(as(admin), { linkId: link.id });
  const both = { ids: [first.id, second.id] };
  const { results } = await useCases.approveRegistrations(as(admin), both);
  expect(results.map(({ outcome }) => outcome)).toEqual(["done", "link_full"]);
  await useCases.changeRegistrationLink(as(admin), { linkId: link.id, maxUses: 2 });
  const again = await useCases.approveRegistrations(as(admin), both);
  expect(again.results.map(({ outcome }) => outcome)).toEqual(["not_waiting", "done"]);
});

test("two approvals at once for the last use of a link: one joins", async () => {
  const space = await open();
  const { admin } = space;
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring", maxUses: 1 });
  const first = await proved(space, { linkCode: link.code });
  const second = await proved(space, { linkCode: link.code });
  const answers = await Promise.all(
    [first, second].map(({ id }) => useCases.approveRegistrations(as(admin), { ids: [id] })),
  );
  expect(answers.flatMap(({ results }) => results.map(({ outcome }) => outcome)).sort()).toEqual([
    "done",
    "link_full",
  ]);
  const [row] = await db.select().from(registrationLinks).where(eq(registrationLinks.id, link.id));
  expect(row?.uses).toBe(1);
});

test("who was deactivated here does not come back by registering", async () => {
  const space = await open();
  const { admin, workspace } = space;
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring" });
  const { id, email } = await proved(space, { linkCode: link.code });
  await createMember(house, workspace, { email: `other-${email}` });
  await db
    .update(memberships)
    .set({ email })
    .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.email, `other-${email}`)));
  const person = await memberOf(space, email);
  await useCases.deactivateMember(as(admin), { membershipId: person?.id ?? "" });
  const { results } = await useCases.approveRegistrations(as(admin), { ids: [id] });
  expect(results).toEqual([{ id, outcome: "deactivated" }]);
});

test("more than twenty, or all that wait, are decided by a job that is bound by what its starter may then", async () => {
  const space = await open();
  const { admin, workspace } = space;
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring" });
  const other = await useCases.createRegistrationLink(as(admin), { name: "Other", maxUses: 1 });
  for (let at = 0; at < 23; at += 1)
    await plantRegistration(house.system(), workspace.id, link.id, "waiting");
  const apart = [];
  for (let at = 0; at < 2; at += 1) apart.push(await proved(space, { linkCode: other.code }));
  const started = await useCases.approveRegistrations(as(admin), { all: true, linkId: link.id });
  expect(started).toEqual({ results: [], jobId: expect.stringMatching(/^job_/) });
  const jobId = started.jobId ?? "";
  expect(house.jobsWoken.at(-1)).toEqual({ workspaceId: workspace.id, jobId });
  const run = (id: string) => useCases.runJob(house.system(), { workspaceId: workspace.id, jobId: id });
  expect(await run(jobId)).toEqual({ more: true });
  expect(await run(jobId)).toEqual({ more: false });
  expect(await run(jobId)).toEqual({ more: false });
  const job = await useCases.viewJob(as(admin), { jobId });
  expect(job).toMatchObject({
    kind: "approve",
    status: "done",
    total: 23,
    outcomes: [{ outcome: "done", count: 23 }],
  });
  expect(job.rows).toHaveLength(23);
  expect(await Promise.all(apart.map(({ id }) => statusOf(id)))).toEqual(["waiting", "waiting"]);
  const all = await useCases.approveRegistrations(as(admin), { all: true });
  await run(all.jobId ?? "");
  const ended = await useCases.viewJob(as(admin), { jobId: all.jobId ?? "" });
  expect(ended.outcomes.map(({ outcome, count }) => [outcome, count]).sort()).toEqual([
    ["done", 1],
    ["link_full", 1],
  ]);
  // Refused by somebody who is an administrator no longer when it is their turn.
  const late = await createMember(house, workspace, { roles: ["admin"] });
  const stopped = await useCases.refuseRegistrations(as(late), { all: true, reason: "No." });
  await useCases.deactivateMember(as(admin), { membershipId: late.membershipId });
  await run(stopped.jobId ?? "");
  const [row] = await db
    .select()
    .from(jobs)
    .where(eq(jobs.id, stopped.jobId ?? ""));
  expect(row).toMatchObject({ status: "done", done: 0, skipped: 1 });
  expect((await useCases.countWaitingRegistrations(as(admin), {})).count).toBe(1);
});

test("who manages a part sees and decides about those of its links, and finds no others", async () => {
  const space = await open();
  const { admin, workspace } = space;
  const north = await plantUnit(house, workspace.id, "North");
  const choir = await plantGroup(house, workspace.id, "Choir", { unitId: north.id });
  const band = await plantGroup(house, workspace.id, "Band");
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
  });
  const course = await plantCatalogCourse(house, workspace.id, "Free");
  const mine = await useCases.createRegistrationLink(as(manager), { name: "Mine", groupIds: [choir.id] });
  const theirs = await useCases.createRegistrationLink(as(admin), { name: "Theirs", groupIds: [band.id] });
  const own = await proved(space, { linkCode: mine.code });
  const foreign = await proved(space, { linkCode: theirs.code });
  const catalog = await proved(space, { courseId: course });
  const seen = await useCases.listRegistrations(as(manager), {});
  expect(seen.registrations.map(({ id }) => id)).toEqual([own.id]);
  expect((await useCases.countWaitingRegistrations(as(manager), {})).count).toBe(1);
  expect((await useCases.listRegistrations(as(manager), { linkId: theirs.id })).registrations).toEqual([]);
  for (const act of [useCases.approveRegistrations, useCases.refuseRegistrations]) {
    await expect(act(as(manager), { ids: [foreign.id] })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { results } = await act(as(manager), {
      ids: [catalog.id, foreign.id, own.id].slice(0, 2).concat(own.id),
    });
    expect(results.slice(0, 2).map(({ outcome }) => outcome)).toEqual(["not_waiting", "not_waiting"]);
  }
  expect(await statusOf(own.id)).toBe("joined");
  for (const { id } of [foreign, catalog]) {
    await expect(useCases.resendRegistration(as(manager), { registrationId: id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(useCases.removeRegistration(as(manager), { registrationId: id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  }
  // A job is about the part alone, and about what is of it when it is somebody's turn.
  const all = await useCases.refuseRegistrations(as(manager), { all: true });
  await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId: all.jobId ?? "" });
  expect((await useCases.viewJob(as(manager), { jobId: all.jobId ?? "" })).total).toBe(0);
  const late = await proved(space, { linkCode: mine.code });
  const later = await useCases.refuseRegistrations(as(manager), { all: true });
  await useCases.changeRegistrationLink(as(admin), { linkId: mine.id, groupIds: [choir.id, band.id] });
  await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId: later.jobId ?? "" });
  const ended = await useCases.viewJob(as(manager), { jobId: later.jobId ?? "" });
  expect([ended.total, ended.outcomes]).toEqual([1, [{ outcome: "not_waiting", count: 1 }]]);
  for (const { id } of [foreign, catalog, late]) expect(await statusOf(id)).toBe("waiting");
});

test("another workspace's registration is neither decided nor found", async () => {
  const space = await open();
  const other = await open();
  const link = await useCases.createRegistrationLink(as(space.admin), { name: "Spring" });
  const { id } = await proved(space, { linkCode: link.code });
  await expect(useCases.approveRegistrations(as(other.admin), { ids: [id] })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(useCases.resendRegistration(as(other.admin), { registrationId: id })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await statusOf(id)).toBe("waiting");
});

test("a decision says whom it is about, and nobody by omission", async () => {
  const { admin } = await open();
  for (const input of [{}, { linkId: "rgl_00000000000000000000000000" }, { ids: [] }, { ids: ["x"] }]) {
    await expect(useCases.approveRegistrations(as(admin), input)).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
    });
  }
  const both = { ids: ["reg_00000000000000000000000000"], all: true as const };
  await expect(useCases.refuseRegistrations(as(admin), both)).rejects.toMatchObject({
    code: "VALIDATION_FAILED",
  });
  await expect(
    useCases.refuseRegistrations(as(admin), { all: true, reason: "x".repeat(501) }),
  ).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
});

test("a registration that is not proved is mailed again within the limits, or removed for good", async () => {
  const space = await open({ "selfreg.check": "verify_email" });
  const { admin, workspace } = space;
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring" });
  const email = address();
  const old = await registerByMail(house, workspace, { email, linkCode: link.code });
  const [listed] = (await useCases.listRegistrations(as(admin), { status: "started" })).registrations;
  const registrationId = listed?.id ?? "";
  await expect(useCases.resendRegistration(as(admin), { registrationId })).rejects.toMatchObject({
    code: "RESEND_LIMIT",
  });
  house.clock.advance(2 * minute);
  await useCases.resendRegistration(as(admin), { registrationId });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.filter(({ to, template }) => to === email && template === "registration")).toHaveLength(
    2,
  );
  const before = await useCases.viewInvitation(house.anonymous(), { token: old ?? "" });
  expect(before.state).toBe("superseded");
  await useCases.removeRegistration(as(admin), { registrationId });
  const [row] = await db.select().from(registrations).where(eq(registrations.id, registrationId));
  expect(row).toMatchObject({ status: "lapsed", email: "", firstName: "", lastName: "" });
  for (const act of [useCases.resendRegistration, useCases.removeRegistration]) {
    await expect(act(as(admin), { registrationId })).rejects.toMatchObject({ code: "NOT_PENDING" });
  }
});

test("each decision stands in the trail with who made it", async () => {
  const space = await open();
  const { admin, workspace } = space;
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring" });
  const first = await proved(space, { linkCode: link.code });
  const second = await proved(space, { linkCode: link.code });
  await useCases.approveRegistrations(as(admin), { ids: [first.id] });
  await useCases.refuseRegistrations(as(admin), { ids: [second.id] });
  const events = await db.select().from(auditEvents).where(eq(auditEvents.workspaceId, workspace.id));
  const of = (id: string) =>
    events.filter(({ targetId }) => targetId === id).map(({ action, actorKind }) => [action, actorKind]);
  expect(of(first.id)).toContainEqual(["registration.approved", "member"]);
  expect(of(second.id)).toContainEqual(["registration.refused", "member"]);
});

test("lists read six rows for each that they show, however many have registered", async () => {
  const space = await open();
  const { workspace, admin } = space;
  const group = await plantGroup(house, workspace.id, "Choir");
  const manager = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: group.id }],
  });
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring", groupIds: [group.id] });
  const plant = (count: number, prefix: string, status: string) =>
    env.DB.prepare(
      `insert into registrations (workspace_id, id, email, first_name, last_name, language, status, link_id, generation,
         expires_at, send_times, created_at, last_op)
       select ?1, 'reg_' || ?2 || printf('%025d', value), ?2 || value || '@example.com', 'R', 'N', 'en', ?3, ?4, 1,
         0, '[]', 0, '' from (with recursive n(value) as (select 1 union all select value + 1 from n where value < ?5) select value from n)`,
    )
      .bind(workspace.id, prefix, status, link.id, count)
      .run();
  await plant(120, "a", "waiting");
  const reads: number[][] = [];
  for (const more of [0, 2_000]) {
    if (more > 0) {
      await plant(more, "b", "waiting");
      await plant(more, "c", "started");
    }
    const of: number[] = [];
    for (const input of [{}, { status: "waiting" }, { linkId: link.id }] as const) {
      counted.reset();
      const page = await useCases.listRegistrations(as(admin), input);
      expect([page.registrations.length, page.nextCursor !== null]).toEqual([50, true]);
      of.push(readNow());
      expect([input, readNow()].at(1)).toBeLessThanOrEqual(6 * 50 + 50);
    }
    counted.reset();
    await useCases.countWaitingRegistrations(as(admin), {});
    of.push(readNow());
    expect(readNow()).toBeLessThanOrEqual(110);
    reads.push(of);
  }
  const [few = [], many = []] = reads;
  for (const [at, count] of many.entries()) expect(Math.abs(count - (few[at] ?? 0))).toBeLessThanOrEqual(10);
  for (const [who, input] of [
    [admin, { q: "a7@" }],
    [manager, {}],
    [manager, { status: "waiting", linkId: link.id }],
  ] as const) {
    counted.reset();
    await useCases.listRegistrations(as(who), input);
    expect([input, readNow()].at(1)).toBeLessThanOrEqual(2_000);
  }
  counted.reset();
  await useCases.countWaitingRegistrations(as(manager), {});
  expect(readNow()).toBeLessThanOrEqual(510);
  console.log(`lists of registrations read ${many.join(", ")} rows`);
});

test("an account whose address was changed meanwhile is not approved under the older one", async () => {
  const space = await open();
  const { admin, workspace } = space;
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring" });
  const moved = await proved(space, { linkCode: link.code });
  await db
    .update(users)
    .set({ email: `moved-${moved.email}` })
    .where(eq(users.id, moved.row.userId ?? ""));
  const gone = await proved(space, { linkCode: link.code });
  await db
    .update(users)
    .set({ status: "disabled" })
    .where(eq(users.id, gone.row.userId ?? ""));
  // The address is a member's here by now, with an account of their own.
  const other = await proved(space, { linkCode: link.code });
  await createMember(house, workspace, { email: `other-${other.email}` });
  await db
    .update(memberships)
    .set({ email: other.email })
    .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.email, `other-${other.email}`)));
  const ids = [moved.id, gone.id, other.id];
  const { results } = await useCases.approveRegistrations(as(admin), { ids });
  expect(results.map(({ outcome }) => outcome)).toEqual([
    "address_changed",
    "address_changed",
    "address_changed",
  ]);
  for (const id of ids) expect(await statusOf(id)).toBe("waiting");
  // They are refused, and may register again.
  const refused = await useCases.refuseRegistrations(as(admin), { ids });
  expect(refused.results.map(({ outcome }) => outcome)).toEqual(["done", "done", "done"]);
});

test("whoever may not touch orders refuses a registration and leaves its money to the administrators", async () => {
  const space = await open();
  const { admin, workspace } = space;
  const group = await plantGroup(house, workspace.id, "Choir");
  const manager = await createMember(house, workspace, {
    roles: [{ role: "user_admin", groupId: group.id }],
  });
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring", groupIds: [group.id] });
  const courseId = await plantCourse(house, workspace.id, "Paid");
  const paidFor = async () => {
    const { id } = await plantRegistration(house.system(), workspace.id, link.id, "waiting");
    const orderId = await plantOrder(
      house.system(),
      { workspaceId: workspace.id, courseId, membershipId: admin.membershipId },
      { membershipId: null, registrationId: id },
    );
    return { id, orderId };
  };
  const orderOf = async (id: string) => (await db.select().from(orders).where(eq(orders.id, id)))[0];
  const [one, many, mine] = [await paidFor(), await paidFor(), await paidFor()];
  await useCases.refuseRegistrations(as(manager), { ids: [one.id] });
  expect(await orderOf(one.orderId)).toMatchObject({ status: "paid", concern: "person_gone" });
  await useCases.refuseRegistrations(as(admin), { ids: [mine.id] });
  expect(await orderOf(mine.orderId)).toMatchObject({ status: "refunded" });
  const job = await useCases.refuseRegistrations(as(manager), { all: true });
  await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId: job.jobId ?? "" });
  expect(await statusOf(many.id)).toBe("refused");
  expect(await orderOf(many.orderId)).toMatchObject({ status: "paid", concern: "person_gone" });
});

test("money that is held keeps its buyer, and who is forgotten is forgotten in the mails as well", async () => {
  const space = await open();
  const { admin, workspace } = space;
  const courseId = await plantCourse(house, workspace.id, "Paid");
  const held = await plantRegistration(house.system(), workspace.id, null, "started");
  await plantOrder(
    house.system(),
    { workspaceId: workspace.id, courseId, membershipId: admin.membershipId },
    { membershipId: null, registrationId: held.id, status: "held" },
  );
  await expect(useCases.removeRegistration(as(admin), { registrationId: held.id })).rejects.toMatchObject({
    code: "NOT_PENDING",
  });
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring" });
  const refused = await proved(space, { linkCode: link.code });
  await useCases.refuseRegistrations(as(admin), { ids: [refused.id] });
  const removed = address();
  await registerByMail(house, workspace, { email: removed, linkCode: link.code });
  const [row] = await db.select().from(registrations).where(eq(registrations.email, removed));
  await useCases.removeRegistration(as(admin), { registrationId: row?.id ?? "" });
  const mails = await db.select().from(outbox).where(eq(outbox.workspaceId, workspace.id));
  expect(mails.filter(({ to }) => to === removed)).toEqual([]);
  // But the one that tells them.
  expect(mails.filter(({ to }) => to === refused.email).map(({ template }) => template)).toEqual([
    "registration_refused",
  ]);
});

test("who has lost the right since the request began decides nothing", async () => {
  const space = await open();
  const { admin, workspace } = space;
  const late = await createMember(house, workspace, { roles: ["admin"] });
  const { id } = await plantRegistration(house.system(), workspace.id, null, "waiting");
  await useCases.deactivateMember(as(admin), { membershipId: late.membershipId });
  await expect(useCases.approveRegistrations(as(late), { ids: [id] })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const { results } = await useCases.refuseRegistrations(as(late), { ids: [id] });
  expect(results).toEqual([{ id, outcome: "not_waiting" }]);
  expect(await statusOf(id)).toBe("waiting");
});

const linesOf = async ({ lines }: Awaited<ReturnType<typeof useCases.exportJob>>) => {
  let text = "";
  for await (const piece of lines) text += piece;
  return text.replace("\ufeff", "").split("\r\n").filter(Boolean);
};

test("the page of a job that decides names each with what became of them, page by page and in the file", async () => {
  const space = await open();
  const { admin, workspace } = space;
  const link = await useCases.createRegistrationLink(as(admin), { name: "Spring", maxUses: 24 });
  const people = [];
  for (let at = 0; at < 25; at += 1) {
    people.push(await plantRegistration(house.system(), workspace.id, link.id, "waiting"));
  }
  const started = await useCases.approveRegistrations(as(admin), { all: true });
  const jobId = started.jobId ?? "";
  const run = (id: string) => useCases.runJob(house.system(), { workspaceId: workspace.id, jobId: id });
  while ((await run(jobId)).more);
  const met: Awaited<ReturnType<typeof useCases.viewJob>>["rows"] = [];
  const pages: number[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof useCases.viewJob>> = await useCases.viewJob(as(admin), {
      jobId,
      limit: 10,
      ...(cursor && { cursor }),
    });
    met.push(...page.rows);
    pages.push(page.rows.length);
    cursor = page.nextCursor;
  }
  expect(pages).toEqual([10, 10, 5]);
  expect(met.map(({ registrationId }) => registrationId)).toEqual(
    people
      .map(({ id }) => id)
      .sort()
      .reverse(),
  );
  const [left] = met.filter(({ outcome }) => outcome !== "done");
  expect(left).toMatchObject({ outcome: "link_full", membershipId: null });
  for (const row of met) {
    const planted = people.find(({ id }) => id === row.registrationId);
    const member = await memberOf(space, planted?.email ?? "");
    expect([row.email, row.membershipId]).toEqual([planted?.email, member?.id ?? null]);
    expect(row.name).toMatch(/^Rosa Planted \d+$/);
  }
  const [header, ...lines] = await linesOf(await useCases.exportJob(as(admin), { jobId }));
  expect(header).toBe('"id","first_name","last_name","email","outcome"');
  expect(lines).toHaveLength(25);
  expect(lines.filter((line) => line.endsWith('"link_full"'))).toHaveLength(1);
  expect(
    lines.every((line) => /^"reg_\w{26}","Rosa","Planted \d+","planted-\d+@example.com",/.test(line)),
  ).toBe(true);
  // Of who is refused nothing is kept, here neither.
  const refused = await useCases.refuseRegistrations(as(admin), { all: true });
  await run(refused.jobId ?? "");
  const { rows } = await useCases.viewJob(as(admin), { jobId: refused.jobId ?? "" });
  expect(rows).toEqual([
    { membershipId: null, registrationId: left?.registrationId, email: null, name: "", outcome: "done" },
  ]);
});

test("a job that decides tells nobody of registrations outside the asker's part, but those that it decided", async () => {
  const space = await open();
  const { admin, workspace } = space;
  const north = await plantUnit(house, workspace.id, "North");
  const choir = await plantGroup(house, workspace.id, "Choir", { unitId: north.id });
  const band = await plantGroup(house, workspace.id, "Band");
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const mine = await useCases.createRegistrationLink(as(manager), { name: "Mine", groupIds: [choir.id] });
  const other = await useCases.createRegistrationLink(as(manager), { name: "Other", groupIds: [choir.id] });
  const decided = await proved(space, { linkCode: mine.code });
  const moved = await proved(space, { linkCode: other.code });
  const { jobId } = await useCases.approveRegistrations(as(manager), { all: true });
  // It leads elsewhere by the time that it is their turn.
  await useCases.changeRegistrationLink(as(admin), { linkId: other.id, groupIds: [band.id] });
  const job = { workspaceId: workspace.id, jobId: jobId ?? "" };
  await useCases.runJob(house.system(), job);
  const rowsFor = async (who: TestMember) =>
    (await useCases.viewJob(as(who), { jobId: job.jobId })).rows.map(({ registrationId }) => registrationId);
  expect((await rowsFor(admin)).sort()).toEqual([decided.id, moved.id].sort());
  expect(await rowsFor(manager)).toEqual([decided.id]);
  const lines = await linesOf(await useCases.exportJob(as(manager), { jobId: job.jobId }));
  expect(lines.join()).toContain(decided.id);
  expect(lines.join()).not.toContain(moved.email);
});

test("looking at a job that decided about many reads a page of it, and one of people as much as before", async () => {
  const space = await open();
  const { admin, workspace } = space;
  for (let at = 0; at < 230; at += 1) await plantRegistration(house.system(), workspace.id, null, "waiting");
  const { jobId } = await useCases.refuseRegistrations(as(admin), { all: true });
  counted.reset();
  const page = await useCases.viewJob(as(admin), { jobId: jobId ?? "", limit: 50 });
  expect(page.rows).toHaveLength(50);
  expect(readNow()).toBeLessThanOrEqual(6 * 50 + 50);
});
