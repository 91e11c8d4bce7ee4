import { expect, test } from "vitest";
import { groupMembers } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
} from "../../support/house.ts";
import { enrolmentsOf, plantCourse } from "../../support/learning.ts";

async function openSpace(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, { overrides });
  const asAdmin = house.context(admin.caller);
  return { house, workspace, admin, asAdmin };
}

test("a course is a draft of its maker's until it is published", async () => {
  const { house, workspace } = await openSpace();
  const teacher = await createMember(house, workspace, {
    roles: ["instructor"],
    firstName: "Tea",
    lastName: "Cher",
  });
  const ctx = house.context(teacher.caller);
  const course = await useCases.createCourse(ctx, {
    title: "First aid",
    price: { amount: 4900, currency: "EUR" },
  });
  expect(course).toMatchObject({
    title: "First aid",
    status: "draft",
    visibility: "private",
    price: { amount: 4900, currency: "EUR" },
    owner: { id: teacher.membershipId, name: "Tea Cher" },
    mayEdit: true,
  });
  const changed = await useCases.changeCourse(ctx, { courseId: course.id, status: "published", price: null });
  expect(changed).toMatchObject({ status: "published", price: null, title: "First aid" });
  expect((await useCases.viewCourse(ctx, { courseId: course.id })).course).toEqual(changed);
});

test("an instructor edits their own courses, an administrator all, a coach and a learner none", async () => {
  const { house, workspace, asAdmin } = await openSpace();
  const group = await plantGroup(house, workspace.id, "Choir");
  const own = await createMember(house, workspace, { roles: ["instructor"] });
  const other = await createMember(house, workspace, { roles: ["instructor"] });
  const coach = await createMember(house, workspace, { roles: [{ role: "coach", groupId: group.id }] });
  const learner = await createMember(house, workspace);
  const courseId = await plantCourse(house, workspace.id, "First aid", { ownerId: own.membershipId });
  const change = (caller: typeof own.caller) =>
    useCases.changeCourse(house.context(caller), { courseId, summary: "Anew" });
  for (const { caller } of [other, coach, learner]) {
    expect(await refusalOf(change(caller))).toBe("FORBIDDEN");
    expect(await refusalOf(useCases.deleteCourse(house.context(caller), { courseId }))).toBe("FORBIDDEN");
  }
  expect((await change(own.caller)).summary).toBe("Anew");
  expect((await useCases.changeCourse(asAdmin, { courseId, summary: "Again" })).summary).toBe("Again");
  expect((await useCases.viewCourse(house.context(other.caller), { courseId })).course.mayEdit).toBe(false);
  expect(await refusalOf(useCases.viewCourse(house.context(learner.caller), { courseId }))).toBe("FORBIDDEN");
  await useCases.deleteCourse(house.context(own.caller), { courseId });
  expect(await refusalOf(useCases.viewCourse(asAdmin, { courseId }))).toBe("NOT_FOUND");
});

test("courses of another workspace do not exist", async () => {
  const { house, workspace } = await openSpace();
  const other = await createWorkspace(house);
  const courseId = await plantCourse(house, workspace.id, "Ours");
  const group = await plantGroup(house, other.workspace.id, "Theirs");
  const stranger = house.context(other.admin.caller);
  for (const act of [
    () => useCases.viewCourse(stranger, { courseId }),
    () => useCases.changeCourse(stranger, { courseId, title: "Taken" }),
    () => useCases.deleteCourse(stranger, { courseId }),
    () => useCases.assignCourse(stranger, { courseId, groupId: group.id }),
  ]) {
    expect(await refusalOf(act())).toBe("NOT_FOUND");
  }
  expect((await useCases.listCourses(stranger, {})).courses).toEqual([]);
});

test("bad fields are refused by name", async () => {
  const { asAdmin } = await openSpace();
  const price = { amount: 100, currency: "EUR" };
  for (const input of [
    { title: "" },
    { title: "See www.example.com" },
    { title: "x", price: { ...price, amount: 0 } },
    { title: "x", price: { ...price, amount: 1.5 } },
    { title: "x", price: { ...price, currency: "XYZ" } },
    { title: "x", summary: "y".repeat(301) },
    { title: "x", description: "a\u0000b" },
  ]) {
    expect(await refusalOf(useCases.createCourse(asAdmin, input))).toBe("VALIDATION_FAILED");
  }
});

