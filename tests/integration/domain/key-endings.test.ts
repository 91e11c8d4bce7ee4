import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { apiKeys } from "../../../db/schema/index.ts";
import { listAuditEvents } from "../../../worker/domain/audit-trail/list-audit-events.ts";
import { sealAuditEvents } from "../../../worker/domain/audit-trail/seal-audit-events.ts";
import { verifyAuditChain } from "../../../worker/domain/audit-trail/verify-audit-chain.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  type House,
  hour,
  openHouse,
  type TestMember,
  type TestWorkspace,
  tokenIn,
} from "../../support/house.ts";

const password = "seven lanterns over the pier";

function makeKey(house: House, maker: TestMember, name: string) {
  return useCases.createApiKey(house.context(maker.caller), { name, scopes: ["people.view"] });
}

async function endings(house: House, { admin }: TestWorkspace) {
  const { events } = await listAuditEvents(house.context(admin.caller), { action: "api_key.revoked" });
  return events;
}

async function works(house: House, apiKeyId: string) {
  const rows = await house.system().db.select().from(apiKeys).where(eq(apiKeys.id, apiKeyId));
  return rows.map(({ revokedAt }) => revokedAt === null);
}

/** One person who makes keys in two workspaces, and a third workspace that is not theirs. */
async function keyMaker(house: House, options: { verified: boolean }) {
  const [one, two, third] = [
    await createWorkspace(house),
    await createWorkspace(house),
    await createWorkspace(house),
  ];
  const here = await createMember(house, one.workspace, { roles: ["admin"], ...options });
  const { email, userId } = here;
  const there = await createMember(house, two.workspace, { roles: ["admin"], email, userId, ...options });
  const kept = await makeKey(house, one.admin, "not theirs");
  const revoked = await makeKey(house, here, "ended before");
  await useCases.revokeApiKey(house.context(here.caller), { apiKeyId: revoked.id });
  const keys = [await makeKey(house, here, "sync"), await makeKey(house, here, "report")];
  const elsewhere = await makeKey(house, there, "other sync");
  house.clock.advance(hour);
  return { one, two, third, here, there, kept, keys, elsewhere };
}

test("a password reset writes each ended key down in its own workspace, without telling of the other", async () => {
  const house = openHouse();
  const { one, two, third, here, there, kept, keys, elsewhere } = await keyMaker(house, { verified: true });
  await sealAuditEvents(house.system(), {});
  await useCases.requestPasswordReset(house.anonymous(), {
    workspaceSlug: one.workspace.slug,
    email: here.email,
  });
  await useCases.deliverMail(house.system(), { workspaceId: one.workspace.id });
  await useCases.resetPassword(house.anonymous(), { token: tokenIn(house.sent.at(-1)), password });

  const ended = (await endings(house, one)).filter(({ actor }) => actor.kind === "system");
  expect(ended.map(({ targetId }) => targetId).sort()).toEqual(keys.map(({ id }) => id).sort());
  for (const event of ended) {
    expect(event).toMatchObject({
      at: house.clock.now,
      membershipId: here.membershipId,
      ipPrefix: null,
      details: { name: expect.stringMatching(/^(sync|report)$/), reason: "password_reset" },
    });
  }
  expect(await endings(house, two)).toEqual([
    expect.objectContaining({
      targetId: elsewhere.id,
      membershipId: there.membershipId,
      details: { name: "other sync", reason: "password_reset" },
    }),
  ]);
  expect(JSON.stringify(await endings(house, two))).not.toContain(one.workspace.id);
  expect(await endings(house, third)).toEqual([]);
  expect([await works(house, kept.id), await works(house, elsewhere.id)]).toEqual([[true], [false]]);
  // Their ids are of now: one of the past would fall under a seal that is made already.
  house.clock.advance(hour);
  await sealAuditEvents(house.system(), {});
  for (const { workspace } of [one, two]) {
    expect(await verifyAuditChain(house.system(), { workspaceId: workspace.id })).toMatchObject({
      intact: true,
    });
  }
});

test("taking over an account that never proved its mailbox writes down the keys that end with it", async () => {
  const house = openHouse();
  const { one, two, third, here, keys, elsewhere } = await keyMaker(house, { verified: false });
  await useCases.inviteUser(house.context(third.admin.caller), { email: here.email, roles: ["learner"] });
  await useCases.deliverMail(house.system(), { workspaceId: third.workspace.id });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(house.sent.at(-1)),
    revision: 1,
    firstName: "Noor",
    password,
  });
  const ended = (await endings(house, one)).filter(({ actor }) => actor.kind === "system");
  expect(ended.map(({ targetId }) => targetId).sort()).toEqual(keys.map(({ id }) => id).sort());
  expect((await endings(house, two)).map(({ targetId, details }) => [targetId, details.reason])).toEqual([
    [elsewhere.id, "account_taken_over"],
  ]);
  expect(await works(house, elsewhere.id)).toEqual([false]);
});
