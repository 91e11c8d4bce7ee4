import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import type { Caller, Context } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { Permission } from "../../../worker/domain/permissions.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  type House,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
  type TestMember,
  type TestWorkspace,
} from "../../support/house.ts";
import { enrolmentsOf, plantCourse } from "../../support/learning.ts";

const { DB: database } = env;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

type Mode = "skip" | "fail" | "add_groups" | "update_empty" | "overwrite";
type Place = { id: string; path: string };

let house: House;
let space: TestWorkspace;
let north: Place;
let harbour: Place;
let south: Place;
let sales: Place;
let support: Place;
/** Holds North with what lies below it, and the group Sales of another unit. */
let manager: TestMember;
/** Holds the group Sales with what lies below it, and nothing else. */
let owner: TestMember;

beforeEach(async () => {
  house = openHouse();
  space = await createWorkspace(house);
  const { workspace } = space;
  north = await plantUnit(house, workspace.id, "North");
  harbour = await plantUnit(house, workspace.id, "Harbour", north);
  south = await plantUnit(house, workspace.id, "South");
  sales = await plantGroup(house, workspace.id, "Sales");
  support = await plantGroup(house, workspace.id, "Support");
  manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  owner = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: sales.id }],
    groupIds: [sales.id],
  });
});

const as = async (member: TestMember) => house.context(await callerNow(house, member));

const stage = (ctx: Context, text: string, existing?: Mode) =>
  useCases.stageImport(ctx, { fileName: "people.csv", file: bytesOf(text), ...(existing && { existing }) });

async function finish(importId: string): Promise<void> {
  const message = { workspaceId: space.workspace.id, importId };
  for (let chunk = 0; chunk < 20; chunk += 1) {
    if (!(await useCases.runImport(house.system(), message)).more) return;
  }
}

const rowsOf = async (ctx: Context, importId: string) =>
  (await useCases.listImportRows(ctx, { importId })).rows;

/** What a file says of each of its rows: its outcome, or the code and column of its first problem. */
async function told(ctx: Context, text: string, existing?: Mode): Promise<string[]> {
  const { id } = await stage(ctx, text, existing);
  return (await rowsOf(ctx, id)).map(({ outcome, problems: [first] }) =>
    first ? `${first.code} ${first.column}` : outcome,
  );
}

async function personOf(email: string) {
  return database
    .prepare(
      `select m.status, m.first_name first,
        (select group_concat(role || '@' || coalesce(u.name, g.name, ''), ' ') from role_assignments r
          left join units u on u.id = r.unit_id left join "groups" g on g.id = r.group_id
          where r.workspace_id = m.workspace_id and r.membership_id = m.id) roles,
        (select group_concat(u.name, ' ') from unit_members x join units u on u.id = x.unit_id
          where x.workspace_id = m.workspace_id and x.membership_id = m.id) units,
        (select group_concat(g.name, ' ') from group_members x join "groups" g on g.id = x.group_id
          where x.workspace_id = m.workspace_id and x.membership_id = m.id) groups
       from memberships m where m.workspace_id = ?1 and m.email = ?2 and m.status <> 'removed'`,
    )
    .bind(space.workspace.id, email)
    .first<Record<string, string | null>>();
}

test("whoever holds a part imports into it: what lies outside is not found, and rows without a place go to their only one", async () => {
  const ctx = await as(manager);
  const staged = await stage(
    ctx,
    "email,role,unit,group\na@example.com,,,\nb@example.com,unit_manager,harbour,\nc@example.com,,South,\nd@example.com,,,Support\ne@example.com,,Sotuh,\n",
  );
  const rows = await rowsOf(ctx, staged.id);
  expect(
    rows.map(({ outcome, problems: [first] }) => (first ? `${first.code} ${first.found}` : outcome)),
  ).toEqual(["ready", "ready", "unit_unknown South", "group_unknown Support", "unit_unknown Sotuh"]);
  // Neither as a choice nor as a suggestion is there anything of elsewhere.
  expect(JSON.stringify(rows.map(({ problems }) => problems))).not.toMatch(/"South"\]|"suggestion":"South"/);
  expect(rows[2]?.problems[0]?.expected).toEqual(["Harbour", "North"]);
  expect(staged.notices.usualPlace).toBe("North");
  await useCases.confirmImport(ctx, { importId: staged.id });
  await finish(staged.id);
  expect(await personOf("a@example.com")).toMatchObject({ roles: "learner@", units: "North", groups: null });
  expect(await personOf("b@example.com")).toMatchObject({ roles: "unit_manager@Harbour", units: "Harbour" });
});

