import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditEvents, courses, memberships } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { bulk, idsOf, run, school, type Wanted } from "../../support/bulk.ts";
import {
  callerNow,
  day,
  type House,
  openHouse,
  plantGroup,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";
import { enrolmentsOf, plantCourse } from "../../support/learning.ts";

async function rowOf(house: House, { membershipId }: TestMember) {
  const [row] = await house.system().db.select().from(memberships).where(eq(memberships.id, membershipId));
  if (!row) throw new Error("nobody");
  return row;
}

const actionsOf = async (house: House, { membershipId }: TestMember) =>
  (await house.system().db.select().from(auditEvents).where(eq(auditEvents.membershipId, membershipId))).map(
    ({ action }) => action,
  );

test("many are enrolled by hand in several courses, once each, and who withdrew goes on where they were", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house);
  const safety = await plantCourse(house, workspace.id, "Safety");
  const first = await plantCourse(house, workspace.id, "First aid");
  const [a, b, done] = [await member({}), await member({}), await member({})];
  const gone = await member({ status: "deactivated" });
  await useCases.inviteUser(house.context(admin.caller), { email: "guest@example.com", roles: ["learner"] });
  const ctx = () => house.context(admin.caller);
  const { id } = await useCases.enrolMember(ctx(), { membershipId: b.membershipId, courseId: safety });
  await useCases.setProgress(ctx(), { enrolmentId: id, progress: 40 });
  await useCases.withdrawEnrolment(ctx(), { enrolmentId: id });
  for (const courseId of [safety, first]) {
    await useCases.enrolMember(ctx(), { membershipId: done.membershipId, courseId });
  }
  const { outcomes, preview, view } = await bulk(house, admin, workspace.id, {
    action: "enrol",
    courseIds: [safety, first, safety],
    ids: idsOf(a, b, done, gone),
  });
  expect(outcomes).toEqual({ done: 2, already: 1, not_active: 1 });
  expect([preview.subject, view.subject]).toEqual(["First aid, Safety", "First aid, Safety"]);
  expect(await enrolmentsOf(house, a.membershipId)).toEqual([
    { title: "First aid", origin: "manual", status: "active" },
    { title: "Safety", origin: "manual", status: "active" },
  ]);
  expect((await useCases.listEnrolments(ctx(), { membershipId: b.membershipId })).enrolments).toEqual(
    expect.arrayContaining([expect.objectContaining({ id, status: "active", progress: 40 })]),
  );
  expect(await actionsOf(house, a)).toEqual(["enrolment.created"]);
  // A filter without a state means who is active; the invited are no rows of it.
  const all = await useCases.previewPeopleJob(ctx(), { action: "enrol", courseIds: [first], filter: {} });
  expect(all.skipped.map(({ reason }) => reason)).toEqual(["already"]);
});

test("a course that is a draft, deleted or of another workspace takes nobody, also when it becomes so meanwhile", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house);
  const other = await school(house);
  const a = await member({});
  const draft = await plantCourse(house, workspace.id, "Draft", { status: "draft" });
  const deleted = await plantCourse(house, workspace.id, "Deleted", { deleted: true });
  const foreign = await plantCourse(house, other.workspace.id, "Foreign");
  const course = await plantCourse(house, workspace.id, "Here");
  const ctx = () => house.context(admin.caller);
  const refused = (courseIds: string[]) =>
    refusalOf(useCases.startPeopleJob(ctx(), { action: "enrol", courseIds, ids: idsOf(a) }));
  expect(await refused([course, draft])).toBe("COURSE_CLOSED");
  expect(await refused([course, deleted])).toBe("NOT_FOUND");
  expect(await refused([foreign])).toBe("NOT_FOUND");
  expect(await refused([])).toBe("VALIDATION_FAILED");
  const { jobId } = await useCases.startPeopleJob(ctx(), {
    action: "enrol",
    courseIds: [course],
    ids: idsOf(a),
  });
  await house.system().db.update(courses).set({ status: "draft" }).where(eq(courses.id, course));
  await run(house, workspace.id, jobId);
  expect((await useCases.viewJob(ctx(), { jobId })).outcomes).toEqual([{ outcome: "course_gone", count: 1 }]);
  expect(await enrolmentsOf(house, a.membershipId)).toEqual([]);
});

