import * as z from "zod";
import { languages } from "../domain/languages.ts";
import { roleKeys } from "../domain/permissions.ts";

/** What the API answers with: the shapes that the presenters must make and the document shows. */
const moment = z.iso.datetime().describe("UTC, ISO 8601.");

const role = z.object({
  role: z.enum(roleKeys),
  unitId: z.string().nullable().describe("Null: in the whole workspace."),
  groupId: z.string().nullable(),
});

const actor = z.object({
  kind: z.string().describe("member, apiKey, invitee, anonymous or system."),
  id: z.string().nullable(),
  name: z.string().nullable(),
});

const invitationStatus = z.enum(["pending", "accepted", "declined", "canceled", "expired"]);

const invitationLine = z.object({
  id: z.string(),
  status: invitationStatus,
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  roles: z.array(role),
  expiresAt: moment.nullable().describe("End of the link. Null: it does not end."),
  userId: z.string().describe("The person's id in this workspace, as in /users."),
  delivery: z
    .string()
    .describe("What became of the latest mail: prepared, queued, sent, delivered, bounced, ..."),
  sentAt: moment.nullable(),
  createdAt: moment,
});

const invitation = invitationLine.extend({
  language: z.enum(languages),
  message: z.string().nullable(),
  deliveryDetail: z.string().nullable().describe("What the mail provider said."),
  inviter: actor,
  revision: z.int().describe("Counts up with every edit. Send it with a PATCH to overwrite nobody."),
  endedAt: moment.nullable(),
  endReason: z.string().nullable(),
});

const event = z.object({
  at: moment,
  action: z.string(),
  actor,
  details: z.record(z.string(), z.unknown()),
});

const fieldError = z.object({ path: z.string(), code: z.string(), message: z.string() });

const userLine = z.object({
  id: z.string().describe("The id of the membership: the same person has another in another workspace."),
  email: z.string().nullable(),
  firstName: z.string(),
  lastName: z.string(),
  roles: z.array(role),
  status: z.enum(["pending", "expired", "active", "deactivated", "canceled", "declined", "removed"]),
  delivery: z.string(),
  invitationId: z.string().nullable(),
  joinedAt: moment.nullable(),
  lastSeenAt: moment.nullable(),
  createdAt: moment,
});

export const shapes = {
  Invitation: invitation,
  InvitationDetail: invitation.extend({ timeline: z.array(event).describe("Oldest first.") }),
  InvitationPage: z.object({
    data: z.array(invitationLine.extend({ inviterName: z.string().nullable() })),
    nextCursor: z.string().nullable(),
  }),
  CopiedLink: z.object({ url: z.url(), expiresAt: moment.nullable() }),
  BatchAnswer: z.object({
    results: z
      .array(
        z.object({
          email: z.string().describe("As it was sent."),
          outcome: z.enum(["invited", "duplicate", "refused"]),
          invitation: invitation.optional(),
          error: z
            .object({
              code: z.string(),
              detail: z.string(),
              errors: z.array(fieldError).optional(),
              params: z.record(z.string(), z.unknown()).optional(),
            })
            .optional(),
        }),
      )
      .describe("One result for each address, in the order sent."),
  }),
  UserDetail: userLine.extend({
    language: z.string(),
    invitation: invitation.nullable().describe("The latest; null for people who were set up directly."),
    timeline: z.array(event).describe("Oldest first."),
  }),
  UserState: z.object({
    id: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    status: z.enum(["pending", "active", "deactivated", "removed"]),
    roles: z.array(role),
  }),
  UserPage: z.object({ data: z.array(userLine), nextCursor: z.string().nullable() }),
  Workspace: z.object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    customerName: z.string(),
    accentColor: z.string(),
    timeZone: z.string(),
    language: z.enum(languages),
    supportContact: z.string().nullable(),
    replyTo: z.string().nullable(),
    policies: z.record(z.string(), z.unknown()),
  }),
  AuditPage: z.object({
    data: z.array(
      event.extend({
        id: z.string(),
        userId: z.string().nullable().describe("The person concerned."),
        targetId: z.string().nullable(),
        ipPrefix: z.string().nullable(),
        requestId: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  StartedJob: z.object({ id: z.string(), total: z.int().describe("Rows that the filter matched.") }),
  Job: z.object({
    id: z.string(),
    action: z.enum(["resend", "cancel"]),
    status: z.enum(["running", "done", "undone"]),
    total: z.int(),
    waiting: z.int().describe("Rows that are still to come."),
    outcomes: z.array(z.object({ outcome: z.string(), count: z.int() })),
    results: z
      .array(z.object({ userId: z.string(), email: z.string().nullable(), outcome: z.string() }))
      .describe("The first 200 rows, one by one."),
    createdAt: moment,
    finishedAt: moment.nullable(),
  }),
};

export type ShapeName = keyof typeof shapes;
export type Shape<Name extends ShapeName> = z.output<(typeof shapes)[Name]>;