test("whoever holds several places says in each row which, and gives there what is theirs to give", async () => {
  const several = await createMember(house, space.workspace, {
    roles: [
      { role: "unit_manager", unitId: harbour.id },
      { role: "group_admin", groupId: sales.id },
    ],
  });
  expect(
    await told(
      await as(several),
      [
        "email,role,unit,group",
        "a@example.com,,,",
        "b@example.com,,Harbour,",
        "c@example.com,,,Sales",
        "d@example.com,group_admin,,Sales",
        "e@example.com,group_admin,Harbour,",
        "f@example.com,unit_manager,Harbour,Sales",
        "g@example.com,admin,Harbour,",
        "h@example.com,instructor,Harbour,",
        "i@example.com,group_admin,,",
      ].join("\n"),
    ),
  ).toEqual([
    "part_required unit",
    "ready",
    "ready",
    "ready",
    // A unit manager makes no group administrators.
    "role_above_yours role",
    "ready",
    "role_above_yours role",
    "role_above_yours role",
    "role_needs_place group",
  ]);
});

test("an import belongs to whoever uploaded it: others of a part do not find it, whoever has the workspace does", async () => {
  const ctx = await as(manager);
  const other = await as(owner);
  const admin = house.context(space.admin.caller);
  const { id } = await stage(ctx, "email\na@example.com\n");
  const adminsOwn = await stage(admin, "email\nb@example.com\n");
  const acts: [string, (ctx: Context, importId: string) => Promise<unknown>][] = [
    ["view", (ctx, importId) => useCases.viewImport(ctx, { importId })],
    ["columns", (ctx, importId) => useCases.viewColumns(ctx, { importId })],
    ["rows", (ctx, importId) => useCases.listImportRows(ctx, { importId })],
    ["failed", (ctx, importId) => useCases.exportFailedRows(ctx, { importId })],
    ["correct", (ctx, importId) => useCases.correctRow(ctx, { importId, line: 2, cells: {} })],
    [
      "repair",
      (ctx, importId) => useCases.repairRows(ctx, { importId, problem: "!x:", repair: { value: "" } }),
    ],
    [
      "replace",
      (ctx, importId) => useCases.replaceInColumn(ctx, { importId, column: "email", find: "a", replace: "" }),
    ],
    [
      "undo change",
      (ctx, importId) => useCases.undoChange(ctx, { importId, changeId: house.system().ids.next("event") }),
    ],
    ["existing", (ctx, importId) => useCases.chooseExisting(ctx, { importId, existing: "overwrite" })],
    ["roles", (ctx, importId) => useCases.confirmRoles(ctx, { importId })],
    ["map", (ctx, importId) => useCases.mapColumns(ctx, { importId, mapping: ["email"] })],
    ["pause", (ctx, importId) => useCases.pauseImport(ctx, { importId })],
    ["resume", (ctx, importId) => useCases.resumeImport(ctx, { importId })],
    ["confirm", (ctx, importId) => useCases.confirmImport(ctx, { importId })],
    ["cancel", (ctx, importId) => useCases.cancelImport(ctx, { importId })],
    ["undo", (ctx, importId) => useCases.undoImport(ctx, { importId })],
  ];
  for (const [what, act] of acts) {
    expect([what, await refusalOf(act(other, id))]).toEqual([what, "NOT_FOUND"]);
    expect([what, await refusalOf(act(ctx, adminsOwn.id))]).toEqual([what, "NOT_FOUND"]);
  }
  expect((await useCases.viewImport(ctx, { importId: id })).status).toBe("ready");
  const listed = async (ctx: Context) => (await useCases.listImports(ctx, {})).imports.map((one) => one.id);
  expect(await listed(ctx)).toEqual([id]);
  expect(await listed(other)).toEqual([]);
  expect((await listed(admin)).sort()).toEqual([id, adminsOwn.id].sort());
  const { rows } = await useCases.listImportRows(admin, { importId: id });
  expect(rows).toHaveLength(1);
  const atWork = async (ctx: Context) =>
    (await useCases.listWork(ctx, {})).items.flatMap((item) => (item.kind === "import" ? [item.id] : []));
  expect(await atWork(ctx)).toEqual([id]);
  expect(await atWork(other)).toEqual([]);
  expect((await atWork(admin)).sort()).toEqual([id, adminsOwn.id].sort());
});

