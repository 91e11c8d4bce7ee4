import { and, eq, gt, inArray, isNull, lte, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { invitations, memberships, outbox } from "../schema/index.ts";
import { insertEach } from "./insert-from.ts";
import { membershipRoles } from "./invitations.ts";
import { offeredPlaces } from "./offers.ts";
import { eachRow } from "./statements.ts";

export function insertOutbox(db: Database, row: typeof outbox.$inferInsert) {
  return db.insert(outbox).values(row);
}

export function insertOutboxEach(db: Database, rows: readonly (typeof outbox.$inferInsert)[]) {
  return insertEach(db, outbox, rows);
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
    .select({ mail: outbox, invitation: invitations, roles: membershipRoles, places: offeredPlaces })
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
    .select({ mailId: outbox.id, invitation: invitations, roles: membershipRoles, places: offeredPlaces })
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
