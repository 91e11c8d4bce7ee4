import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { apiKeys, invitations, memberships, outbox, roleAssignments } from "../../../db/schema/index.ts";
import { createApiKey } from "../../../worker/domain/api-keys/create-api-key.ts";
import { listApiKeys } from "../../../worker/domain/api-keys/list-api-keys.ts";
import { revokeApiKey } from "../../../worker/domain/api-keys/revoke-api-key.ts";
import type { Context } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { upcomingReminders } from "../../../worker/domain/invitations/reminders.ts";
import { deactivateMember } from "../../../worker/domain/members/deactivate-member.ts";
import { resolveKey } from "../../../worker/domain/sessions/resolve-caller.ts";
import { createFirstCustomer } from "../../../worker/domain/workspaces/create-first-customer.ts";
import { createMember, createWorkspace, day, openHouse, refusalOf } from "../../support/house.ts";

const first = {
  customerName: "Harbour Trust",
  workspaceName: "Harbour School",
  adminEmail: "head@example.com",
  adminFirstName: "Hedda",
  preset: "academy" as const,
  timeZone: "Europe/Berlin",
};

test("a key is shown once, kept as a digest, and carries no more than it was given", async () => {
  const house = openHouse();
  const { admin, workspace } = await createWorkspace(house);
  const ctx = house.context(admin.caller);
  const made = await createApiKey(ctx, { name: " HR sync ", scopes: ["people.view", "people.view"] });
  expect(made.key).toMatch(/^usher_test_[0-9a-z]{26}_[A-Za-z0-9_-]{43}_[A-Za-z0-9_-]{8}$/);
  expect(made).toMatchObject({ name: "HR sync", scopes: ["people.view"], maxRole: "learner" });
  const rows = await house.system().db.select().from(apiKeys).where(eq(apiKeys.workspaceId, workspace.id));
  expect(JSON.stringify(rows)).not.toContain(made.key);
  const caller = (await resolveKey(house.anonymous(), made.key))?.caller;
  expect(caller?.key).toMatchObject({ id: made.id, scopes: ["people.view"], maxRole: "learner" });
  const { keys } = await listApiKeys(ctx, {});
  expect(keys).toEqual([expect.objectContaining({ id: made.id, works: true })]);
  expect(JSON.stringify(keys)).not.toContain(made.key.slice(-52));
});

test("in production a key says that it is live", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const ctx = house.context(admin.caller);
  const live: Context = { ...ctx, settings: { ...ctx.settings, environment: "production" } };
  expect((await createApiKey(live, { name: "x", scopes: ["people.view"] })).key).toMatch(/^usher_live_/);
});

test("a revoked key opens nothing, and revoking twice is no error", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const other = await createWorkspace(house);
  const ctx = house.context(admin.caller);
  const made = await createApiKey(ctx, { name: "sync", scopes: ["people.view"] });
  const foreign = revokeApiKey(house.context(other.admin.caller), { apiKeyId: made.id });
  expect(await refusalOf(foreign)).toBe("NOT_FOUND");
  await Promise.all([revokeApiKey(ctx, { apiKeyId: made.id }), revokeApiKey(ctx, { apiKeyId: made.id })]);
  await revokeApiKey(ctx, { apiKeyId: made.id });
  expect(await resolveKey(house.anonymous(), made.key)).toBeNull();
  expect((await listApiKeys(ctx, {})).keys[0]?.works).toBe(false);
});

test("a key ends with the membership of its maker", async () => {
  const house = openHouse();
  const { admin, workspace } = await createWorkspace(house);
  const second = await createMember(house, workspace, { roles: ["admin"] });
  const made = await createApiKey(house.context(second.caller), { name: "sync", scopes: ["people.view"] });
  await deactivateMember(house.context(admin.caller), { membershipId: second.membershipId });
  expect(await resolveKey(house.anonymous(), made.key)).toBeNull();
});

