import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { memberships, roleAssignments } from "../../../db/schema/index.ts";
import { csvLine } from "../../../worker/domain/csv-cells.ts";
import { exportPeople } from "../../../worker/domain/members/export-people.ts";
import {
  type ListPeopleInput,
  listPeople,
  type PersonRow,
} from "../../../worker/domain/members/list-people.ts";
import { searchTermsOf } from "../../../worker/domain/people/person-name.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import {
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  minute,
  openHouse,
  refusalOf,
  type TestWorkspace,
} from "../../support/house.ts";
import { seedPeople } from "../../support/seed-people.ts";

const database = env.DB;

let serial = 0;

async function addPerson(
  house: House,
  { workspace }: TestWorkspace,
  person: {
    shown?: (typeof memberships.$inferInsert)["shownAs"];
    first?: string;
    last?: string;
    email?: string;
    expiresAt?: number;
    roles?: RoleKey[];
    delivery?: (typeof memberships.$inferInsert)["delivery"];
  },
): Promise<string> {
  serial += 1;
  house.clock.advance(1);
  const ctx = house.system();
  const id = ctx.ids.next("membership");
  const shown = person.shown ?? "pending";
  const names = { firstName: person.first ?? "Kim", lastName: person.last ?? `Row ${serial}` };
  const email = person.email ?? `kim-${serial}@example.org`;
  await ctx.db.insert(memberships).values({
    workspaceId: workspace.id,
    id,
    email,
    ...names,
    language: "en",
    status:
      shown === "expired" ? "pending" : shown === "canceled" || shown === "declined" ? "removed" : shown,
    shownAs: shown,
    delivery: person.delivery ?? "sent",
    linkExpiresAt: person.expiresAt ?? null,
    inviterId: "",
    searchTerms: searchTermsOf({ ...names, email }),
    createdAt: house.clock.now,
  });
  await ctx.db.insert(roleAssignments).values(
    (person.roles ?? ["learner"]).map((role) => ({
      workspaceId: workspace.id,
      membershipId: id,
      role,
      scopeId: "",
    })),
  );
  return id;
}

async function everyPage(house: House, space: TestWorkspace, input: ListPeopleInput): Promise<PersonRow[]> {
  const rows: PersonRow[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 200; page += 1) {
    const found: Awaited<ReturnType<typeof listPeople>> = await listPeople(
      house.context(space.admin.caller),
      cursor ? { ...input, cursor } : input,
    );
    rows.push(...found.rows);
    cursor = found.nextCursor;
    if (!cursor) return rows;
  }
  throw new Error("the pages do not end");
}

const idsOf = (rows: readonly PersonRow[]) => rows.map(({ id }) => id);

test("the list shows everybody newest first with roles and state, and chips beside it", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const pending = await addPerson(house, space, { expiresAt: house.clock.now + 2 * day });
  const expired = await addPerson(house, space, { shown: "expired", expiresAt: house.clock.now - 1 });
  const gone = await addPerson(house, space, { shown: "deactivated", roles: ["learner", "instructor"] });
  await addPerson(house, space, { shown: "canceled" });
  await addPerson(house, space, { shown: "declined" });
  const page = await listPeople(house.context(space.admin.caller), {});
  expect(idsOf(page.rows)).toEqual([gone, expired, pending, space.admin.membershipId]);
  expect(page.rows.map(({ status }) => status)).toEqual(["deactivated", "expired", "pending", "active"]);
  expect(page.rows[0]?.roles.map(({ role }) => role).sort()).toEqual(["instructor", "learner"]);
  expect([page.nextCursor, page.more]).toEqual([null, "no"]);
  expect(page.chips).toEqual({
    all: 4,
    pending: 1,
    active: 1,
    expired: 1,
    bounced: 0,
    deactivated: 1,
    unproved: 0,
    canceled: 2,
    expiring: 0,
    atLeast: [],
  });
  const oldest = await listPeople(house.context(space.admin.caller), { sort: "oldest" });
  expect(idsOf(oldest.rows)).toEqual(idsOf(page.rows).reverse());
});