test("a part that the uploader loses before the turn of a row is missing then, and the rows say so", async () => {
  const both = await createMember(house, space.workspace, {
    roles: [
      { role: "unit_manager", unitId: north.id },
      { role: "unit_manager", unitId: south.id },
    ],
  });
  const ctx = await as(both);
  const member = await createMember(house, space.workspace, { unitIds: [south.id] });
  const { id, counts } = await stage(
    ctx,
    `email,unit,first_name\na@example.com,North,\nb@example.com,South,\n${member.email},South,Nova\n`,
    "overwrite",
  );
  expect(counts).toEqual({ ready: 2, update: 1 });
  await useCases.confirmImport(ctx, { importId: id });
  await database
    .prepare("delete from role_assignments where workspace_id = ?1 and membership_id = ?2 and unit_id = ?3")
    .bind(space.workspace.id, both.membershipId, south.id)
    .run();
  await finish(id);
  const rows = await rowsOf(await as(both), id);
  expect(rows.map(({ outcome, problems: [first] }) => first?.code ?? outcome)).toEqual([
    "invited",
    "unit_unknown",
    "unit_unknown",
  ]);
  expect(await personOf("b@example.com")).toBeNull();
  expect((await personOf(member.email))?.first).toBe("Pat");
});

test("whoever has lost every part stops the import, and what is left says so", async () => {
  const ctx = await as(manager);
  const { id } = await stage(ctx, "email\na@example.com\n");
  await useCases.confirmImport(ctx, { importId: id });
  await database
    .prepare("delete from role_assignments where workspace_id = ?1 and membership_id = ?2")
    .bind(space.workspace.id, manager.membershipId)
    .run();
  await finish(id);
  const view = await useCases.viewImport(house.context(space.admin.caller), { importId: id });
  expect(view).toMatchObject({ status: "failed", failure: { code: "RIGHT_LOST" }, counts: { canceled: 1 } });
  expect(await personOf("a@example.com")).toBeNull();
});

test("of people who are here already only those of the part are changed, wholly or at a place of theirs (F20, 1.5)", async () => {
  const { workspace } = space;
  const course = await plantCourse(house, workspace.id, "First aid");
  const inside = await createMember(house, workspace, { unitIds: [north.id] });
  const alsoElsewhere = await createMember(house, workspace, {
    unitIds: [harbour.id],
    groupIds: [support.id],
  });
  const outside = await createMember(house, workspace, { unitIds: [south.id] });
  const boss = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }, "admin"],
    unitIds: [north.id],
  });
  const several = { ...workspace.policies, "units.per_person": "several" as const };
  workspace.policies = several;
  await database
    .prepare("update workspaces set policy_overrides = ?2 where id = ?1")
    .bind(workspace.id, JSON.stringify({ "units.per_person": "several" }))
    .run();
  const ctx = await as(manager);
  const file = `email,first_name,unit,courses\n${[
    `${inside.email},Nova,Harbour,`,
    `${inside.email.replace("@", "+x@")},New,,`,
    `${alsoElsewhere.email},Nova,North,`,
    `${outside.email},Nova,North,`,
    `${boss.email},Nova,North,`,
  ].join("\n")}\n`;
  expect(await told(ctx, file, "overwrite")).toEqual([
    "update",
    "ready",
    "existing_elsewhere email",
    "existing_elsewhere email",
    "existing_above_yours email",
  ]);
  // At a place of the manager's, without a change of the person: as by hand.
  expect(
    await told(
      ctx,
      `email,unit,courses\n${alsoElsewhere.email},North,First aid\n${outside.email},North,\n`,
      "add_groups",
    ),
  ).toEqual(["update", "existing_elsewhere email"]);
  const { id } = await stage(
    ctx,
    `email,unit,courses\n${alsoElsewhere.email},North,First aid\n`,
    "add_groups",
  );
  await useCases.confirmImport(ctx, { importId: id });
  await finish(id);
  expect((await personOf(alsoElsewhere.email))?.units?.split(" ").sort()).toEqual(["Harbour", "North"]);
  expect(await enrolmentsOf(house, alsoElsewhere.membershipId)).toMatchObject([{ title: "First aid" }]);
  expect(course).toBeTruthy();
});

