import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  auditDetails,
  auditEvents,
  certificates,
  enrolments,
  registrationCourses,
  sessionAttendees,
  unprovedMembers,
} from "../schema/index.ts";
import { type Enrolling, enrolEach, takenSeats } from "./enrolments.ts";
import { idOfRow, insertFrom } from "./insert-from.ts";
import type { Statement } from "./statements.ts";

/** What makes a membership of status `unproved` whole: after the membership, before its role. */
export function insertUnproved(db: Database, row: typeof unprovedMembers.$inferInsert): Statement {
  return db.insert(unprovedMembers).values(row);
}

/** Enrols them in the course that they chose while it is free and in the catalog, and in the free courses of their link. */
export function enrolUnproved(
  db: Database,
  act: Enrolling,
  {
    membershipId,
    courseId,
    linkId,
  }: { membershipId: string; courseId: string | null; linkId: string | null },
): Statement {
  const { workspaceId } = act;
  return enrolEach(
    db,
    act,
    "catalog",
    sql`select ${membershipId} as member_id, c.id as course_id from courses c
        where c.workspace_id = ${workspaceId} and c.id = ${courseId} and c.visibility = 'catalog' and c.price_minor is null
      union select ${membershipId}, c.id from registration_link_places p
        cross join courses c on c.workspace_id = ${workspaceId} and c.id = p.course_id and c.price_minor is null
        where p.workspace_id = ${workspaceId} and p.link_id = ${linkId}`,
  );
}

/**
 * A place at the date that was chosen, where there is a seat and they have the course; otherwise nothing. Who registers is
 * told beforehand that a date is full, and in this very moment they are here without it. It takes nobody's seat
 * (`takenSeats`): whoever proves the address first has it.
 */
export function takeChosenDate(
  db: Database,
  {
    workspaceId,
    membershipId,
    courseId,
    sessionId,
    now,
  }: {
    workspaceId: string;
    membershipId: string;
    courseId: string;
    sessionId: string;
    now: number;
  },
): Statement {
  return insertFrom(
    db,
    sessionAttendees,
    { workspaceId, sessionId, membershipId, origin: "catalog", addedAt: now },
    sql`from course_sessions s
      cross join enrolments e on e.workspace_id = s.workspace_id and e.membership_id = ${membershipId}
        and e.course_id = s.course_id and e.status = 'active'
      where s.workspace_id = ${workspaceId} and s.id = ${sessionId} and s.course_id = ${courseId}
        and s.group_id is null and s.canceled_at is null and s.starts_at > ${now}
        and (s.seats is null or s.seats > ${takenSeats(workspaceId, sql`s.id`)})`,
  ).onConflictDoNothing();
}

/** How far somebody is in the course of the enrolment `e`: completed, then by progress, and last what they left. */
const far = (e: string) =>
  sql.raw(
    `(case ${e}.status when 'completed' then 1000 when 'active' then ${e}.progress else ${e}.progress - 1000 end)`,
  );

/** The courses that a registration names, with those of the link a use of which its act counts: `mergeUnproved`. */
export const coursesOfRegistration = (
  workspaceId: string,
  { id, linkId }: { id: string; linkId: string | null },
): SQL =>
  sql`select n.course_id from registration_courses n where n.workspace_id = ${workspaceId} and n.registration_id = ${id}
    union select p.course_id from registration_link_places p
      where p.workspace_id = ${workspaceId} and p.link_id = ${linkId} and p.course_id is not null`;

/** A course that is pressed for: `mergeUnproved`. */
export const courseItself = (courseId: string): SQL => sql`select ${courseId}`;

/** The courses that an invitation names: `mergeUnproved`. */
export const coursesOfInvitation = (workspaceId: string, id: string): SQL =>
  sql`select n.course_id from invitation_courses n where n.workspace_id = ${workspaceId} and n.invitation_id = ${id}`;

/**
 * What unproved members of an address have of the courses that the act names goes to the member who has proved it:
 * progress, certificate (where several have one, the one who is furthest counts) and the dates that are over. Nothing
 * else, ever: anybody may have typed that address, and staff may have taken such a one out of a course, which is no word
 * about its owner. A date to come is the act's to give. A line in the trail says of each course whom it came from. Then
 * they are gone, with whatever the act does not name (trigger `unproved_forgotten`). For a batch in which `into` is
 * active by then, or stays so.
 */
