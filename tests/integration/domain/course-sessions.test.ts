import { expect, test } from "vitest";
import { tellOfSessions } from "../../../db/queries/session-mails.ts";
import { sessionAttendees } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  callerNow,
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  hour,
  openHouse,
  plantGroup,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";
import { enrolmentsOf, placesOf, plantCourse, plantSession } from "../../support/learning.ts";

async function openSpace(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, { overrides });
  const courseId = await plantCourse(house, workspace.id, "Safety");
  const deliver = async () => {
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    return house.sent.splice(0).map(({ to, template }) => `${template} ${to}`);
  };
  return { house, workspace, admin, asAdmin: house.context(admin.caller), courseId, deliver };
}

const lesson = { title: "Ropes", startsAt: "2026-03-09T10:00", endsAt: "2026-03-09T12:00" };

test("a session keeps the moment of its own zone, and its maker teaches it", async () => {
  const { admin, asAdmin, courseId } = await openSpace();
  const { session, notices } = await useCases.createCourseSession(asAdmin, {
    ...lesson,
    courseId,
    timeZone: "America/New_York",
    place: "Hall 3",
    link: "https://meet.example.com/room",
    seats: 12,
  });
  expect(session).toMatchObject({
    startsAt: Date.UTC(2026, 2, 9, 14),
    endsAt: Date.UTC(2026, 2, 9, 16),
    timeZone: "America/New_York",
    place: "Hall 3",
    link: "https://meet.example.com/room",
    seats: 12,
    taken: 0,
    courseTitle: "Safety",
    instructors: [{ id: admin.membershipId, name: "Ada Admin" }],
  });
  expect(notices).toEqual([]);
  const moved = await useCases.changeCourseSession(asAdmin, {
    sessionId: session.id,
    timeZone: "Europe/Berlin",
  });
  expect(moved.session.startsAt).toBe(Date.UTC(2026, 2, 9, 9));
});

test("a time that the clocks skip is refused with the next one; one that comes twice is the earlier, and is said", async () => {
  const { asAdmin, courseId } = await openSpace();
  const skipped = useCases.createCourseSession(asAdmin, {
    courseId,
    title: "Night",
    startsAt: "2026-03-29T02:30",
    endsAt: "2026-03-29T05:00",
  });
  await expect(skipped).rejects.toMatchObject({
    details: { errors: [{ path: "startsAt", code: "never", message: expect.stringContaining("03:00") }] },
  });
  const twice = { courseId, title: "Night", endsAt: "2026-10-25T06:00" };
  const first = await useCases.createCourseSession(asAdmin, { ...twice, startsAt: "2026-10-25T02:30" });
  expect(first.session.startsAt).toBe(Date.UTC(2026, 9, 25, 0, 30));
  expect(first.notices).toMatchObject([{ path: "startsAt", code: "twice" }]);
  const second = await useCases.createCourseSession(asAdmin, {
    ...twice,
    startsAt: "2026-10-25T02:30+01:00",
  });
  expect(second.session.startsAt).toBe(Date.UTC(2026, 9, 25, 1, 30));
});

test("bad sessions are refused by name", async () => {
  const { asAdmin, courseId } = await openSpace();
  for (const bad of [
    { startsAt: "2026-03-01T10:00" },
    { startsAt: "2026-02-30T10:00" },
    { endsAt: "2026-03-09T09:00" },
    { endsAt: "2026-05-09T09:00" },
    { link: "http://meet.example.com" },
    { link: "https://user:secret@example.com" },
    { link: "javascript:alert(1)" },
    { seats: 0 },
    { place: "two\nlines" },
    { timeZone: "+01:00" },
  ]) {
    const made = useCases.createCourseSession(asAdmin, { ...lesson, courseId, ...bad });
    expect([bad, await refusalOf(made)]).toEqual([bad, "VALIDATION_FAILED"]);
  }
});

