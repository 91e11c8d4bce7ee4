import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { courseGroups, courseSessions, courses, courseUnits, jobResults } from "../schema/index.ts";
import { columnsOf } from "./columns.ts";
import { type Enrolling, enrolEach } from "./enrolments.ts";
import { insertFrom } from "./insert-from.ts";
import { type Standing, stands } from "./members.ts";
import type { Statement } from "./statements.ts";
import { idsOfPath, withinPath } from "./trees.ts";

const ownerName = sql<string | null>`(select nullif(trim(o.first_name || ' ' || o.last_name), '')
  from memberships o where o.workspace_id = courses.workspace_id and o.id = courses.owner_id)`.as(
  "owner_name",
);

/** A course that is there, with the name of whoever made it. */
export function courseById(db: Database, workspaceId: string, id: string) {
  return db
    .select({ course: columnsOf(courses, "c"), ownerName })
    .from(courses)
    .where(
      sql`${courses.workspaceId} = ${workspaceId} and ${courses.id} = ${id} and ${courses.deletedAt} is null`,
    );
}

export interface CourseWindow {
  /** Part of the title, folded; empty: all. */
  search: string;
  status: "draft" | "published" | null;
  ownerId: string | null;
  /** Title key and id of the last course of the page before. */
  after: { titleKey: string; id: string } | null;
  /** How many courses are looked at. */
  look: number;
}

/** Courses by title; `fits` is 0 for one that was looked at in vain. */
export function coursesPage(db: Database, workspaceId: string, window: CourseWindow) {
  const { after, search, status, ownerId } = window;
  const begins = after ? sql`and (title_key, id) > (${after.titleKey}, ${after.id})` : sql``;
  return db
    .select({
      course: columnsOf(courses, "c"),
      ownerName,
      fits: sql<number>`(instr(${courses.titleKey}, ${search}) > 0
        and ${status === null ? sql`1` : sql`${courses.status} = ${status}`}
        and ${ownerId === null ? sql`1` : sql`${courses.ownerId} is ${ownerId}`})`.as("fits"),
    })
    .from(
      sql`(select * from courses where workspace_id = ${workspaceId} and deleted_at is null ${begins}
        order by title_key, id limit ${window.look}) courses`,
    )
    .orderBy(sql`title_key, id`);
}

/** Writes a new course while its maker may: guard it. */
export function insertCourse(db: Database, row: typeof courses.$inferInsert, standing: Standing) {
  return insertFrom(db, courses, row, sql`from (select 1) where ${stands(standing)}`);
}

/** Changes a course only as it was read, while whoever changes it may: guard it. */
export function changeSeenCourse(
  db: Database,
  seen: { workspaceId: string; id: string; lastOp: string },
  values: Partial<typeof courses.$inferInsert> & { lastOp: string },
  standing: Standing,
) {
  return db
    .update(courses)
    .set(values)
    .where(
      and(
        eq(courses.workspaceId, seen.workspaceId),
        eq(courses.id, seen.id),
        eq(courses.lastOp, seen.lastOp),
        sql`${courses.deletedAt} is null`,
        stands(standing),
      ),
    );
}

/** Cancels what is still to come of a course that goes. */
export function cancelSessionsOfCourse(
  db: Database,
  workspaceId: string,
  courseId: string,
  now: number,
  op: string,
) {
  return db
    .update(courseSessions)
    .set({ canceledAt: now, lastOp: op })
    .where(
      sql`${courseSessions.workspaceId} = ${workspaceId} and ${courseSessions.courseId} = ${courseId}
        and ${courseSessions.startsAt} > ${now} and ${courseSessions.canceledAt} is null`,
    );
}

/** Takes a course from every group and unit. */
export function dropAssignments(db: Database, workspaceId: string, courseId: string) {
  return [
    db
      .delete(courseGroups)
      .where(and(eq(courseGroups.workspaceId, workspaceId), eq(courseGroups.courseId, courseId))),
    db
      .delete(courseUnits)
      .where(and(eq(courseUnits.workspaceId, workspaceId), eq(courseUnits.courseId, courseId))),
  ] as const;
}

