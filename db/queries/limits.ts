import { and, eq, lt, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { rateCounters } from "../schema/index.ts";

/** How often something happened in its window; no row means never. */
export function counter(db: Database, key: string, windowStart: number) {
  return db
    .select({ count: rateCounters.count })
    .from(rateCounters)
    .where(and(eq(rateCounters.key, key), eq(rateCounters.windowStart, windowStart)));
}

/**
 * Counts up, as long as the limit is not passed: at the limit no row changes, which `guardChanged`
 * turns into a refusal of the whole batch (R-13).
 */
export function countUp(
  db: Database,
  key: string,
  windowStart: number,
  by: number,
  expiresAt: number,
  limit: number,
) {
  return db
    .insert(rateCounters)
    .values({ key, windowStart, count: by, expiresAt })
    .onConflictDoUpdate({
      target: [rateCounters.key, rateCounters.windowStart],
      set: { count: sql`${rateCounters.count} + ${by}` },
      setWhere: sql`${rateCounters.count} + ${by} <= ${limit}`,
    });
}

/** Takes back what an undone act had counted. */
export function countDown(db: Database, key: string, windowStart: number, by: number) {
  return db
    .update(rateCounters)
    .set({ count: sql`max(0, ${rateCounters.count} - ${by})` })
    .where(and(eq(rateCounters.key, key), eq(rateCounters.windowStart, windowStart)));
}

export function clearCounter(db: Database, key: string) {
  return db.delete(rateCounters).where(eq(rateCounters.key, key));
}

export function purgeCounters(db: Database, now: number, limit: number) {
  return db
    .delete(rateCounters)
    .where(
      sql`(${rateCounters.key}, ${rateCounters.windowStart}) in (select r.key, r.window_start from rate_counters r where ${lt(sql`r.expires_at`, now)} limit ${limit})`,
    );
}