test("sessions are made by who made the course, in groups by who administers them, and by nobody else", async () => {
  const { house, workspace } = await openSpace();
  const mine = await plantGroup(house, workspace.id, "Mine");
  const other = await plantGroup(house, workspace.id, "Other");
  const owner = await createMember(house, workspace, { roles: ["instructor"] });
  const colleague = await createMember(house, workspace, { roles: ["instructor"] });
  const head = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: mine.id }] });
  const coach = await createMember(house, workspace, { roles: [{ role: "coach", groupId: mine.id }] });
  const courseId = await plantCourse(house, workspace.id, "Own", { ownerId: owner.membershipId });
  const make = (member: TestMember, input: object = {}) =>
    useCases.createCourseSession(house.context(member.caller), { ...lesson, courseId, ...input });
  await make(owner);
  await make(head, { groupId: mine.id });
  expect(await refusalOf(make(colleague))).toBe("FORBIDDEN");
  expect(await refusalOf(make(coach))).toBe("FORBIDDEN");
  expect(await refusalOf(make(head))).toBe("FORBIDDEN");
  expect(await refusalOf(make(head, { groupId: other.id }))).toBe("NOT_FOUND");
  expect(await refusalOf(make(owner, { groupId: mine.id }))).toBe("NOT_FOUND");
  const { session } = await make(owner);
  const change = { sessionId: session.id, title: "Mine now" };
  for (const member of [colleague, head, coach]) {
    expect(await refusalOf(useCases.changeCourseSession(house.context(member.caller), change))).toBe(
      "FORBIDDEN",
    );
    expect(
      await refusalOf(useCases.cancelCourseSession(house.context(member.caller), { sessionId: session.id })),
    ).toBe("FORBIDDEN");
  }
});

test("nobody makes somebody else a session instructor who could not give that role", async () => {
  const { house, workspace, asAdmin } = await openSpace();
  const mine = await plantGroup(house, workspace.id, "Mine");
  const owner = await createMember(house, workspace, { roles: ["instructor"] });
  const head = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: mine.id }] });
  const friend = await createMember(house, workspace, { groupIds: [mine.id] });
  const stranger = await createMember(house, workspace);
  const away = await createMember(house, workspace, { groupIds: [mine.id], status: "deactivated" });
  const courseId = await plantCourse(house, workspace.id, "Own", { ownerId: owner.membershipId });
  const make = (member: TestMember, instructor: TestMember, input: object = {}) =>
    useCases.createCourseSession(house.context(member.caller), {
      ...lesson,
      courseId,
      instructorIds: [instructor.membershipId],
      ...input,
    });
  expect(await refusalOf(make(owner, friend))).toBe("NOT_FOUND");
  expect(await refusalOf(make(head, stranger, { groupId: mine.id }))).toBe("NOT_FOUND");
  expect(await refusalOf(make(head, away, { groupId: mine.id }))).toBe("NOT_FOUND");
  const seeing = await createMember(house, workspace, {
    roles: ["instructor", { role: "coach", groupId: mine.id }],
  });
  const theirs = await plantCourse(house, workspace.id, "Theirs", { ownerId: seeing.membershipId });
  expect(await refusalOf(make(seeing, friend, { courseId: theirs }))).toBe("ROLE_ABOVE_YOURS");
  await make(seeing, seeing, { courseId: theirs });
  const { session } = await make(head, friend, { groupId: mine.id });
  const held = await callerNow(house, friend);
  if (held.kind !== "member") throw new Error("a member");
  expect(held.membership.roles).toContainEqual({
    role: "session_instructor",
    scope: { kind: "session", id: session.id },
  });
  await useCases.changeCourseSession(asAdmin, {
    sessionId: session.id,
    instructorIds: [stranger.membershipId],
  });
  const after = await callerNow(house, friend);
  if (after.kind !== "member") throw new Error("a member");
  expect(after.membership.roles.map(({ role }) => role)).toEqual(["learner"]);
});