test("who leaves a part while a job waits is neither enrolled nor labelled by its manager", async () => {
  const house = openHouse();
  const { workspace, admin, manager, member, north, south } = await school(house);
  const course = await plantCourse(house, workspace.id, "Safety");
  const leaves = await member({ unitIds: [north.id] });
  const ctx = () => house.context(manager.caller);
  const ids = idsOf(leaves);
  const jobs = [
    await useCases.startPeopleJob(ctx(), { action: "enrol", courseIds: [course], ids }),
    await useCases.startPeopleJob(ctx(), { action: "label", addLabels: ["Late"], ids }),
    await useCases.startPeopleJob(ctx(), { action: "set_access_end", accessEndsOn: "2026-12-31", ids }),
  ];
  await useCases.placeMember(house.context(admin.caller), {
    membershipId: leaves.membershipId,
    unitIds: [south.id],
  });
  for (const { jobId } of jobs) {
    await run(house, workspace.id, jobId);
    expect((await useCases.viewJob(ctx(), { jobId })).outcomes).toEqual([{ outcome: "not_found", count: 1 }]);
  }
  expect(await enrolmentsOf(house, leaves.membershipId)).toEqual([]);
  expect(await rowOf(house, leaves)).toMatchObject({ labels: [], accessEndsOn: null });
});

test("a manager enrols, labels and sets days in their part alone", async () => {
  const house = openHouse();
  const { workspace, manager, member, north, south } = await school(house);
  const course = await plantCourse(house, workspace.id, "Safety");
  const mine = await member({ unitIds: [north.id] });
  const shared = await member({ unitIds: [north.id, south.id] });
  const other = await member({ unitIds: [south.id] });
  const ids = idsOf(mine, shared, other);
  const enrolled = await bulk(house, manager, workspace.id, { action: "enrol", courseIds: [course], ids });
  expect(enrolled.outcomes).toEqual({ done: 2 });
  expect(await enrolmentsOf(house, other.membershipId)).toEqual([]);
  const labelled = await bulk(house, manager, workspace.id, { action: "label", addLabels: ["Late"], ids });
  expect(labelled.outcomes).toEqual({ done: 1, elsewhere_too: 1 });
  const until = await bulk(house, manager, workspace.id, {
    action: "set_access_end",
    accessEndsOn: "2026-12-31",
    ids,
  });
  expect(until.outcomes).toEqual({ done: 1, elsewhere_too: 1 });
  expect((await rowOf(house, shared)).accessEndsOn).toBeNull();
  const ctx = () => house.context(manager.caller);
  expect(
    await refusalOf(useCases.startPeopleJob(ctx(), { action: "label", addLabels: ["x"], ids: idsOf(other) })),
  ).toBe("NOT_FOUND");
});

test("many get the same last day, or none, and the only administrator stays without end", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house);
  const [a, b] = [await member({}), await member({})];
  const gone = await member({ status: "deactivated" });
  const ids = idsOf(a, b, gone, admin);
  const set = await bulk(house, admin, workspace.id, {
    action: "set_access_end",
    accessEndsOn: "2026-03-29",
    ids,
  });
  expect(set.outcomes).toEqual({ done: 2, not_active: 1, only_admin: 1 });
  // The clocks go forward in that night: the day ends at 22:00 UTC.
  expect(await rowOf(house, a)).toMatchObject({
    accessEndsOn: "2026-03-29",
    accessEndsAt: Date.UTC(2026, 2, 29, 22),
    accessWarned: 30,
  });
  expect(await actionsOf(house, a)).toEqual(["member.access_end_set"]);
  const again = await useCases.previewPeopleJob(house.context(admin.caller), {
    action: "set_access_end",
    accessEndsOn: "2026-03-29",
    ids: idsOf(a),
  });
  expect(again).toMatchObject({ willDo: 0, skipped: [{ reason: "already", count: 1 }] });
  const cleared = await bulk(house, admin, workspace.id, {
    action: "set_access_end",
    accessEndsOn: null,
    ids,
  });
  expect(cleared.outcomes).toEqual({ done: 2, not_active: 1, already: 1 });
  expect(await rowOf(house, b)).toMatchObject({ accessEndsOn: null, accessEndsAt: null, accessWarned: null });
  const ctx = () => house.context(admin.caller);
  expect(
    await refusalOf(
      useCases.startPeopleJob(ctx(), { action: "set_access_end", accessEndsOn: "2026-03-01", ids: idsOf(a) }),
    ),
  ).toBe("VALIDATION_FAILED");
});

