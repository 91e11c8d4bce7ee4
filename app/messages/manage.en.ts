import { pluralsOf } from "./plural";

const plural = pluralsOf("en");

/** The manage area's words, English first. Import it only in routes under the manage area. */
export const manage = {
  nav: {
    label: "Main",
    people: "People",
    imports: "Imports",
    groups: "Groups",
    courses: "Courses",
    insights: "Insights",
    audit: "Audit log",
    settings: "Settings",
  },

  shell: {
    switchWorkspace: ({ workspace }: { workspace: string }) => `${workspace}: switch workspace`,
    workspaces: "Workspaces",
    toLearn: "To the learner portal",
  },

  /** The way of a mail, in order; the last three went wrong. */
  delivery: {
    prepared: { label: "Prepared", remedy: "It leaves when it is due." },
    queued: { label: "Queued", remedy: "It leaves within a minute." },
    sent: { label: "Sent", remedy: "Handed to the mail provider; the mailbox has not confirmed it yet." },
    delivered: { label: "Delivered", remedy: "The mailbox took it. Not opened yet: a reminder may help." },
    opened: {
      label: "Opened",
      remedy: "Opens are a guess: some mail programs open mails by themselves, others hide it.",
    },
    clicked: { label: "Link opened", remedy: "Nearly there: the join page was opened, but not finished." },
    bounced: {
      label: "Bounced",
      remedy: "The mailbox is unknown or closed. Correct the address and resend.",
    },
    complained: {
      label: "Marked as spam",
      remedy:
        "We send nothing more to this address. Ask the person, then copy the link and hand it over yourself.",
    },
    failed: { label: "Not sent", remedy: "The mail provider refused it. Check the address and resend." },
  },

  list: {
    selected: ({ count }: { count: number }) => plural(count, { one: "# selected", other: "# selected" }),
    clearFilter: "Clear filter",
    filteredEmpty: ({ what }: { what: string }) => `No ${what}.`,
    more: ({ name }: { name: string }) => `More for ${name}`,
    tick: ({ name }: { name: string }) => `Select ${name}`,
  },
};

export type ManageMessages = typeof manage;

/** How each delivery step looks beside its word. */
export type DeliveryKey = keyof ManageMessages["delivery"];
