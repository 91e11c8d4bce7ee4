export const nav = {
  label: "Main",
  people: "‹people›",
  imports: "Imports",
  groups: "‹Groups›",
  units: "‹Units›",
  courses: "‹Courses›",
  orders: "Orders",
  registrations: "Registrations",
  links: "Registration links",
  insights: "Insights",
  audit: "Audit log",
  settings: "Settings",
  policies: "Policies",
  invitations: "‹Invitations›",
  words: "Words",
  roles: "Roles",
  fields: "Fields and labels",
  start: "Start",
  apiKeys: "API keys",
  mails: "Mails",
  seats: "Plan and seats",
};

export const shell = {
  switchWorkspace: ({ workspace }: { workspace: string }) => `${workspace}: switch ‹workspace›`,
  workspaces: "‹Workspaces›",
  allOf: ({ customer }: { customer: string }) => `All ‹workspaces› of ${customer}`,
  waiting: ({ count }: { count: string }) => `${count} waiting`,
  toLearn: "To the ‹learner_area›",
};

/** The command palette (Ctrl or ⌘ and K). */
export const palette = {
  title: "Search and commands",
  open: "Search or go to",
  key: "Ctrl K",
  search: "Type a person, a page or what to do",
  hint: "A page or what to do",
  hintFind: "A person, a page or what to do",
  list: "What was found",
  groups: { acts: "Do", views: "Go to", device: "On this device" },
  invite: "‹invite›",
  inviteOne: ({ email }: { email: string }) => `‹invite›: ${email}`,
  import: "‹import_people›",
  resendExpired: "Resend all expired invitations …",
  resendExpiredOf: ({ count }: { count: number }) =>
    `Resend all expired invitations (${count.toLocaleString("en")}) …`,
  searching: "Searching …",
  none: "Nothing is called that, or it is not yours to do.",
  found: ({ count }: { count: number }) => (count === 1 ? "1 result" : `${count} results`),
};

export const shortcuts = {
  open: "Keyboard shortcuts",
  title: "Keyboard shortcuts",
  on: "Use single keys on this device",
  keys: {
    search: "Search",
    invite: "‹invite›",
    import: "‹import_people›",
    next: "Next row",
    previous: "Row before",
    select: "Select the row",
    resend: "Resend the row’s invitation",
    edit: "Edit or open the row",
    help: "This list",
  },
};

export const start = {
  title: ({ name }: { name: string }) => (name ? `Hello, ${name}` : "Hello"),
  lead: ({ workspace }: { workspace: string }) => `You are part of the team of ${workspace}.`,
  roles: "Your role",
  rolesMany: "Your roles",
  now: "What you can do here today",
  nothing:
    "Your role opens no page here yet. Its people and ‹courses› appear as soon as they are set up; until then there is nothing you need to do.",
  learn: "Open the ‹learner_area›",
};
