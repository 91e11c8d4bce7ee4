import { countCatalogDay } from "../../../db/queries/catalog-days.ts";
import { enrolFromPlaces, enrolFromSessions } from "../../../db/queries/enrolments.ts";
import {
  activateMembership,
  insertInvitation,
  insertMembership,
  insertRoles,
} from "../../../db/queries/invitations.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { closeOver } from "../../../db/queries/places.ts";
import { giveUpAddress, settleRegistration } from "../../../db/queries/registered-joins.ts";
import { placeByLink } from "../../../db/queries/registration-links.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { coursesOfRegistration } from "../../../db/queries/unproved-members.ts";
import type { registrations } from "../../../db/schema/index.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { outboxRow } from "../mail/queue-mail.ts";
import { dayIn } from "../members/access-end.ts";
import { selfRegistered } from "../members/people-filter.ts";
import { searchTermsOf } from "../people/person-name.ts";
import type { Policies } from "../policies.ts";
import { seatOfInvited } from "../seats/room.ts";
import { enrolRegistered } from "./registration-statements.ts";
import { takenOver } from "./taken-over.ts";

/** Somebody whose registration has been claimed by the batch that these statements stand in. */
export interface Joining {
  workspace: { id: string; timeZone: string };
  policies: Policies;
  /** `linkId`: of the link a use of which the batch counts; null where it gives nothing. */
  registration: Pick<
    typeof registrations.$inferSelect,
    "id" | "email" | "language" | "linkId" | "issuedAt" | "sendTimes" | "createdAt"
  >;
  /** Of the member that they are already; otherwise of the one and of the invitation that are born here. */
  membershipId: string;
  invitationId: string;
  isMember: boolean;
  userId: string;
  names: { firstName: string; lastName: string };
  /** What they are enrolled in, as far as it was read, for the numbers. */
  courseIds: readonly string[];
  /** By what they came in, for the trail. */
  via: string;
  /** Somebody has approved them, and tells them so: then they get no other welcome. */
  approved?: true;
  now: number;
  op: string;
}

/**
 * Who joins by registering is an invitation of the house that was accepted (F128): a membership that grants nothing
 * yet, the role of a learner and nothing else whatever was asked for (P-01), the places of the link, and the invitation
 * with origin `catalog`. The rows of open invitations for the address stay as they are without it (P-04). Nothing for
 * whoever is a member already. Before the account is written; `settledStatements` stands after it.
 */
export function bornStatements(ctx: Context, joining: Joining): Statement[] {
  const { workspace, registration, membershipId, invitationId, names, now, op } = joining;
  if (joining.isMember) return [];
  const workspaceId = workspace.id;
  const { email, language, linkId, issuedAt, createdAt } = registration;
  return [
    giveUpAddress(ctx.db, workspaceId, email),
    insertMembership(ctx.db, {
      workspaceId,
      id: membershipId,
      email,
      ...names,
      language,
      status: "pending",
      shownAs: "pending",
      delivery: "none",
      linkExpiresAt: null,
      invitationId,
      inviterId: selfRegistered,
      searchTerms: searchTermsOf({ ...names, email }),
      createdAt: now,
      lastOp: op,
    }),
    guardChanged(ctx.db),
    insertRoles(ctx.db, workspaceId, membershipId, [{ role: "learner" }]),
    insertInvitation(ctx.db, {
      workspaceId,
      id: invitationId,
      membershipId,
      email,
      status: "accepted",
      generation: 1,
      floorGeneration: 1,
      revision: 1,
      language,
      issuedAt,
      linkExposed: false,
      tellInviter: false,
      inviterKind: "system",
      inviterId: "",
      inviterName: "",
      origin: "catalog",
      delivery: "none",
      lastSentAt: registration.sendTimes.at(-1) ?? null,
      sendTimes: registration.sendTimes,
      acceptOp: op,
      acceptedUserId: joining.userId,
      endedAt: now,
      createdAt,
      lastOp: op,
    }),
    guardChanged(ctx.db),
    ...(linkId ? placeByLink(ctx.db, { workspaceId, linkId, membershipId }) : []),
  ];
}

/**
 * The rest of joining, once the account is there: they are active, the registration knows whose it was, and they have
 * the courses that are free or paid, with those of their places. For an acceptance and for an approval alike; whoever
 * calls this wakes the mail.
 */
export function settledStatements(ctx: Context, joining: Joining): Statement[] {
  const { workspace, policies, registration, membershipId, userId, names, now, op } = joining;
  const workspaceId = workspace.id;
  const act = { workspaceId, membershipIds: JSON.stringify([membershipId]), now, op };
  const today = dayIn(now, workspace.timeZone);
  const settled = { workspaceId, id: registration.id, userId, membershipId, op };
  const actor = {
    kind: "invitee" as const,
    id: membershipId,
    name: `${names.firstName} ${names.lastName}`.trim() || registration.email,
  };
  return [
    ...(joining.isMember
      ? []
      : [
          activateMembership(ctx.db, workspaceId, membershipId, {
            userId,
            ...names,
            joinedAt: now,
            seatSince: seatOfInvited(policies, now, registration.issuedAt),
            searchTerms: searchTermsOf({ ...names, email: registration.email }),
            lastOp: op,
          }),
          guardChanged(ctx.db),
          ...(joining.approved
            ? []
            : [
                insertOutbox(
                  ctx.db,
                  outboxRow(ctx, {
                    workspaceId,
                    template: "invitation_accepted",
                    to: registration.email,
                    language: registration.language,
                    invitationId: joining.invitationId,
                    op,
                  }),
                ),
              ]),
        ]),
    settleRegistration(ctx.db, settled),
    guardChanged(ctx.db),
    ...audit(ctx, {
      workspaceId,
      actor,
      action: "registration.joined",
      membershipId,
      targetId: registration.id,
      op,
      details: { email: registration.email, via: joining.via },
    }),
    ...(policies["groups.propagate_learner"] && registration.linkId
      ? closeOver(ctx.db, workspaceId, act.membershipIds)
      : []),
    // What they began of it before the proof (F132) is theirs now; the page of the link has shown it.
    ...takenOver(ctx, {
      workspaceId,
      email: registration.email,
      into: membershipId,
      courses: coursesOfRegistration(workspaceId, registration),
      actor,
      op,
    }),
    ...enrolRegistered(ctx, {
      workspaceId,
      registrationId: registration.id,
      linkId: registration.linkId,
      op,
    }),
    ...(policies["enrol.from_group"] ? enrolFromPlaces(ctx.db, act) : enrolFromSessions(ctx.db, act)),
    ...joining.courseIds.map((id) => countCatalogDay(ctx.db, workspaceId, today, id, "enrolled")),
  ];
}
