import { sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { isOfPart, type Sight } from "./learning-records.ts";

/** Rows of each kind that the page of a person shows. */
const shown = 50;

/** Sessions that somebody has a place in, those to come first; of those that the asker sees. */
export function sessionsOfMember(
  db: Database,
  workspaceId: string,
  membershipId: string,
  { part, ownerId }: Sight,
  now: number,
) {
  const seen =
    part === null
      ? sql`1`
      : sql`(${isOfPart(workspaceId, part, sql`a.membership_id`, sql`s.course_id`)}
          or (${ownerId} is not null and c.owner_id = ${ownerId}))`;
  return db
    .select({
      id: sql<string>`s.id`.as("id"),
      title: sql<string>`s.title`.as("title"),
      courseTitle: sql<string>`c.title`.as("course_title"),
      startsAt: sql<number>`s.starts_at`.as("starts_at"),
      endsAt: sql<number>`s.ends_at`.as("ends_at"),
      timeZone: sql<string>`s.time_zone`.as("time_zone"),
    })
    .from(
      sql`session_attendees a cross join course_sessions s on s.workspace_id = a.workspace_id and s.id = a.session_id
        cross join courses c on c.workspace_id = s.workspace_id and c.id = s.course_id and c.deleted_at is null`,
    )
    .where(
      sql`a.workspace_id = ${workspaceId} and a.membership_id = ${membershipId} and s.canceled_at is null and ${seen}`,
    )
    .orderBy(sql`s.ends_at <= ${now}, iif(s.ends_at > ${now}, s.starts_at, -s.starts_at), s.id`)
    .limit(shown);
}
