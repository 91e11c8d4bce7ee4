import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Context } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { Permission } from "../../../worker/domain/permissions.ts";
import { aroundCalls } from "../../support/database-calls.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  type House,
  openHouse,
  plantGroup,
  plantUnit,
  type TestWorkspace,
  tokenIn,
} from "../../support/house.ts";

const { DB: database } = env;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

const making = { "csv.unknown_group": "create" };

const stage = (ctx: Context, text: string, existing?: "add_groups") =>
  useCases.stageImport(ctx, { fileName: "people.csv", file: bytesOf(text), ...(existing && { existing }) });

async function finish(house: House, { workspace }: TestWorkspace, importId: string): Promise<void> {
  for (let chunk = 0; chunk < 20; chunk += 1) {
    if (!(await useCases.runImport(house.system(), { workspaceId: workspace.id, importId })).more) return;
  }
  throw new Error("never ends");
}

async function imported(house: House, space: TestWorkspace, text: string, existing?: "add_groups") {
  const ctx = house.context(space.admin.caller);
  const { id } = await stage(ctx, text, existing);
  await useCases.confirmImport(ctx, { importId: id });
  await finish(house, space, id);
  return id;
}

/** The groups of a workspace with the addresses of those who are in them or invited to them. */
async function groupsOf({ workspace }: TestWorkspace): Promise<Record<string, string[]>> {
  const { results } = await database
    .prepare(
      `select g.name, (select json_group_array(email) from (select p.email from group_members m
          join memberships p on p.workspace_id = m.workspace_id and p.id = m.membership_id and p.status <> 'removed'
          where m.workspace_id = g.workspace_id and m.group_id = g.id and m.kind = 'direct' order by p.email)) people
        from "groups" g where g.workspace_id = ?1 order by g.name`,
    )
    .bind(workspace.id)
    .all<{ name: string; people: string }>();
  return Object.fromEntries(
    results.map(({ name, people }) => [
      name,
      (JSON.parse(people) as string[]).map((email) => email.replace("@example.com", "")),
    ]),
  );
}

const audits = async ({ workspace }: TestWorkspace, action: string) =>
  Number(
    await database
      .prepare("select count(*) n from audit_events where workspace_id = ?1 and action = ?2")
      .bind(workspace.id, action)
      .first("n"),
  );

const someGroups =
  "email,group\na@example.com,Robotics\nb@example.com,robotics; Sales\nc@example.com,Chess; Robotics\nd@example.com,sales\ne@example.com,\n";

test("groups that a file names are told in the review and made with the first of their people, once each", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: { ...making, "csv.match": "exact" } });
  await plantGroup(house, space.workspace.id, "Sales");
  const ctx = house.context(space.admin.caller);
  const { id, counts } = await stage(ctx, someGroups);
  // "sales" is a slip for a group that there is (D27), and no new one.
  expect(counts).toEqual({ warning: 3, error: 1, ready: 1 });
  const { groups, newGroups } = await useCases.viewImport(ctx, { importId: id });
  expect([...newGroups].sort()).toEqual(["Chess", "Robotics"]);
  expect(groups.map(({ problem, count }) => [problem, count]).sort()).toEqual([
    ["!group_unknown:group:sales", 1],
    ["~group_new:group:Chess", 1],
    ["~group_new:group:Robotics", 1],
    ["~group_new:group:robotics", 1],
  ]);
  expect(groups.find(({ kind }) => kind === "error")?.example?.suggestion).toBe("Sales");
  expect(Object.keys(await groupsOf(space))).toEqual(["Sales"]);

  await useCases.confirmImport(ctx, { importId: id });
  await finish(house, space, id);
  expect(await groupsOf(space)).toEqual({ Chess: ["c"], Robotics: ["a", "b", "c"], Sales: ["b"] });
  expect(await audits(space, "group.created")).toBe(2);
  const { notices } = await useCases.viewImport(ctx, { importId: id });
  expect(notices.madeGroups).toHaveLength(2);
  // Once they are there, the next file finds them.
  expect((await stage(ctx, "email,group\nf@example.com,Robotics\n")).counts).toEqual({ ready: 1 });
  expect((await useCases.viewImport(ctx, { importId: id })).newGroups).toEqual([]);
});

test("whoever makes one of them meanwhile, at any moment, makes the only one", async () => {
  for (let moment = 1; moment <= 12; moment += 1) {
    const hand = openHouse();
    let calls = 0;
    let byHand: (() => Promise<unknown>) | null = null;
    const house = openHouse({
      database: aroundCalls(database, async (run) => {
        calls += 1;
        if (calls === moment) await byHand?.();
        return run();
      }),
    });
    const space = await createWorkspace(hand, { overrides: making });
    const ctx = hand.context(space.admin.caller);
    const { id } = await stage(ctx, "email,group\na@example.com,Robotics\nb@example.com,Chess; robotics\n");
    await useCases.confirmImport(ctx, { importId: id });
    byHand = () => useCases.createGroup(ctx, { name: "robotics" });
    await finish(house, space, id);
    const all = await groupsOf(space);
    const robotics = Object.entries(all).filter(([name]) => name.toLowerCase() === "robotics");
    expect(robotics.map(([, people]) => people)).toEqual([["a", "b"]]);
    expect(all.Chess).toEqual(["b"]);
    if (calls < moment) {
      expect(moment).toBeGreaterThan(3);
      return;
    }
  }
  throw new Error("the import asks more often than the test looks");
});

