import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { type ListPeopleInput, listPeople } from "../../../worker/domain/members/list-people.ts";
import {
  createMember,
  createWorkspace,
  day,
  hour,
  monday,
  openHouse,
  type TestWorkspace,
} from "../../support/house.ts";
import { countReads, type SeededIds, seedPeople } from "../../support/seed-people.ts";

const counted = countReads(env.DB);
const house = openHouse({ database: counted.database });
const sizes = [1_000, 200_000];
const pageSize = 50;
const mark = 6 * pageSize + 50;

const spaces = new Map<number, TestWorkspace>();
let ids: SeededIds;

beforeAll(async () => {
  for (const size of sizes) {
    const space = await createWorkspace(house);
    ids = await seedPeople(counted.database, space.workspace.id, size);
    spaces.set(size, space);
  }
});

/** Reads of one page by statement: the page, what is overdue, the counters, what ends soon. */
async function readsOf(size: number, input: ListPeopleInput) {
  const space = spaces.get(size);
  if (!space) throw new Error("not seeded");
  counted.reset();
  const page = await listPeople(house.context(space.admin.caller), input);
  const [rows = 0, overdue = 0, counts = 0, expiring = 0] = counted.reads;
  return { page, rows: rows + overdue, counts, expiring, statements: counted.reads.length };
}

const everyMarkedFilter = (): [string, ListPeopleInput][] => [
  ["no filter", {}],
  ["oldest first", { sort: "oldest" }],
  ["status pending", { status: "pending" }],
  ["status active", { status: "active" }],
  ["status expired", { status: "expired" }],
  ["status expiring", { status: "expiring" }],
  ["status bounced", { status: "bounced" }],
  ["status deactivated", { status: "deactivated" }],
  ["status canceled", { status: "canceled" }],
  ["status declined", { status: "declined" }],
  ["delivery", { delivery: "delivered" }],
  ["role learner", { role: "learner" }],
  ["role admin", { role: "admin" }],
  ["unit", { unitId: ids.unit(3) }],
  ["group", { groupId: ids.group(3) }],
  ["inviter", { inviterId: ids.inviter(4) }],
  ["registered", { origin: "catalog" }],
  ["registered and active", { origin: "catalog", status: "active" }],
  ["import", { importId: "imp_2" }],
  ["ending before a moment", { expiringBefore: new Date(monday + 20 * day) }],
  ["pending with role", { status: "pending", role: "learner" }],
  ["pending with unit", { status: "pending", unitId: ids.unit(3) }],
  ["pending with group", { status: "pending", groupId: ids.group(3) }],
  ["expired with role", { status: "expired", role: "learner" }],
  ["expired with unit", { status: "expired", unitId: ids.unit(13) }],
  ["active with role", { status: "active", role: "instructor" }],
  ["active with group", { status: "active", groupId: ids.group(13) }],
  ["search", { q: "ana lopez 1" }],
  ["search that everybody fits", { q: "example" }],
  ["search by address", { q: "ana77@" }],
  ["search that fits twice", { q: "ana" }],
  ["search with status pending", { q: "lopez", status: "pending" }],
  ["search with status active", { q: "lopez", status: "active" }],
  ["search with status expired", { q: "lopez", status: "expired" }],
];

const everyCombination = (): [string, ListPeopleInput][] => [
  ["role and unit", { role: "learner", unitId: ids.unit(3) }],
  ["role and group and status", { role: "learner", groupId: ids.group(3), status: "active" }],
  ["role and delivery", { role: "instructor", delivery: "bounced" }],
  ["facets that nobody has together", { unitId: ids.unit(3), groupId: ids.group(4) }],
  ["search and role", { q: "lopez", role: "admin" }],
  ["search and ending soon", { q: "lopez", status: "expiring" }],
  ["ending soon and unit", { status: "expiring", unitId: ids.unit(3) }],
  [
    "everything at once",
    {
      role: "learner",
      unitId: ids.unit(3),
      groupId: ids.group(3),
      inviterId: ids.inviter(3),
      importId: "imp_3",
      delivery: "sent",
      status: "pending",
      q: "ana",
    },
  ],
];

