import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  callerNow,
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

async function openSpace() {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const courseId = await plantCourse(house, workspace.id, "Safety");
  return { house, workspace, admin, asAdmin: house.context(admin.caller), courseId };
}

test("enrolling by hand is once; withdrawing keeps the record, and enrolling again goes on there", async () => {
  const { house, workspace, asAdmin, courseId } = await openSpace();
  const { membershipId } = await createMember(house, workspace);
  const enrolled = await useCases.enrolMember(asAdmin, { membershipId, courseId });
  expect(enrolled).toMatchObject({ status: "active", origin: "manual", progress: 0, courseTitle: "Safety" });
  const { id: enrolmentId } = enrolled;
  expect((await useCases.enrolMember(asAdmin, { membershipId, courseId })).id).toBe(enrolmentId);
  await useCases.setProgress(asAdmin, { enrolmentId, progress: 40 });
  const withdrawn = await useCases.withdrawEnrolment(asAdmin, { enrolmentId });
  expect(withdrawn).toMatchObject({ status: "withdrawn", progress: 40, withdrawnAt: house.clock.now });
  expect(await refusalOf(useCases.setProgress(asAdmin, { enrolmentId, progress: 50 }))).toBe(
    "ENROLMENT_STATE",
  );
  expect(await refusalOf(useCases.completeEnrolment(asAdmin, { enrolmentId }))).toBe("ENROLMENT_STATE");
  const again = await useCases.enrolMember(asAdmin, { membershipId, courseId });
  expect(again).toMatchObject({ id: enrolmentId, status: "active", progress: 40, withdrawnAt: null });
  await useCases.withdrawEnrolment(asAdmin, { enrolmentId });
  expect(await useCases.reopenEnrolment(asAdmin, { enrolmentId })).toMatchObject({ status: "active" });
});

test("of two who enrol the same person at once both get the one record", async () => {
  const { house, workspace, asAdmin, courseId } = await openSpace();
  const { membershipId } = await createMember(house, workspace);
  const made = await Promise.all(
    [1, 2, 3].map(() => useCases.enrolMember(asAdmin, { membershipId, courseId })),
  );
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
});