export function mergeUnproved(
  db: Database,
  {
    workspaceId,
    email,
    into,
    courses,
    trail,
    now,
    op,
  }: {
    workspaceId: string;
    /** Canonical, and proved by whoever `into` is. */
    email: string;
    into: string;
    /** What the act or its page names, as rows of one column of course ids. */
    courses: SQL;
    /** The line of each enrolment, but for its id, its course and what it says. */
    trail: { event: Omit<typeof auditEvents.$inferInsert, "id" | "targetId">; actorName: string | null };
    now: number;
    op: string;
  },
): Statement[] {
  const them = sql`unproved_members u where u.workspace_id = ${workspaceId} and u.email = ${email}`;
  const furthest = sql`(select * from (select e.*, ${far("e")} as far,
      row_number() over (partition by e.course_id order by ${far("e")} desc, e.id) as place
    from (select u.membership_id from ${them}) w
    cross join enrolments e on e.workspace_id = ${workspaceId} and e.membership_id = w.membership_id
      and e.status <> 'withdrawn' and e.course_id in (${courses}))
    where place = 1)`;
  return [
    insertFrom(
      db,
      auditEvents,
      { ...trail.event, id: idOfRow("aud", op, "u"), targetId: sql`b.course_id` },
      sql`from ${furthest} b where not exists (select 1 from enrolments o where o.workspace_id = ${workspaceId}
        and o.membership_id = ${into} and o.course_id = b.course_id and ${far("o")} >= b.far)`,
    ),
    insertFrom(
      db,
      auditDetails,
      {
        workspaceId,
        auditId: sql`v.id`,
        actorName: trail.actorName,
        details: sql`json_object('course', c.title, 'from', b.membership_id, 'to', ${into}, 'status', b.status)`,
      },
      sql`from audit_events v
        cross join ${furthest} b on b.course_id = v.target_id
        cross join courses c on c.workspace_id = ${workspaceId} and c.id = b.course_id
        where v.workspace_id = ${workspaceId} and v.membership_id = ${into} and v.op = ${op}
          and v.action = ${trail.event.action}`,
    ),
    db
      .update(enrolments)
      .set({
        status: sql`b.status`,
        progress: sql`b.progress`,
        completedAt: sql`b.completed_at`,
        withdrawnAt: null,
        lastOp: op,
      })
      .from(sql`${furthest} b`)
      .where(
        sql`${enrolments.workspaceId} = ${workspaceId} and ${enrolments.membershipId} = ${into}
          and ${enrolments.courseId} = b.course_id and b.far > ${far("enrolments")}`,
      ),
    db
      .update(enrolments)
      .set({ membershipId: into, lastOp: op })
      .where(
        sql`${enrolments.workspaceId} = ${workspaceId} and ${enrolments.id} in (select b.id from ${furthest} b
          where not exists (select 1 from enrolments o where o.workspace_id = ${workspaceId}
            and o.membership_id = ${into} and o.course_id = b.course_id))`,
      ),
    // The name on it was typed by whoever came before the proof: it is the member's from now on.
    db
      .update(certificates)
      .set({
        membershipId: into,
        personName: sql`(select coalesce(nullif(trim(m.first_name || ' ' || m.last_name), ''), m.email, '')
          from memberships m where m.workspace_id = ${workspaceId} and m.id = ${into})`,
      })
      .where(
        sql`${certificates.workspaceId} = ${workspaceId} and ${certificates.id} in (
          select id from (select c.id, c.course_id, row_number() over (partition by c.course_id order by c.issued_at, c.id) as place
            from (select u.membership_id from ${them}) w
            cross join certificates c on c.workspace_id = ${workspaceId} and c.membership_id = w.membership_id
              and c.course_id in (${courses})) c
          where c.place = 1 and not exists (select 1 from certificates o where o.workspace_id = ${workspaceId}
            and o.membership_id = ${into} and o.course_id = c.course_id))`,
      ),
    insertFrom(
      db,
      sessionAttendees,
      {
        workspaceId,
        sessionId: sql`a.session_id`,
        membershipId: into,
        origin: "catalog",
        addedAt: sql`a.added_at`,
      },
      sql`from (select u.membership_id from ${them}) w
        cross join session_attendees a on a.workspace_id = ${workspaceId} and a.membership_id = w.membership_id
        cross join course_sessions s on s.workspace_id = ${workspaceId} and s.id = a.session_id
          and s.starts_at <= ${now} and s.course_id in (${courses})
        where true`,
    ).onConflictDoNothing(),
    forgetUnproved(db, workspaceId, { email }),
  ];
}

