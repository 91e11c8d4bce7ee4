import * as z from "zod";
import { customFieldKinds } from "../domain/custom-fields/field-definition.ts";
import { problemCodes } from "../domain/imports/cell-problems.ts";
import { existingField } from "../domain/imports/choose-existing.ts";
import { listImportRowsFields } from "../domain/imports/list-import-rows.ts";
import { problemCatalogue } from "../domain/imports/problem-words.ts";
import { importChangeKinds } from "../domain/imports/review-change.ts";
import { languages } from "../domain/languages.ts";
import { mailedCredentialKinds } from "../domain/members/set-up-fields.ts";
import { customScopes, permissions, type RoleKey, roleKeys } from "../domain/permissions.ts";
import { planNames } from "../domain/plans.ts";
import { type Policies, policyFields, presetField } from "../domain/policies.ts";
import { seatKinds } from "../domain/seats/view-seats.ts";
import { catalogShapes } from "./catalog-shapes.ts";
import { learningShapes } from "./learning-shapes.ts";
import { registrationShapes } from "./registration-shapes.ts";

/** A role as programs name it: one that every workspace has by its key, one of the workspace's own by its id. */
export const roleName: z.ZodType<RoleKey, RoleKey> = z
  .union([z.enum(roleKeys), z.templateLiteral(["rol_", z.string().regex(/^[0-9a-z]{1,40}$/)])])
  .describe("A role that every workspace has, or the id of one of this workspace's own.");

/** What the API answers with: the shapes that the presenters must make and the document shows. */
const moment = z.iso.datetime().describe("UTC, ISO 8601.");

const role = z.object({
  role: roleName,
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
  seatWaitSince: moment
    .nullable()
    .describe("Since when the invitee, who found no seat, waits to be told of one. Null: they do not."),
  createdAt: moment,
});

const place = z.object({ id: z.string(), name: z.string() });

const invitation = invitationLine.extend({
  units: z.array(place),
  groups: z.array(place).describe("Those that the person was put into; groups above may follow from them."),
  courses: z
    .array(z.object({ id: z.string(), title: z.string() }))
    .describe("Where they are enrolled on joining."),
  sessions: z.array(z.object({ id: z.string(), title: z.string(), startsAt: moment })),
  accessExpiresAt: moment
    .nullable()
    .describe(
      "When access ends: the end of a day in the workspace's zone. Null: it does not. Not the end of the link.",
    ),
  labels: z.array(z.string()),
  customFields: z.record(z.string(), z.string()).describe("Answers by the key of the field."),
  language: z.enum(languages),
  message: z.string().nullable(),
  deliveryDetail: z.string().nullable().describe("What the mail provider said."),
  reminders: z.array(moment).describe("When the invitee will be reminded, as things stand."),
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
  username: z
    .string()
    .nullable()
    .describe("What they sign in with. In lists of users only of those without an address."),
  firstName: z.string(),
  lastName: z.string(),
  roles: z.array(role),
  status: z
    .enum(["pending", "expired", "active", "deactivated", "unproved", "canceled", "declined", "removed"])
    .describe(
      "unproved: registered and let in at once, before the address was confirmed (`selfreg.check: free`).",
    ),
  unproved: z
    .object({ address: z.string(), until: moment })
    .nullable()
    .describe(
      "Of those alone: the address that they typed, which nobody has confirmed to be theirs, and when they are gone unless somebody does.",
    ),
  delivery: z.string(),
  invitationId: z.string().nullable(),
  joinedAt: moment.nullable(),
  lastSeenAt: moment.nullable(),
  createdAt: moment,
});

