import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

export const invite = {
  title: "Invite a person",
  lead: ({ workspace, customer }: { workspace: string; customer: string }) =>
    customer === workspace ? `To ${workspace}` : `To ${workspace}, a workspace of ${customer}`,
  email: "Email address",
  nameHint: "Left empty, people write it themselves when they join.",
  roles: "Roles",
  role: "Role",
  note: "Personal note",
  noteHint:
    "Stands in the mail as a quotation from you. Plain text; addresses of web pages do not become links.",
  language: "Language of the mail",
  term: "The link works",
  terms: {
    hours24: "24 hours",
    days7: "7 days",
    days30: "30 days",
    until: "Until a date",
    never: "Does not end",
  },
  termDefault: ({ term }: { term: string }) => `${term} (as usual here)`,
  days: ({ count }: { count: number }) => plural(count, { one: "# day", other: "# days" }),
  hours: ({ count }: { count: number }) => plural(count, { one: "# hour", other: "# hours" }),
  reminders: ({ times, zone }: { times: string; zone: string }) => `Reminders: ${times} (${zone})`,
  noReminders: "No reminders are sent with this.",
  until: "Last day of the link",
  untilHint: ({ zone }: { zone: string }) =>
    `Until the end of that day in ${zone}. Counts if you chose “Until a date”.`,
  untilMissing: "Choose the last day of the link.",
  tell: "Tell me when the person has joined",
  send: "Send invitation",
  prepare: "Prepare without sending",
  prepareHint: "Prepared invitations wait in the list until you send them; the link begins to count then.",
  preview: "Preview",
  asPage: "Open as a page, with the mail beside it",
  previewTitle: "The mail",
  previewFrom: "From",
  previewSubject: "Subject",
  previewFrame: "Preview of the mail",
  previewNone: "The preview appears when the fields are right.",
  previewPlain: "The mail as plain text",
  pending: { resend: "Resend the invitation", edit: "Edit the invitation" },
  deactivated: { reactivate: "Reactivate" },
  emailMissing: "Enter the address.",
};