test("another workspace's people are never in it", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const other = await createWorkspace(house);
  await addPerson(house, other, { first: "Zora" });
  for (const input of [{}, { q: "zora" }, { status: "pending" }, { role: "learner" }] as ListPeopleInput[]) {
    const page = await listPeople(house.context(space.admin.caller), input);
    expect(page.rows.filter(({ id }) => id !== space.admin.membershipId)).toEqual([]);
  }
});

test("a link that ended this moment is expired with the cron stopped, and pending a millisecond before", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const end = house.clock.now + hour;
  const due = await addPerson(house, space, { expiresAt: end, first: "Ines" });
  const later = await addPerson(house, space, { expiresAt: end + day, first: "Ines" });
  const marked = await addPerson(house, space, { shown: "expired", expiresAt: 5, first: "Ines" });
  house.clock.now = end - 1;
  const list = async (input: ListPeopleInput) => idsOf(await everyPage(house, space, input));
  expect(await list({ status: "pending" })).toEqual([later, due]);
  house.clock.advance(1);
  expect(await list({ status: "pending" })).toEqual([later]);
  expect(await list({ status: "expired" })).toEqual([marked, due]);
  expect(await list({ status: "expired", sort: "oldest" })).toEqual([due, marked]);
  expect(await list({ status: "expired", role: "learner" })).toEqual([marked, due]);
  expect(await list({ status: "expired", role: "instructor" })).toEqual([]);
  expect(new Set(await list({ status: "expired", q: "ines" }))).toEqual(new Set([due, marked]));
  expect(await list({ status: "pending", q: "ines" })).toEqual([later]);
  const all = await everyPage(house, space, {});
  expect(all.find(({ id }) => id === due)?.status).toBe("expired");
});

test("the expired are all found when the cron has stood still over hundreds of them", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  await seedPeople(database, space.workspace.id, 2_000);
  house.clock.advance(day);
  const pending = (n: number) => n % 40 < 12;
  const over = (n: number) => 60_000 * ((n % 40_000) + 1) <= day;
  const numbers = Array.from({ length: 2_000 }, (_, n) => n);
  const expected = numbers.filter((n) => (n % 40 >= 32 && n % 40 < 36) || (pending(n) && over(n)));
  expect(expected.length).toBeGreaterThan(500);
  const found = await everyPage(house, space, { status: "expired", limit: 100 });
  expect(found.map(({ id }) => Number(id.slice(4)))).toEqual(expected.reverse());
  const left = await everyPage(house, space, { status: "pending", limit: 100 });
  expect(left.map(({ id }) => Number(id.slice(4)))).toEqual(
    numbers.filter((n) => pending(n) && !over(n)).reverse(),
  );
});

test("paging through any filter meets each row once and in order", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ids = await seedPeople(database, space.workspace.id, 1_000);
  const numbers = Array.from({ length: 1_000 }, (_, n) => n);
  const listed = (n: number) => n % 40 < 38;
  // active, deactivated, expired, pending
  const stateOf = (n: number) => (n % 40 < 12 ? 3 : n % 40 < 32 ? 0 : n % 40 < 36 ? 2 : 1);
  const role = (n: number) => (n % 100 === 7 ? "admin" : n % 10 === 3 ? "instructor" : "learner");
  const cases: [ListPeopleInput, (n: number) => boolean][] = [
    [{}, listed],
    [{ status: "active" }, (n) => n % 40 >= 12 && n % 40 < 32],
    [{ status: "canceled" }, (n) => n % 40 >= 38],
    [{ status: "declined" }, (n) => n % 40 === 39],
    [{ status: "bounced" }, (n) => listed(n) && n % 25 === 0],
    [{ role: "instructor" }, (n) => listed(n) && role(n) === "instructor"],
    [{ role: "group_admin", status: "pending" }, (n) => n % 20 === 5 && n % 40 < 12],
    [{ unitId: ids.unit(4) }, (n) => listed(n) && n % 20 === 4],
    [{ groupId: ids.group(4), unitId: ids.unit(14) }, (n) => listed(n) && n % 50 === 4 && n % 20 === 14],
    [
      { inviterId: ids.inviter(4), importId: "imp_2" },
      (n) => listed(n) && n % 10 === 4 && n % 2 === 0 && n % 5 === 2,
    ],
    [{ origin: "catalog" }, (n) => listed(n) && n % 10 === 9],
    [{ origin: "catalog", status: "active" }, (n) => n % 10 === 9 && n % 40 >= 12 && n % 40 < 32],
    [{ importId: "imp_2" }, (n) => listed(n) && n % 2 === 0 && n % 5 === 2],
    [
      { delivery: "sent", role: "learner", status: "active" },
      (n) => n % 40 >= 12 && n % 40 < 32 && role(n) === "learner" && n % 25 !== 0 && n % 3 !== 0,
    ],
  ];
  for (const [input, belongs] of cases) {
    const rows = (await everyPage(house, space, { ...input, limit: 20 })).filter(
      ({ id }) => id !== space.admin.membershipId,
    );
    const expected = numbers.filter(belongs).reverse();
    // People of units come state by state, oldest first.
    if (input.unitId) expected.sort((a, b) => stateOf(a) - stateOf(b) || a - b);
    expect(
      rows.map(({ id }) => Number(id.slice(4))),
      JSON.stringify(input),
    ).toEqual(expected);
  }
});