const imported = z.object({
  id: z.string(),
  status: z
    .enum([
      "receiving",
      "mapping",
      "checking",
      "ready",
      "running",
      "paused",
      "undoing",
      "done",
      "canceled",
      "undone",
      "failed",
    ])
    .describe(
      "receiving: the file comes in; mapping: say what its columns are; checking: its rows are read; ready: look, mend, confirm; running, paused: people are invited; undoing: they are withdrawn; the rest is over.",
    ),
  counts: z
    .record(z.string(), z.int())
    .describe(
      "Rows by outcome. Before confirming: staged, ready, warning, update, error, duplicate, already_member, already_invited, deactivated, excluded. After: invited, updated, set_up, canceled, undone, kept_accepted, kept_changed, kept_above, kept_updated.",
    ),
  rowCount: z.int(),
  progress: z.object({ done: z.int(), total: z.int() }).describe("Rows of what is under way."),
  dryRun: z.boolean().describe("A report only; it cannot be confirmed."),
  fileName: z.string(),
  fileBytes: z.int(),
  fileDigest: z.string().nullable().describe("SHA-256 of the file, hex."),
  encoding: z.string().nullable(),
  guessedEncoding: z
    .array(z.string())
    .nullable()
    .describe("Cells that show whether the guessed encoding is right; null where nothing was guessed."),
  delimiter: z.string().nullable(),
  header: z.array(z.string()),
  mapping: z.array(z.string().nullable()).describe("What each column means. Null: ignored."),
  notices: z.object({
    ignored: z.array(z.string()).describe("Headings of which nothing is made."),
    dropped: z.array(z.string()).describe("Headings of passwords, whose cells are not kept."),
    later: z.array(z.string()).describe("Headings that are known and not used in this workspace."),
    madeGroups: z.array(z.string()).describe("Ids of the groups that it made (`csv.unknown_group`)."),
  }),
  message: z.string().nullable().describe("To everybody whose row has none of its own."),
  language: z.enum(languages).nullable(),
  send: z.boolean(),
  setUp: z.boolean().describe("People become members at once instead of being invited."),
  credentials: z
    .enum(mailedCredentialKinds)
    .nullable()
    .describe("What those who are set up are mailed; null where people are invited."),
  rolesConfirmed: z.boolean().describe("Roles that do not come by file here come by this one."),
  existing: existingField.describe(
    "What happens with people who are here already: skip, fail: left out, or among the failed rows; add_groups: added to units, groups, courses and labels; update_empty: and names, external ID, last day of access and own fields where they have none; overwrite: and these and further roles as the file says.",
  ),
  uploadedBy: z.string(),
  createdAt: moment,
  confirmedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  failure: z
    .object({ code: z.string(), params: z.record(z.string(), z.unknown()) })
    .nullable()
    .describe("Why it failed."),
});

const cellProblem = z.object({
  column: z
    .string()
    .describe("What the column means, e.g. role, or custom: with the key of a field of the workspace's own."),
  label: z.string().optional().describe("What the workspace calls such a field."),
  code: z.enum(problemCodes).describe(problemCatalogue()),
  message: z.string().describe("What was found, and how to mend it."),
  found: z.string(),
  expected: z.array(z.string()).optional(),
  suggestion: z.string().optional(),
  names: z
    .record(z.string(), z.string())
    .optional()
    .describe("Where `expected` and `suggestion` are ids: what each is called."),
});

const importRow = z.object({
  line: z.int().describe("Line of the file, from 1, where the row begins."),
  cells: z.array(z.string()).describe("In the order of the header."),
  outcome: listImportRowsFields.shape.outcome.unwrap(),
  email: z.string().nullable(),
  problems: z.array(cellProblem),
  warnings: z.array(cellProblem),
  changes: z
    .array(
      z.object({
        field: z
          .string()
          .describe(
            "What the column means, e.g. first_name; role, unit, group, courses and labels are added.",
          ),
        label: z.string().optional().describe("What the workspace calls a field of its own."),
        before: z.string().nullable().describe("Null where there was nothing."),
        after: z.string(),
      }),
    )
    .describe("What the row changes, or has changed, of somebody who is here already."),
  firstLine: z.int().nullable().describe("Where the address stood first, for a duplicate."),
  userId: z.string().nullable().describe("The user it made, or met."),
});

