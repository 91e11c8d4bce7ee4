import { and, eq, gt, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  customers,
  emailVerifications,
  invitations,
  mailEvents,
  memberships,
  outbox,
  passwordResets,
  rateCounters,
  users,
  workspaces,
} from "../schema/index.ts";
import { columnsOf } from "./columns.ts";
import { isLater } from "./deliveries.ts";
import { membershipRoles } from "./invitations.ts";
import { isNewLinkKey, linkKeysWith } from "./link-keys.ts";
import { eachRow } from "./statements.ts";

export function insertOutbox(db: Database, row: typeof outbox.$inferInsert) {
  return db.insert(outbox).values(row);
}

/**
 * Ids of the mails of invitations, from the index that is made for it. The mails themselves are then looked
 * up by their key: asked for all of it at once, SQLite takes every mail of the workspace instead.
 */
export function mailIdsOf(workspaceId: string | SQL, invitationIs: SQL): SQL {
  return sql`(select o.id from outbox o where o.workspace_id = ${workspaceId} and o.invitation_id ${invitationIs})`;
}

/** Takes back mails of an invitation that have not left. */
export function cancelOutboxOf(db: Database, workspaceId: string, invitationId: string) {
  return db
    .update(outbox)
    .set({ state: "canceled" })
    .where(
      and(
        eq(outbox.workspaceId, workspaceId),
        sql`${outbox.id} in ${mailIdsOf(workspaceId, sql`= ${invitationId}`)}`,
        inArray(outbox.state, ["pending", "unknown"]),
      ),
    );
}

/** Takes back one mail, only while nobody has claimed it. */
export function cancelPendingMail(db: Database, workspaceId: string, id: string) {
  return db
    .update(outbox)
    .set({ state: "canceled" })
    .where(and(eq(outbox.workspaceId, workspaceId), eq(outbox.id, id), eq(outbox.state, "pending")));
}

/** The mails of one act that can still be undone, with what they were about. */
export function undoableMail(db: Database, workspaceId: string, op: string, invitationId: string) {
  return db
    .select({ mail: outbox, invitation: invitations, roles: membershipRoles })
    .from(outbox)
    .innerJoin(
      invitations,
      and(eq(invitations.workspaceId, outbox.workspaceId), eq(invitations.id, outbox.invitationId)),
    )
    .innerJoin(
      memberships,
      and(eq(memberships.workspaceId, invitations.workspaceId), eq(memberships.id, invitations.membershipId)),
    )
    .where(
      and(
        eq(outbox.workspaceId, workspaceId),
        sql`${outbox.id} in ${mailIdsOf(workspaceId, sql`= ${invitationId}`)}`,
        eq(outbox.op, op),
      ),
    )
    .limit(1);
}

/**
 * The first mails of one act that wait for the end of the time in which it can be undone, with what they are
 * about. Nothing is found by the act alone: it reads what pages of this workspace sent within that time.
 */
export function undoableMails(
  db: Database,
  workspaceId: string,
  op: string,
  due: { after: number; until: number },
  limit: number,
) {
  return db
    .select({ mailId: outbox.id, invitation: invitations, roles: membershipRoles })
    .from(outbox)
    .innerJoin(
      invitations,
      and(eq(invitations.workspaceId, outbox.workspaceId), eq(invitations.id, outbox.invitationId)),
    )
    .innerJoin(
      memberships,
      and(eq(memberships.workspaceId, invitations.workspaceId), eq(memberships.id, invitations.membershipId)),
    )
    .where(
      and(
        eq(outbox.workspaceId, workspaceId),
        eq(outbox.state, "pending"),
        eq(outbox.priority, 0),
        gt(outbox.dueAt, due.after),
        lte(outbox.dueAt, due.until),
        eq(outbox.op, op),
        isNull(outbox.undo),
      ),
    )
    .limit(limit);
}

/** Takes back mails that nobody has claimed; guard the number. */
export function cancelPendingMails(db: Database, workspaceId: string, ids: string) {
  return db
    .update(outbox)
    .set({ state: "canceled" })
    .from(eachRow(ids, { workspace: workspaceId }))
    .where(
      sql`${outbox.workspaceId} = j.workspace and ${outbox.id} = j.value and ${outbox.state} = 'pending'`,
    );
}

const invitationTemplates = ["invitation", "reminder", "new_link"];

/**
 * Drops due mails whose invitation moved on since they were written (Q-14), and reminders of links that the
 * kill switch ended: only somebody who sends anew brings those back (T-10).
 */
