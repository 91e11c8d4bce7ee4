import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  groupMembers,
  invitationCourses,
  invitations,
  memberships,
  roleAssignments,
  sessionAttendees,
  unitMembers,
} from "../schema/index.ts";
import { takenSeats } from "./enrolments.ts";
import { insertEach } from "./insert-from.ts";
import { languageOfGroup, languageOfUnit } from "./place-languages.ts";
import { guardThat, type Statement } from "./statements.ts";

/** What invitations name, as JSON arrays of ids, or as SQL that makes one. */
export interface NamedIds {
  units: string | SQL;
  groups: string | SQL;
  courses: string | SQL;
  sessions: string | SQL;
}

/** The same with the units and groups that an invitation offers already. */
export function withOffered(workspaceId: string, invitationId: string, ids: NamedIds): NamedIds {
  const and = (json: string | SQL, column: string, table: string) =>
    sql`(select json_group_array(value) from (select value from json_each(${json})
      union select o.${sql.raw(column)} from invitations i
        cross join ${sql.raw(table)} o on o.workspace_id = i.workspace_id and o.membership_id = i.membership_id
        where i.workspace_id = ${workspaceId} and i.id = ${invitationId}
      union select r.${sql.raw(column)} from invitations i
        cross join role_assignments r on r.workspace_id = i.workspace_id and r.membership_id = i.membership_id
        where i.workspace_id = ${workspaceId} and i.id = ${invitationId} and r.${sql.raw(column)} is not null))`;
  return {
    ...ids,
    units: and(ids.units, "unit_id", "unit_members"),
    groups: and(ids.groups, "group_id", "group_members"),
  };
}

/** What there is of that, a row each; what does not exist, or was deleted or canceled, has none. */
export function namedByOffers(db: Database, workspaceId: string, ids: NamedIds) {
  const each = (json: string | SQL, table: string) =>
    sql`json_each(${json}) j cross join ${sql.raw(table)} t on t.workspace_id = ${workspaceId} and t.id = j.value`;
  return db
    .select({
      kind: sql<"unit" | "group" | "course" | "session">`kind`.as("kind"),
      id: sql<string>`id`.as("id"),
      name: sql<string>`name`.as("name"),
      /** Of a unit, or of the unit of a group. */
      unitPath: sql<string | null>`unit_path`.as("unit_path"),
      /** Of a session: whose members attend. */
      groupId: sql<string | null>`group_id`.as("group_id"),
      courseId: sql<string | null>`course_id`.as("course_id"),
      startsAt: sql<number | null>`starts_at`.as("starts_at"),
      timeZone: sql<string | null>`time_zone`.as("time_zone"),
      /** Null: no bound. */
      seatsLeft: sql<number | null>`seats_left`.as("seats_left"),
      /** A course, also that of a session, in which people can be enrolled. */
      published: sql<number>`published`.as("published"),
      /** What a unit or group speaks, with who says it, as JSON (`place-languages.ts`). */
      spoken: sql<string | null>`spoken`.as("spoken"),
    })
    .from(
      sql`(select 'unit' as kind, t.id, t.name, t.path as unit_path, null as group_id, null as course_id,
          null as starts_at, null as time_zone, null as seats_left, 0 as published,
          ${languageOfUnit(workspaceId, sql`t.path`)} as spoken from ${each(ids.units, "units")}
        union all
        select 'group', t.id, t.name, (select u.path from units u
          where u.workspace_id = t.workspace_id and u.id = t.unit_id), null, null, null, null, null, 0,
          ${languageOfGroup(workspaceId, sql`t.path`)}
        from ${each(ids.groups, '"groups"')}
        union all
        select 'course', t.id, t.title, null, null, t.id, null, null, null, t.status = 'published', null
        from ${each(ids.courses, "courses")} where t.deleted_at is null
        union all
        select 'session', t.id, t.title, null, t.group_id, t.course_id, t.starts_at, t.time_zone,
          t.seats - ${takenSeats(workspaceId, sql`t.id`)}, c.status = 'published', null
        from ${each(ids.sessions, "course_sessions")}
        cross join courses c on c.workspace_id = t.workspace_id and c.id = t.course_id and c.deleted_at is null
        where t.canceled_at is null)`,
    );
}