test("a last day that is over when its turn comes is set for nobody", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house);
  const a = await member({});
  const ctx = () => house.context(admin.caller);
  const { jobId } = await useCases.startPeopleJob(ctx(), {
    action: "set_access_end",
    accessEndsOn: "2026-03-02",
    ids: idsOf(a),
  });
  house.clock.advance(2 * day);
  await run(house, workspace.id, jobId);
  expect((await useCases.viewJob(ctx(), { jobId })).outcomes).toEqual([{ outcome: "day_over", count: 1 }]);
  expect((await rowOf(house, a)).accessEndsOn).toBeNull();
});

test("labels come and go for many, once whatever their case, and never more than fit", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house);
  const [a, b, full] = [await member({}), await member({}), await member({})];
  const ctx = () => house.context(admin.caller);
  const place = (who: TestMember, labels: string[]) =>
    useCases.placeMember(ctx(), { membershipId: who.membershipId, labels });
  await place(b, ["École", "évening", "Kept"]);
  await place(
    full,
    Array.from({ length: 20 }, (_, n) => `label ${n}`),
  );
  const added = await bulk(house, admin, workspace.id, {
    action: "label",
    addLabels: ["école", "ÉVENING"],
    ids: idsOf(a, b, full),
  });
  expect(added.outcomes).toEqual({ done: 1, already: 1, many_labels: 1 });
  expect((await rowOf(house, a)).labels).toEqual(["école", "ÉVENING"]);
  expect((await rowOf(house, b)).labels).toEqual(["École", "évening", "Kept"]);
  const taken = await bulk(house, admin, workspace.id, {
    action: "label",
    removeLabels: ["ÉCOLE"],
    ids: idsOf(a, b, full),
  });
  expect(taken.outcomes).toEqual({ done: 2, already: 1 });
  expect((await rowOf(house, b)).labels).toEqual(["évening", "Kept"]);
  expect((await actionsOf(house, a)).sort()).toEqual(["member.placed", "member.placed"]);
  const refused = (wanted: Partial<Wanted>) =>
    refusalOf(useCases.startPeopleJob(ctx(), { action: "label", ids: idsOf(a), ...wanted }));
  expect(await refused({ addLabels: [] })).toBe("VALIDATION_FAILED");
  expect(await refused({ addLabels: ["x"], removeLabels: ["y"] })).toBe("VALIDATION_FAILED");
  expect(await refused({ addLabels: ["x"], accessEndsOn: null })).toBe("VALIDATION_FAILED");
});

test("what a finished act did is taken back for those it did, where what was before is known", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house);
  const choir = await plantGroup(house, workspace.id, "Choir");
  const [a, b] = [await member({}), await member({ groupIds: [choir.id] })];
  const ids = idsOf(a, b);
  const takeBack = async (wanted: Wanted) => {
    const { view, jobId } = await bulk(house, admin, workspace.id, wanted);
    if (!view.takeBack) return null;
    const { outcomes } = await bulk(house, admin, workspace.id, { ...view.takeBack, ofJob: jobId } as Wanted);
    return outcomes;
  };
  expect(await takeBack({ action: "place", addGroupId: choir.id, ids })).toEqual({ done: 1 });
  expect(await takeBack({ action: "label", addLabels: ["new"], ids })).toEqual({ done: 2 });
  expect((await rowOf(house, a)).labels).toEqual([]);
  const role = { role: "coach", groupId: choir.id } as const;
  expect(await takeBack({ action: "change_roles", addRole: role, ids })).toEqual({ done: 2 });
  expect(await takeBack({ action: "deactivate", ids })).toEqual({ done: 2 });
  expect(await takeBack({ action: "label", addLabels: ["one", "two"], ids })).toBeNull();
});

