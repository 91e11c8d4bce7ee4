import { and, eq, ne, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  auditDetails,
  auditEvents,
  groupMembers,
  invitationCourses,
  invitations,
  memberships,
  outbox,
  roleAssignments,
  sessionAttendees,
  unitMembers,
  users,
  workspaces,
} from "../schema/index.ts";
import { insertEach, insertFrom } from "./insert-from.ts";
import { guardOffered, type Offered } from "./offers.ts";
import { eachRow, guardChanged, type Statement } from "./statements.ts";

/** Somebody who is new here, with their places. */
export interface NewPersonRows {
  membership: typeof memberships.$inferInsert;
  roles: readonly { role: string; unitId: string | null; groupId: string | null }[];
  unitIds: readonly string[];
  groupIds: readonly string[];
  /** `alone`: in these groups and in none above them. */
  groupKind: "direct" | "alone";
  courseIds: readonly string[];
  sessionIds: readonly string[];
  /** The expired invitation whose membership gets the fresh offer; null: the person is new here. */
  reuses: string | null;
}

/** One invitation to be written with all that hangs on it. */
export interface NewInvitationRows extends NewPersonRows {
  invitation: typeof invitations.$inferInsert;
  auditId: string;
  /** Null: prepared, nothing is sent. */
  outboxId: string | null;
}

/** An act that brings people. */
export interface NewPeopleAct {
  workspaceId: string;
  /**
   * The batch fails where an offered place is gone or full. Without it the foreign keys alone hold for units, groups
   * and courses; seats are guarded in any case.
   */
  guardsOffer: boolean;
  op: string;
  now: number;
}

/** What is the same for all of one act. */
export interface NewInvitationAct extends NewPeopleAct {
  event: Pick<typeof auditEvents.$inferInsert, "actorKind" | "actorId" | "action" | "ipPrefix" | "requestId">;
  actorName: string;
  mail: Pick<typeof outbox.$inferInsert, "priority" | "dueAt">;
}

/** What decides whether an address can be invited: the membership that holds it and its latest invitation. */
export const standingColumns = {
  membership: {
    id: sql<string>`${memberships.id}`.as("m_id"),
    email: sql<string | null>`${memberships.email}`.as("m_email"),
    status: sql<(typeof memberships.$inferSelect)["status"]>`${memberships.status}`.as("m_status"),
  },
  invitation: {
    id: sql<string | null>`${invitations.id}`.as("i_id"),
    status: sql<(typeof invitations.$inferSelect)["status"] | null>`${invitations.status}`.as("i_status"),
    expiresAt: sql<number | null>`${invitations.expiresAt}`.as("i_expires_at"),
  },
};

/** The memberships that hold these addresses, whatever their state but removed, each with its latest invitation. */
export function standingOfEmails(db: Database, workspaceId: string, emails: string) {
  return (
    db
      .select({
        membership: { id: memberships.id, email: memberships.email, status: memberships.status },
        invitation: {
          id: sql<string | null>`${invitations.id}`.as("i_id"),
          status: sql<(typeof invitations.$inferSelect)["status"] | null>`${invitations.status}`.as(
            "i_status",
          ),
          expiresAt: sql<number | null>`${invitations.expiresAt}`.as("i_expires_at"),
        },
      })
      // A cross join is walked through from left to right; otherwise SQLite begins with the whole workspace.
      .from(sql`json_each(${emails}) j`)
      .crossJoin(memberships)
      .leftJoin(
        invitations,
        and(
          eq(invitations.workspaceId, memberships.workspaceId),
          eq(invitations.id, memberships.invitationId),
        ),
      )
      .where(
        and(
          eq(memberships.workspaceId, workspaceId),
          sql`${memberships.email} = j.value`,
          ne(memberships.status, "removed"),
        ),
      )
  );
}

/** Which of these addresses are members of another workspace of the same customer (D18), and nothing more. */
export function accountsElsewhere(db: Database, customerId: string, workspaceId: string, emails: string) {
  return db
    .selectDistinct({ email: sql<string>`j.value`.as("email") })
    .from(sql`json_each(${emails}) j`)
    .crossJoin(users)
    .crossJoin(memberships)
    .crossJoin(workspaces)
    .where(
      and(
        sql`${users.email} = j.value`,
        eq(memberships.userId, users.id),
        sql`${memberships.userId} is not null and ${memberships.status} <> 'removed'`,
        eq(workspaces.id, memberships.workspaceId),
        eq(workspaces.customerId, customerId),
        ne(workspaces.id, workspaceId),
        sql`${memberships.status} in ('active', 'deactivated')`,
      ),
    );
}

