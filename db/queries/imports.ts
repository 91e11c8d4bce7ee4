import { and, eq, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import type { ImportOutcome } from "../schema/imports.ts";
import { groups, importRows, imports, invitations, memberships, units } from "../schema/index.ts";
import { insertEach, insertFrom } from "./insert-from.ts";
import { standingColumns } from "./new-invitations.ts";
import { eachRow, type Statement } from "./statements.ts";

export type ImportInsert = typeof imports.$inferInsert;
export type ImportRowInsert = typeof importRows.$inferInsert;

/** How the number of rows of each outcome changes. */
export type CountChanges = Partial<Record<ImportOutcome, number>>;

/** Imports that hold the machinery of a workspace. */
const working = sql`('receiving', 'checking', 'running', 'undoing')`;

/** A new import, unless the workspace has `most` at work already; `guardChanged` makes that a refusal. */
export function insertImport(db: Database, row: ImportInsert, most: number) {
  return insertFrom(
    db,
    imports,
    row,
    sql`where (select count(*) from imports i where i.workspace_id = ${row.workspaceId}
      and i.status in ${working}) < ${most}`,
  );
}

export function importById(db: Database, workspaceId: string, id: string) {
  return db.select().from(imports).where(ofImport(workspaceId, id));
}

/** Imports of a workspace, newest first, from before `beforeId` on. */
export function importsOf(db: Database, workspaceId: string, beforeId: string | null, limit: number) {
  return db
    .select()
    .from(imports)
    .where(and(eq(imports.workspaceId, workspaceId), beforeId ? lt(imports.id, beforeId) : undefined))
    .orderBy(sql`${imports.id} desc`)
    .limit(limit);
}

/** How columns of the same names were mapped the last time. */
export function rememberedMapping(db: Database, workspaceId: string, header: readonly string[]) {
  return db
    .select({ mapping: imports.mapping })
    .from(imports)
    .where(
      and(
        eq(imports.workspaceId, workspaceId),
        sql`${imports.header} = ${JSON.stringify(header)} and ${imports.mapping} is not null`,
      ),
    )
    .orderBy(sql`${imports.id} desc`)
    .limit(1);
}

/** Changes an import as long as it is in one of these states. */
export function changeImport(
  db: Database,
  workspaceId: string,
  id: string,
  from: readonly ImportInsert["status"][],
  values: { [Name in keyof ImportInsert]?: ImportInsert[Name] | SQL },
) {
  return db
    .update(imports)
    .set(values as Partial<ImportInsert>)
    .where(and(ofImport(workspaceId, id), sql`${imports.status} in ${[...from]}`));
}

/** The counts with some rows more and others fewer, whatever else changed them meanwhile. */
export function shiftedCounts(changes: CountChanges): SQL {
  const moved = Object.entries(changes).filter(([, by]) => by !== 0);
  const pairs = moved.map(([outcome, by]) => {
    const path = `$.${outcome}`;
    return sql`${path}, max(0, coalesce(${imports.counts} ->> ${path}, 0) + ${by})`;
  });
  return pairs.length === 0
    ? sql`${imports.counts}`
    : sql`json_set(${imports.counts}, ${sql.join(pairs, sql`, `)})`;
}

/** The counts when whatever would have gone along is canceled. */
export function canceledCounts(): SQL {
  const of = (outcome: string) => sql`coalesce(${imports.counts} ->> ${sql.raw(`'$.${outcome}'`)}, 0)`;
  return sql`json_set(${imports.counts}, '$.canceled', ${of("canceled")} + ${of("ready")} + ${of("warning")},
    '$.ready', 0, '$.warning', 0)`;
}

/** The number of rows, with some more. */
export function moreRows(by: number): SQL {
  return sql`${imports.rowCount} + ${by}`;
}

/** One worker at a time holds an import until its lease runs out. */
export function leaseImport(
  db: Database,
  workspaceId: string,
  id: string,
  lease: string,
  now: number,
  leaseUntil: number,
) {
  return db
    .update(imports)
    .set({ lease, leaseUntil })
    .where(
      and(
        ofImport(workspaceId, id),
        sql`${imports.status} in ('checking', 'running', 'undoing')`,
        or(isNull(imports.leaseUntil), lt(imports.leaseUntil, now)),
      ),
    )
    .returning();
}

/**
 * What a worker has done with a chunk. Aborts the batch, as `guardChanged` does, when the lease is another's:
 * a slow worker that lost it rolls its chunk back. One statement, because each counts (platform.md).
 */
export function advanceImport(
  db: Database,
  workspaceId: string,
  id: string,
  lease: string,
  values: { [Name in keyof ImportInsert]?: ImportInsert[Name] | SQL },
) {
  const next = values.lease === undefined ? lease : values.lease;
  return db
    .update(imports)
    .set({
      ...(values as Partial<ImportInsert>),
      lease: sql`iif(${imports.lease} is ${lease}, ${next}, json('conflict'))`,
    })
    .where(ofImport(workspaceId, id));
}

export function releaseImport(db: Database, workspaceId: string, id: string, lease: string) {
  return db
    .update(imports)
    .set({ lease: null, leaseUntil: null })
    .where(and(ofImport(workspaceId, id), eq(imports.lease, lease)));
}

/** Imports that should be at work and that nobody holds: a lost message, a worker that died. */
export function idleImports(db: Database, now: number, limit: number) {
  return db
    .select({
      workspaceId: imports.workspaceId,
      id: imports.id,
      status: imports.status,
      actorKind: imports.actorKind,
      actorId: imports.actorId,
    })
    .from(imports)
    .where(
      sql`${imports.status} in ${working} and (${imports.leaseUntil} is null or ${imports.leaseUntil} < ${now})`,
    )
    .orderBy(imports.createdAt)
    .limit(limit);
}

export function insertImportRows(db: Database, rows: readonly ImportRowInsert[]) {
  return insertEach(db, importRows, rows);
}

/** What checking a row has made of it. */
export type CheckedRow = Pick<ImportRowInsert, "line" | "resolved" | "email" | "outcome" | "problem">;

/** Writes what checking made of rows that are there already. */
export function settleCheckedRows(
  db: Database,
  workspaceId: string,
  importId: string,
  rows: readonly CheckedRow[],
) {
  return db
    .update(importRows)
    .set({
      resolved: sql`j.value -> '$.resolved'`,
      email: sql`j.value ->> '$.email'`,
      outcome: sql`j.value ->> '$.outcome'`,
      problem: sql`j.value ->> '$.problem'`,
    })
    .from(eachRow(compact(rows), { workspace: workspaceId, import: importId }))
    .where(sql`${ofEachRow} and ${importRows.outcome} = 'staged'`);
}

/** Rows that wait to be checked, from a line on. */
export function stagedRows(db: Database, workspaceId: string, importId: string, limit: number) {
  return db
    .select({ line: importRows.line, cells: importRows.cells })
    .from(importRows)
    .where(sql`${ofRows(workspaceId, importId)} and ${importRows.problem} = '=staged'`)
    .orderBy(importRows.line)
    .limit(limit);
}

/**
 * The line of this import that holds each of these addresses. Rows that are to be checked, that repeat an
 * address or were taken out by hand hold none.
 */
export function firstLinesOf(db: Database, workspaceId: string, importId: string, emails: string) {
  return (
    db
      .select({
        email: sql<string>`${importRows.email}`.as("email"),
        line: sql<number>`${importRows.line}`.as("first_line"),
      })
      // Left to itself SQLite takes the key of the import and walks through the file for each address.
      .from(sql`json_each(${emails}) j cross join ${importRows} indexed by import_rows_email`)
      .where(
        sql`${ofRows(workspaceId, importId)} and ${importRows.email} = j.value and ${importRows.email} is not null
          and ${importRows.outcome} not in ('staged', 'duplicate', 'excluded')`,
      )
  );
}

/** The next rows of the file that go along, after a line, each with what is known of its address here. */
export function rowsToInvite(
  db: Database,
  workspaceId: string,
  importId: string,
  afterLine: number,
  limit: number,
) {
  return db
    .select({
      line: importRows.line,
      outcome: importRows.outcome,
      resolved: importRows.resolved,
      ...standingColumns,
    })
    .from(importRows)
    .leftJoin(
      memberships,
      and(
        eq(memberships.workspaceId, workspaceId),
        eq(memberships.email, importRows.email),
        ne(memberships.status, "removed"),
      ),
    )
    .leftJoin(
      invitations,
      and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, memberships.invitationId)),
    )
    .where(
      sql`${ofRows(workspaceId, importId)} and ${importRows.line} > ${afterLine}
        and ${importRows.outcome} in ('ready', 'warning')`,
    )
    .orderBy(importRows.line)
    .limit(limit);
}