test("people of the session's group get places and the course, and are mailed once", async () => {
  const { house, workspace, asAdmin, courseId, deliver } = await openSpace();
  const group = await plantGroup(house, workspace.id, "Choir");
  const member = await createMember(house, workspace, { groupIds: [group.id] });
  const away = await createMember(house, workspace, { groupIds: [group.id], status: "deactivated" });
  const { session } = await useCases.createCourseSession(asAdmin, { ...lesson, courseId, groupId: group.id });
  expect(await placesOf(house, member.membershipId)).toEqual([{ title: "Ropes", origin: "group" }]);
  expect(await placesOf(house, away.membershipId)).toEqual([]);
  expect(await enrolmentsOf(house, member.membershipId)).toMatchObject([
    { title: "Safety", origin: "session" },
  ]);
  expect(await deliver()).toEqual([`session_invitation ${member.email}`]);
  const late = await createMember(house, workspace);
  await useCases.addGroupMembers(asAdmin, { groupId: group.id, membershipIds: [late.membershipId] });
  expect(await deliver()).toEqual([`session_invitation ${late.email}`]);
  expect((await useCases.viewCourseSession(asAdmin, { sessionId: session.id })).session.taken).toBe(2);
});

test("the last seat goes to one of two", async () => {
  const { house, workspace, asAdmin, courseId } = await openSpace();
  const sessionId = await plantSession(house, workspace.id, courseId, { seats: 1 });
  const [one, two] = [await createMember(house, workspace), await createMember(house, workspace)];
  const outcomes = await Promise.allSettled(
    [one, two].map(({ membershipId }) => useCases.addAttendee(asAdmin, { sessionId, membershipId })),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const refused = outcomes.find(({ status }) => status === "rejected");
  expect(refused).toMatchObject({ reason: { code: "SESSION_FULL" } });
  expect((await useCases.viewCourseSession(asAdmin, { sessionId })).session.taken).toBe(1);
});

test("a place is given to active people of one's part, in what is open and to come", async () => {
  const { house, workspace, asAdmin, courseId } = await openSpace();
  const mine = await plantGroup(house, workspace.id, "Mine");
  const head = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: mine.id }] });
  const friend = await createMember(house, workspace, { groupIds: [mine.id] });
  const stranger = await createMember(house, workspace);
  const away = await createMember(house, workspace, { status: "deactivated" });
  const sessionId = await plantSession(house, workspace.id, courseId);
  const over = await plantSession(house, workspace.id, courseId, { startsAt: house.clock.now - hour });
  const canceled = await plantSession(house, workspace.id, courseId, { canceled: true });
  const draft = await plantCourse(house, workspace.id, "Draft", { status: "draft" });
  const closed = await plantSession(house, workspace.id, draft);
  const add = (ctx: typeof asAdmin, { membershipId }: TestMember, id = sessionId) =>
    useCases.addAttendee(ctx, { sessionId: id, membershipId });
  const asHead = house.context(head.caller);
  expect(await refusalOf(add(asHead, stranger))).toBe("NOT_FOUND");
  expect(await add(asHead, friend)).toMatchObject({ attends: true });
  expect(await add(asHead, friend)).toMatchObject({ attends: true });
  expect(await refusalOf(add(asAdmin, away))).toBe("NOT_ACTIVE");
  expect(await refusalOf(add(asAdmin, friend, over))).toBe("SESSION_OVER");
  expect(await refusalOf(add(asAdmin, friend, canceled))).toBe("SESSION_OVER");
  expect(await refusalOf(add(asAdmin, friend, closed))).toBe("COURSE_CLOSED");
  await add(asAdmin, stranger);
  const seen = await useCases.listAttendees(asHead, { sessionId });
  expect(seen.attendees.map(({ id }) => id)).toEqual([friend.membershipId]);
  expect((await useCases.listAttendees(asAdmin, { sessionId })).attendees).toHaveLength(2);
  expect(
    await refusalOf(useCases.removeAttendee(asHead, { sessionId, membershipId: stranger.membershipId })),
  ).toBe("NOT_FOUND");
  await useCases.removeAttendee(asHead, { sessionId, membershipId: friend.membershipId });
  expect(await placesOf(house, friend.membershipId)).toEqual([]);
  expect(await enrolmentsOf(house, friend.membershipId)).toHaveLength(1);
});