test("whoever is here already stays where they are when their row names no place", async () => {
  const inHarbour = await createMember(house, space.workspace, { unitIds: [harbour.id], firstName: "" });
  const ctx = await as(manager);
  const { id, counts } = await stage(ctx, `email,first_name\n${inHarbour.email},Nova\n`, "update_empty");
  expect(counts).toEqual({ update: 1 });
  await useCases.confirmImport(ctx, { importId: id });
  await finish(id);
  expect(await personOf(inHarbour.email)).toMatchObject({ first: "Nova", units: "Harbour" });
});

test("a learner of elsewhere can be put into a group of the uploader's, and nothing else of theirs is changed or told", async () => {
  const outside = await createMember(house, space.workspace, { unitIds: [south.id] });
  const teacher = await createMember(house, space.workspace, { roles: ["instructor"], unitIds: [south.id] });
  const ctx = await as(owner);
  expect(
    await told(ctx, `email,first_name,group\n${outside.email},Nova,\n${teacher.email},,Sales\n`, "overwrite"),
  ).toEqual(["existing_elsewhere email", "existing_elsewhere email"]);
  const { id, counts } = await stage(ctx, `email,group\n${outside.email},Sales\n`, "add_groups");
  expect(counts).toEqual({ update: 1 });
  await useCases.confirmImport(ctx, { importId: id });
  await finish(id);
  expect(await personOf(outside.email)).toMatchObject({ groups: "Sales", units: "South", first: "Pat" });
});

test("who an address belongs to outside of the part is not told, by no way to treat people who are here", async () => {
  const outside = await createMember(house, space.workspace, { unitIds: [south.id], firstName: "Hidden" });
  const ctx = await as(manager);
  for (const mode of ["skip", "add_groups", "update_empty", "overwrite"] as const) {
    const { id, counts } = await stage(
      ctx,
      `email,first_name\n${outside.email},Nova\nn@example.com,N\n`,
      mode,
    );
    if (counts.ready) {
      await useCases.confirmImport(ctx, { importId: id });
      await finish(id);
    }
    const rows = await rowsOf(ctx, id);
    expect(JSON.stringify(rows)).not.toContain("Hidden");
    expect(JSON.stringify(rows)).not.toContain(outside.membershipId);
    await useCases.undoImport(ctx, { importId: id });
    await finish(id);
  }
});

test("a guess at what is known of somebody outside of the part is not told to be right", async () => {
  const outside = await createMember(house, space.workspace, { unitIds: [south.id], firstName: "Hidden" });
  await database
    .prepare("update memberships set external_id = 'E-1' where id = ?1")
    .bind(outside.membershipId)
    .run();
  const ctx = await as(manager);
  for (const mode of ["update_empty", "overwrite"] as const) {
    const guess = (name: string, externalId: string) =>
      told(ctx, `email,first_name,external_id\n${outside.email},${name},${externalId}\n`, mode);
    expect(await guess("Hidden", "E-1")).toEqual(await guess("Other", "E-2"));
  }
});

test("who joined elsewhere before the turn of a row is left alone, and is not named to whoever does not see them", async () => {
  const staying = await createMember(house, space.workspace, { unitIds: [north.id], firstName: "" });
  const file = `email,first_name\nlate@example.com,Nova\n${staying.email},Nova\n`;
  const ctx = await as(manager);
  const { id, counts } = await stage(ctx, file, "update_empty");
  expect(counts).toEqual({ ready: 1, update: 1 });
  await useCases.confirmImport(ctx, { importId: id });
  const late = await createMember(house, space.workspace, { email: "late@example.com", unitIds: [south.id] });
  await database
    .prepare("update memberships set first_name = 'Nova' where id = ?1")
    .bind(staying.membershipId)
    .run();
  await finish(id);
  const told = await rowsOf(ctx, id);
  expect(told.map(({ outcome, userId }) => [outcome, userId])).toEqual([
    ["already_member", null],
    ["already_member", null],
  ]);
  const admin = house.context(space.admin.caller);
  const same = await stage(admin, file.replaceAll("Nova", "Other"), "overwrite");
  expect(same.counts).toEqual({ update: 2 });
  await useCases.confirmImport(admin, { importId: same.id });
  await finish(same.id);
  expect((await rowsOf(admin, same.id)).map(({ userId }) => userId)).toEqual([
    late.membershipId,
    staying.membershipId,
  ]);
});

