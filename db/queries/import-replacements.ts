import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { importRows } from "../schema/index.ts";
import { ofRows, type RowSet } from "./import-rows.ts";

/** A text that is put in the place of another in one column. */
export interface Replacement {
  /** Heading of the column. */
  column: string;
  find: string;
  replace: string;
  /** Only cells that hold nothing else. */
  wholeCell: boolean;
  matchCase: boolean;
  /** Letters beyond ASCII in `find` whose case does not count, each as large and small. */
  letters: readonly (readonly [string, string])[];
  /** What a cell and a row may measure. */
  cellCharacters: number;
  rowCharacters: number;
}

/** Places in one cell that are replaced where case does not count: each costs a copy of the cell. */
const mostPlaces = 100;

/** How many cells would change, and the first lines on which a cell or the row would grow too large. */
export function countReplacements(db: Database, workspaceId: string, importId: string, by: Replacement) {
  return db
    .select({
      count: sql<number>`count(*)`.as("n"),
      cellTooLong: sql<number | null>`min(case when m.size > ${by.cellCharacters} then m.line end)`.as(
        "cell_line",
      ),
      rowTooLarge: sql<
        number | null
      >`min(case when m.size > m.was and m.row_size + m.size - m.was > ${by.rowCharacters} then m.line end)`.as(
        "row_line",
      ),
    })
    .from(sql`(${changing(workspaceId, importId, by)}) m`);
}

/** The first cells that would change, as they are and as they will be. */
export function firstReplacements(
  db: Database,
  workspaceId: string,
  importId: string,
  by: Replacement,
  limit: number,
) {
  return db
    .select({
      line: sql<number>`m.line`.as("m_line"),
      before: sql<string>`m.cell`.as("m_before"),
      after: sql<string>`coalesce(m.mended, '')`.as("m_after"),
    })
    .from(sql`(${changing(workspaceId, importId, by)}) m`)
    .orderBy(sql`m.line`)
    .limit(limit);
}

/** The rows with a cell that changes. */
export function rowsToReplaceIn(workspaceId: string, importId: string, by: Replacement): RowSet {
  return sql`${ofRows(workspaceId, importId)} and ${importRows.line} in (
    select m.line from (${changing(workspaceId, importId, by)}) m)`;
}

/** Replaces, and lets the rows be checked anew; guard the number. */
export function replaceCells(db: Database, workspaceId: string, importId: string, by: Replacement) {
  return db
    .update(importRows)
    .set({
      cells: sql`json_set(${importRows.cells}, m.path, m.mended)`,
      outcome: "staged",
      problem: "=staged",
      resolved: null,
    })
    .from(
      // The LIMIT keeps SQLite from working out the cells of the whole file for each row.
      sql`(select m.line, m.path, m.mended, ${workspaceId} w, ${importId} i
        from (${changing(workspaceId, importId, by)}) m limit -1) m`,
    )
    .where(
      sql`${importRows.workspaceId} = m.w and ${importRows.importId} = m.i and ${importRows.line} = m.line`,
    );
}

/**
 * The cells of the column that change: `line`, `path`, `cell`, `mended` (NULL when it would be too long) and the
 * sizes. What was taken out by hand stays as it is.
 */
function changing(workspaceId: string, importId: string, by: Replacement): SQL {
  const { find, wholeCell, matchCase, cellCharacters } = by;
  // Large letters beyond ASCII are made small one by one: SQLite knows the case of A to Z alone.
  const folded = matchCase
    ? sql`r.cell`
    : by.letters.reduce(
        (text, [large, small]) => sql`replace(${text}, ${large}, ${small})`,
        sql`lower(r.cell)`,
      );
  const sought = matchCase ? find : foldedText(find, by.letters);
  const found = wholeCell ? sql`f.folded = ${sought}` : sql`instr(f.folded, ${sought}) > 0`;
  const places = wholeCell
    ? sql`1`
    : sql`min((length(f.folded) - length(replace(f.folded, ${sought}, ''))) / length(${sought}),
        ${matchCase ? cellCharacters : mostPlaces})`;
  const mended = wholeCell
    ? sql`${by.replace}`
    : matchCase
      ? sql`replace(s.cell, ${find}, ${by.replace})`
      : replacedAnyCase(sought, by.replace);
  return sql`select * from (
    select s.*, case when s.size <= ${cellCharacters} then ${mended} end mended from (
      select f.*, length(f.cell) was, length(f.cell) + ${places} * (length(${by.replace}) - length(${find})) size
      from (
        select r.*, ${folded} folded from (
          select r.line, r.path, length(r.cells) row_size, coalesce(r.cells ->> r.path, '') cell from (
            select line, cells, (
              select '$[' || h.key || ']' from imports i, json_each(i.header) h
              where i.workspace_id = ${workspaceId} and i.id = ${importId} and h.value = ${by.column}
            ) path
            from import_rows
            where workspace_id = ${workspaceId} and import_id = ${importId} and outcome <> 'excluded'
          ) r
        ) r
      ) f where ${found}
    ) s
  ) where mended is not cell`;
}

/** What `lower` and the replaced letters make of a cell, for the text that is looked for. */
function foldedText(text: string, letters: Replacement["letters"]): string {
  const small = new Map(letters);
  return [...text.replace(/[A-Z]+/g, (word) => word.toLowerCase())]
    .map((letter) => small.get(letter) ?? letter)
    .join("");
}

/** `replace` without minding the case: SQLite has none, so that it goes from place to place. */
function replacedAnyCase(sought: string, replace: string): SQL {
  const behind = (text: string) => sql`substr(${sql.raw(text)}, p.at + length(${sought}))`;
  return sql`(with recursive p (done, rest, folded, at, n) as (
      select '', s.cell, s.folded, instr(s.folded, ${sought}), 0
      union all
      select p.done || substr(p.rest, 1, p.at - 1) || ${replace}, ${behind("p.rest")}, ${behind("p.folded")},
        instr(${behind("p.folded")}, ${sought}), p.n + 1
      from p where p.at > 0 and p.n < ${mostPlaces})
    select p.done || p.rest from p order by p.n desc limit 1)`;
}