/** The next rows that made an invitation, after a line, with what has become of it. */
export function rowsToUndo(
  db: Database,
  workspaceId: string,
  importId: string,
  afterLine: number,
  limit: number,
) {
  return db
    .select({
      line: importRows.line,
      outcome: importRows.outcome,
      invitationId: sql<string>`${invitations.id}`.as("i_id"),
      resolved: importRows.resolved,
      status: sql<(typeof invitations.$inferSelect)["status"]>`${invitations.status}`.as("i_status"),
      untouched: sql<number>`${invitations.generation} = 1 and ${invitations.revision} = 1
        and ${invitations.linkExposed} = 0`.as("untouched"),
    })
    .from(importRows)
    .innerJoin(
      invitations,
      and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, importRows.invitationId)),
    )
    .where(
      sql`${ofRows(workspaceId, importId)} and ${importRows.line} > ${afterLine}
        and ${importRows.outcome} = 'invited'`,
    )
    .orderBy(importRows.line)
    .limit(limit);
}

/** Withdraws invitations that nobody has touched since they were made; guard the number. */
export function withdrawUntouched(db: Database, workspaceId: string, op: string, now: number, ids: string) {
  return db
    .update(invitations)
    .set({ status: "canceled", endedAt: now, endReason: "import_undone", lastOp: op })
    .where(
      sql`${invitations.workspaceId} = ${workspaceId} and ${invitations.status} in ('pending', 'expired')
        and ${invitations.generation} = 1 and ${invitations.revision} = 1
        and ${invitations.id} in (select value from json_each(${ids}))`,
    );
}