const unit = z.object({
  id: z.string(),
  parentId: z.string().nullable().describe("Null: at the top, or below what is not yours."),
  name: z.string(),
  language: z
    .enum(languages)
    .nullable()
    .describe("In which whoever is invited into it is written to. Null: as above, or as the workspace."),
  createdAt: moment,
});

const group = unit.extend({
  unitId: z.string().nullable(),
  description: z.string(),
  visibility: z
    .enum(["public", "private"])
    .describe(
      "Where the workspace propagates, learners of a public group are learners of the one above too.",
    ),
  isRoot: z.boolean().describe("The one group that holds all others: it stays where it is."),
});

const headcount = {
  members: z.int().describe("Users who have joined."),
  invited: z.int().describe("Users who are invited."),
};

const placeName = z.object({ id: z.string(), name: z.string() });
const above = z.array(placeName).describe("From the top.");
const jobId = z
  .string()
  .nullable()
  .describe("The job that does the rest, for more than 1,000 users; null: all is done.");

const customRole = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  permissions: z.array(z.enum(permissions)).describe("Beside `workspace.view`, which every one of them has."),
  holdsIn: z.array(z.enum(customScopes)).describe("Where it can be given; below that it holds too."),
});

const customField = z.object({
  id: z.string(),
  key: z.string().describe("What files and programs call it. Never changes."),
  name: z.string(),
  kind: z.enum(customFieldKinds),
  choices: z.array(z.string()).describe("Empty unless it is a choice."),
  requiredFor: z.array(roleName).describe("Roles of which nobody is invited without an answer."),
  inForm: z.boolean().describe("Asked for when inviting."),
  inImport: z.boolean().describe("Taken from files."),
  retired: z.boolean().describe("Asked no more; answers stay."),
  createdAt: moment,
});

