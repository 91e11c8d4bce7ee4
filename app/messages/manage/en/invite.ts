import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

export const invite = {
  title: "‹invite›",
  whither: { customer: "Customer", workspace: "‹Workspace›" },
  lead: ({ workspace, customer }: { workspace: string; customer: string }) =>
    customer === workspace ? `To ${workspace}` : `To ${workspace}, ‹a workspace› of ${customer}`,
  knownMore: "About people who already have an account",
  knownHelp:
    "They sign in with the account they have. If they cannot, “Forgotten your password?” on the sign-in page mails them a way in.",
  email: "Email address",
  box: {
    label: "Email addresses",
    hint: "One or several, separated by commas, semicolons, spaces or new lines. Names come along, like Ana Ruiz <ana@example.com>.",
    list: "People to invite",
    keys: "Enter edits, Delete removes, the arrow keys go to the next.",
    notes: "Look at these before sending",
    checking: "being checked",
    typo: "looks like a typing error.",
    meant: ({ address }: { address: string }) => `Did you mean ${address}?`,
    resend: "Resend or view",
    remove: ({ address }: { address: string }) => `Remove ${address}`,
    removed: ({ address }: { address: string }) => `${address} removed.`,
    added: ({ count }: { count: number }) =>
      plural(count, { one: "# person added.", other: "# people added." }),
    look: ({ count }: { count: number }) =>
      plural(count, { one: "# needs a look.", other: "# need a look." }),
    states: {
      member: "is already a member.",
      invited: "is already invited.",
      deactivated: "is a deactivated member.",
      nameless: "needs a name: write it as Ana Ruiz <ana@example.com>.",
      wrong: "is no e-mail address.",
    },
    problems: {
      malformed: "is no e-mail address. It should look like ana@example.com.",
      too_long: "is too long: at most 64 characters before the @ and 254 in all.",
      quoted_local: "has quotation marks, which our mail provider cannot send to. Use another address.",
      not_ascii_local: "may hold only letters a to z, digits and . _ - + and the like before the @.",
      control_characters: "holds an invisible character. Type it anew.",
    } as Readonly<Record<string, string>> & { malformed: string },
  },
  will: {
    none: "Nobody gets a mail.",
    send: ({ count }: { count: number }) => plural(count, { one: "Sends # mail.", other: "Sends # mails." }),
    member: ({ count }: { count: number }) =>
      plural(count, { one: "# is already a member", other: "# are already members" }),
    invited: ({ count }: { count: number }) =>
      plural(count, { one: "# is already invited", other: "# are already invited" }),
    deactivated: ({ count }: { count: number }) =>
      plural(count, { one: "# is deactivated", other: "# are deactivated" }),
    nameless: ({ count }: { count: number }) =>
      plural(count, { one: "# needs a name", other: "# need a name" }),
    wrong: ({ count }: { count: number }) =>
      plural(count, { one: "# is no address", other: "# are no addresses" }),
    merged: ({ count }: { count: number }) =>
      plural(count, { one: "# stood there twice", other: "# stood there twice" }),
  },
  results: {
    title: "What became of each address",
    invited: "Invited",
    prepared: "Prepared",
    refused: "Not invited",
    invitedCount: ({ count }: { count: number }) =>
      plural(count, { one: "# invitation is on its way", other: "# invitations are on their way" }),
    preparedCount: ({ count }: { count: number }) =>
      plural(count, {
        one: "# invitation is ready and not sent yet",
        other: "# invitations are ready and not sent yet",
      }),
    refusedCount: ({ count }: { count: number }) =>
      plural(count, {
        one: "# could not be invited. It stands in the form again, to be mended.",
        other: "# could not be invited. They stand in the form again, to be mended.",
      }),
  },
  several: {
    import: "Import a file",
    namesHint: "For one person. With several addresses, names come along with them.",
  },
  draft: "This is what you had begun and not sent.",
  draftDrop: "Begin anew",
  nameHint: "Left empty, people write it themselves when they join.",
  roles: "Roles",
  role: "Role",
  note: "Personal note",
  noteHint:
    "Stands in the mail as a quotation from you. Plain text; addresses of web pages do not become links.",
  language: "Language of the mail",
  languageOf: ({ language, place }: { language: string; place: string }) => `${language} (of ${place})`,
  languageOfWorkspace: ({ language }: { language: string }) => `${language} (of the ‹workspace›)`,
  languageOfPlaces: "That of the ‹unit› or ‹group›, or of the ‹workspace›",
  previewLanguage: "Language",
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
  offer: {
    picker: {
      browse: "Browse",
      none: "Nothing found.",
      more: "Show more",
      choose: "Choose",
      found: ({ count }: { count: number }) => plural(count, { one: "# found.", other: "# found." }),
      added: ({ name }: { name: string }) => `${name} added.`,
      removed: ({ name }: { name: string }) => `${name} removed.`,
      remove: ({ name }: { name: string }) => `Remove ${name}`,
      first: ({ count }: { count: number }) =>
        `The first ${count} are shown. To search among all of them, switch JavaScript on.`,
    },
    unit: { legend: "‹Unit›", search: "Search ‹units›" },
    group: { legend: "‹Groups›", search: "Search ‹groups›" },
    courses: {
      legend: "‹Courses›",
      search: "Search ‹courses›",
      hint: "They are enrolled as soon as they join.",
    },
    sessions: {
      legend: "‹Sessions›",
      search: "Search ‹sessions›",
      hint: "A seat is kept for them until they join.",
    },
    follows: ({ names }: { names: string }) => `Also ‹a learner› of: ${names}.`,
    accessEndsOn: {
      label: "Last day of access",
      hint: ({ zone }: { zone: string }) =>
        `Until the end of that day in ${zone}. This is not the end of the link; left empty, access does not end.`,
    },
    more: "More",
    labels: { label: "Labels", hint: "Words of your own, separated by commas. At most 20." },
    noAnswer: "No answer",
    will: {
      join: ({ places, count }: { places: string; count: number }) =>
        plural(count, { one: `They join ${places}.`, other: `Each joins ${places}.` }),
      places: ({ count }: { count: number }) => `${count} ‹units› and ‹groups›`,
      take: ({ what, count }: { what: string; count: number }) =>
        plural(count, { one: `On joining they take ${what}.`, other: `On joining each takes ${what}.` }),
      courses: ({ count }: { count: number }) => plural(count, { one: "# ‹course›", other: "# ‹courses›" }),
      sessions: ({ count }: { count: number }) =>
        plural(count, { one: "# ‹session›", other: "# ‹sessions›" }),
    },
  },
  fromSession: {
    title: ({ session }: { session: string }) => `Invite to ${session}`,
    lead: "‹Learners› of one ‹group›. Each gets a seat in this ‹session› and is enrolled in its ‹course› on joining.",
    group: "‹Group›",
    groupMissing: "Choose ‹a group›.",
    groupHint: "They join this ‹group› alone, not the ‹groups› above it.",
    addresses: "Email addresses",
    addressesHint: "One or several, separated by commas or new lines.",
    seats: ({ count }: { count: number }) =>
      plural(count, { one: "# seat is left.", other: "# seats are left." }),
    closed: {
      over: "This ‹session› has begun or was canceled.",
      full: "Every seat of this ‹session› is taken.",
      draft: "The ‹course› of this ‹session› is a draft. Publish it first.",
    },
    noGroup:
      "You have no ‹group› to invite into. Inviting from ‹a session› takes a role in one, like ‹coach›.",
    link: "Invite to this ‹session›",
  },
  help: "Help with inviting",
  tell: "Tell me when the person has joined",
  send: "‹send_invitation›",
  sendMany: ({ count }: { count: number }) =>
    plural(count, { one: "Send # invitation", other: "Send # invitations" }),
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
  previewWidth: "Width of the preview",
  previewWidths: { wide: "Full width", phone: "Phone" },
  pending: { resend: "Resend the invitation", edit: "Edit the invitation" },
  deactivated: { reactivate: "Reactivate" },
  emailMissing: "Enter the address.",
};
