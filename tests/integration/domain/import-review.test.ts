import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  openHouse,
  refusalOf,
} from "../../support/house.ts";
import { countReads } from "../../support/seed-people.ts";

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let from = 0; from < bytes.length; from += 1 << 16) yield bytes.slice(from, from + (1 << 16));
}

const header = "email,first_name,last_name,role";

/** A workspace with an import of these lines in review. */
async function review(lines: readonly string[], options: { database?: D1Database } = {}) {
  const house = openHouse(options);
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const { id: importId } = await useCases.stageImport(ctx(), {
    fileName: "people.csv",
    file: bytesOf(`${[header, ...lines].join("\n")}\n`),
  });
  const rows = async () => {
    const listed = await useCases.listImportRows(ctx(), { importId, limit: 200 });
    return listed.rows.map(({ line, cells, outcome, email }) =>
      [line, outcome, email, ...cells.slice(1)].join(" "),
    );
  };
  const view = () => useCases.viewImport(ctx(), { importId });
  /** What the counts should say, counted. */
  const counted = async () => {
    const { results } = await house.database
      .prepare("select outcome, count(*) n from import_rows where import_id = ?1 group by 1")
      .bind(importId)
      .all<{ outcome: string; n: number }>();
    return Object.fromEntries(results.map(({ outcome, n }) => [outcome, n]));
  };
  const expectRightCounts = async () => {
    const { counts } = await view();
    expect(Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0))).toEqual(await counted());
  };
  const undo = async () => {
    const { lastChange } = await view();
    return useCases.undoChange(ctx(), { importId, changeId: lastChange?.id ?? "" });
  };
  const work = async () => {
    for (let woken = house.importsWoken.shift(); woken; woken = house.importsWoken.shift()) {
      while ((await useCases.runImport(house.system(), woken)).more);
    }
  };
  return { house, space, ctx, importId, rows, view, expectRightCounts, undo, work };
}

const people = (count: number, email = (index: number) => `p${index}@example.com`) =>
  Array.from({ length: count }, (_, index) => `${email(index)},Ana,Number ${index},learner`);

test("a row is corrected, taken out and put back in two round trips each, and the import stays in review", async () => {
  const trips = countRoundTrips(openHouse().database);
  const { importId, ctx, view, rows, expectRightCounts } = await review(
    ["not an address,Ana,Ruiz,learner", ...people(3)],
    { database: trips.database },
  );
  const acts = [
    [{ cells: { email: "ana@example.com" } }, "ready"],
    [{ cells: { role: "studnt" } }, "error"],
    [{ cells: { role: "learner", email: "P1@Example.com" } }, "duplicate"],
    [{ exclude: true }, "excluded"],
    [{ exclude: false, cells: { email: "ben@example.com" } }, "ready"],
  ] as const;
  for (const [act, outcome] of acts) {
    const before = ctx();
    trips.reset();
    const row = await useCases.correctRow(before, { importId, line: 2, ...act });
    expect(trips.roundTrips()).toBe(2);
    expect(row.outcome).toBe(outcome);
    expect((await view()).status).toBe("ready");
    await expectRightCounts();
  }
  expect(await rows()).toContain("2 ready ben@example.com Ana Ruiz learner");
});

test("a corrected row is judged by who is here, and does not stand in its own way", async () => {
  const { house, space, importId, ctx } = await review(people(2));
  const member = await createMember(house, space.workspace);
  const act = (cells: Record<string, string>) => useCases.correctRow(ctx(), { importId, line: 2, cells });
  expect(await act({ first_name: "Ben" })).toMatchObject({ outcome: "ready", email: "p0@example.com" });
  expect(await act({ email: member.email })).toMatchObject({ outcome: "already_member" });
  expect(await act({ email: "p1@example.com" })).toMatchObject({ outcome: "duplicate", firstLine: 3 });
  expect(await act({ email: "ana@gmial.com" })).toMatchObject({ outcome: "warning" });
});

