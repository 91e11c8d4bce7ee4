import { expect, test } from "vitest";
import { plantGroup } from "../../support/house.ts";
import { createKey, createMember, openProgram, programWith } from "./program.ts";

test("a program makes a role, names it by its id wherever roles are named, changes it and deletes it", async () => {
  const { call, house, space } = await openProgram();
  const made = await call("POST", "/roles", {
    body: {
      name: "Course secretary",
      description: "Looks after who takes which course.",
      permissions: ["enrolment.manage", "people.view", "people.view"],
      holdsIn: ["group", "workspace"],
    },
  });
  expect(made).toMatchObject({ status: 201 });
  expect(made.body).toEqual({
    id: expect.stringMatching(/^rol_/),
    name: "Course secretary",
    description: "Looks after who takes which course.",
    permissions: ["people.view", "enrolment.manage"],
    holdsIn: ["workspace", "group"],
  });
  const { id } = made.body;
  expect((await call("GET", "/roles")).body).toEqual({ data: [made.body] });
  expect(
    (await call("POST", "/roles", { body: { ...made.body, id: undefined, name: "COURSE secretary" } })).body,
  ).toMatchObject({
    code: "VALIDATION_FAILED",
    errors: [{ path: "name", code: "taken" }],
  });

  const group = await plantGroup(house, space.workspace.id, "Choir");
  const at = { role: id, unitId: null, groupId: group.id };
  const invited = await call("POST", "/invitations", {
    body: { email: "sec@example.com", roles: [{ role: id, groupId: group.id }] },
  });
  expect(invited.body.roles).toEqual([at]);
  const { membershipId } = await createMember(house, space.workspace);
  const changed = await call("PATCH", `/users/${membershipId}`, { body: { roles: ["learner", id] } });
  expect(changed.body.roles).toEqual([
    { role: "learner", unitId: null, groupId: null },
    { role: id, unitId: null, groupId: null },
  ]);
  const listed = await call("GET", `/users?role=${id}`);
  expect(listed.body.data.map((user: { id: string }) => user.id).sort()).toEqual(
    [membershipId, invited.body.userId].sort(),
  );
  const strange = "rol_01kabc4d5e6f7g8h9jkmnpqrst";
  for (const [path, body] of [
    ["/invitations", { email: "no@example.com", roles: [strange] }],
    ["/invitations", { email: "no@example.com", roles: ["rol_../x"] }],
  ] as const) {
    expect((await call("POST", path, { body })).body.code).toBe("VALIDATION_FAILED");
  }

  const renamed = await call("PATCH", `/roles/${id}`, {
    body: { name: "Registry", permissions: ["people.view"] },
  });
  expect(renamed.body).toMatchObject({ name: "Registry", permissions: ["people.view"] });
  expect(await call("DELETE", `/roles/${id}`, { body: { to: "instructor" } })).toMatchObject({
    status: 422,
    body: { errors: [{ path: "to", code: "no_successor" }] },
  });
  expect((await call("DELETE", `/roles/${id}`, { body: { to: null } })).body).toEqual({
    id,
    name: "Registry",
    to: null,
    count: 2,
    jobId: null,
  });
  expect((await call("GET", `/users/${membershipId}`)).body.roles).toEqual([
    { role: "learner", unitId: null, groupId: null },
  ]);
  expect((await call("DELETE", `/roles/${id}`, { body: { to: null } })).status).toBe(404);
});

test("a key whose ceiling is lower makes no role above it, and one of another workspace finds none", async () => {
  const { house, space, call } = await openProgram();
  const low = programWith(await createKey(house, space, { maxRole: "user_admin" }));
  const body = { name: "Desk", permissions: ["people.view"], holdsIn: ["workspace"] };
  expect((await low("POST", "/roles", { body })).body.code).toBe("ROLE_ABOVE_YOURS");
  const desk = await low("POST", "/roles", { body: { ...body, holdsIn: ["group"] } });
  expect(desk.status).toBe(201);
  expect(
    (await low("PATCH", `/roles/${desk.body.id}`, { body: { permissions: ["course.view"] } })).body.code,
  ).toBe("ROLE_ABOVE_YOURS");
  const elsewhere = await openProgram();
  expect((await elsewhere.call("GET", "/roles")).body.data).toEqual([]);
  expect((await elsewhere.call("PATCH", `/roles/${desk.body.id}`, { body: { name: "Mine" } })).status).toBe(
    404,
  );
  expect((await call("GET", "/roles")).body.data).toHaveLength(1);
});
