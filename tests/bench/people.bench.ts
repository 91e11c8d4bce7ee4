import { env } from "cloudflare:workers";
import { test } from "vitest";
import type { Caller } from "../../worker/domain/context.ts";
import { type ListPeopleInput, listPeople } from "../../worker/domain/members/list-people.ts";
import { callerNow, createMember, createWorkspace, openHouse, type TestWorkspace } from "../support/house.ts";
import { countReads, type SeededIds, seedPeople } from "../support/seed-people.ts";
import { median, report } from "./measure.ts";

const counted = countReads(env.DB);
const house = openHouse({ database: counted.database });
const large = Number(env.BENCH_MEMBERS);
const rounds = 21;
/** The clock ticks in milliseconds, so that one reading is of several pages. */
const pagesARound = 10;

const filters = (ids: SeededIds): [string, ListPeopleInput][] => [
  ["no filter", {}],
  ["status pending", { status: "pending" }],
  ["status expired", { status: "expired" }],
  ["role learner", { role: "learner" }],
  ["unit", { unitId: ids.unit(3) }],
  ["group", { groupId: ids.group(3) }],
  ["pending with role", { status: "pending", role: "learner" }],
  ["search", { q: "ana lopez 1" }],
  ["search with status", { q: "lopez", status: "pending" }],
];

const pageSize = 50;

/**
 * The cursor of the page ten pages further down, or of the last full one there is: a page of eleven people says
 * nothing about one of fifty.
 */
async function deepCursor(caller: Caller, input: ListPeopleInput): Promise<string | undefined> {
  let cursor: string | undefined;
  let { nextCursor } = await listPeople(house.context(caller), input);
  for (let page = 0; page < 10 && nextCursor; page += 1) {
    const next = await listPeople(house.context(caller), { ...input, cursor: nextCursor });
    if (next.rows.length < pageSize) break;
    cursor = nextCursor;
    nextCursor = next.nextCursor;
  }
  return cursor;
}

/** More people in the groups that are looked at: of a thousand people twenty are in each, which is no full page. */
async function fillGroups(workspaceId: string, ids: SeededIds): Promise<void> {
  await counted.database
    .prepare(
      `insert or ignore into group_members (workspace_id, membership_id, group_id, kind)
      select m.workspace_id, m.id, g.value, 'direct' from json_each(?2) g cross join memberships m
      where m.workspace_id = ?1 and m.id >= ?3 || printf('%03d', 100 * g.key) and m.id < ?3 || printf('%03d', 100 * g.key + 100)`,
    )
    .bind(workspaceId, JSON.stringify([2, 3, 4, 6].map(ids.group)), ids.member(0).slice(0, -3))
    .run();
}

interface Asked {
  caller: Caller;
  input: ListPeopleInput;
}

/** What a page of 50 reads in all its queries. */
async function rowsOf({ caller, input }: Asked): Promise<number> {
  counted.reset();
  await listPeople(house.context(caller), input);
  return counted.reads.reduce((sum, reads) => sum + reads, 0);
}

/** Half the time of a page for each; in turn, so that whatever else the machine does meets all of them. */
async function timesOf(pages: readonly Asked[]): Promise<number[]> {
  const times = pages.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, { caller, input }] of pages.entries()) {
      const start = performance.now();
      for (let page = 0; page < pagesARound; page += 1) await listPeople(house.context(caller), input);
      times[at]?.push((performance.now() - start) / pagesARound);
    }
  }
  return times.map(median);
}

test("the users page at a thousand and at a million members", async () => {
  const small = await createWorkspace(house);
  const ids = await seedPeople(counted.database, small.workspace.id, 1_000);
  const huge = await createWorkspace(house);
  await seedPeople(counted.database, huge.workspace.id, large);
  for (const { workspace } of [small, huge]) await fillGroups(workspace.id, ids);
  for (const [name, input] of filters(ids)) {
    await compare(name, input, small.admin.caller, huge.admin.caller);
  }
  // People of a part have their list in the order of its places.
  const parts: [string, Parameters<typeof createMember>[2], ListPeopleInput][] = [
    ["a manager of five units", managerOf(ids), {}],
    ["a manager of five units, status pending", managerOf(ids), { status: "pending" }],
    ["a group administrator of three groups", administratorOf(ids), {}],
    ["a group administrator of three groups, search", administratorOf(ids), { q: "ana lopez 1" }],
  ];
  for (const [name, member, input] of parts) {
    const [few, many] = [await memberOf(small, member), await memberOf(huge, member)];
    await compare(name, input, few, many);
  }
});

async function compare(name: string, input: ListPeopleInput, small: Caller, huge: Caller): Promise<void> {
  for (const page of ["first", "deep"] as const) {
    const at = async (caller: Caller): Promise<Asked> => {
      const cursor = page === "deep" ? await deepCursor(caller, input) : undefined;
      return { caller, input: { ...input, ...(cursor && { cursor }) } };
    };
    const asked = [await at(small), await at(huge)] as const;
    const rows = { few: await rowsOf(asked[0]), many: await rowsOf(asked[1]) };
    const [few = 0, many = 0] = await timesOf(asked);
    report({
      what: `users page of 50, ${name}, ${page} page`,
      measured: `${many.toFixed(1)} ms (${rows.many} rows read) at ${large.toLocaleString("en")} members`,
      baseline: `${few.toFixed(1)} ms (${rows.few} rows read) at 1,000`,
      ratio: many / few,
      mark: 1.3,
    });
  }
}

async function memberOf(
  { workspace }: TestWorkspace,
  member: Parameters<typeof createMember>[2],
): Promise<Caller> {
  return callerNow(house, await createMember(house, workspace, member));
}

function managerOf(ids: SeededIds): Parameters<typeof createMember>[2] {
  return { roles: [1, 3, 5, 7, 9].map((unit) => ({ role: "unit_manager", unitId: ids.unit(unit) })) };
}

function administratorOf(ids: SeededIds): Parameters<typeof createMember>[2] {
  return { roles: [2, 4, 6].map((group) => ({ role: "group_admin", groupId: ids.group(group) })) };
}
