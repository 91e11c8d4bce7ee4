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
