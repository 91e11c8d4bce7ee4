import {
  insertAuditDetails,
  insertAuditDetailsEach,
  insertAuditEvent,
  insertAuditEvents,
} from "../../db/queries/audit.ts";
import type { Statement } from "../../db/queries/statements.ts";
import type { Actor, Context } from "./context.ts";

/** Every act that is written down; the timeline and the audit page have words for each. */
export const auditActions = [
  "invitation.created",
  "invitation.sent",
  "invitation.resent",
  "invitation.reminded",
  "invitation.extended",
  "invitation.edited",
  "invitation.canceled",
  "invitation.undone",
  "invitation.link_copied",
  "invitation.accepted",
  "invitation.declined",
  "invitation.link_requested",
  "invitation.seat_awaited",
  "invitation.seat_told",
  "invitation.refused_elsewhere",
  "invitation.advised_elsewhere",
  "registration.started",
  "registration.proved",
  "registration.joined",
  "registration.refused",
  "registration.approved",
  "registration.resent",
  "registration.removed",
  "registration_link.created",
  "registration_link.changed",
  "registration_link.paused",
  "registration_link.resumed",
  "registration_link.code_renewed",
  "registration_link.deleted",
  "member.set_up",
  "member.set_up_undone",
  "member.username_changed",
  "member.notify_changed",
  "member.card_made",
  "member.address_asked",
  "member.address_change_asked",
  "member.address_changed",
  "member.names_changed",
  "member.profile_changed",
  "member.roles_changed",
  "member.placed",
  "member.updated",
  "member.deactivated",
  "member.reactivated",
  "member.removed",
  "member.access_end_set",
  "member.access_ended",
  "member.access_kept",
  "member.data_exported",
  "member.erased",
  "member.purged",
  "auth.signed_in",
  "auth.card_used",
  "auth.signed_out",
  "auth.session_ended",
  "auth.role_switched",
  "auth.password_changed",
  "auth.password_reset",
  "auth.reset_requested",
  "auth.address_verified",
  "sso.connected",
  "sso.changed",
  "sso.tested",
  "sso.enforced",
  "sso.relaxed",
  "sso.removed",
  "sso.refused",
  "sso.identity_released",
  "api_key.created",
  "api_key.revoked",
  "workspace.created",
  "workspace.changed",
  "workspace.plan_changed",
  "seat.refused",
  "role.created",
  "role.changed",
  "role.deleted",
  "custom_field.created",
  "custom_field.changed",
  "custom_field.retired",
  "custom_field.restored",
  "custom_field.ordered",
  "label.renamed",
  "label.deleted",
  "people.exported",
  "unit.created",
  "unit.changed",
  "unit.deleted",
  "group.created",
  "group.changed",
  "group.deleted",
  "group.member_added",
  "group.member_removed",
  "course.created",
  "course.changed",
  "course.deleted",
  "course.assigned",
  "course.unassigned",
  "session.created",
  "session.changed",
  "session.canceled",
  "session.instructors_changed",
  "session.attendee_added",
  "session.attendee_removed",
  "enrolment.created",
  "enrolment.taken_over",
  "enrolment.withdrawn",
  "enrolment.reopened",
  "enrolment.progress_set",
  "enrolment.completed",
  "order.begun",
  "order.paid",
  "order.held",
  "order.refunded",
  "order.looked_at",
  "import.received",
  "import.roles_confirmed",
  "import.confirmed",
  "import.paused",
  "import.resumed",
  "import.canceled",
  "import.undone",
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
  const { event, details } = auditRows(ctx, entry);
  return [insertAuditEvent(ctx.db, event), insertAuditDetails(ctx.db, details)];
}

/** As many acts by two statements. */
export function auditEach(ctx: Context, entries: readonly AuditEntry[]): [Statement, Statement] {
  const rows = entries.map((entry) => auditRows(ctx, entry));
  return [
    insertAuditEvents(
      ctx.db,
      rows.map(({ event }) => event),
    ),
    insertAuditDetailsEach(
      ctx.db,
      rows.map(({ details }) => details),
    ),
  ];
}

/** The rows of an act, for statements that write them under a condition of their own. */
export function auditRows(ctx: Context, entry: AuditEntry) {
  const id = ctx.ids.next("audit");
  return {
    event: {
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
    },
    details: {
      workspaceId: entry.workspaceId,
      auditId: id,
      actorName: entry.actor.name,
      details: entry.details ?? {},
    },
  };
}
