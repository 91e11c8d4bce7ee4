import type { invitations, memberships } from "../../../db/schema/index.ts";
import type { RoleKey } from "../permissions.ts";
import { upcomingReminders } from "./reminders.ts";

export interface RoleView {
  role: RoleKey;
  unitId: string | null;
  groupId: string | null;
}

/** An invitation as pages and programs see it. Times are UTC milliseconds; doors format them. */
export interface InvitationView {
  id: string;
  /** `expired` is derived from the term, whether or not the cron has been there (F91). */
  status: "pending" | "accepted" | "declined" | "canceled" | "expired";
  email: string;
  firstName: string;
  lastName: string;
  roles: RoleView[];
  language: string;
  note: string | null;
  expiresAt: number | null;
  /** When the invitee will be reminded, as things stand (D49). */
  reminders: number[];
  /** Id of the person in this workspace: of the membership. */
  userId: string;
  delivery: string;
  deliveryDetail: string | null;
  inviter: { kind: string; id: string; name: string };
  generation: number;
  revision: number;
  tellInviter: boolean;
  sentAt: number | null;
  createdAt: number;
  endedAt: number | null;
  endReason: string | null;
}

type InvitationRow = typeof invitations.$inferSelect;
type MembershipRow = typeof memberships.$inferSelect;

export function invitationView(
  row: { invitation: InvitationRow; membership: MembershipRow; roles: string },
  now: number,
): InvitationView {
  const { invitation, membership } = row;
  return {
    id: invitation.id,
    status: statusAt(invitation, now),
    email: invitation.email,
    firstName: membership.firstName,
    lastName: membership.lastName,
    roles: parseRoles(row.roles),
    language: invitation.language,
    note: invitation.note,
    expiresAt: invitation.expiresAt,
    reminders: upcomingReminders(invitation, now),
    userId: invitation.membershipId,
    delivery: invitation.delivery,
    deliveryDetail: invitation.deliveryDetail,
    inviter: { kind: invitation.inviterKind, id: invitation.inviterId, name: invitation.inviterName },
    generation: invitation.generation,
    revision: invitation.revision,
    tellInviter: invitation.tellInviter,
    sentAt: invitation.lastSentAt,
    createdAt: invitation.createdAt,
    endedAt: invitation.endedAt,
    endReason: invitation.endReason,
  };
}

/** The state of an invitation at a moment: its term ends at `expiresAt`, exclusive (K-02). */
export function statusAt(
  invitation: Pick<InvitationRow, "status" | "expiresAt">,
  now: number,
): InvitationView["status"] {
  const over =
    invitation.status === "pending" && invitation.expiresAt !== null && invitation.expiresAt <= now;
  return over ? "expired" : invitation.status;
}

/** Reads the JSON array that `membershipRoles` makes. */
export function parseRoles(json: string | null): RoleView[] {
  return json ? (JSON.parse(json) as RoleView[]) : [];
}
