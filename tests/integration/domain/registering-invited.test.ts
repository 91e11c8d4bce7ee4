import { and, eq, isNull } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  enrolments,
  groupMembers,
  invitations,
  memberships,
  outbox,
  roleAssignments,
  sessionAttendees,
  unitMembers,
  users,
} from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { day, hour, minute, openHouse, plantGroup, plantUnit, tokenIn } from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";
import { openCatalog, plantCatalogCourse, registerByMail } from "../../support/registering.ts";

const password = "nine quiet umbrellas";
let serial = 0;

/** Somebody is invited as an administrator, with places, courses and a session; and comes in by the catalog meanwhile. */
async function invitedAndRegistered(options: { accepts?: boolean } = {}) {
  serial += 1;
  const house = openHouse();
  const { workspace, admin } = await openCatalog(house);
  const free = await plantCatalogCourse(house, workspace.id, "First aid");
  const named = await plantCourse(house, workspace.id, "Board work");
  const sessionId = await plantSession(house, workspace.id, named);
  const unit = await plantUnit(house, workspace.id, "North");
  const group = await plantGroup(house, workspace.id, "Board");
  const email = `both-${serial}@example.com`;
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email,
    firstName: "Bo",
    lastName: "Both",
    roles: ["admin", "learner"],
    unitIds: [unit.id],
    groupIds: [group.id],
    courseIds: [named],
    sessionIds: [sessionId],
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const invited = tokenIn(house.sent.find(({ template }) => template === "invitation"));
  const registered = (await registerByMail(house, workspace, { email, courseId: free })) ?? "";
  expect(registered).not.toBe("");
  if (options.accepts !== false) {
    await useCases.joinAsNewPerson(house.anonymous(), { token: registered, revision: 1, password });
  }
  const { db } = house.system();
  const person = async () => {
    const [row] = await db
      .select()
      .from(memberships)
      .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.email, email)));
    if (!row) throw new Error("nobody has the address");
    return row;
  };
  const rolesOf = async (membershipId: string) =>
    (await db.select().from(roleAssignments).where(eq(roleAssignments.membershipId, membershipId)))
      .map(({ role }) => role)
      .sort();
  const coursesOf = async (membershipId: string) =>
    (await db.select().from(enrolments).where(eq(enrolments.membershipId, membershipId)))
      .map(({ courseId }) => courseId)
      .sort();
  return {
    house,
    workspace,
    admin,
    ask: house.context(admin.caller),
    email,
    free,
    named,
    sessionId,
    unit,
    group,
    invitation,
    invited,
    registered,
    person,
    rolesOf,
    coursesOf,
    db,
  };
}

/** The active person is exactly as they joined, whatever was done to the invitation. */
async function untouched(found: Awaited<ReturnType<typeof invitedAndRegistered>>) {
  const row = await found.person();
  expect([row.status, row.shownAs, row.firstName]).toEqual(["active", "active", "Rosa"]);
  expect(await found.rolesOf(row.id)).toEqual(["learner"]);
  expect(await found.coursesOf(row.id)).toEqual([found.free]);
}

const pendingRow = async ({ db, invitation }: Awaited<ReturnType<typeof invitedAndRegistered>>) =>
  (await db.select().from(memberships).where(eq(memberships.id, invitation.userId)))[0];

test("an address that its owner leaves for another is the open invitation's again, and its invitee joins with it", async () => {
  const found = await invitedAndRegistered();
  const moved = { email: `moved-${serial}@example.org` };
  const first = await found.person();
  await found.db.batch([
    found.db
      .update(users)
      .set(moved)
      .where(eq(users.id, first.userId ?? "")),
    found.db.update(memberships).set(moved).where(eq(memberships.id, first.id)),
  ]);
  expect((await pendingRow(found))?.email).toBe(found.email);
  await useCases.joinAsNewPerson(found.house.anonymous(), { token: found.invited, revision: 1, password });
  const second = await found.person();
  expect([second.id, second.status]).toEqual([found.invitation.userId, "active"]);
  expect(await found.rolesOf(second.id)).toEqual(["admin", "learner"]);
  expect(await found.rolesOf(first.id)).toEqual(["learner"]);
});

