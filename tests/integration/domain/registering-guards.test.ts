import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  enrolments,
  groupMembers,
  memberships,
  orders,
  registrationCourses,
  registrationLinks,
  registrations,
  roleAssignments,
  sessionAttendees,
  users,
  workspaces,
} from "../../../db/schema/index.ts";
import { DomainError } from "../../../worker/domain/errors.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  day,
  hour,
  openHouse,
  plantGroup,
  tokenIn,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";
import { openCatalog, plantCatalogCourse, registerByMail, stranger } from "../../support/registering.ts";
import { newsOf } from "../../support/till.ts";

const password = "nine quiet umbrellas";
const price = { priceMinor: 4_900, currency: "EUR" };
let serial = 0;
const codeOf = (error: unknown) => (error instanceof DomainError ? error.code : Promise.reject(error));

/** What somebody who knows an address, or has a part of a workspace, could try against whoever registers by it. */
async function open(
  overrides: Record<string, unknown> = {},
  options: Parameters<typeof openCatalog>[2] = {},
) {
  serial += 1;
  const house = openHouse({ registrationsPerHour: 1_000 });
  const space = await openCatalog(house, overrides, options);
  const { db } = house.system();
  const { workspace, admin } = space;
  const ask = house.context(admin.caller);
  const rows = () => db.select().from(registrations).where(eq(registrations.workspaceId, workspace.id));
  const deliver = () => useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  return {
    house,
    ...space,
    db,
    ask,
    email: `guarded-${serial}@example.com`,
    deliver,
    register: (input: Omit<Parameters<typeof registerByMail>[2], "firstName">) =>
      registerByMail(house, workspace, input),
    join: (token: string | null) =>
      useCases.joinAsNewPerson(house.anonymous(), {
        token: token ?? "",
        revision: 1,
        firstName: "Vic",
        lastName: "Tim",
        password,
      }),
    /** Begins a checkout of somebody who is not here; gives the id of the order. */
    buy: async (courseId: string, email: string, sessionId?: string) =>
      (
        await useCases.beginCheckout(stranger(house), {
          workspaceSlug: workspace.slug,
          courseId,
          ...(sessionId && { sessionId }),
          price: { amount: price.priceMinor, currency: price.currency },
          language: "en",
          email,
          firstName: "Vic",
        })
      ).orderId,
    pay: async (orderId: string) => {
      await useCases.recordPayment(house.system(), newsOf({ workspaceId: workspace.id, orderId }, "paid"));
      await deliver();
    },
    makeLink: (input: Partial<Parameters<typeof useCases.createRegistrationLink>[1]> & { name: string }) =>
      useCases.createRegistrationLink(ask, input),
    row: async () => {
      const [found] = await rows();
      if (!found) throw new Error("nobody has registered");
      return found;
    },
    usesOf: async (id: string) =>
      (await db.select().from(registrationLinks).where(eq(registrationLinks.id, id)))[0]?.uses,
    coursesHere: async () =>
      (await db.select().from(enrolments).where(eq(enrolments.workspaceId, workspace.id))).map(
        ({ courseId }) => courseId,
      ),
    wanted: async () =>
      (
        await db.select().from(registrationCourses).where(eq(registrationCourses.workspaceId, workspace.id))
      ).map(({ courseId, sessionId }) => [courseId, sessionId]),
    datesHere: async () =>
      (await db.select().from(sessionAttendees).where(eq(sessionAttendees.workspaceId, workspace.id))).map(
        ({ sessionId }) => sessionId,
      ),
  };
}

test("who waits for approval is changed by nobody who registers the address again, and mailed nothing", async () => {
  const at = await open({ "selfreg.check": "moderated" });
  const { house, workspace, email } = at;
  const [first, second] = [
    await plantGroup(house, workspace.id, "A"),
    await plantGroup(house, workspace.id, "B"),
  ];
  const mine = await at.makeLink({ name: "A", groupIds: [first.id] });
  const theirs = await at.makeLink({ name: "B", groupIds: [second.id] });
  const course = await plantCatalogCourse(house, workspace.id, "Unwanted");
  await at.join(await at.register({ email, linkCode: mine.code }));
  const before = await at.row();
  expect(before).toMatchObject({ status: "waiting", linkId: mine.id });
  house.clock.advance(hour);
  const sent = house.sent.length;
  const answer = await useCases.register(stranger(house), {
    workspace: workspace.slug,
    email,
    firstName: "Mallory",
    linkCode: theirs.code,
    courseId: course,
  });
  await at.deliver();
  expect(answer).toEqual({ accepted: true, email });
  expect(house.sent.slice(sent)).toEqual([]);
  // Not even its stamp: whoever is about to decide is not told to look again.
  expect(await at.row()).toEqual(before);
  expect(await at.wanted()).toEqual([]);
});

