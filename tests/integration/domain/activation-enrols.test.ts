import fc from "fast-check";
import { expect, test } from "vitest";
import { enrolFromPlaces } from "../../../db/queries/enrolments.ts";
import { groupMembers, invitationCourses, sessionAttendees, unitMembers } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  type House,
  openHouse,
  plantGroup,
  plantUnit,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";
import { enrolmentsOf, placesOf, plantCourse, plantSession } from "../../support/learning.ts";

const password = "seven green bicycles";
let serial = 0;

/** A workspace and somebody invited into it, with the link of their mail. */
async function openSpace(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, { overrides });
  return { house, workspace, admin, db: house.system().db };
}

async function invite({ house, workspace, admin }: Awaited<ReturnType<typeof openSpace>>) {
  serial += 1;
  const email = `pupil-${serial}@example.com`;
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email,
    roles: ["learner"],
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const token = tokenIn(house.sent.findLast(({ to }) => to === email));
  return { email, token, invitationId: invitation.id, membershipId: invitation.userId };
}

function join(house: House, token: string) {
  return useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "Ana", password });
}

test("who joins is enrolled in what the invitation names and in what their groups and units have then, once each", async () => {
  const space = await openSpace({ "groups.propagate_learner": true });
  const { house, workspace, db } = space;
  const top = await plantUnit(house, workspace.id, "School");
  const unit = await plantUnit(house, workspace.id, "Class", top);
  const elsewhere = await plantUnit(house, workspace.id, "Other", top);
  const above = await plantGroup(house, workspace.id, "Year");
  const group = await plantGroup(house, workspace.id, "Choir", { parent: above });
  const { invitationId, membershipId, token } = await invite(space);
  await db.insert(unitMembers).values({ workspaceId: workspace.id, membershipId, unitId: unit.id });
  await db
    .insert(groupMembers)
    .values({ workspaceId: workspace.id, membershipId, groupId: group.id, kind: "direct" });

  const both = await plantCourse(house, workspace.id, "A named and of the group", { groupIds: [group.id] });
  await plantCourse(house, workspace.id, "B of the group", { groupIds: [group.id, above.id] });
  await plantCourse(house, workspace.id, "C of the group above", { groupIds: [above.id] });
  await plantCourse(house, workspace.id, "D of the unit", { unitIds: [unit.id], groupIds: [group.id] });
  await plantCourse(house, workspace.id, "E of the unit above", { unitIds: [top.id] });
  await plantCourse(house, workspace.id, "F of another unit", { unitIds: [elsewhere.id] });
  await plantCourse(house, workspace.id, "G draft", { status: "draft", groupIds: [group.id] });
  await plantCourse(house, workspace.id, "H deleted", { deleted: true, unitIds: [unit.id] });
  const met = await plantCourse(house, workspace.id, "I met in a session");
  const gone = await plantCourse(house, workspace.id, "J named and deleted", { deleted: true });
  const later = await plantCourse(house, workspace.id, "K named and not out yet", { status: "draft" });
  for (const courseId of [both, gone, later]) {
    await db.insert(invitationCourses).values({ workspaceId: workspace.id, invitationId, courseId });
  }
  const sessionId = await plantSession(house, workspace.id, met, { title: "Named" });
  await db.insert(sessionAttendees).values({
    workspaceId: workspace.id,
    sessionId,
    membershipId,
    origin: "invitation",
    addedAt: house.clock.now,
  });
  const ofGroup = { groupId: group.id };
  await plantSession(house, workspace.id, both, { title: "Of the group", ...ofGroup });
  await plantSession(house, workspace.id, both, {
    title: "Over",
    ...ofGroup,
    startsAt: house.clock.now - day,
  });
  await plantSession(house, workspace.id, both, { title: "Canceled", ...ofGroup, canceled: true });
  expect(await enrolmentsOf(house, membershipId)).toEqual([]);

  await join(house, token);

  expect((await enrolmentsOf(house, membershipId)).map(({ title, origin }) => `${title}: ${origin}`)).toEqual(
    [
      "A named and of the group: invitation",
      "B of the group: group",
      "C of the group above: group",
      "D of the unit: group",
      "E of the unit above: unit",
      "I met in a session: session",
    ],
  );
  expect(await placesOf(house, membershipId)).toEqual([
    { title: "Named", origin: "invitation" },
    { title: "Of the group", origin: "group" },
  ]);
  const { timeline } = await useCases.viewMember(house.context(space.admin.caller), { membershipId });
  const joined = timeline.find((entry) => entry.kind === "act" && entry.action === "invitation.accepted");
  expect(joined).toMatchObject({
    details: { skippedCourses: ["J named and deleted", "K named and not out yet"] },
  });
});

test("without the policy nobody is enrolled from a group or unit, only from what the invitation names", async () => {
  const space = await openSpace({ "enrol.from_group": false });
  const { house, workspace, db } = space;
  const group = await plantGroup(house, workspace.id, "Choir");
  const { invitationId, membershipId, token } = await invite(space);
  await db
    .insert(groupMembers)
    .values({ workspaceId: workspace.id, membershipId, groupId: group.id, kind: "direct" });
  const named = await plantCourse(house, workspace.id, "Named");
  await plantCourse(house, workspace.id, "Of the group", { groupIds: [group.id] });
  await plantSession(house, workspace.id, named, { groupId: group.id });
  await db.insert(invitationCourses).values({ workspaceId: workspace.id, invitationId, courseId: named });
  await join(house, token);
  expect((await enrolmentsOf(house, membershipId)).map(({ title }) => title)).toEqual(["Named"]);
  expect(await placesOf(house, membershipId)).toEqual([]);
});