test("who attends is mailed the new time when a session moves, and that it is canceled", async () => {
  const { house, workspace, asAdmin, courseId, deliver } = await openSpace();
  const member = await createMember(house, workspace);
  const { session } = await useCases.createCourseSession(asAdmin, { ...lesson, courseId });
  const sessionId = session.id;
  await useCases.addAttendee(asAdmin, { sessionId, membershipId: member.membershipId });
  expect(await deliver()).toEqual([`session_invitation ${member.email}`]);
  await useCases.changeCourseSession(asAdmin, { sessionId, title: "Knots", seats: 5 });
  expect(await deliver()).toEqual([]);
  await useCases.changeCourseSession(asAdmin, { sessionId, startsAt: "2026-03-09T09:00" });
  expect(await deliver()).toEqual([`session_invitation ${member.email}`]);
  await useCases.cancelCourseSession(asAdmin, { sessionId });
  await useCases.cancelCourseSession(asAdmin, { sessionId });
  expect(await deliver()).toEqual([`session_canceled ${member.email}`]);
  expect(await refusalOf(useCases.changeCourseSession(asAdmin, { sessionId, title: "x" }))).toBe(
    "SESSION_OVER",
  );
});

test("a deleted course takes its sessions along, and says so", async () => {
  const { house, workspace, asAdmin, courseId, deliver } = await openSpace();
  const member = await createMember(house, workspace);
  const sessionId = await plantSession(house, workspace.id, courseId);
  await useCases.addAttendee(asAdmin, { sessionId, membershipId: member.membershipId });
  await deliver();
  await useCases.deleteCourse(asAdmin, { courseId });
  expect(await deliver()).toEqual([`session_canceled ${member.email}`]);
  expect(await refusalOf(useCases.viewCourseSession(asAdmin, { sessionId }))).toBe("NOT_FOUND");
});

test("reminders go out once, at the workspace's distance, and never where nobody should come", async () => {
  const { house, workspace, asAdmin, courseId, deliver } = await openSpace({ "session.remind_hours": 48 });
  const startsAt = house.clock.now + 10 * day;
  const sessionId = await plantSession(house, workspace.id, courseId, { startsAt });
  const canceled = await plantSession(house, workspace.id, courseId, { startsAt, title: "Canceled" });
  const people: TestMember[] = [];
  for (let number = 0; number < 3; number += 1) people.push(await createMember(house, workspace));
  const [stays, leaves, deactivated] = people;
  if (!stays || !leaves || !deactivated) throw new Error("three");
  for (const { membershipId } of people) await useCases.addAttendee(asAdmin, { sessionId, membershipId });
  await useCases.addAttendee(asAdmin, { sessionId: canceled, membershipId: stays.membershipId });
  await deliver();
  await useCases.cancelCourseSession(asAdmin, { sessionId: canceled });
  await deliver();
  const { enrolments } = await useCases.listEnrolments(asAdmin, { membershipId: leaves.membershipId });
  await useCases.withdrawEnrolment(asAdmin, { enrolmentId: enrolments[0]?.id ?? "" });
  await useCases.deactivateMember(asAdmin, { membershipId: deactivated.membershipId });
  const tick = async () => {
    await Promise.all([
      useCases.remindOfSessions(house.system(), {}),
      useCases.remindOfSessions(house.system(), {}),
    ]);
    return deliver();
  };
  house.clock.now = startsAt - 48 * hour - 60_000;
  expect(await tick()).toEqual([]);
  house.clock.now += 2 * 60_000;
  expect(await tick()).toEqual([`session_reminder ${stays.email}`]);
  expect(await tick()).toEqual([]);
  const late = await createMember(house, workspace);
  await useCases.addAttendee(asAdmin, { sessionId, membershipId: late.membershipId });
  expect(await tick()).toEqual([`session_invitation ${late.email}`]);
});

test("where the policy wants no reminders there are none", async () => {
  const { house, workspace, asAdmin, courseId, deliver } = await openSpace({ "session.remind_hours": null });
  const sessionId = await plantSession(house, workspace.id, courseId, {
    startsAt: house.clock.now + 2 * day,
  });
  const member = await createMember(house, workspace);
  await useCases.addAttendee(asAdmin, { sessionId, membershipId: member.membershipId });
  await deliver();
  house.clock.now += day + 60_000;
  await useCases.remindOfSessions(house.system(), {});
  expect(await deliver()).toEqual([]);
});

