import * as z from "zod";
import { auditOfMembership } from "../../../db/queries/audit.ts";
import {
  invitationsOfMember,
  mailEventsOfMember,
  mailsOfMember,
  memberById,
} from "../../../db/queries/members.ts";
import type { ListedStatus } from "../../../db/queries/people-list.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import {
  type InvitationView,
  invitationView,
  parseRoles,
  type RoleView,
} from "../invitations/invitation-view.ts";
import { isRemindable } from "../invitations/reminders.ts";
import type { Permission, RoleKey } from "../permissions.ts";
import { type MemberContext, memberUseCase } from "../use-case.ts";

/** One thing that happened: an act of somebody, a mail of ours, or what became of a mail. */
export type TimelineEntry =
  | {
      kind: "act";
      id: string;
      at: number;
      action: string;
      actor: { kind: string; id: string | null; name: string };
      details: Record<string, unknown>;
    }
  | {
      kind: "mail";
      id: string;
      at: number;
      template: string;
      state: string;
      to: string;
      error: string | null;
    }
  | { kind: "delivery"; id: string; at: number; type: string; detail: string | null };

export interface MemberPage {
  id: string;
  email: string | null;
  firstName: string;
  lastName: string;
  language: string;
  status: ListedStatus;
  roles: RoleView[];
  delivery: string;
  createdAt: number;
  joinedAt: number | null;
  lastSeenAt: number | null;
  /** The latest invitation; null for people who were set up directly. */
  invitation: InvitationView | null;
  earlierInvitations: InvitationView[];
  isLastAdmin: boolean;
  isYou: boolean;
  /** Newest first. */
  timeline: TimelineEntry[];
  /** What the viewer may do here and now, by the same functions that decide it. */
  may: {
    changeNames: boolean;
    changeRoles: boolean;
    deactivate: boolean;
    reactivate: boolean;
    remove: boolean;
    resend: boolean;
    remind: boolean;
    edit: boolean;
    cancel: boolean;
    copyLink: boolean;
  };
  /** Roles that the viewer may hand out here. */
  grantableRoles: RoleKey[];
}

/**
 * The page of one person (F86, screen 6): who they are, every invitation, everything that happened,
 * and what the viewer may do about it. Throws NOT_FOUND, also for a member who was removed.
 */
export const viewMember = memberUseCase(
  "people.view",
  z.strictObject({ membershipId: idField("membership") }),
  async (ctx, { membershipId }): Promise<MemberPage> => {
    const { id: workspaceId } = ctx.workspace;
    const [found, invitations, acts, mails, events] = await ctx.db.batch([
      memberById(ctx.db, workspaceId, membershipId),
      invitationsOfMember(ctx.db, workspaceId, membershipId),
      auditOfMembership(ctx.db, workspaceId, membershipId),
      mailsOfMember(ctx.db, workspaceId, membershipId),
      mailEventsOfMember(ctx.db, workspaceId, membershipId),
    ]);
    const row = found[0];
    if (!row || row.membership.shownAs === "removed") throw new DomainError("NOT_FOUND");
    const { membership } = row;
    const now = ctx.now();
    const views = invitations.map((invitation) =>
      invitationView({ invitation, membership, roles: row.roles }, now),
    );
    const invitation = views.find(({ id }) => id === membership.invitationId) ?? null;
    const roles = parseRoles(row.roles);
    const isLastAdmin = row.isLastAdmin === 1;
    const overdue =
      membership.shownAs === "pending" &&
      membership.linkExpiresAt !== null &&
      membership.linkExpiresAt <= now;

    const timeline: TimelineEntry[] = [
      ...acts.map(
        ({ event, actorName, details }): TimelineEntry => ({
          kind: "act",
          id: event.id,
          at: event.at,
          action: event.action,
          actor: { kind: event.actorKind, id: event.actorId, name: actorName ?? "" },
          details: details ?? {},
        }),
      ),
      ...mails.map(
        (mail): TimelineEntry => ({
          kind: "mail",
          id: mail.id,
          at: mail.sentAt ?? mail.createdAt,
          template: mail.template,
          state: mail.state,
          to: mail.to,
          error: mail.error,
        }),
      ),
      ...events.map(
        (event): TimelineEntry => ({
          kind: "delivery",
          id: event.key,
          at: event.at,
          type: event.type,
          detail: event.detail,
        }),
      ),
    ].sort((a, b) => b.at - a.at);

    return {
      id: membership.id,
      email: membership.email,
      firstName: membership.firstName,
      lastName: membership.lastName,
      language: membership.language,
      status: overdue ? "expired" : (membership.shownAs as ListedStatus),
      roles,
      delivery: membership.delivery,
      createdAt: membership.createdAt,
      joinedAt: membership.joinedAt,
      lastSeenAt: membership.lastSeenAt,
      invitation,
      earlierInvitations: views.filter((view) => view !== invitation),
      isLastAdmin,
      isYou: ctx.membership?.id === membership.id,
      timeline,
      may: whatMay(ctx, membership.status, roles, isLastAdmin, invitation),
      grantableRoles: ctx.workspace.policies["roles.set"].filter((role) => ctx.mayGrant(role)),
    };
  },
);

function whatMay(
  ctx: MemberContext,
  status: string,
  roles: readonly RoleView[],
  isLastAdmin: boolean,
  invitation: InvitationView | null,
): MemberPage["may"] {
  const may = (permission: Permission) =>
    ctx.may(permission) && (ctx.caller.kind !== "apiKey" || ctx.caller.key.scopes.includes(permission));
  const within = roles.every(({ role }) => ctx.mayGrant(role));
  const manages = may("invitation.manage") && within;
  const open = invitation?.status === "pending";
  const lapsed = invitation?.status === "expired" || invitation?.status === "declined";
  return {
    changeNames: may("member.change_names") && within && (status === "active" || status === "deactivated"),
    changeRoles: may("member.change_roles") && within && status !== "removed",
    deactivate: may("member.deactivate") && within && status === "active" && !isLastAdmin,
    reactivate: may("member.deactivate") && within && status === "deactivated",
    remove:
      may("member.remove") && within && (status === "active" || status === "deactivated") && !isLastAdmin,
    resend: manages && (open || lapsed),
    remind: manages && open && isRemindable(invitation.delivery),
    edit: manages && open,
    cancel: manages && (open || invitation?.status === "expired"),
    copyLink: manages && open && ctx.workspace.policies["invite.copy_link"],
  };
}
