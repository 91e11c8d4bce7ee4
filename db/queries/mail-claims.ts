import { type AnyColumn, and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  customers,
  emailVerifications,
  invitations,
  memberships,
  outbox,
  passwordResets,
  rateCounters,
  users,
  workspaces,
} from "../schema/index.ts";
import { accessOfMail } from "./access-ends.ts";
import { columnsOf } from "./columns.ts";
import { accountOfMail, isStaleAccountMail } from "./direct-set-up.ts";
import { membershipRoles } from "./invitations.ts";
import { isNewLinkKey, linkKeysWith } from "./link-keys.ts";
import { isStaleRegistrationMail, registrationOfMail } from "./registration-mails.ts";
import { isStaleSessionMail, sessionOfMail } from "./session-mails.ts";
import { aboutOfMail, isNotForOthers } from "./told-for-others.ts";

const invitationTemplates = ["invitation", "reminder", "new_link", "seat_free"];
/** What a mailbox gets whose reader did not ask for it, or may not have: counted for each mailbox. */
const arrivalTemplates = [
  ...invitationTemplates,
  "account_link",
  "account_password",
  "account_added",
  "verify_address",
  "registration",
  "registration_known",
];

/**
 * Drops due mails whose invitation moved on since they were written (Q-14), and reminders of links that the
 * kill switch ended: only somebody who sends anew brings those back (T-10). Those about sessions that came to
 * nothing go as well, links to prove an address that are over, and what somebody else may not read.
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
        or(
          isStaleSessionMail(now),
          isStaleAccountMail,
          isNotForOthers,
          // One that waited for the next window until its link was over.
          sql`(outbox.template = 'verify_address' and exists (select 1 from email_verifications v
            where v.id = outbox.subject_id and (v.used_at is not null or v.expires_at <= ${now})))`,
          isStaleRegistrationMail(now),
          and(
            inArray(outbox.template, invitationTemplates),
            sql`not exists (select 1 from invitations i where i.workspace_id = outbox.workspace_id
          and i.id = outbox.invitation_id and i.status = 'pending' and i.generation = outbox.generation
          and (i.expires_at is null or i.expires_at > ${now} or i.issued_at is null)
          and (outbox.template not in ('reminder', 'seat_free') or i.issued_at >= max(${notBefore},
            (select w.invite_epoch from workspaces w where w.id = i.workspace_id))))`,
          ),
        ),
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
  /**
   * When a counter that begins now may go: after the window's end, and later the later it began. Addresses come in
   * no order, and an index of one moment for all of them is written all over with each mail; this one grows at its end.
   */
  keptUntil: number;
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
        or(inArray(outbox.template, arrivalTemplates), sql`outbox.about_id is not null`),
        sql`exists (select 1 from rate_counters c where c.key = ${window.prefix} || ${mailbox("outbox.to_email")}
          and c.window_start = ${window.windowStart} and c.count >= ${window.limit})`,
      ),
    );
}

/** Counts what just left, for each mailbox in each window. */
export function countRecipients(
  db: Database,
  workspaceId: string,
  outboxIds: readonly string[],
  windows: readonly RecipientLimit[],
) {
  return db
    .insert(rateCounters)
    .select(
      sql`select (w.value ->> '$.prefix') || m.mailbox, w.value ->> '$.windowStart', m.mails, w.value ->> '$.keptUntil'
        from json_each(${JSON.stringify(windows)}) w cross join (
          select ${mailbox("o.to_email")} as mailbox, count(*) as mails
          from outbox o where o.workspace_id = ${workspaceId}
          and o.id in (select value from json_each(${JSON.stringify(outboxIds)})) and o.state = 'sent'
          and (o.about_id is not null
            or o.template in (select value from json_each(${JSON.stringify(arrivalTemplates)}))) group by 1) m where true`,
    )
    .onConflictDoUpdate({
      target: [rateCounters.key, rateCounters.windowStart],
      set: { count: sql`${rateCounters.count} + excluded.count` },
    });
}

/**
 * Claims due mails of one workspace for one consumer: single mails before bulk, oldest first, and of those that carry
 * a temporary password only as many as can be made at once. Those of a suspended workspace wait until it is opened again.
 */
export function claimMail(
  db: Database,
  workspaceId: string,
  claim: { lease: string; now: number; leaseUntil: number; limit: number; passwordsAtMost: number },
) {
  const first = (columns: SQL) => sql`(select ${columns} from outbox o where o.workspace_id = ${workspaceId}
    and o.state = 'pending' and o.due_at <= ${claim.now} order by o.priority, o.due_at limit ${claim.limit})`;
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
        sql`${outbox.id} in ${first(sql`o.id`)}`,
        // Asked only where one of them carries a password.
        sql`(${outbox.template} <> 'account_password' or ${outbox.id} in (
          select p.id from ${first(sql`o.id, o.template, o.priority, o.due_at`)} p
          where p.template = 'account_password'
          order by p.priority, p.due_at limit ${claim.passwordsAtMost}))`,
      ),
    )
    .returning({ id: outbox.id, template: outbox.template });
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

/** Who the mails of a workspace are from: one row for a whole call. */
export function mailingWorkspace(db: Database, workspaceId: string) {
  return db
    .select({ ...columnsOf(workspaces, "w"), customerName: sql<string>`${customers.name}`.as("c_name") })
    .from(workspaces)
    .innerJoin(customers, eq(customers.id, workspaces.customerId))
    .where(eq(workspaces.id, workspaceId));
}

const column = <Value>(of: AnyColumn, name: string) => sql<Value>`${of}`.as(name);

/**
 * What the consumer needs to write the mails it claimed, and no column more: reading whole rows cost as much
 * as signing and filling the mails.
 */
export function claimedMail(db: Database, workspaceId: string, lease: string) {
  return db
    .select({
      mail: {
        id: column<string>(outbox.id, "o_id"),
        template: column<string>(outbox.template, "o_template"),
        generation: column<number>(outbox.generation, "o_generation"),
        to: column<string>(outbox.to, "o_to"),
        language: column<string>(outbox.language, "o_language"),
        note: column<string | null>(outbox.note, "o_note"),
        attempts: column<number>(outbox.attempts, "o_attempts"),
      },
      invitation: {
        workspaceId: column<string>(invitations.workspaceId, "i_workspace_id"),
        id: column<string>(invitations.id, "i_id"),
        email: column<string>(invitations.email, "i_email"),
        generation: column<number>(invitations.generation, "i_generation"),
        issuedAt: column<number | null>(invitations.issuedAt, "i_issued_at"),
        expiresAt: column<number | null>(invitations.expiresAt, "i_expires_at"),
        inviterKind: column<string>(invitations.inviterKind, "i_inviter_kind"),
        inviterName: column<string>(invitations.inviterName, "i_inviter_name"),
        endReason: column<string | null>(invitations.endReason, "i_end_reason"),
      },
      membership: {
        id: sql<string>`${memberships.id}`.as("m_id"),
        firstName: sql<string>`${memberships.firstName}`.as("m_first_name"),
        lastName: sql<string>`${memberships.lastName}`.as("m_last_name"),
      },
      roles: membershipRoles,
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
      session: sessionOfMail,
      access: accessOfMail,
      about: aboutOfMail,
      account: accountOfMail,
      registration: registrationOfMail,
    })
    .from(outbox)
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
  state: "pending" | "unknown" | "failed" | "canceled",
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
