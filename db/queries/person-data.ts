import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  auditDetails,
  auditEvents,
  certificates,
  enrolments,
  invitations,
  outbox,
  sessionAttendees,
} from "../schema/index.ts";
import { mailIdsOf } from "./outbox.ts";

/** Rows of one kind that an export holds: more than anybody has. */
const atMost = 10_000;

/** Units and groups with their names, as JSON arrays. */
const placesOfMember = (workspaceId: string, membershipId: string) => ({
  units: sql<string>`(select json_group_array(u.name) from unit_members m join units u
    on u.workspace_id = m.workspace_id and u.id = m.unit_id
    where m.workspace_id = ${workspaceId} and m.membership_id = ${membershipId})`.as("units"),
  groups:
    sql<string>`(select json_group_array(json_object('name', g.name, 'kind', m.kind)) from group_members m
    join "groups" g on g.workspace_id = m.workspace_id and g.id = m.group_id
    where m.workspace_id = ${workspaceId} and m.membership_id = ${membershipId})`.as("groups"),
});

export function namedPlaces(db: Database, workspaceId: string, membershipId: string) {
  return db.select(placesOfMember(workspaceId, membershipId)).from(sql`(select 1)`);
}

export function allInvitations(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select()
    .from(invitations)
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.membershipId, membershipId)))
    .orderBy(invitations.id)
    .limit(atMost);
}

/** Mails of their invitations and about themselves. Notices to the inviter are the inviter's. */
export function allMails(db: Database, workspaceId: string, membershipId: string) {
  const theirs = sql`in (select i.id from invitations i where i.workspace_id = ${workspaceId}
    and i.membership_id = ${membershipId})`;
  return db
    .select({
      template: outbox.template,
      to: outbox.to,
      note: outbox.note,
      state: outbox.state,
      sentAt: outbox.sentAt,
      createdAt: outbox.createdAt,
    })
    .from(outbox)
    .where(
      sql`${outbox.workspaceId} = ${workspaceId} and (
        (${outbox.id} in ${mailIdsOf(workspaceId, theirs)}
          and ${outbox.template} not in ('accepted_notice', 'declined_notice'))
        or ${outbox.id} in (select o.id from outbox o where o.workspace_id = ${workspaceId}
          and o.about_id = ${membershipId}))`,
    )
    .orderBy(outbox.createdAt)
    .limit(atMost);
}

const titleOf = (workspaceId: string, courseId: SQL) =>
  sql<string>`(select c.title from courses c where c.workspace_id = ${workspaceId} and c.id = ${courseId})`;

export function allEnrolments(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({
      course: titleOf(workspaceId, sql`enrolments.course_id`).as("course"),
      origin: enrolments.origin,
      status: enrolments.status,
      progress: enrolments.progress,
      enrolledAt: enrolments.enrolledAt,
      completedAt: enrolments.completedAt,
      withdrawnAt: enrolments.withdrawnAt,
    })
    .from(enrolments)
    .where(and(eq(enrolments.workspaceId, workspaceId), eq(enrolments.membershipId, membershipId)))
    .limit(atMost);
}

export function allCertificates(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({
      id: certificates.id,
      personName: certificates.personName,
      course: certificates.courseTitle,
      issuedAt: certificates.issuedAt,
    })
    .from(certificates)
    .where(and(eq(certificates.workspaceId, workspaceId), eq(certificates.membershipId, membershipId)))
    .limit(atMost);
}

export function allAttendances(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({
      session: sql<string>`(select s.title from course_sessions s where s.workspace_id = ${workspaceId}
        and s.id = session_attendees.session_id)`.as("session"),
      startsAt: sql<number>`(select s.starts_at from course_sessions s where s.workspace_id = ${workspaceId}
        and s.id = session_attendees.session_id)`.as("starts_at"),
      origin: sessionAttendees.origin,
      addedAt: sessionAttendees.addedAt,
    })
    .from(sessionAttendees)
    .where(
      and(eq(sessionAttendees.workspaceId, workspaceId), eq(sessionAttendees.membershipId, membershipId)),
    )
    .limit(atMost);
}

export function allEvents(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({
      at: auditEvents.at,
      action: auditEvents.action,
      actorKind: auditEvents.actorKind,
      actorId: auditEvents.actorId,
      ipPrefix: auditEvents.ipPrefix,
      actorName: auditDetails.actorName,
      details: auditDetails.details,
    })
    .from(auditEvents)
    .leftJoin(
      auditDetails,
      and(eq(auditDetails.workspaceId, auditEvents.workspaceId), eq(auditDetails.auditId, auditEvents.id)),
    )
    .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.membershipId, membershipId)))
    .orderBy(auditEvents.id)
    .limit(atMost);
}
