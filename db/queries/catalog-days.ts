import { sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { catalogDays } from "../schema/index.ts";
import type { Statement } from "./statements.ts";

/** What the catalog counts by day and course. */
export type CatalogCount = "views" | "started" | "verified" | "enrolled" | "paid";

/**
 * Counts one more of `what` on a day of the workspace's zone (`2026-12-31`), for the course and for the catalog as a
 * whole; without a course (an empty id) for the whole alone. It rides in the batch of the act that it counts, after
 * its guard.
 */
export function countCatalogDay(
  db: Database,
  workspaceId: string,
  day: string,
  courseId: string,
  what: CatalogCount,
): Statement {
  const none = { workspaceId, day, views: 0, started: 0, verified: 0, enrolled: 0, paid: 0 };
  const keys = courseId === "" ? [""] : ["", courseId];
  return db
    .insert(catalogDays)
    .values(keys.map((key) => ({ ...none, courseId: key, [what]: 1 })))
    .onConflictDoUpdate({
      target: [catalogDays.workspaceId, catalogDays.day, catalogDays.courseId],
      set: { [what]: sql`${catalogDays[what]} + 1` },
    });
}

const counts = {
  views: sql<number>`d.views`.as("views"),
  started: sql<number>`d.started`.as("started"),
  verified: sql<number>`d.verified`.as("verified"),
  enrolled: sql<number>`d.enrolled`.as("enrolled"),
  paid: sql<number>`d.paid`.as("paid"),
};

/** What was counted on these days (a JSON array), of a course or, without its id, of the whole catalog. */
export function catalogDaysOf(db: Database, workspaceId: string, courseId: string, days: string) {
  return db
    .select({ day: sql<string>`d.day`.as("day"), ...counts })
    .from(
      sql`json_each(${days}) j cross join catalog_days d on d.workspace_id = ${workspaceId}
        and d.day = j.value and d.course_id = ${courseId}`,
    )
    .orderBy(sql`d.day`);
}

/**
 * The courses with what was counted of each from a day on, those that were looked at most first. Of one course only
 * its title is told. At most so many rows are summed up, the newest.
 */
export function catalogTotals(
  db: Database,
  workspaceId: string,
  courseId: string | null,
  from: string,
  look: number,
  limit: number,
) {
  const rows =
    courseId === null
      ? sql`select * from catalog_days where workspace_id = ${workspaceId} and day >= ${from}
          and course_id <> '' order by day desc limit ${look}`
      : sql`select ${workspaceId} as workspace_id, ${courseId} as course_id, 0 as views, 0 as started,
          0 as verified, 0 as enrolled, 0 as paid`;
  return db
    .select({
      id: sql<string>`c.id`.as("id"),
      title: sql<string>`c.title`.as("title"),
      views: sql<number>`sum(d.views)`.as("views"),
      started: sql<number>`sum(d.started)`.as("started"),
      verified: sql<number>`sum(d.verified)`.as("verified"),
      enrolled: sql<number>`sum(d.enrolled)`.as("enrolled"),
      paid: sql<number>`sum(d.paid)`.as("paid"),
    })
    .from(sql`(${rows}) d cross join courses c on c.workspace_id = d.workspace_id and c.id = d.course_id`)
    .groupBy(sql`c.id`)
    .orderBy(sql`sum(d.views) desc, c.title_key`)
    .limit(limit);
}