test("taking back a group leaves people in the groups below it that they were in before", async () => {
  const house = openHouse();
  const { workspace, admin, member } = await school(house, { "groups.propagate_learner": true });
  const year = await plantGroup(house, workspace.id, "Year");
  const choir = await plantGroup(house, workspace.id, "Choir", { parent: year });
  const a = await member({});
  const asAdmin = house.context(admin.caller);
  await useCases.addGroupMembers(asAdmin, { groupId: choir.id, membershipIds: idsOf(a) });
  const { view, jobId } = await bulk(house, admin, workspace.id, {
    action: "place",
    addGroupId: year.id,
    ids: idsOf(a),
  });
  await bulk(house, admin, workspace.id, { ...view.takeBack, ofJob: jobId } as Wanted);
  const { results } = await house.database
    .prepare("select group_id, kind from group_members where membership_id = ?1 order by kind")
    .bind(a.membershipId)
    .all();
  expect(results).toEqual([
    { group_id: year.id, kind: "derived" },
    { group_id: choir.id, kind: "direct" },
  ]);
});

test.each([
  ["of the whole workspace", () => ({ role: "admin" })],
  ["of the unit", (unitId: string) => ({ role: "group_admin", unitId })],
] as const)(
  "a role %s is given to nobody by a job whose starter may not give it any more",
  async (_where, of) => {
    const house = openHouse();
    const { workspace, admin, north, member } = await school(house);
    const second = await member({ roles: ["admin"], unitIds: [north.id] });
    const pupil = await member({ unitIds: [north.id] });
    const { jobId } = await useCases.startPeopleJob(house.context(second.caller), {
      action: "change_roles",
      addRole: of(north.id),
      ids: idsOf(pupil),
    } as Wanted);
    await useCases.changeRoles(house.context(admin.caller), {
      membershipId: second.membershipId,
      roles: [{ role: "unit_manager", unitId: north.id }],
    });
    await run(house, workspace.id, jobId);
    const view = await useCases.viewJob(house.context(admin.caller), { jobId });
    expect(view.outcomes).toEqual([{ outcome: "right_lost", count: 1 }]);
    const { roles } = await useCases.viewMember(house.context(admin.caller), {
      membershipId: pupil.membershipId,
    });
    expect(roles.map(({ role }) => role)).toEqual(["learner"]);
  },
);

test("what many were given elsewhere is told to nobody of another part", async () => {
  const house = openHouse();
  const { workspace, admin, manager, north, south, member } = await school(house);
  const council = await plantGroup(house, workspace.id, "Works council", { unitId: south.id });
  const both = await member({ unitIds: [north.id, south.id] });
  await bulk(house, admin, workspace.id, {
    action: "change_roles",
    addRole: { role: "coach", groupId: council.id },
    ids: idsOf(both),
  });
  const seenBy = async (who: TestMember) =>
    JSON.stringify(
      await useCases.viewMember(house.context(await callerNow(house, who)), {
        membershipId: both.membershipId,
      }),
    );
  expect(await seenBy(admin)).toContain("Works council");
  const seen = await seenBy(manager);
  expect(seen).toContain("member.roles_changed");
  expect(seen).not.toContain("Works council");
  expect(seen).not.toContain(council.id);
});

test("a bulk act on people takes three round trips, its preview two", async () => {
  const house = openHouse();
  const { admin, member } = await school(house);
  const ctx = house.context(admin.caller);
  let calls = 0;
  const batch = ctx.db.batch.bind(ctx.db);
  ctx.db.batch = ((statements: Parameters<typeof batch>[0]) => {
    calls += 1;
    return batch(statements);
  }) as unknown as typeof ctx.db.batch;
  const wanted: Wanted = { action: "label", addLabels: ["x"], ids: idsOf(await member({})) };
  // The caller was one before.
  await useCases.previewPeopleJob(ctx, wanted);
  expect(calls).toBe(1);
  await useCases.startPeopleJob(ctx, wanted);
  expect(calls).toBe(3);
});

