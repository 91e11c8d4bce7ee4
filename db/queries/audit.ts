import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents } from "../schema/index.ts";
import { insertEach } from "./insert-from.ts";

export function insertAuditEvent(db: Database, row: typeof auditEvents.$inferInsert) {
  return db.insert(auditEvents).values(row);
}

export function insertAuditDetails(db: Database, row: typeof auditDetails.$inferInsert) {
  return db.insert(auditDetails).values(row);
}

/** Any number of events of one act. */
export function insertAuditEvents(db: Database, rows: readonly (typeof auditEvents.$inferInsert)[]) {
  return insertEach(db, auditEvents, rows);
}

export function insertAuditDetailsEach(db: Database, rows: readonly (typeof auditDetails.$inferInsert)[]) {
  return insertEach(db, auditDetails, rows);
}

/** Everything that happened to one person, oldest first. */
export function auditOfMembership(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({ event: auditEvents, actorName: auditDetails.actorName, details: auditDetails.details })
    .from(auditEvents)
    .leftJoin(
      auditDetails,
      and(eq(auditDetails.workspaceId, auditEvents.workspaceId), eq(auditDetails.auditId, auditEvents.id)),
    )
    .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.membershipId, membershipId)))
    .orderBy(sql`${auditEvents.id} desc`)
    .limit(200);
}
