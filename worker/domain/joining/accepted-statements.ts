import { insertFirstCustomerAdmin } from "../../../db/queries/customers.ts";
import { enrolFromInvitation, enrolFromPlaces, enrolFromSessions } from "../../../db/queries/enrolments.ts";
import { activateMembership, claimInvitation, holdsAddress } from "../../../db/queries/invitations.ts";
import { mergeInto } from "../../../db/queries/merges.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { closeOver } from "../../../db/queries/places.ts";
import { guardChanged, guardThat, type Statement } from "../../../db/queries/statements.ts";
import { coursesOfInvitation } from "../../../db/queries/unproved-members.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { outboxRow } from "../mail/queue-mail.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { takenOver } from "../registering/taken-over.ts";
import { seatOfInvited } from "../seats/room.ts";
import type { ReadLink } from "./read-link.ts";

/** Who accepts, and the statements of their account and session, for between the claim and what they become. */
export interface Accepting {
  userId: string;
  names: { firstName: string; lastName: string };
  isNew: boolean;
  /** By what they came in, for the trail. */
  via: string;
  now: number;
  op: string;
  userStatements: Statement[];
}

/** The statements of an acceptance: the claim, the account, the membership, what it brings, and who is told. */
export function invitedStatements(ctx: Context, read: ReadLink, accepting: Accepting): Statement[] {
  const { invitation, workspace, holderId } = read.row;
  const { userId, names, isNew, now, op } = accepting;
  const trusted =
    invitation.inviterKind === "system" || read.roles.every(({ role }) => role === "learner")
      ? null
      : { membershipId: read.row.inviterMembershipId ?? "", roles: read.row.inviterRoles ?? "" };
  // They came in by themselves while the invitation was open: what it offers goes to who they are here (P-04), if it is
  // they who accept.
  const membershipId = holderId ?? invitation.membershipId;
  const becomes = holderId
    ? [
        guardThat(
          ctx.db,
          holdsAddress(workspace.id, { membershipId: holderId, userId, email: invitation.email }),
        ),
        ...mergeInto(ctx.db, {
          workspaceId: workspace.id,
          from: invitation.membershipId,
          into: holderId,
          op,
        }),
      ]
    : [
        activateMembership(ctx.db, workspace.id, membershipId, {
          userId,
          ...names,
          joinedAt: now,
          seatSince: seatOfInvited(read.policies, now, invitation.issuedAt),
          searchTerms: searchTermsOf({ ...names, email: invitation.email }),
          lastOp: op,
        }),
        guardChanged(ctx.db),
      ];
  const actor = {
    kind: "invitee" as const,
    id: membershipId,
    name: `${names.firstName} ${names.lastName}`.trim(),
  };
  return [
    claimInvitation(ctx.db, {
      workspaceId: workspace.id,
      id: invitation.id,
      generation: read.claims.gen,
      revision: invitation.revision,
      issuedAt: read.claims.iat * 1000,
      now,
      op,
      userId,
      inviter: trusted,
      newAccountFor: isNew ? invitation.email : null,
    }),
    guardChanged(ctx.db),
    ...accepting.userStatements,
    ...becomes,
    ...audit(ctx, {
      workspaceId: workspace.id,
      actor,
      action: "invitation.accepted",
      membershipId,
      targetId: invitation.id,
      op,
      details: { email: invitation.email, via: accepting.via },
    }),
    insertOutbox(
      ctx.db,
      outboxRow(ctx, {
        workspaceId: workspace.id,
        template: "invitation_accepted",
        to: invitation.email,
        language: invitation.language,
        invitationId: invitation.id,
        op,
      }),
    ),
    // What they began of its courses before they proved the address (F132); a copied link proves none.
    ...(read.claims.via === "mail" || !isNew
      ? takenOver(ctx, {
          workspaceId: workspace.id,
          email: invitation.email,
          into: membershipId,
          courses: coursesOfInvitation(workspace.id, invitation.id),
          actor,
          op,
        })
      : []),
    ...placesAndCourses(ctx, read, membershipId, op),
    // Of the customer's own people the first one that the house invited administers the customer (K18).
    ...(invitation.inviterKind === "system" && invitation.origin === "setup"
      ? [insertFirstCustomerAdmin(ctx.db, workspace.id, userId)]
      : []),
    ...inviterTold(ctx, read, op),
  ];
}

function inviterTold(ctx: Context, { row }: ReadLink, op: string): Statement[] {
  const { invitation, workspace } = row;
  if (!invitation.tellInviter || invitation.inviterKind !== "member" || !row.inviterEmail) return [];
  return [
    insertOutbox(
      ctx.db,
      outboxRow(ctx, {
        workspaceId: workspace.id,
        template: "accepted_notice",
        to: row.inviterEmail,
        language: row.inviterLanguage ?? workspace.language,
        invitationId: invitation.id,
        op,
      }),
    ),
  ];
}

/**
 * What the new member has from their first page on (F36, F37, F118): the courses that the invitation names and
 * those of their groups and units as they are at this moment, once each, and their sessions.
 */
function placesAndCourses(
  ctx: Context,
  { row, policies }: ReadLink,
  membershipId: string,
  op: string,
): Statement[] {
  const { invitation, workspace } = row;
  const act = {
    workspaceId: workspace.id,
    membershipIds: JSON.stringify([membershipId]),
    now: ctx.now(),
    op,
  };
  return [
    ...(policies["groups.propagate_learner"] ? closeOver(ctx.db, workspace.id, act.membershipIds) : []),
    ...enrolFromInvitation(ctx.db, { ...act, invitationId: invitation.id, membershipId }),
    ...(policies["enrol.from_group"] ? enrolFromPlaces(ctx.db, act) : enrolFromSessions(ctx.db, act)),
  ];
}
