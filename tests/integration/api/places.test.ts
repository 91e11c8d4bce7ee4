import { describe, expect, test } from "vitest";
import { createKey, createMember, openProgram, programWith } from "./program.ts";

describe("units by the API", () => {
  test("a unit is made, listed, moved and deleted", async () => {
    const { call } = await openProgram();
    const made = await call("POST", "/units", { body: { name: "School" } });
    expect([made.status, made.body]).toEqual([
      201,
      { id: made.body.id, parentId: null, name: "School", language: null, createdAt: made.body.createdAt },
    ]);
    const below = await call("POST", "/units", { body: { name: "Arts", parentId: made.body.id } });
    const found = await call("GET", "/units?q=arts");
    expect(found.body).toMatchObject({
      data: [{ id: below.body.id, members: 0, invited: 0, above: [{ id: made.body.id, name: "School" }] }],
      nextCursor: null,
    });
    const moved = await call("PATCH", `/units/${below.body.id}`, { body: { parentId: null } });
    expect([moved.status, moved.body.parentId]).toEqual([200, null]);
    // What its people are written in (F82), and what an invitation then is.
    const speaks = await call("PATCH", `/units/${below.body.id}`, { body: { language: "de" } });
    expect([speaks.status, speaks.body.language]).toEqual([200, "de"]);
    const group = await call("POST", "/groups", { body: { name: "Grupo", language: "es" } });
    expect([group.status, group.body.language]).toEqual([201, "es"]);
    const invitations = [
      { email: "a@example.com", unitIds: [below.body.id] },
      { email: "b@example.com", groupIds: [group.body.id] },
      { email: "c@example.com", groupIds: [group.body.id], language: "fr" },
    ];
    const batch = await call("POST", "/invitations/batch", { body: { invitations } });
    const spoken = batch.body.results.map(
      (one: { invitation: { language: string } }) => one.invitation.language,
    );
    expect(spoken).toEqual(["de", "es", "fr"]);
    await call("PATCH", `/groups/${group.body.id}`, { body: { language: null } });
    const wrong = await call("PATCH", `/units/${below.body.id}`, { body: { language: "nl" } });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, "language"]);
    for (const { invitation } of batch.body.results) {
      await call("POST", `/invitations/${invitation.id}/cancel`);
    }
    expect((await call("DELETE", `/units/${below.body.id}`)).status).toBe(200);
    expect((await call("GET", "/units")).body.data).toHaveLength(1);
  });

  test("an Idempotency-Key makes a unit once", async () => {
    const { call } = await openProgram();
    const twice = { body: { name: "Once" }, headers: { "Idempotency-Key": "first-try" } };
    const [first, second] = [await call("POST", "/units", twice), await call("POST", "/units", twice)];
    expect(second.body).toEqual(first.body);
    expect((await call("GET", "/units")).body.data).toHaveLength(1);
  });

  test("what is wrong names its field", async () => {
    const { call } = await openProgram();
    await call("POST", "/units", { body: { name: "Arts" } });
    const taken = await call("POST", "/units", { body: { name: "ÁRTS" } });
    expect([taken.status, taken.body.errors]).toMatchObject([422, [{ path: "name", code: "taken" }]]);
    const limit = await call("GET", "/units?limit=2000");
    expect([limit.status, limit.body.errors]).toMatchObject([422, [{ path: "limit" }]]);
  });
});

