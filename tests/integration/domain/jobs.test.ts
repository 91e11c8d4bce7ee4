import { expect, test } from "vitest";
import type { Caller } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  hour,
  minute,
  openHouse,
  refusalOf,
  tokenIn,
} from "../../support/house.ts";

async function inviteMany(
  house: ReturnType<typeof openHouse>,
  count: number,
  preset: "standard" | "collaborative" = "standard",
) {
  const { workspace, admin } = await createWorkspace(house, { preset });
  for (let index = 0; index < count; index += 1) {
    await useCases.inviteUser(house.context(admin.caller), {
      email: `guest-${index}@example.com`,
      roles: ["learner"],
    });
  }
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  return { workspace, admin };
}

async function runToEnd(house: ReturnType<typeof openHouse>, workspaceId: string, jobId: string) {
  for (let round = 0; round < 20; round += 1) {
    const { more } = await useCases.runJob(house.system(), { workspaceId, jobId });
    if (!more) return;
  }
  throw new Error("The job does not end");
}

test("a bulk resend mails everybody whom the preview promised and says why others were left out", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 5);
  const ctx = () => house.context(admin.caller);
  const bounced = house.sent.find(({ to }) => to === "guest-0@example.com");
  await useCases.recordMailEvent(house.system(), {
    type: "bounced",
    messageId: `message-${bounced?.outboxId}`,
    eventId: "1",
    detail: "HardBounce: mailbox unknown",
    at: house.clock.now,
  });
  house.clock.advance(hour);
  const preview = await useCases.previewJob(ctx(), { action: "resend", filter: { status: "pending" } });
  expect(preview).toEqual({ total: 5, willDo: 4, skipped: [{ reason: "bounced", count: 1 }] });

  const { jobId } = await useCases.startJob(ctx(), { action: "resend", filter: { status: "pending" } });
  await runToEnd(house, workspace.id, jobId);
  const view = await useCases.viewJob(ctx(), { jobId });
  expect(view.status).toBe("done");
  expect([...view.outcomes].sort((a, b) => b.count - a.count)).toEqual([
    { outcome: "done", count: 4 },
    { outcome: "bounced", count: 1 },
  ]);

  const before = house.sent.length;
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const again = house.sent.slice(before);
  expect(again.map(({ to }) => to).sort()).toEqual([1, 2, 3, 4].map((index) => `guest-${index}@example.com`));
  expect(again.every(({ template }) => template === "new_link")).toBe(true);

  const old = house.sent.find(({ to }) => to === "guest-1@example.com");
  const fresh = again.find(({ to }) => to === "guest-1@example.com");
  expect((await useCases.viewInvitation(house.anonymous(), { token: tokenIn(old) })).state).toBe(
    "superseded",
  );
  expect((await useCases.viewInvitation(house.anonymous(), { token: tokenIn(fresh) })).state).toBe("open");
});

test("the same chunk message twice at once sends one mail each", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 3);
  house.clock.advance(hour);
  const { jobId } = await useCases.startJob(house.context(admin.caller), { action: "resend", filter: {} });
  await Promise.all(
    [1, 2, 3].map(() => useCases.runJob(house.system(), { workspaceId: workspace.id, jobId })),
  );
  const queued = await house.database
    .prepare("select count(*) as n from outbox where workspace_id = ? and template = 'new_link'")
    .bind(workspace.id)
    .first<{ n: number }>();
  expect(queued?.n).toBe(3);
});

test("a bulk cancel kills the links and takes the people off the list", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 3);
  const { jobId } = await useCases.startJob(house.context(admin.caller), { action: "cancel", filter: {} });
  await runToEnd(house, workspace.id, jobId);
  const page = await useCases.viewInvitation(house.anonymous(), { token: tokenIn(house.sent[0]) });
  expect(page.state).toBe("canceled");
  const counts = await house.database
    .prepare(
      "select status, count from membership_counts where workspace_id = ? and facet = '' and count > 0",
    )
    .bind(workspace.id)
    .all<{ status: string; count: number }>();
  expect(Object.fromEntries(counts.results.map(({ status, count }) => [status, count]))).toEqual({
    active: 1,
    canceled: 3,
  });
});

