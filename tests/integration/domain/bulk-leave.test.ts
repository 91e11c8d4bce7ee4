import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditDetails, auditEvents, courses } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { bulk, idsOf, run, school, type Wanted } from "../../support/bulk.ts";
import { misnoted } from "../../support/groups.ts";
import {
  callerNow,
  type House,
  openHouse,
  plantUnit,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";
import { enrolmentsOf, plantCourse } from "../../support/learning.ts";

const unitsOf = async (house: House, { membershipId }: TestMember): Promise<string[]> => {
  const { results } = await house.database
    .prepare("select unit_id from unit_members where membership_id = ? order by unit_id")
    .bind(membershipId)
    .all<{ unit_id: string }>();
  return results.map(({ unit_id }) => unit_id);
};

async function trailOf(house: House, { membershipId }: TestMember) {
  const { db } = house.system();
  return db
    .select({ action: auditEvents.action, details: auditDetails.details })
    .from(auditEvents)
    .innerJoin(auditDetails, eq(auditDetails.auditId, auditEvents.id))
    .where(eq(auditEvents.membershipId, membershipId));
}

test("many are taken out of courses: the record stays, what is completed stays completed, and it is taken back", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house);
  const safety = await plantCourse(house, workspace.id, "Safety");
  const other = await plantCourse(house, workspace.id, "Other");
  const [halfway, done, gone, never] = [
    await member({}),
    await member({}),
    await member({}),
    await member({}),
  ];
  const ctx = () => house.context(admin.caller);
  const ids: string[] = [];
  for (const { membershipId } of [halfway, done, gone]) {
    ids.push((await useCases.enrolMember(ctx(), { membershipId, courseId: safety })).id);
  }
  const [first = "", second = ""] = ids;
  await useCases.enrolMember(ctx(), { membershipId: halfway.membershipId, courseId: other });
  await useCases.setProgress(ctx(), { enrolmentId: first, progress: 40 });
  await useCases.completeEnrolment(ctx(), { enrolmentId: second });
  await useCases.deactivateMember(ctx(), { membershipId: gone.membershipId });
  // A course that takes nobody any more lets people out all the same.
  await house.system().db.update(courses).set({ status: "draft" }).where(eq(courses.id, safety));
  const { outcomes, preview, view, jobId } = await bulk(house, admin, workspace.id, {
    action: "withdraw",
    courseIds: [safety],
    ids: idsOf(halfway, done, gone, never),
  });
  expect(preview.subject).toBe("Safety");
  expect(outcomes).toEqual({ done: 2, completed: 1, already: 1 });
  expect(await enrolmentsOf(house, halfway.membershipId)).toEqual([
    { title: "Other", origin: "manual", status: "active" },
    { title: "Safety", origin: "manual", status: "withdrawn" },
  ]);
  expect((await enrolmentsOf(house, done.membershipId)).map(({ status }) => status)).toEqual(["completed"]);
  expect(await trailOf(house, halfway)).toContainEqual({
    action: "enrolment.withdrawn",
    details: expect.objectContaining({ course: "Safety", bulk: true }),
  });
  await house.system().db.update(courses).set({ status: "published" }).where(eq(courses.id, safety));
  expect(view.takeBack).toEqual({ action: "enrol", courseIds: [safety] });
  const back = await bulk(house, admin, workspace.id, { ...view.takeBack, ofJob: jobId } as Wanted);
  // Whoever cannot be enrolled by hand stays out: the one who was deactivated.
  expect(back.outcomes).toEqual({ done: 1, not_active: 1 });
  const { enrolments } = await useCases.listEnrolments(ctx(), { membershipId: halfway.membershipId });
  expect(enrolments).toEqual(
    expect.arrayContaining([expect.objectContaining({ id: first, status: "active", progress: 40 })]),
  );
});

