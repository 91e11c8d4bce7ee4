import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { loginNames } from "../schema/index.ts";
import { insertEach } from "./insert-from.ts";

/** The username of a membership; null where it has none. */
export const loginNameOf = (workspaceId: SQL, membershipId: SQL) => sql<string | null>`(
  select ln.name from login_names ln where ln.workspace_id = ${workspaceId} and ln.membership_id = ${membershipId})`;

/** Who has a username, or one that looks like it. */
export function loginNameByKey(db: Database, workspaceId: string, nameKey: string) {
  return db
    .select({ membershipId: loginNames.membershipId })
    .from(loginNames)
    .where(and(eq(loginNames.workspaceId, workspaceId), eq(loginNames.nameKey, nameKey)));
}

/**
 * The usernames of people who are set up, in place of those that a membership which is taken up had. Refused as
 * unique where somebody else has one of them.
 */
export function insertLoginNames(db: Database, rows: readonly (typeof loginNames.$inferInsert)[]) {
  return insertEach(db, loginNames, rows).onConflictDoUpdate({
    target: [loginNames.workspaceId, loginNames.membershipId],
    set: { name: sql`excluded.name`, nameKey: sql`excluded.name_key` },
  });
}

/** Gives somebody a username in place of the one they had. Refused as unique where somebody else has it. */
export function putLoginName(db: Database, row: typeof loginNames.$inferInsert) {
  return db
    .insert(loginNames)
    .values(row)
    .onConflictDoUpdate({
      target: [loginNames.workspaceId, loginNames.membershipId],
      set: { name: row.name, nameKey: row.nameKey },
    });
}

export function deleteLoginName(db: Database, workspaceId: string, membershipId: string) {
  return db
    .delete(loginNames)
    .where(and(eq(loginNames.workspaceId, workspaceId), eq(loginNames.membershipId, membershipId)));
}