test("whoever has a part alone draws nobody into it: not who waits by the catalog, and not who has paid", async () => {
  for (const pays of [false, true]) {
    const at = await open({ "selfreg.check": "moderated" });
    const { house, workspace, email, db } = at;
    const group = await plantGroup(house, workspace.id, "A");
    const link = await at.makeLink({ name: "A", groupIds: [group.id] });
    const courseId = await plantCatalogCourse(house, workspace.id, "First aid", pays ? price : null);
    const orderId = pays ? await at.buy(courseId, email) : null;
    if (orderId) await at.pay(orderId);
    const token = pays
      ? tokenIn(house.sent.find(({ to }) => to === email))
      : await at.register({ email, courseId });
    const manager = house.context(
      (await createMember(house, workspace, { roles: [{ role: "user_admin", groupId: group.id }] })).caller,
    );
    const again = async () => {
      house.clock.advance(hour);
      await at.register({ email, linkCode: link.code });
      return useCases.refuseRegistrations(manager, { ids: [(await at.row()).id] }).catch(codeOf);
    };
    // Before the proof nothing is decided; what was paid for is nobody's to take along even then.
    if (pays) await again();
    await at.join(token);
    expect(await at.row()).toMatchObject({ status: "waiting", linkId: null });
    await again();
    expect(await at.row()).toMatchObject({ status: "waiting", linkId: null, email });
    expect((await useCases.listRegistrations(manager, {})).registrations).toEqual([]);
    if (orderId) {
      const [order] = await db.select().from(orders).where(eq(orders.id, orderId));
      expect([order?.status, house.till.refunds.size]).toEqual(["paid", 0]);
    }
  }
});

test("the link of a registration stays, unless there is none yet or it is over for good", async () => {
  const at = await open();
  const { house, workspace, email } = at;
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  const [first, second, third] = [
    await at.makeLink({ name: "A" }),
    await at.makeLink({ name: "B" }),
    await at.makeLink({ name: "C" }),
  ];
  const linkAfter = async (input: { linkCode?: string; courseId?: string }) => {
    house.clock.advance(hour);
    await at.register({ email, ...input });
    return (await at.row()).linkId;
  };
  expect(await linkAfter({ courseId })).toBeNull();
  expect(await linkAfter({ linkCode: first.code })).toBe(first.id);
  expect(await linkAfter({ linkCode: second.code })).toBe(first.id);
  await useCases.pauseRegistrationLink(at.ask, { linkId: first.id });
  expect(await linkAfter({ linkCode: second.code })).toBe(first.id);
  await useCases.deleteRegistrationLink(at.ask, { linkId: first.id });
  expect(await linkAfter({ linkCode: third.code })).toBe(third.id);
});

test("a dead link takes its places along, and never a course of the catalog or one that was paid for", async () => {
  const ends: ((at: Awaited<ReturnType<typeof open>>, linkId: string) => Promise<unknown>)[] = [
    (at, linkId) => useCases.deleteRegistrationLink(at.ask, { linkId }),
    (at, linkId) => useCases.pauseRegistrationLink(at.ask, { linkId }),
    (at, linkId) =>
      at.db.update(registrationLinks).set({ maxUses: 1, uses: 1 }).where(eq(registrationLinks.id, linkId)),
    (at, linkId) =>
      at.db
        .update(registrationLinks)
        .set({ endsAt: at.house.clock.now })
        .where(eq(registrationLinks.id, linkId)),
  ];
  for (const [index, end] of ends.entries()) {
    const at = await open();
    const { house, workspace, email } = at;
    const pays = index % 2 === 0;
    const courseId = await plantCatalogCourse(house, workspace.id, "First aid", pays ? price : null);
    const named = await plantCourse(house, workspace.id, "Of the link");
    const group = await plantGroup(house, workspace.id, "A");
    const link = await at.makeLink({ name: "A", groupIds: [group.id], courseIds: [named] });
    const token = await at.register({ email, linkCode: link.code });
    await end(at, link.id);
    const uses = await at.usesOf(link.id);
    // The link gave all there was: that it is over is said.
    expect(await at.join(token).catch(codeOf)).toMatch(/^LINK_/);
    house.clock.advance(hour);
    if (pays) await at.pay(await at.buy(courseId, email));
    else await at.register({ email, courseId });
    const page = await useCases.viewInvitation(house.anonymous(), { token: token ?? "" });
    expect(page.invitation.places.courses.map(({ id }) => id)).toEqual([courseId]);
    expect(await at.join(token)).toMatchObject({ courseId });
    expect(await at.coursesHere()).toEqual([courseId]);
    expect(await at.db.select().from(groupMembers).where(eq(groupMembers.workspaceId, workspace.id))).toEqual(
      [],
    );
    expect(await at.usesOf(link.id)).toBe(uses);
  }
});

