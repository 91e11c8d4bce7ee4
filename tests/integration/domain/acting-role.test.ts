import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditDetails, auditEvents, workspaces } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { changeRoles } from "../../../worker/domain/members/change-roles.ts";
import { roleKeys } from "../../../worker/domain/permissions.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import {
  createMember,
  createWorkspace,
  type House,
  openHouse,
  plantUnit,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";

const open = { "roles.set": [...roleKeys], "units.enabled": true, "ui.role_switcher": true };

async function signedIn(house: House, { email, password }: TestMember, workspaceSlug: string) {
  const { secret } = await useCases.signIn(house.anonymous(), { workspaceSlug, email, password });
  return secret;
}

/** The context of this browser's next request. */
async function next(house: House, secret: string, slug: string) {
  return house.context((await resolveCaller(house.anonymous(), secret, slug)).caller);
}

/** A manager of North who is a learner too, signed in. */
async function manager(house: House, overrides: Record<string, unknown> = {}) {
  const space = await createWorkspace(house, { overrides: { ...open, ...overrides } });
  const { workspace } = space;
  const north = await plantUnit(house, workspace.id, "North");
  const mona = await createMember(house, workspace, {
    roles: ["learner", { role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const secret = await signedIn(house, mona, workspace.slug);
  return { ...space, north, mona, secret, ask: () => next(house, secret, workspace.slug) };
}

test("whoever acts in one role may do what it may and no more, until they switch back", async () => {
  const house = openHouse();
  const { mona, ask } = await manager(house);
  expect((await useCases.listPeople(await ask(), {})).rows).toHaveLength(1);
  expect(await useCases.actInRole(await ask(), { role: "learner" })).toEqual({
    role: "learner",
    landing: "portal",
  });
  expect(await refusalOf(useCases.listPeople(await ask(), {}))).toBe("FORBIDDEN");
  const own = { membershipId: mona.membershipId };
  expect(await refusalOf(useCases.deactivateMember(await ask(), own))).toBe("FORBIDDEN");
  expect(await useCases.actInRole(await ask(), { role: null })).toEqual({ role: null, landing: "manage" });
  expect((await useCases.listPeople(await ask(), {})).rows).toHaveLength(1);
});

test("a role that is not theirs is refused, and nothing is widened by switching", async () => {
  const house = openHouse();
  const { ask } = await manager(house);
  expect(await refusalOf(useCases.actInRole(await ask(), { role: "admin" }))).toBe("VALIDATION_FAILED");
  await useCases.actInRole(await ask(), { role: "unit_manager" });
  const ctx = await ask();
  expect(ctx.caller.kind === "member" && ctx.caller.membership.roles.map(({ role }) => role)).toEqual([
    "unit_manager",
  ]);
  expect(await refusalOf(useCases.changeWorkspace(ctx, { name: "Mine" }))).toBe("FORBIDDEN");
});

test("another browser and another workspace of the person stay as they are", async () => {
  const house = openHouse();
  const { workspace, mona, ask } = await manager(house);
  const other = await createWorkspace(house, { overrides: open });
  await createMember(house, other.workspace, {
    userId: mona.userId,
    email: mona.email,
    roles: ["learner", "admin"],
  });
  const second = await signedIn(house, mona, workspace.slug);
  await useCases.actInRole(await ask(), { role: "learner" });
  const rolesOf = async (secret: string, slug: string) => {
    const { caller } = await next(house, secret, slug);
    return caller.kind === "member" ? caller.membership.roles.length : 0;
  };
  expect(await rolesOf(second, workspace.slug)).toBe(2);
  expect(await rolesOf(second, other.workspace.slug)).toBe(2);
  await useCases.actInRole(await next(house, second, other.workspace.slug), { role: "learner" });
  expect(await rolesOf(second, other.workspace.slug)).toBe(1);
  expect(await rolesOf(second, workspace.slug)).toBe(2);
});

test("where the policy has no switcher nobody switches, and who had switched is in all roles again", async () => {
  const house = openHouse();
  const { workspace, ask } = await manager(house);
  await useCases.actInRole(await ask(), { role: "learner" });
  await house
    .system()
    .db.update(workspaces)
    .set({ policyOverrides: { ...open, "ui.role_switcher": false } })
    .where(eq(workspaces.id, workspace.id));
  expect((await useCases.listPeople(await ask(), {})).rows).toHaveLength(1);
  expect(await refusalOf(useCases.actInRole(await ask(), { role: "learner" }))).toBe("FORBIDDEN");
  expect((await useCases.actInRole(await ask(), { role: null })).role).toBeNull();
});

test("a role that is taken while somebody acts in it leaves them what they still hold", async () => {
  const house = openHouse();
  const { admin, mona, ask } = await manager(house);
  await useCases.actInRole(await ask(), { role: "unit_manager" });
  await changeRoles(house.context(admin.caller), { membershipId: mona.membershipId, roles: ["learner"] });
  expect(await refusalOf(useCases.listPeople(await ask(), {}))).toBe("FORBIDDEN");
});

test("a role that is taken while somebody acts in it gives them back all others", async () => {
  const house = openHouse();
  const { admin, mona, north, ask } = await manager(house);
  await useCases.actInRole(await ask(), { role: "learner" });
  await changeRoles(house.context(admin.caller), {
    membershipId: mona.membershipId,
    roles: [{ role: "unit_manager", unitId: north.id }],
  });
  expect((await useCases.listPeople(await ask(), {})).rows).toHaveLength(1);
});

test("the landing of a role is the policy's, and the trail says who acts in what", async () => {
  const house = openHouse();
  const { mona, ask } = await manager(house, { "landing.by_role": { unit_manager: "portal" } });
  expect((await useCases.actInRole(await ask(), { role: "unit_manager" })).landing).toBe("portal");
  const own = await house
    .system()
    .db.select({ details: auditDetails.details, action: auditEvents.action })
    .from(auditEvents)
    .innerJoin(auditDetails, eq(auditDetails.auditId, auditEvents.id))
    .where(eq(auditEvents.membershipId, mona.membershipId));
  expect(own.find(({ action }) => action === "auth.role_switched")?.details).toEqual({
    role: "unit_manager",
  });
});

test("nobody who is not signed in here switches, nor whoever was deactivated", async () => {
  const house = openHouse();
  const { workspace } = await manager(house);
  const gone = await createMember(house, workspace, { status: "deactivated" });
  expect(await refusalOf(useCases.actInRole(house.context(gone.caller), { role: null }))).toBe(
    "MEMBERSHIP_DEACTIVATED",
  );
  expect(await refusalOf(useCases.actInRole(house.anonymous(), { role: null }))).toBe("NOT_SIGNED_IN");
});
