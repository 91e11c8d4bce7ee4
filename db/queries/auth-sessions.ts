import { and, eq } from "drizzle-orm";
import type { Database } from "../index.ts";
import { authSessions } from "../schema/index.ts";

export function insertSession(db: Database, row: typeof authSessions.$inferInsert) {
  return db.insert(authSessions).values(row);
}

/** In which role of which workspace a session acts from now on; null: in all. Guard it: it may have ended. */
export function setActingRole(
  db: Database,
  userId: string,
  sessionId: string,
  workspaceId: string | null,
  role: string | null,
) {
  return db
    .update(authSessions)
    .set({ actingRole: role, actingWorkspaceId: workspaceId })
    .where(and(eq(authSessions.id, sessionId), eq(authSessions.userId, userId)));
}