test("whoever waits by a link that has died waits for those who have the whole catalog", async () => {
  const at = await open({ "selfreg.check": "moderated" });
  const { house, workspace, email } = at;
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  const group = await plantGroup(house, workspace.id, "A");
  const link = await at.makeLink({ name: "A", groupIds: [group.id] });
  const token = await at.register({ email, linkCode: link.code, courseId });
  await useCases.deleteRegistrationLink(at.ask, { linkId: link.id });
  await at.join(token);
  expect(await at.row()).toMatchObject({ status: "waiting", linkId: null });
});

test("the date that was paid for is the order's, and nobody chooses another who does not pay", async () => {
  const at = await open();
  const { house, workspace, email } = at;
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid", price);
  const [x, y] = [
    await plantSession(house, workspace.id, courseId, { title: "X" }),
    await plantSession(house, workspace.id, courseId, { title: "Y", startsAt: house.clock.now + 20 * day }),
  ];
  const free = await plantCatalogCourse(house, workspace.id, "Free");
  const [u, v] = [
    await plantSession(house, workspace.id, free, { title: "U", startsAt: house.clock.now + 30 * day }),
    await plantSession(house, workspace.id, free, { title: "V", startsAt: house.clock.now + 31 * day }),
  ];
  const orderId = await at.buy(courseId, email, x);
  // At the checkout somebody else begins one of their own, and never pays.
  await at.buy(courseId, email, y);
  await at.pay(orderId);
  const token = tokenIn(house.sent.find(({ to }) => to === email));
  house.clock.advance(hour);
  await at.register({ email, courseId: free, sessionId: u });
  await at.register({ email, courseId: free, sessionId: v });
  await at.buy(courseId, email, y);
  await at.join(token);
  expect((await at.datesHere()).sort()).toEqual([x, u].sort());
});

test("who waits for approval may buy, and has the course and the date with the approval", async () => {
  const at = await open({ "selfreg.check": "moderated" });
  const { house, workspace, email } = at;
  const free = await plantCatalogCourse(house, workspace.id, "Free");
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid", price);
  const sessionId = await plantSession(house, workspace.id, courseId);
  await at.join(await at.register({ email, courseId: free }));
  house.clock.advance(hour);
  const orderId = await at.buy(courseId, email, sessionId);
  expect(await at.wanted()).toEqual([[free, null]]);
  await at.pay(orderId);
  const result = await useCases.approveRegistrations(at.ask, { ids: [(await at.row()).id] });
  expect(JSON.stringify(result)).toContain("done");
  expect((await at.coursesHere()).sort()).toEqual([free, courseId].sort());
  expect(await at.datesHere()).toEqual([sessionId]);
});

