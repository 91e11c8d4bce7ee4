import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents } from "../schema/index.ts";

export function insertAuditEvent(db: Database, row: typeof auditEvents.$inferInsert) {
  return db.insert(auditEvents).values(row);
}

export function insertAuditDetails(db: Database, row: typeof auditDetails.$inferInsert) {
  return db.insert(auditDetails).values(row);
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