/** What became of rows: `{ line, outcome, problem, membershipId, invitationId }`. */
export type SettledRow = Pick<
  ImportRowInsert,
  "line" | "outcome" | "problem" | "membershipId" | "invitationId"
>;

export function settleRows(db: Database, workspaceId: string, importId: string, rows: readonly SettledRow[]) {
  return db
    .update(importRows)
    .set({
      outcome: sql`j.value ->> '$.outcome'`,
      problem: sql`j.value ->> '$.problem'`,
      membershipId: sql`coalesce(j.value ->> '$.membershipId', ${importRows.membershipId})`,
      invitationId: sql`coalesce(j.value ->> '$.invitationId', ${importRows.invitationId})`,
    })
    .from(eachRow(compact(rows), { workspace: workspaceId, import: importId }))
    .where(ofEachRow);
}

/** Rows of an import in the order of the file, after a line. */
export function rowsInOrder(
  db: Database,
  workspaceId: string,
  importId: string,
  afterLine: number,
  limit: number,
) {
  return db
    .select()
    .from(importRows)
    .where(sql`${ofRows(workspaceId, importId)} and ${importRows.line} > ${afterLine}`)
    .orderBy(importRows.line)
    .limit(limit);
}

/**
 * Rows with something to look at, by problem and line: those whose problem begins with a sign (`!` errors,
 * `~` warnings, `=` the rest) or is one problem in full.
 */
export function rowsByProblem(
  db: Database,
  workspaceId: string,
  importId: string,
  problem: { from: string; below: string },
  after: { problem: string; line: number } | null,
  limit: number,
) {
  return db
    .select()
    .from(importRows)
    .where(
      sql`${ofRows(workspaceId, importId)} and ${importRows.problem} >= ${problem.from}
        and ${importRows.problem} < ${problem.below}
        ${after ? sql`and (${importRows.problem}, ${importRows.line}) > (${after.problem}, ${after.line})` : sql``}`,
    )
    .orderBy(importRows.problem, importRows.line)
    .limit(limit);
}

