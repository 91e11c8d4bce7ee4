import { getTableColumns, is, SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../index.ts";

/**
 * `INSERT ... SELECT`: writes a row for each that `from` finds, so that a statement can carry its own
 * condition. Values are parameters, or SQL over the tables of `from`; what is left out gets its default.
 */
export function insertFrom<Table extends SQLiteTable>(
  db: Database,
  table: Table,
  values: { [Name in keyof Table["$inferInsert"]]: Table["$inferInsert"][Name] | SQL },
  from: SQL,
) {
  const given = values as Record<string, unknown>;
  const selected = Object.entries(getTableColumns(table)).map(([name, column]) => {
    const value = given[name] ?? (given[name] === undefined ? column.default : null) ?? null;
    return is(value, SQL) ? value : sql`${value === null ? null : sql.param(value, column)}`;
  });
  return db.insert(table).select(sql`select ${sql.join(selected, sql`, `)} ${from}`);
}

/**
 * Inserts any number of rows by one statement: what differs from row to row comes from one JSON array, for D1
 * refuses the 101st parameter; what is the same in all rows is bound once, which keeps the array short. The
 * array must stay well under 1 MB (platform.md).
 */
export function insertEach<Table extends SQLiteTable>(
  db: Database,
  table: Table,
  rows: readonly Table["$inferInsert"][],
) {
  const all: readonly Record<string, unknown>[] = rows;
  const [first = {}, ...others] = all;
  const values: Record<string, unknown> = {};
  const varying: string[] = [];
  for (const [name, column] of Object.entries(getTableColumns(table))) {
    const unsaid = all.every((row) => row[name] === undefined);
    if (unsaid || (column.dataType !== "json" && others.every((row) => row[name] === first[name]))) {
      values[name] = first[name];
    } else {
      const path = sql.raw(`'$.${name}'`);
      values[name] = column.dataType === "json" ? sql`j.value -> ${path}` : sql`j.value ->> ${path}`;
      varying.push(name);
    }
  }
  const json = JSON.stringify(
    all.map((row) => {
      const kept: Record<string, unknown> = {};
      // A null that is left out reads as NULL, and the array is shorter for it.
      for (const name of varying) if (row[name] !== null) kept[name] = row[name];
      return kept;
    }),
  );
  // Without a condition SQLite would read an ON CONFLICT after the source as the ON of a join.
  // The names are those of the table's own columns, which the loop above cannot tell the compiler.
  return insertFrom(db, table, values as never, sql`from json_each(${json}) j where true`);
}

/**
 * The id of each row of a set-based statement, which cannot ask for an id each: the prefix, the time and most of
 * the random part of the act, a letter for the statement among those of its act, and the number of the row.
 */
export function idOfRow(prefix: string, op: string, statement: string): SQL {
  const act = op.slice(op.indexOf("_") + 1).slice(0, 19);
  return sql`${`${prefix}_${act}${statement}`} || printf('%06d', row_number() over ())`;
}
