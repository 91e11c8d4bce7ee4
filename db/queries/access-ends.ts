import { sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents, authSessions, memberships, outbox } from "../schema/index.ts";
import { freeSeats } from "./enrolments.ts";
import { insertFrom } from "./insert-from.ts";
import { lastActiveAdmin, type Standing, stands, taughtRolesOf } from "./members.ts";
import { inPart, type Part, placesOf } from "./parts.ts";
import { eachRow, type Statement } from "./statements.ts";
import { isReached, toReader } from "./told-for-others.ts";

const day = 86_400_000;

/** Active members whose access has ended, of all workspaces, the longest over first. */
export function dueAccessEnds(db: Database, now: number, limit: number) {
  return db
    .select({
      workspaceId: sql<string>`m.workspace_id`.as("workspace_id"),
      id: sql<string>`m.id`.as("id"),
      endsOn: sql<string | null>`m.access_ends_on`.as("access_ends_on"),
      endsAt: sql<number>`m.access_ends_at`.as("access_ends_at"),
      does: sql<"deactivate" | "remove" | null>`m.access_end_does`.as("access_end_does"),
      warned: sql<number | null>`m.access_warned`.as("access_warned"),
      isAdmin: sql<number>`exists (select 1 from role_assignments r where r.workspace_id = m.workspace_id
        and r.membership_id = m.id and r.role = 'admin' and r.scope_id = '')`.as("is_admin"),
      preset: sql<string>`w.preset`.as("preset"),
      policyOverrides: sql<string>`w.policy_overrides`.as("policy_overrides"),
    })
    .from(
      sql`(select * from memberships indexed by memberships_access_end
          where status = 'active' and access_ends_at <= ${now} order by access_ends_at limit ${limit}) m
        cross join workspaces w on w.id = m.workspace_id`,
    );
}

export type DueAccessEnd = Awaited<ReturnType<typeof dueAccessEnds>>[number];

/**
 * Ends the access of members, each only while their end is the one that was seen. `rows` is a JSON array of
 * `{ workspaceId, id, seen }`; those that this act changed carry its `op`.
 */
export function endAccess(
  db: Database,
  rows: string,
  op: string,
  values: Pick<
    Partial<typeof memberships.$inferInsert>,
    "status" | "shownAs" | "deactivatedBy" | "removedAt"
  >,
): Statement {
  return db
    .update(memberships)
    .set({ ...values, lastOp: op })
    .from(eachRow(rows, { workspace: sql`value ->> '$.workspaceId'` }))
    .where(
      sql`${memberships.workspaceId} = j.workspace and ${memberships.id} = j.value ->> '$.id'
        and ${memberships.status} = 'active' and ${memberships.accessEndsAt} = j.value ->> '$.seen'`,
    );
}

const changedBy = (rows: string, op: string) => sql`from json_each(${rows}) j cross join memberships m
  on m.workspace_id = j.value ->> '$.workspaceId' and m.id = j.value ->> '$.id' and m.last_op = ${op}`;

/** An audit row for each member that the act with this `op` changed; `rows` carry `auditId` and `does` too. */
export function insertAccessAudit(
  db: Database,
  event: Omit<typeof auditEvents.$inferInsert, "workspaceId" | "id" | "membershipId" | "targetId">,
  actorName: string,
  rows: string,
): [Statement, Statement] {
  const id = sql`j.value ->> '$.auditId'`;
  return [
    insertFrom(
      db,
      auditEvents,
      { ...event, workspaceId: sql`m.workspace_id`, id, membershipId: sql`m.id`, targetId: null },
      changedBy(rows, event.op),
    ),
    insertFrom(
      db,
      auditDetails,
      {
        workspaceId: sql`m.workspace_id`,
        auditId: id,
        actorName,
        details: sql`json_object('email', m.email, 'firstName', m.first_name, 'lastName', m.last_name,
          'accessEndsOn', m.access_ends_on, 'accessEndDoes', j.value ->> '$.does')`,
      },
      changedBy(rows, event.op),
    ),
  ];
}

/** Frees the places in sessions to come of those whom the act changed; `rows` are those that it removes. */
export function freeSeatsOfEnded(db: Database, rows: string, op: string, now: number): Statement {
  return freeSeats(db, sql`select m.workspace_id, m.id ${changedBy(rows, op)}`, now);
}

/** Ends the sessions of those whom the act changed and who are active members nowhere any more. */
export function endSessionsOfOutsiders(db: Database, rows: string, op: string): Statement {
  return db.delete(authSessions).where(
    sql`${authSessions.userId} in (select m.user_id ${changedBy(rows, op)} where m.user_id is not null)
        and not exists (select 1 from memberships a where a.user_id = auth_sessions.user_id and a.status = 'active')`,
  );
}