test("completing gives one certificate with the names of that day, which outlives the course", async () => {
  const { house, workspace, asAdmin, courseId } = await openSpace();
  const member = await createMember(house, workspace, { firstName: "Ana", lastName: "Lima" });
  const { membershipId } = member;
  const { id: enrolmentId } = await useCases.enrolMember(asAdmin, { membershipId, courseId });
  const done = await useCases.completeEnrolment(asAdmin, { enrolmentId });
  expect(done).toMatchObject({ status: "completed", progress: 100, completedAt: house.clock.now });
  const again = await useCases.completeEnrolment(asAdmin, { enrolmentId });
  expect(again.certificateId).toBe(done.certificateId);
  expect(await refusalOf(useCases.withdrawEnrolment(asAdmin, { enrolmentId }))).toBe("ENROLMENT_STATE");
  await useCases.changeNames(asAdmin, { membershipId, firstName: "Other", lastName: "Name" });
  await useCases.deleteCourse(asAdmin, { courseId });
  const certificateId = done.certificateId ?? "";
  const seen = await useCases.viewCertificate(asAdmin, { certificateId });
  expect(seen).toMatchObject({ personName: "Ana Lima", courseTitle: "Safety", issuedAt: house.clock.now });
  expect(seen.number).toMatch(/^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  expect(await useCases.viewOwnCertificate(house.context(member.caller), { certificateId })).toEqual(seen);
  const other = await createMember(house, workspace);
  expect(await refusalOf(useCases.viewOwnCertificate(house.context(other.caller), { certificateId }))).toBe(
    "NOT_FOUND",
  );
  expect((await useCases.viewOwnLearning(house.context(member.caller), {})).certificates).toHaveLength(1);
});

test("nobody is enrolled in a draft, nor anybody who has not joined or is deactivated", async () => {
  const { house, workspace, asAdmin, courseId } = await openSpace();
  const draft = await plantCourse(house, workspace.id, "Draft", { status: "draft" });
  const gone = await plantCourse(house, workspace.id, "Gone", { deleted: true });
  const member = await createMember(house, workspace);
  const away = await createMember(house, workspace, { status: "deactivated" });
  const { invitation } = await useCases.inviteUser(asAdmin, {
    email: "pending@example.com",
    roles: ["learner"],
  });
  const enrol = (membershipId: string, course: string) =>
    refusalOf(useCases.enrolMember(asAdmin, { membershipId, courseId: course }));
  expect(await enrol(member.membershipId, draft)).toBe("COURSE_CLOSED");
  expect(await enrol(member.membershipId, gone)).toBe("NOT_FOUND");
  expect(await enrol(away.membershipId, courseId)).toBe("NOT_ACTIVE");
  expect(await enrol(invitation.userId, courseId)).toBe("NOT_ACTIVE");
});

test("whose names and progress are seen and set follows the part, the session and the course that one made", async () => {
  const { house, workspace, asAdmin } = await openSpace();
  const unit = await plantUnit(house, workspace.id, "School");
  const below = await plantUnit(house, workspace.id, "Class", unit);
  const group = await plantGroup(house, workspace.id, "Choir");
  const inUnit = await createMember(house, workspace, { unitIds: [below.id], firstName: "Unit" });
  const inGroup = await createMember(house, workspace, { groupIds: [group.id], firstName: "Group" });
  const inSession = await createMember(house, workspace, { firstName: "Session" });
  const nowhere = await createMember(house, workspace, { firstName: "Nowhere" });
  const owner = await createMember(house, workspace, { roles: ["instructor"] });
  const colleague = await createMember(house, workspace, { roles: ["instructor"] });
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: unit.id }],
  });
  const head = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: group.id }] });
  const coach = await createMember(house, workspace, { roles: [{ role: "coach", groupId: group.id }] });
  const teacher = await createMember(house, workspace);
  const courseId = await plantCourse(house, workspace.id, "Own", { ownerId: owner.membershipId });
  const other = await plantCourse(house, workspace.id, "Another");
  const sessionId = await plantSession(house, workspace.id, courseId);
  await useCases.changeCourseSession(asAdmin, { sessionId, instructorIds: [teacher.membershipId] });
  await useCases.addAttendee(asAdmin, { sessionId, membershipId: inSession.membershipId });
  const ids: Record<string, string> = {};
  for (const [name, { membershipId }] of Object.entries({ inUnit, inGroup, inSession, nowhere })) {
    ids[name] = (await useCases.enrolMember(asAdmin, { membershipId, courseId })).id;
    await useCases.enrolMember(asAdmin, { membershipId, courseId: other });
  }
  const seenBy = async (member: TestMember, input: object = { courseId }) => {
    const ctx = house.context(await callerNow(house, member));
    const { enrolments } = await useCases.listEnrolments(ctx, input);
    return enrolments.map(({ firstName }) => firstName).sort();
  };
  expect(await seenBy(manager)).toEqual(["Unit"]);
  expect(await seenBy(head)).toEqual(["Group"]);
  expect(await seenBy(coach)).toEqual(["Group"]);
  expect(await seenBy(teacher)).toEqual(["Session"]);
  expect(await seenBy(owner)).toEqual(["Group", "Nowhere", "Session", "Unit"]);
  expect(await seenBy(colleague)).toEqual([]);
  expect(await seenBy(teacher, { courseId: other })).toEqual([]);
  expect(await seenBy(owner, { courseId: other })).toEqual([]);
  expect(await seenBy(manager, { membershipId: inGroup.membershipId })).toEqual([]);
  expect(await refusalOf(seenBy(nowhere))).toBe("FORBIDDEN");

  // An address is told, and a page opened, where one finds people: not for having made a course or teaching.
  const foundBy = async (member: TestMember) => {
    const ctx = house.context(await callerNow(house, member));
    const { enrolments } = await useCases.listEnrolments(ctx, { courseId });
    const { attendees } = await useCases.listAttendees(ctx, { sessionId });
    return [...enrolments, ...attendees].flatMap(({ isFound, email }) => (isFound ? [email] : []));
  };
  expect(await foundBy(manager)).toEqual([inUnit.email]);
  expect(await foundBy(head)).toEqual([inGroup.email]);
  expect(await foundBy(coach)).toEqual([inGroup.email]);
  expect([await foundBy(teacher), await foundBy(owner)]).toEqual([[], []]);
  const told = await useCases.listEnrolments(house.context(await callerNow(house, owner)), { courseId });
  expect(told.enrolments.map(({ email }) => email)).toEqual([null, null, null, null]);
  const all = await useCases.listEnrolments(asAdmin, { courseId });
  expect(all.enrolments.every(({ isFound, email }) => isFound && email !== null)).toBe(true);

  let asked = 0;
  const set = async (member: TestMember, name: string) => {
    const ctx = house.context(await callerNow(house, member));
    asked += 1;
    const act = useCases.setProgress(ctx, { enrolmentId: ids[name] ?? "", progress: asked });
    return act.then(
      () => "done",
      (error: { code: string }) => error.code,
    );
  };
  expect(await set(manager, "inUnit")).toBe("done");
  expect(await set(manager, "inGroup")).toBe("NOT_FOUND");
  expect(await set(head, "inGroup")).toBe("done");
  expect(await set(head, "inUnit")).toBe("NOT_FOUND");
  expect(await set(teacher, "inSession")).toBe("done");
  expect(await set(teacher, "nowhere")).toBe("NOT_FOUND");
  expect(await set(owner, "nowhere")).toBe("done");
  expect(await set(colleague, "nowhere")).toBe("NOT_FOUND");
  expect(await set(coach, "inGroup")).toBe("FORBIDDEN");
  expect(await set(inUnit, "inUnit")).toBe("FORBIDDEN");
});