test("two files at once that name the same new group make it once", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: making });
  const ctx = house.context(space.admin.caller);
  const ids = [];
  for (const file of ["a", "b"]) {
    const { id } = await stage(ctx, `email,group\n${file}@example.com,Robotics\n`);
    await useCases.confirmImport(ctx, { importId: id });
    ids.push(id);
  }
  await Promise.all(ids.map((id) => finish(house, space, id)));
  expect(await groupsOf(space)).toEqual({ Robotics: ["a", "b"] });
  expect(await audits(space, "group.created")).toBe(1);
});

test("a file makes no group for whoever may not manage all of them, and none where the policy does not say so", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: making });
  const { workspace, admin } = space;
  const north = await plantUnit(house, workspace.id, "North");
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const told = async (ctx: Context, file: string) => {
    const { id } = await stage(ctx, file);
    const { rows } = await useCases.listImportRows(ctx, { importId: id });
    return rows.map(({ outcome, problems: [first] }) => first?.code ?? outcome);
  };
  const inPart = "email,unit,group\na@example.com,North,Robotics\n";
  expect(await told(house.context(await callerNow(house, manager)), inPart)).toEqual(["group_unknown"]);
  const { caller } = admin;
  if (caller.kind !== "member") throw new Error("not a member");
  const ruled = (policies: Partial<typeof workspace.policies>) =>
    house.context({
      ...caller,
      workspace: { ...workspace, policies: { ...workspace.policies, ...policies } },
    });
  const plain = "email,group\na@example.com,Robotics\n";
  expect(await told(ruled({ "csv.match": "id" }), plain)).toEqual(["group_unknown"]);
  expect(await told(ruled({ "csv.unknown_group": "error" }), plain)).toEqual(["group_unknown"]);
  const keyed = (scopes: Permission[]) =>
    house.context({
      kind: "apiKey",
      workspace,
      key: {
        id: "key_1",
        name: "Files",
        scopes,
        creatorMembershipId: admin.membershipId,
        creatorRoles: caller.membership.roles,
        maxRole: "admin",
      },
    });
  expect(await told(keyed(["invitation.create"]), plain)).toEqual(["group_unknown"]);
  expect(await told(keyed(["invitation.create", "group.manage"]), plain)).toEqual(["warning"]);
});

test("what the workspace or the uploader lost between the review and the run makes no group", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: making });
  const ctx = house.context(space.admin.caller);
  const { id } = await stage(ctx, "email,group\na@example.com,Robotics\nb@example.com,\n");
  await useCases.confirmImport(ctx, { importId: id });
  await database
    .prepare("update workspaces set policy_overrides = '{}' where id = ?1")
    .bind(space.workspace.id)
    .run();
  await finish(house, space, id);
  expect(await groupsOf(space)).toEqual({});
  const { counts, groups } = await useCases.viewImport(ctx, { importId: id });
  expect(counts).toMatchObject({ invited: 1, error: 1 });
  expect(groups.map(({ problem }) => problem)).toEqual(["!group_unknown:group:Robotics"]);
});

test("taking the import back takes its groups with it, but for those that somebody is in", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: making });
  const ctx = house.context(space.admin.caller);
  const id = await imported(
    house,
    space,
    "email,group\na@example.com,Robotics\nb@example.com,Chess\nc@example.com,Drama\nd@example.com,Opera\n",
  );
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(house.sent.find(({ to }) => to === "b@example.com")),
    revision: 1,
    firstName: "Bo",
    password: "a long enough secret",
  });
  const drama = await database
    .prepare(`select id from "groups" where workspace_id = ?1 and name = 'Drama'`)
    .bind(space.workspace.id)
    .first<string>("id");
  await useCases.createGroup(ctx, { name: "Drama juniors", parentId: drama ?? "" });
  await useCases.undoImport(ctx, { importId: id });
  await finish(house, space, id);
  expect(await groupsOf(space)).toEqual({ Chess: ["b"], Drama: [], "Drama juniors": [] });
  expect(await audits(space, "group.deleted")).toBe(2);
  const view = await useCases.viewImport(ctx, { importId: id });
  expect(view.status).toBe("undone");
  expect(view.notices.madeGroups).toHaveLength(2);
});

test("somebody who is here already is put into a new group where the file may do that, and the review says so", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: making });
  await createMember(house, space.workspace, { email: "here@example.com" });
  const ctx = house.context(space.admin.caller);
  const file = "email,group\nhere@example.com,Robotics\n";
  const { id } = await stage(ctx, file, "add_groups");
  const { rows } = await useCases.listImportRows(ctx, { importId: id });
  expect(rows[0]).toMatchObject({ outcome: "update", changes: [{ field: "group", after: "Robotics" }] });
  await useCases.confirmImport(ctx, { importId: id });
  await finish(house, space, id);
  expect(await groupsOf(space)).toEqual({ Robotics: ["here"] });
  // Nobody is put into a group that is only named by a row of somebody who is left alone.
  await imported(house, space, "email,group\nhere@example.com,Chess\nnew@example.com,\n");
  expect(await groupsOf(space)).toEqual({ Robotics: ["here"] });
});

test("where one group holds all others the new ones stand below it", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: { ...making, "groups.root": true } });
  const ctx = house.context(space.admin.caller);
  expect((await stage(ctx, "email,group\na@example.com,Robotics\n")).counts).toEqual({ error: 1 });
  const { parentId } = await useCases.createGroup(ctx, { name: "Sales" });
  await imported(house, space, "email,group\na@example.com,Robotics\n");
  const robotics = await database
    .prepare(`select parent_id, path, id from "groups" where workspace_id = ?1 and name = 'Robotics'`)
    .bind(space.workspace.id)
    .first<{ parent_id: string; path: string; id: string }>();
  expect(robotics?.parent_id).toBe(parentId);
  expect(robotics?.path).toBe(`${parentId}/${robotics?.id}/`);
});