export type NamedRow = Awaited<ReturnType<typeof namedByOffers>>[number];

/** What a batch is about to offer: each id once, and how many seats of each session. */
export interface Offered {
  unitIds: readonly string[];
  groupIds: readonly string[];
  courseIds: readonly string[];
  seats: readonly { sessionId: string; count: number }[];
}

/**
 * Aborts the batch (`isGuardRefusal`) unless all that it offers is there when it writes: nobody deletes a group
 * or takes the last seat between reading and writing. What `also` says has to hold as well.
 */
export function guardOffered(
  db: Database,
  workspaceId: string,
  now: number,
  offered: Offered,
  also: SQL = sql`1`,
): Statement {
  const { unitIds, groupIds, courseIds, seats } = offered;
  const present = (ids: readonly string[], table: string, also: string) =>
    sql`(select count(*) from json_each(${JSON.stringify(ids)}) j cross join ${sql.raw(table)} t
      on t.workspace_id = ${workspaceId} and t.id = j.value ${sql.raw(also)}) = ${ids.length}`;
  const held = sql`(select count(*) from json_each(${JSON.stringify(seats)}) j cross join course_sessions t
      on t.workspace_id = ${workspaceId} and t.id = j.value ->> '$.sessionId'
        and t.canceled_at is null and t.starts_at > ${now}
        and (t.seats is null or ${takenSeats(workspaceId, sql`t.id`)} + (j.value ->> '$.count') <= t.seats)
    ) = ${seats.length}`;
  return guardThat(
    db,
    sql`${also} and ${present(unitIds, "units", "")} and ${present(groupIds, '"groups"', "")}
      and ${present(courseIds, "courses", "and t.deleted_at is null and t.status = 'published'")} and ${held}`,
  );
}

/** What an invitation offers beside roles, as JSON, for the doors; derived groups are no part of an offer. */
export const offeredPlaces = sql<string>`json_object(
  'units', (select json_group_array(json_object('id', t.id, 'name', t.name)) from unit_members o
    cross join units t on t.workspace_id = o.workspace_id and t.id = o.unit_id
    where o.workspace_id = memberships.workspace_id and o.membership_id = memberships.id),
  'groups', (select json_group_array(json_object('id', t.id, 'name', t.name)) from group_members o
    cross join "groups" t on t.workspace_id = o.workspace_id and t.id = o.group_id
    where o.workspace_id = memberships.workspace_id and o.membership_id = memberships.id and o.kind <> 'derived'),
  'courses', (select json_group_array(json_object('id', t.id, 'title', t.title)) from invitation_courses o
    cross join courses t on t.workspace_id = o.workspace_id and t.id = o.course_id and t.deleted_at is null
    where o.workspace_id = invitations.workspace_id and o.invitation_id = invitations.id),
  'sessions', (select json_group_array(json_object('id', t.id, 'title', t.title, 'startsAt', t.starts_at,
      'timeZone', t.time_zone)) from session_attendees o
    cross join course_sessions t on t.workspace_id = o.workspace_id and t.id = o.session_id and t.canceled_at is null
    where o.workspace_id = memberships.workspace_id and o.membership_id = memberships.id))`.as("places");

/** What is offered to somebody by their latest invitation. */
export function offerOfMember(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({
      accessEndsOn: sql<string | null>`${memberships.accessEndsOn}`.as("ends_on"),
      labels: sql<string[]>`${memberships.labels}`.mapWith(memberships.labels).as("m_labels"),
      customFields: sql<Record<string, string>>`${memberships.customFields}`
        .mapWith(memberships.customFields)
        .as("m_custom_fields"),
      places: offeredPlaces,
    })
    .from(memberships)
    .innerJoin(
      invitations,
      and(eq(invitations.workspaceId, memberships.workspaceId), eq(invitations.id, memberships.invitationId)),
    )
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.id, membershipId)));
}

