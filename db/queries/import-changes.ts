import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import type { ImportOutcome } from "../schema/imports.ts";
import { importChangedRows, importChanges, importRows } from "../schema/index.ts";
import { endedLongAgo, type ImportRetention, ofRows, type RowSet } from "./import-rows.ts";
import { insertFrom } from "./insert-from.ts";
import type { Statement } from "./statements.ts";

/** Changes that can be taken back; each keeps its rows as they were. */
const keptChanges = 10;

export type ImportChange = typeof importChanges.$inferSelect;

/** The latest change of an import that was not taken back. */
export function latestChange(db: Database, workspaceId: string, importId: string) {
  return db
    .select()
    .from(importChanges)
    .where(sql`${importChanges.workspaceId} = ${workspaceId} and ${importChanges.importId} = ${importId}`)
    .orderBy(sql`${importChanges.number} desc`)
    .limit(1);
}

/**
 * Writes down a change and, as they are, the rows that it is about to change. They come last, so that
 * `guardChanged` can count them.
 */
export function rememberChange(
  db: Database,
  change: Omit<ImportChange, "number">,
  rows: RowSet,
): Statement[] {
  const { workspaceId, importId } = change;
  const tooOld = sql`${latestNumber(workspaceId, importId)} - ${keptChanges}`;
  return [
    insertFrom(
      db,
      importChanges,
      { ...change, number: sql`1 + coalesce(max(c.number), 0)` },
      sql`from import_changes c where c.workspace_id = ${workspaceId} and c.import_id = ${importId}`,
    ),
    db.delete(importChangedRows).where(
      sql`${importChangedRows.workspaceId} = ${workspaceId} and ${importChangedRows.importId} = ${importId}
          and ${importChangedRows.changeNumber} <= ${tooOld}`,
    ),
    db.delete(importChanges).where(
      sql`${importChanges.workspaceId} = ${workspaceId} and ${importChanges.importId} = ${importId}
          and ${importChanges.number} <= ${tooOld}`,
    ),
    insertFrom(
      db,
      importChangedRows,
      {
        workspaceId,
        importId,
        changeNumber: latestNumber(workspaceId, importId),
        line: sql`${importRows.line}`,
        cells: sql`${importRows.cells}`,
        email: sql`${importRows.email}`,
      },
      sql`from ${importRows} where ${rows}`,
    ),
  ];
}

/** The rows of the latest change. */
export function ofLatestChange(workspaceId: string, importId: string): RowSet {
  return sql`${ofRows(workspaceId, importId)} and ${importRows.line} in (
    select c.line from import_changed_rows c where ${inLatestChange(workspaceId, importId)})`;
}

/** The addresses of the rows of the latest change before it, as `email`. */
export function emailsBefore(workspaceId: string, importId: string): SQL {
  return sql`select c.email from import_changed_rows c where ${inLatestChange(workspaceId, importId)}`;
}

/**
 * The rows that hold or repeat an address which a row of the latest change had before it, or has now, but for
 * those rows themselves: taking the change back moves them.
 */
export function neighboursOfLatestChange(workspaceId: string, importId: string): RowSet {
  const mine = sql`select c.line from import_changed_rows c where ${inLatestChange(workspaceId, importId)}`;
  return sql`${ofRows(workspaceId, importId)} and ${importRows.line} in (
    select t.line from (
      ${emailsBefore(workspaceId, importId)} union
      select r.email from import_changed_rows c cross join import_rows r
      where ${inLatestChange(workspaceId, importId)}
        and r.workspace_id = c.workspace_id and r.import_id = c.import_id and r.line = c.line
    ) e cross join import_rows t indexed by import_rows_email
    where t.workspace_id = ${workspaceId} and t.import_id = ${importId}
      and t.email = e.email and t.email is not null and t.outcome not in ('excluded', 'staged')
      and t.line not in (${mine}))`;
}

/** Puts the rows of the latest change back: to be checked, or out of the import, as they were. */
export function restoreRows(
  db: Database,
  workspaceId: string,
  importId: string,
  outcome: ImportOutcome & ("staged" | "excluded"),
) {
  return db
    .update(importRows)
    .set({ cells: sql`c.cells`, email: sql`c.email`, resolved: null, outcome, problem: `=${outcome}` })
    .from(
      // The LIMIT keeps SQLite from walking through the file with the changed rows beside it.
      sql`(select c.workspace_id w, c.import_id i, c.line, c.cells, c.email from import_changed_rows c
        where ${inLatestChange(workspaceId, importId)} limit -1) c`,
    )
    .where(
      sql`${importRows.workspaceId} = c.w and ${importRows.importId} = c.i and ${importRows.line} = c.line`,
    );
}

/** Forgets a change, if it is the latest; guard the last statement. */
export function forgetChange(
  db: Database,
  { workspaceId, importId, id }: Pick<ImportChange, "workspaceId" | "importId" | "id">,
): Statement[] {
  return [
    db.delete(importChangedRows).where(
      sql`${importChangedRows.workspaceId} = ${workspaceId} and ${importChangedRows.importId} = ${importId}
          and ${importChangedRows.changeNumber} = ${latestNumber(workspaceId, importId)}`,
    ),
    db.delete(importChanges).where(
      sql`${importChanges.workspaceId} = ${workspaceId} and ${importChanges.importId} = ${importId}
          and ${importChanges.number} = ${latestNumber(workspaceId, importId)} and ${importChanges.id} = ${id}`,
    ),
  ];
}

/** What imports that ended long ago remember of their review. */
export function purgeImportChanges(db: Database, retention: ImportRetention, limit: number): Statement[] {
  return [
    db.delete(importChangedRows).where(
      sql`(${importChangedRows.workspaceId}, ${importChangedRows.importId}, ${importChangedRows.changeNumber},
        ${importChangedRows.line}) in (
        select c.workspace_id, c.import_id, c.change_number, c.line from ${endedLongAgo(retention)}
        cross join import_changed_rows c on c.workspace_id = i.workspace_id and c.import_id = i.id limit ${limit})`,
    ),
    db.delete(importChanges).where(
      sql`(${importChanges.workspaceId}, ${importChanges.importId}, ${importChanges.number}) in (
        select c.workspace_id, c.import_id, c.number from ${endedLongAgo(retention)}
        cross join import_changes c on c.workspace_id = i.workspace_id and c.import_id = i.id
        where not exists (select 1 from import_changed_rows r
          where r.workspace_id = c.workspace_id and r.import_id = c.import_id and r.change_number = c.number)
        limit ${limit})`,
    ),
  ];
}

function latestNumber(workspaceId: string, importId: string): SQL {
  return sql`(select max(c.number) from import_changes c
    where c.workspace_id = ${workspaceId} and c.import_id = ${importId})`;
}

function inLatestChange(workspaceId: string, importId: string): SQL {
  return sql`c.workspace_id = ${workspaceId} and c.import_id = ${importId}
    and c.change_number = ${latestNumber(workspaceId, importId)}`;
}