test("who registers while invited as an administrator is a learner, and the invitation stays open", async () => {
  const found = await invitedAndRegistered();
  await untouched(found);
  expect(await pendingRow(found)).toMatchObject({ status: "pending", shownAs: "pending", email: null });
  expect(
    (
      await found.house
        .context(found.admin.caller)
        .db.select()
        .from(invitations)
        .where(eq(invitations.id, found.invitation.id))
    )[0],
  ).toMatchObject({ status: "pending", email: found.email });
  const page = await useCases.viewInvitation(found.house.anonymous(), { token: found.invited });
  expect([page.state, page.viewer]).toEqual(["open", "account_signed_out"]);
});

test("only its own link gives what the invitation offers, and the two rows become one person", async () => {
  const found = await invitedAndRegistered();
  const { house, workspace, invited, unit, group, sessionId, named, free, invitation, db } = found;
  const before = await found.person();
  const joined = await useCases.signInAndJoin(house.anonymous(), {
    token: invited,
    revision: invitation.revision,
    password,
  });
  expect(joined.landing).toBe("manage");
  const row = await found.person();
  expect([row.id, row.status, row.userId]).toEqual([before.id, "active", before.userId]);
  expect(await found.rolesOf(row.id)).toEqual(["admin", "learner"]);
  expect(await found.coursesOf(row.id)).toEqual([free, named].sort());
  const of = { workspaceId: workspace.id, membershipId: row.id };
  expect(await db.select().from(unitMembers).where(eq(unitMembers.membershipId, row.id))).toEqual([
    { ...of, unitId: unit.id },
  ]);
  expect(await db.select().from(groupMembers).where(eq(groupMembers.membershipId, row.id))).toMatchObject([
    { groupId: group.id, kind: "direct" },
  ]);
  expect(
    await db.select().from(sessionAttendees).where(eq(sessionAttendees.membershipId, row.id)),
  ).toMatchObject([{ sessionId }]);
  // The pending row is gone, from the table and from every list and counter.
  expect(await pendingRow(found)).toBeUndefined();
  const { rows, chips } = await useCases.listPeople(house.context(found.admin.caller), { chips: true });
  expect(rows.map(({ id, status }) => [id, status]).sort()).toEqual(
    [
      [found.admin.membershipId, "active"],
      [row.id, "active"],
    ].sort(),
  );
  expect(JSON.stringify(chips)).not.toContain("-1");
  const leftovers = await house.database
    .prepare(
      "select facet from membership_facets where membership_id = ?1 union all select term from membership_terms where membership_id = ?1",
    )
    .bind(invitation.userId)
    .all();
  expect(leftovers.results).toEqual([]);
  const [accepted] = await db.select().from(invitations).where(eq(invitations.id, invitation.id));
  expect(accepted).toMatchObject({ status: "accepted", membershipId: row.id });
  expect((await useCases.viewInvitation(house.anonymous(), { token: invited })).state).toBe("used");
});

test("list, search, page and export show the address of the open invitation", async () => {
  const found = await invitedAndRegistered();
  const { ask, email, invitation } = found;
  const person = await found.person();
  for (const input of [{}, { q: email }]) {
    const { rows } = await useCases.listPeople(ask, input);
    const shown = rows.filter(({ id }) => id === invitation.userId || id === person.id);
    expect(shown.every((row) => row.email === email)).toBe(true);
    expect(shown.some(({ id }) => id === invitation.userId)).toBe(true);
  }
  expect(await useCases.viewMember(ask, { membershipId: invitation.userId })).toMatchObject({ email });
  let text = "";
  for await (const piece of (await useCases.exportPeople(ask, { filter: {} })).lines) text += piece;
  expect(text.split("\n").filter((line) => line.includes(email))).toHaveLength(2);
});

test("resending, reminding and editing reach the mailbox and never the person who is here", async () => {
  const found = await invitedAndRegistered();
  const { house, ask, email, invitation, workspace } = found;
  house.clock.advance(hour);
  const before = house.sent.length;
  await useCases.resendInvitation(ask, { invitationId: invitation.id });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.slice(before).map(({ template, to }) => [template, to])).toContainEqual([
    "new_link",
    email,
  ]);
  house.clock.advance(2 * hour);
  await useCases.remindInvitation(ask, { invitationId: invitation.id });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.at(-1)).toMatchObject({ template: "reminder", to: email });
  await useCases.editInvitation(ask, {
    invitationId: invitation.id,
    email,
    firstName: "Other",
    roles: ["learner"],
  });
  expect(await pendingRow(found)).toMatchObject({ email: null, firstName: "Other" });
  await untouched(found);
  // Another address makes it somebody else's invitation, with a row that has it.
  await useCases.editInvitation(ask, { invitationId: invitation.id, email: `moved-${email}` });
  expect(await pendingRow(found)).toMatchObject({ email: `moved-${email}` });
  await untouched(found);
});

