import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Database } from "../index.ts";
import type { ImportOutcome } from "../schema/imports.ts";
import {
  groupMembers,
  importRows,
  imports,
  invitationCourses,
  invitations,
  memberships,
  roleAssignments,
  unitMembers,
} from "../schema/index.ts";
import { enrolEach } from "./enrolments.ts";
import { ofRows } from "./import-rows.ts";
import { ofImport } from "./imports.ts";
import { insertEach } from "./insert-from.ts";
import { membershipRoles } from "./invitations.ts";
import { lastActiveAdmin } from "./members.ts";
import { standingColumns } from "./new-invitations.ts";
import { placesOf } from "./parts.ts";
import { eachRow, guardChanged, type Statement } from "./statements.ts";

/** What a row of a file is compared with: who holds its address, and their latest invitation. */
const personColumns = {
  membership: {
    ...standingColumns.membership,
    firstName: sql<string>`${memberships.firstName}`.as("m_first_name"),
    lastName: sql<string>`${memberships.lastName}`.as("m_last_name"),
    language: sql<string>`${memberships.language}`.as("m_language"),
    externalId: sql<string | null>`${memberships.externalId}`.as("m_external_id"),
    accessEndsOn: sql<string | null>`${memberships.accessEndsOn}`.as("m_access_ends_on"),
    labels: sql<string[]>`${memberships.labels}`.mapWith(memberships.labels).as("m_labels"),
    customFields: sql<Record<string, string>>`${memberships.customFields}`
      .mapWith(memberships.customFields)
      .as("m_custom_fields"),
    lastOp: sql<string | null>`${memberships.lastOp}`.as("m_last_op"),
  },
  invitation: {
    ...standingColumns.invitation,
    lastOp: sql<string | null>`${invitations.lastOp}`.as("i_last_op"),
  },
};

const tiesOf = (column: string, table: string) => sql<string>`(
  select json_group_array(t.${sql.raw(column)}) from ${sql.raw(table)} t
  where t.workspace_id = memberships.workspace_id and t.membership_id = memberships.id)`;

/** Courses that somebody is enrolled in, or withdrew from, and those that their open invitation names. */
const courseIds = sql<string>`(select json_group_array(c.course_id) from (
  select e.course_id from enrolments e
  where e.workspace_id = memberships.workspace_id and e.membership_id = memberships.id
  union
  select n.course_id from invitation_courses n where n.workspace_id = memberships.workspace_id
    and n.invitation_id = memberships.invitation_id and memberships.status = 'pending') c)`;

/** JSON. Whoever is in a group by propagation alone can still be put there directly. */
const ties = {
  roles: membershipRoles,
  places: placesOf(sql`memberships.workspace_id`, sql`memberships.id`).as("places"),
  unitIds: tiesOf("unit_id", "unit_members").as("unit_ids"),
  groupIds: tiesOf("group_id", "(select * from group_members where kind = 'direct')").as("group_ids"),
  courseIds: courseIds.as("course_ids"),
  sessionIds: tiesOf("session_id", "session_attendees").as("session_ids"),
  isLastAdmin: lastActiveAdmin("memberships").as("is_last_admin"),
};

const noTies = {
  roles: sql<string>`'[]'`.as("roles"),
  places: sql<string>`'{"unitIds":[],"groupIds":[]}'`.as("places"),
  unitIds: sql<string>`'[]'`.as("unit_ids"),
  groupIds: sql<string>`'[]'`.as("group_ids"),
  courseIds: sql<string>`'[]'`.as("course_ids"),
  sessionIds: sql<string>`'[]'`.as("session_ids"),
  isLastAdmin: sql<number>`0`.as("is_last_admin"),
};

/** The people who hold these addresses here, whatever their state but removed; with `ties`, all that is theirs. */
export function peopleOfEmails(db: Database, workspaceId: string, emails: string | SQL, withTies: boolean) {
  return (
    db
      .select({ ...personColumns, ...(withTies ? ties : noTies) })
      // A cross join is walked through from left to right; otherwise SQLite begins with the whole workspace.
      .from(sql`json_each(${emails}) j`)
      .crossJoin(memberships)
      .leftJoin(invitations, latestInvitation)
      .where(
        and(
          eq(memberships.workspaceId, workspaceId),
          sql`${memberships.email} = j.value`,
          ne(memberships.status, "removed"),
        ),
      )
  );
}

