import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  enrolments,
  groupMembers,
  memberships,
  orders,
  rateCounters,
  registrationCourses,
  registrationLinks,
  registrations,
  sessionAttendees,
} from "../../../db/schema/index.ts";
import type { Caller } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  type House,
  hour,
  openHouse,
  plantGroup,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";
import { plantSession } from "../../support/learning.ts";
import {
  changeCourse,
  openCatalog,
  plantCatalogCourse,
  plantLink,
  registerByMail,
  stranger,
} from "../../support/registering.ts";

let serial = 0;

/** A workspace with an open catalog, and somebody of another one. */
async function open(
  overrides: Record<string, unknown> = {},
  options: Parameters<typeof openCatalog>[2] = {},
  house: House = openHouse({ registrationsPerHour: 1_000 }),
) {
  serial += 1;
  const space = await openCatalog(house, overrides, options);
  const courseId = await plantCatalogCourse(house, space.workspace.id, "First aid");
  const person = await createMember(house, (await createWorkspace(house)).workspace, {
    email: `petra-${serial}@example.com`,
    firstName: "Petra",
  });
  return { house, ...space, courseId, person, db: house.system().db };
}
type Open = Awaited<ReturnType<typeof open>>;

/** Somebody as they are seen where they are no member. */
const asPerson = ({ caller }: TestMember): Caller =>
  caller.kind === "member" ? { kind: "person", person: caller.person } : caller;

const join = (
  at: Open,
  input: Record<string, unknown> = { courseId: at.courseId },
  caller = asPerson(at.person),
) => {
  const ctx = at.house.context(caller);
  // Each from a client of their own: what one client may is counted for all tests together.
  const request = { ...ctx.request, ip: `client of ${at.person.email}` };
  return useCases.joinAsMyself({ ...ctx, request }, { workspace: at.workspace.slug, ...input });
};

const memberHere = async ({ db, workspace, person }: Open) =>
  (await db.select().from(memberships).where(eq(memberships.workspaceId, workspace.id))).find(
    ({ email }) => email === person.email,
  );

const coursesOf = async ({ db }: Open, id: string | undefined) =>
  (
    await db
      .select()
      .from(enrolments)
      .where(eq(enrolments.membershipId, id ?? ""))
  ).map((row) => row.courseId);

test("one press makes a signed-in person a member with the course and the date, and no mail leaves before", async () => {
  const at = await open();
  const sessionId = await plantSession(at.house, at.workspace.id, at.courseId, { seats: 1 });
  const joined = await join(at, { courseId: at.courseId, sessionId });
  expect(joined).toMatchObject({ courseId: at.courseId, waits: false, session: null, landing: "portal" });
  const member = await memberHere(at);
  expect(member).toMatchObject({ status: "active", userId: at.person.userId, firstName: "Petra" });
  expect(await coursesOf(at, member?.id)).toEqual([at.courseId]);
  expect(
    await at.db.select().from(sessionAttendees).where(eq(sessionAttendees.sessionId, sessionId)),
  ).toMatchObject([{ membershipId: member?.id }]);
  expect(
    await at.db.select().from(registrations).where(eq(registrations.workspaceId, at.workspace.id)),
  ).toMatchObject([{ status: "joined", membershipId: member?.id, sendTimes: [] }]);
  await useCases.deliverMail(at.house.system(), { workspaceId: at.workspace.id });
  expect(at.house.sent.map(({ template }) => template).sort()).toEqual([
    "invitation_accepted",
    "session_invitation",
  ]);
  // The second press of two, read before the first was done, opens nothing and leads to where they are.
  expect(await refusalOf(join(at))).toBe("ALREADY_MEMBER");
});

test("of two presses at once one joins and the other is told that they are here", async () => {
  const at = await open();
  const both = await Promise.allSettled([join(at), join(at)]);
  const said = both.map((one) => (one.status === "fulfilled" ? "joined" : one.reason.code));
  expect(said.sort()).toEqual(["ALREADY_MEMBER", "joined"]);
  expect(await coursesOf(at, (await memberHere(at))?.id)).toEqual([at.courseId]);
});

