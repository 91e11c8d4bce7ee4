import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { users } from "../schema/index.ts";
import { ownChoice } from "./users.ts";

/** The password that somebody else chose for a person, while they must choose another; a card leaves none. */
export function firstPasswordOf(db: Database, userId: string) {
  return db
    .select({ hash: sql<string | null>`${users.passwordHash}`.as("first_hash") })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.mustChangePassword, true), eq(users.status, "active")));
}

/**
 * A password of their own in place of the one that was read, and of no other: guard it. One that was mailed reached
 * them by their mailbox and nowhere else, which is proved by it; one that was typed or a card proves nothing.
 */
export function chooseFirstPassword(
  db: Database,
  userId: string,
  { seen, hash, now }: { seen: string | null; hash: string; now: number },
) {
  return db
    .update(users)
    .set({
      passwordHash: hash,
      passwordChangedAt: now,
      emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt},
        iif(${users.openedBy} = 'mail', ${now}, null))`,
      ...ownChoice,
    })
    .where(
      and(
        eq(users.id, userId),
        eq(users.mustChangePassword, true),
        sql`${users.passwordHash} is ${seen}`,
        eq(users.status, "active"),
      ),
    );
}
