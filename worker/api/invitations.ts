import * as z from "zod";
import { noteField } from "../domain/fields.ts";
import { editInvitationFields } from "../domain/invitations/edit-invitation.ts";
import { inviteFromSessionFields } from "../domain/invitations/invite-from-session.ts";
import { inviteManyFields } from "../domain/invitations/invite-many.ts";
import { inviteUserFields } from "../domain/invitations/invite-user.ts";
import { listInvitationsFields } from "../domain/invitations/list-invitations.ts";
import { mostAddresses } from "../domain/people/address-list.ts";
import { bulkFields } from "./bulk.ts";
import { offerInput, offerInputs, offering, withOffer } from "./offer.ts";
import {
  presentBatch,
  presentInvitation,
  presentInvitationDetail,
  presentInvitations,
  presentLink,
  presentStartedJob,
} from "./present.ts";
import { type Route, route } from "./route.ts";

const tag = "Invitations";

/** The form of a session for programs: addresses as a list. */
const fromSession = inviteFromSessionFields
  .omit({ sessionId: true, addresses: true })
  .extend({ emails: z.array(z.string()).max(mostAddresses) });

export const invitationRoutes: readonly Route[] = [
  route({
    method: "POST",
    path: "/invitations",
    name: "inviteUser",
    tag,
    summary: "Invite one person",
    description:
      "Makes a pending membership that grants nothing yet, the invitation and its mail. With `send: false` nothing is mailed; resend it when the time has come. Places, courses and sessions wait until the person joins. What the workspace does not ask for when inviting is refused; so is a unit, group or session that is not there, or not in the part of whoever made the key.",
    scope: "invitation.create",
    body: withOffer(inviteUserFields),
    example: {
      email: "ana@example.com",
      firstName: "Ana",
      lastName: "Lima",
      roles: ["learner"],
      unitId: "unt_01kabc4d5e6f7g8h9jkmnpqrst",
      groupIds: ["grp_01kabc4d5e6f7g8h9jkmnpqrst"],
      courseIds: ["crs_01kabc4d5e6f7g8h9jkmnpqrst"],
      accessExpiresAt: "2027-06-30",
      labels: ["Night shift"],
    },
    status: 201,
    answer: "Invitation",
    refusals: [
      "ALREADY_MEMBER",
      "ALREADY_INVITED",
      "MEMBER_DEACTIVATED",
      "ACCOUNT_ELSEWHERE",
      "ROLE_ABOVE_YOURS",
      "DAILY_LIMIT",
      "TRIAL_DAILY_LIMIT",
      "NO_SEAT",
    ],
    run: (act, input) => offering(act.inviteUser(offerInput(input))),
    present: ({ invitation }) => presentInvitation(invitation),
    location: ({ id }) => `/invitations/${id}`,
  }),
  route({
    method: "POST",
    path: "/invitations/batch",
    name: "inviteMany",
    tag,
    summary: "Invite up to 1,000 people",
    description:
      "Send `emails`, or `invitations` with names of their own; the other fields count for all. Each address has its own result, in order, so that one wrong address stops no other: `invited`; `duplicate` where it stood earlier in the list, with the same invitation; or `refused`, with the error that one request for it would have got. Sent again after a break it invites whoever is missing. A body may have 256 KB: a thousand rows with names fit, a message for each of so many does not; send what counts for all once, or fewer at a time.",
    scope: "invitation.create",
    body: withOffer(inviteManyFields),
    example: {
      emails: ["ana@example.com", "ben@example.com"],
      roles: ["learner", { role: "coach", groupId: "grp_01kabc4d5e6f7g8h9jkmnpqrst" }],
    },
    answer: "BatchAnswer",
    refusals: ["ROLE_ABOVE_YOURS", "DAILY_LIMIT", "TRIAL_DAILY_LIMIT", "NO_SEAT", "EDIT_CONFLICT"],
    run: (act, input) => offering(act.inviteMany(offerInputs(input))),
    present: presentBatch,
  }),
  route({
    method: "POST",
    path: "/sessions/:id/invitations",
    name: "inviteFromSession",
    tag,
    summary: "Invite learners from a session",
    description:
      "Each becomes a learner of the one group, gets a seat in the session and is enrolled in its course on joining; groups above stay as they are. Whoever teaches the session may, manages sessions of its group, or administers the workspace, into groups in which they hold a role that the workspace names for this.",
    scope: "session.invite",
    pathId: "sessionId",
    body: fromSession,
    example: { emails: ["ana@example.com"], groupId: "grp_01kabc4d5e6f7g8h9jkmnpqrst" },
    answer: "BatchAnswer",
    refusals: [
      "FROM_SESSION_OFF",
      "SESSION_OVER",
      "SESSION_FULL",
      "COURSE_CLOSED",
      "DAILY_LIMIT",
      "TRIAL_DAILY_LIMIT",
      "NO_SEAT",
      "EDIT_CONFLICT",
    ],
    run: (act, { emails, ...input }) =>
      act.inviteFromSession({ ...input, addresses: Array.isArray(emails) ? emails.join("\n") : emails }),
    present: ({ people }) => presentBatch({ results: people.map(({ result }) => result) }),
  }),
  route({
    method: "GET",
    path: "/invitations",
    name: "listInvitations",
    tag,
    summary: "List invitations",
    description:
      "The current invitation of each user, newest first. Who was canceled, or declined, and is invited again is another user with an invitation of their own; who is invited again after the link expired is the same, and the new invitation takes the place of the old one in this list. Declined and canceled ones are listed only when asked for by `status`. With `email` or `userId` it is the history instead: every invitation of that person in every state, older ones too. A page may be short and still have a cursor: go on until it is null.",
    scope: "people.view",
    query: listInvitationsFields.extend({
      status: listInvitationsFields.shape.status.describe(
        "Only those in this state. If left out: all but declined and canceled ones, or all of one person.",
      ),
      delivery: listInvitationsFields.shape.delivery.describe(
        "What became of the latest mail of the current invitation.",
      ),
      email: listInvitationsFields.shape.email.describe(
        "Every invitation of whoever has this address here, or had it until they were canceled, declined or were removed. Goes with `status`, `limit` and `cursor` alone.",
      ),
      userId: listInvitationsFields.shape.userId.describe(
        "Every invitation of this user. Goes with `status`, `limit` and `cursor` alone.",
      ),
    }),
    answer: "InvitationPage",
    run: (act, input) => act.listInvitations(input),
    present: presentInvitations,
  }),
  route({
    method: "GET",
    path: "/invitations/:id",
    name: "viewInvitationDetail",
    tag,
    summary: "One invitation with its timeline",
    description:
      "Older ones too. Names and roles are those of the user today; what was offered stands in the timeline.",
    scope: "people.view",
    pathId: "invitationId",
    answer: "InvitationDetail",
    run: (act, input) => act.viewInvitationDetail(input),
    present: presentInvitationDetail,
  }),
  route({
    method: "PATCH",
    path: "/invitations/:id",
    name: "editInvitation",
    tag,
    summary: "Edit an open invitation",
    description:
      "The link stays as it is. A changed address replaces it: the new one is mailed, the old one gets nothing more. Lists take the place of what was offered; what is left out stays.",
    scope: "invitation.manage",
    pathId: "invitationId",
    body: withOffer(editInvitationFields.omit({ invitationId: true })),
    example: { firstName: "Ana", roles: ["instructor"], groupIds: ["grp_01kabc4d5e6f7g8h9jkmnpqrst"] },
    answer: "Invitation",
    refusals: [
      "NOT_PENDING",
      "EDIT_CONFLICT",
      "ALREADY_MEMBER",
      "ALREADY_INVITED",
      "ELSEWHERE_TOO",
      "ROLE_ABOVE_YOURS",
    ],
    run: (act, input) => offering(act.editInvitation(offerInput(input))),
    present: presentInvitation,
  }),
  route({
    method: "POST",
    path: "/invitations/:id/resend",
    name: "resendInvitation",
    tag,
    summary: "Mail an invitation again",
    description: "Also one that expired or was declined. Whether older links die is the workspace's policy.",
    scope: "invitation.manage",
    pathId: "invitationId",
    body: z.strictObject({ message: noteField.optional() }),
    example: { message: "Your link had expired; here is a new one." },
    answer: "Invitation",
    refusals: [
      "NOT_PENDING",
      "ACCESS_ENDED",
      "NO_SEAT",
      "RESEND_LIMIT",
      "MESSAGE_NOT_ALLOWED",
      "ALREADY_INVITED",
      "ELSEWHERE_TOO",
      "ROLE_ABOVE_YOURS",
      "EDIT_CONFLICT",
    ],
    run: (act, input) => act.resendInvitation(input),
    present: ({ invitation }) => presentInvitation(invitation),
  }),
  route({
    method: "POST",
    path: "/invitations/:id/remind",
    name: "remindInvitation",
    tag,
    summary: "Remind of an invitation",
    description:
      "Mails the same link once more; the term, older links and the automatic reminders stay as they are. After the term or a bounce, resend instead. It counts as a resend for the limits.",
    scope: "invitation.manage",
    pathId: "invitationId",
    body: z.strictObject({ message: noteField.optional() }),
    example: { message: "We begin on Monday." },
    answer: "Invitation",
    refusals: [
      "NOT_PENDING",
      "NOT_REMINDABLE",
      "ACCESS_ENDED",
      "RESEND_LIMIT",
      "MESSAGE_NOT_ALLOWED",
      "ELSEWHERE_TOO",
      "ROLE_ABOVE_YOURS",
      "EDIT_CONFLICT",
    ],
    run: (act, input) => act.remindInvitation(input),
    present: ({ invitation }) => presentInvitation(invitation),
  }),
  route({
    method: "POST",
    path: "/invitations/:id/cancel",
    name: "cancelInvitation",
    tag,
    summary: "Withdraw an invitation",
    description: "The link is dead and the pending membership gone. Canceling twice is no error.",
    scope: "invitation.manage",
    pathId: "invitationId",
    body: z.strictObject({}),
    answer: "Invitation",
    refusals: ["NOT_PENDING", "ELSEWHERE_TOO", "ROLE_ABOVE_YOURS", "EDIT_CONFLICT"],
    run: (act, input) => act.cancelInvitation(input),
    present: presentInvitation,
  }),
  route({
    method: "GET",
    path: "/invitations/:id/link",
    name: "copyInvitationLink",
    tag,
    summary: "The link of an invitation",
    description:
      "For handing on by other means, where the workspace allows it. Written down in the audit trail each time; it changes no link and gives the same one again. The first copy of an invitation that was never sent begins its term. HEAD is refused.",
    scope: "invitation.manage",
    pathId: "invitationId",
    answer: "CopiedLink",
    refusals: [
      "LINK_COPYING_OFF",
      "NOT_PENDING",
      "ACCESS_ENDED",
      "ELSEWHERE_TOO",
      "ROLE_ABOVE_YOURS",
      "EDIT_CONFLICT",
    ],
    writes: true,
    run: (act, input) => act.copyInvitationLink(input),
    present: presentLink,
  }),
  route({
    method: "POST",
    path: "/invitations/bulk",
    name: "startJob",
    tag,
    summary: "Resend, remind, extend or cancel many",
    description:
      "Either `filter`, or `ids` of users. Of resends and of reminders a workspace starts one in ten minutes. `extend` gives an open link its whole term once more, mails nobody, and leaves out whose link ends later. It is worked off in the background: read the job to see how far it is.",
    scope: "invitation.manage",
    body: bulkFields,
    example: { action: "resend", filter: { status: "expired" } },
    status: 202,
    answer: "StartedJob",
    refusals: ["MESSAGE_NOT_ALLOWED"],
    run: (act, input) => act.startJob(input),
    present: presentStartedJob,
  }),
];
