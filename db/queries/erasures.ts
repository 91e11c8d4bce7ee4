import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  apiKeys,
  auditDetails,
  auditEvents,
  authSessions,
  certificates,
  emailVerifications,
  enrolments,
  groupMembers,
  importChangedRows,
  importRows,
  imports,
  invitations,
  jobs,
  mailEvents,
  memberships,
  outbox,
  passwordResets,
  registrations,
  roleAssignments,
  sessionAttendees,
  sessionInstructors,
  unitMembers,
  users,
} from "../schema/index.ts";
import { freeSeats } from "./enrolments.ts";
import { insertFrom } from "./insert-from.ts";
import { forgetRegistrationsOf } from "./lapsed-registrations.ts";
import { mailIdsOf } from "./outbox.ts";
import type { Statement } from "./statements.ts";
import { forgetUnproved } from "./unproved-members.ts";

/** Workspaces with what decides how long they keep those who never accepted. */
export function workspaceRetention(db: Database) {
  return db
    .select({
      id: sql<string>`w.id`.as("id"),
      preset: sql<string>`w.preset`.as("preset"),
      policyOverrides: sql<string>`w.policy_overrides`.as("policy_overrides"),
    })
    .from(sql`workspaces w`);
}

const states = JSON.stringify(["pending", "expired", "declined", "canceled"]);

/**
 * True in SQL for a membership `m` that nobody accepted, with its last invitation `i`, when that has ended, or
 * has no end and was last mailed, before a moment. A link whose end is still to come is waited for.
 */
const neverAccepted = (
  now: number,
  before: number,
) => sql`m.joined_at is null and m.status in ('pending', 'removed')
  and (i.id is null or i.status <> 'accepted')
  and (i.status <> 'pending' or i.expires_at is null or i.expires_at <= ${now})
  and max(m.created_at, coalesce(i.created_at, 0), coalesce(i.last_sent_at, 0), coalesce(i.ended_at, 0),
    coalesce(iif(i.status in ('pending', 'expired'), i.expires_at, 0), 0)) < ${before}`;

const lastInvitation = sql`invitations i on i.workspace_id = m.workspace_id and i.id = m.invitation_id`;

/**
 * People of these workspaces whose data nobody needs any more; `workspaceIds` is a JSON array. Reads the list's
 * own index from the oldest on, up to those who were born at the moment: whoever was erased has left it.
 */
export function forgottenPeople(
  db: Database,
  workspaceIds: string,
  moment: { now: number; before: number; firstId: string },
  limit: number,
) {
  return db
    .select({
      workspaceId: sql<string>`m.workspace_id`.as("workspace_id"),
      id: sql<string>`m.id`.as("id"),
      emails: emailsOf.as("emails"),
    })
    .from(
      sql`json_each(${workspaceIds}) w cross join json_each(${states}) s
        cross join membership_facets f on f.workspace_id = w.value and f.facet = '' and f.status = s.value
          and f.membership_id < ${moment.firstId}
        cross join memberships m on m.workspace_id = f.workspace_id and m.id = f.membership_id
        left join ${lastInvitation}`,
    )
    .where(neverAccepted(moment.now, moment.before))
    .limit(limit);
}

/** Every address under which the workspace knew `m`, as a JSON array. */
const emailsOf = sql<string>`(select json_group_array(distinct email) from (
  select m.email as email union select n.email from invitations n
  where n.workspace_id = m.workspace_id and n.membership_id = m.id) where email <> '')`;

/** The addresses of one member, their account's among them. */
export function addressesOf(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({
      emails: emailsOf.as("emails"),
      account: sql<string | null>`(select u.email from users u where u.id = m.user_id)`.as("account"),
    })
    .from(sql`memberships m`)
    .where(sql`m.workspace_id = ${workspaceId} and m.id = ${membershipId}`);
}

/** What a membership keeps of a person who is forgotten: that there was one. */
function nobody(op: string) {
  return {
    email: null,
    notifyEmail: null,
    userId: null,
    firstName: "",
    lastName: "",
    searchTerms: [] as string[],
    labels: [] as string[],
    customFields: {},
    externalId: null,
    lastSeenAt: null,
    status: "removed",
    shownAs: "removed",
    linkExpiresAt: null,
    accessEndsOn: null,
    accessEndsAt: null,
    accessEndDoes: null,
    // What still happens to the invitation shows on nobody.
    invitationId: null,
    lastOp: op,
  } as const;
}

