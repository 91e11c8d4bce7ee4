import { expect, test } from "vitest";
import { type JsonSchema, openApiDocument } from "../../../worker/api/openapi.ts";
import { policyFields } from "../../../worker/domain/policies.ts";
import { createMember, plantUnit } from "../../support/house.ts";
import { openProgram, programWith } from "./program.ts";

test("a program reads the preset, what was changed of it and what holds, and changes each", async () => {
  const { call } = await openProgram({ overrides: { "invite.copy_link": false, "resend.token": "keep" } });
  const { body } = await call("GET", "/workspace");
  expect([
    body.preset,
    body.overrides,
    body.policies["resend.token"],
    body.policies["invite.link_ttl_s"],
  ]).toEqual(["standard", { "invite.copy_link": false, "resend.token": "keep" }, "keep", 604_800]);
  const changed = await call("PATCH", "/workspace", {
    body: { preset: "skills", resetPolicies: ["resend.token"], policies: { "resend.message": true } },
  });
  expect([changed.status, changed.body.preset, changed.body.overrides]).toEqual([
    200,
    "skills",
    { "invite.copy_link": false, "resend.message": true },
  ]);
  expect((await call("GET", "/workspace")).body).toEqual(changed.body);
});

test("what cannot be is refused by the key, and so is what there is not", async () => {
  const { call } = await openProgram();
  const pathsOf = async (body: unknown) => {
    const { status, body: problem } = await call("PATCH", "/workspace", { body });
    return [status, ...(problem.errors ?? []).map(({ path }: { path: string }) => path)];
  };
  expect(await pathsOf({ policies: { "roles.multiple": false } })).toEqual([
    422,
    "policies.invite.role_picker",
  ]);
  expect(await pathsOf({ policies: { "no.such": 1 } })).toEqual([422, "policies.no.such"]);
  expect(await pathsOf({ preset: "emperor" })).toEqual([422, "preset"]);
  expect(await pathsOf({ preset: null })).toEqual([422, "preset"]);
  expect(await pathsOf({ overrides: {} })).toEqual([422, "overrides"]);
  const { body } = await call("GET", "/workspace");
  expect([body.preset, body.overrides]).toEqual(["standard", {}]);
});

test("the document tells of every policy what it decides, what it may be and what it usually is", async () => {
  const { components, paths } = openApiDocument({ origin: "http://localhost:8787", productName: "Usher" });
  const { Workspace } = components.schemas as Record<string, JsonSchema>;
  const shown = Workspace?.properties?.policies?.properties ?? {};
  const body = paths["/workspace"]?.patch?.requestBody?.content["application/json"]?.schema;
  const taken = body?.properties?.policies?.properties ?? {};
  for (const key of Object.keys(policyFields)) {
    expect([key, shown[key]?.description]).toEqual([key, expect.stringMatching(/\. In `standard`: `.+`\.$/)]);
    expect([key, taken[key]?.description]).toEqual([key, shown[key]?.description]);
  }
  expect(shown["resend.token"]).toMatchObject({ enum: ["rotate", "keep"] });
  const reference = await programWith(null)("GET", "/api/docs");
  expect(reference.text).toContain('id="policies"');
  expect(reference.text).toContain("<code>enrol.from_group</code>");
});

test("a program reads what a change of policies would meet, and nothing is changed by that", async () => {
  const { house, space, call } = await openProgram();
  const unit = await plantUnit(house, space.workspace.id, "North");
  await createMember(house, space.workspace, { roles: [{ role: "unit_manager", unitId: unit.id }] });
  const { policies } = (await call("GET", "/workspace")).body;
  const set = (policies["roles.set"] as string[]).filter((role) => role !== "unit_manager");
  const { status, body } = await call("POST", "/workspace/review", {
    body: { policies: { "roles.set": set } },
  });
  expect(status).toBe(200);
  expect(body.consequences).toContainEqual({
    kind: "role_gone",
    role: "unit_manager",
    members: 1,
    invited: 0,
    count: null,
  });
  expect(body.changes).toMatchObject([{ key: "roles.set", after: set, by: "own" }]);
  expect(body.contradictions).toContainEqual(
    expect.objectContaining({ path: "policies.roles.may_invite", code: "contradiction" }),
  );
  expect((await call("GET", "/workspace")).body.policies).toEqual(policies);
  const strange = await call("POST", "/workspace/review", { body: { preset: "kindergarten" } });
  expect(strange.status).toBe(422);
});
