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
  toLearn: "To the ‹learner_area›",
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
