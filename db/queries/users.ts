import { eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { authSessions, users } from "../schema/index.ts";

/**
 * Makes the account of somebody who joins, or takes over one of the same id that never proved its
 * mailbox. Changes nothing when the address belongs to anybody else or the account is disabled: guard it.
 */
export function saveJoiningUser(db: Database, row: typeof users.$inferInsert & { id: string }) {
  return db
    .insert(users)
    .values(row)
    .onConflictDoUpdate({
      target: users.email,
      set: {
        emailVerifiedAt: row.emailVerifiedAt,
        firstName: row.firstName,
        lastName: row.lastName,
        passwordHash: row.passwordHash,
        passwordChangedAt: row.passwordChangedAt,
      },
      setWhere: sql`${users.id} = ${row.id} and ${users.emailVerifiedAt} is null and ${users.status} = 'active'`,
    });
}

/** Ends every session of a person (A-08, S-07). */
export function endSessionsOf(db: Database, userId: string) {
  return db.delete(authSessions).where(eq(authSessions.userId, userId));
}