/** Rows with one of these outcomes in the order of the file, after a line. */
export function rowsWithOutcome(
  db: Database,
  workspaceId: string,
  importId: string,
  outcomes: readonly ImportOutcome[],
  afterLine: number,
  limit: number,
) {
  return db
    .select()
    .from(importRows)
    .where(
      sql`${ofRows(workspaceId, importId)} and ${importRows.line} > ${afterLine}
        and ${importRows.outcome} in ${[...outcomes]}`,
    )
    .orderBy(importRows.line)
    .limit(limit);
}

export function rowsByLine(db: Database, workspaceId: string, importId: string, lines: readonly number[]) {
  return db
    .select()
    .from(importRows)
    .where(
      sql`${ofRows(workspaceId, importId)}
        and ${importRows.line} in (select value from json_each(${JSON.stringify(lines)}))`,
    );
}

/** Rows grouped by what one repair would mend, most first, each with its first row as an example. */
export function problemGroups(db: Database, workspaceId: string, importId: string, limit: number) {
  return (
    db
      .select({
        problem: sql<string>`g.problem`.as("g_problem"),
        count: sql<number>`g.n`.as("n"),
        line: sql<number>`g.first_line`.as("first_line"),
        resolved: sql`${importRows.resolved}`.mapWith(importRows.resolved).as("r_resolved"),
      })
      // The groups come from the index alone; only their examples are read from the rows.
      .from(
        sql`(select r.problem, count(*) n, min(r.line) first_line from import_rows r
          where r.workspace_id = ${workspaceId} and r.import_id = ${importId} and r.problem is not null
          group by r.problem order by n desc, first_line limit ${limit}) g cross join ${importRows}`,
      )
      .where(sql`${ofRows(workspaceId, importId)} and ${importRows.line} = g.first_line`)
      .orderBy(sql`g.n desc, g.first_line`)
  );
}

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

/** What is not done yet will not be done. */
export function cancelRows(db: Database, workspaceId: string, importId: string) {
  return db
    .update(importRows)
    .set({ outcome: "canceled", problem: "=canceled" })
    .where(sql`${ofRows(workspaceId, importId)} and ${importRows.outcome} in ('ready', 'warning')`);
}

/** Rows of imports that ended long ago; what they made is with the people. */
export function purgeImportRows(db: Database, before: number, limit: number) {
  return db.delete(importRows).where(
    sql`(${importRows.workspaceId}, ${importRows.importId}, ${importRows.line}) in (
      select r.workspace_id, r.import_id, r.line from imports i
      join import_rows r on r.workspace_id = i.workspace_id and r.import_id = i.id
      where i.finished_at < ${before} limit ${limit})`,
  );
}

/** Units by name, as a file names them. */
export function unitNames(db: Database, workspaceId: string, limit: number) {
  return db
    .select({ id: units.id, name: units.name })
    .from(units)
    .where(eq(units.workspaceId, workspaceId))
    .limit(limit);
}

export function groupNames(db: Database, workspaceId: string, limit: number) {
  return db
    .select({ id: groups.id, name: groups.name, unitId: groups.unitId })
    .from(groups)
    .where(eq(groups.workspaceId, workspaceId))
    .limit(limit);
}

/** `=staged` lets the partial index find them. */
const restaged = { outcome: "staged", problem: "=staged", resolved: null } as const;

function ofImport(workspaceId: string, id: string) {
  return and(eq(imports.workspaceId, workspaceId), eq(imports.id, id));
}

function ofRows(workspaceId: string, importId: string): SQL {
  return sql`${importRows.workspaceId} = ${workspaceId} and ${importRows.importId} = ${importId}`;
}

function ofProblemKind(kind: string): SQL {
  return sql`${importRows.problem} >= ${kind} and ${importRows.problem} < ${`${kind}\uffff`}`;
}

/** The row that `eachRow` names by its line. */
const ofEachRow = sql`${importRows.workspaceId} = j.workspace and ${importRows.importId} = j.import
  and ${importRows.line} = j.value ->> '$.line'`;

function compact(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value) => (value === null ? undefined : value));
}