test("courses are listed by title, found by part of it whatever its accents, and paged without a gap", async () => {
  const { house, workspace, asAdmin } = await openSpace();
  for (const title of ["Zebra", "Élan vital", "apple", "Banana"]) {
    await useCases.createCourse(asAdmin, { title, status: title === "apple" ? "published" : "draft" });
  }
  await plantCourse(house, workspace.id, "Gone", { deleted: true });
  const titles: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await useCases.listCourses(asAdmin, { limit: 3, cursor });
    titles.push(...page.courses.map(({ title }) => title));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(titles).toEqual(["apple", "Banana", "Élan vital", "Zebra"]);
  const found = async (input: object) =>
    (await useCases.listCourses(asAdmin, input)).courses.map(({ title }) => title);
  expect(await found({ q: "ELAN" })).toEqual(["Élan vital"]);
  expect(await found({ status: "published" })).toEqual(["apple"]);
  expect(await found({ own: "1" })).toHaveLength(4);
});

test("assigning a course enrols who is in the group or unit, those of the units below, and nobody twice", async () => {
  const { house, workspace, asAdmin } = await openSpace();
  const group = await plantGroup(house, workspace.id, "Choir");
  const top = await plantUnit(house, workspace.id, "School");
  const below = await plantUnit(house, workspace.id, "Class", top);
  const inGroup = await createMember(house, workspace, { groupIds: [group.id] });
  const inUnit = await createMember(house, workspace, { unitIds: [below.id], groupIds: [group.id] });
  const away = await createMember(house, workspace, { groupIds: [group.id], status: "deactivated" });
  const courseId = await plantCourse(house, workspace.id, "Singing");
  await useCases.assignCourse(asAdmin, { courseId, groupId: group.id });
  await useCases.assignCourse(asAdmin, { courseId, groupId: group.id });
  await useCases.assignCourse(asAdmin, { courseId, unitId: top.id });
  const origins = async (membershipId: string) =>
    (await enrolmentsOf(house, membershipId)).map(({ origin }) => origin);
  expect(await origins(inGroup.membershipId)).toEqual(["group"]);
  expect(await origins(inUnit.membershipId)).toEqual(["group"]);
  expect(await origins(away.membershipId)).toEqual([]);
  const { places } = await useCases.viewCourse(asAdmin, { courseId });
  expect(places.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["group Choir", "unit School"]);
  await useCases.unassignCourse(asAdmin, { courseId, groupId: group.id });
  expect((await useCases.viewCourse(asAdmin, { courseId })).places).toHaveLength(1);
  expect(await origins(inGroup.membershipId)).toEqual(["group"]);
});

test("a draft enrols nobody until it is published, and then everybody whom it reaches", async () => {
  const { house, workspace, asAdmin } = await openSpace();
  const group = await plantGroup(house, workspace.id, "Choir");
  const member = await createMember(house, workspace, { groupIds: [group.id] });
  const courseId = await plantCourse(house, workspace.id, "Singing", { status: "draft" });
  await useCases.assignCourse(asAdmin, { courseId, groupId: group.id });
  expect(await enrolmentsOf(house, member.membershipId)).toEqual([]);
  await useCases.changeCourse(asAdmin, { courseId, status: "published" });
  expect(await enrolmentsOf(house, member.membershipId)).toHaveLength(1);
});

test("without the policy an assignment enrols nobody", async () => {
  const { house, workspace, asAdmin } = await openSpace({ "enrol.from_group": false });
  const group = await plantGroup(house, workspace.id, "Choir");
  const member = await createMember(house, workspace, { groupIds: [group.id] });
  const courseId = await plantCourse(house, workspace.id, "Singing");
  await useCases.assignCourse(asAdmin, { courseId, groupId: group.id });
  expect(await enrolmentsOf(house, member.membershipId)).toEqual([]);
});

test("a group administrator assigns to groups of theirs; others do not exist for them, nor are they shown", async () => {
  const { house, workspace, asAdmin } = await openSpace();
  const mine = await plantGroup(house, workspace.id, "Mine");
  const below = await plantGroup(house, workspace.id, "Below", { parent: mine });
  const other = await plantGroup(house, workspace.id, "Other");
  const unit = await plantUnit(house, workspace.id, "Unit");
  const head = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: mine.id }] });
  const teacher = await createMember(house, workspace, { roles: ["instructor"] });
  const courseId = await plantCourse(house, workspace.id, "Singing");
  const ctx = house.context(head.caller);
  await useCases.assignCourse(ctx, { courseId, groupId: below.id });
  for (const place of [{ groupId: other.id }, { unitId: unit.id }]) {
    expect(await refusalOf(useCases.assignCourse(ctx, { courseId, ...place }))).toBe("NOT_FOUND");
    expect(await refusalOf(useCases.unassignCourse(ctx, { courseId, ...place }))).toBe("NOT_FOUND");
  }
  expect(
    await refusalOf(useCases.assignCourse(house.context(teacher.caller), { courseId, groupId: mine.id })),
  ).toBe("FORBIDDEN");
  await useCases.assignCourse(asAdmin, { courseId, groupId: other.id });
  const { places, records } = await useCases.viewCourse(ctx, { courseId });
  expect(places.map(({ name }) => name)).toEqual(["Below"]);
  expect(records).toBeNull();
});