test("somebody who has not joined is mailed a session where the policy says so, and led to no closed page", async () => {
  const { house, workspace, asAdmin, courseId, deliver } = await openSpace({
    "notify.pre_activation": "invite_and_session",
  });
  const { invitation } = await useCases.inviteUser(asAdmin, {
    email: "pending@example.com",
    roles: ["learner"],
  });
  await deliver();
  const { db, ids } = house.system();
  const sessionId = await plantSession(house, workspace.id, courseId);
  const row = {
    workspaceId: workspace.id,
    sessionId,
    membershipId: invitation.userId,
    addedAt: house.clock.now,
  };
  await db.insert(sessionAttendees).values({ ...row, origin: "invitation" });
  const act = {
    workspaceId: workspace.id,
    now: house.clock.now,
    membershipIds: JSON.stringify([invitation.userId]),
  };
  await db.batch(tellOfSessions(db, { ...act, op: ids.next("event") }));
  expect(await deliver()).toEqual([]);
  await db.batch(tellOfSessions(db, { ...act, op: ids.next("event") }, { tellPending: true }));
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const [mail] = house.sent.splice(0);
  expect(mail?.text).toContain("Accept the invitation first");
  expect(mail?.text).not.toContain("/learn/");
  await useCases.changeCourseSession(asAdmin, { sessionId, place: "Hall 9" });
  expect(await deliver()).toEqual(["session_invitation pending@example.com"]);
  await useCases.cancelInvitation(asAdmin, { invitationId: invitation.id });
  await useCases.changeCourseSession(asAdmin, { sessionId, place: "Hall 10" });
  expect(await deliver()).toEqual([]);
});

test("a mail about a session that was canceled before it left does not leave", async () => {
  const { house, workspace, asAdmin, courseId, deliver } = await openSpace();
  const member = await createMember(house, workspace);
  const sessionId = await plantSession(house, workspace.id, courseId);
  await useCases.addAttendee(asAdmin, { sessionId, membershipId: member.membershipId });
  await useCases.cancelCourseSession(asAdmin, { sessionId });
  expect(await deliver()).toEqual([`session_canceled ${member.email}`]);
});

test("sessions of another workspace do not exist, nor do its people", async () => {
  const { house, workspace, courseId, asAdmin } = await openSpace();
  const other = await createWorkspace(house);
  const sessionId = await plantSession(house, workspace.id, courseId);
  const stranger = house.context(other.admin.caller);
  const membershipId = other.admin.membershipId;
  for (const act of [
    () => useCases.viewCourseSession(stranger, { sessionId }),
    () => useCases.listAttendees(stranger, { sessionId }),
    () => useCases.changeCourseSession(stranger, { sessionId, title: "x" }),
    () => useCases.cancelCourseSession(stranger, { sessionId }),
    () => useCases.addAttendee(stranger, { sessionId, membershipId }),
    () => useCases.removeAttendee(stranger, { sessionId, membershipId }),
    () => useCases.addAttendee(asAdmin, { sessionId, membershipId }),
    () => useCases.createCourseSession(asAdmin, { ...lesson, courseId, instructorIds: [membershipId] }),
    () => useCases.createCourseSession(stranger, { ...lesson, courseId }),
  ]) {
    expect(await refusalOf(act())).toBe("NOT_FOUND");
  }
  expect((await useCases.listCourseSessions(stranger, {})).sessions).toEqual([]);
});

test("sessions to come are listed by their begin and paged without a gap", async () => {
  const { house, workspace, courseId, asAdmin } = await openSpace();
  for (const [title, days] of [
    ["c", 3],
    ["a", 1],
    ["b", 2],
    ["over", -2],
  ] as const) {
    await plantSession(house, workspace.id, courseId, { title, startsAt: house.clock.now + days * day });
  }
  const first = await useCases.listCourseSessions(asAdmin, { limit: 2 });
  const second = await useCases.listCourseSessions(asAdmin, { limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.sessions, ...second.sessions].map(({ title }) => title)).toEqual(["a", "b", "c"]);
  expect(second.nextCursor).toBeNull();
  expect((await useCases.listCourseSessions(asAdmin, { when: "all", courseId })).sessions).toHaveLength(4);
});

