import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import type { ImportOutcome } from "../schema/imports.ts";
import { importRows, imports } from "../schema/index.ts";
import { ofEachRow, ofRows } from "./import-rows.ts";
import { ofImport } from "./imports.ts";
import { eachRow, type Statement } from "./statements.ts";

/**
 * Mends every row with this problem and lets them be checked anew: `found` in the column becomes `value`, or
 * the whole cell does where nothing was found; without a value each row takes its own suggestion.
 */
export function repairRows(
  db: Database,
  workspaceId: string,
  importId: string,
  repair: { problem: string; columns: readonly number[]; found: string; value: string | null },
) {
  const { problem, found, value } = repair;
  // What is missing is put into the first column of that meaning; what is wrong may stand in any of them.
  const columns = value !== null && found !== "" ? repair.columns : repair.columns.slice(0, 1);
  const cells = columns.map((column) => {
    const path = `$[${column}]`;
    const cell = sql`${importRows.cells} ->> ${path}`;
    const suggestion = sql`coalesce(${importRows.resolved} ->> '$.problems[0].suggestion',
      ${importRows.resolved} ->> '$.warnings[0].suggestion', ${cell})`;
    const mended =
      value === null ? suggestion : found === "" ? sql`${value}` : sql`replace(${cell}, ${found}, ${value})`;
    return sql`${path}, ${mended}`;
  });
  return db
    .update(importRows)
    .set({ cells: sql`json_set(${importRows.cells}, ${sql.join(cells, sql`, `)})`, ...restaged })
    .where(sql`${ofRows(workspaceId, importId)} and ${importRows.problem} = ${problem}`);
}

/** New cells for single rows, which are checked anew; `rows` as `{ line, cells }`. */
export function editRows(
  db: Database,
  workspaceId: string,
  importId: string,
  rows: readonly { line: number; cells: string[] }[],
) {
  return db
    .update(importRows)
    .set({ cells: sql`j.value -> '$.cells'`, ...restaged })
    .from(eachRow(JSON.stringify(rows), { workspace: workspaceId, import: importId }))
    .where(ofEachRow);
}

/**
 * Rows that repeat one of these addresses may be the first of it now: they are checked anew. The counts go
 * first, while the rows are still to be found.
 */
export function restageDuplicates(
  db: Database,
  workspaceId: string,
  importId: string,
  emails: string,
): Statement[] {
  const twins = sql`${ofRows(workspaceId, importId)} and ${importRows.problem} = '=duplicate'
    and ${importRows.email} in (select value from json_each(${emails}))`;
  const number = sql`(select count(*) from ${importRows} where ${twins})`;
  return [
    db
      .update(imports)
      .set({
        counts: sql`json_set(${imports.counts},
          '$.duplicate', max(0, coalesce(${imports.counts} ->> '$.duplicate', 0) - ${number}),
          '$.staged', coalesce(${imports.counts} ->> '$.staged', 0) + ${number})`,
      })
      .where(ofImport(workspaceId, importId)),
    db.update(importRows).set(restaged).where(twins),
  ];
}

/** The addresses of all rows with this problem. */
export function emailsWithProblem(db: Database, workspaceId: string, importId: string, problem: string) {
  return db
    .select({ email: importRows.email })
    .from(importRows)
    .where(
      sql`${ofRows(workspaceId, importId)} and ${importRows.problem} = ${problem} and ${importRows.email} is not null`,
    )
    .limit(5_000);
}

/** How many rows have this problem, what they are, and the first of them. */
export function problemCount(db: Database, workspaceId: string, importId: string, problem: string) {
  return db
    .select({
      count: sql<number>`count(*)`.as("n"),
      outcome: sql<ImportOutcome | null>`min(${importRows.outcome})`.as("an_outcome"),
      line: sql<number>`min(${importRows.line})`.as("first_line"),
    })
    .from(importRows)
    .where(sql`${ofRows(workspaceId, importId)} and ${importRows.problem} = ${problem}`);
}

/** How many rows have a problem of this kind, whatever was found: `!role_unknown:`. */
export function problemKindCount(db: Database, workspaceId: string, importId: string, kind: string) {
  return db
    .select({ count: sql<number>`count(*)`.as("n") })
    .from(importRows)
    .where(sql`${ofRows(workspaceId, importId)} and ${ofProblemKind(kind)}`);
}

/** Rows with a problem of this kind are to be checked anew. */
export function restageProblemKind(db: Database, workspaceId: string, importId: string, kind: string) {
  return db
    .update(importRows)
    .set(restaged)
    .where(sql`${ofRows(workspaceId, importId)} and ${ofProblemKind(kind)}`);
}

/** All rows are to be read anew, because the columns mean something else now. */
export function restageAll(db: Database, workspaceId: string, importId: string) {
  return db.update(importRows).set(restaged).where(ofRows(workspaceId, importId));
}

/** Takes rows with this problem out of the import. */
export function excludeRows(db: Database, workspaceId: string, importId: string, problem: string) {
  return db
    .update(importRows)
    .set({ outcome: "excluded", problem: "=excluded" })
    .where(sql`${ofRows(workspaceId, importId)} and ${importRows.problem} = ${problem}`);
}

/** `=staged` lets the partial index find them. */
const restaged = { outcome: "staged", problem: "=staged", resolved: null } as const;

function ofProblemKind(kind: string): SQL {
  return sql`${importRows.problem} >= ${kind} and ${importRows.problem} < ${`${kind}\uffff`}`;
}