test("whoever is here, or was deactivated, is told so though their session does not show it", async () => {
  const at = await open();
  const member = await createMember(at.house, at.workspace);
  const left = await createMember(at.house, at.workspace, { status: "deactivated" });
  const press = (who: TestMember) => refusalOf(join({ ...at, person: who }, undefined, asPerson(who)));
  expect(await press(member)).toBe("ALREADY_MEMBER");
  expect(await press(left)).toBe("MEMBERSHIP_DEACTIVATED");
  const { userId } = at.person;
  await at.db.update(memberships).set({ userId }).where(eq(memberships.id, member.membershipId));
  expect(await press(member)).toBe("ADDRESS_TAKEN");
});

test("strangers who type the address, and the mails of the day, keep nobody out who has proved it", async () => {
  const at = await open({}, { plan: "free_trial" });
  for (let round = 0; round < 3; round += 1) {
    await registerByMail(at.house, at.workspace, { email: at.person.email, courseId: at.courseId });
  }
  await at.db
    .insert(rateCounters)
    .values({
      key: `registrations:${at.workspace.id}`,
      windowStart: at.house.clock.now - (at.house.clock.now % 86_400_000),
      count: 50,
      expiresAt: at.house.clock.now + hour,
    })
    .onConflictDoUpdate({ target: [rateCounters.key, rateCounters.windowStart], set: { count: 50 } });
  expect(await join(at)).toMatchObject({ waits: false, courseId: at.courseId });

  // By their own presses they are bounded, where nothing comes of them.
  const slow = await open({ "selfreg.check": "moderated" });
  for (let round = 0; round < 3; round += 1) expect(await join(slow)).toMatchObject({ waits: true });
  expect(await refusalOf(join(slow))).toBe("RATE_LIMITED");
});

test("where the provider is the only way in nothing is written before the refusal", async () => {
  const at = await open();
  await env.DB.prepare(
    `insert into sso_connections (workspace_id, id, name, issuer, client_id, sealed_secret, secret_key, created_at, tested_at, tested_by, enforced_at, spare_admin, last_op)
     select ?1, 'sso_j', 'Provider', 'https://id.example.com', 'c', 's', 'k1', 1, 1, ?2, 1, ?2, 'x'`,
  )
    .bind(at.workspace.id, at.admin.membershipId)
    .run();
  expect(await refusalOf(join(at))).toBe("SSO_REQUIRED");
  expect(
    await at.db.select().from(registrations).where(eq(registrations.workspaceId, at.workspace.id)),
  ).toEqual([]);
});

test("only by an address that is proved: nobody, a member, an unproved account and one by a provider are refused", async () => {
  const at = await open();
  const person = asPerson(at.person);
  if (person.kind !== "person") throw new Error("no person");
  const like = (values: Partial<typeof person.person>): Caller => ({
    kind: "person",
    person: { ...person.person, ...values },
  });
  for (const [caller, code] of [
    [{ kind: "anonymous" }, "NOT_SIGNED_IN"],
    [like({ emailVerified: false }), "EMAIL_UNVERIFIED"],
    [like({ email: "", emailVerified: false }), "EMAIL_UNVERIFIED"],
    [like({ viaProvider: true }), "EMAIL_UNVERIFIED"],
    [like({ mustChangePassword: true }), "PASSWORD_CHANGE_REQUIRED"],
    [at.admin.caller, "ALREADY_MEMBER"],
  ] as [Caller, string][]) {
    expect(await refusalOf(join(at, { courseId: at.courseId }, caller))).toBe(code);
  }
  const left = await createMember(at.house, at.workspace, { status: "deactivated" });
  expect(await refusalOf(join(at, { courseId: at.courseId }, left.caller))).toBe("MEMBERSHIP_DEACTIVATED");
  expect(await memberHere(at)).toBeUndefined();
  expect(
    await at.db.select().from(registrations).where(eq(registrations.workspaceId, at.workspace.id)),
  ).toEqual([]);
});

test("where somebody has to approve they wait, and a second press waits still", async () => {
  const at = await open({ "selfreg.check": "moderated" });
  expect(await join(at)).toMatchObject({ waits: true, courseId: null });
  expect(await join(at)).toMatchObject({ waits: true });
  expect(await memberHere(at)).toBeUndefined();
  const [row] = await at.db
    .select()
    .from(registrations)
    .where(eq(registrations.workspaceId, at.workspace.id));
  expect(row).toMatchObject({ status: "waiting", userId: at.person.userId });
  await useCases.approveRegistrations(at.house.context(at.admin.caller), { ids: [row?.id ?? ""] });
  expect(await coursesOf(at, (await memberHere(at))?.id)).toEqual([at.courseId]);
});

