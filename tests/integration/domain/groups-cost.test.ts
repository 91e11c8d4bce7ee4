import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  type TestWorkspace,
} from "../../support/house.ts";
import { countReads } from "../../support/seed-people.ts";

const {
  addGroupMembers,
  changeGroup,
  deleteGroup,
  listWork,
  placeMember,
  removeGroupMember,
  runJob,
  viewGroup,
  viewJob,
} = useCases;

const counted = countReads(env.DB);
const house = openHouse({ database: counted.database });
const propagating = { overrides: { "groups.propagate_learner": true } };
const large = 100_000;

/** Learners of one group, without mail or account: what is measured is the group. */
async function fill(workspaceId: string, groupId: string, people: number): Promise<void> {
  const chunk = 10_000;
  for (let from = 0; from < people; from += chunk) {
    const source = `(with recursive c(n) as (select ${from} union all select n + 1 from c where n + 1 < ${Math.min(from + chunk, people)})
      select 'mem_' || printf('%026d', n) as id from c)`;
    const run = (sql: string) => env.DB.prepare(sql).bind(workspaceId, groupId);
    await env.DB.batch([
      run(`insert into memberships (workspace_id, id, first_name, last_name, language, status, shown_as, delivery,
          inviter_id, search_terms, created_at, joined_at)
        select ?1, id, 'Ana', 'Lopez', 'en', 'active', 'active', 'none', '', '[]', 1, 1 from ${source} where ?2 <> ''`),
      run(`insert into role_assignments (workspace_id, membership_id, role, scope_id)
        select ?1, id, 'learner', '' from ${source} where ?2 <> ''`),
      run(`insert into group_members (workspace_id, membership_id, group_id, kind)
        select ?1, id, ?2, 'direct' from ${source} where true`),
    ]);
  }
}

interface Crowd {
  space: TestWorkspace;
  top: { id: string; path: string };
  group: { id: string; path: string };
}

async function crowd(people: number): Promise<Crowd> {
  const space = await createWorkspace(house, propagating);
  const top = await plantGroup(house, space.workspace.id, "Top");
  const group = await plantGroup(house, space.workspace.id, "Crowd", { parent: top });
  await fill(space.workspace.id, group.id, people);
  return { space, top, group };
}

const crowds = new Map<number, Crowd>();
beforeAll(async () => {
  for (const size of [500, large]) crowds.set(size, await crowd(size));
});

function crowdOf(size: number): Crowd {
  const found = crowds.get(size);
  if (!found) throw new Error("not planted");
  return found;
}

const readNow = () => counted.reads.reduce((sum, reads) => sum + reads, 0);

test("a page of a group's people reads six rows a person at most, whatever the size of the group", async () => {
  for (const size of [500, large]) {
    const { space, group } = crowdOf(size);
    const ctx = house.context(space.admin.caller);
    counted.reset();
    const first = await viewGroup(ctx, { groupId: group.id });
    expect(readNow()).toBeLessThanOrEqual(6 * 50 + 50);
    expect(first).toMatchObject({ members: size, subgroups: [], above: [{ name: "Top" }] });
    counted.reset();
    const second = await viewGroup(ctx, { groupId: group.id, cursor: first.nextCursor ?? "" });
    expect(readNow()).toBeLessThanOrEqual(6 * 50 + 50);
    expect(new Set([...first.people, ...second.people].map(({ id }) => id)).size).toBe(100);
  }
});

test("adding somebody and taking them out costs the same in a large group", async () => {
  const costs: number[] = [];
  for (const size of [500, large]) {
    const { space, group } = crowdOf(size);
    const { membershipId } = await createMember(house, space.workspace);
    const ctx = house.context(space.admin.caller);
    counted.reset();
    await addGroupMembers(ctx, { groupId: group.id, membershipIds: [membershipId] });
    await removeGroupMember(ctx, { groupId: group.id, membershipId });
    costs.push(readNow());
  }
  const [few = 0, many = 0] = costs;
  expect(many).toBeLessThanOrEqual(few + 20);
  expect(many).toBeLessThan(300);
});