describe("groups by the API", () => {
  test("a group is made, described, closed, viewed and deleted", async () => {
    const { call } = await openProgram();
    const top = await call("POST", "/groups", { body: { name: "Year 1" } });
    expect([top.status, top.headers.get("Location")]).toEqual([201, `/api/v1/groups/${top.body.id}`]);
    const group = await call("POST", "/groups", {
      body: { name: "Red", parentId: top.body.id, visibility: "private" },
    });
    const changed = await call("PATCH", `/groups/${group.body.id}`, { body: { description: "Mornings" } });
    expect(changed.body).toMatchObject({ description: "Mornings", visibility: "private", jobId: null });
    const seen = await call("GET", `/groups/${top.body.id}`);
    expect(seen.body).toMatchObject({
      name: "Year 1",
      isRoot: false,
      members: 0,
      subgroups: [{ id: group.body.id, name: "Red", visibility: "private", members: 0, invited: 0 }],
    });
    expect((await call("DELETE", `/groups/${top.body.id}`)).body.code).toBe("NOT_EMPTY");
    expect((await call("DELETE", `/groups/${group.body.id}`)).body).toMatchObject({ jobId: null });
    expect((await call("GET", "/groups")).body.data).toMatchObject([{ id: top.body.id }]);
  });

  test("a user is put into a group and taken out, again and again", async () => {
    const { house, space, call } = await openProgram();
    const { membershipId } = await createMember(house, space.workspace);
    const { id } = (await call("POST", "/groups", { body: { name: "Group" } })).body;
    const path = `/groups/${id}/members/${membershipId}`;
    const put = [await call("PUT", path), await call("PUT", path)];
    expect(put.map(({ status, body }) => [status, body])).toEqual(
      Array(2).fill([200, { groupId: id, userId: membershipId, isMember: true }]),
    );
    const listed = await call("GET", `/users?groupId=${id}`);
    expect(listed.body.data).toMatchObject([{ id: membershipId }]);
    expect((await call("DELETE", path)).body).toEqual({ groupId: id, userId: membershipId, isMember: false });
    expect((await call("DELETE", path)).status).toBe(404);
    for (const user of ["nonsense", `mem_${"0".repeat(26)}`]) {
      expect([user, (await call("PUT", `/groups/${id}/members/${user}`)).status]).toEqual([user, 404]);
    }
  });

  test("a key of a group administrator reaches their part and no further", async () => {
    const { house, space, call } = await openProgram();
    const mine = (await call("POST", "/groups", { body: { name: "Mine" } })).body;
    const other = (await call("POST", "/groups", { body: { name: "Other" } })).body;
    const chief = await createMember(house, space.workspace, {
      roles: [{ role: "group_admin", groupId: mine.id }],
    });
    const part = programWith(await createKey(house, space, { creatorMembershipId: chief.membershipId }));
    expect((await part("GET", "/groups")).body.data.map(({ id }: { id: string }) => id)).toEqual([mine.id]);
    expect((await part("POST", "/groups", { body: { name: "Below", parentId: mine.id } })).status).toBe(201);
    for (const [method, path, body] of [
      ["GET", `/groups/${other.id}`],
      ["PATCH", `/groups/${other.id}`, { name: "Taken" }],
      ["DELETE", `/groups/${other.id}`],
      ["PUT", `/groups/${other.id}/members/${chief.membershipId}`],
      ["POST", "/groups", { name: "Below", parentId: other.id }],
    ] as const) {
      const answer = await part(method, path, body ? { body } : {});
      expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 404, "NOT_FOUND"]);
    }
  });
});

test("a certificate is read by the id that the enrolment names, and outlives its course", async () => {
  const { call, house, space } = await openProgram();
  const { membershipId: userId } = await createMember(house, space.workspace, {
    firstName: "Ana",
    lastName: "Lima",
  });
  const course = (await call("POST", "/courses", { body: { title: "Safety", status: "published" } })).body.id;
  const { id } = (await call("POST", "/enrolments", { body: { userId, courseId: course } })).body;
  const { certificateId } = (await call("POST", `/enrolments/${id}/complete`, { body: {} })).body;
  await call("DELETE", `/courses/${course}`);
  const { status, body } = await call("GET", `/certificates/${certificateId}`);
  expect([status, body]).toEqual([
    200,
    {
      id: certificateId,
      number: expect.stringMatching(/^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/),
      personName: "Ana Lima",
      courseTitle: "Safety",
      issuedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
  expect((await call("GET", `/certificates/${id}`)).status).toBe(404);
});
