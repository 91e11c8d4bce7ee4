import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, enrolments, sessionAttendees } from "../schema/index.ts";
import { idOfRow, insertFrom } from "./insert-from.ts";
import { tellAttendees, tellCourse, tellOfSessions } from "./session-mails.ts";
import type { Statement } from "./statements.ts";

type Origin = (typeof enrolments.$inferInsert)["origin"];

/** What tells apart the ids of the enrolments that one act makes for several reasons. */
const letters: Record<Origin, string> = {
  invitation: "j",
  group: "g",
  unit: "n",
  session: "s",
  manual: "m",
  catalog: "c",
};

/** An act that enrols people, and when (UTC ms). */
export interface Enrolling {
  workspaceId: string;
  now: number;
  op: string;
}

/**
 * Enrols the active members, and those who are here before they proved their address, among those that `from` finds as
 * `member_id` in what it finds as `course_id`, as far as that is published. Once each: whoever is enrolled already, or withdrew, is left as they are.
 */
export function enrolEach(db: Database, act: Enrolling, origin: Origin, from: SQL): Statement {
  return enrolForReasons(db, act, letters[origin], [{ origin, from }]);
}

/** The same for several reasons by one statement: of two that name a course for somebody the first one counts. */
function enrolForReasons(
  db: Database,
  { workspaceId, now, op }: Enrolling,
  letter: string,
  reasons: readonly Reason[],
): Statement {
  const origins = JSON.stringify(reasons.map(({ origin }) => origin));
  const found = reasons.map(
    ({ from }, rank) => sql`select member_id, course_id, ${sql.raw(String(rank))} as rank from (${from})`,
  );
  return insertFrom(
    db,
    enrolments,
    {
      workspaceId,
      id: idOfRow("enr", op, letter),
      membershipId: sql`e.member_id`,
      courseId: sql`e.course_id`,
      origin: sql`json_extract(${origins}, '$[' || e.rank || ']')`,
      status: "active",
      progress: 0,
      enrolledAt: now,
      lastOp: op,
    },
    sql`from (select member_id, course_id, min(rank) as rank from (${sql.join(found, sql` union all `)})
        group by member_id, course_id) e
      cross join memberships m on m.workspace_id = ${workspaceId} and m.id = e.member_id
        and m.status in ('active', 'unproved')
      cross join courses c on c.workspace_id = ${workspaceId} and c.id = e.course_id
        and c.status = 'published' and c.deleted_at is null
      where true`,
  ).onConflictDoNothing({
    target: [enrolments.workspaceId, enrolments.membershipId, enrolments.courseId],
  });
}

interface Reason {
  origin: Origin;
  /** Rows of `member_id` and `course_id`. */
  from: SQL;
}

/** The ids of a unit and of those above it, as rows of `above`. */
const unitsAbove = (path: SQL) =>
  sql`json_each('["' || replace(rtrim(${path}, '/'), '/', '","') || '"]') above`;

/**
 * What people have by their places (F37, D33), for the batch that put them there, after it: the active ones
 * among `membershipIds` (a JSON array) get places in the sessions of their groups that are still to come, are
 * enrolled in the courses of their groups, of their units and of the units above those, and in those of their
 * sessions, and are mailed the sessions that are new to them. Whoever calls this wakes the mail.
 */
export function enrolFromPlaces(
  db: Database,
  { membershipIds, chosen, ...act }: EnrollingPeople,
): Statement[] {
  const { workspaceId } = act;
  const groupsOfMembers = sql`select j.value as member_id, gm.group_id from json_each(${membershipIds}) j
    cross join group_members gm on gm.workspace_id = ${workspaceId} and gm.membership_id = j.value`;
  return [
    attendFromGroups(db, act, groupsOfMembers),
    enrolForReasons(db, act, letters.group, [
      ...byHand(chosen),
      {
        origin: "group",
        from: sql`select g.member_id, cg.course_id from (${groupsOfMembers}) g
          cross join course_groups cg on cg.workspace_id = ${workspaceId} and cg.group_id = g.group_id`,
      },
      {
        origin: "unit",
        from: sql`select j.value as member_id, cu.course_id from json_each(${membershipIds}) j
          cross join unit_members um on um.workspace_id = ${workspaceId} and um.membership_id = j.value
          cross join units u on u.workspace_id = ${workspaceId} and u.id = um.unit_id
          cross join ${unitsAbove(sql`u.path`)}
          cross join course_units cu on cu.workspace_id = ${workspaceId} and cu.unit_id = above.value`,
      },
      ofTheirSessions(act, membershipIds),
    ]),
    ...tellOfSessions(db, { ...act, membershipIds }),
  ];
}

