import type { Database } from "../index.ts";
import { authSessions } from "../schema/index.ts";

export function insertSession(db: Database, row: typeof authSessions.$inferInsert) {
  return db.insert(authSessions).values(row);
}