/** The next rows that change somebody, each with who holds its address now; they stop being of this kind. */
export function rowsToUpdate(db: Database, workspaceId: string, importId: string, limit: number) {
  return (
    db
      .select({
        line: sql<number>`${importRows.line}`.as("r_line"),
        outcome: sql<ImportOutcome>`${importRows.outcome}`.as("r_outcome"),
        resolved: sql<Record<string, unknown> | null>`${importRows.resolved}`
          .mapWith(importRows.resolved)
          .as("r_resolved"),
        ...personColumns,
        ...ties,
      })
      // For the order SQLite would walk through the file by its key.
      .from(sql`${importRows} indexed by import_rows_problem`)
      .leftJoin(
        memberships,
        and(
          eq(memberships.workspaceId, workspaceId),
          eq(memberships.email, importRows.email),
          ne(memberships.status, "removed"),
        ),
      )
      .leftJoin(invitations, latestInvitation)
      .where(sql`${ofRows(workspaceId, importId)} and ${importRows.problem} = '+update'`)
      .orderBy(sql`${importRows.line}`)
      .limit(limit)
  );
}

const latestInvitation = and(
  eq(invitations.workspaceId, memberships.workspaceId),
  eq(invitations.id, memberships.invitationId),
);

/** A person as they will be, and as they were read; what is left out stays. */
export interface UpdatedPerson {
  id: string;
  status: "active" | "pending";
  lastOp: string | null;
  firstName: string;
  lastName: string;
  language: string;
  externalId: string | null;
  searchTerms: string[];
  /** The open invitation of somebody who has not joined, as it was read. */
  invitation: { id: string; lastOp: string } | null;
  accessEnd?: { accessEndsOn: string | null; accessEndsAt: number | null; accessWarned: number | null };
  labels?: readonly string[];
  customFields?: Readonly<Record<string, string>>;
  /** What is added; nothing is ever taken away. */
  roles: readonly { role: string; unitId: string | null; groupId: string | null }[];
  unitIds: readonly string[];
  groupIds: readonly string[];
  courseIds: readonly string[];
}

/**
 * Changes people as a file says, all or nothing: whoever changed, joined or left since they were read rolls
 * the batch back (`isGuardRefusal`), and the caller plans anew. An invitee sees the new terms before joining,
 * because the revision counts up, and finds the courses when they join; a member is enrolled at once. What follows
 * from new groups and roles is the caller's (`followGroups`).
 */
export function updatePeople(
  db: Database,
  { workspaceId, op, now }: { workspaceId: string; op: string; now: number },
  /** In parts that fit into a value each. */
  parts: readonly (readonly UpdatedPerson[])[],
): Statement[] {
  const people = parts.flat();
  if (people.length === 0) return [];
  const at = (name: string) => sql`j.value ->> ${sql.raw(`'$.${name}'`)}`;
  const plainly = (some: readonly UpdatedPerson[]) =>
    JSON.stringify(some.map(({ roles, unitIds, groupIds, courseIds, ...person }) => person));
  const stays = (value: SQL, column: SQLiteColumn) => sql`coalesce(${value}, ${column})`;
  // A new end has a day; whether anybody was warned of it may be null.
  const ofEnd = (name: string, column: SQLiteColumn) =>
    sql`iif(${at("accessEnd")} is null, ${column}, ${at(`accessEnd.${name}`)})`;
  const invited = people.flatMap(({ invitation }) => invitation ?? []);
  const statements = parts.flatMap((some): Statement[] => [
    db
      .update(memberships)
      .set({
        firstName: at("firstName"),
        lastName: at("lastName"),
        language: at("language"),
        externalId: at("externalId"),
        accessEndsOn: ofEnd("accessEndsOn", memberships.accessEndsOn),
        accessEndsAt: ofEnd("accessEndsAt", memberships.accessEndsAt),
        accessWarned: ofEnd("accessWarned", memberships.accessWarned),
        labels: stays(sql`j.value -> '$.labels'`, memberships.labels),
        customFields: stays(sql`j.value -> '$.customFields'`, memberships.customFields),
        searchTerms: sql`j.value -> '$.searchTerms'`,
        lastOp: op,
      })
      .from(eachRow(plainly(some), { workspace: workspaceId }))
      .where(
        sql`${memberships.workspaceId} = j.workspace and ${memberships.id} = ${at("id")}
          and ${memberships.status} = ${at("status")} and ${memberships.lastOp} is ${at("lastOp")}
          and (${at("invitation")} is null or exists (
            select 1 from invitations i where i.workspace_id = j.workspace and i.id = ${at("invitation.id")}
              and i.status = 'pending' and i.last_op = ${at("invitation.lastOp")}))`,
      ),
    guardChanged(db, some.length),
  ]);
  if (invited.length > 0) {
    statements.push(
      db
        .update(invitations)
        .set({ revision: sql`${invitations.revision} + 1`, lastOp: op })
        .from(eachRow(JSON.stringify(invited), { workspace: workspaceId }))
        .where(sql`${invitations.workspaceId} = j.workspace and ${invitations.id} = ${at("id")}`),
    );
  }
  const tied = <Tie>(of: (person: UpdatedPerson) => readonly Tie[]) =>
    people.flatMap((person) => of(person).map((tie) => ({ ...tie, membershipId: person.id, workspaceId })));
  const roles = tied((person) =>
    person.roles.map((role) => ({ ...role, scopeId: role.unitId ?? role.groupId ?? "" })),
  );
  const units = tied((person) => person.unitIds.map((unitId) => ({ unitId })));
  const groups = tied((person) => person.groupIds.map((groupId) => ({ groupId, kind: "direct" as const })));
  if (roles.length > 0) statements.push(insertEach(db, roleAssignments, roles).onConflictDoNothing());
  if (units.length > 0) statements.push(insertEach(db, unitMembers, units).onConflictDoNothing());
  if (groups.length > 0) {
    statements.push(
      insertEach(db, groupMembers, groups).onConflictDoUpdate({
        target: [groupMembers.workspaceId, groupMembers.membershipId, groupMembers.groupId],
        set: { kind: "direct" },
      }),
    );
  }
  return [...statements, ...giveCourses(db, { workspaceId, op, now }, people)];
}

