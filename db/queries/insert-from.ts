import { getTableColumns, is, SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../index.ts";

/**
 * `INSERT ... SELECT`: writes a row for each that `from` finds, so that a statement can carry its own
 * condition. Values are parameters, or SQL over the tables of `from`.
 */
export function insertFrom<Table extends SQLiteTable>(
  db: Database,
  table: Table,
  values: { [Name in keyof Table["$inferInsert"]]: Table["$inferInsert"][Name] | SQL },
  from: SQL,
) {
  const given = values as Record<string, unknown>;
  const selected = Object.entries(getTableColumns(table)).map(([name, column]) => {
    const value = given[name] ?? null;
    return is(value, SQL) ? value : sql`${value === null ? null : sql.param(value, column)}`;
  });
  return db.insert(table).select(sql`select ${sql.join(selected, sql`, `)} ${from}`);
}

/**
 * Inserts any number of rows by one statement with one bound value, a JSON array: D1 refuses the 101st
 * parameter. Keep the array well under 1 MB (platform.md).
 */
export function insertEach<Table extends SQLiteTable>(
  db: Database,
  table: Table,
  rows: readonly Table["$inferInsert"][],
) {
  const given = new Set(rows.flatMap((row) => Object.keys(row)));
  const values = Object.entries(getTableColumns(table))
    .filter(([name]) => given.has(name))
    .map(([name, column]) => {
      const path = sql.raw(`'$.${name}'`);
      return [name, column.dataType === "json" ? sql`j.value -> ${path}` : sql`j.value ->> ${path}`];
    });
  // A null that is left out reads as NULL, and the array is shorter for it.
  const json = JSON.stringify(rows, (_, value) => (value === null ? undefined : value));
  // Without a condition SQLite would read an ON CONFLICT after the source as the ON of a join.
  return insertFrom(db, table, Object.fromEntries(values), sql`from json_each(${json}) j where true`);
}