test("a membership that only derives from another shows nobody to the group above", async () => {
  const { house, workspace, asAdmin, courseId } = await openSpace();
  const above = await plantGroup(house, workspace.id, "Year");
  const head = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: above.id }] });
  const member = await createMember(house, workspace);
  await house.database
    .prepare("insert into group_members values (?, ?, ?, 'derived')")
    .bind(workspace.id, member.membershipId, above.id)
    .run();
  await useCases.enrolMember(asAdmin, { membershipId: member.membershipId, courseId });
  const ctx = house.context(head.caller);
  expect((await useCases.listEnrolments(ctx, { courseId })).enrolments).toEqual([]);
});

test("one enrols only people of one's part, and an instructor none by hand", async () => {
  const { house, workspace, courseId } = await openSpace();
  const group = await plantGroup(house, workspace.id, "Choir");
  const mine = await createMember(house, workspace, { groupIds: [group.id] });
  const other = await createMember(house, workspace);
  const head = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: group.id }] });
  const teacher = await createMember(house, workspace, { roles: ["instructor"] });
  const enrol = (by: TestMember, whom: TestMember) =>
    useCases.enrolMember(house.context(by.caller), { membershipId: whom.membershipId, courseId });
  expect(await enrol(head, mine)).toMatchObject({ status: "active" });
  expect(await refusalOf(enrol(head, other))).toBe("NOT_FOUND");
  expect(await refusalOf(enrol(teacher, mine))).toBe("FORBIDDEN");
});

test("records of another workspace do not exist", async () => {
  const { house, workspace, asAdmin, courseId } = await openSpace();
  const { membershipId } = await createMember(house, workspace);
  const { id: enrolmentId } = await useCases.enrolMember(asAdmin, { membershipId, courseId });
  const { certificateId } = await useCases.completeEnrolment(asAdmin, { enrolmentId });
  const other = await createWorkspace(house);
  const stranger = house.context(other.admin.caller);
  for (const act of [
    () => useCases.setProgress(stranger, { enrolmentId, progress: 1 }),
    () => useCases.withdrawEnrolment(stranger, { enrolmentId }),
    () => useCases.reopenEnrolment(stranger, { enrolmentId }),
    () => useCases.completeEnrolment(stranger, { enrolmentId }),
    () => useCases.enrolMember(stranger, { membershipId, courseId }),
    () => useCases.viewCertificate(stranger, { certificateId: certificateId ?? "" }),
    () => useCases.viewOwnCertificate(stranger, { certificateId: certificateId ?? "" }),
    () => useCases.viewOwnCourse(stranger, { courseId }),
  ]) {
    expect(await refusalOf(act())).toBe("NOT_FOUND");
  }
  expect((await useCases.listEnrolments(stranger, { courseId })).enrolments).toEqual([]);
});

