import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openDatabase } from "../../../db/index.ts";
import { rowsToUpdate } from "../../../db/queries/import-updates.ts";
import { customFields } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  type House,
  openHouse,
  plantGroup,
  plantUnit,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

const { DB: database } = env;

interface Usage {
  queries: number;
  /** Bytes of the largest bound value, and of all that one call sends. */
  largestValue: number;
  largestCall: number;
}

/** Counts queries as D1 does, each statement of a batch being one, and measures what is sent. */
function metered() {
  const usage: Usage = { queries: 0, largestValue: 0, largestCall: 0 };
  const sizes = new WeakMap<object, number[]>();
  const originals = new WeakMap<object, D1PreparedStatement>();
  const note = (statements: object[]) => {
    usage.queries += statements.length;
    const all = statements.flatMap((statement) => sizes.get(statement) ?? []);
    usage.largestValue = Math.max(usage.largestValue, ...all);
    usage.largestCall = Math.max(
      usage.largestCall,
      all.reduce((sum, size) => sum + size, 0),
    );
  };
  const wrap = (statement: D1PreparedStatement, bound: number[] = []): D1PreparedStatement => {
    const proxy: D1PreparedStatement = new Proxy(statement, {
      get(target, property) {
        if (property === "bind") {
          return (...values: unknown[]) =>
            wrap(
              target.bind(...values),
              values.map((value) => (typeof value === "string" ? new TextEncoder().encode(value).length : 8)),
            );
        }
        const value = Reflect.get(target, property) as unknown;
        if (!["all", "run", "first", "raw"].includes(String(property))) return value;
        return (...args: unknown[]) => {
          note([proxy]);
          return (value as (...args: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    originals.set(proxy, statement);
    sizes.set(proxy, bound);
    return proxy;
  };
  const metered = new Proxy(database, {
    get(target, property) {
      if (property === "prepare") return (sql: string) => wrap(target.prepare(sql));
      if (property === "batch") {
        return (statements: D1PreparedStatement[]) => {
          note(statements);
          return target.batch(statements.map((statement) => originals.get(statement) ?? statement));
        };
      }
      const value = Reflect.get(target, property) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { usage, database: metered };
}

const megabyte = 1_000_000;

async function* fileOf(
  rows: number,
  row: (number: number) => string,
  header: string,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`${header}\n`);
  for (let from = 0; from < rows; from += 500) {
    const lines = Array.from({ length: Math.min(500, rows - from) }, (_, index) => row(from + index));
    yield encoder.encode(`${lines.join("\n")}\n`);
  }
}

const allColumns =
  "email,first_name,last_name,external_id,role,unit,group,courses,access_expires_on,labels,custom:size";
const newPeople = `${allColumns},sessions`;

const inEverything = (number: number, role: string) =>
  `p${number}@example.com,Eva,Number ${number},X-${number},${role},North,Sales,First aid;Fire safety,2026-12-31,Evening;Part time,M`;

/** A workspace with something for every column, and a course and a group above for whoever joins the group. */
async function furnished(house: House, overrides: Record<string, unknown>) {
  const space = await createWorkspace(house, { overrides });
  const { id: workspaceId } = space.workspace;
  await plantUnit(house, workspaceId, "North");
  const parent = await plantGroup(house, workspaceId, "Everybody");
  const { id: groupId } = await plantGroup(house, workspaceId, "Sales", { parent });
  const aid = await plantCourse(house, workspaceId, "First aid");
  await plantCourse(house, workspaceId, "Fire safety");
  await plantCourse(house, workspaceId, "For sales", { groupIds: [groupId] });
  await plantSession(house, workspaceId, aid, { groupId });
  await plantSession(house, workspaceId, aid, { title: "Monday", seats: 100_000 });
  const { db, ids } = house.system();
  await db.insert(customFields).values({
    workspaceId,
    id: ids.next("customField"),
    key: "size",
    name: "Size",
    nameKey: "size",
    kind: "choice",
    choices: ["S", "M"],
    createdAt: house.clock.now,
  });
  return space;
}

test.each([
  ["plain memberships", {}],
  [
    "memberships that derive, and people with an account elsewhere kept out",
    { "groups.propagate_learner": true, "invite.existing_elsewhere": "block" },
  ],
] as const)(
  "an import takes at most twenty queries for a thousand rows, with something in every column and %s",
  async (_, overrides) => {
    const meter = metered();
    const house = openHouse({ database: meter.database });
    const space = await furnished(house, overrides);
    const { id: workspaceId } = space.workspace;
    const ctx = () => {
      const context = house.context(space.admin.caller);
      return { ...context, settings: { ...context.settings, invitationsPerDay: 1_000_000 } };
    };
    meter.usage.queries = 0;
    const people = 10_000;
    const { id: importId, counts } = await useCases.stageImport(ctx(), {
      fileName: "cost.csv",
      file: fileOf(people, (number) => `${inEverything(number, "learner")},Monday`, newPeople),
    });
    expect(counts).toEqual({ ready: people });
    await useCases.confirmImport(ctx(), { importId });
    const chunks: number[] = [];
    for (let more = true; more; ) {
      const before = meter.usage.queries;
      ({ more } = await useCases.runImport(
        { ...house.system(), settings: ctx().settings },
        { workspaceId, importId },
      ));
      chunks.push(meter.usage.queries - before);
    }
    expect(meter.usage.queries / (people / 1_000)).toBeLessThanOrEqual(20);
    // Ten chunks are one invocation of the queue, and D1 gives it a thousand queries.
    expect(Math.max(...chunks) * 10).toBeLessThanOrEqual(300);
    expect(meter.usage.largestValue).toBeLessThan(megabyte);
    expect((await useCases.viewImport(ctx(), { importId })).counts).toMatchObject({ invited: people });
  },
);

test("setting everybody in a file up stays within twenty queries for a thousand rows, with something in every column and usernames", async () => {
  const meter = metered();
  const house = openHouse({ database: meter.database });
  const space = await furnished(house, {
    "groups.propagate_learner": true,
    "direct_setup.enabled": true,
    "identity.username": "optional",
    "invite.existing_elsewhere": "block",
  });
  const { id: workspaceId } = space.workspace;
  const ctx = () => {
    const context = house.context(space.admin.caller);
    return { ...context, settings: { ...context.settings, invitationsPerDay: 1_000_000 } };
  };
  meter.usage.queries = 0;
  const people = 6_000;
  const { id: importId } = await useCases.stageImport(ctx(), {
    fileName: "set-up.csv",
    setUp: true,
    file: fileOf(
      people,
      (number) => `at-once-${inEverything(number, "learner")},Monday,person-${number}`,
      `${newPeople},username`,
    ),
  });
  await useCases.confirmImport(ctx(), { importId });
  const chunks: number[] = [];
  for (let more = true; more; ) {
    const before = meter.usage.queries;
    ({ more } = await useCases.runImport(
      { ...house.system(), settings: ctx().settings },
      { workspaceId, importId },
    ));
    chunks.push(meter.usage.queries - before);
  }
  expect(meter.usage.queries / (people / 1_000)).toBeLessThanOrEqual(20);
  expect(Math.max(...chunks) * 10).toBeLessThanOrEqual(300);
  expect(meter.usage.largestValue).toBeLessThan(megabyte);
  expect((await useCases.viewImport(ctx(), { importId })).counts).toMatchObject({ set_up: people });
});

test("changing people who are here, in all there is to change, stays within twenty queries for a thousand rows", async () => {
  const meter = metered();
  const house = openHouse({ database: meter.database });
  const space = await furnished(house, { "groups.propagate_learner": true });
  const { id: workspaceId } = space.workspace;
  const ctx = () => {
    const context = house.context(space.admin.caller);
    return { ...context, settings: { ...context.settings, invitationsPerDay: 1_000_000 } };
  };
  const finish = async (importId: string) => {
    for (let more = true; more; ) {
      ({ more } = await useCases.runImport(
        { ...house.system(), settings: ctx().settings },
        { workspaceId, importId },
      ));
    }
  };
  const people = 8_000;
  const first = await useCases.stageImport(ctx(), {
    fileName: "first.csv",
    file: fileOf(
      people,
      (number) => `p${number}@example.com,Ana,Number ${number}`,
      "email,first_name,last_name",
    ),
  });
  await useCases.confirmImport(ctx(), { importId: first.id });
  await finish(first.id);
  // Half of these are members: whoever has joined and whoever is invited take statements of their own.
  await database
    .prepare(
      "update memberships set status = 'active', shown_as = 'active' where workspace_id = ?1 and last_name glob '*[13579]'",
    )
    .bind(workspaceId)
    .run();
  meter.usage.queries = 0;
  meter.usage.largestValue = 0;
  const { id: importId, counts } = await useCases.stageImport(ctx(), {
    fileName: "cost.csv",
    existing: "overwrite",
    file: fileOf(people, (number) => inEverything(number, "instructor"), allColumns),
  });
  expect(counts).toEqual({ update: people });
  await useCases.confirmImport(ctx(), { importId });
  await finish(importId);
  expect(meter.usage.queries / (people / 1_000)).toBeLessThanOrEqual(20);
  expect(meter.usage.largestValue).toBeLessThan(megabyte);
  const done = await useCases.viewImport(ctx(), { importId });
  expect(done.counts).toMatchObject({ updated: people, update: 0 });
});

test("the largest file there may be is taken in with far fewer than a thousand queries and no large value", async () => {
  const meter = metered();
  const house = openHouse({ database: meter.database });
  const space = await createWorkspace(house);
  const wide = "王".repeat(40);
  const { rowCount, fileBytes } = await useCases.stageImport(house.context(space.admin.caller), {
    fileName: "large.csv",
    // 200,000 rows of 160 bytes: both limits at once.
    file: fileOf(200_000, (number) => `p${number}@example.com,${wide}`, "email,first_name"),
  });
  expect(rowCount).toBe(200_000);
  expect(fileBytes).toBeGreaterThan(28 * megabyte);
  expect(meter.usage.queries).toBeLessThanOrEqual(500);
  expect(meter.usage.largestValue).toBeLessThan(1.5 * megabyte);
});

test("rows with the longest notes there may be go out in chunks that the database takes, and none is left out", async () => {
  const meter = metered();
  const house = openHouse({ database: meter.database });
  const space = await createWorkspace(house);
  const { id: workspaceId } = space.workspace;
  const ctx = () => {
    const context = house.context(space.admin.caller);
    return { ...context, settings: { ...context.settings, invitationsPerDay: 1_000_000 } };
  };
  const note = "王".repeat(1_000);
  const people = 1_500;
  const { id: importId } = await useCases.stageImport(ctx(), {
    fileName: "notes.csv",
    file: fileOf(people, (number) => `p${number}@example.com,${note}`, "email,message"),
  });
  // Checked anew, as after a repair: that is a chunk of its own.
  await useCases.mapColumns(ctx(), { importId, mapping: ["email", "message"] });
  const finish = async () => {
    for (let more = true; more; ) {
      ({ more } = await useCases.runImport(
        { ...house.system(), settings: ctx().settings },
        { workspaceId, importId },
      ));
    }
  };
  await finish();
  await useCases.confirmImport(ctx(), { importId });
  await finish();
  expect((await useCases.viewImport(ctx(), { importId })).counts).toMatchObject({ invited: people });
  expect(meter.usage.largestValue).toBeLessThan(2 * megabyte);
});

test("the rows that change people are found without a walk through the file", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { id: workspaceId } = space.workspace;
  await createMember(house, space.workspace, { email: "p0@example.com", firstName: "", lastName: "" });
  const { id: importId } = await useCases.stageImport(house.context(space.admin.caller), {
    fileName: "few.csv",
    existing: "overwrite",
    file: fileOf(5_000, (number) => `p${number}@example.com,Ana`, "email,first_name"),
  });
  const statement = rowsToUpdate(openDatabase(database), workspaceId, importId, 1_000).toSQL();
  const { meta, results } = await database
    .prepare(statement.sql)
    .bind(...statement.params)
    .all();
  expect(results).toHaveLength(1);
  expect(meta.rows_read).toBeLessThan(50);
});