/** Forgets those of the rows who are still to be forgotten; they carry the `op`. */
export function forgetUnaccepted(
  db: Database,
  workspaceId: string,
  rows: string,
  moment: { now: number; before: number; op: string },
): Statement {
  return db
    .update(memberships)
    .set({ ...nobody(moment.op), removedAt: sql`coalesce(${memberships.removedAt}, ${moment.now})` })
    .where(
      sql`${memberships.workspaceId} = ${workspaceId} and ${memberships.id} in (
        select m.id from json_each(${rows}) j
          cross join memberships m on m.workspace_id = ${workspaceId} and m.id = j.value ->> '$.id'
          left join ${lastInvitation} where ${neverAccepted(moment.now, moment.before)})`,
    );
}

/** The values that forget one member, for their guarded change. */
export function forgottenValues(op: string, removedAt: number) {
  return { ...nobody(op), removedAt };
}

export interface Forgetting {
  workspaceId: string;
  /** JSON array of `{ id, emails }`; of these, whoever the act with this `op` has changed. */
  rows: string;
  op: string;
  now: number;
  /** Whether what they learnt goes as well, or stays without a name (D43). */
  learning: "keep_pseudonymised" | "erase";
}

/**
 * Everything else that tells who somebody was, after their membership was emptied: invitations, mails, rows of
 * imports, details of the audit. Not what names another person who has the address today.
 */
export function forgetTraces(db: Database, act: Forgetting): Statement[] {
  const { workspaceId, rows, op, now } = act;
  const people = sql`(select m.id from json_each(${rows}) j cross join memberships m
    on m.workspace_id = ${workspaceId} and m.id = j.value ->> '$.id' and m.last_op = ${op})`;
  const addresses = sql`(select e.value from json_each(${rows}) j
    cross join memberships m on m.workspace_id = ${workspaceId} and m.id = j.value ->> '$.id' and m.last_op = ${op}
    cross join json_each(j.value, '$.emails') e
    where not exists (select 1 from memberships o where o.workspace_id = ${workspaceId} and o.email = e.value
      and o.status <> 'removed'))`;
  const theirInvitations = sql`(select i.id from invitations i where i.workspace_id = ${workspaceId}
    and i.membership_id in ${people})`;
  const of = (table: { workspaceId: unknown; membershipId: unknown }): SQL =>
    sql`${table.workspaceId} = ${workspaceId} and ${table.membershipId} in ${people}`;
  return [
    ...forgetRegistrationsOf(db, workspaceId, { people, addresses }),
    // Also where strangers typed it (F132): without its registration nobody could prove it.
    forgetUnproved(db, workspaceId, { addresses }),
    db
      .update(mailEvents)
      .set({ detail: null })
      .where(
        sql`${mailEvents.workspaceId} = ${workspaceId} and ${mailEvents.invitationId} in ${theirInvitations}`,
      ),
    db
      .update(outbox)
      .set({
        to: "",
        note: null,
        error: null,
        undo: null,
        state: sql`iif(${outbox.state} in ('pending', 'unknown'), 'canceled', ${outbox.state})`,
      })
      .where(
        sql`${outbox.workspaceId} = ${workspaceId} and (
          (${outbox.id} in ${mailIdsOf(workspaceId, sql`in ${theirInvitations}`)}
            and ${outbox.template} not in ('accepted_notice', 'declined_notice'))
          or ${outbox.aboutId} in ${people}
          or ${outbox.to} in ${addresses})`,
      ),
    // Nobody is told for others at the address of whoever is forgotten.
    db
      .update(memberships)
      .set({ notifyEmail: null })
      .where(
        sql`${memberships.workspaceId} = ${workspaceId} and ${memberships.notifyEmail} is not null
          and ${memberships.notifyEmail} in ${addresses}`,
      ),
    db
      .update(invitations)
      .set({
        email: "",
        note: null,
        deliveryDetail: null,
        endReason: null,
        acceptedUserId: null,
        remindAt: null,
        status: sql`iif(${invitations.status} = 'pending', 'canceled', ${invitations.status})`,
        endedAt: sql`coalesce(${invitations.endedAt}, ${now})`,
        lastOp: op,
      })
      .where(of(invitations)),
    db
      .update(importRows)
      .set({
        cells: [],
        resolved: null,
        email: null,
        problem: null,
        // A row that was still to be invited has nobody left to invite.
        outcome: sql`iif(${importRows.outcome} in ('staged', 'ready', 'warning', 'update', 'error'), 'excluded', ${importRows.outcome})`,
      })
      .where(
        sql`${importRows.workspaceId} = ${workspaceId} and (${importRows.importId}, ${importRows.email}) in (
          select i.id, a.value from imports i cross join ${addresses} a where i.workspace_id = ${workspaceId})`,
      ),
    db
      .update(importChangedRows)
      .set({ cells: [], email: null })
      .where(
        sql`${importChangedRows.workspaceId} = ${workspaceId} and ${importChangedRows.email} in ${addresses}`,
      ),
    db
      .update(auditDetails)
      .set({ actorName: null, details: {}, salt: null })
      .where(
        sql`${auditDetails.workspaceId} = ${workspaceId} and ${auditDetails.auditId} in (
          select e.id from audit_events e where e.workspace_id = ${workspaceId} and e.membership_id in ${people})`,
      ),
    db.delete(roleAssignments).where(of(roleAssignments)),
    db.delete(unitMembers).where(of(unitMembers)),
    db.delete(groupMembers).where(of(groupMembers)),
    db.delete(sessionInstructors).where(of(sessionInstructors)),
    ...(act.learning === "erase"
      ? [
          db.delete(sessionAttendees).where(of(sessionAttendees)),
          db.delete(certificates).where(of(certificates)),
          db.delete(enrolments).where(of(enrolments)),
        ]
      : [
          freeSeats(db, sql`select ${workspaceId}, p.id from ${people} p`, now),
          db.update(certificates).set({ personName: "" }).where(of(certificates)),
        ]),
  ];
}

