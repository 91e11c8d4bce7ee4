import { courseGroups, courseSessions, courses, courseUnits } from "../../db/schema/index.ts";
import { day, type House, hour } from "./house.ts";

/** A course, published unless said otherwise. Its id. */
export async function plantCourse(
  house: House,
  workspaceId: string,
  title: string,
  options: {
    status?: "draft" | "published";
    deleted?: boolean;
    ownerId?: string;
    groupIds?: string[];
    unitIds?: string[];
    /** In the catalog, with these of its fields. */
    catalog?: Partial<
      Pick<
        typeof courses.$inferInsert,
        "summary" | "description" | "topic" | "language" | "durationMinutes" | "priceMinor" | "currency"
      >
    >;
  } = {},
): Promise<string> {
  const { db, ids, now } = house.system();
  const id = ids.next("course");
  await db.insert(courses).values({
    workspaceId,
    id,
    title,
    titleKey: title.toLowerCase(),
    summary: "",
    description: "",
    status: options.status ?? "published",
    visibility: options.catalog ? "catalog" : "private",
    ...options.catalog,
    topicKey: options.catalog?.topic?.toLowerCase() ?? null,
    ownerId: options.ownerId ?? null,
    createdAt: now(),
    updatedAt: now(),
    deletedAt: options.deleted ? now() : null,
    lastOp: id,
  });
  for (const groupId of options.groupIds ?? []) {
    await db.insert(courseGroups).values({ workspaceId, groupId, courseId: id });
  }
  for (const unitId of options.unitIds ?? []) {
    await db.insert(courseUnits).values({ workspaceId, unitId, courseId: id });
  }
  return id;
}

/** A session of two hours, a week from now unless said otherwise. Its id. */
export async function plantSession(
  house: House,
  workspaceId: string,
  courseId: string,
  options: { title?: string; startsAt?: number; groupId?: string; seats?: number; canceled?: boolean } = {},
): Promise<string> {
  const { db, ids, now } = house.system();
  const id = ids.next("courseSession");
  const startsAt = options.startsAt ?? now() + 7 * day;
  await db.insert(courseSessions).values({
    workspaceId,
    id,
    courseId,
    groupId: options.groupId ?? null,
    title: options.title ?? "Lesson",
    startsAt,
    endsAt: startsAt + 2 * hour,
    timeZone: "Europe/Berlin",
    seats: options.seats ?? null,
    createdAt: now(),
    canceledAt: options.canceled ? now() : null,
    lastOp: id,
  });
  return id;
}

export async function enrolmentsOf(house: House, membershipId: string) {
  const { results } = await house.database
    .prepare(
      `select c.title, e.origin, e.status from enrolments e
        join courses c on c.workspace_id = e.workspace_id and c.id = e.course_id
        where e.membership_id = ? order by c.title`,
    )
    .bind(membershipId)
    .all<{ title: string; origin: string; status: string }>();
  return results;
}

export async function placesOf(house: House, membershipId: string) {
  const { results } = await house.database
    .prepare(
      `select s.title, a.origin from session_attendees a
        join course_sessions s on s.workspace_id = a.workspace_id and s.id = a.session_id
        where a.membership_id = ? order by s.title`,
    )
    .bind(membershipId)
    .all<{ title: string; origin: string }>();
  return results;
}
