import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { eventsBetween } from "../../../db/queries/audit-trail.ts";
import { auditEvents, auditSeals } from "../../../db/schema/index.ts";
import { listAuditEvents } from "../../../worker/domain/audit-trail/list-audit-events.ts";
import { sealAuditEvents } from "../../../worker/domain/audit-trail/seal-audit-events.ts";
import { hashSeal } from "../../../worker/domain/audit-trail/seal-hash.ts";
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

const database = env.DB;

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
  expect(verdict).toMatchObject({ intact: true, seals: 3, events: 1_101 });
  await sealAuditEvents(house.system(), {});
  expect(await verifyAuditChain(house.system(), { workspaceId: space.workspace.id })).toEqual(verdict);
  house.clock.advance(hour);
  await sealAuditEvents(house.system(), {});
  expect(await verifyAuditChain(house.system(), { workspaceId: space.workspace.id })).toMatchObject({
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

/** A workspace with a sealed change of roles, which names an address and a person. */
async function sealedAct(house: House) {
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace);
  await addEvents(house, space, 3);
  house.clock.advance(minute);
  await changeRoles(house.context(space.admin.caller), {
    membershipId: member.membershipId,
    roles: ["instructor"],
  });
  const auditId = await database
    .prepare("select audit_id from audit_details where workspace_id = ?")
    .bind(space.workspace.id)
    .first<string>("audit_id");
  house.clock.advance(hour);
  await sealAuditEvents(house.system(), {});
  return { workspaceId: space.workspace.id, auditId: auditId ?? "" };
}

test("details that were changed, taken out, slipped in or moved to another event do not fit their digest", async () => {
  const house = openHouse();
  const where = "where workspace_id = ? and audit_id = ?";
  const attacks: [string, string][] = [
    ["the values", `update audit_details set details = '{"before":["admin"]}' ${where}`],
    ["the actor's name", `update audit_details set actor_name = 'Somebody Else' ${where}`],
    ["the salt with the values", `update audit_details set salt = 'x', details = '{"a":1}' ${where}`],
    ["no salt", `update audit_details set salt = null, details = '{"a":1}' ${where}`],
    ["half blanked", `update audit_details set salt = null, details = '{}' ${where}`],
    ["taken out", `delete from audit_details ${where}`],
    [
      "slipped in",
      `insert into audit_details (workspace_id, audit_id, actor_name, details, salt)
        select e.workspace_id, e.id, d.actor_name, d.details, d.salt from audit_details d
        join audit_events e on e.workspace_id = d.workspace_id and e.action = 'auth.signed_in'
        where d.workspace_id = ? and d.audit_id = ? limit 1`,
    ],
  ];
  for (const [name, attack] of attacks) {
    const { workspaceId, auditId } = await sealedAct(house);
    const before = await verifyAuditChain(house.system(), { workspaceId });
    expect(before, name).toMatchObject({ intact: true, events: 4, blanked: 0, unbound: 0 });
    await database.prepare(attack).bind(workspaceId, auditId).run();
    const after = await verifyAuditChain(house.system(), { workspaceId });
    expect(after, name).toMatchObject({ intact: false, reason: "details_differ" });
    if (name !== "slipped in") expect(after, name).toMatchObject({ event: auditId });
  }
});

test("details blanked for erasure are told apart from changed ones, and nothing stays to guess with", async () => {
  const house = openHouse();
  const { workspaceId, auditId } = await sealedAct(house);
  const salt = await database
    .prepare("select salt from audit_details where workspace_id = ? and audit_id = ?")
    .bind(workspaceId, auditId)
    .first<string>("salt");
  expect(salt).toMatch(/^[\w-]{43}$/);
  await database
    .prepare(
      "update audit_details set actor_name = null, details = '{}', salt = null where workspace_id = ? and audit_id = ?",
    )
    .bind(workspaceId, auditId)
    .run();
  expect(await verifyAuditChain(house.system(), { workspaceId })).toMatchObject({
    intact: true,
    events: 4,
    blanked: 1,
  });
  const left = await Promise.all(
    ["audit_events", "audit_details", "audit_seals"].map((table) =>
      database.prepare(`select * from ${table} where workspace_id = ?`).bind(workspaceId).all(),
    ),
  );
  expect(JSON.stringify(left)).not.toContain(salt);
});

test("equal details have different digests", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  await addEvents(house, space, 2);
  await database
    .prepare(
      `insert into audit_details (workspace_id, audit_id, actor_name, details)
      select workspace_id, id, 'Ada', '{"email":"ana@example.com"}' from audit_events where workspace_id = ?`,
    )
    .bind(space.workspace.id)
    .run();
  house.clock.advance(hour);
  await sealAuditEvents(house.system(), {});
  const [seal] = await house
    .system()
    .db.select()
    .from(auditSeals)
    .where(eq(auditSeals.workspaceId, space.workspace.id));
  expect(new Set(seal?.digests).size).toBe(2);
});

test("a digest that was mended to changed details does not fit the hash of its seal", async () => {
  const house = openHouse();
  const { workspaceId, auditId } = await sealedAct(house);
  await database
    .prepare("update audit_details set details = '{}' where workspace_id = ? and audit_id = ?")
    .bind(workspaceId, auditId)
    .run();
  const row = await database
    .prepare("select salt, actor_name as name from audit_details where workspace_id = ? and audit_id = ?")
    .bind(workspaceId, auditId)
    .first<{ salt: string; name: string }>();
  const forged = await house.system().secrets.sha256(JSON.stringify([row?.salt, row?.name, "{}"]));
  await tamper(
    "update audit_seals set digests = json_set(digests, '$[3]', ?) where workspace_id = ?",
    forged,
    workspaceId,
  );
  expect(await verifyAuditChain(house.system(), { workspaceId })).toMatchObject({
    intact: false,
    reason: "events_differ",
  });
});

test("seals of before there were digests hold for their events, and say that the details are not bound", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  await addEvents(house, space, 4);
  const ctx = house.system();
  const workspaceId = space.workspace.id;
  const events = await eventsBetween(ctx.db, workspaceId, "", "aud_~", 10);
  await ctx.db.insert(auditSeals).values({
    workspaceId,
    fromId: events[0]?.event.id ?? "",
    toId: events.at(-1)?.event.id ?? "",
    prevHash: "",
    hash: await hashSeal(ctx, "", events, null),
    sealedAt: house.clock.now,
  });
  await addEvents(house, space, 2);
  house.clock.advance(hour);
  await sealAuditEvents(house.system(), {});
  expect(await verifyAuditChain(ctx, { workspaceId })).toMatchObject({
    intact: true,
    seals: 2,
    events: 6,
    unbound: 4,
  });
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