test("a job from a page can be undone until it begins, and not after", async () => {
  const house = openHouse({ undoSeconds: 8 });
  const { workspace, admin } = await inviteMany(house, 2);
  house.clock.advance(hour);
  const first = await useCases.startJob(house.context(admin.caller), { action: "cancel", filter: {} });
  expect(house.jobsWoken).toHaveLength(1);
  await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId: first.jobId });
  expect((await useCases.viewJob(house.context(admin.caller), { jobId: first.jobId })).waiting).toBe(2);
  await useCases.undoJob(house.context(admin.caller), { jobId: first.jobId });

  const second = await useCases.startJob(house.context(admin.caller), { action: "cancel", filter: {} });
  house.clock.advance(minute);
  await runToEnd(house, workspace.id, second.jobId);
  expect(await refusalOf(useCases.undoJob(house.context(admin.caller), { jobId: second.jobId }))).toBe(
    "UNDO_TOO_LATE",
  );
});

test("a bulk act without a filter or rows is refused, never taken to mean everybody", async () => {
  const house = openHouse();
  const { admin } = await inviteMany(house, 1);
  expect(await refusalOf(useCases.startJob(house.context(admin.caller), { action: "cancel" }))).toBe(
    "VALIDATION_FAILED",
  );
});

/** What happens to the starter (?2 of workspace ?1) before the first chunk, and what becomes of the rows. */
const ends: { what: string; sql?: string; byKey?: boolean; outcome: string }[] = [
  { what: "nothing", outcome: "done" },
  {
    what: "the starter was deactivated",
    sql: "update memberships set status = 'deactivated' where workspace_id = ?1 and id = ?2",
    outcome: "right_lost",
  },
  {
    what: "the starter lost the role",
    sql: "delete from role_assignments where workspace_id = ?1 and membership_id = ?2",
    outcome: "right_lost",
  },
  {
    what: "the starter's account was disabled",
    sql: "update users set status = 'disabled' where id = (select user_id from memberships where workspace_id = ?1 and id = ?2)",
    outcome: "right_lost",
  },
  { what: "nothing happened to the key", byKey: true, outcome: "done" },
  {
    what: "the key was revoked",
    byKey: true,
    sql: "update api_keys set revoked_at = 1 where workspace_id = ?1 and creator_membership_id = ?2",
    outcome: "right_lost",
  },
  {
    what: "the key's maker was deactivated",
    byKey: true,
    sql: "update memberships set status = 'deactivated' where workspace_id = ?1 and id = ?2",
    outcome: "right_lost",
  },
  {
    what: "the key hands out less than is offered",
    byKey: true,
    sql: "insert into role_assignments (workspace_id, membership_id, role, scope_id) select workspace_id, id, 'instructor', '' from memberships where workspace_id = ?1 and id <> ?2 and status = 'pending'",
    outcome: "role_above_yours",
  },
];

test.for(ends)("a bulk act when $what: $outcome", async ({ sql, byKey, outcome }) => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 2);
  const starter = await createMember(house, workspace, { roles: ["admin"] });
  const callers: Record<string, Caller> = { person: starter.caller };
  if (byKey) {
    const scopes = ["invitation.manage" as const];
    const { id, key } = await useCases.createApiKey(house.context(starter.caller), { name: "sync", scopes });
    callers.key = {
      kind: "apiKey",
      workspace,
      key: {
        id,
        name: key,
        scopes,
        creatorMembershipId: starter.membershipId,
        creatorRoles: [{ role: "admin", scope: { kind: "workspace" } }],
        maxRole: "learner",
      },
    };
  }
  house.clock.advance(hour);
  const { jobId } = await useCases.startJob(house.context(callers.key ?? starter.caller), {
    action: "resend",
    filter: {},
  });
  if (sql) await house.database.prepare(sql).bind(workspace.id, starter.membershipId).run();
  await runToEnd(house, workspace.id, jobId);
  const view = await useCases.viewJob(house.context(admin.caller), { jobId });
  expect([view.status, view.outcomes]).toEqual(["done", [{ outcome, count: 2 }]]);
  const mails = await house.database
    .prepare("select count(*) as n from outbox where workspace_id = ? and template = 'new_link'")
    .bind(workspace.id)
    .first<{ n: number }>();
  expect(mails?.n).toBe(outcome === "done" ? 2 : 0);
});

