import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import * as schema from "./schema/index.ts";

export type Database = DrizzleD1Database<typeof schema>;

/** Opens the database over a D1 binding or session. */
export function openDatabase(binding: D1Database | D1DatabaseSession): Database {
  // A session has prepare and batch like the binding, which is all that Drizzle calls.
  return drizzle(binding as D1Database, { schema });
}