const policiesShape: z.ZodType<Policies> = z.object(policyFields);

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
  Import: imported,
  ImportDetail: imported.extend({
    newGroups: z
      .array(z.string())
      .describe("Names of the groups that will be made when it is confirmed (`csv.unknown_group`)."),
    lastChange: z
      .object({
        id: z.string().describe("For `undo-change`."),
        kind: z.enum(importChangeKinds),
        count: z.int().describe("Rows that it changed."),
        line: z.int().nullable().describe("The line of the only row."),
        problem: z.string().nullable(),
        column: z.string().nullable(),
        find: z.string().nullable(),
        replace: z.string().nullable(),
        changedBy: z.string(),
        changedAt: moment,
      })
      .nullable()
      .describe("What can be taken back, while the import is in review."),
    groups: z
      .array(
        z.object({
          problem: z.string().describe("For `repairs`, and for filtering the rows."),
          kind: z.enum(["error", "warning", "update", "skipped"]),
          count: z.int(),
          line: z.int().describe("The first of them."),
          example: cellProblem.nullable(),
        }),
      )
      .describe("Rows that one repair mends, most first; 200 at most."),
  }),
  ImportPage: z.object({ data: z.array(imported), nextCursor: z.string().nullable() }),
  ImportReplacement: z.object({
    count: z.int().describe("Cells that change."),
    examples: z
      .array(z.object({ line: z.int(), before: z.string(), after: z.string() }))
      .describe("The first of them."),
    import: imported,
  }),
  ImportRow: importRow,
  ImportRowPage: z.object({ data: z.array(importRow), nextCursor: z.string().nullable() }),
  UserDetail: userLine.extend({
    notifyEmail: z
      .string()
      .nullable()
      .describe("Who is told in the place of a user without an address. Nobody signs in with it."),
    units: z.array(place),
    groups: z.array(place.extend({ derived: z.boolean().describe("By a group below.") })),
    labels: z.array(z.string()),
    customFields: z.record(z.string(), z.string()).describe("By the key of the field."),
    language: z.string(),
    accessExpiresAt: moment
      .nullable()
      .describe("When access ends: the end of a day in the workspace's zone. Null: it does not."),
    accessEndDoes: z.enum(["deactivate", "remove"]).nullable().describe("What happens then."),
    accessEnded: z.boolean().describe("Deactivated because access ended, and not by hand."),
    invitation: invitation.nullable().describe("The latest; null for people who were set up directly."),
    timeline: z.array(event).describe("Oldest first."),
  }),
  UserState: z.object({
    id: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    status: z.enum(["pending", "active", "deactivated", "unproved", "removed"]),
    roles: z.array(role),
  }),
  SetUpUser: z.object({
    id: z.string(),
    email: z.string().nullable(),
    username: z.string().nullable(),
    firstName: z.string(),
    lastName: z.string(),
    status: z.enum(["pending", "active", "deactivated", "unproved", "removed"]),
    roles: z.array(role),
  }),
  PlacedUser: z.object({
    id: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    status: z.enum(["pending", "active", "deactivated", "unproved", "removed"]),
    roles: z.array(role),
    unitIds: z.array(z.string()).describe("Those that the key's maker sees."),
    labels: z.array(z.string()),
    customFields: z.record(z.string(), z.string()),
  }),
  UserData: z.record(z.string(), z.unknown()).describe("Everything that the workspace keeps about the user."),
  ErasedUser: z.object({ id: z.string(), erased: z.literal(true) }),
  UserPage: z.object({ data: z.array(userLine), nextCursor: z.string().nullable() }),
  Unit: unit,
  UnitPage: z.object({
    data: z.array(unit.extend({ ...headcount, above })),
    nextCursor: z.string().nullable(),
  }),
  Group: group,
  ChangedGroup: group.extend({ jobId }),
  GroupDetail: group.extend({
    ...headcount,
    above,
    subgroups: z.array(placeName.extend({ visibility: z.enum(["public", "private"]), ...headcount })),
  }),
  GroupPage: z.object({
    data: z.array(group.extend({ ...headcount, above })),
    nextCursor: z.string().nullable(),
  }),
  GroupMember: z.object({
    groupId: z.string(),
    userId: z.string(),
    isMember: z.boolean(),
  }),
  ...learningShapes,
  ...catalogShapes,
  ...registrationShapes,
  CustomRole: customRole,
  CustomRoleList: z.object({ data: z.array(customRole).describe("By name.") }),
  DeletedRole: z.object({
    id: z.string(),
    name: z.string(),
    to: roleName.nullable(),
    count: z.int().describe("Users who held it or were invited as it; 501 means more than 500."),
    jobId: z
      .string()
      .nullable()
      .describe("The job that takes it from more than 500 users; null: all is done."),
  }),
  CustomField: customField,
  CustomFieldList: z.object({ data: z.array(customField).describe("In their order.") }),
  LabelList: z.object({
    data: z.array(z.object({ label: z.string(), count: z.int().describe("Users who have it.") })),
  }),
  Relabelled: z.object({
    label: z.string(),
    to: z.string().nullable().describe("What it is now. Null: nothing."),
    count: z.int().describe("Users who had it; 1001: more than a thousand."),
    jobId,
  }),
  PolicyReview: z.object({
    preset: presetField,
    changes: z.array(
      z.object({
        key: z.string(),
        before: z.unknown(),
        after: z.unknown(),
        by: z.enum(["own", "preset"]).describe("The workspace says so itself, or its preset does."),
      }),
    ),
    contradictions: z
      .array(fieldError)
      .describe("Why it cannot be, by `policies.<key>`; the change would be refused with these."),
    consequences: z.array(
      z.object({
        kind: z
          .string()
          .describe(
            "open_invitations: they keep their end, link, roles and places; imports_at_work: reviewed rows are done as reviewed, but for roles that are gone; role_gone: `members` hold it and `invited` are invited as it, who keep it, with its rights, until somebody changes their roles, and nobody is given it any more; units_off: they stay and are not shown; units_one: whoever is in several stays in them; rights_lost: with the next request of those who lose them; propagation_on, propagation_off: from the next change of groups on; root_on: the group is made with the next group; root_off: it stays as a plain one; access_ends_stay: last days that are set count on; mailbox_proved: people have to prove their address; passwords_stay: until one is set; erased_sooner: with the next night; deactivated_stay: they can be reactivated or removed; one_role_for_new: whoever has several keeps them.",
          ),
        count: z.int().nullable(),
        role: z.string().nullable(),
        members: z.int().nullable().describe("Who hold it; 1001: more than a thousand."),
        invited: z.int().nullable(),
      }),
    ),
  }),
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
    senderName: z
      .string()
      .nullable()
      .describe("The sender's name in mails. Null: what the policy `mail.from_name` says."),
    mailTexts: z
      .record(z.string(), z.unknown())
      .describe("Own subjects and buttons by language and mail, with variables in braces."),
    logo: z
      .string()
      .nullable()
      .describe("Path of the logo at this origin. Null: none. Uploaded in the product."),
    preset: presetField.describe("The set of values that the policies start from."),
    overrides: z
      .record(z.string(), z.unknown())
      .describe("The policies that the workspace changed itself, by key."),
    policies: policiesShape.describe("Every policy as it holds: the preset's, or the workspace's own."),
  }),
  Seats: z.object({
    plan: z.enum(planNames),
    trial: z.boolean().describe("On a free trial some things are not part of the plan."),
    invitationsPerDay: z.int(),
    seats: z.int().nullable().describe("How many users may be active. Null: as many as come."),
    used: z.int().describe("Users who count."),
    held: z
      .int()
      .describe("Users who were set up and have not been here: a seat each that does not count yet."),
    reserved: z.int().describe("Open invitations that hold a seat each; 0 where they hold none."),
    waiting: z.int().describe("Invitees who found no seat and asked to be told when there is one."),
    left: z
      .int()
      .nullable()
      .describe("Below 0 nobody is locked out, and nobody new comes in. Null: without end."),
    reserves: z.boolean().describe("Whether open invitations hold seats."),
    refusedAt: z.string().nullable().describe("When somebody last found no seat, while there is none."),
    users: z.object({
      count: z.int().describe("Active users."),
      softLimit: z.int().nullable().describe("Nothing is refused above it. Null: none."),
      warned: z.boolean().describe("They are 90 per cent of it or more."),
    }),
    kind: z.enum(seatKinds),
    data: z.array(
      z.object({
        userId: z.string(),
        name: z.string(),
        email: z.string().nullable(),
        username: z.string().nullable(),
        reason: z.enum(["joined", "set_up", "invited", "waits"]),
        since: z.string().nullable().describe("Null: from the first visit on."),
      }),
    ),
    nextCursor: z.string().nullable(),
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
    action: z.enum([
      "resend",
      "remind",
      "extend",
      "cancel",
      "delete_group",
      "regroup",
      "enrol",
      "withdraw",
      "attend",
      "place",
      "deactivate",
      "reactivate",
      "remove",
      "change_roles",
      "set_access_end",
      "label",
      "relabel",
      "approve",
      "refuse",
      "replace_role",
    ]),
    status: z.enum(["running", "done", "undone"]),
    total: z.int(),
    waiting: z.int().describe("Rows that are still to come."),
    outcomes: z
      .array(z.object({ outcome: z.string(), count: z.int() }))
      .describe("How many ended in which way; while it runs only how many are done."),
    results: z
      .array(
        z.object({
          userId: z.string().nullable().describe("Null for who registered and is no user here."),
          registrationId: z.string().nullable().describe("Of jobs that approve or refuse."),
          email: z.string().nullable(),
          outcome: z.string(),
        }),
      )
      .describe("A page of the rows, at most 200; it may hold fewer of them and still have a cursor."),
    nextCursor: z.string().nullable(),
    createdAt: moment,
    finishedAt: moment.nullable(),
  }),
};

export type ShapeName = keyof typeof shapes;
export type Shape<Name extends ShapeName> = z.output<(typeof shapes)[Name]>;
