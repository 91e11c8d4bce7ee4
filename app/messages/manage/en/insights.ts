import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

/** What pages with numbers by day share. */
export const periods = {
  label: "Period",
  choices: { "7": "7 days", "30": "30 days", "90": "90 days", "365": "A year" },
  table: "The same as a table",
  day: "Day",
  week: "Week from",
  from: ({ from, until }: { from: string; until: string }) => `${from} to ${until}`,
};

export const insights = {
  title: "Insights",
  lead: "What became of the invitations of a period, from the mail to the first ‹course›.",
  funnel: {
    title: "From invitation to learning",
    caption: "How many came how far, of those invited in the period",
    step: "Step",
    people: "People",
    share: "Of those invited",
    invited: "Invited",
    delivered: "Mail delivered",
    opened: "Mail opened",
    joined: "Joined",
    learning: "Took up a ‹course›",
    note: "Whoever joined counts as having opened the mail; else opening is only known where the mail program tells.",
  },
  time: {
    label: "Half of those who joined did so within",
    nobody: "Nobody has joined yet",
    about: ({ time }: { time: string }) => `about ${time}`,
  },
  chart: {
    title: "Day by day",
    label: ({ invited, joined }: { invited: string; joined: string }) =>
      `Bars by day: ${invited} invited, ${joined} of them joined`,
    invited: "Invited",
    joined: "Of them joined",
    caption: "Invited people by day, and how many of them joined",
  },
  bounces: {
    title: "Mails that came back, by domain",
    caption: "Domains with mails that came back",
    domain: "Domain",
    count: "Mails",
    none: "No mail of this period came back.",
  },
  stuck: {
    title: "Who is stuck",
    lead: "On the way now and not getting further, whenever they were invited.",
    none: "Nobody is stuck. Everybody has joined or has a link that is fresh.",
    expired: ({ count }: { count: number }) =>
      plural(count, { one: "# link has ended", other: "# links have ended" }),
    bounced: ({ count }: { count: number }) =>
      plural(count, { one: "# mail came back", other: "# mails came back" }),
    delivered: ({ count }: { count: number }) =>
      plural(count, {
        one: "# mail arrived and was not opened",
        other: "# mails arrived and were not opened",
      }),
    opened: ({ count }: { count: number }) =>
      plural(count, {
        one: "# opened the mail and went no further",
        other: "# opened the mail and went no further",
      }),
    clicked: ({ count }: { count: number }) =>
      plural(count, {
        one: "# followed the link and did not join",
        other: "# followed the link and did not join",
      }),
    resend: "Send new links",
    look: "Mend the addresses",
    remind: "Send reminders",
  },
  empty: "Nobody was invited in this period",
  emptyHelp: "Numbers stand here within the hour after somebody is invited.",
  counted: "Counted {at}",
  notCounted: "Not counted yet: numbers stand here within the hour.",
};

export const catalog = {
  title: "Catalog",
  lead: "The page where anybody finds ‹courses›, and comes in by one.",
  link: "Catalog",
  numbersLink: "Numbers of the catalog",
  open: "The catalog is open",
  openHelp: "Anybody can look at it and register as ‹a learner›.",
  closed: "The catalog is closed",
  closedHelp: "Nobody finds it. Whoever is a member goes on as before.",
  address: "Its address",
  addressHint: "Put it on your website, or send it to whom you like.",
  look: "Look at it",
  needs: {
    title: "What it needs",
    courses: ({ count }: { count: number }) =>
      plural(count, { one: "# published ‹course› in it", other: "# published ‹courses› in it" }),
    noCourses: "‹A course› in it that is published: choose “In the catalog” where you edit one.",
    learners: "‹Learners› are a role here.",
    noLearners: "The role ‹learner›, which this ‹workspace› does not have. Add it under Policies.",
    sells: "Paying works here.",
    noSells:
      "For ‹courses› with a price: a payment provider, which whoever runs this installation connects. Until then their pages say that they cannot be bought.",
  },
  doors: {
    legend: "Who may come in by themselves",
    catalog: "Whoever finds the catalog",
    catalogHelp: "Registration links work too.",
    key: "Only by a registration link or key",
    keyHelp: "The catalog is closed.",
    group_link: "Only by a registration link with a security code",
    group_linkHelp: "The catalog is closed.",
    off: "Nobody",
    offHelp: "The catalog is closed, and registration links end here.",
    submit: "Save",
  },
  inIt: "In the catalog",
  inItCaption: "‹Courses› in the catalog",
  nothing: "There is nothing in it yet.",
  draft: "A draft: not shown yet",
  more: "The first hundred are named.",
  columns: { title: "‹Course›", status: "State", price: "Price" },
  numbers: {
    title: "Numbers of the catalog",
    titleOf: ({ course }: { course: string }) => `Numbers of ${course}`,
    lead: "Who looked, registered, came in and paid. Visits of robots and of your team do not count.",
    back: "Catalog",
    backAll: "The whole catalog",
    views: "Visits",
    started: "Registrations",
    verified: "Confirmed",
    enrolled: "Enrolments",
    paid: "Payments",
    label: ({ views, enrolled }: { views: string; enrolled: string }) =>
      `Bars by day: ${views} visits, ${enrolled} enrolments`,
    caption: "The catalog by day",
    courses: "By ‹course›",
    coursesCaption: "What each ‹course› of the catalog did in the period",
    course: "‹Course›",
    empty: "Nothing happened in this period",
    emptyHelp: "Visits are counted from the moment the catalog is open.",
  },
};
