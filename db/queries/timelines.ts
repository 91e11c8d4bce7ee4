import { and, desc, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents, invitations, mailEvents } from "../schema/index.ts";

/** The latest acts on one invitation, newest first: a range of its membership's. */
export function actsOnInvitation(db: Database, workspaceId: string, invitationId: string, limit: number) {
  const membershipId = db
    .select({ id: invitations.membershipId })
    .from(invitations)
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, invitationId)));
  return db
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      action: auditEvents.action,
      actorKind: auditEvents.actorKind,
      actorId: auditEvents.actorId,
      actorName: auditDetails.actorName,
      details: auditDetails.details,
    })
    .from(auditEvents)
    .leftJoin(
      auditDetails,
      and(eq(auditDetails.workspaceId, auditEvents.workspaceId), eq(auditDetails.auditId, auditEvents.id)),
    )
    .where(
      and(
        eq(auditEvents.workspaceId, workspaceId),
        eq(auditEvents.membershipId, sql`(${membershipId})`),
        eq(auditEvents.targetId, invitationId),
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(limit);
}

/** What the mail provider told about the mails of one invitation, newest first. */
export function mailEventsOf(db: Database, workspaceId: string, invitationId: string, limit: number) {
  return db
    .select({ type: mailEvents.type, detail: mailEvents.detail, at: mailEvents.at })
    .from(mailEvents)
    .where(and(eq(mailEvents.workspaceId, workspaceId), eq(mailEvents.invitationId, invitationId)))
    .orderBy(desc(mailEvents.at))
    .limit(limit);
}