test("an acceptance enrols within the round trips that it has", async () => {
  const space = await openSpace({ "groups.propagate_learner": true });
  const { token } = await invite(space);
  const counted = countRoundTrips(space.house.database);
  await join(openHouse({ database: counted.database }), token);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
});

test("of those who come at once a session takes as many as it has seats", async () => {
  const { house, workspace, db } = await openSpace();
  const group = await plantGroup(house, workspace.id, "Choir");
  const courseId = await plantCourse(house, workspace.id, "Singing");
  const people: TestMember[] = [];
  for (let number = 0; number < 4; number += 1) {
    people.push(await createMember(house, workspace, { groupIds: [group.id] }));
  }
  const sessionId = await plantSession(house, workspace.id, courseId, { groupId: group.id, seats: 3 });
  const enrolling = (members: typeof people, op: string) =>
    enrolFromPlaces(db, {
      workspaceId: workspace.id,
      membershipIds: JSON.stringify(members.map(({ membershipId }) => membershipId)),
      now: house.clock.now,
      op,
    });
  const [first, ...rest] = people;
  if (!first) throw new Error("somebody");
  for (const members of [[first], rest, rest]) {
    const [statement, ...others] = enrolling(members, house.system().ids.next("event"));
    if (statement) await db.batch([statement, ...others]);
  }
  const { results } = await house.database
    .prepare("select membership_id from session_attendees where session_id = ?")
    .bind(sessionId)
    .all();
  expect(results).toHaveLength(3);
  const all = await Promise.all(people.map(({ membershipId }) => enrolmentsOf(house, membershipId)));
  expect(all.flat()).toHaveLength(3);
});

test("property: activation enrols exactly the union, once each, whatever the order", async () => {
  const space = await openSpace();
  const { house, workspace, db } = space;
  const top = await plantUnit(house, workspace.id, "Top");
  const unitList = [
    top,
    await plantUnit(house, workspace.id, "Left", top),
    await plantUnit(house, workspace.id, "Right", top),
  ];
  const groupList = [
    await plantGroup(house, workspace.id, "One"),
    await plantGroup(house, workspace.id, "Two"),
    await plantGroup(house, workspace.id, "Three"),
  ];
  const picks = (most: number) => fc.subarray(Array.from({ length: most }, (_, at) => at));
  const course = fc.record({ groups: picks(3), units: picks(3), named: fc.boolean(), open: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(course, { maxLength: 5 }),
      picks(3),
      fc.option(fc.nat(2), { nil: null }),
      fc.boolean(),
      async (wanted, groupsOf, unitOf, placesFirst) => {
        const { invitationId, membershipId, token } = await invite(space);
        const place = async () => {
          for (const at of groupsOf) {
            const groupId = groupList[at]?.id ?? "";
            await db
              .insert(groupMembers)
              .values({ workspaceId: workspace.id, membershipId, groupId, kind: "direct" });
          }
          const unitId = unitOf === null ? null : unitList[unitOf]?.id;
          if (unitId)
            await db.insert(unitMembers).values({ workspaceId: workspace.id, membershipId, unitId });
        };
        if (placesFirst) await place();
        const expected: string[] = [];
        for (const { groups, units, named, open } of wanted) {
          const id = await plantCourse(house, workspace.id, "Course", {
            status: open ? "published" : "draft",
            groupIds: groups.map((at) => groupList[at]?.id ?? ""),
            unitIds: units.map((at) => unitList[at]?.id ?? ""),
          });
          if (named) {
            await db
              .insert(invitationCourses)
              .values({ workspaceId: workspace.id, invitationId, courseId: id });
          }
          const ofGroup = groups.some((at) => groupsOf.includes(at));
          // The first unit stands above the two others.
          const ofUnit = unitOf !== null && units.some((at) => at === unitOf || at === 0);
          if (open && (named || ofGroup || ofUnit)) expected.push(id);
        }
        if (!placesFirst) await place();
        await join(house, token);
        const found = await house.database
          .prepare("select course_id as id from enrolments where membership_id = ?")
          .bind(membershipId)
          .all<{ id: string }>();
        expect(found.results.map(({ id }) => id).sort()).toEqual(expected.sort());
        await house.database.batch([
          house.database.prepare("delete from course_groups where workspace_id = ?").bind(workspace.id),
          house.database.prepare("delete from course_units where workspace_id = ?").bind(workspace.id),
        ]);
      },
    ),
    { numRuns: 20 },
  );
});

test("nobody is mailed a session before they join, and then one mail for each", async () => {
  const space = await openSpace();
  const { house, workspace, db } = space;
  const { membershipId, token, email } = await invite(space);
  const courseId = await plantCourse(house, workspace.id, "Safety");
  for (const title of ["Ropes", "Knots"]) {
    const sessionId = await plantSession(house, workspace.id, courseId, { title });
    await db.insert(sessionAttendees).values({
      workspaceId: workspace.id,
      sessionId,
      membershipId,
      origin: "invitation",
      addedAt: house.clock.now,
    });
  }
  await join(house, token);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mails = house.sent.filter(({ template }) => template === "session_invitation");
  expect(mails.map(({ to, subject }) => `${to} ${subject}`).sort()).toEqual([
    `${email} Your place in Knots`,
    `${email} Your place in Ropes`,
  ]);
  expect(mails[0]?.text).toContain(`/w/${workspace.slug}/learn/courses/${courseId}`);
});
