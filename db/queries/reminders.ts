import { sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents, invitations, outbox, workspaces } from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { mailIdsOf } from "./outbox.ts";
import { eachRow } from "./statements.ts";

export interface DueReminderRule {
  now: number;
  /** States of the latest mail in which an invitation is reminded of. */
  deliveries: readonly string[];
  /** Links issued before this moment are dead and are not mailed (T-10). */
  notBefore: number;
  /** How long ago the last mail must be, and how far away the end (ms). */
  slack: number;
}

/**
 * Open invitations whose reminder is due, of all workspaces, the longest due first; `mails` is 0 where it
 * passes without a mail.
 */
export function dueReminders(db: Database, rule: DueReminderRule, limit: number) {
  const { now, slack } = rule;
  return db
    .select({
      workspaceId: sql<string>`i.workspace_id`.as("workspace_id"),
      id: sql<string>`i.id`.as("id"),
      reminders: sql<string | null>`i.reminders`.as("reminders"),
      remindAt: sql<number>`i.remind_at`.as("remind_at"),
      sendTimes: sql<string>`i.send_times`.as("send_times"),
      mails: sql<number>`(w.status = 'active'
        and i.delivery in (select value from json_each(${JSON.stringify(rule.deliveries)}))
        and coalesce(i.expires_at > ${now + slack}, 1)
        and not exists (select 1 from memberships m where m.workspace_id = i.workspace_id
          and m.id = i.membership_id and m.access_ends_at <= ${now})
        and i.issued_at >= max(${rule.notBefore}, w.invite_epoch)
        and max(coalesce(i.last_sent_at, 0), coalesce(json_extract(i.send_times, '$[#-1]'), 0)) <= ${now - slack}
        and not exists (select 1 from outbox p where p.workspace_id = i.workspace_id
          and p.id in ${mailIdsOf(sql`i.workspace_id`, sql`= i.id`)}
          and p.template in ('invitation', 'reminder', 'new_link', 'seat_free') and p.state in ('pending', 'leased', 'unknown')))`.as(
        "mails",
      ),
    })
    .from(
      // The LIMIT keeps the range of the index apart from what is asked about each row.
      sql`(select * from invitations where status = 'pending' and remind_at is not null and remind_at <= ${now}
        order by remind_at limit ${limit}) i cross join ${workspaces} w on w.id = i.workspace_id`,
    );
}

/**
 * Moves invitations on to their next reminder, only from the one that was seen: of two crons at once one
 * does it. `changes` is a JSON array of `{ workspaceId, id, seen, reminders, remindAt, sendTimes }`; those
 * with `sendTimes` are mailed by this act.
 */
export function moveReminders(db: Database, op: string, changes: string) {
  return db
    .update(invitations)
    .set({
      reminders: sql`j.value ->> '$.reminders'`,
      remindAt: sql`j.value ->> '$.remindAt'`,
      sendTimes: sql`coalesce(j.value ->> '$.sendTimes', ${invitations.sendTimes})`,
      lastOp: sql`iif(j.value ->> '$.sendTimes' is null, ${invitations.lastOp}, ${op})`,
    })
    .from(eachRow(changes, { workspace: sql`value ->> '$.workspaceId'` }))
    .where(
      sql`${invitations.workspaceId} = j.workspace and ${invitations.id} = j.value ->> '$.id'
        and ${invitations.status} = 'pending' and ${invitations.remindAt} = j.value ->> '$.seen'`,
    );
}

// Only of those that this very act moved on, whatever was planned for them.
const moved = (rows: string, op: string) => sql`from json_each(${rows}) j cross join invitations i
  on i.workspace_id = j.value ->> '$.workspaceId' and i.id = j.value ->> '$.id' and i.last_op = ${op}`;

/** A mail for each invitation that this act moved on: the link it has, with the personal note. */
export function insertLinkMails(
  db: Database,
  template: "reminder" | "seat_free",
  rows: string,
  op: string,
  now: number,
) {
  return insertFrom(
    db,
    outbox,
    {
      workspaceId: sql`i.workspace_id`,
      id: sql`j.value ->> '$.outboxId'`,
      template,
      invitationId: sql`i.id`,
      generation: sql`i.generation`,
      to: sql`i.email`,
      language: sql`i.language`,
      note: sql`i.note`,
      state: "pending",
      priority: 1,
      dueAt: now,
      attempts: 0,
      op,
      createdAt: now,
    },
    moved(rows, op),
  );
}

/** An audit row for each invitation that this act moved on. */
export function insertLinkMailAudit(
  db: Database,
  event: Omit<typeof auditEvents.$inferInsert, "workspaceId" | "id" | "membershipId" | "targetId">,
  actorName: string,
  rows: string,
) {
  const id = sql`j.value ->> '$.auditId'`;
  return [
    insertFrom(
      db,
      auditEvents,
      {
        ...event,
        workspaceId: sql`i.workspace_id`,
        id,
        membershipId: sql`i.membership_id`,
        targetId: sql`i.id`,
      },
      moved(rows, event.op),
    ),
    insertFrom(
      db,
      auditDetails,
      {
        workspaceId: sql`i.workspace_id`,
        auditId: id,
        actorName,
        details: sql`json_object('email', i.email)`,
      },
      moved(rows, event.op),
    ),
  ] as const;
}
