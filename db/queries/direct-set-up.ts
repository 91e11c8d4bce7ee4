import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  auditEvents,
  authSessions,
  enrolments,
  memberships,
  outbox,
  passwordResets,
  users,
} from "../schema/index.ts";
import { insertEach } from "./insert-from.ts";
import { guardThat, type Statement } from "./statements.ts";

/** The account of an address and whether its mailbox was ever proved. */
export function accountOfAddress(db: Database, email: string) {
  return db
    .select({
      id: sql<string>`${users.id}`.as("account_id"),
      emailVerifiedAt: sql<number | null>`${users.emailVerifiedAt}`.as("account_verified_at"),
    })
    .from(users)
    .where(eq(users.email, email));
}

/** The same for a whole file; `emails` is a JSON array. */
export function accountsOfAddresses(db: Database, emails: string) {
  return db
    .select({ email: users.email, id: users.id, emailVerifiedAt: users.emailVerifiedAt })
    .from(sql`json_each(${emails}) j`)
    .crossJoin(users)
    .where(sql`${users.email} = j.value`);
}

/** New accounts, all or none: an address that somebody else got meanwhile ends the batch (`isUniqueRefusal`). */
export function insertUsers(db: Database, rows: readonly (typeof users.$inferInsert)[]) {
  return insertEach(db, users, rows);
}

/** Holds a batch to accounts (ids) being there still: one that a set-up made goes when that is taken back. */
export function guardAccounts(db: Database, userIds: readonly string[]) {
  const ids = JSON.stringify(userIds);
  return guardThat(
    db,
    sql`(select count(*) from users u where u.id in (select value from json_each(${ids}))) = ${userIds.length}`,
  );
}

/** The new account opens by a password that its maker knows: after the roles that it is set up with, which it keeps. */
export function markTyped(db: Database, userId: string): Statement {
  return db.update(users).set({ openedBy: "typed" }).where(eq(users.id, userId));
}

/** Links to set a password; each is a reset of somebody who has none. */
export function insertPasswordLinks(db: Database, rows: readonly (typeof passwordResets.$inferInsert)[]) {
  return insertEach(db, passwordResets, rows);
}

/** Who a mail about an account is for, as JSON; null for other mails. */
export const accountOfMail = sql<
  string | null
>`(select json_object('userId', m.user_id, 'firstName', m.first_name,
    'inviter', (select trim(i.first_name || ' ' || i.last_name) from memberships i
      where i.workspace_id = m.workspace_id and i.id = m.inviter_id))
  from memberships m where outbox.template like 'account%' and m.workspace_id = outbox.workspace_id
    and m.email = outbox.to_email and m.status <> 'removed')`.as("account");

/**
 * True in SQL for a mail about an account that came to nothing: its reader is no active member, has chosen a
 * password meanwhile, or the link in it is spent.
 */
export const isStaleAccountMail: SQL = sql`(outbox.template like 'account%' and not exists (
  select 1 from memberships m cross join users u on u.id = m.user_id
  where m.workspace_id = outbox.workspace_id and m.email = outbox.to_email and m.status = 'active'
    and (outbox.template <> 'account_password' or u.must_change_password = 1)
    and (outbox.template <> 'account_link' or exists (
      select 1 from password_resets r where r.id = outbox.subject_id and r.used_at is null))))`;

export interface TemporaryPassword {
  outboxId: string;
  userId: string;
  hash: string;
}

/**
 * Writes the passwords of mails that are about to leave, while their consumer still holds them and their readers
 * have chosen none. Answers whose was written; the others' mails must not leave.
 */
export function writeTemporaryPasswords(
  db: Database,
  lease: { workspaceId: string; lease: string },
  made: readonly TemporaryPassword[],
  moment: { now: number; endsAt: number },
) {
  const json = JSON.stringify(made);
  return db
    .update(users)
    .set({
      passwordHash: sql`(select j.value ->> '$.hash' from json_each(${json}) j where j.value ->> '$.userId' = ${users.id})`,
      passwordChangedAt: moment.now,
      passwordEndsAt: moment.endsAt,
      openedBy: "mail",
    })
    .where(
      and(
        eq(users.mustChangePassword, true),
        sql`${users.id} in (select j.value ->> '$.userId' from json_each(${json}) j
          cross join outbox o on o.workspace_id = ${lease.workspaceId} and o.id = j.value ->> '$.outboxId'
            and o.state = 'leased' and o.lease = ${lease.lease})`,
      ),
    )
    .returning({ id: users.id });
}

