import { expect } from "vitest";
import { useCases } from "../../worker/domain/index.ts";
import { roleKeys } from "../../worker/domain/permissions.ts";
import { createMember, createWorkspace, type House, plantUnit, type TestMember } from "./house.ts";

const open = {
  "roles.set": [...roleKeys],
  "roles.may_invite": [...roleKeys],
  "roles.may_manage_invites": [...roleKeys],
  "units.enabled": true,
  "units.per_person": "several",
  "access.expiry_enabled": true,
};

/** A workspace with two units, and the manager of one of them. */
export async function school(house: House, overrides: Record<string, unknown> = {}) {
  const space = await createWorkspace(house, { overrides: { ...open, ...overrides } });
  const north = await plantUnit(house, space.workspace.id, "North");
  const south = await plantUnit(house, space.workspace.id, "South");
  const member = (options: Parameters<typeof createMember>[2]) =>
    createMember(house, space.workspace, options);
  const manager = await member({
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  return { ...space, north, south, member, manager };
}

export type Wanted = Parameters<typeof useCases.startPeopleJob>[1];

/** Works a job off. */
export async function run(house: House, workspaceId: string, jobId: string) {
  for (let more = true, round = 0; more && round < 20; round += 1) {
    ({ more } = await useCases.runJob(house.system(), { workspaceId, jobId }));
  }
}

/** Previews, starts and works off a bulk act on people. */
export async function bulk(house: House, who: TestMember, workspaceId: string, wanted: Wanted) {
  const ctx = () => house.context(who.caller);
  const preview = await useCases.previewPeopleJob(ctx(), wanted);
  const { jobId } = await useCases.startPeopleJob(ctx(), wanted);
  await run(house, workspaceId, jobId);
  const view = await useCases.viewJob(ctx(), { jobId });
  const outcomes = Object.fromEntries(view.outcomes.map(({ outcome, count }) => [outcome, count]));
  // What the preview promised is what happened.
  expect(outcomes).toEqual(
    Object.fromEntries([
      ...(preview.willDo > 0 ? [["done", preview.willDo]] : []),
      ...preview.skipped.map(({ reason, count }) => [reason, count]),
    ]),
  );
  return { preview, outcomes, jobId, view };
}

export const idsOf = (...who: TestMember[]) => who.map(({ membershipId }) => membershipId);
