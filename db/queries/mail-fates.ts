import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { invitations, mailEvents, outbox, workspaces } from "../schema/index.ts";
import { columnsOf } from "./columns.ts";

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
