import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { certificates, courses, enrolments } from "../schema/index.ts";
import { columnsOf } from "./columns.ts";
import { insertFrom } from "./insert-from.ts";
import { type Standing, stands } from "./members.ts";

/** A part of the workspace: ids of its units, groups and sessions as JSON arrays. */
export interface Part {
  units: string;
  groups: string;
  sessions: string;
}

/**
 * True in SQL for somebody of the part: by their units, by the groups they were put into, or by a session of
 * the course that they attend. What follows from groups by propagation shows nobody to anybody.
 */
export function isOfPart(
  workspaceId: string,
  { units, groups, sessions }: Part,
  memberId: SQL,
  courseId: SQL,
): SQL {
  return sql`(exists (select 1 from unit_members um where um.workspace_id = ${workspaceId}
      and um.membership_id = ${memberId} and um.unit_id in (select value from json_each(${units})))
    or exists (select 1 from group_members gm where gm.workspace_id = ${workspaceId}
      and gm.membership_id = ${memberId} and gm.kind <> 'derived'
      and gm.group_id in (select value from json_each(${groups})))
    or exists (select 1 from session_attendees sa
      cross join course_sessions cs on cs.workspace_id = ${workspaceId} and cs.id = sa.session_id
      where sa.workspace_id = ${workspaceId} and sa.membership_id = ${memberId}
        and cs.course_id = ${courseId} and sa.session_id in (select value from json_each(${sessions}))))`;
}

/** Who sees whose records: everybody's (null), those of a part, and those of the courses that they made. */
export interface Sight {
  part: Part | null;
  /** Membership whose own courses count besides; null: nobody's. */
  ownerId: string | null;
}

const seen = (workspaceId: string, { part, ownerId }: Sight): SQL =>
  part === null
    ? sql`1`
    : sql`(${isOfPart(workspaceId, part, sql`e.membership_id`, sql`e.course_id`)}
        or (${ownerId} is not null and c.owner_id = ${ownerId}))`;

/** Where the asker finds people, and so sees an address and opens a page: everywhere (null), in a part, or nowhere. */
export type PeopleSight = Part | null | "nowhere";

/** Whether the person of the membership `m` is among those, and their address then. */
export function asFound(workspaceId: string, people: PeopleSight) {
  const found =
    people === "nowhere"
      ? sql`0`
      : people === null
        ? sql`1`
        : isOfPart(workspaceId, { ...people, sessions: "[]" }, sql`m.id`, sql`''`);
  return {
    isFound: sql<number>`${found}`.as("is_found"),
    email:
      people === "nowhere"
        ? sql<null>`null`.as("email")
        : sql<string | null>`iif(${found}, m.email, null)`.as("email"),
  };
}

const record = {
  id: sql<string>`e.id`.as("id"),
  membershipId: sql<string>`e.membership_id`.as("membership_id"),
  firstName: sql<string>`m.first_name`.as("first_name"),
  lastName: sql<string>`m.last_name`.as("last_name"),
  memberStatus: sql<"active" | "deactivated" | "unproved" | "pending">`m.status`.as("member_status"),
  courseId: sql<string>`e.course_id`.as("course_id"),
  courseTitle: sql<string>`c.title`.as("course_title"),
  origin: sql<(typeof enrolments.$inferSelect)["origin"]>`e.origin`.as("origin"),
  status: sql<(typeof enrolments.$inferSelect)["status"]>`e.status`.as("status"),
  progress: sql<number>`e.progress`.as("progress"),
  enrolledAt: sql<number>`e.enrolled_at`.as("enrolled_at"),
  completedAt: sql<number | null>`e.completed_at`.as("completed_at"),
  withdrawnAt: sql<number | null>`e.withdrawn_at`.as("withdrawn_at"),
  lastOp: sql<string>`e.last_op`.as("last_op"),
  certificateId: sql<string | null>`(select t.id from certificates t where t.workspace_id = e.workspace_id
    and t.membership_id = e.membership_id and t.course_id = e.course_id)`.as("certificate_id"),
};

const whoAndWhat = (workspaceId: string) => sql`
  cross join memberships m on m.workspace_id = ${workspaceId} and m.id = e.membership_id
  cross join courses c on c.workspace_id = ${workspaceId} and c.id = e.course_id`;

export interface RecordsWindow {
  courseId: string | null;
  membershipId: string | null;
  status: (typeof enrolments.$inferSelect)["status"] | null;
  /** Where the page before ended. */
  after: { status: string; id: string } | null;
  look: number;
  people: PeopleSight;
}

/** Enrolments: of a course by their state, else by their age. `fits` is 0 for what is not the asker's to see. */
export function recordsPage(db: Database, workspaceId: string, window: RecordsWindow, sight: Sight) {
  const { courseId, membershipId, status, after } = window;
  const order = courseId ? sql`status, id` : sql`id`;
  const begins = !after
    ? sql``
    : courseId
      ? sql`and (status, id) > (${after.status}, ${after.id})`
      : sql`and id > ${after.id}`;
  return db
    .select({
      ...record,
      ...asFound(workspaceId, window.people),
      fits: sql<number>`(m.status <> 'removed' and ${seen(workspaceId, sight)})`.as("fits"),
    })
    .from(
      sql`(select * from enrolments where workspace_id = ${workspaceId}
          ${courseId ? sql`and course_id = ${courseId}` : sql``}
          ${membershipId ? sql`and membership_id = ${membershipId}` : sql``}
          ${status ? sql`and status = ${status}` : sql``} ${begins}
        order by ${order} limit ${window.look}) e ${whoAndWhat(workspaceId)}`,
    )
    .orderBy(courseId ? sql`e.status, e.id` : sql`e.id`);
}