export function cancelStaleMail(
  db: Database,
  workspaceId: string,
  lease: string,
  now: number,
  notBefore: number,
) {
  return db
    .update(outbox)
    .set({ state: "canceled", lease: null, leaseUntil: null })
    .where(
      and(
        ofLease(workspaceId, lease),
        inArray(outbox.template, invitationTemplates),
        sql`not exists (select 1 from invitations i where i.workspace_id = outbox.workspace_id
          and i.id = outbox.invitation_id and i.status = 'pending' and i.generation = outbox.generation
          and (i.expires_at is null or i.expires_at > ${now} or i.issued_at is null)
          and (outbox.template <> 'reminder' or i.issued_at >= max(${notBefore},
            (select w.invite_epoch from workspaces w where w.id = i.workspace_id))))`,
      ),
    );
}

// Plus tags are one mailbox for the throttle, though they stay distinct identities (E-13).
const mailbox = (column: string) =>
  sql.raw(`case when instr(${column}, '+') between 2 and instr(${column}, '@')
    then substr(${column}, 1, instr(${column}, '+') - 1) || substr(${column}, instr(${column}, '@')) else ${column} end`);

export interface RecipientLimit {
  /** Key prefix of the counters of this window, e.g. `to-day:`. */
  prefix: string;
  windowStart: number;
  windowEnd: number;
  limit: number;
}

/**
 * Invitations to somebody who had too many from all workspaces together wait for the next window; they
 * are never refused, and show as queued (security.md, decisions).
 */
export function postponeThrottled(db: Database, workspaceId: string, lease: string, window: RecipientLimit) {
  return db
    .update(outbox)
    .set({
      state: "pending",
      dueAt: window.windowEnd,
      lease: null,
      leaseUntil: null,
      attempts: sql`${outbox.attempts} - 1`,
    })
    .where(
      and(
        ofLease(workspaceId, lease),
        inArray(outbox.template, invitationTemplates),
        sql`exists (select 1 from rate_counters c where c.key = ${window.prefix} || ${mailbox("outbox.to_email")}
          and c.window_start = ${window.windowStart} and c.count >= ${window.limit})`,
      ),
    );
}

/** Counts what just left, for each mailbox. */
export function countRecipients(
  db: Database,
  workspaceId: string,
  outboxIds: readonly string[],
  window: RecipientLimit,
) {
  return db
    .insert(rateCounters)
    .select(
      sql`select ${window.prefix} || ${mailbox("o.to_email")}, ${window.windowStart}, count(*), ${window.windowEnd}
        from outbox o where o.workspace_id = ${workspaceId}
        and o.id in (select value from json_each(${JSON.stringify(outboxIds)})) and o.state = 'sent'
        and o.template in ('invitation', 'reminder', 'new_link') group by 1`,
    )
    .onConflictDoUpdate({
      target: [rateCounters.key, rateCounters.windowStart],
      set: { count: sql`${rateCounters.count} + excluded.count` },
    });
}

/**
 * Claims due mails of one workspace for one consumer: single mails before bulk, oldest first. Those of a
 * suspended workspace wait until it is opened again.
 */
export function claimMail(
  db: Database,
  workspaceId: string,
  claim: { lease: string; now: number; leaseUntil: number; limit: number },
) {
  return db
    .update(outbox)
    .set({
      state: "leased",
      lease: claim.lease,
      leaseUntil: claim.leaseUntil,
      attempts: sql`${outbox.attempts} + 1`,
    })
    .where(
      and(
        eq(outbox.workspaceId, workspaceId),
        sql`exists (select 1 from workspaces w where w.id = ${workspaceId} and w.status = 'active')`,
        sql`${outbox.id} in (select o.id from outbox o where o.workspace_id = ${workspaceId}
          and o.state = 'pending' and o.due_at <= ${claim.now} order by o.priority, o.due_at limit ${claim.limit})`,
      ),
    )
    .returning({ id: outbox.id });
}

/**
 * Starts the term of claimed invitations that leave for the first time in their generation (Q-16), and
 * with it the time to their first reminder (D49). A link
 * that the kill switch ended is issued anew, its term goes on (T-10). The key that signs is written down
 * beside those of older links that may still work (T-23).
 */