test("canceling, expiring, purging and taking back end the invitation alone", async () => {
  const canceled = await invitedAndRegistered();
  await useCases.cancelInvitation(canceled.ask, { invitationId: canceled.invitation.id });
  await untouched(canceled);
  expect(await pendingRow(canceled)).toMatchObject({ status: "removed" });

  const expired = await invitedAndRegistered();
  expired.house.clock.advance(400 * day);
  await useCases.expireInvitations(expired.house.system(), {});
  expect(await pendingRow(expired)).toMatchObject({ shownAs: "expired" });
  await untouched(expired);
  expired.house.clock.now -= expired.house.clock.now % hour;
  await useCases.purgeNeverAccepted(expired.house.system(), {});
  await untouched(expired);
  expect((await expired.person()).email).toBe(expired.email);

  const undone = await invitedAndRegistered({ accepts: false });
  const { house, ask, invitation, registered } = undone;
  await useCases.joinAsNewPerson(house.anonymous(), { token: registered, revision: 1, password });
  await useCases.declineInvitation(house.anonymous(), {
    token: undone.invited,
    confirmation: undone.workspace.name,
  });
  await untouched(undone);
  // Who declined and is here already cannot be mailed the same again into a second person.
  house.clock.advance(2 * minute);
  await useCases.resendInvitation(ask, { invitationId: invitation.id });
  await untouched(undone);
  expect(await pendingRow(undone)).toMatchObject({ status: "pending", email: null });
});

test("when the person who came in is removed, the open invitation has its address again", async () => {
  const found = await invitedAndRegistered();
  const { ask, house, email, invitation, invited, db } = found;
  const person = await found.person();
  await useCases.removeMember(ask, { membershipId: person.id, confirmation: email } as never);
  expect(await pendingRow(found)).toMatchObject({ email, status: "pending" });
  const joined = await useCases.signInAndJoin(house.anonymous(), {
    token: invited,
    revision: invitation.revision,
    password,
  });
  expect(joined.roles.map(({ role }) => role).sort()).toEqual(["admin", "learner"]);
  expect(
    await db
      .select()
      .from(memberships)
      .where(and(eq(memberships.email, email), eq(memberships.status, "active"))),
  ).toHaveLength(1);
});

test("of a registration and an invitation followed at once both are heeded, in whatever order, and there is one person", async () => {
  for (const order of ["invitation", "registration"] as const) {
    const found = await invitedAndRegistered({ accepts: false });
    const { house, invited, registered, invitation, email } = found;
    const byInvitation = (token: string) =>
      useCases.joinAsNewPerson(house.anonymous(), { token, revision: invitation.revision, password });
    const byRegistration = (token: string) =>
      useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password });
    const both =
      order === "invitation"
        ? [byInvitation(invited), byRegistration(registered)]
        : [byRegistration(registered), byInvitation(invited)];
    const done = await Promise.allSettled(both);
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    // Whoever lost the race signs in with the password that was just set.
    for (const token of [invited, registered]) {
      const page = await useCases.viewInvitation(house.anonymous(), { token });
      if (page.state !== "open") continue;
      await useCases.signInAndJoin(house.anonymous(), {
        token,
        revision: page.invitation.revision,
        password,
      });
    }
    const person = await found.person();
    expect(await found.rolesOf(person.id)).toEqual(["admin", "learner"]);
    expect(await found.coursesOf(person.id)).toEqual([found.free, found.named].sort());
    const rows = await found.db
      .select()
      .from(memberships)
      .where(and(eq(memberships.workspaceId, found.workspace.id), isNull(memberships.email)));
    expect(rows).toEqual([]);
    expect(email).toBe(person.email);
  }
});

test("the invitation's mail about its session is not taken for the person's who is here", async () => {
  const found = await invitedAndRegistered();
  const mails = await found.db
    .select({ template: outbox.template })
    .from(outbox)
    .where(and(eq(outbox.workspaceId, found.workspace.id), eq(outbox.to, found.email)));
  expect(mails.map(({ template }) => template).sort()).toEqual([
    "invitation",
    "invitation_accepted",
    "registration",
  ]);
});
