import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  enrolments,
  groupMembers,
  memberships,
  orders,
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
  // The second press of two, read before the first was done, opens nothing.
  expect(await refusalOf(join(at))).toBe("RATE_LIMITED");
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