export function issueClaimed(
  db: Database,
  workspaceId: string,
  lease: string,
  now: number,
  notBefore: number,
  keyId: string,
) {
  const isDue = sql`(${invitations.issuedAt} is null or ${invitations.issuedAt} < max(${notBefore},
    (select w.invite_epoch from workspaces w where w.id = ${workspaceId})))`;
  const ends = sql`case when ${invitations.termMs} is null or ${invitations.issuedAt} is not null
    then ${invitations.expiresAt} else ${now} + ${invitations.termMs} end`;
  const firstReminder = sql`${invitations.reminders} ->> '$[0]'`;
  return db
    .update(invitations)
    .set({
      issuedAt: sql`case when ${isDue} then ${now} else ${invitations.issuedAt} end`,
      linkKeys: linkKeysWith(keyId),
      expiresAt: ends,
      remindAt: sql`case when ${invitations.issuedAt} is not null then ${invitations.remindAt}
        else iif(${firstReminder} > 0, ${ends}, ${now}) - ${firstReminder} end`,
    })
    .where(
      and(
        eq(invitations.workspaceId, workspaceId),
        or(isDue, isNewLinkKey(keyId)),
        sql`${invitations.id} in (select o.invitation_id from outbox o indexed by outbox_leased
          where o.workspace_id = ${workspaceId} and o.lease = ${lease} and o.state = 'leased' and o.invitation_id is not null)`,
      ),
    );
}

/** What the consumer needs to write the mails it claimed. */
export function claimedMail(db: Database, workspaceId: string, lease: string) {
  return db
    .select({
      mail: columnsOf(outbox, "o"),
      invitation: columnsOf(invitations, "i"),
      // Only what a mail says: D1 takes no more than a hundred columns in a row.
      membership: {
        id: sql<string>`${memberships.id}`.as("m_id"),
        firstName: sql<string>`${memberships.firstName}`.as("m_first_name"),
        lastName: sql<string>`${memberships.lastName}`.as("m_last_name"),
      },
      roles: membershipRoles,
      workspace: columnsOf(workspaces, "w"),
      customerName: sql<string>`${customers.name}`.as("c_name"),
      /** The reset or verification that the mail's link names. */
      asked: {
        id: sql<string>`coalesce(${passwordResets.id}, ${emailVerifications.id})`.as("a_id"),
        createdAt: sql<number>`coalesce(${passwordResets.createdAt}, ${emailVerifications.createdAt})`.as(
          "a_created_at",
        ),
        expiresAt: sql<number>`coalesce(${passwordResets.expiresAt}, ${emailVerifications.expiresAt})`.as(
          "a_expires_at",
        ),
      },
      accountFirstName: sql<string | null>`${users.firstName}`.as("u_first_name"),
    })
    .from(outbox)
    .innerJoin(workspaces, eq(workspaces.id, outbox.workspaceId))
    .innerJoin(customers, eq(customers.id, workspaces.customerId))
    .leftJoin(
      invitations,
      and(eq(invitations.workspaceId, outbox.workspaceId), eq(invitations.id, outbox.invitationId)),
    )
    .leftJoin(
      memberships,
      and(eq(memberships.workspaceId, invitations.workspaceId), eq(memberships.id, invitations.membershipId)),
    )
    .leftJoin(passwordResets, eq(passwordResets.id, outbox.subjectId))
    .leftJoin(emailVerifications, eq(emailVerifications.id, outbox.subjectId))
    .leftJoin(users, sql`${users.id} = coalesce(${passwordResets.userId}, ${emailVerifications.userId})`)
    .where(ofLease(workspaceId, lease));
}

/** Marks what the provider took; `messages` is outbox id -> message id. */
export function markSent(
  db: Database,
  workspaceId: string,
  lease: string,
  messages: Record<string, string>,
  now: number,
) {
  const json = JSON.stringify(messages);
  return db
    .update(outbox)
    .set({
      state: "sent",
      sentAt: now,
      error: null,
      messageId: sql`${json} ->> ('$.' || ${outbox.id})`,
    })
    .where(leasedAmong(workspaceId, lease, Object.keys(messages)));
}

/** Ends or postpones claimed mails; `errors` is outbox id -> reason. */
export function releaseMail(
  db: Database,
  workspaceId: string,
  lease: string,
  state: "pending" | "unknown" | "failed",
  errors: Record<string, string>,
  dueAt: number,
) {
  const json = JSON.stringify(errors);
  return db
    .update(outbox)
    .set({
      state,
      dueAt,
      error: sql`${json} ->> ('$.' || ${outbox.id})`,
      ...(state === "unknown" ? { leaseUntil: dueAt } : { lease: null, leaseUntil: null }),
    })
    .where(leasedAmong(workspaceId, lease, Object.keys(errors)));
}