test("acts on sessions stay within their round trips", async () => {
  const { house, workspace, admin, courseId } = await openSpace();
  const member = await createMember(house, workspace);
  const sessionId = await plantSession(house, workspace.id, courseId);
  await house.system().db.insert(sessionAttendees).values({
    workspaceId: workspace.id,
    sessionId,
    membershipId: admin.membershipId,
    origin: "manual",
    addedAt: 0,
  });
  const counted = countRoundTrips(house.database);
  const ctx = openHouse({ database: counted.database }).context(admin.caller);
  const cost = async (act: Promise<unknown>) => {
    await act;
    const trips = counted.roundTrips();
    counted.reset();
    return trips;
  };
  expect(await cost(useCases.createCourseSession(ctx, { ...lesson, courseId }))).toBe(2);
  expect(await cost(useCases.changeCourseSession(ctx, { sessionId, place: "Hall 4" }))).toBe(2);
  expect(await cost(useCases.addAttendee(ctx, { sessionId, membershipId: member.membershipId }))).toBe(2);
  expect(await cost(useCases.removeAttendee(ctx, { sessionId, membershipId: member.membershipId }))).toBe(2);
  expect(await cost(useCases.viewCourseSession(ctx, { sessionId }))).toBe(1);
  expect(await cost(useCases.listCourseSessions(ctx, {}))).toBe(1);
  expect(await cost(useCases.cancelCourseSession(ctx, { sessionId }))).toBe(2);
});

test("whoever is removed frees their seat in a session to come, whichever way; what they attended stays theirs", async () => {
  const { house, workspace, asAdmin, courseId } = await openSpace({ "access.on_expiry": "delete" });
  const past = await plantSession(house, workspace.id, courseId, {
    title: "Past",
    startsAt: house.clock.now - day,
  });
  const seats = 6;
  const coming = await plantSession(house, workspace.id, courseId, {
    title: "Coming",
    startsAt: house.clock.now + 30 * day,
    seats,
  });
  const people: TestMember[] = [];
  for (let index = 0; index < seats; index += 1) {
    const one = await createMember(house, workspace);
    people.push(one);
    await useCases.addAttendee(asAdmin, { sessionId: coming, membershipId: one.membershipId });
    await house.system().db.insert(sessionAttendees).values({
      workspaceId: workspace.id,
      sessionId: past,
      membershipId: one.membershipId,
      origin: "manual",
      addedAt: 1,
    });
  }
  const late = await createMember(house, workspace);
  const add = () => useCases.addAttendee(asAdmin, { sessionId: coming, membershipId: late.membershipId });
  expect(await refusalOf(add())).toBe("SESSION_FULL");
  const [byHand, inBulk, byTheClock, erased, deactivated] = people;
  if (!byHand || !inBulk || !byTheClock || !erased || !deactivated) throw new Error("nobody");
  const taken = async () => (await useCases.viewCourseSession(asAdmin, { sessionId: coming })).session.taken;

  await useCases.removeMember(asAdmin, { membershipId: byHand.membershipId, confirmation: byHand.email });
  expect(await taken()).toBe(5);
  const { jobId } = await useCases.startPeopleJob(asAdmin, {
    action: "remove",
    ids: [inBulk.membershipId],
    confirmation: 1,
  });
  await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId });
  expect(await taken()).toBe(4);
  await useCases.setAccessEnd(asAdmin, { membershipId: byTheClock.membershipId, accessEndsOn: "2026-03-10" });
  house.clock.advance(10 * day);
  await useCases.endAccessDue(house.system(), {});
  expect(await taken()).toBe(3);
  for (const { membershipId } of [erased, deactivated])
    await useCases.deactivateMember(asAdmin, { membershipId });
  // Who may come back keeps it.
  expect(await taken()).toBe(3);
  await useCases.erasePerson(asAdmin, { membershipId: erased.membershipId, confirmation: erased.email });
  expect(await taken()).toBe(2);
  expect(await add()).toMatchObject({ attends: true });

  const left = [byHand, inBulk, byTheClock, erased];
  for (const { membershipId } of left) {
    expect(await placesOf(house, membershipId)).toEqual([{ title: "Past", origin: "manual" }]);
  }
});