test("a large group moves at once, and those in it derive anew in chunks of one cost", async () => {
  const { space, group } = crowdOf(large);
  const { workspace } = space;
  const ctx = house.context(space.admin.caller);
  const { jobId } = await changeGroup(ctx, { groupId: group.id, visibility: "private" });
  const opened = await changeGroup(ctx, { groupId: group.id, visibility: "public" });
  const job = { workspaceId: workspace.id, jobId: opened.jobId ?? "" };
  expect(await viewJob(ctx, { jobId: job.jobId })).toMatchObject({ kind: "regroup", total: large });
  expect(jobId).not.toBeNull();
  const costs: number[] = [];
  for (let chunk = 0; chunk < 3; chunk += 1) {
    counted.reset();
    expect(await runJob(house.system(), job)).toEqual({ more: true });
    costs.push(readNow());
  }
  const [first = 0, , third = 0] = costs;
  expect(third).toBeLessThanOrEqual(first * 1.2 + 100);
  expect((await viewGroup(ctx, { groupId: group.id })).job).toMatchObject({ kind: "regroup" });
  const derived = await env.DB.prepare(
    "select count(*) as n from group_members where workspace_id = ? and kind = 'derived'",
  )
    .bind(workspace.id)
    .first<{ n: number }>();
  expect(derived?.n).toBe(1_500);
});

test("a large group is emptied in chunks with progress and then gone, with those who came late", async () => {
  const { space, top, group } = await crowd(1_700);
  const { workspace, admin } = space;
  const ctx = house.context(admin.caller);
  const chief = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: top.id }],
    groupIds: [top.id],
  });
  const asChief = house.context(await callerNow(house, chief));
  const { jobId } = await deleteGroup(asChief, { groupId: group.id });
  const job = { workspaceId: workspace.id, jobId: jobId ?? "" };
  expect(await runJob(house.system(), job)).toEqual({ more: true });
  expect(await viewJob(ctx, { jobId: job.jobId })).toMatchObject({ total: 1_700, waiting: 1_200 });
  expect((await listWork(ctx, {})).items).toMatchObject([{ kind: "delete_group", done: 500, total: 1_700 }]);
  expect(await viewGroup(ctx, { groupId: group.id })).toMatchObject({ members: 1_200, job: { done: 500 } });
  for (const act of [
    () => addGroupMembers(ctx, { groupId: group.id, membershipIds: [admin.membershipId] }),
    () => changeGroup(ctx, { groupId: group.id, name: "Other" }),
    () => deleteGroup(ctx, { groupId: group.id }),
    () => placeMember(ctx, { membershipId: admin.membershipId, addGroupIds: [group.id] }),
  ]) {
    await expect(act()).rejects.toMatchObject({ code: "BEING_DELETED" });
  }
  // As if they had been added while the deletion was on its way.
  await env.DB.prepare("insert into group_members values (?, ?, ?, 'direct')")
    .bind(workspace.id, admin.membershipId, group.id)
    .run();
  while ((await runJob(house.system(), job)).more);
  expect(await viewJob(ctx, { jobId: job.jobId })).toMatchObject({ status: "done", waiting: 0 });
  await expect(viewGroup(ctx, { groupId: group.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const left = await env.DB.prepare("select count(*) as n from group_members where workspace_id = ?")
    .bind(workspace.id)
    .first<{ n: number }>();
  expect(left?.n).toBe(1);
});

test("whoever lost the right meanwhile empties a group no further", async () => {
  const { space, top, group } = await crowd(1_100);
  const { workspace, admin } = space;
  const ctx = house.context(admin.caller);
  const chief = await createMember(house, workspace, { roles: [{ role: "group_admin", groupId: top.id }] });
  const { jobId } = await deleteGroup(house.context(await callerNow(house, chief)), { groupId: group.id });
  await env.DB.prepare("delete from role_assignments where membership_id = ?").bind(chief.membershipId).run();
  expect(await runJob(house.system(), { workspaceId: workspace.id, jobId: jobId ?? "" })).toEqual({
    more: false,
  });
  expect((await viewJob(ctx, { jobId: jobId ?? "" })).outcomes).toEqual([
    { outcome: "right_lost", count: 1_100 },
  ]);
  expect(await viewGroup(ctx, { groupId: group.id })).toMatchObject({ members: 1_100, job: null });
});