function giveCourses(
  db: Database,
  act: { workspaceId: string; op: string; now: number },
  people: readonly UpdatedPerson[],
): Statement[] {
  const { workspaceId } = act;
  const offered = people.flatMap(({ invitation, courseIds }) =>
    invitation ? courseIds.map((courseId) => ({ workspaceId, invitationId: invitation.id, courseId })) : [],
  );
  const enrolled = people.flatMap(({ id, invitation, courseIds }) =>
    invitation ? [] : courseIds.map((courseId) => [id, courseId]),
  );
  return [
    ...(offered.length > 0 ? [insertEach(db, invitationCourses, offered).onConflictDoNothing()] : []),
    ...(enrolled.length > 0
      ? [
          enrolEach(
            db,
            act,
            "manual",
            sql`select j.value ->> 0 as member_id, j.value ->> 1 as course_id
              from json_each(${JSON.stringify(enrolled)}) j`,
          ),
        ]
      : []),
  ];
}

/** Rows whose fate hangs on what an import does with people who are here. */
const ofExisting = sql`(${importRows.problem} in ('=already_member', '=already_invited', '+update')
  or (${importRows.problem} >= '!existing_' and ${importRows.problem} < '!existing_\uffff'))`;

/** How many of these rows there are of each outcome. */
export function countExisting(db: Database, workspaceId: string, importId: string) {
  return db
    .select({
      outcome: sql<ImportOutcome>`${importRows.outcome}`.as("an_outcome"),
      count: sql<number>`count(*)`.as("n"),
    })
    .from(importRows)
    .where(sql`${ofRows(workspaceId, importId)} and ${ofExisting}`)
    .groupBy(sql`an_outcome`);
}

/** They are to be checked anew; guard the number. */
export function restageExisting(db: Database, workspaceId: string, importId: string) {
  return db
    .update(importRows)
    .set({ outcome: "staged", problem: "=staged", resolved: null })
    .where(sql`${ofRows(workspaceId, importId)} and ${ofExisting}`);
}

/** What an import changed of people stays when it is taken back, and its rows say so; the counts with them. */
export function keepUpdates(db: Database, workspaceId: string, importId: string): Statement[] {
  const of = (outcome: string) => sql`coalesce(${imports.counts} ->> ${sql.raw(`'$.${outcome}'`)}, 0)`;
  return [
    db
      .update(imports)
      .set({
        counts: sql`json_set(${imports.counts}, '$.kept_updated', ${of("kept_updated")} + ${of("updated")},
          '$.updated', 0)`,
      })
      .where(sql`${ofImport(workspaceId, importId)} and ${of("updated")} > 0`),
    db
      .update(importRows)
      .set({ outcome: "kept_updated", problem: "=kept_updated" })
      .where(sql`${ofRows(workspaceId, importId)} and ${importRows.problem} = '+updated'`),
  ];
}