/** Puts off the end of somebody who has to stay for now, and notes that with `warned` 0. */
export function postponeAccessEnd(
  db: Database,
  seen: { workspaceId: string; id: string; endsAt: number },
  until: number,
  op: string,
): Statement {
  return db
    .update(memberships)
    .set({ accessEndsAt: until, accessWarned: 0, lastOp: op })
    .where(
      sql`${memberships.workspaceId} = ${seen.workspaceId} and ${memberships.id} = ${seen.id}
        and ${memberships.status} = 'active' and ${memberships.accessEndsAt} = ${seen.endsAt}`,
    );
}

export interface WarningBand {
  /** The warning, as days before the end. */
  days: number;
  /** Ends after `from` and until `until` (UTC ms). */
  from: number;
  until: number;
}

/** True in SQL for member `m` while the warning is due and was not given. */
const unwarned = (days: number) => sql`m.status = 'active' and ${isReached}
  and (m.access_warned is null or m.access_warned > ${days})`;

/**
 * Active members of open workspaces whom nobody has warned yet, the nearest end first. Who joined after the
 * moment of the warning came with that day.
 */
export function dueAccessWarnings(db: Database, { days, from, until }: WarningBand, limit: number) {
  return db
    .select({
      workspaceId: sql<string>`m.workspace_id`.as("workspace_id"),
      id: sql<string>`m.id`.as("id"),
      endsAt: sql<number>`m.access_ends_at`.as("access_ends_at"),
    })
    .from(
      sql`memberships m indexed by memberships_access_end cross join workspaces w
        on w.id = m.workspace_id and w.status = 'active'`,
    )
    .where(
      sql`m.status = 'active' and m.access_ends_at > ${from} and m.access_ends_at <= ${until} and ${unwarned(days)}
        and coalesce(m.joined_at, 0) <= m.access_ends_at - ${days * day}`,
    )
    .orderBy(sql`m.access_ends_at`)
    .limit(limit);
}

/** A mail for each, and the note that they were warned; `rows` is a JSON array of `{ workspaceId, id, seen, outboxId }`. */
export function warnOfAccessEnd(
  db: Database,
  rows: string,
  warning: { days: number; now: number; op: string },
): [Statement, Statement] {
  const { days, now, op } = warning;
  return [
    insertFrom(
      db,
      outbox,
      {
        workspaceId: sql`m.workspace_id`,
        id: sql`j.value ->> '$.outboxId'`,
        template: "access_ending",
        // So that it stands in the person's history.
        invitationId: sql`m.invitation_id`,
        generation: 0,
        subjectId: sql`m.id`,
        ...toReader,
        language: sql`m.language`,
        state: "pending",
        priority: 1,
        dueAt: now,
        attempts: 0,
        op,
        createdAt: now,
      },
      sql`from json_each(${rows}) j cross join memberships m
        on m.workspace_id = j.value ->> '$.workspaceId' and m.id = j.value ->> '$.id'
        where m.access_ends_at = j.value ->> '$.seen' and ${unwarned(days)}`,
    ),
    db
      .update(memberships)
      .set({ accessWarned: days })
      .from(eachRow(rows, { workspace: sql`value ->> '$.workspaceId'` }))
      .where(
        sql`${memberships.workspaceId} = j.workspace and ${memberships.id} = j.value ->> '$.id'
          and ${memberships.accessEndsAt} = j.value ->> '$.seen' and ${memberships.status} = 'active'
          and (${memberships.accessWarned} is null or ${memberships.accessWarned} > ${days})`,
      ),
  ];
}

/** What a warning says, as JSON, with the name of its reader; null for other mails. */
export const accessOfMail = sql<
  string | null
>`(select json_object('endsOn', m.access_ends_on, 'firstName', m.first_name)
  from memberships m where outbox.template = 'access_ending' and m.workspace_id = outbox.workspace_id
    and m.id = outbox.subject_id)`.as("access");

/** Drops claimed warnings that are not true any more: extended, cleared, over, or no longer a member. */
export function cancelStaleWarnings(db: Database, workspaceId: string, lease: string, now: number) {
  return db
    .update(outbox)
    .set({ state: "canceled", lease: null, leaseUntil: null })
    .where(
      sql`${outbox.workspaceId} = ${workspaceId}
        and ${outbox.id} in (select l.id from outbox l indexed by outbox_leased
          where l.lease = ${lease} and l.state = 'leased' and l.workspace_id = ${workspaceId})
        and ${outbox.template} = 'access_ending'
        and not exists (select 1 from memberships m where m.workspace_id = outbox.workspace_id
          and m.id = outbox.subject_id and m.status = 'active' and m.access_ends_at > ${now}
          and m.access_warned is not null and m.access_ends_at - m.access_warned * ${day} <= ${now})`,
    );
}

