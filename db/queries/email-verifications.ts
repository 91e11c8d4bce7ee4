import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { emailVerifications, users } from "../schema/index.ts";

export function insertVerification(db: Database, row: typeof emailVerifications.$inferInsert) {
  return db.insert(emailVerifications).values(row);
}

export function verificationById(db: Database, id: string) {
  return db.select().from(emailVerifications).where(eq(emailVerifications.id, id));
}

/** The latest link of a person, for the pause between two. */
export function latestVerification(db: Database, userId: string) {
  return db
    .select()
    .from(emailVerifications)
    .where(eq(emailVerifications.userId, userId))
    .orderBy(desc(emailVerifications.createdAt))
    .limit(1);
}

/** Uses a link up, once; guard it. */
export function spendVerification(db: Database, id: string, now: number) {
  return db
    .update(emailVerifications)
    .set({ usedAt: now })
    .where(
      and(
        eq(emailVerifications.id, id),
        isNull(emailVerifications.usedAt),
        gt(emailVerifications.expiresAt, now),
        sql`exists (select 1 from users u where u.id = ${emailVerifications.userId} and u.email = ${emailVerifications.email})`,
      ),
    );
}

export function proveAddress(db: Database, userId: string, now: number) {
  return db.update(users).set({ emailVerifiedAt: now }).where(eq(users.id, userId));
}