test("a row that somebody mightier corrects is judged by the rights of whoever uploaded it", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  if (admin.caller.kind !== "member") throw new Error("a member");
  const id = house.system().ids.next("apiKey");
  await house.database
    .prepare(
      "insert into api_keys (workspace_id, id, name, hash, scopes, max_role, creator_membership_id, created_at) values (?1, ?2, 'Key', ?2, ?3, 'learner', ?4, 1)",
    )
    .bind(workspace.id, id, JSON.stringify(["invitation.create"]), admin.membershipId)
    .run();
  const key = {
    id,
    name: "Key",
    scopes: ["invitation.create" as const],
    creatorMembershipId: admin.membershipId,
    creatorRoles: admin.caller.membership.roles,
    maxRole: "learner" as const,
  };
  const { id: importId } = await useCases.stageImport(house.context({ kind: "apiKey", workspace, key }), {
    fileName: "people.csv",
    file: bytesOf(`${header}\nana@example.com,Ana,Ruiz,learner\n`),
  });
  const row = await useCases.correctRow(house.context(admin.caller), {
    importId,
    line: 2,
    cells: { role: "instructor" },
  });
  expect([row.outcome, row.problems.map(({ code }) => code)]).toEqual(["error", ["role_above_yours"]]);
});

test("an address that a row gives up goes to the first row that repeats it", async () => {
  const { importId, ctx, rows, expectRightCounts } = await review([
    "ana@example.com,Ana,One,learner",
    "ana@example.com,Ana,Two,learner",
    "ana@example.com,Ana,Three,learner",
  ]);
  await useCases.correctRow(ctx(), { importId, line: 2, cells: { email: "new@example.com" } });
  expect(await rows()).toEqual([
    "2 ready new@example.com Ana One learner",
    "3 ready ana@example.com Ana Two learner",
    "4 duplicate ana@example.com Ana Three learner",
  ]);
  await useCases.correctRow(ctx(), { importId, line: 3, exclude: true });
  expect((await rows())[2]).toBe("4 ready ana@example.com Ana Three learner");
  await expectRightCounts();
});

test("of two people who correct the same row at once one is told so", async () => {
  const { importId, ctx, rows, expectRightCounts } = await review(people(1));
  const both = ["Ben", "Cem"].map((name) =>
    useCases.correctRow(ctx(), { importId, line: 2, cells: { first_name: name } }).then(
      () => "done",
      (error) => error.code,
    ),
  );
  expect((await Promise.all(both)).sort()).toEqual(["EDIT_CONFLICT", "done"]);
  expect(await rows()).toHaveLength(1);
  await expectRightCounts();
});

test("two rows that take the same address at once never both hold it", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { importId, ctx, rows, expectRightCounts } = await review(people(2));
    await Promise.all(
      [2, 3].map((line) =>
        useCases
          .correctRow(ctx(), { importId, line, cells: { email: "same@example.com" } })
          .catch((error) => expect(error.code).toBe("EDIT_CONFLICT")),
      ),
    );
    const holders = (await rows()).filter((row) => row.includes("ready same@example.com"));
    expect(holders).toHaveLength(1);
    await expectRightCounts();
  }
});

test("a row that would grow past what a file may hold is refused", async () => {
  const columns = Array.from({ length: 12 }, (_, index) => `extra${index}`);
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = house.context(space.admin.caller);
  const { id: importId } = await useCases.stageImport(ctx, {
    fileName: "people.csv",
    file: bytesOf(`email,${columns.join(",")}\nana@example.com\n`),
    mapping: { email: "email" },
  });
  const cells = Object.fromEntries(columns.map((column) => [column, "x".repeat(9_000)]));
  expect(await refusalOf(useCases.correctRow(ctx, { importId, line: 2, cells }))).toBe("ROW_TOO_LARGE");
});

test("the rows that repeat the addresses of a group of any size are checked anew with it", async () => {
  const size = 6_000;
  const { importId, ctx, view, work, expectRightCounts } = await review([
    ...people(size, (index) => `p${index}@gmial.com`),
    ...people(size, (index) => `p${index}@gmial.com`),
  ]);
  expect((await view()).counts).toMatchObject({ warning: size, duplicate: size });
  await useCases.repairRows(ctx(), {
    importId,
    problem: "~email_typo:email:suggested",
    repair: { exclude: true },
  });
  await work();
  expect(await view()).toMatchObject({ status: "ready" });
  expect((await view()).counts).toMatchObject({ excluded: size, warning: size, duplicate: 0 });
  await expectRightCounts();
});