/** The last days of a workspace that are still to come. */
export function daysToCome(db: Database, workspaceId: string, now: number) {
  return db
    .selectDistinct({ day: sql<string>`${memberships.accessEndsOn}`.as("day") })
    .from(memberships)
    .where(sql`${memberships.workspaceId} = ${workspaceId} and ${memberships.accessEndsAt} > ${now}`);
}

/** Moves the ends that are still to come; `moments` is a JSON object of day -> moment. */
export function moveAccessEnds(db: Database, workspaceId: string, now: number, moments: string): Statement {
  return db
    .update(memberships)
    .set({ accessEndsAt: sql`${moments} ->> ('$."' || ${memberships.accessEndsOn} || '"')` })
    .where(
      sql`${memberships.workspaceId} = ${workspaceId} and ${memberships.accessEndsAt} > ${now}
        and coalesce(${memberships.accessWarned}, 1) > 0
        and ${memberships.accessEndsOn} in (select key from json_each(${moments}))`,
    );
}

/**
 * Members whose access ends until then, soonest first, of `look` that are looked at; `fits` is 0 for somebody
 * outside the part.
 */
export function leavingPage(
  db: Database,
  workspaceId: string,
  range: { now: number; until: number; after: { at: number; id: string } | null; look: number },
  part: Part | null,
) {
  const { now, until, after, look } = range;
  const begins = after
    ? sql`(access_ends_at, id) > (${after.at}, ${after.id})`
    : sql`access_ends_at > ${now}`;
  return db
    .select({
      id: sql<string>`m.id`.as("id"),
      email: sql<string | null>`m.email`.as("email"),
      firstName: sql<string>`m.first_name`.as("first_name"),
      lastName: sql<string>`m.last_name`.as("last_name"),
      endsOn: sql<string>`m.access_ends_on`.as("access_ends_on"),
      endsAt: sql<number>`m.access_ends_at`.as("access_ends_at"),
      does: sql<"deactivate" | "remove" | null>`m.access_end_does`.as("access_end_does"),
      warned: sql<number | null>`m.access_warned`.as("access_warned"),
      roles:
        sql<string>`(select json_group_array(json_object('role', role, 'unitId', unit_id, 'groupId', group_id))
        from role_assignments r where r.workspace_id = m.workspace_id and r.membership_id = m.id)`.as(
          "roles",
        ),
      taught: taughtRolesOf(sql`m.workspace_id`, sql`m.id`).as("taught"),
      places: placesOf(sql`m.workspace_id`, sql`m.id`).as("places"),
      fits: sql<number>`${inPart(workspaceId, part, sql`m.id`)}`.as("fits"),
    })
    .from(
      sql`(select * from memberships indexed by memberships_leaving where workspace_id = ${workspaceId}
        and status = 'active' and ${begins} and access_ends_at <= ${until}
        order by access_ends_at, id limit ${look}) m`,
    )
    .orderBy(sql`m.access_ends_at`, sql`m.id`);
}

/** What a decision about the ends of several people needs; `ids` is a JSON array. */
export function peopleToExtend(db: Database, workspaceId: string, ids: string) {
  return db
    .select({
      id: sql<string>`m.id`.as("id"),
      status: sql<(typeof memberships.$inferSelect)["status"]>`m.status`.as("status"),
      lastOp: sql<string | null>`m.last_op`.as("last_op"),
      isLastAdmin: lastActiveAdmin("m").as("is_last_admin"),
      roles:
        sql<string>`(select json_group_array(json_object('role', role, 'unitId', unit_id, 'groupId', group_id))
        from role_assignments r where r.workspace_id = m.workspace_id and r.membership_id = m.id)`.as(
          "roles",
        ),
      taught: taughtRolesOf(sql`m.workspace_id`, sql`m.id`).as("taught"),
      places: placesOf(sql`m.workspace_id`, sql`m.id`).as("places"),
    })
    .from(
      sql`json_each(${ids}) j cross join memberships m on m.workspace_id = ${workspaceId} and m.id = j.value`,
    )
    .where(sql`m.status in ('active', 'pending')`);
}

/** Sets a new last day for each that nobody changed since; `rows` is a JSON array of `{ workspaceId, id, lastOp }`. */
export function extendAccess(
  db: Database,
  rows: string,
  standing: Standing,
  values: Pick<typeof memberships.$inferInsert, "accessEndsOn" | "accessEndsAt" | "accessWarned"> & {
    lastOp: string;
  },
) {
  return db
    .update(memberships)
    .set(values)
    .from(eachRow(rows, { workspace: sql`value ->> '$.workspaceId'` }))
    .where(
      sql`${memberships.workspaceId} = j.workspace and ${memberships.id} = j.value ->> '$.id'
        and ${memberships.status} in ('active', 'pending')
        and ${memberships.lastOp} is (j.value ->> '$.lastOp') and ${stands(standing)}`,
    )
    .returning({ id: memberships.id });
}