test("a member has a link's courses only while it is open, and counts as a use", async () => {
  const at = await open();
  const { house, workspace } = at;
  const dear = await plantCatalogCourse(house, workspace.id, "Dear", price);
  const free = await plantCatalogCourse(house, workspace.id, "Free");
  const link = await at.makeLink({ name: "One", courseIds: [dear], maxUses: 1 });
  const empty = await at.makeLink({ name: "None" });
  const memberWithLink = async (linkCode: string, courseId?: string) => {
    serial += 1;
    const email = `guarded-${serial}@example.com`;
    const token = (await at.register({ email, linkCode, ...(courseId && { courseId }) })) ?? "";
    const member = await createMember(house, workspace, { email });
    return () => useCases.joinSignedIn(house.context(member.caller), { token, revision: 1 }).catch(codeOf);
  };
  const [first, second, third] = [
    await memberWithLink(link.code),
    await memberWithLink(link.code),
    await memberWithLink(link.code, free),
  ];
  expect(await first()).toMatchObject({ courseId: dear });
  expect([await at.usesOf(link.id), await at.coursesHere()]).toEqual([1, [dear]]);
  expect(await second()).toBe("LINK_FULL");
  await useCases.deleteRegistrationLink(at.ask, { linkId: link.id });
  expect(await second()).toBe("LINK_ENDED");
  expect(await third()).toMatchObject({ courseId: free });
  expect([await at.usesOf(link.id), (await at.coursesHere()).sort()]).toEqual([1, [dear, free].sort()]);
  // A link without courses gives a member nothing, and counts nobody.
  expect(await (await memberWithLink(empty.code))()).toMatchObject({ courseId: null });
  expect(await at.usesOf(empty.id)).toBe(0);
});

test("money that comes after joining brings its course alone, and nothing of the link", async () => {
  const at = await open();
  const { house, workspace, email } = at;
  const paid = await plantCatalogCourse(house, workspace.id, "Paid", price);
  const dear = await plantCatalogCourse(house, workspace.id, "Dear", price);
  const free = await plantCatalogCourse(house, workspace.id, "Free");
  const link = await at.makeLink({ name: "One", courseIds: [dear] });
  const token = await at.register({ email, linkCode: link.code, courseId: free });
  const orderId = await at.buy(paid, email);
  await useCases.deleteRegistrationLink(at.ask, { linkId: link.id });
  await at.join(token);
  await at.pay(orderId);
  expect((await at.coursesHere()).sort()).toEqual([free, paid].sort());
});

test("seats that invitations hold are not taken by who registers", async () => {
  const at = await open({ "seats.reserve": true }, { seats: 2 });
  const { house, workspace, email } = at;
  const courseId = await plantCatalogCourse(house, workspace.id, "Free");
  const invitee = `invited-${email}`;
  const { invitation } = await useCases.inviteUser(at.ask, {
    email: invitee,
    firstName: "In",
    lastName: "Vited",
    roles: ["learner"],
  });
  await at.deliver();
  const invited = tokenIn(house.sent.find(({ template }) => template === "invitation"));
  const token = await at.register({ email, courseId });
  expect(await at.join(token).catch(codeOf)).toBe("NO_SEAT");
  expect((await at.row()).status).toBe("started");
  expect(await at.db.select().from(users).where(eq(users.email, email))).toEqual([]);
  const [seen] = await at.db.select().from(workspaces).where(eq(workspaces.id, workspace.id));
  expect(seen?.seatRefusedAt).toBe(house.clock.now);
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: invited,
    revision: invitation.revision,
    password,
  });
});

/** Somebody had the address, is here by it, and has another one in their account by now; the mailbox is another's. */
async function addressChangedHands(at: Awaited<ReturnType<typeof open>>) {
  const { house, db, email } = at;
  const courseId = await plantCatalogCourse(house, at.workspace.id, "Free");
  const { invitation } = await useCases.inviteUser(at.ask, {
    email,
    firstName: "New",
    lastName: "Owner",
    roles: ["admin"],
  });
  await at.deliver();
  const invited = tokenIn(house.sent.find(({ template }) => template === "invitation"));
  await at.join(await at.register({ email, courseId }));
  const [former] = await db.select().from(users).where(eq(users.email, email));
  if (!former) throw new Error("nobody joined");
  return { courseId, invitation, invited, former };
}

test("roles of an invitation go to no member whose account has another address by now", async () => {
  const at = await open();
  const { house, db, email, workspace } = at;
  const { invitation, invited, former } = await addressChangedHands(at);
  // The account's address is another one, the row here keeps the older: as when a change came between.
  await db
    .update(users)
    .set({ email: `former-${email}` })
    .where(eq(users.id, former.id));
  const accept = () =>
    useCases
      .joinAsNewPerson(house.anonymous(), {
        token: invited,
        revision: invitation.revision,
        password: "seven loud trumpets",
      })
      .catch(codeOf);
  expect(await accept()).toBe("ADDRESS_TAKEN");
  const people = await db.select().from(memberships).where(eq(memberships.workspaceId, workspace.id));
  const theirs = people.find(({ userId }) => userId === former.id);
  expect(
    (
      await db
        .select()
        .from(roleAssignments)
        .where(eq(roleAssignments.membershipId, theirs?.id ?? ""))
    ).map(({ role }) => role),
  ).toEqual(["learner"]);
  expect(await db.select().from(users).where(eq(users.email, email))).toEqual([]);
  expect(people.filter(({ status }) => status === "pending")).toHaveLength(1);
});

