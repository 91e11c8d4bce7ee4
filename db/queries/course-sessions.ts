import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { courseSessions, sessionAttendees, sessionInstructors } from "../schema/index.ts";
import { columnsOf } from "./columns.ts";
import { takenSeats, takesSeat } from "./enrolments.ts";
import { insertFrom } from "./insert-from.ts";
import { asFound, isOfPart, type Part, type PeopleSight, type Sight } from "./learning-records.ts";
import { type Standing, stands } from "./members.ts";

/** Seats are counted up to here. */
const countedSeats = 1_001;

/** A session `s` of a course `c`, with its group, its instructors as JSON and how many attend. */
const sessionColumns = {
  session: columnsOf(courseSessions, "s"),
  courseTitle: sql<string>`c_title`.as("course_title"),
  courseStatus: sql<"draft" | "published">`c_status`.as("course_status"),
  courseOwnerId: sql<string | null>`c_owner_id`.as("course_owner_id"),
  groupName: sql<string | null>`(select g.name from "groups" g
    where g.workspace_id = course_sessions.workspace_id and g.id = course_sessions.group_id)`.as(
    "group_name",
  ),
  instructors: sql<string>`(select json_group_array(json_object('id', i.membership_id,
      'name', coalesce(nullif(trim(m.first_name || ' ' || m.last_name), ''), '')))
    from session_instructors i
    join memberships m on m.workspace_id = i.workspace_id and m.id = i.membership_id
    where i.workspace_id = course_sessions.workspace_id and i.session_id = course_sessions.id)`.as(
    "instructors",
  ),
  taken: sql<number>`(select count(*) from (select 1 from session_attendees t
    where t.workspace_id = course_sessions.workspace_id and t.session_id = course_sessions.id
      and ${takesSeat}
    limit ${sql.raw(String(countedSeats))}))`.as("taken"),
};

/** The found sessions with what is shown of their courses, as one source: its columns have one name each. */
const withCourse = (workspaceId: string, found: SQL) => sql`(
  select s.*, c.title as c_title, c.status as c_status, c.owner_id as c_owner_id from (${found}) s
  cross join courses c on c.workspace_id = ${workspaceId} and c.id = s.course_id and c.deleted_at is null) course_sessions`;

export type SessionRow = Awaited<ReturnType<typeof courseSessionById>>[number];

export function courseSessionById(db: Database, workspaceId: string, id: string) {
  return db
    .select(sessionColumns)
    .from(
      withCourse(
        workspaceId,
        sql`select * from course_sessions where workspace_id = ${workspaceId} and id = ${id}`,
      ),
    );
}

/** The sessions of a course: those to come, the next first, then the past, the latest first. */
export function sessionsOfCourse(
  db: Database,
  workspaceId: string,
  courseId: string,
  now: number,
  limit: number,
) {
  return db
    .select(sessionColumns)
    .from(
      withCourse(
        workspaceId,
        sql`select * from course_sessions where workspace_id = ${workspaceId} and course_id = ${courseId}
          order by ends_at <= ${now}, abs(starts_at - ${now}) limit ${limit}`,
      ),
    )
    .orderBy(sql`course_sessions.ends_at <= ${now}, abs(course_sessions.starts_at - ${now})`);
}

export interface SessionWindow {
  courseId: string | null;
  groupId: string | null;
  /** Only those that end after this moment. */
  endsAfter: number;
  after: { startsAt: number; id: string } | null;
  look: number;
}

/** Sessions in the order of their begin. */
export function sessionsPage(db: Database, workspaceId: string, window: SessionWindow) {
  const { courseId, groupId, after } = window;
  return db
    .select(sessionColumns)
    .from(
      withCourse(
        workspaceId,
        sql`select * from course_sessions where workspace_id = ${workspaceId} and ends_at > ${window.endsAfter}
          ${courseId ? sql`and course_id = ${courseId}` : sql``}
          ${groupId ? sql`and group_id = ${groupId}` : sql``}
          ${after ? sql`and (starts_at, id) > (${after.startsAt}, ${after.id})` : sql``}
        order by starts_at, id limit ${window.look}`,
      ),
    )
    .orderBy(sql`course_sessions.starts_at, course_sessions.id`);
}

/** Writes a session while its course is there and its maker may: guard it. */
export function insertCourseSession(
  db: Database,
  row: typeof courseSessions.$inferInsert,
  standing: Standing,
) {
  const { workspaceId, groupId = null } = row;
  return insertFrom(
    db,
    courseSessions,
    row,
    sql`from courses c where c.workspace_id = ${workspaceId} and c.id = ${row.courseId} and c.deleted_at is null
      and ${groupId === null ? sql`1` : sql`exists (select 1 from "groups" g where g.workspace_id = ${workspaceId} and g.id = ${groupId})`}
      and ${stands(standing)}`,
  );
}

/** Changes a session only as it was read; it never gets fewer seats than are taken. Guard it. */
export function changeSeenSession(
  db: Database,
  seen: { workspaceId: string; id: string; lastOp: string },
  values: Partial<typeof courseSessions.$inferInsert> & { lastOp: string },
  standing: Standing,
) {
  const { seats = null } = values;
  return db
    .update(courseSessions)
    .set(values)
    .where(
      and(
        eq(courseSessions.workspaceId, seen.workspaceId),
        eq(courseSessions.id, seen.id),
        eq(courseSessions.lastOp, seen.lastOp),
        sql`${courseSessions.canceledAt} is null`,
        seats === null ? undefined : sql`${takenSeats(seen.workspaceId, sql`${seen.id}`)} <= ${seats}`,
        stands(standing),
      ),
    );
}

