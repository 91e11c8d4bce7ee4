import { and, desc, eq, gte, lt, lte, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents } from "../schema/index.ts";

export function insertAuditEvent(db: Database, row: typeof auditEvents.$inferInsert) {
  return db.insert(auditEvents).values(row);
}

export function insertAuditDetails(db: Database, row: typeof auditDetails.$inferInsert) {
  return db.insert(auditDetails).values(row);
}

export interface AuditFilter {
  action?: string | undefined;
  membershipId?: string | undefined;
  from?: number | undefined;
  until?: number | undefined;
  before?: string | undefined;
}

/** Newest first; each filter alone is a range of an index. */
export function auditPage(db: Database, workspaceId: string, filter: AuditFilter, limit: number) {
  return db
    .select({ event: auditEvents, actorName: auditDetails.actorName, details: auditDetails.details })
    .from(auditEvents)
    .leftJoin(
      auditDetails,
      and(eq(auditDetails.workspaceId, auditEvents.workspaceId), eq(auditDetails.auditId, auditEvents.id)),
    )
    .where(
      and(
        eq(auditEvents.workspaceId, workspaceId),
        filter.action ? eq(auditEvents.action, filter.action) : undefined,
        filter.membershipId ? eq(auditEvents.membershipId, filter.membershipId) : undefined,
        filter.from !== undefined ? gte(auditEvents.at, filter.from) : undefined,
        filter.until !== undefined ? lte(auditEvents.at, filter.until) : undefined,
        filter.before ? lt(auditEvents.id, filter.before) : undefined,
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(limit);
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
