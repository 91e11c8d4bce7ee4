import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { memberships } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { createMember, createWorkspace, openHouse, plantGroup, plantUnit } from "../../support/house.ts";

async function open() {
  const house = openHouse();
  const space = await createWorkspace(house, {
    overrides: {
      "invite.optional": ["unit", "group", "labels", "custom", "access_ends_on"],
      "groups.propagate_learner": true,
      "units.per_person": "several",
      "access.expiry_enabled": true,
    },
  });
  const { workspace, admin } = space;
  const north = await plantUnit(house, workspace.id, "North");
  const south = await plantUnit(house, workspace.id, "South");
  const year = await plantGroup(house, workspace.id, "Year", { unitId: north.id });
  const choir = await plantGroup(house, workspace.id, "Choir", { parent: year, unitId: north.id });
  const band = await plantGroup(house, workspace.id, "Band", { unitId: south.id });
  const ctx = house.context(admin.caller);
  const size = await useCases.createCustomField(ctx, { name: "Size", kind: "text" });
  const { membershipId, email } = await createMember(house, workspace, {
    firstName: "Ana",
    unitIds: [north.id, south.id],
    groupIds: [choir.id, band.id],
  });
  await useCases.addGroupMembers(ctx, { groupId: choir.id, membershipIds: [membershipId] });
  await house
    .system()
    .db.update(memberships)
    .set({
      labels: ["Evening", "=1+1"],
      customFields: { [size.key]: "M" },
      accessEndsOn: "2026-12-31",
      externalId: "E-7",
    })
    .where(eq(memberships.id, membershipId));
  return { house, ...space, north, email };
}

async function textOf(lines: AsyncGenerator<string>): Promise<string> {
  let text = "";
  for await (const piece of lines) text += piece;
  return text;
}

/** The cells of the person with this address by their headings. */
function cellsOf(text: string, email: string): Record<string, string | undefined> {
  const [header = [], ...rows] = text
    .replace("\ufeff", "")
    .split("\r\n")
    .map((line) => line.slice(1, -1).split('","'));
  const row = rows.find(([address]) => address === email) ?? [];
  return Object.fromEntries(header.map((name, at) => [name, row[at]]));
}

test("an export says where people belong and what is known of them, and uploads again without an error", async () => {
  const { house, admin, email } = await open();
  const ctx = house.context(admin.caller);
  const text = await textOf((await useCases.exportPeople(ctx, { filter: {} })).lines);
  expect(cellsOf(text, email)).toMatchObject({
    roles: "learner",
    unit: "North; South",
    // Year derives from Choir, and follows wherever the file is read.
    groups: "Band; Choir",
    language: "en",
    external_id: "E-7",
    labels: "Evening; =1+1",
    access_expires_on: "2026-12-31",
    "custom:size": "M",
    status: "active",
  });
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  const { id } = await useCases.stageImport(ctx, { fileName: "again.csv", file: bytes(), dryRun: true });
  const { counts } = await useCases.viewImport(ctx, { importId: id });
  expect([counts.error ?? 0, counts.ready ?? 0]).toEqual([0, 0]);
});

test("an export of a part names no place outside of it", async () => {
  const { house, workspace, north, email } = await open();
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
  });
  const { lines } = await useCases.exportPeople(house.context(manager.caller), { filter: {} });
  expect(cellsOf(await textOf(lines), email)).toMatchObject({ unit: "North", groups: "Choir" });
});
