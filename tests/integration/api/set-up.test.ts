import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { openProgram } from "./program.ts";

test("a program sets somebody up, once for a key, and reads them at the address that it is told", async () => {
  const { call, house, space } = await openProgram();
  const body = {
    mode: "direct",
    email: "Ana@example.com",
    firstName: "Ana",
    lastName: "Lima",
    roles: ["learner"],
  };
  const send = () => call("POST", "/users", { body, headers: { "Idempotency-Key": "one" } });
  const first = await send();
  expect([first.status, first.body]).toEqual([
    201,
    {
      id: expect.stringMatching(/^mem_/),
      email: "ana@example.com",
      username: null,
      firstName: "Ana",
      lastName: "Lima",
      status: "active",
      roles: [{ role: "learner", unitId: null, groupId: null }],
    },
  ]);
  const again = await send();
  expect([again.headers.get("Idempotent-Replayed"), again.text]).toEqual(["true", first.text]);
  const read = await call("GET", (first.headers.get("Location") ?? "").replace("/api/v1", ""));
  expect(read.body).toMatchObject({ id: first.body.id, status: "active", invitation: null });
  house.clock.now = Date.now() + 60_000;
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  expect(house.sent.map(({ template }) => template)).toEqual(["account_link"]);
});

test("a program types no password and knows no other mode", async () => {
  const { call } = await openProgram({ preset: "collaborative" });
  const person = { email: "ana@example.com", firstName: "Ana", roles: ["learner"] };
  for (const more of [
    { mode: "invite" },
    { credentials: "typed_password" },
    { password: "nine purple kites" },
    { credentials: "typed_password", password: "nine purple kites" },
  ]) {
    const { status, body } = await call("POST", "/users", { body: { ...person, ...more } });
    expect([more, status, body.code]).toEqual([more, 422, "VALIDATION_FAILED"]);
  }
});

test("refusals come with the code, and names of fields are those of programs", async () => {
  const { call } = await openProgram();
  const person = { email: "ana@example.com", firstName: "Ana" };
  const { status, body } = await call("POST", "/users", {
    body: { ...person, accessExpiresAt: "2020-01-01" },
  });
  expect([status, body.errors[0].path]).toEqual([422, "accessExpiresAt"]);
  await call("POST", "/users", { body: person });
  const twice = await call("POST", "/users", { body: person });
  expect([twice.status, twice.body.code]).toEqual([409, "ALREADY_MEMBER"]);
  const off = await openProgram({ preset: "academy" });
  const refused = await off.call("POST", "/users", { body: { ...person, roles: ["learner"] } });
  expect([refused.status, refused.body.code]).toEqual([403, "DIRECT_SETUP_OFF"]);
});

test("a program gives people a username, lists who has no address by it, and asks them to prove one", async () => {
  const { call, house, space } = await openProgram({
    overrides: { "identity.username": "optional", "identity.allow_no_email": true },
  });
  const made = await call("POST", "/users", { body: { username: "ana.lima", firstName: "Ana" } });
  expect([made.status, made.body.email, made.body.username]).toEqual([201, null, "ana.lima"]);
  const { data } = (await call("GET", "/users?q=ana.lima")).body;
  expect(data).toMatchObject([{ id: made.body.id, email: null, username: "ana.lima" }]);
  const path = `/users/${made.body.id}`;
  expect((await call("PATCH", path, { body: { username: "ana" } })).status).toBe(200);
  const alone = await call("PATCH", path, { body: { username: "ana", firstName: "Anna" } });
  expect([alone.status, alone.body.errors[0].path]).toEqual([422, "username"]);
  const taken = await call("POST", "/users", { body: { username: "ANA", firstName: "Anna" } });
  expect([taken.status, taken.body.code]).toEqual([409, "USERNAME_TAKEN"]);
  const asked = await call("POST", `${path}/address`, { body: { email: "ana@example.com" } });
  expect(asked.status).toBe(200);
  house.clock.now = Date.now() + 60_000;
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  expect(house.sent.map(({ template, to }) => [template, to])).toEqual([
    ["verify_address", "ana@example.com"],
  ]);
});

test("the keys of somebody who must choose a password do nothing", async () => {
  const { call, house, space } = await openProgram();
  await house.database
    .prepare("update users set must_change_password = 1 where id = ?")
    .bind(space.admin.userId)
    .run();
  expect((await call("GET", "/users")).status).toBe(401);
});

test("a program says who is told in the place of somebody without an address", async () => {
  const { call } = await openProgram({
    overrides: { "identity.username": "optional", "identity.allow_no_email": true },
  });
  const body = { username: "ada.l", firstName: "Ada", notifyEmail: "Teacher@School.example" };
  const made = await call("POST", "/users", { body });
  expect(made.status).toBe(201);
  const path = `/users/${made.body.id}`;
  const told = async () => (await call("GET", path)).body.notifyEmail;
  expect(await told()).toBe("teacher@school.example");
  const alone = await call("PATCH", path, { body: { notifyEmail: "b@school.example", firstName: "Ann" } });
  expect([alone.status, alone.body.errors[0].path]).toEqual([422, "notifyEmail"]);
  expect((await call("PATCH", path, { body: { notifyEmail: "b@school.example" } })).status).toBe(200);
  expect(await told()).toBe("b@school.example");
  const wrong = await call("PATCH", path, { body: { notifyEmail: "nobody" } });
  expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, "notifyEmail"]);
  expect((await call("PATCH", path, { body: { notifyEmail: null } })).status).toBe(200);
  expect(await told()).toBeNull();
});