test("the enrolments of a course are paged by state without a gap", async () => {
  const { house, workspace, asAdmin, courseId } = await openSpace();
  for (let number = 0; number < 5; number += 1) {
    const { membershipId } = await createMember(house, workspace);
    const { id } = await useCases.enrolMember(asAdmin, { membershipId, courseId });
    if (number === 1) await useCases.completeEnrolment(asAdmin, { enrolmentId: id });
    if (number === 3) await useCases.withdrawEnrolment(asAdmin, { enrolmentId: id });
  }
  const states: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await useCases.listEnrolments(asAdmin, { courseId, limit: 2, cursor });
    states.push(...page.enrolments.map(({ status }) => status));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(states).toEqual(["active", "active", "active", "completed", "withdrawn"]);
});

test("a learner sees their own courses, sessions to come with the way to join, and nobody else's", async () => {
  const { house, workspace, asAdmin, courseId } = await openSpace();
  const learner = await createMember(house, workspace);
  const other = await createMember(house, workspace);
  const left = await plantCourse(house, workspace.id, "Left");
  for (const id of [courseId, left]) {
    await useCases.enrolMember(asAdmin, { membershipId: learner.membershipId, courseId: id });
  }
  const { session } = await useCases.createCourseSession(asAdmin, {
    courseId,
    title: "Ropes",
    startsAt: "2026-03-09T10:00",
    endsAt: "2026-03-09T12:00",
    link: "https://meet.example.com/room",
  });
  const past = await plantSession(house, workspace.id, courseId, {
    title: "Past",
    startsAt: house.clock.now + day,
  });
  for (const sessionId of [session.id, past]) {
    await useCases.addAttendee(asAdmin, { sessionId, membershipId: learner.membershipId });
  }
  const { enrolments } = await useCases.listEnrolments(asAdmin, { courseId: left });
  await useCases.withdrawEnrolment(asAdmin, { enrolmentId: enrolments[0]?.id ?? "" });
  house.clock.now += 2 * day;
  const own = await useCases.viewOwnLearning(house.context(learner.caller), {});
  expect(own.courses).toMatchObject([{ title: "Safety", progress: 0, nextSessionAt: session.startsAt }]);
  expect(own.sessions).toMatchObject([
    { title: "Ropes", link: "https://meet.example.com/room", instructors: ["Ada Admin"] },
  ]);
  const page = await useCases.viewOwnCourse(house.context(learner.caller), { courseId });
  expect(page.sessions.map(({ title }) => title)).toEqual(["Past", "Ropes"]);
  expect(await refusalOf(useCases.viewOwnCourse(house.context(learner.caller), { courseId: left }))).toBe(
    "NOT_FOUND",
  );
  expect(await useCases.viewOwnLearning(house.context(other.caller), {})).toEqual({
    courses: [],
    sessions: [],
    certificates: [],
    accessEndsOn: null,
  });
  expect(await refusalOf(useCases.viewOwnCourse(house.context(other.caller), { courseId }))).toBe(
    "NOT_FOUND",
  );
  expect(await refusalOf(useCases.viewOwnLearning(house.anonymous(), {}))).toBe("NOT_SIGNED_IN");
});

test("records stay within their round trips, and a list within its rows", async () => {
  const { house, workspace, admin, asAdmin, courseId } = await openSpace();
  const member = await createMember(house, workspace);
  const { membershipId } = member;
  const { id: enrolmentId } = await useCases.enrolMember(asAdmin, { membershipId, courseId });
  const second = await plantCourse(house, workspace.id, "Second");
  const counted = countRoundTrips(house.database);
  const open = openHouse({ database: counted.database });
  const ctx = open.context(admin.caller);
  const cost = async (act: Promise<unknown>) => {
    await act;
    const trips = counted.roundTrips();
    counted.reset();
    return trips;
  };
  expect(await cost(useCases.listEnrolments(ctx, { courseId }))).toBe(1);
  expect(await cost(useCases.enrolMember(ctx, { membershipId, courseId: second }))).toBe(2);
  expect(await cost(useCases.setProgress(ctx, { enrolmentId, progress: 10 }))).toBe(2);
  expect(await cost(useCases.completeEnrolment(ctx, { enrolmentId }))).toBe(2);
  expect(await cost(useCases.viewOwnLearning(open.context(member.caller), {}))).toBe(1);
  expect(await cost(useCases.viewOwnCourse(open.context(member.caller), { courseId }))).toBe(1);
});
