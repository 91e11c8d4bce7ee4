import { getTableColumns, type SQL, sql, type Table } from "drizzle-orm";

type Columns<T extends Table> = {
  [Name in keyof T["_"]["columns"]]: SQL.Aliased<T["$inferSelect"][Name & keyof T["$inferSelect"]]>;
};

/**
 * All columns of a table under names of their own, for selecting several tables in one statement of a
 * batch: D1 gives the rows of a batch as objects, in which columns of the same name swallow each other. `source` is
 * what the table is called in a FROM of plain SQL, where columns of several tables are told apart by nothing else.
 */
export function columnsOf<T extends Table>(table: T, prefix: string, source?: string): Columns<T> {
  const named = Object.entries(getTableColumns(table)).map(([name, column]) => [
    name,
    (source === undefined ? sql`${column}` : sql`${sql.identifier(source)}.${sql.identifier(column.name)}`)
      .mapWith(column)
      .as(`${prefix}_${column.name}`),
  ]);
  return Object.fromEntries(named) as Columns<T>;
}

/** The row of an outer join, or null where there was none. */
export function present<Row extends { id: string }>(row: Row | null): Row | null {
  return row?.id ? row : null;
}