/** Ends the sessions of those whose password was just written: whoever came in by the one of before is out. */
export function endSessionsOfWritten(db: Database, made: readonly TemporaryPassword[]): Statement {
  return db.delete(authSessions).where(
    sql`${authSessions.userId} in (select u.id from json_each(${JSON.stringify(made)}) j
      cross join users u on u.id = j.value ->> '$.userId' and u.password_hash = j.value ->> '$.hash')`,
  );
}

/** Mails about sessions that this act caused leave when its other mails do: not before it can be undone no more. */
export function delaySessionMails(
  db: Database,
  workspaceId: string,
  act: { op: string; now: number; dueAt: number },
): Statement {
  return db
    .update(outbox)
    .set({ dueAt: act.dueAt })
    .where(
      sql`${outbox.workspaceId} = ${workspaceId} and ${outbox.state} = 'pending' and ${outbox.priority} = 1
        and ${outbox.dueAt} = ${act.now} and ${outbox.op} = ${act.op}`,
    );
}

/** Mails of one act that nobody has claimed yet are taken back. */
export function cancelMailsOfSetUp(
  db: Database,
  workspaceId: string,
  act: { op: string; dueAt: number },
): Statement {
  return db
    .update(outbox)
    .set({ state: "canceled" })
    .where(
      sql`${outbox.workspaceId} = ${workspaceId} and ${outbox.state} = 'pending' and ${outbox.priority} in (0, 1)
        and ${outbox.dueAt} = ${act.dueAt} and ${outbox.op} = ${act.op}`,
    );
}

/** What an act enrolled somebody in, for taking the act back. */
export function deleteEnrolmentsOf(
  db: Database,
  workspaceId: string,
  membershipId: string,
  op: string,
): Statement {
  return db
    .delete(enrolments)
    .where(
      and(
        eq(enrolments.workspaceId, workspaceId),
        eq(enrolments.membershipId, membershipId),
        eq(enrolments.lastOp, op),
      ),
    );
}

/** What wrote a membership: the moment and the act of the set-up, while nothing else happened to it. */
export function setUpOf(db: Database, workspaceId: string, membershipId: string, op: string) {
  return db
    .select({ at: sql<number>`${auditEvents.at}`.as("set_up_at") })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.workspaceId, workspaceId),
        eq(auditEvents.membershipId, membershipId),
        eq(auditEvents.op, op),
        eq(auditEvents.action, "member.set_up"),
      ),
    );
}

/** The membership that was just set up is nobody's any more, as long as they have not come: guard it. */
export function withdrawSetUp(
  db: Database,
  seen: { workspaceId: string; id: string; setUpOp: string },
  act: { op: string; now: number },
): Statement {
  return db
    .update(memberships)
    .set({ status: "removed", shownAs: "removed", userId: null, removedAt: act.now, lastOp: act.op })
    .where(
      and(
        eq(memberships.workspaceId, seen.workspaceId),
        eq(memberships.id, seen.id),
        eq(memberships.status, "active"),
        eq(memberships.lastOp, seen.setUpOp),
        isNull(memberships.lastSeenAt),
      ),
    );
}

/** True in SQL for an account that this set-up made and that nothing else hangs on. */
const madeFor = (
  userId: string,
  createdAt: number,
) => sql`exists (select 1 from users u where u.id = ${userId}
  and u.created_at = ${createdAt} and u.email_verified_at is null
  and not exists (select 1 from memberships m where m.user_id = u.id)
  and not exists (select 1 from auth_sessions s where s.user_id = u.id)
  and not exists (select 1 from email_verifications v where v.user_id = u.id))`;

/** The account that a set-up made goes with it; one that was there before stays. After the membership. */
export function deleteAccountMade(
  db: Database,
  userId: string,
  createdAt: number,
): [links: Statement, account: Statement] {
  return [
    db.delete(passwordResets).where(and(eq(passwordResets.userId, userId), madeFor(userId, createdAt))),
    db.delete(users).where(and(eq(users.id, userId), madeFor(userId, createdAt))),
  ];
}
