import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { auditEvents, auditSeals } from "../../../db/schema/index.ts";
import { listAuditEvents } from "../../../worker/domain/audit-trail/list-audit-events.ts";
import { sealAuditEvents } from "../../../worker/domain/audit-trail/seal-audit-events.ts";
import { verifyAuditChain } from "../../../worker/domain/audit-trail/verify-audit-chain.ts";
import { changeRoles } from "../../../worker/domain/members/change-roles.ts";
import { deactivateMember } from "../../../worker/domain/members/deactivate-member.ts";
import {
  createMember,
  createWorkspace,
  type House,
  hour,
  minute,
  openHouse,
  refusalOf,
  type TestWorkspace,
} from "../../support/house.ts";

const database = (env as unknown as { DB: D1Database }).DB;

/** Events a minute apart, newest last. */
async function addEvents(house: House, { workspace }: TestWorkspace, count: number, actorId = "mem_x") {
  const ids: string[] = [];
  const insert = database.prepare(
    `insert into audit_events (workspace_id, id, at, actor_kind, actor_id, action, op, request_id)
    select ?1, value ->> 'id', value ->> 'at', 'member', ?2, 'auth.signed_in', 'evt', 'r' from json_each(?3)`,
  );
  const rows = Array.from({ length: count }, () => {
    house.clock.advance(minute);
    const id = house.system().ids.next("audit");
    ids.push(id);
    return { id, at: house.clock.now };
  });
  await insert.bind(workspace.id, actorId, JSON.stringify(rows)).run();
  return ids;
}

/** Runs a change that the append-only triggers forbid, as somebody with the database in hand could. */
async function tamper(sql: string, ...values: unknown[]) {
  const triggers = await database
    .prepare("select name, sql from sqlite_master where type = 'trigger' and name like 'audit_%'")
    .all<{ name: string; sql: string }>();
  for (const { name } of triggers.results) await database.prepare(`drop trigger ${name}`).run();
  await database
    .prepare(sql)
    .bind(...values)
    .run();
  for (const trigger of triggers.results) await database.prepare(trigger.sql).run();
}

test("the trail is newest first, by pages, with names and details", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace);
  const ctx = house.context(space.admin.caller);
  const seeded = await addEvents(house, space, 5);
  house.clock.advance(minute);
  await changeRoles(ctx, { membershipId: member.membershipId, roles: ["instructor"] });
  const first = await listAuditEvents(ctx, { limit: 3 });
  expect(first.events[0]).toMatchObject({
    action: "member.roles_changed",
    actor: { kind: "member", id: space.admin.membershipId, name: "Ada Admin" },
    membershipId: member.membershipId,
  });
  const second = await listAuditEvents(ctx, { limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.events, ...second.events].slice(1).map(({ id }) => id)).toEqual(seeded.reverse());
  expect([first.more, second.more, second.nextCursor]).toEqual(["yes", "no", null]);
});

test("action, person, actor and time each narrow the trail", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace);
  const ctx = house.context(space.admin.caller);
  const start = house.clock.now;
  const seeded = await addEvents(house, space, 600);
  house.clock.advance(minute);
  await changeRoles(ctx, { membershipId: member.membershipId, roles: ["instructor"] });
  house.clock.advance(minute);
  await deactivateMember(ctx, { membershipId: member.membershipId });
  const list = async (input: Parameters<typeof listAuditEvents>[1]) =>
    (await listAuditEvents(ctx, input)).events.map(({ action }) => action);
  expect(await list({ action: "member.deactivated" })).toEqual(["member.deactivated"]);
  expect(await list({ membershipId: member.membershipId })).toEqual([
    "member.deactivated",
    "member.roles_changed",
  ]);
  expect(await list({ membershipId: member.membershipId, action: "member.roles_changed" })).toEqual([
    "member.roles_changed",
  ]);
  expect(await list({ actorId: space.admin.membershipId })).toHaveLength(2);
  const within = await listAuditEvents(ctx, {
    from: new Date(start + 3 * minute),
    until: new Date(start + 5 * minute),
  });
  expect(within.events.map(({ id }) => id)).toEqual(seeded.slice(2, 5).reverse());
  const looked = await listAuditEvents(ctx, { actorId: "mem_nobody" });
  expect([looked.events, looked.more]).toEqual([[], "keep_looking"]);
  const rest = await listAuditEvents(ctx, { actorId: "mem_nobody", cursor: looked.nextCursor ?? "" });
  expect([rest.events, rest.more]).toEqual([[], "no"]);
});