test("leaving a group out costs two round trips, and mending one costs two before its rows are checked", async () => {
  const trips = countRoundTrips(openHouse().database);
  const { importId, ctx, view } = await review(
    [...people(3, (index) => `bad${index}`), "a@example.com,Ana,Ruiz,studnt"],
    { database: trips.database },
  );
  const leavesOut = ctx();
  const malformed = (await view()).groups.find(({ problem }) => problem.includes("email_malformed"));
  trips.reset();
  const after = await useCases.repairRows(leavesOut, {
    importId,
    problem: malformed?.problem ?? "",
    repair: { exclude: true },
  });
  expect(trips.roundTrips()).toBe(2);
  expect(after).toMatchObject({ status: "ready", counts: { excluded: 3, error: 1 } });
  const mends = ctx();
  trips.reset();
  await useCases.repairRows(mends, {
    importId,
    problem: "!role_unknown:role:studnt",
    repair: { value: "learner" },
  });
  // Two for the repair; four for a chunk of checking; one for the import as it is then.
  expect(trips.roundTrips()).toBe(7);
});

test("the rows that repeat addresses are found by the addresses, not by walking through the file", async () => {
  const size = 3_000;
  const seeding = await review([
    ...people(size),
    "twin@gmial.com,Ana,First,learner",
    "twin@gmial.com,Ana,Second,learner",
  ]);
  const { house, space, importId } = seeding;
  const counter = countReads(house.database);
  const watched = openHouse({ database: counter.database });
  const act = watched.context(space.admin.caller);
  counter.reset();
  await useCases.correctRow(act, { importId, line: size + 2, exclude: true });
  expect(Math.max(...counter.reads)).toBeLessThan(100);
  counter.reset();
  await useCases.repairRows(act, {
    importId,
    problem: "~email_typo:email:suggested",
    repair: { exclude: true },
  });
  expect(Math.max(...counter.reads)).toBeLessThan(100);
  counter.reset();
  await seeding.undo();
  const { lastChange } = await seeding.view();
  counter.reset();
  await useCases.undoChange(act, { importId, changeId: lastChange?.id ?? "" });
  expect(Math.max(...counter.reads)).toBeLessThan(100);
});

test("a text is replaced in one column: in part or whole cells, with or without its case", async () => {
  const lines = ["Straße Süd", "STRASSE SÜD", "süd", "Südsüd", "sud"].map(
    (name, index) => `p${index}@example.com,${name},Süd,learner`,
  );
  const cases = [
    [{ find: "süd", replace: "Nord" }, ["Straße Nord", "STRASSE Nord", "Nord", "NordNord", "sud"]],
    [
      { find: "süd", replace: "Nord", matchCase: true },
      ["Straße Süd", "STRASSE SÜD", "Nord", "SüdNord", "sud"],
    ],
    [{ find: "SÜD", replace: "", wholeCell: true }, ["Straße Süd", "STRASSE SÜD", "", "Südsüd", "sud"]],
  ] as const;
  for (const [by, names] of cases) {
    const { importId, ctx, house } = await review(lines);
    const done = await useCases.replaceInColumn(ctx(), { importId, column: "first_name", ...by });
    const { rows } = await useCases.listImportRows(ctx(), { importId });
    expect(rows.map(({ cells }) => cells[1])).toEqual(names);
    expect(rows.map(({ cells }) => cells[2])).toEqual(lines.map(() => "Süd"));
    expect(done.count).toBe(names.filter((name, index) => name !== lines[index]?.split(",")[1]).length);
    expect(house.importsWoken).toEqual([]);
  }
});

test("what a replacement would change is counted and shown before it is done", async () => {
  const { importId, ctx, rows, view } = await review([...people(7), "b@example.com,Ben,Ruiz,Student"]);
  const before = await rows();
  const asked = { importId, column: "email", find: "@example.com", replace: "@example.org" };
  const { count, examples } = await useCases.replaceInColumn(ctx(), { ...asked, dryRun: true });
  expect(count).toBe(8);
  expect(examples).toHaveLength(5);
  expect(examples[0]).toEqual({ line: 2, before: "p0@example.com", after: "p0@example.org" });
  expect(await rows()).toEqual(before);
  expect((await view()).lastChange).toBeNull();
});

test("rows that a replacement changed are checked anew, and rows that were taken out stay as they are", async () => {
  const { importId, ctx, rows, expectRightCounts } = await review([
    "a@example.com,Ana,One,studnt",
    "b@example.com,Ben,Two,studnt;learner",
    "c@example.com,Cem,Three,studnt",
    "d@example.com,Dan,Four,",
  ]);
  await useCases.correctRow(ctx(), { importId, line: 4, exclude: true });
  const done = await useCases.replaceInColumn(ctx(), {
    importId,
    column: "role",
    find: "Studnt",
    replace: "learner",
  });
  expect(done).toMatchObject({ count: 2, import: { status: "ready" } });
  await useCases.replaceInColumn(ctx(), {
    importId,
    column: "role",
    find: "",
    replace: "learner",
    wholeCell: true,
  });
  expect(await rows()).toEqual([
    "2 ready a@example.com Ana One learner",
    "3 ready b@example.com Ben Two learner;learner",
    "4 excluded c@example.com Cem Three studnt",
    "5 ready d@example.com Dan Four learner",
  ]);
  await expectRightCounts();
});

