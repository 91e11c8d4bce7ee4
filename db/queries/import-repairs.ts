import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import type { ImportOutcome } from "../schema/imports.ts";
import { importRows, imports } from "../schema/index.ts";
import { columnsOf } from "./columns.ts";
import { type CheckedRow, ofRows, type RowSet } from "./import-rows.ts";
import { ofImport } from "./imports.ts";
import type { Statement } from "./statements.ts";

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
  // What is missing is put into the first column of that meaning; what is wrong may stand in any of them, and
  // nothing in all.
  const all = value === "" || (value !== null && found !== "");
  const columns = all ? repair.columns : repair.columns.slice(0, 1);
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
    .where(ofProblem(workspaceId, importId, problem));
}

/** A row as the editor saw it, with its cells as they are stored. */
export function rowAsSeen(db: Database, workspaceId: string, importId: string, line: number) {
  return db
    .select({ row: columnsOf(importRows, "r"), seen: sql<string>`${importRows.cells}`.as("seen") })
    .from(importRows)
    .where(ofLine(workspaceId, importId, line));
}

/** These addresses and that of a row, as a JSON array; NULL without the row. */
export function emailsWithThatOf(
  workspaceId: string,
  importId: string,
  line: number,
  emails: readonly string[],
): SQL {
  return sql`(select json_insert(${JSON.stringify(emails)}, '$[#]', r.email) from import_rows r
    where r.workspace_id = ${workspaceId} and r.import_id = ${importId} and r.line = ${line})`;
}

/** A row with what its new cells make of it; guard that one changed. */
export function editRow(
  db: Database,
  workspaceId: string,
  importId: string,
  row: CheckedRow & { cells: string[] },
  was: { seen: string; outcome: ImportOutcome },
) {
  const { line, email, outcome, ...values } = row;
  // Another row may have taken the address, or given it up, since this one was judged by it.
  const held =
    email === null || email === undefined || outcome === "error"
      ? sql``
      : sql`and ${outcome === "duplicate" ? 1 : 0} = exists (
          select 1 from import_rows h indexed by import_rows_email
          where h.workspace_id = ${workspaceId} and h.import_id = ${importId} and h.email = ${email}
            and h.email is not null and h.line <> ${line}
            and h.outcome not in ('staged', 'duplicate', 'excluded'))`;
  return db
    .update(importRows)
    .set({ ...values, email: email ?? null, outcome })
    .where(
      sql`${ofLine(workspaceId, importId, line)} and ${importRows.cells} = ${was.seen}
        and ${importRows.outcome} = ${was.outcome} ${held}`,
    );
}

/** Takes a row out of the import; guard that one changed. */
export function excludeRow(
  db: Database,
  workspaceId: string,
  importId: string,
  line: number,
  was: { seen: string; outcome: ImportOutcome },
) {
  return db
    .update(importRows)
    .set(excluded)
    .where(
      sql`${ofLine(workspaceId, importId, line)} and ${importRows.cells} = ${was.seen}
        and ${importRows.outcome} = ${was.outcome}`,
    );
}

/** How many rows wait for the address or the username of this one; zero when it holds neither. */
export function twinCount(db: Database, workspaceId: string, importId: string, line: number) {
  const held = (column: SQL, by: SQL) => sql`select ${column} from import_rows r
    where r.workspace_id = ${workspaceId} and r.import_id = ${importId} and r.line = ${line} and ${by}`;
  return db
    .select({ count: sql<number>`count(*)`.as("n") })
    .from(importRows)
    .where(
      waitingFor(
        workspaceId,
        importId,
        held(sql`r.email`, holds),
        held(sql`r.resolved ->> '$.usernameKey'`, sql`r.outcome in ('ready', 'warning')`),
      ),
    );
}

/**
 * The rows that repeat one of these addresses (`emails` selects them as `email`): when it is given up, they
 * may be the first of it and are to be checked anew.
 */
export function repeating(workspaceId: string, importId: string, emails: SQL): RowSet {
  return onLines(workspaceId, importId, repeatingLines(workspaceId, importId, emails));
}

/** The rows that were refused because another holds their username: one, as its key, or any. */
export function wantingUsername(workspaceId: string, importId: string, key: SQL | null = null): RowSet {
  return onLines(workspaceId, importId, wantingLines(workspaceId, importId, key));
}

/** Both: whoever waits for what a row gives up, its address or its username. */
export function waitingFor(workspaceId: string, importId: string, emails: SQL, key: SQL | null): RowSet {
  const wanting = wantingLines(workspaceId, importId, key);
  return onLines(
    workspaceId,
    importId,
    sql`${repeatingLines(workspaceId, importId, emails)} union all ${wanting}`,
  );
}