/** A group or a unit that a course is assigned to. */
export type Place = { groupId: string } | { unitId: string };

/** What a decision about an assignment needs: the place's name, and whether the course is assigned already. */
export function placeOfCourse(db: Database, workspaceId: string, courseId: string, place: Place) {
  const [table, link, column, id] =
    "groupId" in place
      ? [sql`"groups"`, sql`course_groups`, sql`group_id`, place.groupId]
      : [sql`units`, sql`course_units`, sql`unit_id`, place.unitId];
  return db
    .select({
      name: sql<string>`t.name`.as("name"),
      assigned: sql<number>`exists (select 1 from ${link} l where l.workspace_id = t.workspace_id
        and l.${column} = t.id and l.course_id = ${courseId})`.as("assigned"),
    })
    .from(sql`${table} t`)
    .where(sql`t.workspace_id = ${workspaceId} and t.id = ${id}`);
}

/** Assigns a course to a group or unit, while both are there and the asker may: guard it. */
export function assignCourseTo(
  db: Database,
  workspaceId: string,
  courseId: string,
  place: Place,
  standing: Standing,
) {
  const course = sql`exists (select 1 from courses c where c.workspace_id = ${workspaceId}
    and c.id = ${courseId} and c.deleted_at is null) and ${stands(standing)}`;
  if ("groupId" in place) {
    return insertFrom(
      db,
      courseGroups,
      { workspaceId, courseId, groupId: place.groupId },
      sql`from "groups" g where g.workspace_id = ${workspaceId} and g.id = ${place.groupId} and ${course}`,
    );
  }
  return insertFrom(
    db,
    courseUnits,
    { workspaceId, courseId, unitId: place.unitId },
    sql`from units u where u.workspace_id = ${workspaceId} and u.id = ${place.unitId} and ${course}`,
  );
}

/** Ends an assignment, while the asker may: guard it. Who is enrolled stays enrolled. */
export function unassignCourseFrom(
  db: Database,
  workspaceId: string,
  courseId: string,
  place: Place,
  standing: Standing,
) {
  if ("groupId" in place) {
    return db
      .delete(courseGroups)
      .where(
        and(
          eq(courseGroups.workspaceId, workspaceId),
          eq(courseGroups.groupId, place.groupId),
          eq(courseGroups.courseId, courseId),
          stands(standing),
        ),
      );
  }
  return db
    .delete(courseUnits)
    .where(
      and(
        eq(courseUnits.workspaceId, workspaceId),
        eq(courseUnits.unitId, place.unitId),
        eq(courseUnits.courseId, courseId),
        stands(standing),
      ),
    );
}

/**
 * The courses that the people of a group or a unit take, by title; to a unit also come those of the units above it,
 * each with the name of where it is from.
 */
export function coursesOfPlace(db: Database, workspaceId: string, place: Place, limit: number) {
  const given =
    "groupId" in place
      ? sql`"groups" t cross join "groups" a on a.workspace_id = t.workspace_id and a.id = t.id
          cross join course_groups l on l.workspace_id = a.workspace_id and l.group_id = a.id`
      : sql`units t cross join ${idsOfPath(sql`t.path`)}
          cross join units a on a.workspace_id = t.workspace_id and a.id = j.value
          cross join course_units l on l.workspace_id = a.workspace_id and l.unit_id = a.id`;
  const id = "groupId" in place ? place.groupId : place.unitId;
  return db
    .select({
      id: sql<string>`c.id`.as("id"),
      title: sql<string>`c.title`.as("title"),
      status: sql<"draft" | "published">`c.status`.as("status"),
      fromId: sql<string>`a.id`.as("from_id"),
      fromName: sql<string>`a.name`.as("from_name"),
    })
    .from(sql`${given} cross join courses c on c.workspace_id = t.workspace_id and c.id = l.course_id`)
    .where(sql`t.workspace_id = ${workspaceId} and t.id = ${id} and c.deleted_at is null`)
    .orderBy(sql`c.title_key, a.path desc`)
    .limit(limit);
}

