import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import type { ImportOutcome } from "../schema/imports.ts";
import { importRows, invitations, memberships } from "../schema/index.ts";
import { insertEach } from "./insert-from.ts";
import { standingColumns } from "./new-invitations.ts";
import { languageOfGroup, languageOfUnit } from "./place-languages.ts";
import { policyValue } from "./policy-values.ts";
import { eachRow } from "./statements.ts";

export type ImportRowInsert = typeof importRows.$inferInsert;

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
  return (
    db
      .select({
        line: sql<number>`${importRows.line}`.as("r_line"),
        cells: sql<string[]>`${importRows.cells}`.mapWith(importRows.cells).as("r_cells"),
      })
      // For the order SQLite would walk through the file by its key, where a correction left one row.
      .from(sql`${importRows} indexed by import_rows_problem`)
      .where(sql`${ofRows(workspaceId, importId)} and ${importRows.problem} = '=staged'`)
      .orderBy(sql`${importRows.line}`)
      .limit(limit)
  );
}

/**
 * The line of this import that holds each of these addresses. Rows that are to be checked, that repeat an
 * address or were taken out by hand hold none.
 */
export function firstLinesOf(db: Database, workspaceId: string, importId: string, emails: string | SQL) {
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

/**
 * What is spoken in the places of a row that names no language, as a JSON object of `place-languages.ts` by id; null
 * where none of the workspace speaks. Of a group that is yet to be made it is the one that holds all others (`rootId`).
 */
const spokenInPlaces = (workspaceId: string, rootId: string) => sql<string | null>`(case when
  ${importRows.resolved} ->> '$.language' is null
  and (exists (select 1 from units where workspace_id = ${workspaceId} and language is not null)
    or exists (select 1 from "groups" where workspace_id = ${workspaceId} and language is not null))
  then (select json_group_object(id, spoken) from (
    select t.id, ${languageOfUnit(workspaceId, sql`t.path`)} || '' as spoken
      from (select value from json_each(${importRows.resolved}, '$.unitIds')
        union select r.value ->> '$.unitId' from json_each(${importRows.resolved}, '$.roles') r) i
      cross join units t on t.workspace_id = ${workspaceId} and t.id = i.value
    union all
    select t.id, ${languageOfGroup(workspaceId, sql`t.path`)} || ''
      from json_each(${importRows.resolved}, '$.groupIds') i
      cross join "groups" t on t.workspace_id = ${workspaceId}
        and t.id = iif(i.value glob 'new:*', ${rootId}, i.value))
    where spoken is not null) end)`;

/** The next rows of the file that go along, after a line, each with what is known of its address here. */
export function rowsToInvite(
  db: Database,
  workspaceId: string,
  importId: string,
  { afterLine, limit, rootId }: { afterLine: number; limit: number; rootId: string },
) {
  return db
    .select({
      line: importRows.line,
      outcome: importRows.outcome,
      resolved: importRows.resolved,
      spoken: spokenInPlaces(workspaceId, rootId).as("spoken"),
      goneUnit: goneSince(workspaceId, "unitIds", "units").as("gone_unit"),
      goneGroup: goneSince(workspaceId, "groupIds", "groups").as("gone_group"),
      goneCourse: goneSince(workspaceId, "courseIds", "courses", sql.raw("and t.deleted_at is null")).as(
        "gone_course",
      ),
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

/** 1 where something that the row names was deleted since it was checked. */
function goneSince(
  workspaceId: string,
  ids: "unitIds" | "groupIds" | "courseIds",
  table: "units" | "groups" | "courses",
  also: SQL = sql``,
) {
  return sql<number>`exists (select 1 from json_each(${importRows.resolved}, ${sql.raw(`'$.${ids}'`)}) p
    where p.value not like 'new:%' and not exists (select 1 from ${sql.identifier(table)} t where t.workspace_id = ${workspaceId}
      and t.id = p.value ${also}))`;
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

/** What became of rows; what was made of their cells stays where nothing else is said. */
export type SettledRow = Pick<
  ImportRowInsert,
  "line" | "outcome" | "problem" | "membershipId" | "invitationId" | "resolved"
>;

export function settleRows(db: Database, workspaceId: string, importId: string, rows: readonly SettledRow[]) {
  return db
    .update(importRows)
    .set({
      outcome: sql`j.value ->> '$.outcome'`,
      problem: sql`j.value ->> '$.problem'`,
      membershipId: sql`coalesce(j.value ->> '$.membershipId', ${importRows.membershipId})`,
      invitationId: sql`coalesce(j.value ->> '$.invitationId', ${importRows.invitationId})`,
      resolved: sql`coalesce(j.value -> '$.resolved', ${importRows.resolved})`,
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

/** How many rows go along without an address. No index tells: the rows of the file are read. */
export function rowsWithoutAddress(db: Database, workspaceId: string, importId: string) {
  return db
    .select({ count: sql<number>`count(*)`.as("n") })
    .from(importRows)
    .where(
      sql`${ofRows(workspaceId, importId)} and ${importRows.email} is null
        and ${importRows.outcome} in ('ready', 'warning')`,
    );
}

/** What is not done yet will not be done. */
export function cancelRows(db: Database, workspaceId: string, importId: string) {
  return db
    .update(importRows)
    .set({ outcome: "canceled", problem: "=canceled" })
    .where(sql`${ofRows(workspaceId, importId)} and ${importRows.outcome} in ('ready', 'warning', 'update')`);
}

/** How long imports that have ended keep their rows (F70): days by preset, as JSON, where a workspace says nothing. */
export interface ImportRetention {
  now: number;
  daysByPreset: string;
}

/** `i` that ended so long ago that nothing is kept of its rows, of workspace `w`. */
export const endedLongAgo = ({ now, daysByPreset }: ImportRetention) => sql`imports i
  cross join workspaces w on w.id = i.workspace_id
    and i.finished_at < ${now} - 86400000 * ${policyValue("retention.import_rows_days", daysByPreset)}`;

/** Rows of imports that ended long ago; what they made is with the people. */
export function purgeImportRows(db: Database, retention: ImportRetention, limit: number) {
  return db.delete(importRows).where(
    sql`(${importRows.workspaceId}, ${importRows.importId}, ${importRows.line}) in (
      select r.workspace_id, r.import_id, r.line from ${endedLongAgo(retention)}
      cross join import_rows r on r.workspace_id = i.workspace_id and r.import_id = i.id limit ${limit})`,
  );
}

/** A condition that some rows of an import fulfil. */
export type RowSet = SQL;

export function ofRows(workspaceId: string, importId: string): SQL {
  return sql`${importRows.workspaceId} = ${workspaceId} and ${importRows.importId} = ${importId}`;
}

/** The row that `eachRow` names by its line. */
const ofEachRow = sql`${importRows.workspaceId} = j.workspace and ${importRows.importId} = j.import
  and ${importRows.line} = j.value ->> '$.line'`;

function compact(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value) => (value === null ? undefined : value));
}