test("an import of a part is taken back by whoever uploaded it, as far as it still is theirs", async () => {
  const ctx = await as(owner);
  const below = await plantGroup(house, space.workspace.id, "Night shift", { parent: sales });
  const { id } = await stage(
    await as(owner),
    "email,group\na@example.com,Sales\nb@example.com,Night shift\n",
  );
  await useCases.confirmImport(ctx, { importId: id });
  await finish(id);
  expect(await personOf("b@example.com")).toMatchObject({ groups: "Night shift" });
  // The group moves away from below theirs.
  await useCases.changeGroup(house.context(space.admin.caller), { groupId: below.id, parentId: support.id });
  const undone = await useCases.undoImport(await as(owner), { importId: id });
  expect(undone.counts).toMatchObject({ undone: 1, kept_above: 1 });
  expect(await personOf("b@example.com")).not.toBeNull();
  expect(await personOf("a@example.com")).toBeNull();
});

async function keyOf(member: TestMember, scopes: Permission[]): Promise<Caller> {
  const caller = await callerNow(house, member);
  if (caller.kind !== "member") throw new Error("a member");
  const id = house.system().ids.next("apiKey");
  await database
    .prepare(
      "insert into api_keys (workspace_id, id, name, hash, scopes, max_role, creator_membership_id, created_at) values (?1, ?2, 'Key', ?2, ?3, 'admin', ?4, 1)",
    )
    .bind(space.workspace.id, id, JSON.stringify(scopes), member.membershipId)
    .run();
  return {
    kind: "apiKey",
    workspace: space.workspace,
    key: {
      id,
      name: "Key",
      scopes,
      creatorMembershipId: member.membershipId,
      creatorRoles: caller.membership.roles,
      maxRole: "admin",
    },
  };
}

test("a key holds no more than its maker: it imports into their part, and sees what it uploaded itself", async () => {
  const key = house.context(await keyOf(owner, ["invitation.create"]));
  expect(await told(key, "email,group\na@example.com,\nb@example.com,Support\n")).toEqual([
    "ready",
    "group_unknown group",
  ]);
  const own = await stage(await as(owner), "email\nc@example.com\n");
  expect(await refusalOf(useCases.viewImport(key, { importId: own.id }))).toBe("NOT_FOUND");
  const powerless = house.context(await keyOf(owner, ["people.view"]));
  expect(await refusalOf(stage(powerless, "email\na@example.com\n"))).toBe("SCOPE_MISSING");
});

test("a part that may only add members imports nobody, and its template and history are closed", async () => {
  await database
    .prepare("update workspaces set policy_overrides = ?2 where id = ?1")
    .bind(space.workspace.id, JSON.stringify({ "group_level.may": "add_existing" }))
    .run();
  const caller = await callerNow(house, owner);
  const policies = { ...space.workspace.policies, "group_level.may": "add_existing" as const };
  const ctx = house.context({ ...caller, workspace: { ...space.workspace, policies } } as Caller);
  expect(await refusalOf(stage(ctx, "email\na@example.com\n"))).toBe("FORBIDDEN");
  expect(await refusalOf(useCases.listImports(ctx, {}))).toBe("FORBIDDEN");
  expect(await refusalOf(useCases.makeImportTemplate(ctx, {}))).toBe("FORBIDDEN");
});

test("the template of a part names its places alone, and uploads without an error", async () => {
  for (const member of [manager, owner]) {
    const ctx = await as(member);
    const { text } = await useCases.makeImportTemplate(ctx, {});
    expect(text).not.toMatch(/South|Support/);
    expect(await stage(ctx, text)).toMatchObject({ counts: { ready: 3 } });
  }
});

test("a correction in the review is judged by the part of whoever uploaded the file", async () => {
  const ctx = await as(manager);
  const { id } = await stage(ctx, "email,unit\na@example.com,Nrth\n");
  const admin = house.context(space.admin.caller);
  const outside = await useCases.correctRow(admin, { importId: id, line: 2, cells: { unit: "South" } });
  expect(outside).toMatchObject({ outcome: "error", problems: [{ code: "unit_unknown" }] });
  const inside = await useCases.correctRow(admin, { importId: id, line: 2, cells: { unit: "North" } });
  expect(inside).toMatchObject({ outcome: "ready" });
});

