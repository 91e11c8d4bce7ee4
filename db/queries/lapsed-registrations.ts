import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents, outbox, registrations } from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { isOwed } from "./registered-joins.ts";
import { openStatuses } from "./registrations.ts";
import type { Statement } from "./statements.ts";

/** True in SQL for the registration `d` of somebody who did not follow the link in time, and neither pays nor has paid. */
const isDue = (now: number) => sql`d.expires_at <= ${now} and d.status in ('unpaid', 'started')
  and not exists (select 1 from orders o where o.workspace_id = d.workspace_id and o.registration_id = d.id
    and o.status in ('open', 'paid', 'held'))`;

/** Registrations whose term is over, the oldest first. */
export function dueRegistrations(db: Database, now: number, limit: number) {
  return db
    .select({ workspaceId: sql<string>`d.workspace_id`.as("workspace_id"), id: sql<string>`d.id`.as("id") })
    .from(sql`registrations d`)
    .where(isDue(now))
    .orderBy(sql`d.expires_at`)
    .limit(limit);
}

/**
 * Forgets those of `due` (a JSON array of `{ workspaceId, id }`) that are due still: that somebody asked stays, nothing
 * of who it was, nor on the mails.
 */
export function lapseRegistrations(
  db: Database,
  due: string,
  { now, op }: { now: number; op: string },
): [Statement, Statement] {
  const found = sql`from json_each(${due}) j cross join registrations d
    on d.workspace_id = j.value ->> '$.workspaceId' and d.id = j.value ->> '$.id'`;
  return [
    db
      .update(registrations)
      .set({ ...nobody, status: "lapsed", lastOp: op })
      .where(
        sql`(${registrations.workspaceId}, ${registrations.id}) in (select d.workspace_id, d.id ${found} where ${isDue(now)})`,
      ),
    forgetRegistrationMails(
      db,
      sql`select d.workspace_id, d.id ${found} where d.status = 'lapsed' and d.last_op = ${op}`,
    ),
  ];
}

/** Whose money went back, in the batch that says so. */
export interface Refunded {
  workspaceId: string;
  /** Of the registration. */
  id: string;
  now: number;
  /** When what is left of it ends at the latest (UTC ms). */
  expiresAt: number;
  op: string;
}

/**
 * Ends a registration that nobody has proved and whose money went back, unless something else waits for its owner: a
 * registration link, a course that is free, another order. Then it ends as soon as one that nobody has paid for. Behind
 * the statement that says that the order is refunded; `endedByRefund` tells the statements behind it whether it ended.
 */
export function endRefunded(db: Database, { workspaceId, id, now, expiresAt, op }: Refunded): Statement[] {
  const unproved = sql`${registrations.workspaceId} = ${workspaceId} and ${registrations.id} = ${id}
    and ${registrations.status} in ('unpaid', 'started')`;
  const orderIs = (statuses: SQL) => sql`exists (select 1 from orders o where o.workspace_id = ${workspaceId}
    and o.registration_id = ${id} and o.status in ${statuses})`;
  return [
    db
      .update(registrations)
      .set({ ...nobody, status: "lapsed", expiresAt: now, lastOp: op })
      .where(
        sql`${unproved} and ${registrations.linkId} is null and not ${orderIs(sql`('open', 'paid', 'held')`)}
          and not exists (select 1 from registration_courses rc
            join registrations r on r.workspace_id = rc.workspace_id and r.id = rc.registration_id
            join courses c on c.workspace_id = rc.workspace_id and c.id = rc.course_id and ${isOwed}
            where rc.workspace_id = ${workspaceId} and rc.registration_id = ${id})`,
      ),
    db
      .update(registrations)
      .set({ expiresAt: sql`min(${registrations.expiresAt}, ${expiresAt})` })
      .where(sql`${unproved} and not ${orderIs(sql`('paid')`)}`),
    forgetRegistrationMails(db, sql`select r.workspace_id, r.id ${endedByRefund({ workspaceId, id, op })}`),
  ];
}

const endedByRefund = ({ workspaceId, id, op }: Pick<Refunded, "workspaceId" | "id" | "op">) =>
  sql`from registrations r where r.workspace_id = ${workspaceId} and r.id = ${id} and r.status = 'lapsed'
    and r.last_op = ${op}`;

/** Tells whose registration has ended by `endRefunded` in the same batch, and writes it down. */
export function tellRefunded(
  db: Database,
  refunded: Pick<Refunded, "workspaceId" | "id" | "op">,
  mail: typeof outbox.$inferInsert,
  { event, details }: { event: typeof auditEvents.$inferInsert; details: typeof auditDetails.$inferInsert },
): Statement[] {
  const ended = endedByRefund(refunded);
  return [
    insertFrom(db, outbox, { ...mail, language: sql`r.language` }, ended),
    insertFrom(db, auditEvents, event, ended),
    insertFrom(db, auditDetails, details, ended),
  ];
}

const nobody = { email: "", firstName: "", lastName: "", sendTimes: [] as number[] };

/** Takes the address off the mails of registrations that the act has ended; those that wait do not leave. */
export function forgetRegistrationMails(db: Database, ended: SQL): Statement {
  return db
    .update(outbox)
    .set({ to: "", state: sql`iif(${outbox.state} in ('pending', 'unknown'), 'canceled', ${outbox.state})` })
    .where(
      sql`(${outbox.workspaceId}, ${outbox.subjectId}) in (${ended}) and ${outbox.subjectId} glob 'reg_*'`,
    );
}

/** What registrations tell of people who are forgotten: `people` gives ids of members, `addresses` what they had. */
export function forgetRegistrationsOf(
  db: Database,
  workspaceId: string,
  { people, addresses }: { people: SQL; addresses: SQL },
): Statement[] {
  // Two look-ups by an index each; asked for both at once SQLite walks through the registrations of the workspace.
  const found = sql`(select r.id from registrations r where r.workspace_id = ${workspaceId} and r.membership_id in ${people}
    union select r.id from registrations r where r.workspace_id = ${workspaceId} and r.email in ${addresses}
      and r.status in ${openStatuses})`;
  const theirs = sql`${registrations.workspaceId} = ${workspaceId} and ${registrations.id} in ${found}`;
  return [
    forgetRegistrationMails(db, sql`select ${workspaceId}, f.id from ${found} f`),
    db
      .update(registrations)
      .set({
        ...nobody,
        userId: null,
        status: sql`iif(${registrations.status} in ${openStatuses}, 'lapsed', ${registrations.status})`,
      })
      .where(theirs),
  ];
}

/** What somebody registered for, for the export of their data. */
export function registrationsOfMember(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({
      email: registrations.email,
      status: registrations.status,
      createdAt: registrations.createdAt,
      provedAt: registrations.provedAt,
      courses: sql<string>`(select json_group_array(c.title) from registration_courses rc
        join courses c on c.workspace_id = rc.workspace_id and c.id = rc.course_id
        where rc.workspace_id = registrations.workspace_id and rc.registration_id = registrations.id)`.as(
        "course_titles",
      ),
    })
    .from(registrations)
    .where(and(eq(registrations.workspaceId, workspaceId), eq(registrations.membershipId, membershipId)))
    .orderBy(registrations.id)
    .limit(1_000);
}