test("whoever started long work sees how far it is and takes it back, whatever else they may; nobody else's", async () => {
  const house = openHouse({ undoSeconds: 8 });
  const { workspace, admin, member, north } = await school(house, {
    "roles.may_manage_invites": ["admin"],
  });
  const choir = await plantGroup(house, workspace.id, "Choir");
  const clara = await member({ roles: [{ role: "group_admin", groupId: choir.id }], groupIds: [choir.id] });
  const teacher = await member({ roles: ["instructor"] });
  const learner = await member({ unitIds: [north.id], groupIds: [choir.id] });
  const theirs = await useCases.startPeopleJob(house.context(admin.caller), {
    action: "label",
    addLabels: ["x"],
    ids: idsOf(learner),
  });
  const ctx = () => house.context(clara.caller);
  const own = await useCases.startPeopleJob(ctx(), {
    action: "place",
    removeGroupId: choir.id,
    ids: idsOf(learner),
  });
  expect((await useCases.listWork(ctx(), {})).items.map(({ id }) => id)).toEqual([own.jobId]);
  expect((await useCases.viewJob(ctx(), { jobId: own.jobId })).subject).toBe("Choir");
  expect(await refusalOf(useCases.viewJob(ctx(), { jobId: theirs.jobId }))).toBe("NOT_FOUND");
  expect(await refusalOf(useCases.undoJob(ctx(), { jobId: theirs.jobId }))).toBe("UNDO_TOO_LATE");
  await useCases.undoJob(ctx(), { jobId: own.jobId });
  const asTeacher = house.context(teacher.caller);
  expect((await useCases.listWork(asTeacher, {})).items).toEqual([]);
  expect(await refusalOf(useCases.viewJob(asTeacher, { jobId: own.jobId }))).toBe("NOT_FOUND");
  const asLearner = house.context(learner.caller);
  expect(await refusalOf(useCases.listWork(asLearner, {}))).toBe("FORBIDDEN");
  expect(await refusalOf(useCases.viewJob(asLearner, { jobId: own.jobId }))).toBe("FORBIDDEN");
});

test("what a bulk act can name is of the part in which the asker may do it", async () => {
  const house = openHouse();
  const { workspace, admin, member, north, south, ...others } = await school(house, {
    "roles.may_invite": ["admin"],
  });
  const pier = await plantGroup(house, workspace.id, "Pier", { unitId: north.id });
  const manager = { ...others.manager, caller: await callerNow(house, others.manager) };
  const names = async (who: TestMember, kind: "unit" | "group" | "course", action = "place") =>
    (await useCases.findForPeopleJob(house.context(who.caller), { action: action as "place", kind })).options
      .map(({ name }) => name)
      .sort();
  const course = await plantCourse(house, workspace.id, "Safety");
  expect(await names(manager, "unit")).toEqual(["North"]);
  expect(await names(admin, "unit")).toEqual(["North", "South"]);
  expect(await names(manager, "group")).toEqual(["Pier"]);
  expect(await names(manager, "course", "enrol")).toEqual(["Safety"]);
  const coach = await member({ roles: [{ role: "coach", groupId: pier.id }], groupIds: [pier.id] });
  expect(await refusalOf(names(coach, "group"))).toBe("FORBIDDEN");
  const enrolling: Wanted = { action: "enrol", courseIds: [course], ids: idsOf(coach) };
  expect(await refusalOf(useCases.startPeopleJob(house.context(coach.caller), enrolling))).toBe("FORBIDDEN");
  const { options } = await useCases.findForPeopleJob(house.context(manager.caller), {
    action: "place",
    kind: "unit",
    ids: [north.id, south.id],
  });
  expect(options.map(({ id }) => id)).toEqual([north.id]);
});