test("a group that rows name and that is not there is made in one step, and all of its rows find it", async () => {
  const admin = () => house.context(space.admin.caller);
  const rows = Array.from({ length: 3 }, (_, at) => `p${at}@example.com,Night shift;Sales`).join("\n");
  const { id, counts } = await stage(admin(), `email,group\n${rows}\nq@example.com,Nigth\n`);
  expect(counts).toEqual({ error: 4 });
  const problem = "!group_unknown:group:Night shift";
  const repair = (ctx: Context, problem: string, parentId?: string | null) =>
    useCases.repairRows(ctx, {
      importId: id,
      problem,
      repair: { createGroup: parentId === undefined ? {} : { parentId } },
    });
  const made = await repair(admin(), problem, support.id);
  expect(made.counts).toMatchObject({ ready: 3, error: 1 });
  const group = await database
    .prepare("select name, parent_id from groups where workspace_id = ?1 and name = 'Night shift'")
    .bind(space.workspace.id)
    .first();
  expect(group).toEqual({ name: "Night shift", parent_id: support.id });
  // Nothing but a missing group, and no name twice beside another.
  expect(await refusalOf(repair(admin(), problem))).toBe("NOT_FOUND");
  const again = await stage(admin(), "email,group\nr@example.com,Slaes\n");
  expect(
    await refusalOf(
      useCases.repairRows(admin(), {
        importId: again.id,
        problem: "!group_unknown:group:Slaes",
        repair: { createGroup: { parentId: "grp_00000000000000000000000000" } },
      }),
    ),
  ).toBe("NOT_FOUND");
});

test("whoever administers a group makes the missing one below it, and whoever makes no groups makes none by file", async () => {
  const ctx = await as(owner);
  const problem = "!group_unknown:group:Night shift";
  const repair = { createGroup: {} };
  const { id } = await stage(ctx, "email,group\na@example.com,Night shift\n");
  const made = await useCases.repairRows(ctx, { importId: id, problem, repair });
  expect(made.counts).toMatchObject({ ready: 1, error: 0 });
  const parent = await database
    .prepare("select parent_id from groups where workspace_id = ?1 and name = 'Night shift'")
    .bind(space.workspace.id)
    .first("parent_id");
  expect(parent).toBe(sales.id);

  const second = await stage(ctx, "email,group\nb@example.com,Elsewhere\n");
  const below = {
    problem: "!group_unknown:group:Elsewhere",
    repair: { createGroup: { parentId: support.id } },
  };
  expect(await refusalOf(useCases.repairRows(ctx, { importId: second.id, ...below }))).toBe("NOT_FOUND");

  const third = await stage(await as(manager), "email,group\nc@example.com,Night shift\n");
  expect(
    await refusalOf(useCases.repairRows(await as(manager), { importId: third.id, problem, repair })),
  ).toBe("FORBIDDEN");
  const key = house.context(await keyOf(space.admin, ["invitation.create"]));
  const fourth = await stage(key, "email,group\nd@example.com,Late shift\n");
  expect(
    await refusalOf(
      useCases.repairRows(key, {
        importId: fourth.id,
        problem: "!group_unknown:group:Late shift",
        repair,
      }),
    ),
  ).toBe("SCOPE_MISSING");
  expect(
    await database
      .prepare("select count(*) n from groups where workspace_id = ?1")
      .bind(space.workspace.id)
      .first("n"),
  ).toBe(3);
});

test("two who make the same missing group at once make one, and where unknown groups are ignored it can still be made", async () => {
  const admin = () => house.context(space.admin.caller);
  const { id } = await stage(admin(), "email,group\na@example.com,Night shift\n");
  const problem = "!group_unknown:group:Night shift";
  const repair = { createGroup: {} };
  const both = await Promise.allSettled(
    [1, 2].map(() => useCases.repairRows(admin(), { importId: id, problem, repair })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const groups = async () =>
    (
      await database
        .prepare("select name from groups where workspace_id = ?1 order by name")
        .bind(space.workspace.id)
        .all<{ name: string }>()
    ).results.map(({ name }) => name);
  expect(await groups()).toEqual(["Night shift", "Sales", "Support"]);

  const policies = { ...space.workspace.policies, "csv.unknown_group": "ignore" as const };
  await database
    .prepare("update workspaces set policy_overrides = ?2 where id = ?1")
    .bind(space.workspace.id, JSON.stringify({ "csv.unknown_group": "ignore" }))
    .run();
  const { caller } = space.admin;
  const lenient = () => house.context({ ...caller, workspace: { ...space.workspace, policies } } as Caller);
  const ignored = await stage(lenient(), "email,group\nb@example.com,Day shift\n");
  expect(ignored.counts).toEqual({ warning: 1 });
  const made = await useCases.repairRows(lenient(), {
    importId: ignored.id,
    problem: "~group_ignored:group:Day shift",
    repair,
  });
  expect(made.counts).toMatchObject({ ready: 1, warning: 0 });
  expect(await groups()).toContain("Day shift");
});