export type RecordRow = Awaited<ReturnType<typeof recordsPage>>[number];

/** One enrolment that the asker may see. */
export function recordById(db: Database, workspaceId: string, id: string, sight: Sight) {
  return db
    .select({ ...record, ...asFound(workspaceId, "nowhere"), fits: sql<number>`1`.as("fits") })
    .from(
      sql`(select * from enrolments where workspace_id = ${workspaceId} and id = ${id}) e ${whoAndWhat(workspaceId)}`,
    )
    .where(sql`m.status <> 'removed' and ${seen(workspaceId, sight)}`);
}

/** Somebody, as far as they are of the part, and what they have of the course. */
export function personForCourse(
  db: Database,
  workspaceId: string,
  membershipId: string,
  courseId: string,
  part: Part | null,
) {
  return db
    .select({
      course: columnsOf(courses, "c"),
      memberStatus: sql<string>`m.status`.as("member_status"),
      firstName: sql<string>`m.first_name`.as("first_name"),
      lastName: sql<string>`m.last_name`.as("last_name"),
      enrolmentId: sql<string | null>`e.id`.as("enrolment_id"),
    })
    .from(courses)
    .crossJoin(sql`memberships m`)
    .leftJoin(
      sql`enrolments e`,
      sql`e.workspace_id = m.workspace_id and e.membership_id = m.id and e.course_id = ${courses.id}`,
    )
    .where(
      sql`${courses.workspaceId} = ${workspaceId} and ${courses.id} = ${courseId} and ${courses.deletedAt} is null
        and m.workspace_id = ${workspaceId} and m.id = ${membershipId} and m.status <> 'removed'
        and ${part === null ? sql`1` : isOfPart(workspaceId, part, sql`m.id`, sql`${courses.id}`)}`,
    );
}

/** Enrols one active person in a published course while the asker may, once: guard it. */
export function insertEnrolment(db: Database, row: typeof enrolments.$inferInsert, standing: Standing) {
  return insertFrom(
    db,
    enrolments,
    row,
    sql`from courses c cross join memberships m where c.workspace_id = ${row.workspaceId} and c.id = ${row.courseId}
      and c.status = 'published' and c.deleted_at is null
      and m.workspace_id = ${row.workspaceId} and m.id = ${row.membershipId} and m.status = 'active'
      and ${stands(standing)}`,
  ).onConflictDoNothing({
    target: [enrolments.workspaceId, enrolments.membershipId, enrolments.courseId],
  });
}

/** Changes an enrolment only as it was read, while whoever changes it may: guard it. */
export function changeSeenEnrolment(
  db: Database,
  seen: { workspaceId: string; id: string; lastOp: string },
  values: Partial<typeof enrolments.$inferInsert> & { lastOp: string },
  standing: Standing,
) {
  return db
    .update(enrolments)
    .set(values)
    .where(
      and(
        eq(enrolments.workspaceId, seen.workspaceId),
        eq(enrolments.id, seen.id),
        eq(enrolments.lastOp, seen.lastOp),
        stands(standing),
      ),
    );
}

/** The certificate of a completed enrolment, with the names of this day; whoever has one keeps it. */
export function insertCertificate(
  db: Database,
  workspaceId: string,
  certificate: { id: string; enrolmentId: string; now: number },
) {
  return insertFrom(
    db,
    certificates,
    {
      workspaceId,
      id: certificate.id,
      membershipId: sql`e.membership_id`,
      courseId: sql`e.course_id`,
      personName: sql`coalesce(nullif(trim(m.first_name || ' ' || m.last_name), ''), m.email, '')`,
      courseTitle: sql`c.title`,
      issuedAt: certificate.now,
    },
    sql`from (select * from enrolments where workspace_id = ${workspaceId} and id = ${certificate.enrolmentId}
      and status = 'completed') e ${whoAndWhat(workspaceId)} where true`,
  ).onConflictDoNothing({
    target: [certificates.workspaceId, certificates.membershipId, certificates.courseId],
  });
}

/** A certificate with who made its course, as far as the asker may see it. */
export function certificateById(db: Database, workspaceId: string, id: string, sight: Sight) {
  return db
    .select({
      id: sql<string>`e.id`.as("id"),
      membershipId: sql<string>`e.membership_id`.as("membership_id"),
      courseId: sql<string>`e.course_id`.as("course_id"),
      personName: sql<string>`e.person_name`.as("person_name"),
      courseTitle: sql<string>`e.course_title`.as("course_title"),
      issuedAt: sql<number>`e.issued_at`.as("issued_at"),
    })
    .from(
      sql`(select * from certificates where workspace_id = ${workspaceId} and id = ${id}) e ${whoAndWhat(workspaceId)}`,
    )
    .where(seen(workspaceId, sight));
}