/** The delivery state of the invitations behind some mails, as long as those are their latest link. */
export function showDelivery(
  db: Database,
  workspaceId: string,
  outboxIds: readonly string[],
  delivery: (typeof invitations.$inferSelect)["delivery"],
  detail: string | null,
  sentAt: number | null,
) {
  return db
    .update(invitations)
    .set({
      // Forward only: the provider's event may have been here before the answer to our own call.
      delivery: sql`case when ${isLater(delivery)} then ${delivery} else ${invitations.delivery} end`,
      deliveryDetail: sql`case when ${isLater(delivery)} then ${detail} else ${invitations.deliveryDetail} end`,
      ...(sentAt === null ? {} : { lastSentAt: sentAt }),
    })
    .where(
      and(
        eq(invitations.workspaceId, workspaceId),
        sql`${invitations.id} in (select o.invitation_id from outbox o where o.workspace_id = ${workspaceId}
          and o.template in ('invitation', 'reminder', 'new_link')
          and o.id in (select value from json_each(${JSON.stringify(outboxIds)})))`,
      ),
    );
}

/** Leases that ran out: nobody knows whether their mails left. */
export function loseLeases(db: Database, before: number) {
  return db
    .update(outbox)
    .set({ state: "unknown" })
    .where(
      sql`${outbox.state} in ('leased', 'unknown') and ${outbox.state} = 'leased' and ${outbox.leaseUntil} < ${before}`,
    );
}

export function unknownMail(db: Database, before: number, limit: number) {
  return db
    .select()
    .from(outbox)
    .where(
      sql`${outbox.state} in ('leased', 'unknown') and ${outbox.state} = 'unknown' and ${outbox.leaseUntil} < ${before}`,
    )
    .limit(limit);
}

/** Settles a mail whose fate was unknown; only from that state. */
export function settleUnknown(
  db: Database,
  workspaceId: string,
  id: string,
  values: Partial<typeof outbox.$inferInsert>,
) {
  return db
    .update(outbox)
    .set(values)
    .where(and(eq(outbox.workspaceId, workspaceId), eq(outbox.id, id), eq(outbox.state, "unknown")));
}

/** Open workspaces with mail that is due, for the sweeper. */
export function workspacesWithDueMail(db: Database, dueBefore: number, limit: number) {
  return db
    .select({ workspaceId: workspaces.id })
    .from(workspaces)
    .where(
      sql`${workspaces.status} = 'active' and exists (select 1 from outbox o where o.workspace_id = ${workspaces.id} and o.state = 'pending'
        and o.priority in (0, 1) and o.due_at <= ${dueBefore})`,
    )
    .limit(limit);
}

export function mailByMessage(db: Database, messageId: string) {
  return mailWithInvitation(db).where(eq(outbox.messageId, messageId)).limit(1);
}

/** A mail that was handed over and whose answer has not come. */
export function mailAwaitingAnswer(db: Database, workspaceId: string, outboxId: string) {
  return mailWithInvitation(db).where(awaitingAnswer(workspaceId, outboxId)).limit(1);
}

/** The provider has the mail under this id, whatever became of the answer to our call. */
export function adoptMessage(
  db: Database,
  workspaceId: string,
  outboxId: string,
  messageId: string,
  now: number,
) {
  return db
    .update(outbox)
    .set({ messageId, state: "sent", sentAt: now, error: null })
    .where(awaitingAnswer(workspaceId, outboxId));
}

function awaitingAnswer(workspaceId: string, outboxId: string) {
  return and(
    eq(outbox.workspaceId, workspaceId),
    eq(outbox.id, outboxId),
    isNull(outbox.messageId),
    inArray(outbox.state, ["leased", "unknown"]),
  );
}

function mailWithInvitation(db: Database) {
  return db
    .select({ mail: columnsOf(outbox, "o"), invitation: columnsOf(invitations, "i") })
    .from(outbox)
    .leftJoin(
      invitations,
      and(eq(invitations.workspaceId, outbox.workspaceId), eq(invitations.id, outbox.invitationId)),
    );
}

/** Notes a provider's event once; the returned row is absent the second time. */
export function insertMailEvent(db: Database, row: typeof mailEvents.$inferInsert) {
  return db.insert(mailEvents).values(row).onConflictDoNothing();
}

/** The mails that one consumer holds. By its ids, for SQLite would walk through the workspace's whole outbox. */
function ofLease(workspaceId: string, lease: string) {
  return and(
    eq(outbox.workspaceId, workspaceId),
    sql`${outbox.id} in (select l.id from outbox l indexed by outbox_leased
      where l.lease = ${lease} and l.state = 'leased' and l.workspace_id = ${workspaceId})`,
  );
}

function leasedAmong(workspaceId: string, lease: string, ids: readonly string[]) {
  return and(
    eq(outbox.workspaceId, workspaceId),
    eq(outbox.state, "leased"),
    eq(outbox.lease, lease),
    sql`${outbox.id} in (select value from json_each(${JSON.stringify(ids)}))`,
  );
}