test("enrolling in one course is taken back by taking out of it, in several it is not known any more", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house);
  const safety = await plantCourse(house, workspace.id, "Safety");
  const other = await plantCourse(house, workspace.id, "Other");
  const [a, before] = [await member({}), await member({})];
  const ctx = () => house.context(admin.caller);
  await useCases.enrolMember(ctx(), { membershipId: before.membershipId, courseId: safety });
  const { view, jobId } = await bulk(house, admin, workspace.id, {
    action: "enrol",
    courseIds: [safety],
    ids: idsOf(a, before),
  });
  expect(view.takeBack).toEqual({ action: "withdraw", courseIds: [safety] });
  await bulk(house, admin, workspace.id, { ...view.takeBack, ofJob: jobId } as Wanted);
  expect((await enrolmentsOf(house, a.membershipId)).map(({ status }) => status)).toEqual(["withdrawn"]);
  expect((await enrolmentsOf(house, before.membershipId)).map(({ status }) => status)).toEqual(["active"]);
  const { id } = await useCases.enrolMember(ctx(), { membershipId: before.membershipId, courseId: other });
  await useCases.completeEnrolment(ctx(), { enrolmentId: id });
  const several = await bulk(house, admin, workspace.id, {
    action: "withdraw",
    courseIds: [safety, other],
    ids: idsOf(before),
  });
  expect(several.outcomes).toEqual({ done: 1 });
  expect(several.view.takeBack).toBeNull();
  expect(await enrolmentsOf(house, before.membershipId)).toMatchObject([
    { title: "Other", status: "completed" },
    { title: "Safety", status: "withdrawn" },
  ]);
});

test("a manager takes those of their part alone out of courses, and who leaves it meanwhile stays enrolled", async () => {
  const house = openHouse();
  const { workspace, manager, north, south, member } = await school(house);
  const other = await school(house);
  const safety = await plantCourse(house, workspace.id, "Safety");
  const foreign = await plantCourse(house, other.workspace.id, "Foreign");
  const [mine, theirs, leaves] = [
    await member({ unitIds: [north.id] }),
    await member({ unitIds: [south.id] }),
    await member({ unitIds: [north.id] }),
  ];
  const ctx = () => house.context(manager.caller);
  for (const { membershipId } of [mine, leaves]) {
    await useCases.enrolMember(ctx(), { membershipId, courseId: safety });
  }
  const ids = idsOf(mine, theirs, leaves);
  expect(
    await refusalOf(useCases.startPeopleJob(ctx(), { action: "withdraw", courseIds: [foreign], ids })),
  ).toBe("NOT_FOUND");
  const { jobId } = await useCases.startPeopleJob(ctx(), { action: "withdraw", courseIds: [safety], ids });
  await house.database
    .prepare("update unit_members set unit_id = ? where membership_id = ?")
    .bind(south.id, leaves.membershipId)
    .run();
  await run(house, workspace.id, jobId);
  expect((await useCases.viewJob(ctx(), { jobId })).outcomes).toEqual([
    { outcome: "done", count: 1 },
    { outcome: "not_found", count: 1 },
  ]);
  expect((await enrolmentsOf(house, mine.membershipId)).map(({ status }) => status)).toEqual(["withdrawn"]);
  expect((await enrolmentsOf(house, leaves.membershipId)).map(({ status }) => status)).toEqual(["active"]);
});

test("many leave one unit and stay in their others, but for who holds a role there; taking it back moves nobody", async () => {
  const house = openHouse();
  const { workspace, admin, manager, north, south, member } = await school(house);
  const [one, both, elsewhere] = [
    await member({ unitIds: [north.id] }),
    await member({ unitIds: [north.id, south.id] }),
    await member({ unitIds: [south.id] }),
  ];
  const { outcomes, preview, view, jobId } = await bulk(house, admin, workspace.id, {
    action: "place",
    removeUnitId: north.id,
    ids: idsOf(one, both, elsewhere, manager),
  });
  expect(preview.subject).toBe("North");
  expect(outcomes).toEqual({ done: 2, already: 1, role_there: 1 });
  expect([await unitsOf(house, one), await unitsOf(house, both)]).toEqual([[], [south.id]]);
  // Lists of a part show each person once by what their row says of where they stand.
  expect(await misnoted(house, workspace.id)).toEqual([]);
  expect(await trailOf(house, one)).toContainEqual({
    action: "member.placed",
    details: expect.objectContaining({ unitsLeft: ["North"], bulk: true }),
  });
  expect(view.takeBack).toEqual({ action: "place", unitId: north.id });
  expect(
    (await bulk(house, admin, workspace.id, { ...view.takeBack, ofJob: jobId } as Wanted)).outcomes,
  ).toEqual({
    done: 2,
  });
  expect([await unitsOf(house, one), await unitsOf(house, both)]).toEqual([
    [north.id],
    [north.id, south.id].sort(),
  ]);
  expect(await misnoted(house, workspace.id)).toEqual([]);
});