/**
 * Writes any number of invitations set-wise: memberships, roles, units, groups, invitations, audit rows
 * and mails, from JSON arrays with one bound value a statement. All or nothing: a row that somebody else
 * wrote meanwhile rolls the batch back (`isGuardRefusal`), and the caller plans anew.
 */
export function insertInvitations(
  db: Database,
  act: NewInvitationAct,
  rows: readonly NewInvitationRows[],
): Statement[] {
  if (rows.length === 0) return [];
  const { workspaceId, op, now } = act;
  const statements = insertPeople(db, act, rows);
  statements.push(
    insertEach(
      db,
      invitations,
      rows.map(({ invitation }) => invitation),
    ).onConflictDoNothing(),
    guardChanged(db, rows.length),
  );
  const courses = rows.flatMap(({ invitation, courseIds }) =>
    courseIds.map((courseId) => ({ workspaceId, invitationId: invitation.id, courseId })),
  );
  if (courses.length > 0) statements.push(insertEach(db, invitationCourses, courses));
  const audits = JSON.stringify(
    rows.map(({ auditId, invitation, membership, roles, outboxId }) => ({
      id: auditId,
      invitationId: invitation.id,
      membershipId: membership.id,
      details: {
        email: invitation.email,
        firstName: membership.firstName,
        lastName: membership.lastName,
        roles: roles.map(({ role }) => role),
        sent: outboxId !== null,
      },
    })),
  );
  const source = sql`from json_each(${audits}) j`;
  statements.push(
    insertFrom(
      db,
      auditEvents,
      {
        workspaceId,
        id: sql`j.value ->> '$.id'`,
        at: now,
        ...act.event,
        membershipId: sql`j.value ->> '$.membershipId'`,
        targetId: sql`j.value ->> '$.invitationId'`,
        op,
      },
      source,
    ),
    insertFrom(
      db,
      auditDetails,
      {
        workspaceId,
        auditId: sql`j.value ->> '$.id'`,
        actorName: act.actorName,
        details: sql`j.value -> '$.details'`,
      },
      source,
    ),
  );
  const mails = rows.flatMap(({ outboxId, invitation }) =>
    outboxId ? [{ id: outboxId, invitationId: invitation.id }] : [],
  );
  if (mails.length > 0) statements.push(insertFirstMails(db, act, JSON.stringify(mails)));
  return statements;
}

/**
 * Writes the memberships of people who are new here, or whose last invitation has expired, with their roles,
 * places and seats. All or nothing: one that somebody else wrote meanwhile rolls the batch back.
 */
export function insertPeople(db: Database, act: NewPeopleAct, rows: readonly NewPersonRows[]): Statement[] {
  const { workspaceId, now } = act;
  const fresh = rows.filter(({ reuses }) => reuses === null);
  const reused = rows.filter(({ reuses }) => reuses !== null);
  const offered = offeredBy(rows, act.guardsOffer);
  const statements: Statement[] = [];
  if (reused.length > 0) {
    statements.push(
      ...reopenMemberships(db, act, reused),
      ...deleteTies(db, workspaceId, JSON.stringify(reused.map(({ membership }) => membership.id))),
    );
  }
  if (fresh.length > 0) {
    statements.push(
      insertEach(
        db,
        memberships,
        fresh.map(({ membership }) => membership),
      ).onConflictDoNothing(),
      offered
        ? guardOffered(db, workspaceId, now, offered, sql`changes() >= ${fresh.length}`)
        : guardChanged(db, fresh.length),
    );
  } else if (offered) statements.push(guardOffered(db, workspaceId, now, offered));
  const ties = <Tie>(of: (row: NewPersonRows) => readonly Tie[]) =>
    rows.flatMap((row) => of(row).map((tie) => ({ ...tie, membershipId: row.membership.id, workspaceId })));
  const roles = ties((row) =>
    row.roles.map((role) => ({ ...role, scopeId: role.unitId ?? role.groupId ?? "" })),
  );
  const units = ties((row) => row.unitIds.map((unitId) => ({ unitId })));
  const groups = ties(({ groupIds, groupKind }) => groupIds.map((groupId) => ({ groupId, kind: groupKind })));
  if (roles.length > 0) statements.push(insertEach(db, roleAssignments, roles));
  if (units.length > 0) statements.push(insertEach(db, unitMembers, units));
  if (groups.length > 0) statements.push(insertEach(db, groupMembers, groups));
  const seats = ties((row) =>
    row.sessionIds.map((sessionId) => ({ sessionId, origin: "invitation" as const, addedAt: now })),
  );
  if (seats.length > 0) statements.push(insertEach(db, sessionAttendees, seats));
  return statements;
}