test("a search meets each person once, whatever number of their terms fit", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  await seedPeople(database, space.workspace.id, 400);
  const search = async (input: ListPeopleInput) =>
    (await everyPage(house, space, { ...input, limit: 20 })).map(({ id }) => Number(id.slice(4)));
  const listed = Array.from({ length: 400 }, (_, n) => n).filter((n) => n % 40 < 38);
  expect((await search({ q: "ana" })).sort((a, b) => a - b)).toEqual(listed);
  expect((await search({ q: "example.com", status: "active" })).length).toBe(201);
  expect(await search({ q: "ana78@" })).toEqual([]);
  expect(await search({ q: "  ÁNA76@ " })).toEqual([76]);
  expect((await search({ q: "lopez", role: "admin" })).sort((a, b) => a - b)).toEqual([7, 107, 207, 307]);
  expect(await search({ q: "nobody of this name" })).toEqual([]);
});

test("the soonest end comes first among the expiring, many of them at one moment", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const start = house.clock.now;
  const soon = await addPerson(house, space, { expiresAt: start + 3 * hour });
  const same = [];
  for (let count = 0; count < 5; count += 1) {
    same.push(await addPerson(house, space, { expiresAt: start + 5 * hour }));
  }
  await addPerson(house, space, { expiresAt: start + 2 * day });
  await addPerson(house, space, { expiresAt: start - hour });
  expect(idsOf(await everyPage(house, space, { status: "expiring", limit: 2 }))).toEqual([soon, ...same]);
  const before = new Date(start + 4 * hour);
  expect(idsOf(await everyPage(house, space, { expiringBefore: before }))).toEqual([soon]);
  expect(await everyPage(house, space, { expiringBefore: before, status: "active" })).toEqual([]);
  expect((await listPeople(house.context(space.admin.caller), {})).chips?.expiring).toBe(6);
});

test("a cursor of another order, garbage and unknown filters are refused by name", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  for (let count = 0; count < 3; count += 1) await addPerson(house, space, {});
  const ctx = house.context(space.admin.caller);
  const { nextCursor } = await listPeople(ctx, { limit: 1 });
  for (const input of [
    { cursor: nextCursor ?? "", sort: "oldest" },
    { cursor: "%%%" },
    { cursor: btoa('["newest",{},"x"]') },
    { status: "gone" },
    { limit: 101 },
    { unitId: "grp_1" },
    { page: 2 },
  ]) {
    expect(await refusalOf(listPeople(ctx, input as ListPeopleInput)), JSON.stringify(input)).toBe(
      "VALIDATION_FAILED",
    );
  }
});

test("a learner, a stranger and a key without the scope see no list", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const learner = await createMember(house, space.workspace);
  expect(await refusalOf(listPeople(house.context(learner.caller), {}))).toBe("FORBIDDEN");
  expect(await refusalOf(listPeople(house.anonymous(), {}))).toBe("NOT_SIGNED_IN");
  expect(await refusalOf(exportPeople(house.context(learner.caller), {}))).toBe("FORBIDDEN");
});