test("where everybody is in one unit, whoever has gone to another meanwhile is not brought back", async () => {
  const house = openHouse();
  const { workspace, admin, north, south, member } = await school(house, { "units.per_person": "one" });
  const [stays, moved] = [await member({ unitIds: [north.id] }), await member({ unitIds: [north.id] })];
  const { view, jobId } = await bulk(house, admin, workspace.id, {
    action: "place",
    removeUnitId: north.id,
    ids: idsOf(stays, moved),
  });
  await useCases.placeMember(house.context(admin.caller), {
    membershipId: moved.membershipId,
    unitIds: [south.id],
  });
  const back = await bulk(house, admin, workspace.id, { ...view.takeBack, ofJob: jobId } as Wanted);
  expect(back.outcomes).toEqual({ done: 1, other_unit: 1 });
  expect([await unitsOf(house, stays), await unitsOf(house, moved)]).toEqual([[north.id], [south.id]]);
});

test("a manager takes people out of a unit of their part, of no other, and sees afterwards whom", async () => {
  const house = openHouse();
  const { workspace, manager: before, north, south, member } = await school(house);
  const bay = await plantUnit(house, workspace.id, "Bay", north);
  const manager = { ...before, caller: await callerNow(house, before) };
  const [one, both] = [await member({ unitIds: [north.id] }), await member({ unitIds: [bay.id, south.id] })];
  const ctx = () => house.context(manager.caller);
  const leave = (removeUnitId: string) =>
    refusalOf(useCases.startPeopleJob(ctx(), { action: "place", removeUnitId, ids: idsOf(one, both) }));
  expect(await leave(south.id)).toBe("NOT_FOUND");
  expect(await leave((await school(house)).north.id)).toBe("NOT_FOUND");
  const { outcomes, view } = await bulk(house, manager, workspace.id, {
    action: "place",
    removeUnitId: north.id,
    filter: {},
  });
  // Whoever is in the unit below alone is not in this one.
  expect(outcomes).toEqual({ done: 1, already: 1, role_there: 1 });
  expect(view.rows.map(({ membershipId }) => membershipId)).toContain(one.membershipId);
  expect(await unitsOf(house, one)).toEqual([]);
  expect(await unitsOf(house, both)).toEqual([bay.id, south.id].sort());
});

test("who leaves a manager's part between the start and the run is out of reach: neither taken out of a unit nor brought back", async () => {
  const house = openHouse();
  const { workspace, manager: before, north, south, member } = await school(house);
  const bay = await plantUnit(house, workspace.id, "Bay", north);
  const manager = { ...before, caller: await callerNow(house, before) };
  const ctx = () => house.context(manager.caller);
  const [stays, leaves] = [
    await member({ unitIds: [north.id] }),
    await member({ unitIds: [north.id, bay.id] }),
  ];
  const goesSouth = ({ membershipId }: TestMember) =>
    house.database
      .prepare("update unit_members set unit_id = ? where membership_id = ?")
      .bind(south.id, membershipId)
      .run();
  const outcomesOf = async (jobId: string) =>
    Object.fromEntries(
      (await useCases.viewJob(ctx(), { jobId })).outcomes.map(({ outcome, count }) => [outcome, count]),
    );
  const out = await useCases.startPeopleJob(ctx(), {
    action: "place",
    removeUnitId: north.id,
    ids: idsOf(stays, leaves),
  });
  await run(house, workspace.id, out.jobId);
  expect(await outcomesOf(out.jobId)).toEqual({ done: 2 });
  const back = await useCases.startPeopleJob(ctx(), { action: "place", unitId: north.id, ofJob: out.jobId });
  await goesSouth(leaves);
  await run(house, workspace.id, back.jobId);
  expect(await outcomesOf(back.jobId)).toEqual({ not_found: 1 });
  expect(await unitsOf(house, leaves)).toEqual([south.id]);

  const next = await member({ unitIds: [bay.id] });
  const again = await useCases.startPeopleJob(ctx(), {
    action: "place",
    removeUnitId: bay.id,
    ids: idsOf(next),
  });
  await goesSouth(next);
  await run(house, workspace.id, again.jobId);
  // Not even whether they are in that unit.
  expect(await outcomesOf(again.jobId)).toEqual({ not_found: 1 });
});