/**
 * What somebody who acted here left under their name: the details of their acts, invitations, imports, jobs and
 * keys. Walks through the workspace's audit once, for nothing finds an actor in it.
 */
export function forgetActor(
  db: Database,
  workspaceId: string,
  membershipId: string,
  now: number,
): Statement[] {
  const ofActor = (table: { workspaceId: unknown; actorId: unknown }): SQL =>
    sql`${table.workspaceId} = ${workspaceId} and ${table.actorId} = ${membershipId}`;
  return [
    db
      .update(auditDetails)
      .set({ actorName: null, details: {}, salt: null })
      .where(
        sql`${auditDetails.workspaceId} = ${workspaceId} and ${auditDetails.auditId} in (
          select e.id from audit_events e where e.workspace_id = ${workspaceId} and e.actor_id = ${membershipId})`,
      ),
    db
      .update(invitations)
      .set({ inviterName: "" })
      .where(
        sql`${invitations.workspaceId} = ${workspaceId} and ${invitations.inviterId} = ${membershipId}
          and ${invitations.membershipId} in (select f.membership_id from membership_facets f
            where f.workspace_id = ${workspaceId} and f.facet = ${`inviter:${membershipId}`})`,
      ),
    db.update(imports).set({ actorName: "" }).where(ofActor(imports)),
    db.update(jobs).set({ actorName: "" }).where(ofActor(jobs)),
    db
      .update(apiKeys)
      .set({ revokedAt: sql`coalesce(${apiKeys.revokedAt}, ${now})` })
      .where(
        sql`${apiKeys.workspaceId} = ${workspaceId} and ${apiKeys.creatorMembershipId} = ${membershipId}`,
      ),
  ];
}

/** An event for each whom the act with this `op` forgot; `rows` carry `auditId` too. It names nobody. */
export function insertPurgeAudit(
  db: Database,
  event: Omit<typeof auditEvents.$inferInsert, "id" | "membershipId" | "targetId">,
  rows: string,
): Statement {
  return insertFrom(
    db,
    auditEvents,
    { ...event, id: sql`j.value ->> '$.auditId'`, membershipId: sql`m.id`, targetId: null },
    sql`from json_each(${rows}) j cross join memberships m on m.workspace_id = ${event.workspaceId}
      and m.id = j.value ->> '$.id' and m.last_op = ${event.op}`,
  );
}

/** Deletes the account of somebody who is a member nowhere any more and waits nowhere, and all that hangs on it. */
export function deleteAccount(db: Database, userId: string): Statement[] {
  const isNobodys = sql`not exists (select 1 from memberships o where o.user_id = ${userId} and o.status <> 'removed')
    and not exists (select 1 from customer_admins a where a.user_id = ${userId})
    and not exists (select 1 from registrations w where w.user_id = ${userId} and w.status = 'waiting')`;
  return [
    db
      .update(memberships)
      .set({ userId: null })
      .where(sql`${memberships.userId} = ${userId} and ${isNobodys}`),
    db
      .update(registrations)
      .set({ userId: null })
      .where(sql`${registrations.userId} = ${userId} and ${isNobodys}`),
    db.delete(authSessions).where(sql`${authSessions.userId} = ${userId} and ${isNobodys}`),
    db.delete(passwordResets).where(sql`${passwordResets.userId} = ${userId} and ${isNobodys}`),
    db.delete(emailVerifications).where(sql`${emailVerifications.userId} = ${userId} and ${isNobodys}`),
    db.delete(users).where(sql`${users.id} = ${userId} and ${isNobodys}`),
  ];
}
