/** The level above ‹workspaces›, and the form that makes one. */
export const customer = {
  lead: "What belongs to all ‹workspaces› together. People, ‹courses› and settings belong to each of them alone.",
  workspaces: "‹Workspaces›",
  workspace: "Name and address",
  people: "Active people",
  invited: "Invited",
  since: "Made",
  suspended: "Suspended",
  notYours: "You are not a member there",
  older: "Older ones",
  newest: "Newest ones",
  create: "New ‹workspace›",
  none: "There is no ‹workspace› yet",
  noneLead: "A preset makes one in two minutes; every rule can be changed later.",
  admins: ({ customer }: { customer: string }) => `Administrators of ${customer}`,
  adminsLead:
    "They see this page, make ‹workspaces› and name each other. What they may do inside ‹a workspace› depends on their role there.",
  you: "you",
  remove: "Remove …",
  removeOther: ({ name }: { name: string }) => `Take this level from ${name}`,
  removeSelf: "Leave this level yourself",
  removeNote: "Roles in ‹workspaces› stay as they are.",
  last: "The only one. Add somebody else before you leave.",
  addEmail: "Address of a new administrator",
  addHint: "Somebody who is an active member of one of these ‹workspaces›.",
  add: "Add administrator",
  nameTitle: "Name",
  name: "Name of the customer",
  nameHint: "Stands beside the ‹workspace›’s name in mails and on the page behind an invitation.",
  rename: "Save name",
  history: "What was done here",
  historyNone: "Nothing yet.",
  somebody: "Somebody",
  house: "The house",
  events: {
    "customer.renamed": ({ who, before, after }: Event) =>
      `${who} renamed the customer from ${before} to ${after}`,
    "customer.admin_added": ({ who, whom }: Event) => `${who} made ${whom} an administrator`,
    "customer.admin_removed": ({ who, whom }: Event) => `${who} took this level from ${whom}`,
    "workspace.created": ({ who, name }: Event) => `${who} made the ‹workspace› ${name}`,
  },
  lastAdmin: "A customer needs one administrator; this is the only one.",

  make: {
    title: "New ‹workspace›",
    lead: "A few answers, and it is there. All of them can be changed later, except the address.",
    name: "Name",
    nameHint: "As people know it: it stands in every mail and on every page.",
    slug: "Address",
    slugHint: ({ host }: { host: string }) =>
      `${host}/w/… with small letters, digits and hyphens. Left empty, it follows the name.`,
    preset: "Which preset is nearest to how you work",
    presetHint: "A preset is a set of rules to begin with.",
    language: "Language",
    languageHint: "Of mails to people whose own language is not known.",
    timeZone: "Time zone",
    timeZoneHint: "Times in mails are in it, and say so.",
    accentColor: "Accent colour",
    accentColorHint: "Of buttons and links. Darkened or lightened where it would not be legible.",
    admin: "First ‹admin›",
    adminHint: "Left empty, it is you. Anybody else is invited by mail.",
    submit: "Make the ‹workspace›",
    slugMissing: "The name gives no address. Type one, like harbour-school.",
  },
};

interface Event {
  who: string;
  whom: string;
  before: string;
  after: string;
  name: string;
}