/** What these rows offer beside roles, each once, or of that the seats alone; null: nothing. */
function offeredBy(rows: readonly NewPersonRows[], wholly: boolean): Offered | null {
  const once = (ids: (row: NewPersonRows) => readonly string[]) =>
    wholly ? [...new Set(rows.flatMap(ids))] : [];
  const seats = new Map<string, number>();
  for (const { sessionIds } of rows) {
    for (const id of sessionIds) seats.set(id, (seats.get(id) ?? 0) + 1);
  }
  const offered = {
    unitIds: once((row) => [...row.unitIds, ...row.roles.flatMap(({ unitId }) => unitId ?? [])]),
    groupIds: once((row) => [...row.groupIds, ...row.roles.flatMap(({ groupId }) => groupId ?? [])]),
    courseIds: once(({ courseIds }) => courseIds),
    seats: [...seats].map(([sessionId, count]) => ({ sessionId, count })),
  };
  return Object.values(offered).some((list) => list.length > 0) ? offered : null;
}

/** The first mail of invitations that this batch has just written. */
function insertFirstMails(db: Database, { workspaceId, op, now, mail }: NewInvitationAct, mails: string) {
  return insertFrom(
    db,
    outbox,
    {
      workspaceId,
      id: sql`j.value ->> '$.id'`,
      template: "invitation",
      invitationId: sql`i.id`,
      generation: sql`i.generation`,
      to: sql`i.email`,
      language: sql`i.language`,
      note: sql`i.note`,
      state: "pending",
      ...mail,
      attempts: 0,
      op,
      createdAt: now,
    },
    sql`from json_each(${mails}) j cross join invitations i on i.workspace_id = ${workspaceId}
      and i.id = j.value ->> '$.invitationId'`,
  );
}

/** A fresh offer on the memberships of invitations that had expired, which are closed by it. */
function reopenMemberships(
  db: Database,
  { workspaceId, op, now }: NewPeopleAct,
  rows: readonly NewPersonRows[],
): Statement[] {
  const json = JSON.stringify(rows.map(({ membership, reuses }) => ({ ...membership, reuses })));
  const at = (name: string) => sql`j.value ->> ${sql.raw(`'$.${name}'`)}`;
  return [
    db
      .update(invitations)
      .set({ status: "expired", endedAt: now, lastOp: op })
      .where(
        sql`${invitations.workspaceId} = ${workspaceId} and ${invitations.status} = 'pending'
          and ${invitations.expiresAt} <= ${now}
          and ${invitations.id} in (select ${at("reuses")} from json_each(${json}) j)`,
      ),
    db
      .update(memberships)
      .set({
        firstName: sql`${at("firstName")}`,
        lastName: sql`${at("lastName")}`,
        language: sql`${at("language")}`,
        shownAs: "pending",
        delivery: sql`${at("delivery")}`,
        linkExpiresAt: sql`${at("linkExpiresAt")}`,
        invitationId: sql`${at("invitationId")}`,
        inviterId: sql`${at("inviterId")}`,
        importId: sql`${at("importId")}`,
        externalId: sql`coalesce(${at("externalId")}, ${memberships.externalId})`,
        accessEndsOn: sql`${at("accessEndsOn")}`,
        accessEndsAt: sql`${at("accessEndsAt")}`,
        accessEndDoes: null,
        accessWarned: sql`${at("accessWarned")}`,
        labels: sql`j.value -> '$.labels'`,
        customFields: sql`j.value -> '$.customFields'`,
        searchTerms: sql`j.value -> '$.searchTerms'`,
        createdAt: sql`${at("createdAt")}`,
        lastOp: op,
      })
      .from(eachRow(json, { workspace: workspaceId }))
      .where(
        sql`${memberships.workspaceId} = j.workspace and ${memberships.id} = ${at("id")}
          and ${memberships.status} = 'pending' and ${memberships.invitationId} = ${at("reuses")}`,
      ),
    guardChanged(db, rows.length),
  ];
}

/** Roles, units, groups and seats of an older offer. */
function deleteTies(db: Database, workspaceId: string, membershipIds: string): Statement[] {
  return [roleAssignments, unitMembers, groupMembers, sessionAttendees].map((table) =>
    db.delete(table).where(
      sql`${table.workspaceId} = ${workspaceId}
          and ${table.membershipId} in (select value from json_each(${membershipIds}))`,
    ),
  );
}
