import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

export type Database = DrizzleD1Database;

/**
 * Opens the database over a D1 binding or session. Without Drizzle's relational queries, for which it would
 * go through the whole schema at every request.
 */
export function openDatabase(binding: D1Database | D1DatabaseSession): Database {
  // A session has prepare and batch like the binding, which is all that Drizzle calls.
  return drizzle(binding as D1Database);
}