/**
 * Takes back what invitations held (a JSON array of ids) that came to nothing (D5): their seats, and the courses of
 * canceled ones. Who declined may be mailed again, and finds the same courses.
 */
export function releaseOffers(db: Database, workspaceId: string, invitationIds: string): Statement[] {
  const ended = sql`json_each(${invitationIds}) j cross join invitations i on i.workspace_id = ${workspaceId}
    and i.id = j.value and i.status in ('canceled', 'declined')`;
  return [
    db.delete(sessionAttendees).where(
      sql`${sessionAttendees.workspaceId} = ${workspaceId} and ${sessionAttendees.membershipId} in (
        select m.id from ${ended} cross join memberships m on m.workspace_id = i.workspace_id
          and m.id = i.membership_id and m.invitation_id = i.id and m.status = 'removed')`,
    ),
    db.delete(invitationCourses).where(
      sql`${invitationCourses.workspaceId} = ${workspaceId}
        and ${invitationCourses.invitationId} in (select i.id from ${ended} where i.status = 'canceled')`,
    ),
  ];
}

/** What an edit changes of an open offer; what is left out stays. */
export interface ChangedOffer {
  placed?: {
    roles: readonly { role: string; unitId: string | null; groupId: string | null }[];
    unitIds: readonly string[];
    groupIds: readonly string[];
  };
  courseIds?: readonly string[];
  sessionIds?: readonly string[];
}

/** Puts another offer in the place of one; the caller closes over the groups. */
export function replaceOffer(
  db: Database,
  { workspaceId, membershipId, id: invitationId }: { workspaceId: string; membershipId: string; id: string },
  { placed, courseIds, sessionIds }: ChangedOffer,
  now: number,
): Statement[] {
  const person = { workspaceId, membershipId };
  const statements: Statement[] = [];
  const refill = <Table extends typeof roleAssignments | typeof unitMembers | typeof groupMembers>(
    table: Table,
    rows: readonly Table["$inferInsert"][],
  ) => {
    statements.push(
      db.delete(table).where(and(eq(table.workspaceId, workspaceId), eq(table.membershipId, membershipId))),
    );
    if (rows.length > 0) statements.push(insertEach(db, table, rows));
  };
  if (placed) {
    refill(
      roleAssignments,
      placed.roles.map((role) => ({ ...person, ...role, scopeId: role.unitId ?? role.groupId ?? "" })),
    );
    refill(
      unitMembers,
      placed.unitIds.map((unitId) => ({ ...person, unitId })),
    );
    refill(
      groupMembers,
      placed.groupIds.map((groupId) => ({ ...person, groupId, kind: "direct" as const })),
    );
  }
  if (courseIds) {
    statements.push(
      db
        .delete(invitationCourses)
        .where(
          and(
            eq(invitationCourses.workspaceId, workspaceId),
            eq(invitationCourses.invitationId, invitationId),
          ),
        ),
    );
    if (courseIds.length > 0) {
      const rows = courseIds.map((courseId) => ({ workspaceId, invitationId, courseId }));
      statements.push(insertEach(db, invitationCourses, rows));
    }
  }
  if (sessionIds) {
    statements.push(
      db.delete(sessionAttendees).where(
        sql`${sessionAttendees.workspaceId} = ${workspaceId} and ${sessionAttendees.membershipId} = ${membershipId}
          and ${sessionAttendees.sessionId} not in (select value from json_each(${JSON.stringify(sessionIds)}))`,
      ),
    );
    if (sessionIds.length > 0) {
      const rows = sessionIds.map((sessionId) => ({
        ...person,
        sessionId,
        origin: "invitation" as const,
        addedAt: now,
      }));
      statements.push(insertEach(db, sessionAttendees, rows).onConflictDoNothing());
    }
  }
  return statements;
}