test("addresses that a replacement gives up go to the rows that repeat them", async () => {
  const { importId, ctx, rows, expectRightCounts } = await review([
    "ana@old.example,Ana,One,learner",
    "ANA@old.example,Ana,Two,learner",
    "ana@new.example,Ana,Three,learner",
  ]);
  await useCases.replaceInColumn(ctx(), {
    importId,
    column: "email",
    find: "ana@old",
    replace: "ana@new",
    matchCase: true,
  });
  expect(await rows()).toEqual([
    "2 duplicate ana@new.example Ana One learner",
    "3 ready ana@old.example Ana Two learner",
    "4 ready ana@new.example Ana Three learner",
  ]);
  await expectRightCounts();
});

test("a replacement says what is wrong with it", async () => {
  const { importId, ctx, rows } = await review([
    `a@example.com,${"x".repeat(90)},One,learner`,
    `b@example.com,${"x".repeat(9_500)},Two,learner`,
  ]);
  const before = await rows();
  const act = (by: Record<string, unknown>) =>
    useCases.replaceInColumn(ctx(), { importId, column: "first_name", find: "y", replace: "", ...by }).then(
      () => "done",
      (error) => error.details.params?.line ?? error.details.errors?.[0]?.path ?? error.code,
    );
  expect(await act({})).toBe("find");
  expect(await act({ find: "x", replace: "x" })).toBe("find");
  expect(await act({ find: "" })).toBe("find");
  expect(await act({ column: "nowhere" })).toBe("column");
  expect(await act({ find: "x", replace: "xyz", matchCase: true })).toBe(3);
  expect(await act({ find: "x", replace: "y".repeat(1_000), matchCase: true })).toBe(2);
  expect(
    await refusalOf(
      useCases.replaceInColumn(ctx(), {
        importId,
        column: "first_name",
        find: "x",
        replace: "xyz",
        matchCase: true,
      }),
    ),
  ).toBe("CELL_TOO_LONG");
  expect(await rows()).toEqual(before);
});

test("the text that is put in is taken as it is, whatever it means to SQL or JSON", async () => {
  const { importId, ctx } = await review([
    "a@example.com,it's %_*,One,learner",
    "b@example.com,its,Two,learner",
  ]);
  const replace = `"'\\ \u0000{}]); drop table imports; --$1`;
  await useCases.replaceInColumn(ctx(), { importId, column: "first_name", find: "'S %_*", replace });
  const { rows } = await useCases.listImportRows(ctx(), { importId });
  expect(rows.map(({ cells }) => cells[1])).toEqual([`it${replace}`, "its"]);
});

test("the latest changes are taken back one after another, down to the file as it came", async () => {
  const { importId, ctx, rows, undo, view, expectRightCounts } = await review([
    "a@example.com,Ana,One,studnt",
    "b@example.com,Ben,Two,studnt",
    "A@example.com,Cem,Three,learner",
    "d@gmial.com,Dan,Four,learner",
  ]);
  const states = [await rows()];
  const acts = [
    () => useCases.correctRow(ctx(), { importId, line: 2, cells: { email: "new@example.com" } }),
    () => useCases.correctRow(ctx(), { importId, line: 4, exclude: true }),
    () => useCases.correctRow(ctx(), { importId, line: 4, cells: { last_name: "Back" }, exclude: false }),
    () =>
      useCases.repairRows(ctx(), {
        importId,
        problem: "!role_unknown:role:studnt",
        repair: { value: "learner" },
      }),
    () =>
      useCases.repairRows(ctx(), {
        importId,
        problem: "~email_typo:email:suggested",
        repair: { exclude: true },
      }),
    () =>
      useCases.replaceInColumn(ctx(), {
        importId,
        column: "email",
        find: "example.com",
        replace: "x.example",
      }),
  ];
  for (const act of acts) {
    await act();
    states.push(await rows());
    await expectRightCounts();
  }
  const kinds: unknown[] = [];
  for (const state of states.reverse().slice(1)) {
    const { lastChange } = await view();
    kinds.push([lastChange?.kind, lastChange?.count, lastChange?.line]);
    expect(await undo()).toMatchObject({ status: "ready" });
    expect(await rows()).toEqual(state);
    await expectRightCounts();
  }
  expect(kinds).toEqual([
    ["replace", 3, undefined],
    ["exclude_group", 1, undefined],
    ["repair", 2, undefined],
    ["include", 1, 4],
    ["exclude", 1, 4],
    ["correct", 1, 2],
  ]);
  expect((await view()).lastChange).toBeNull();
});