test("the address changes between reading the invitation and accepting it: nothing is merged", async () => {
  const at = await open();
  const { house, db, email, workspace } = at;
  const { invitation, invited, former } = await addressChangedHands(at);
  const member = (await db.select().from(memberships).where(eq(memberships.userId, former.id)))[0];
  const elsewhere = (await createWorkspace(house)).workspace;
  const ctx = house.context((await createMember(house, elsewhere, { email, userId: former.id })).caller);
  const { batch } = ctx.db;
  ctx.db.batch = (async (statements: Parameters<typeof batch>[0]) => {
    await house.database
      .prepare("update users set email = ? where id = ?")
      .bind(`former-${email}`, former.id)
      .run();
    return batch.call(ctx.db, statements);
  }) as unknown as typeof batch;
  expect(
    await useCases.joinSignedIn(ctx, { token: invited, revision: invitation.revision }).catch(codeOf),
  ).toBe("EDIT_CONFLICT");
  const roles = await db
    .select()
    .from(roleAssignments)
    .where(eq(roleAssignments.membershipId, member?.id ?? ""));
  expect([member?.workspaceId, roles.map(({ role }) => role)]).toEqual([workspace.id, ["learner"]]);
});

test("where nobody registers nobody is mailed again, and the check for humans is asked", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const again = (slug: string, more: { humanToken?: string } = {}) =>
    useCases
      .mailRegistrationAgain(
        {
          ...stranger(house),
          humans: { siteKey: "site", check: async (token) => (token === "good" ? "human" : "not_human") },
        },
        { workspace: slug, email: admin.email, ...more },
      )
      .catch(codeOf);
  expect(await again(workspace.slug, { humanToken: "good" })).toBe("NOT_FOUND");
  const shop = await openCatalog(house);
  expect(await again(shop.workspace.slug)).toBe("HUMAN_UNPROVED");
  expect(await again(shop.workspace.slug, { humanToken: "bad" })).toBe("HUMAN_UNPROVED");
  expect(await again(shop.workspace.slug, { humanToken: "good" })).toMatchObject({ accepted: true });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toEqual([]);
});

test("a full link lets what was chosen beside it be approved, without its places; and counts a member's courses", async () => {
  const at = await open({ "selfreg.check": "moderated" });
  const { house, workspace, email } = at;
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  const named = await plantCourse(house, workspace.id, "Of the link");
  const link = await at.makeLink({ name: "A", courseIds: [named], maxUses: 2 });
  const others = [`member-${email}`, `late-${email}`];
  for (const other of others) await at.join(await at.register({ email: other, linkCode: link.code }));
  await at.join(await at.register({ email, linkCode: link.code, courseId }));
  // Both of them are members by the time that they are approved.
  for (const other of others) {
    const [account] = await at.db.select().from(users).where(eq(users.email, other));
    await createMember(house, workspace, { email: other, ...(account && { userId: account.id }) });
  }
  const all = await at.db.select().from(registrations).where(eq(registrations.workspaceId, workspace.id));
  const approve = async (whose: string) => {
    const ids = all.filter(({ email: theirs }) => theirs === whose).map(({ id }) => id);
    return JSON.stringify(await useCases.approveRegistrations(at.ask, { ids }));
  };
  expect(await approve(others[0] ?? "")).toContain("done");
  expect([await at.usesOf(link.id), await at.coursesHere()]).toEqual([1, [named]]);
  await at.db.update(registrationLinks).set({ maxUses: 1 }).where(eq(registrationLinks.id, link.id));
  expect(await approve(others[1] ?? "")).toContain("done");
  expect(await approve(email)).toContain("done");
  expect([await at.usesOf(link.id), (await at.coursesHere()).sort()]).toEqual([1, [named, courseId].sort()]);
});
