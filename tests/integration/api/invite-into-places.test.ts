import { expect, test } from "vitest";
import { day, plantGroup, plantUnit } from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";
import { openProgram } from "./program.ts";

async function openSchool() {
  const program = await openProgram();
  const { house } = program;
  const { workspace } = program.space;
  const unit = await plantUnit(house, workspace.id, "North");
  const group = await plantGroup(house, workspace.id, "Choir", { unitId: unit.id });
  const course = await plantCourse(house, workspace.id, "Singing");
  const session = await plantSession(house, workspace.id, course, {
    title: "Scales",
    startsAt: Date.now() + 30 * day,
    groupId: group.id,
  });
  return { ...program, unit, group, course, session };
}

test("a program places people, reads it back, and can send back what it read", async () => {
  const { call, unit, group, course, session } = await openSchool();
  const made = await call("POST", "/invitations", {
    body: {
      email: "placed@example.com",
      roles: ["learner"],
      unitId: unit.id,
      groupIds: [group.id],
      courseIds: [course],
      sessionIds: [session],
      accessExpiresAt: "2031-06-30",
      labels: ["Night shift"],
    },
  });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    units: [{ id: unit.id, name: "North" }],
    groups: [{ id: group.id, name: "Choir" }],
    courses: [{ id: course, title: "Singing" }],
    sessions: [{ id: session, title: "Scales" }],
    // The end of the day in Berlin.
    accessExpiresAt: "2031-06-30T22:00:00.000Z",
    labels: ["Night shift"],
    customFields: {},
  });
  const { body: read } = await call("GET", `/invitations/${made.body.id}`);
  expect(read).toMatchObject({ groups: [{ id: group.id }], accessExpiresAt: made.body.accessExpiresAt });
  const { body: edited } = await call("PATCH", `/invitations/${made.body.id}`, {
    body: { accessExpiresAt: read.accessExpiresAt, groupIds: [] },
  });
  expect(edited).toMatchObject({
    accessExpiresAt: read.accessExpiresAt,
    groups: [],
    units: [{ id: unit.id }],
  });
});

test("roles are named alone or with their place, and what is wrong stands under the program's own names", async () => {
  const { call, unit, group } = await openSchool();
  const { body } = await call("POST", "/invitations", {
    body: { email: "roles@example.com", roles: [{ role: "unit_manager", unitId: unit.id }, "learner"] },
  });
  expect(body.roles).toEqual([
    { role: "unit_manager", unitId: unit.id, groupId: null },
    { role: "learner", unitId: null, groupId: null },
  ]);
  const over = await call("POST", "/invitations", {
    body: { email: "over@example.com", accessExpiresAt: "2020-01-01", groupIds: [unit.id] },
  });
  expect(over.status).toBe(422);
  expect(over.body.errors).toEqual([expect.objectContaining({ path: "groupIds.0" })]);
  const day = await call("POST", "/invitations", {
    body: { email: "over@example.com", accessExpiresAt: "2020-01-01" },
  });
  expect(day.body.errors).toEqual([expect.objectContaining({ path: "accessExpiresAt", code: "day_over" })]);
  const batch = await call("POST", "/invitations/batch", {
    body: {
      invitations: [
        { email: "b1@example.com", accessExpiresAt: "2020-01-01" },
        { email: "b2@example.com", groupIds: [group.id] },
      ],
    },
  });
  expect(batch.body.results.map((one: { outcome: string }) => one.outcome)).toEqual(["refused", "invited"]);
  expect(batch.body.results[0].error.errors[0].path).toBe("accessExpiresAt");
});

test("a program invites from a session where the workspace does", async () => {
  const { call, group, session } = await openSchool();
  const invite = () =>
    call("POST", `/sessions/${session}/invitations`, {
      body: { emails: ["s1@example.com", "wrong"], groupId: group.id },
    });
  expect((await invite()).body.code).toBe("FROM_SESSION_OFF");
  await call("PATCH", "/workspace", { body: { policies: { "from_session.enabled": true } } });
  const { status, body } = await invite();
  expect(status).toBe(200);
  expect(body.results.map((one: { outcome: string }) => one.outcome)).toEqual(["invited", "refused"]);
  expect(body.results[0].invitation).toMatchObject({
    groups: [{ name: "Choir" }],
    sessions: [{ title: "Scales" }],
  });
});