/** The groups and units that a course is assigned to, by name. */
export function placesOfCourse(db: Database, workspaceId: string, courseId: string, limit: number) {
  return db
    .select({
      kind: sql<"group" | "unit">`kind`.as("kind"),
      id: sql<string>`id`.as("id"),
      name: sql<string>`name`.as("name"),
    })
    .from(
      sql`(select 'group' as kind, g.id, g.name, g.name_key from course_groups l indexed by course_groups_course
          cross join "groups" g on g.workspace_id = ${workspaceId} and g.id = l.group_id
          where l.workspace_id = ${workspaceId} and l.course_id = ${courseId}
        union all
        select 'unit', u.id, u.name, u.name_key from course_units l indexed by course_units_course
          cross join units u on u.workspace_id = ${workspaceId} and u.id = l.unit_id
          where l.workspace_id = ${workspaceId} and l.course_id = ${courseId})`,
    )
    .orderBy(sql`kind, name_key`)
    .limit(limit);
}

/** People whom a course reaches by all its groups or all its units, or by one of them. */
export interface Reached {
  courseId: string;
  by: "group" | "unit";
  /** Null: by all that the course is assigned to. */
  placeId: string | null;
}

/** Their ids as rows of `member_id`; those of a unit are also those of the units below. Some stand there twice. */
function reachedIds(workspaceId: string, { courseId, by, placeId }: Reached): SQL {
  if (by === "group") {
    const groupIs = placeId
      ? sql`= ${placeId}`
      : sql`in (select l.group_id from course_groups l where l.workspace_id = ${workspaceId} and l.course_id = ${courseId})`;
    return sql`select gm.membership_id as member_id from group_members gm
      where gm.workspace_id = ${workspaceId} and gm.group_id ${groupIs}`;
  }
  const unitIs = placeId
    ? sql`= ${placeId}`
    : sql`in (select l.unit_id from course_units l where l.workspace_id = ${workspaceId} and l.course_id = ${courseId})`;
  return sql`select um.membership_id as member_id from units a
    cross join units t on t.workspace_id = ${workspaceId} and ${withinPath(sql`a.path`)}
    cross join unit_members um on um.workspace_id = ${workspaceId} and um.unit_id = t.id
    where a.workspace_id = ${workspaceId} and a.id ${unitIs}`;
}

/** How many they are, counted to a bound. */
export function countReached(db: Database, workspaceId: string, reached: Reached, most: number) {
  return db
    .select({ count: sql<number>`count(*)`.as("n") })
    .from(sql`(select 1 from (${reachedIds(workspaceId, reached)}) limit ${most})`);
}

/** Enrols them all at once. */
export function enrolReached(db: Database, act: Enrolling, reached: Reached): Statement {
  return enrolEach(
    db,
    act,
    reached.by,
    sql`select r.member_id, ${reached.courseId} as course_id from (${reachedIds(act.workspaceId, reached)}) r`,
  );
}

/** Writes them down for a job. */
export function stageReached(db: Database, workspaceId: string, jobId: string, reached: Reached): Statement {
  return db
    .insert(jobResults)
    .select(
      sql`select distinct ${workspaceId}, ${jobId}, r.member_id, 'waiting' from (${reachedIds(workspaceId, reached)}) r where true`,
    )
    .onConflictDoNothing();
}

/** Enrolments of a course by state, each counted to a bound. */
export function countCourseRecords(db: Database, workspaceId: string, courseId: string, most: number) {
  const count = (status: string) =>
    sql<number>`(select count(*) from (select 1 from enrolments where workspace_id = ${workspaceId}
      and course_id = ${courseId} and status = ${status} limit ${most}))`;
  return db
    .select({
      active: count("active").as("active"),
      completed: count("completed").as("completed"),
      withdrawn: count("withdrawn").as("withdrawn"),
    })
    .from(sql`(select 1)`);
}

/** Enrols those among `membershipIds`, a JSON array, in one course. */
export function enrolListed(
  db: Database,
  act: Enrolling,
  courseId: string,
  membershipIds: string,
  origin: Reached["by"],
): Statement {
  return enrolEach(
    db,
    act,
    origin,
    sql`select j.value as member_id, ${courseId} as course_id from json_each(${membershipIds}) j`,
  );
}
