import { expect, test } from "vitest";
import { createMember, openProgram } from "./program.ts";

test("a program defines fields, puts them in order, retires one, and answers them on users", async () => {
  const { call, house, space } = await openProgram();
  const { membershipId } = await createMember(house, space.workspace);
  const size = await call("POST", "/custom-fields", {
    body: { name: "Shirt size", kind: "choice", choices: ["S", "M"], requiredFor: ["learner"] },
  });
  expect([size.status, size.body]).toEqual([
    201,
    {
      id: expect.stringMatching(/^fld_/),
      key: "shirt_size",
      name: "Shirt size",
      kind: "choice",
      choices: ["S", "M"],
      requiredFor: ["learner"],
      inForm: true,
      inImport: true,
      retired: false,
      createdAt: expect.stringMatching(/Z$/),
    },
  ]);
  const parking = await call("POST", "/custom-fields", { body: { name: "Parking", kind: "yes_no" } });
  const ordered = await call("PUT", "/custom-fields/order", {
    body: { fieldIds: [parking.body.id, size.body.id] },
  });
  expect(ordered.body.data.map(({ key }: { key: string }) => key)).toEqual(["parking", "shirt_size"]);
  const answered = await call("PATCH", `/users/${membershipId}/places`, {
    body: { customFields: { parking: true, shirt_size: "m" }, labels: ["evening"] },
  });
  expect(answered.body).toMatchObject({
    customFields: { parking: "yes", shirt_size: "M" },
    labels: ["evening"],
  });
  const retyped = await call("PATCH", `/custom-fields/${parking.body.id}`, { body: { kind: "text" } });
  expect([retyped.status, retyped.body.errors]).toEqual([
    422,
    [expect.objectContaining({ path: "kind", code: "answered" })],
  ]);
  const retired = await call("PATCH", `/custom-fields/${parking.body.id}`, { body: { retired: true } });
  expect(retired.body.retired).toBe(true);
  const { body } = await call("GET", "/custom-fields");
  expect(body.data.map(({ key, retired: is }: { key: string; retired: boolean }) => [key, is])).toEqual([
    ["parking", true],
    ["shirt_size", false],
  ]);
  expect((await call("GET", `/users/${membershipId}`)).body.customFields).toEqual({
    parking: "yes",
    shirt_size: "M",
  });
});

test("a program lists labels, finds users by one, renames it and takes it from everybody", async () => {
  const { call, house, space } = await openProgram();
  const { membershipId } = await createMember(house, space.workspace);
  await call("PATCH", `/users/${membershipId}/places`, { body: { labels: ["evning", "red"] } });
  expect((await call("GET", "/labels")).body).toEqual({
    data: [
      { label: "evning", count: 1 },
      { label: "red", count: 1 },
    ],
  });
  expect((await call("GET", "/users?label=evning")).body.data).toMatchObject([{ id: membershipId }]);
  const renamed = await call("POST", "/labels/rename", { body: { label: "evning", to: "evening" } });
  expect(renamed.body).toEqual({ label: "evning", to: "evening", count: 1, jobId: null });
  const deleted = await call("POST", "/labels/delete", { body: { label: "red" } });
  expect(deleted.body).toEqual({ label: "red", to: null, count: 1, jobId: null });
  expect((await call("GET", "/labels")).body.data).toEqual([{ label: "evening", count: 1 }]);
  expect((await call("POST", "/labels/delete", { body: { label: "red" } })).status).toBe(404);
});