/**
 * Writes what an unproved member has in the catalog, with a date to come, on the registration that is open for their
 * address, so that the page of its link shows it before the proof takes it over. A date that stands there stays.
 */
export function nameUnproved(
  db: Database,
  { workspaceId, membershipId, now }: { workspaceId: string; membershipId: string; now: number },
): Statement {
  return insertFrom(
    db,
    registrationCourses,
    {
      workspaceId,
      registrationId: sql`r.id`,
      courseId: sql`e.course_id`,
      sessionId: sql`(select a.session_id from session_attendees a
        cross join course_sessions s on s.workspace_id = ${workspaceId} and s.id = a.session_id
          and s.course_id = e.course_id and s.starts_at > ${now}
        where a.workspace_id = ${workspaceId} and a.membership_id = e.membership_id
        order by a.added_at desc, a.session_id limit 1)`,
    },
    sql`from unproved_members u
      cross join registrations r on r.workspace_id = ${workspaceId} and r.email = u.email and r.status = 'started'
      cross join enrolments e on e.workspace_id = ${workspaceId} and e.membership_id = u.membership_id
        and e.status <> 'withdrawn'
      cross join courses c on c.workspace_id = ${workspaceId} and c.id = e.course_id
        and c.visibility = 'catalog' and c.price_minor is null
      where u.workspace_id = ${workspaceId} and u.membership_id = ${membershipId}`,
  ).onConflictDoUpdate({
    target: [
      registrationCourses.workspaceId,
      registrationCourses.registrationId,
      registrationCourses.courseId,
    ],
    set: { sessionId: sql`coalesce(${registrationCourses.sessionId}, excluded.session_id)` },
  });
}

/** Ends unproved members of an address or of several (SQL), or one of them: with its row goes all that there is of each. */
export function forgetUnproved(
  db: Database,
  workspaceId: string,
  which: { email: string } | { membershipId: string } | { addresses: SQL },
): Statement {
  return db
    .delete(unprovedMembers)
    .where(
      sql`${unprovedMembers.workspaceId} = ${workspaceId} and ${
        "email" in which
          ? sql`${unprovedMembers.email} = ${which.email}`
          : "addresses" in which
            ? sql`${unprovedMembers.email} in ${which.addresses}`
            : sql`${unprovedMembers.membershipId} = ${which.membershipId}`
      }`,
    );
}

/** Ends those whose time is over, the oldest first, at most so many. Gives one row for each. */
export function lapseUnprovedMembers(db: Database, now: number, limit: number) {
  return db
    .delete(unprovedMembers)
    .where(
      sql`(${unprovedMembers.workspaceId}, ${unprovedMembers.membershipId}) in (
        select d.workspace_id, d.membership_id from unproved_members d where d.until <= ${now}
        order by d.until limit ${limit})`,
    )
    .returning({ membershipId: unprovedMembers.membershipId });
}

/** What the member says of their address, in SQL over a membership's alias: `{ address, until }` as JSON; null: nothing. */
export const unprovedOf = (alias: string) => {
  const m = sql.raw(alias);
  return sql<string | null>`case when ${m}.status = 'unproved' then (
    select json_object('address', u.email, 'until', u.until) from unproved_members u
    where u.workspace_id = ${m}.workspace_id and u.membership_id = ${m}.id) end`;
};

/** Reads what `unprovedOf` gives. */
export interface UnprovedAddress {
  /** What they typed; nobody has shown that it is theirs. */
  address: string;
  /** When they are gone unless somebody does (UTC ms). */
  until: number;
}