test("a bulk act of a suspended workspace waits and goes on when it is opened again", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 2);
  const turn = (status: string) =>
    house.database.prepare("update workspaces set status = ? where id = ?").bind(status, workspace.id).run();
  const { jobId } = await useCases.startJob(house.context(admin.caller), { action: "cancel", filter: {} });
  await turn("suspended");
  house.clock.advance(hour);
  house.jobsWoken.length = 0;
  await runToEnd(house, workspace.id, jobId);
  await useCases.sweepJobs(house.system(), {});
  expect(house.jobsWoken.filter((job) => job.jobId === jobId)).toEqual([]);
  expect((await useCases.viewJob(house.context(admin.caller), { jobId })).waiting).toBe(2);
  await turn("active");
  await useCases.sweepJobs(house.system(), {});
  expect(house.jobsWoken.filter((job) => job.jobId === jobId)).toHaveLength(1);
  await runToEnd(house, workspace.id, jobId);
  expect((await useCases.viewJob(house.context(admin.caller), { jobId })).outcomes).toEqual([
    { outcome: "done", count: 2 },
  ]);
});

test("a bulk reminder mails the same links to those whose mail arrived and says why not to the others", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 7);
  const ctx = () => house.context(admin.caller);
  const change = (index: number, sql: string) =>
    house.database
      .prepare(`update invitations set ${sql} where workspace_id = ? and email = ?`)
      .bind(workspace.id, `guest-${index}@example.com`)
      .run();
  house.clock.advance(hour);
  await change(0, "delivery = 'bounced'");
  await change(1, "delivery = 'prepared'");
  await change(2, "expires_at = issued_at + 1");
  await change(3, `send_times = json_array(${house.clock.now - 1000})`);
  const kept = async () =>
    (
      await house.database
        .prepare(
          "select generation, floor_generation, issued_at, expires_at, reminders, remind_at, delivery from invitations where workspace_id = ? order by id",
        )
        .bind(workspace.id)
        .all()
    ).results;
  const before = await kept();
  const expected = [
    ["bounced", 1],
    ["done", 3],
    ["just_sent", 1],
    ["link_ended", 1],
    ["not_sent", 1],
  ];
  const preview = await useCases.previewJob(ctx(), { action: "remind", filter: {} });
  expect(preview.willDo).toBe(3);
  expect([...preview.skipped.map(({ reason, count }) => [reason, count]), ["done", 3]].sort()).toEqual(
    expected,
  );

  const message = "We begin on Monday.";
  const { jobId } = await useCases.startJob(ctx(), { action: "remind", filter: {}, message });
  await runToEnd(house, workspace.id, jobId);
  const { outcomes } = await useCases.viewJob(ctx(), { jobId });
  expect(outcomes.map(({ outcome, count }) => [outcome, count]).sort()).toEqual(expected);
  expect(await kept()).toEqual(before);

  const already = house.sent.length;
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mails = house.sent.slice(already);
  expect(mails.map(({ to }) => to).sort()).toEqual([4, 5, 6].map((index) => `guest-${index}@example.com`));
  for (const mail of mails) {
    expect(mail.template).toBe("reminder");
    expect(mail.text).toContain(message);
    expect(tokenIn(mail)).toBe(tokenIn(house.sent.find(({ to }) => to === mail.to)));
  }
  expect(await refusalOf(useCases.startJob(ctx(), { action: "remind", filter: {} }))).toBe("RATE_LIMITED");
});

