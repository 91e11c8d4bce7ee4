import { sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import type { enrolments } from "../schema/index.ts";

/** What one person learns, for themselves: keyed by their membership alone. */
export interface Learner {
  workspaceId: string;
  membershipId: string;
}

const certificateId = sql<
  string | null
>`(select t.id from certificates t where t.workspace_id = e.workspace_id
  and t.membership_id = e.membership_id and t.course_id = e.course_id)`.as("certificate_id");

/** The last day of their access. */
export function ownAccessEnd(db: Database, { workspaceId, membershipId }: Learner) {
  return db
    .select({ endsOn: sql<string | null>`m.access_ends_on`.as("access_ends_on") })
    .from(sql`memberships m`)
    .where(sql`m.workspace_id = ${workspaceId} and m.id = ${membershipId}`);
}

/** Courses that they take or have completed, what is under way first. */
export function ownCourses(db: Database, { workspaceId, membershipId }: Learner, now: number) {
  return db
    .select({
      id: sql<string>`c.id`.as("id"),
      title: sql<string>`c.title`.as("title"),
      summary: sql<string>`c.summary`.as("summary"),
      status: sql<(typeof enrolments.$inferSelect)["status"]>`e.status`.as("status"),
      progress: sql<number>`e.progress`.as("progress"),
      enrolledAt: sql<number>`e.enrolled_at`.as("enrolled_at"),
      completedAt: sql<number | null>`e.completed_at`.as("completed_at"),
      certificateId,
      nextSessionAt: sql<number | null>`(select min(s.starts_at) from session_attendees a
        cross join course_sessions s on s.workspace_id = a.workspace_id and s.id = a.session_id
        where a.workspace_id = e.workspace_id and a.membership_id = e.membership_id
          and s.course_id = c.id and s.canceled_at is null and s.starts_at > ${now})`.as("next_session_at"),
    })
    .from(
      sql`enrolments e cross join courses c on c.workspace_id = e.workspace_id and c.id = e.course_id
        and c.deleted_at is null`,
    )
    .where(
      sql`e.workspace_id = ${workspaceId} and e.membership_id = ${membershipId} and e.status <> 'withdrawn'`,
    )
    .orderBy(sql`e.status, e.enrolled_at desc, e.id`)
    .limit(200);
}

/** Sessions that they attend: of one course all of them, else those that are not over. */
export function ownSessions(
  db: Database,
  { workspaceId, membershipId }: Learner,
  { courseId, endsAfter }: { courseId: string | null; endsAfter: number },
  limit: number,
) {
  return db
    .select({
      id: sql<string>`s.id`.as("id"),
      courseId: sql<string>`s.course_id`.as("course_id"),
      courseTitle: sql<string>`c.title`.as("course_title"),
      title: sql<string>`s.title`.as("title"),
      startsAt: sql<number>`s.starts_at`.as("starts_at"),
      endsAt: sql<number>`s.ends_at`.as("ends_at"),
      timeZone: sql<string>`s.time_zone`.as("time_zone"),
      place: sql<string | null>`s.place`.as("place"),
      link: sql<string | null>`s.link`.as("link"),
      canceledAt: sql<number | null>`s.canceled_at`.as("canceled_at"),
      instructors: sql<string>`(select json_group_array(trim(m.first_name || ' ' || m.last_name))
        from session_instructors i cross join memberships m on m.workspace_id = i.workspace_id and m.id = i.membership_id
        where i.workspace_id = s.workspace_id and i.session_id = s.id)`.as("instructors"),
    })
    .from(
      sql`session_attendees a cross join course_sessions s on s.workspace_id = a.workspace_id and s.id = a.session_id
        cross join courses c on c.workspace_id = s.workspace_id and c.id = s.course_id`,
    )
    .where(
      sql`a.workspace_id = ${workspaceId} and a.membership_id = ${membershipId} and s.ends_at > ${endsAfter}
        and ${courseId ? sql`s.course_id = ${courseId}` : sql`s.canceled_at is null`}
        and not exists (select 1 from enrolments e where e.workspace_id = s.workspace_id
          and e.membership_id = a.membership_id and e.course_id = s.course_id and e.status = 'withdrawn')`,
    )
    .orderBy(sql`s.starts_at, s.id`)
    .limit(limit);
}

/** Their certificates, the latest first. */
export function ownCertificates(db: Database, { workspaceId, membershipId }: Learner) {
  return db
    .select({
      id: sql<string>`t.id`.as("id"),
      courseTitle: sql<string>`t.course_title`.as("course_title"),
      issuedAt: sql<number>`t.issued_at`.as("issued_at"),
    })
    .from(sql`certificates t indexed by certificates_member_course`)
    .where(sql`t.workspace_id = ${workspaceId} and t.membership_id = ${membershipId}`)
    .orderBy(sql`t.issued_at desc, t.id`)
    .limit(200);
}

/** One course that they take, with its text. */
export function ownCourseById(db: Database, { workspaceId, membershipId }: Learner, courseId: string) {
  return db
    .select({
      id: sql<string>`c.id`.as("id"),
      title: sql<string>`c.title`.as("title"),
      summary: sql<string>`c.summary`.as("summary"),
      description: sql<string>`c.description`.as("description"),
      status: sql<(typeof enrolments.$inferSelect)["status"]>`e.status`.as("status"),
      progress: sql<number>`e.progress`.as("progress"),
      enrolledAt: sql<number>`e.enrolled_at`.as("enrolled_at"),
      completedAt: sql<number | null>`e.completed_at`.as("completed_at"),
      certificateId,
    })
    .from(
      sql`enrolments e cross join courses c on c.workspace_id = e.workspace_id and c.id = e.course_id
        and c.deleted_at is null`,
    )
    .where(
      sql`e.workspace_id = ${workspaceId} and e.membership_id = ${membershipId} and e.course_id = ${courseId}
        and e.status <> 'withdrawn'`,
    );
}

/** A certificate of theirs. */
export function ownCertificateById(db: Database, { workspaceId, membershipId }: Learner, id: string) {
  return db
    .select({
      id: sql<string>`t.id`.as("id"),
      personName: sql<string>`t.person_name`.as("person_name"),
      courseTitle: sql<string>`t.course_title`.as("course_title"),
      issuedAt: sql<number>`t.issued_at`.as("issued_at"),
    })
    .from(sql`certificates t`)
    .where(sql`t.workspace_id = ${workspaceId} and t.id = ${id} and t.membership_id = ${membershipId}`);
}