/** Whom an act enrols (a JSON array of ids), and in what it names for them: a JSON array of `{ memberId, courseId }`. */
type EnrollingPeople = Enrolling & { membershipIds: string; chosen?: string };

/**
 * Enrols people in the courses of the sessions that they attend and that are still to come, and mails them
 * those that they were not told of.
 */
export function enrolFromSessions(
  db: Database,
  { membershipIds, chosen, ...act }: EnrollingPeople,
): Statement[] {
  return [
    enrolForReasons(db, act, letters.session, [...byHand(chosen), ofTheirSessions(act, membershipIds)]),
    ...tellOfSessions(db, { ...act, membershipIds }),
  ];
}

const ofTheirSessions = ({ workspaceId, now }: Enrolling, membershipIds: string): Reason => ({
  origin: "session",
  from: sql`select j.value as member_id, s.course_id from json_each(${membershipIds}) j
    cross join session_attendees a on a.workspace_id = ${workspaceId} and a.membership_id = j.value
    cross join course_sessions s on s.workspace_id = ${workspaceId} and s.id = a.session_id
      and s.canceled_at is null and s.starts_at > ${now}`,
});

const byHand = (chosen: string | undefined): Reason[] =>
  chosen === undefined
    ? []
    : [
        {
          origin: "manual",
          from: sql`select j.value ->> '$.memberId' as member_id, j.value ->> '$.courseId' as course_id
            from json_each(${chosen}) j`,
        },
      ];

/**
 * Places in the sessions of groups that are still to come, as long as there are seats: `found` gives people
 * and their groups as `member_id` and `group_id`; `within` narrows the sessions `s`.
 */
function attendFromGroups(
  db: Database,
  { workspaceId, now }: Enrolling,
  found: SQL,
  within: SQL = sql`1`,
): Statement {
  return insertFrom(
    db,
    sessionAttendees,
    {
      workspaceId,
      sessionId: sql`p.session_id`,
      membershipId: sql`p.member_id`,
      origin: "group",
      addedAt: now,
    },
    // Numbered before anything is written: of those who come at once the seats go to as many as there are.
    sql`from (select s.id as session_id, g.member_id, s.seats,
        row_number() over (partition by s.id order by g.member_id) as number
      from (${found}) g
      cross join memberships m on m.workspace_id = ${workspaceId} and m.id = g.member_id and m.status = 'active'
      cross join course_sessions s on s.workspace_id = ${workspaceId} and s.group_id = g.group_id
        and s.starts_at > ${now} and s.canceled_at is null and ${within}
      cross join courses c on c.workspace_id = ${workspaceId} and c.id = s.course_id
        and c.status = 'published' and c.deleted_at is null
      where not exists (select 1 from session_attendees a where a.workspace_id = ${workspaceId}
        and a.session_id = s.id and a.membership_id = g.member_id)) p
      where p.seats is null or p.number + ${takenSeats(workspaceId, sql`p.session_id`)} <= p.seats`,
  ).onConflictDoNothing();
}

/** The members of its group, or those of them in `membershipIds` (a JSON array), get places in a session, the course, and the mail. */
export function attendSession(
  db: Database,
  act: Enrolling,
  session: { id: string; groupId: string; courseId: string },
  membershipIds: string | null = null,
): Statement[] {
  const { workspaceId } = act;
  const found = membershipIds
    ? sql`select j.value as member_id, ${session.groupId} as group_id from json_each(${membershipIds}) j
        cross join group_members gm on gm.workspace_id = ${workspaceId} and gm.membership_id = j.value
          and gm.group_id = ${session.groupId}`
    : sql`select gm.membership_id as member_id, gm.group_id from group_members gm
        where gm.workspace_id = ${workspaceId} and gm.group_id = ${session.groupId}`;
  return [
    attendFromGroups(db, act, found, sql`s.id = ${session.id}`),
    enrolEach(
      db,
      act,
      "session",
      sql`select a.membership_id as member_id, ${session.courseId} as course_id from session_attendees a
        where a.workspace_id = ${workspaceId} and a.session_id = ${session.id}`,
    ),
    ...tellAttendees(db, { ...act, sessionId: session.id }),
  ];
}