function onLines(workspaceId: string, importId: string, lines: SQL): RowSet {
  return sql`${ofRows(workspaceId, importId)} and ${importRows.line} in (${lines})`;
}

// Left to itself SQLite takes the key of the import and walks through the file for each address.
function repeatingLines(workspaceId: string, importId: string, emails: SQL): SQL {
  return sql`select t.line from (${emails}) e cross join import_rows t indexed by import_rows_email
    where t.workspace_id = ${workspaceId} and t.import_id = ${importId}
      and t.email = e.email and t.email is not null and t.problem = '=duplicate'`;
}

function wantingLines(workspaceId: string, importId: string, key: SQL | null): SQL {
  return sql`select t.line from import_rows t indexed by import_rows_problem
    where t.workspace_id = ${workspaceId} and t.import_id = ${importId} and t.problem is not null
      and t.problem >= '!username_twice:' and t.problem < '!username_twice;'
      ${key === null ? sql`` : sql`and t.resolved ->> '$.usernameKey' = (${key})`}`;
}

/** One address, for `repeating`. */
export function thisEmail(email: string): SQL {
  return sql`select ${email} email`;
}

/** One username, as its key, for those who want it. */
export function thisKey(key: string): SQL {
  return sql`select ${key}`;
}

/** The addresses that rows with this problem hold, as `email`. */
export function emailsHeld(workspaceId: string, importId: string, problem: string): SQL {
  return sql`select r.email from ${withProblem(workspaceId, importId, problem)}
    and r.email is not null and ${holds}`;
}

/** One of these rows, if there is any; null: nothing is asked. */
export function anyRow(db: Database, workspaceId: string, importId: string, rows: RowSet | null) {
  return db
    .select({ line: importRows.line })
    .from(importRows)
    .where(rows ?? ofLine(workspaceId, importId, 0))
    .limit(1);
}

/** The state of an import in review after some rows were given up: to be checked if others repeat them. */
export function checkingIfAny(rows: RowSet): SQL {
  return sql`iif(exists (select 1 from import_rows where ${rows}), 'checking', 'ready')`;
}

/** The counts after all these rows have become something else. */
export function countsAfter(rows: RowSet, outcome: ImportOutcome): SQL {
  return sql`(select json_group_object(outcome, n) from (
    select outcome, max(0, sum(n)) n from (
      select key outcome, value n from json_each(${imports.counts})
      union all select outcome, -count(*) from import_rows where ${rows} group by outcome
      union all select ${outcome}, count(*) from import_rows where ${rows})
    group by outcome))`;
}

/** Lets rows be checked anew. The counts go first, while the rows are still to be found. */
export function restageRows(db: Database, workspaceId: string, importId: string, rows: RowSet): Statement[] {
  return [
    db
      .update(imports)
      .set({ counts: countsAfter(rows, "staged") })
      .where(ofImport(workspaceId, importId)),
    db.update(importRows).set(restaged).where(rows),
  ];
}

/** How many rows have this problem. */
export function problemCount(db: Database, workspaceId: string, importId: string, problem: string) {
  return db
    .select({ count: sql<number>`count(*)`.as("n") })
    .from(sql`${withProblem(workspaceId, importId, problem)}`);
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
    .set(excluded)
    .where(ofProblem(workspaceId, importId, problem));
}

/** `=staged` lets the partial index find them. */
const restaged = { outcome: "staged", problem: "=staged", resolved: null } as const;

const excluded = { outcome: "excluded", problem: "=excluded" } as const;

/** A row `r` that stands in the way of others with its address. */
const holds = sql.raw("r.outcome not in ('staged', 'duplicate', 'excluded')");

/** The rows with this problem. */
export function ofProblem(workspaceId: string, importId: string, problem: string): RowSet {
  return sql`${ofRows(workspaceId, importId)} and ${importRows.line} in (
    select r.line from ${withProblem(workspaceId, importId, problem)})`;
}

// Left to itself SQLite takes the key of the import and walks through the file.
function withProblem(workspaceId: string, importId: string, problem: string): SQL {
  return sql`import_rows r indexed by import_rows_problem where r.workspace_id = ${workspaceId}
    and r.import_id = ${importId} and r.problem = ${problem} and r.problem is not null`;
}

export function ofLine(workspaceId: string, importId: string, line: number): RowSet {
  return sql`${ofRows(workspaceId, importId)} and ${importRows.line} = ${line}`;
}

function ofProblemKind(kind: string): SQL {
  return sql`${importRows.problem} >= ${kind} and ${importRows.problem} < ${`${kind}\uffff`}`;
}