test("programs can leave the chips out, and beside a filter other than a place there are none", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const page = await listPeople(house.context(space.admin.caller), { chips: false });
  expect(page.chips).toBeNull();
  for (const filter of [{ q: "ana" }, { role: "learner" as const }, { label: "evening" }]) {
    expect((await listPeople(house.context(space.admin.caller), filter)).chips, "beside a filter").toBeNull();
  }
  expect((await listPeople(house.context(space.admin.caller), { status: "active" })).chips).not.toBeNull();
});

test("an export holds the filter's people in pieces, disarms formulas and is written down", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  await addPerson(house, space, { shown: "active", first: "=cmd|' /C calc'!A0", last: '"+1' });
  await addPerson(house, space, { shown: "active", first: "'tis", last: "＝1" });
  await seedPeople(database, space.workspace.id, 2_500);
  const file = await exportPeople(house.context(space.admin.caller), {
    filter: { status: "active" },
  });
  const pieces: string[] = [];
  for await (const piece of file.lines) pieces.push(piece);
  expect(file.fileName).toBe("people-2026-03-02.csv");
  expect(pieces.length).toBe(3);
  const text = pieces.join("");
  expect(text.startsWith('\ufeff"email","username","first_name"')).toBe(true);
  const lines = text.split("\r\n");
  expect(lines).toHaveLength(1 + 1_251 + 1);
  expect(text).toContain(`"'=cmd|' /C calc'!A0","'""+1"`);
  expect(text).toContain(`"''tis","'＝1"`);
  const [audit] = await database
    .prepare("select action from audit_events where workspace_id = ?")
    .bind(space.workspace.id)
    .all<{ action: string }>()
    .then(({ results }) => results);
  expect(audit?.action).toBe("people.exported");
});

test("an export of picked rows holds these, in whatever state, and nobody of another workspace", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const other = await createWorkspace(house);
  const pending = await addPerson(house, space, { first: "Pia" });
  const canceled = await addPerson(house, space, { shown: "canceled", first: "Cleo" });
  const removed = await addPerson(house, space, { shown: "removed", first: "Rita" });
  await addPerson(house, space, { first: "Otto" });
  const foreign = await addPerson(house, other, { first: "Fay" });
  const ids = [pending, canceled, removed, foreign, pending];
  const ctx = house.context(space.admin.caller);
  const { lines } = await exportPeople(ctx, { ids, filter: { status: "active" } });
  let text = "";
  for await (const piece of lines) text += piece;
  const rows = text.split("\r\n").slice(1, -1);
  expect(rows.map((row) => row.split(",")[2])).toEqual(['"Cleo"', '"Pia"']);
  const kept = await database
    .prepare("select details from audit_details where workspace_id = ?")
    .bind(space.workspace.id)
    .first<{ details: string }>();
  expect(JSON.parse(kept?.details ?? "{}")).toEqual({ filter: { ids: ids.slice(0, 4) } });
  expect(await refusalOf(exportPeople(ctx, {}))).toBe("VALIDATION_FAILED");
  expect(await refusalOf(exportPeople(ctx, { ids: Array(1_001).fill(pending) }))).toBe("VALIDATION_FAILED");
});

test("stripping exactly one quote gives back whatever a cell held", () => {
  for (const text of [
    "=1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    "\u0000=1",
    '"=1',
    " =1",
    "'x",
    "''",
    "＋1",
    "plain",
    "",
  ]) {
    const cell = csvLine([text]).slice(1, -3).replaceAll('""', '"');
    expect(cell.startsWith("'") ? cell.slice(1) : cell).toBe(text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    expect(/^["\s]*[=+\-@\t\r\u0000＝＋－＠]/.test(cell)).toBe(false);
  }
});

test("a person who is deactivated changes places at once", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace);
  await house
    .system()
    .db.update(memberships)
    .set({ status: "deactivated", shownAs: "deactivated" })
    .where(eq(memberships.id, member.membershipId));
  house.clock.advance(minute);
  expect(idsOf(await everyPage(house, space, { status: "deactivated" }))).toEqual([member.membershipId]);
  expect(idsOf(await everyPage(house, space, { status: "active" }))).toEqual([space.admin.membershipId]);
});