/** The same for all sessions that groups have in a course. */
export function attendCourse(db: Database, act: Enrolling, courseId: string): Statement[] {
  const { workspaceId, now } = act;
  const ofCourse = sql`select s.id, s.group_id from course_sessions s where s.workspace_id = ${workspaceId}
    and s.course_id = ${courseId} and s.starts_at > ${now} and s.canceled_at is null`;
  return [
    attendFromGroups(
      db,
      act,
      sql`select distinct gm.membership_id as member_id, gm.group_id from (${ofCourse}) o
        cross join group_members gm on gm.workspace_id = ${workspaceId} and gm.group_id = o.group_id`,
      sql`s.course_id = ${courseId}`,
    ),
    enrolEach(
      db,
      act,
      "session",
      sql`select a.membership_id as member_id, ${courseId} as course_id from (${ofCourse}) o
        cross join session_attendees a on a.workspace_id = ${workspaceId} and a.session_id = o.id`,
    ),
    ...tellCourse(db, { ...act, courseId }),
  ];
}

/**
 * Frees the places that people have in sessions to come, for others; `people` gives them as
 * `select workspace_id, membership_id`. What they attended stays theirs.
 */
export function freeSeats(db: Database, people: SQL, now: number): Statement {
  return db.delete(sessionAttendees).where(
    sql`(${sessionAttendees.workspaceId}, ${sessionAttendees.membershipId}) in (${people})
      and exists (select 1 from course_sessions s where s.workspace_id = ${sessionAttendees.workspaceId}
        and s.id = ${sessionAttendees.sessionId} and s.starts_at > ${now})`,
  );
}

/** The same for one member of a workspace. */
export function freeSeatsOf(db: Database, workspaceId: string, membershipId: string, now: number): Statement {
  return freeSeats(db, sql`values (${workspaceId}, ${membershipId})`, now);
}

/**
 * True in SQL for a place `t` that takes a seat. One of somebody who has only typed an address takes none (F132):
 * otherwise whoever types many addresses would keep a date from everybody (P-05).
 */
export const takesSeat = sql`not exists (select 1 from unproved_members u
  where u.workspace_id = t.workspace_id and u.membership_id = t.membership_id)`;

/** How many seats of a session are taken. */
export const takenSeats = (workspaceId: string | SQL, sessionId: SQL) =>
  sql`(select count(*) from session_attendees t
    where t.workspace_id = ${workspaceId} and t.session_id = ${sessionId} and ${takesSeat})`;

/**
 * Enrols whoever joins by an invitation in the courses that it names (F36). A course that was deleted or
 * withdrawn meanwhile is skipped, and the audit of the acceptance says so; it never keeps anybody out.
 */
export function enrolFromInvitation(
  db: Database,
  { invitationId, membershipId, ...act }: Enrolling & { invitationId: string; membershipId: string },
): Statement[] {
  const { workspaceId, op } = act;
  const named = sql`invitation_courses n where n.workspace_id = ${workspaceId} and n.invitation_id = ${invitationId}`;
  const skipped = sql`select c.id, c.title from invitation_courses n
    cross join courses c on c.workspace_id = ${workspaceId} and c.id = n.course_id
    where n.workspace_id = ${workspaceId} and n.invitation_id = ${invitationId}
      and (c.deleted_at is not null or c.status <> 'published')`;
  return [
    enrolEach(
      db,
      act,
      "invitation",
      sql`select ${membershipId} as member_id, n.course_id as course_id from ${named}`,
    ),
    db
      .update(auditDetails)
      .set({
        details: sql`json_set(${auditDetails.details}, '$.skippedCourses',
          (select json_group_array(title) from (${skipped} order by c.title_key)))`,
      })
      .where(
        sql`${auditDetails.workspaceId} = ${workspaceId} and exists (${skipped})
          and ${auditDetails.auditId} in (select e.id from audit_events e where e.workspace_id = ${workspaceId}
            and e.membership_id = ${membershipId} and e.action = 'invitation.accepted' and e.op = ${op})`,
      ),
  ];
}