test("keys are neither made, listed nor ended by a key, or by somebody without the right", async () => {
  const house = openHouse();
  const { admin, workspace } = await createWorkspace(house);
  const learner = await createMember(house, workspace);
  const made = await createApiKey(house.context(admin.caller), {
    name: "sync",
    scopes: ["api_keys.manage"],
    maxRole: "admin",
  });
  const byKey = (await resolveKey(house.anonymous(), made.key))?.caller;
  if (!byKey) throw new Error("the key does not work");
  for (const caller of [byKey, learner.caller]) {
    const ctx = house.context(caller);
    expect(await refusalOf(createApiKey(ctx, { name: "x", scopes: ["people.view"] }))).toBe("FORBIDDEN");
    expect(await refusalOf(listApiKeys(ctx, {}))).toBe("FORBIDDEN");
    expect(await refusalOf(revokeApiKey(ctx, { apiKeyId: made.id }))).toBe("FORBIDDEN");
  }
});

test("a key needs a name and known scopes", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const ctx = house.context(admin.caller);
  for (const input of [
    { name: " ", scopes: ["people.view"] },
    { name: "a\u0000b", scopes: ["people.view"] },
    { name: "x", scopes: [] },
    { name: "x", scopes: ["everything"] },
    { name: "x", scopes: ["people.view"], maxRole: "owner" },
  ]) {
    expect(await refusalOf(createApiKey(ctx, input as never))).toBe("VALIDATION_FAILED");
  }
});

test("the first customer has a workspace and an administrator with an invitation in the mail", async () => {
  const house = openHouse();
  const made = await createFirstCustomer(house.system(), { ...first, slug: "first-harbour" });
  const { db } = house.system();
  const [invitation] = await db.select().from(invitations).where(eq(invitations.id, made.invitationId));
  expect(invitation).toMatchObject({
    status: "pending",
    inviterKind: "system",
    origin: "setup",
    termMs: 86_400_000,
    email: "head@example.com",
  });
  const [membership] = await db.select().from(memberships).where(eq(memberships.id, made.membershipId));
  expect([membership?.status, membership?.firstName]).toEqual(["pending", "Hedda"]);
  const roles = await db
    .select()
    .from(roleAssignments)
    .where(eq(roleAssignments.membershipId, made.membershipId));
  expect(roles.map(({ role }) => role)).toEqual(["admin"]);
  const mails = await db.select().from(outbox).where(eq(outbox.workspaceId, made.workspaceId));
  expect(mails.map(({ template, state }) => [template, state])).toEqual([["invitation", "pending"]]);
  expect(house.woken).toEqual([{ workspaceId: made.workspaceId, delay: 0 }]);
});

test("the first administrator is reminded as the preset plans it", async () => {
  const house = openHouse();
  const { db } = house.system();
  for (const [preset, slug, moments] of [
    // Half of the week that the link lasts, and its last day.
    ["standard", "reminding-harbour", [3.5 * day, 6 * day]],
    ["academy", "silent-harbour", []],
  ] as const) {
    const start = house.clock.now;
    const made = await createFirstCustomer(house.system(), { ...first, preset, slug });
    await useCases.deliverMail(house.system(), { workspaceId: made.workspaceId });
    const [invitation] = await db.select().from(invitations).where(eq(invitations.id, made.invitationId));
    expect(invitation && upcomingReminders(invitation, start)).toEqual(moments.map((after) => start + after));
    const [next] = moments;
    expect(invitation?.remindAt).toBe(next === undefined ? null : start + next);
  }
});

test("a taken address of a workspace is refused by name, also when two take it at once", async () => {
  const house = openHouse();
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map(() => createFirstCustomer(house.system(), { ...first, slug: "race-harbour" })),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const again = await createFirstCustomer(house.system(), { ...first, slug: "race-harbour" }).catch((e) => e);
  expect(again.details.errors[0]).toMatchObject({ path: "slug", code: "taken" });
});

test("setting up is for the house alone and insists on sound input", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const asAdmin = createFirstCustomer(house.context(admin.caller), { ...first, slug: "mine" });
  expect(await refusalOf(asAdmin)).toBe("FORBIDDEN");
  for (const change of [
    { slug: "Not A Slug" },
    { workspaceName: "Reset at www.evil.example" },
    { timeZone: "Mars/Olympus" },
    { adminEmail: "nobody" },
    { preset: "none" },
    { accentColor: "red" },
  ]) {
    const act = createFirstCustomer(house.system(), { ...first, slug: "sound", ...change } as never);
    expect(await refusalOf(act), JSON.stringify(change)).toBe("VALIDATION_FAILED");
  }
});
