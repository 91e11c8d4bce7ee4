import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

/** Every act that is written down, as it reads in a timeline; the names are those of worker/domain/audit.ts. */
export const events = {
  "invitation.created": "Invited",
  "invitation.sent": "Invitation sent",
  "invitation.resent": "Invitation sent again",
  "invitation.reminded": "Reminded",
  "invitation.edited": "Invitation edited",
  "invitation.canceled": "Invitation canceled",
  "invitation.undone": "Sending taken back",
  "invitation.link_copied": "Link copied",
  "invitation.accepted": "Joined",
  "invitation.declined": "Declined",
  "invitation.expired": "Link ended",
  "invitation.link_requested": "Asked for a new link",
  "invitation.refused_elsewhere": "Not invited: has an account elsewhere",
  "invitation.advised_elsewhere": "Learnt that the person has an account elsewhere",
  "member.names_changed": "Names changed",
  "member.profile_changed": "Changed their own profile",
  "member.roles_changed": "Roles changed",
  "member.updated": "Changed by an import",
  "member.deactivated": "Deactivated",
  "member.reactivated": "Reactivated",
  "member.removed": "Removed",
  "auth.signed_in": "Signed in",
  "auth.signed_out": "Signed out",
  "auth.session_ended": "Ended a session",
  "auth.password_changed": "Changed the password",
  "auth.password_reset": "Chose a new password",
  "auth.reset_requested": "Asked for a new password",
  "auth.address_verified": "Confirmed the address",
  "api_key.created": "API key created",
  "api_key.revoked": "API key revoked",
  "workspace.created": "Workspace created",
  "workspace.changed": "Settings changed",
  "people.exported": "People exported",
  "import.received": "File uploaded for import",
  "import.roles_confirmed": "Roles of an import confirmed",
  "import.confirmed": "Import confirmed",
  "import.paused": "Import paused",
  "import.resumed": "Import resumed",
  "import.canceled": "Import canceled",
  "import.undone": "Import taken back",
  "job.started": "Bulk act started",
  "job.undone": "Bulk act taken back",
  "mail.queued": "Mail queued",
  "mail.sent": "Mail handed to the provider",
  "mail.delivered": "Mail delivered",
  "mail.opened": "Mail opened",
  "mail.clicked": "Link opened",
  "mail.bounced": "Mail bounced",
  "mail.soft_bounced": "Mail delayed: the mailbox did not take it yet",
  "mail.complained": "Marked as spam",
  "mail.suppressed": "Address blocked by the mail provider",
  "mail.unsuppressed": "Address released by the mail provider",
  "mail.failed": "Mail refused",
} as Readonly<Record<string, string>>;

/** Names of values in before and after. */
export const fields = {
  email: "Address",
  firstName: "First name",
  lastName: "Last name",
  roles: "Roles",
  note: "Note",
  language: "Language",
  expiresAt: "Link ends",
  name: "Name",
  timeZone: "Time zone",
  accentColor: "Accent colour",
  supportContact: "Support contact",
  replyTo: "Answers to",
  scopes: "Scopes",
  maxRole: "Highest role",
  reason: "Reason",
  count: "People",
  outcome: "Outcome",
  action: "Act",
  kind: "Act",
  total: "People",
  generation: "Link number",
  via: "Link from",
  filter: "Filter",
  sent: "Sent at once",
  externalId: "External ID",
  addedTo: "Added to",
  fileName: "File",
  updates: "People changed",
} as Readonly<Record<string, string>>;

/** Why the house itself did something. */
export const reasons = {
  password_reset: "its maker chose a new password",
  account_taken_over: "the owner of the mailbox took over its maker's account",
} as Readonly<Record<string, string>>;

export const nothing = "none";

export const yes = "yes";

export const no = "no";

export const audit = {
  title: "Audit log",
  description: "Who did what, to whom and from where. Nothing here can be changed.",
  action: "What",
  anyAction: "Anything",
  from: "From",
  until: "Until",
  apply: "Apply",
  columns: {
    at: "When",
    actor: "Who",
    action: "What",
    person: "To whom",
    origin: "From where",
    details: "Details",
  },
  details: "Details",
  before: "before",
  after: "after",
  empty: "Nothing is written down yet",
  filteredEmpty: "Nothing matches",
  filteredEmptyHelp: "Try another act or a longer time.",
  shown: ({ count }: { count: number }) =>
    plural(count, { one: "# entry on this page", other: "# entries on this page" }),
  request: "Request",
  onePerson: "Only what happened to one person.",
  removedPerson: "Removed person",
};