test("the rules of the door hold: domains, prices, what is not in the catalog, seats, a link's state, limits", async () => {
  const bounded = await open({ "selfreg.domains_refused": ["example.com"] });
  expect(await refusalOf(join(bounded))).toBe("VALIDATION_FAILED");
  const at = await open();
  const dear = await plantCatalogCourse(at.house, at.workspace.id, "Paid", {
    priceMinor: 1,
    currency: "EUR",
  });
  expect(await refusalOf(join(at, { courseId: dear }))).toBe("VALIDATION_FAILED");
  await changeCourse(at.house, dear, { visibility: "private", priceMinor: null, currency: null });
  expect(await refusalOf(join(at, { courseId: dear }))).toBe("NOT_FOUND");
  expect(await refusalOf(join(at, { courseId: at.courseId, role: "admin" }))).toBe("VALIDATION_FAILED");
  const full = await open({}, { seats: 1 });
  expect(await refusalOf(join(full))).toBe("NO_SEAT");
  expect(await memberHere(full)).toBeUndefined();
  // Nothing of whom it was is left that waits for a mail which nobody sent.
  expect(
    await full.db.select().from(registrations).where(eq(registrations.workspaceId, full.workspace.id)),
  ).toMatchObject([{ status: "lapsed", email: "", firstName: "" }]);
  const groupId = (await plantGroup(at.house, at.workspace.id, "Team")).id;
  const linkId = await plantLink(at.house.system(), at.workspace.id, [groupId]);
  const [link] = await at.db.select().from(registrationLinks).where(eq(registrationLinks.id, linkId));
  const byLink = { linkCode: link?.code ?? "" };
  await at.db.update(registrationLinks).set({ maxUses: 1, uses: 1 }).where(eq(registrationLinks.id, linkId));
  expect(await refusalOf(join(at, byLink))).toBe("LINK_FULL");
  await at.db.update(registrationLinks).set({ maxUses: 2 }).where(eq(registrationLinks.id, linkId));
  expect(await join(at, byLink)).toMatchObject({ waits: false });
  const member = await memberHere(at);
  expect(
    await at.db
      .select()
      .from(groupMembers)
      .where(eq(groupMembers.membershipId, member?.id ?? "")),
  ).toMatchObject([{ groupId }]);
  expect(
    (await at.db.select().from(registrationLinks).where(eq(registrationLinks.id, linkId)))[0]?.uses,
  ).toBe(2);

  const house = openHouse({ registrationsPerHour: 2 });
  const slow = await open({ "selfreg.check": "moderated" }, {}, house);
  await join(slow);
  await join(slow);
  expect(await refusalOf(join(slow))).toBe("RATE_LIMITED");
  slow.house.clock.advance(hour);
  expect(await join(slow)).toMatchObject({ waits: true });
});

test("what strangers asked for by typing the address is no part of it, and what was paid for is", async () => {
  const at = await open();
  const theirs = await plantCatalogCourse(at.house, at.workspace.id, "Not mine");
  const groupId = (await plantGroup(at.house, at.workspace.id, "Strangers' group")).id;
  const linkId = await plantLink(at.house.system(), at.workspace.id, [groupId]);
  const [link] = await at.db.select().from(registrationLinks).where(eq(registrationLinks.id, linkId));
  const sessionId = await plantSession(at.house, at.workspace.id, at.courseId, { seats: 1 });
  await registerByMail(at.house, at.workspace, { email: at.person.email, linkCode: link?.code ?? "" });
  await registerByMail(at.house, at.workspace, { email: at.person.email, courseId: at.courseId, sessionId });
  at.house.clock.advance(hour);
  await registerByMail(at.house, at.workspace, { email: at.person.email, courseId: theirs });
  expect(await join(at)).toMatchObject({ courseId: at.courseId });
  const member = await memberHere(at);
  expect(await coursesOf(at, member?.id)).toEqual([at.courseId]);
  expect(
    await at.db
      .select()
      .from(groupMembers)
      .where(eq(groupMembers.membershipId, member?.id ?? "")),
  ).toEqual([]);
  expect(
    await at.db.select().from(sessionAttendees).where(eq(sessionAttendees.sessionId, sessionId)),
  ).toEqual([]);

  const paid = await open();
  const own = await plantCatalogCourse(paid.house, paid.workspace.id, "Bought");
  await registerByMail(paid.house, paid.workspace, { email: paid.person.email, courseId: own });
  const [row] = await paid.db
    .select()
    .from(registrations)
    .where(eq(registrations.workspaceId, paid.workspace.id));
  await paid.db.insert(orders).values({
    workspaceId: paid.workspace.id,
    id: paid.house.system().ids.next("order"),
    courseId: own,
    registrationId: row?.id ?? "",
    status: "paid",
    priceMinor: 4_900,
    currency: "eur",
    refundedMinor: 0,
    createdAt: paid.house.clock.now,
    lastOp: "x",
  });
  paid.house.clock.advance(hour);
  await join(paid);
  expect((await coursesOf(paid, (await memberHere(paid))?.id)).sort()).toEqual([own, paid.courseId].sort());
});

