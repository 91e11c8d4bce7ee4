import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { authSessions, users } from "../schema/index.ts";

/** What a password is that its owner chose: without an end, and nobody has to change it. */
export const ownChoice = { mustChangePassword: false, passwordEndsAt: null } as const;

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
        ...ownChoice,
        // Theirs from now on: it was made for this, not for what somebody had before them (`opensByPassword`).
        createdAt: row.createdAt,
      },
      setWhere: sql`${users.id} = ${row.id} and ${users.emailVerifiedAt} is null and ${users.status} = 'active'`,
    });
}

/** Ends every session of a person (A-08, S-07). */
export function endSessionsOf(db: Database, userId: string) {
  return db.delete(authSessions).where(eq(authSessions.userId, userId));
}

/** The person's own names and language. */
export function changeUser(
  db: Database,
  userId: string,
  values: { firstName: string; lastName: string; language: string },
) {
  return db.update(users).set(values).where(eq(users.id, userId));
}

/** A new password in place of the one that was checked, and of no other: guard it. */
export function changePassword(db: Database, userId: string, checked: string, hash: string, now: number) {
  return db
    .update(users)
    .set({ passwordHash: hash, passwordChangedAt: now, ...ownChoice })
    .where(and(eq(users.id, userId), eq(users.passwordHash, checked), eq(users.status, "active")));
}