/** Ids of the active members among these who are of the part, and the asker's own. */
export function instructorsAmong(
  db: Database,
  workspaceId: string,
  membershipIds: string,
  part: Part | null,
  ownId: string,
) {
  return db
    .select({
      id: sql<string>`m.id`.as("id"),
      name: sql<string>`trim(m.first_name || ' ' || m.last_name)`.as("name"),
    })
    .from(
      sql`json_each(${membershipIds}) j cross join memberships m on m.workspace_id = ${workspaceId}
        and m.id = j.value and m.status = 'active'`,
    )
    .where(
      part === null ? sql`1` : sql`(m.id = ${ownId} or ${isOfPart(workspaceId, part, sql`m.id`, sql`''`)})`,
    );
}

/** Makes exactly these the instructors of a session, as far as they are active; after the guard of the act. */
export function replaceInstructors(
  db: Database,
  workspaceId: string,
  sessionId: string,
  membershipIds: string,
) {
  return [
    db.delete(sessionInstructors).where(
      sql`${sessionInstructors.workspaceId} = ${workspaceId} and ${sessionInstructors.sessionId} = ${sessionId}
          and ${sessionInstructors.membershipId} not in (select value from json_each(${membershipIds}))`,
    ),
    insertFrom(
      db,
      sessionInstructors,
      { workspaceId, sessionId, membershipId: sql`m.id` },
      sql`from json_each(${membershipIds}) j cross join memberships m on m.workspace_id = ${workspaceId}
        and m.id = j.value and m.status = 'active' where true`,
    ).onConflictDoNothing(),
  ] as const;
}

/** Gives one active person a seat while there is one, the session is to come and the asker may: guard it. */
export function insertAttendee(
  db: Database,
  row: { workspaceId: string; sessionId: string; membershipId: string; addedAt: number },
  standing: Standing,
) {
  const { workspaceId, sessionId, membershipId, addedAt } = row;
  return insertFrom(
    db,
    sessionAttendees,
    { ...row, origin: "manual" },
    sql`from course_sessions s cross join memberships m
      where s.workspace_id = ${workspaceId} and s.id = ${sessionId} and s.canceled_at is null and s.starts_at > ${addedAt}
        and m.workspace_id = ${workspaceId} and m.id = ${membershipId} and m.status = 'active'
        and (s.seats is null or s.seats > ${takenSeats(workspaceId, sql`s.id`)})
        and ${stands(standing)}`,
  ).onConflictDoNothing();
}

/** Takes somebody's place: guard it. */
export function deleteAttendee(
  db: Database,
  workspaceId: string,
  sessionId: string,
  membershipId: string,
  standing: Standing,
) {
  return db
    .delete(sessionAttendees)
    .where(
      and(
        eq(sessionAttendees.workspaceId, workspaceId),
        eq(sessionAttendees.sessionId, sessionId),
        eq(sessionAttendees.membershipId, membershipId),
        stands(standing),
      ),
    );
}

/** Whether somebody attends, as far as they are of the part, and what they have of the course. */
export function personForSession(
  db: Database,
  workspaceId: string,
  sessionId: string,
  membershipId: string,
  part: Part | null,
) {
  const courseId = sql`(select s.course_id from course_sessions s
    where s.workspace_id = ${workspaceId} and s.id = ${sessionId})`;
  return db
    .select({
      status: sql<string>`m.status`.as("status"),
      name: sql<string>`trim(m.first_name || ' ' || m.last_name)`.as("name"),
      attends: sql<number>`exists (select 1 from session_attendees a where a.workspace_id = m.workspace_id
        and a.session_id = ${sessionId} and a.membership_id = m.id)`.as("attends"),
      enrolment: sql<string | null>`(select e.status from enrolments e where e.workspace_id = m.workspace_id
        and e.membership_id = m.id and e.course_id = ${courseId})`.as("enrolment"),
    })
    .from(sql`memberships m`)
    .where(
      sql`m.workspace_id = ${workspaceId} and m.id = ${membershipId} and m.status <> 'removed'
        and ${part === null ? sql`1` : isOfPart(workspaceId, part, sql`m.id`, courseId)}`,
    );
}

/** Who attends a session, by their id; `fits` is 0 for who is not the asker's to see. */
export function attendeesPage(
  db: Database,
  workspaceId: string,
  session: { id: string; courseId: string; ownerId: string | null },
  sight: Sight,
  people: PeopleSight,
  after: string,
  look: number,
) {
  const own = sight.ownerId !== null && sight.ownerId === session.ownerId;
  return db
    .select({
      id: sql<string>`m.id`.as("id"),
      firstName: sql<string>`m.first_name`.as("first_name"),
      lastName: sql<string>`m.last_name`.as("last_name"),
      status: sql<"active" | "pending" | "deactivated" | "unproved" | "removed">`m.status`.as("status"),
      origin: sql<(typeof sessionAttendees.$inferSelect)["origin"]>`a.origin`.as("origin"),
      toldAt: sql<number | null>`a.told_at`.as("told_at"),
      ...asFound(workspaceId, people),
      fits: sql<number>`(m.status <> 'removed' and ${
        own || sight.part === null
          ? sql`1`
          : isOfPart(workspaceId, sight.part, sql`m.id`, sql`${session.courseId}`)
      })`.as("fits"),
    })
    .from(
      sql`(select * from session_attendees where workspace_id = ${workspaceId} and session_id = ${session.id}
          and membership_id > ${after} order by membership_id limit ${look}) a
        cross join memberships m on m.workspace_id = ${workspaceId} and m.id = a.membership_id`,
    )
    .orderBy(sql`m.id`);
}