test("an order that a stranger began brings no link of theirs along, takes away none, and says no language", async () => {
  for (const status of ["open", "failed"] as const) {
    for (const of of ["theirs", "mine"] as const) {
      const at = await open();
      const groupId = (await plantGroup(at.house, at.workspace.id, of)).id;
      const linkId = await plantLink(at.house.system(), at.workspace.id, [groupId]);
      const [link] = await at.db.select().from(registrationLinks).where(eq(registrationLinks.id, linkId));
      const way = { linkCode: link?.code ?? "" };
      const course = { courseId: at.courseId };
      const typed = { email: at.person.email, language: "fr" as const, ...(of === "theirs" ? way : course) };
      await registerByMail(at.house, at.workspace, typed);
      const [row] = await at.db
        .select()
        .from(registrations)
        .where(eq(registrations.workspaceId, at.workspace.id));
      await at.db.insert(orders).values({
        workspaceId: at.workspace.id,
        id: at.house.system().ids.next("order"),
        courseId: at.courseId,
        registrationId: row?.id ?? "",
        status,
        priceMinor: 4_900,
        currency: "eur",
        refundedMinor: 0,
        createdAt: at.house.clock.now,
        lastOp: "x",
      });
      await join(at, of === "theirs" ? course : way);
      const member = await memberHere(at);
      const groups = await at.db
        .select()
        .from(groupMembers)
        .where(eq(groupMembers.membershipId, member?.id ?? ""));
      const has = groups.map((group) => group.groupId);
      expect([status, of, has, member?.language]).toEqual([
        status,
        of,
        of === "theirs" ? [] : [groupId],
        "en",
      ]);
    }
  }
});

test("what strangers began in a browser without proof is no part of it, but the course that is pressed for", async () => {
  const at = await open({ "selfreg.check": "free" });
  const theirs = await plantCatalogCourse(at.house, at.workspace.id, "Not mine");
  const sessionId = await plantSession(at.house, at.workspace.id, theirs, { seats: 3 });
  for (const chosen of [{ courseId: theirs, sessionId }, { courseId: at.courseId }]) {
    const { entered } = await useCases.registerAndEnter(stranger(at.house), {
      workspace: at.workspace.slug,
      email: at.person.email,
      firstName: "Somebody",
      ...chosen,
    });
    expect(entered).not.toBeNull();
  }
  await join(at);
  const member = await memberHere(at);
  expect(await coursesOf(at, member?.id)).toEqual([at.courseId]);
  expect(
    await at.db.select().from(sessionAttendees).where(eq(sessionAttendees.sessionId, sessionId)),
  ).toEqual([]);
});

test("what a stranger adds between the press and the joining is no part of it", async () => {
  const at = await open();
  const theirs = await plantCatalogCourse(at.house, at.workspace.id, "Not mine");
  const ctx = at.house.context(asPerson(at.person));
  const { batch } = ctx.db;
  let calls = 0;
  ctx.db.batch = (async (statements: Parameters<typeof batch>[0]) => {
    calls += 1;
    // Of the door, of the press, and of joining.
    if (calls === 3)
      await registerByMail(at.house, at.workspace, { email: at.person.email, courseId: theirs });
    return batch.call(ctx.db, statements);
  }) as unknown as typeof batch;
  const request = { ...ctx.request, ip: `client of ${at.person.email}` };
  await useCases.joinAsMyself({ ...ctx, request }, { workspace: at.workspace.slug, courseId: at.courseId });
  expect(calls).toBeGreaterThan(2);
  const named = await at.db.select().from(registrationCourses);
  expect(named.filter(({ courseId }) => courseId === theirs)).toEqual([]);
  expect(await coursesOf(at, (await memberHere(at))?.id)).toEqual([at.courseId]);
});