test("a page of any marked filter reads at most six rows for each it shows, at every size", async () => {
  const table: string[] = [];
  for (const [name, input] of everyMarkedFilter()) {
    for (const size of sizes) {
      const first = await readsOf(size, input);
      const deep = first.page.nextCursor
        ? await readsOf(size, { ...input, cursor: first.page.nextCursor })
        : first;
      table.push(`${name} | ${size} | ${first.page.rows.length} | ${first.rows} | ${deep.rows}`);
      expect(first.statements, name).toBe(4);
      const besides = Object.keys(input).filter((key) => key !== "status" && key !== "sort");
      const counting = besides.every((key) => key === "unitId" || key === "groupId");
      // One place has counters of its own, a few for each unit below it.
      if (besides.length > 0)
        expect(first.counts + first.expiring, `${name}: what is counted`).toBeLessThanOrEqual(
          counting ? 60 : 3,
        );
      expect(first.rows, `${name} at ${size}`).toBeLessThanOrEqual(mark);
      expect(deep.rows, `${name} at ${size}, second page`).toBeLessThanOrEqual(mark);
    }
  }
  console.log(["filter | members | rows shown | rows read | second page", ...table].join("\n"));
});

test("any other combination reads at most 2,000 rows and may ask to keep looking", async () => {
  const table: string[] = [];
  for (const [name, input] of everyCombination()) {
    for (const size of sizes) {
      const { page, rows } = await readsOf(size, input);
      table.push(`${name} | ${size} | ${page.rows.length} | ${rows} | ${page.more}`);
      expect(rows, `${name} at ${size}`).toBeLessThanOrEqual(2_000);
    }
  }
  console.log(["combination | members | rows shown | rows read | more", ...table].join("\n"));
});

test("the chips read a row for each state and at most a thousand and one of what ends soon", async () => {
  const small = await readsOf(1_000, {});
  const large = await readsOf(200_000, {});
  expect(large.counts).toBe(small.counts);
  expect(large.counts).toBeLessThanOrEqual(30);
  expect(large.expiring).toBeLessThanOrEqual(1_002);
  expect(large.page.chips).toEqual({
    all: 190_001,
    pending: 60_000,
    active: 100_001,
    expired: 20_000,
    bounced: 8_000,
    deactivated: 10_000,
    unproved: 0,
    canceled: 10_000,
    expiring: 1_000,
    atLeast: ["expiring"],
  });
});

test("the cost stays bounded when the cron has stood still for days", async () => {
  const before = house.clock.now;
  house.clock.advance(3 * day + hour);
  try {
    for (const input of [
      { status: "pending" },
      { status: "expired" },
      { status: "expired", unitId: ids.unit(3) },
      { status: "expired", q: "lopez" },
      {},
    ] as ListPeopleInput[]) {
      const { rows } = await readsOf(200_000, input);
      expect(rows, JSON.stringify(input)).toBeLessThanOrEqual(2_000 + 700);
    }
  } finally {
    house.clock.now = before;
  }
});

