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

/** Half the time of a page of 50: the first, and one ten pages further down. */
async function pageTimes(caller: Caller, input: ListPeopleInput) {
  const ctx = () => house.context(caller);
  let cursor: string | null = null;
  for (let page = 0; page < 10; page += 1) {
    const next: { nextCursor: string | null } = await listPeople(ctx(), {
      ...input,
      ...(cursor ? { cursor } : {}),
    });
    if (!next.nextCursor) break;
    cursor = next.nextCursor;
  }
  const timeOf = async (wanted: ListPeopleInput) => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now();
      for (let page = 0; page < pagesARound; page += 1) await listPeople(ctx(), wanted);
      times.push((performance.now() - start) / pagesARound);
    }
    return median(times);
  };
  counted.reset();
  await listPeople(ctx(), input);
  const rows = counted.reads.reduce((sum, reads) => sum + reads, 0);
  return {
    first: await timeOf(input),
    deep: await timeOf({ ...input, ...(cursor ? { cursor } : {}) }),
    rows,
  };
}

test("the users page at a thousand and at a million members", async () => {
  const small = await createWorkspace(house);
  const ids = await seedPeople(counted.database, small.workspace.id, 1_000);
  const huge = await createWorkspace(house);
  await seedPeople(counted.database, huge.workspace.id, large);
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
  const few = await pageTimes(small, input);
  const many = await pageTimes(huge, input);
  for (const page of ["first", "deep"] as const) {
    report({
      what: `users page of 50, ${name}, ${page} page`,
      measured: `${many[page].toFixed(1)} ms (${many.rows} rows read) at ${large.toLocaleString("en")} members`,
      baseline: `${few[page].toFixed(1)} ms (${few.rows} rows read) at 1,000`,
      ratio: many[page] / few[page],
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