test("what runs in a workspace and what ended within the hour stands in its tray, and nobody else's", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 3);
  const stranger = await createWorkspace(house, {});
  house.clock.advance(hour);
  const { jobId } = await useCases.startJob(house.context(admin.caller), { action: "remind", filter: {} });
  const listed = async (caller: Caller) => useCases.listWork(house.context(caller), {});
  expect(await listed(admin.caller)).toMatchObject({
    running: 1,
    items: [{ kind: "remind", id: jobId, state: "running", done: 0, total: 3 }],
  });
  expect(await listed(stranger.admin.caller)).toEqual({ items: [], running: 0 });
  await runToEnd(house, workspace.id, jobId);
  expect(await listed(admin.caller)).toMatchObject({
    running: 0,
    items: [{ id: jobId, state: "done", done: 3, skipped: 0 }],
  });
  house.clock.advance(hour);
  expect(await listed(admin.caller)).toEqual({ items: [], running: 0 });
});

test("a tray shows jobs to those who manage invitations or started them, and imports to those who invite", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 1);
  const context = house.context(admin.caller);
  await useCases.startJob(context, { action: "cancel", filter: {} });
  await house.database
    .prepare(
      `insert into imports (workspace_id, id, status, dry_run, file_name, file_bytes, options, counts, row_count, cursor,
        actor_kind, actor_id, actor_name, created_at) values (?1, 'imp_tray', 'running', 0, 'people.csv', 10, '{}',
        '{"invited":40,"ready":60,"error":5}', 105, 0, 'member', '', '', ?2)`,
    )
    .bind(workspace.id, house.clock.now + 1)
    .run();
  const kinds = async (overrides: Record<string, string[]>) => {
    const caller = { ...admin.caller } as Extract<Caller, { kind: "member" }>;
    caller.workspace = { ...workspace, policies: { ...workspace.policies, ...overrides } };
    const { items } = await useCases.listWork(house.context(caller), {});
    return items.map(({ kind, done, total }) => [kind, done, total]);
  };
  expect(await kinds({})).toEqual([
    ["import", 40, 100],
    ["cancel", 0, 1],
  ]);
  expect(await kinds({ "roles.may_invite": [] })).toEqual([["cancel", 0, 1]]);
  const own = await kinds({ "roles.may_manage_invites": [] });
  expect(own.map(([kind]) => kind)).toEqual(["import", "cancel"]);
  await house.database.prepare("update jobs set actor_id = 'mem_other'").run();
  expect(await kinds({ "roles.may_manage_invites": [] })).toEqual([["import", 40, 100]]);
});

test("a worker whose lease ran out neither counts rows twice nor takes the job from the next", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 3);
  const { jobId } = await useCases.startJob(house.context(admin.caller), { action: "cancel", filter: {} });
  const job = () =>
    house.database
      .prepare("select done, skipped, lease, cursor, status from jobs where id = ?")
      .bind(jobId)
      .first<Record<string, unknown>>();
  const slow = house.context({ kind: "system" });
  const batch = slow.db.batch.bind(slow.db);
  let calls = 0;
  // Between its reading and its writing somebody else gets the lease.
  slow.db.batch = (async (statements: never) => {
    calls += 1;
    if (calls === 2) {
      await house.database.prepare("update jobs set lease = 'evt_other' where id = ?").bind(jobId).run();
    }
    return batch(statements);
  }) as typeof slow.db.batch;
  await useCases.runJob(slow, { workspaceId: workspace.id, jobId });
  expect(await job()).toMatchObject({ done: 0, lease: "evt_other", status: "running" });
  house.clock.advance(hour);
  await runToEnd(house, workspace.id, jobId);
  expect(await job()).toMatchObject({ done: 3, skipped: 0, lease: null, status: "done" });
});