test("more than a thousand are enrolled by a job, each once", async () => {
  const { house, workspace, admin, asAdmin } = await openSpace();
  const group = await plantGroup(house, workspace.id, "Everybody");
  const pattern = await createMember(house, workspace, { groupIds: [group.id] });
  const count = 1_100;
  await house.database.batch([
    house.database
      .prepare(
        `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
         insert into memberships (workspace_id, id, email, first_name, last_name, language, status, shown_as, delivery,
           inviter_id, search_terms, created_at, last_op)
         select m.workspace_id, 'mem_00000000000000000000' || printf('%06d', i), 'many-' || i || '@example.com', 'P', 'Q',
           'en', 'active', 'active', 'none', '', '[]', 0, 'x' from n, memberships m where m.id = ?`,
      )
      .bind(pattern.membershipId),
    house.database
      .prepare(
        `insert into group_members select workspace_id, id, ?, 'direct' from memberships
         where workspace_id = ? and email like 'many-%'`,
      )
      .bind(group.id, workspace.id),
  ]);
  const courseId = await plantCourse(house, workspace.id, "Singing");
  const { jobId } = await useCases.assignCourse(asAdmin, { courseId, groupId: group.id });
  expect(house.jobsWoken).toEqual([{ workspaceId: workspace.id, jobId }]);
  const enrolled = async () =>
    (
      await house.database
        .prepare("select count(*) as n from enrolments where course_id = ?")
        .bind(courseId)
        .first<{ n: number }>()
    )?.n;
  expect(await enrolled()).toBe(0);
  let more = true;
  while (more)
    ({ more } = await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId: jobId ?? "" }));
  expect(await enrolled()).toBe(count + 1);
  const job = await useCases.viewJob(house.context(admin.caller), { jobId: jobId ?? "" });
  expect(job).toMatchObject({
    status: "done",
    total: count + 1,
    outcomes: [{ outcome: "done", count: count + 1 }],
  });
});

test("who is put into a group later is enrolled in what it has", async () => {
  const { house, workspace, asAdmin } = await openSpace();
  const group = await plantGroup(house, workspace.id, "Choir");
  await plantCourse(house, workspace.id, "Singing", { groupIds: [group.id] });
  const member = await createMember(house, workspace);
  await useCases.addGroupMembers(asAdmin, { groupId: group.id, membershipIds: [member.membershipId] });
  expect((await enrolmentsOf(house, member.membershipId)).map(({ title }) => title)).toEqual(["Singing"]);
});

test("of two changes at once one is told that it came second", async () => {
  const { house, workspace, asAdmin } = await openSpace();
  const courseId = await plantCourse(house, workspace.id, "Singing");
  const outcomes = await Promise.allSettled([
    useCases.changeCourse(asAdmin, { courseId, title: "One" }),
    useCases.changeCourse(asAdmin, { courseId, title: "Two" }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a page of courses costs one round trip besides the caller, a change two, and few rows", async () => {
  const { house, workspace, admin } = await openSpace();
  for (let number = 0; number < 120; number += 1) {
    await plantCourse(house, workspace.id, `Course ${String(number).padStart(3, "0")}`);
  }
  const courseId = await plantCourse(house, workspace.id, "Singing");
  const group = await plantGroup(house, workspace.id, "Choir");
  const member = await createMember(house, workspace);
  await house.system().db.insert(groupMembers).values({
    workspaceId: workspace.id,
    membershipId: member.membershipId,
    groupId: group.id,
    kind: "direct",
  });
  const counted = countRoundTrips(house.database);
  const ctx = openHouse({ database: counted.database }).context(admin.caller);
  const cost = async (act: Promise<unknown>) => {
    await act;
    const trips = counted.roundTrips();
    counted.reset();
    return trips;
  };
  expect(await cost(useCases.listCourses(ctx, {}))).toBe(1);
  expect(await cost(useCases.viewCourse(ctx, { courseId }))).toBe(1);
  expect(await cost(useCases.createCourse(ctx, { title: "New" }))).toBe(1);
  expect(await cost(useCases.changeCourse(ctx, { courseId, title: "Sing" }))).toBe(2);
  expect(await cost(useCases.assignCourse(ctx, { courseId, groupId: group.id }))).toBe(2);
  expect(await cost(useCases.deleteCourse(ctx, { courseId }))).toBe(2);
});