test("only the latest change can be taken back, once, and only in the review", async () => {
  const { importId, ctx, view, rows } = await review(people(2));
  const correct = (name: string) =>
    useCases.correctRow(ctx(), { importId, line: 2, cells: { first_name: name } });
  await correct("Ben");
  const first = (await view()).lastChange?.id ?? "";
  await correct("Cem");
  const second = (await view()).lastChange?.id ?? "";
  expect(await refusalOf(useCases.undoChange(ctx(), { importId, changeId: first }))).toBe("EDIT_CONFLICT");
  const both = [0, 1].map(() =>
    useCases.undoChange(ctx(), { importId, changeId: second }).then(
      () => "done",
      (error) => error.code,
    ),
  );
  expect((await Promise.all(both)).filter((answer) => answer === "done")).toHaveLength(1);
  expect((await rows())[0]).toBe("2 ready p0@example.com Ben Number 0 learner");
  await useCases.confirmImport(ctx(), { importId });
  expect((await view()).lastChange).toBeNull();
  expect(await refusalOf(useCases.undoChange(ctx(), { importId, changeId: first }))).toBe("IMPORT_STATE");
  expect(await refusalOf(correct("Dan"))).toBe("IMPORT_STATE");
});

test("ten changes can be taken back, and no more are kept", async () => {
  const { importId, ctx, house } = await review(people(1));
  for (let turn = 0; turn < 13; turn += 1) {
    await useCases.correctRow(ctx(), { importId, line: 2, cells: { first_name: `Name ${turn}` } });
  }
  const kept = await house.database
    .prepare(
      `select (select count(*) from import_changes where import_id = ?1) changes,
        (select count(*) from import_changed_rows where import_id = ?1) n`,
    )
    .bind(importId)
    .first();
  expect(kept).toEqual({ changes: 10, n: 10 });
});

test("saving a row that nobody changed is nothing to take back", async () => {
  const { importId, ctx, view } = await review(people(1));
  await useCases.correctRow(ctx(), { importId, line: 2, cells: { first_name: "Ana" } });
  await useCases.correctRow(ctx(), { importId, line: 2, exclude: false });
  expect((await view()).lastChange).toBeNull();
});

test("a replacement and an undo of somebody else's import find nothing, and change nothing", async () => {
  const { house, importId, ctx, view, rows } = await review(people(2));
  await useCases.correctRow(ctx(), { importId, line: 2, cells: { first_name: "Ben" } });
  const before = await rows();
  const other = await createWorkspace(house);
  const foreign = () => house.context(other.admin.caller);
  const changeId = (await view()).lastChange?.id ?? "";
  expect(await refusalOf(useCases.undoChange(foreign(), { importId, changeId }))).toBe("NOT_FOUND");
  const asked = { importId, column: "first_name", find: "Ana", replace: "Eve" };
  expect(await refusalOf(useCases.replaceInColumn(foreign(), asked))).toBe("NOT_FOUND");
  expect(await refusalOf(useCases.replaceInColumn(foreign(), { ...asked, dryRun: true }))).toBe("NOT_FOUND");
  expect(await rows()).toEqual(before);
});

test("what an import remembers of its review goes with its rows, a month after its end", async () => {
  const { house, importId, ctx, work } = await review(people(2));
  await useCases.correctRow(ctx(), { importId, line: 2, cells: { first_name: "Ben" } });
  await useCases.confirmImport(ctx(), { importId });
  await work();
  const left = () =>
    house.database
      .prepare(
        `select (select count(*) from import_changes where import_id = ?1) changes,
        (select count(*) from import_changed_rows where import_id = ?1) n`,
      )
      .bind(importId)
      .first();
  house.clock.now += 29 * day;
  await useCases.sweepImports(house.system(), {});
  expect(await left()).toEqual({ changes: 1, n: 1 });
  house.clock.now += 2 * day;
  await useCases.sweepImports(house.system(), {});
  expect(await left()).toEqual({ changes: 0, n: 0 });
});