test("the trail is for administrators of this workspace", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const other = await createWorkspace(house);
  const manager = await createMember(house, space.workspace, { roles: ["group_admin"] });
  await addEvents(house, other, 3);
  expect(await refusalOf(listAuditEvents(house.context(manager.caller), {}))).toBe("FORBIDDEN");
  expect((await listAuditEvents(house.context(space.admin.caller), {})).events).toEqual([]);
  const bad = listAuditEvents(house.context(space.admin.caller), { cursor: "x" });
  expect(await refusalOf(bad)).toBe("VALIDATION_FAILED");
});

test("sealing chains everything but the last two minutes, in chunks, and twice at once seals once", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  await addEvents(house, space, 1_103);
  await Promise.all([sealAuditEvents(house.system(), {}), sealAuditEvents(house.system(), {})]);
  const seals = (await house.system().db.select().from(auditSeals)).filter(
    ({ workspaceId }) => workspaceId === space.workspace.id,
  );
  expect(seals).toHaveLength(3);
  const verdict = await verifyAuditChain(house.system(), { workspaceId: space.workspace.id });
  expect(verdict).toEqual({ intact: true, seals: 3, events: 1_101 });
  await sealAuditEvents(house.system(), {});
  expect(await verifyAuditChain(house.system(), { workspaceId: space.workspace.id })).toEqual(verdict);
  house.clock.advance(hour);
  await sealAuditEvents(house.system(), {});
  expect(await verifyAuditChain(house.system(), { workspaceId: space.workspace.id })).toEqual({
    intact: true,
    seals: 4,
    events: 1_103,
  });
});

test("an event changed, taken out or slipped in, and a seal taken out, are found", async () => {
  const house = openHouse();
  const attacks: [string, (ws: string, ids: string[]) => Promise<unknown>][] = [
    [
      "changed",
      (ws, ids) =>
        tamper("update audit_events set actor_id = 'mem_y' where workspace_id = ? and id = ?", ws, ids[3]),
    ],
    [
      "taken out",
      (ws, ids) => tamper("delete from audit_events where workspace_id = ? and id = ?", ws, ids[4]),
    ],
    [
      "slipped in",
      (ws, ids) =>
        tamper(
          `insert into audit_events (workspace_id, id, at, actor_kind, action, op, request_id)
          values (?, ? || 'z', 1, 'system', 'member.removed', 'evt', 'r')`,
          ws,
          ids[4],
        ),
    ],
    [
      "seal taken out",
      (ws) => tamper("delete from audit_seals where workspace_id = ? and prev_hash = ''", ws),
    ],
  ];
  for (const [name, attack] of attacks) {
    const space = await createWorkspace(house);
    const ids = await addEvents(house, space, 10);
    house.clock.advance(hour);
    await sealAuditEvents(house.system(), {});
    await addEvents(house, space, 5);
    house.clock.advance(hour);
    await sealAuditEvents(house.system(), {});
    const { id } = space.workspace;
    expect((await verifyAuditChain(house.system(), { workspaceId: id })).intact, name).toBe(true);
    await attack(id, ids);
    expect((await verifyAuditChain(house.system(), { workspaceId: id })).intact, name).toBe(false);
  }
});

test("the trail can neither be changed nor shortened, and sealing is for the house alone", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  await addEvents(house, space, 1);
  await expect(database.prepare("update audit_events set actor_id = 'x'").run()).rejects.toThrow(
    "APPEND_ONLY",
  );
  await expect(house.system().db.delete(auditEvents)).rejects.toThrow();
  expect(await refusalOf(sealAuditEvents(house.context(space.admin.caller), {}))).toBe("FORBIDDEN");
});
