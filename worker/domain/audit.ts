import { insertAuditDetails, insertAuditEvent } from "../../db/queries/audit.ts";
import type { Statement } from "../../db/queries/statements.ts";
import type { Actor, Context } from "./context.ts";

/** Every act that is written down; the timeline and the audit page have words for each. */
export const auditActions = [
  "invitation.created",
  "invitation.sent",
  "invitation.resent",
  "invitation.edited",
  "invitation.canceled",
  "invitation.undone",
  "invitation.link_copied",
  "invitation.accepted",
  "invitation.declined",
  "invitation.link_requested",
  "member.roles_changed",
  "member.deactivated",
  "member.reactivated",
  "member.removed",
  "auth.signed_in",
  "auth.signed_out",
  "auth.session_ended",
  "auth.password_reset",
  "auth.reset_requested",
  "auth.address_verified",
  "api_key.created",
  "api_key.revoked",
  "workspace.created",
  "people.exported",
  "job.started",
  "job.undone",
] as const;
export type AuditAction = (typeof auditActions)[number];

export interface AuditEntry {
  workspaceId: string;
  actor: Actor;
  action: AuditAction;
  membershipId?: string | null;
  targetId?: string | null;
  op: string;
  /** Names, addresses, before and after: kept apart so that they can be blanked. */
  details?: Record<string, unknown>;
}

/** The two statements that write an act down, for the act's own batch (L-01). */
export function audit(ctx: Context, entry: AuditEntry): [Statement, Statement] {
  const id = ctx.ids.next("audit");
  return [
    insertAuditEvent(ctx.db, {
      workspaceId: entry.workspaceId,
      id,
      at: ctx.now(),
      actorKind: entry.actor.kind,
      actorId: entry.actor.id,
      action: entry.action,
      membershipId: entry.membershipId ?? null,
      targetId: entry.targetId ?? null,
      op: entry.op,
      ipPrefix: ctx.request.ipPrefix,
      requestId: ctx.request.id,
    }),
    insertAuditDetails(ctx.db, {
      workspaceId: entry.workspaceId,
      auditId: id,
      actorName: entry.actor.name,
      details: entry.details ?? {},
    }),
  ];
}