test("a page of a part reads six rows for each it shows, of a tree too, and filtered at most 2,000", async () => {
  const table: string[] = [];
  for (const size of sizes) {
    const { workspace } = spaces.get(size) ?? (await createWorkspace(house));
    // Groups and units of the seed stand side by side: ten groups and five units come below the first.
    const below = (tree: string, until: string, parent: string) =>
      counted.database
        .prepare(
          `update ${tree} set path = '0000/' || path, parent_id = ?2
          where workspace_id = ?1 and path > '0000/' and path < ?3`,
        )
        .bind(workspace.id, parent, until);
    await counted.database.batch([
      below("groups", "0010/", ids.group(0)),
      below("units", "0005/", ids.unit(0)),
      // Every other person of the tree is in a second group of it, and one in three derives from it too.
      counted.database
        .prepare(
          `insert or ignore into group_members
          select m.workspace_id, m.membership_id, case when n % 2 then ?2 else ?3 end, case when n % 3 then 'direct' else 'derived' end
          from (select *, row_number() over (order by membership_id) as n from group_members
            where workspace_id = ?1 and group_id > ?2 and group_id < ?4 order by membership_id limit 2000) m where n % 2 or n % 3`,
        )
        .bind(workspace.id, ids.group(0), ids.group(1), ids.group(10)),
    ]);
    const callers = {
      "unit manager": { role: "unit_manager" as const, unitId: ids.unit(0) },
      "administrator of one group": { role: "group_admin" as const, groupId: ids.group(20) },
      "administrator of a tree": { role: "group_admin" as const, groupId: ids.group(0) },
      "administrator of three groups": [20, 21, 22].map((group) => ({
        role: "group_admin" as const,
        groupId: ids.group(group),
      })),
    };
    for (const [who, roles] of Object.entries(callers)) {
      const { caller } = await createMember(house, workspace, { roles: [roles].flat() });
      const reads = async (input: ListPeopleInput) => {
        counted.reset();
        const page = await listPeople(house.context(caller), input);
        const [rows = 0, overdue = 0, counts = 0, others = 0] = counted.reads;
        return { page, rows: rows + overdue, chips: counts + others };
      };
      const first = await reads({});
      const deep = first.page.nextCursor ? await reads({ cursor: first.page.nextCursor }) : first;
      table.push([who, size, first.page.rows.length, first.rows, deep.rows, first.chips].join(" | "));
      expect(first.page.rows.length, who).toBeGreaterThan(size === 1_000 ? 15 : 49);
      expect(first.rows, `${who} at ${size}`).toBeLessThanOrEqual(mark);
      expect(deep.rows, `${who} at ${size}, second page`).toBeLessThanOrEqual(mark);
      // With its chips too a page of several places stays under what any filter may read.
      expect(first.rows + first.chips, `page and chips of ${who} at ${size}`).toBeLessThanOrEqual(2_000);
      for (const input of [
        { status: "active" },
        { status: "expired" },
        { role: "learner" },
        { role: "admin", delivery: "bounced" },
        { q: "ana lopez 1" },
        { q: "example" },
        { status: "expiring" },
        { inviterId: ids.inviter(4) },
      ] as ListPeopleInput[]) {
        const { rows } = await reads(input);
        expect(rows, `${who} at ${size}, ${JSON.stringify(input)}`).toBeLessThanOrEqual(2_000);
      }
    }
  }
  console.log(["who | members | rows shown | rows read | second page | chips", ...table].join("\n"));
});

test("people of several groups are told apart as far as that is cheap, and the rest is said as so many or more", async () => {
  const { workspace } = await createWorkspace(house);
  await seedPeople(counted.database, workspace.id, 4_000);
  // Everybody up to a number is in both of two groups.
  const together = async (first: number, second: number, until: number) => {
    await counted.database
      .prepare(
        `insert or ignore into group_members (workspace_id, membership_id, group_id, kind)
        select m.workspace_id, m.id, g.value, 'direct' from json_each(?2) g cross join memberships m
        where m.workspace_id = ?1 and m.id < ?3`,
      )
      .bind(workspace.id, JSON.stringify([ids.group(first), ids.group(second)]), ids.member(until))
      .run();
    const roles = [first, second].map((group) => ({
      role: "group_admin" as const,
      groupId: ids.group(group),
    }));
    const { caller } = await createMember(house, workspace, { roles });
    counted.reset();
    const { chips } = await listPeople(house.context(caller), {});
    expect(counted.reads.reduce((sum, reads) => sum + reads, 0)).toBeLessThanOrEqual(2_000);
    return chips;
  };
  // Of 40: 12 pending, 20 active, 4 expired, 2 deactivated, 2 that came to nothing; and who is in one of them.
  expect(await together(1, 2, 200)).toEqual({
    all: 60 + 57 + 100 + 76 + 20 + 19 + 10,
    pending: 60 + 57,
    active: 100 + 76,
    expired: 20 + 19,
    deactivated: 10,
    unproved: 0,
    canceled: 10,
    bounced: null,
    expiring: 60 + 20,
    atLeast: [],
  });
  expect(await together(3, 4, 4_000)).toEqual({
    all: 1_000,
    pending: 1_000,
    active: 1_000,
    expired: 400,
    deactivated: 200,
    unproved: 0,
    canceled: 200,
    bounced: null,
    expiring: null,
    atLeast: ["all", "pending", "active", "expired"],
  });
});
