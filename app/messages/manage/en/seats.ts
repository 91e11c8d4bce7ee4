import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

const seatsOf = (count: number) => plural(count, { one: "1 seat", other: "# seats" });

/** Plan and seats: the page of its own. */
export const seats = {
  title: "Plan and seats",
  lead: "Who counts, since when, and how much room there is.",
  plans: {
    open: "No plan: nothing is limited",
    free_trial: "Free trial",
    team: "Team",
    business: "Business",
  },
  plan: "Plan",
  changePlan: "The plan and its seats are changed by whoever runs this installation.",
  perDay: "Invitations a day",
  counts: {
    used: "In use",
    held: "Set up, not here yet",
    reserved: "Held by invitations",
    waiting: "Wait for a seat",
    left: "Left",
    over: "Over by",
    of: ({ seats }: { seats: number }) => `of ${seatsOf(seats)}`,
    endless: "no limit",
    label: ({ taken, seats }: { taken: number; seats: number }) =>
      `${plural(taken, { one: "1 seat", other: "# seats" })} of ${seats} taken`,
  },
  rules: {
    title: "What counts",
    invited: {
      on_activation: "Somebody invited counts from the moment they join.",
      on_notification: "Somebody invited counts from the moment the invitation is sent.",
    },
    direct: {
      on_notification: "Somebody set up directly counts from the moment they are told.",
      on_activation: "Somebody set up directly holds a seat at once and counts from their first visit.",
      none: "Nobody is set up directly here.",
      trial: "Setting people up directly is not part of a free trial.",
    },
    reserves: {
      yes: "An open invitation holds a seat until it is accepted, declined, canceled or over.",
      no: "An open invitation holds no seat: who joins first has it.",
    },
    frees: "Deactivating or removing somebody frees their seat at once, and so does the end of their access.",
    trialMails:
      "On a free trial people who have not joined are mailed nothing but the invitation and links to reset a password. They are told of their ‹sessions› when they join.",
  },
  list: {
    title: "Who takes a seat",
    label: "Kind of seat",
    tabs: {
      counted: "In use",
      held: "Set up, not here yet",
      reserved: "Held by invitations",
      waiting: "Wait for a seat",
    },
    search: "Search by name or address",
    find: "Search",
    all: "Show all",
    export: "Export as CSV",
    caption: "People who take a seat",
    person: "Person",
    why: "Why",
    since: "Since",
    sinceFirstVisit: "from the first visit",
    reasons: { joined: "Joined", set_up: "Set up", invited: "Invited", waits: "Found no seat" },
    line: "First come, first served. As soon as there is a seat, the first in line is mailed; it is not kept for them. To make room, deactivate or remove somebody, or ask for more seats.",
    empty: "Nobody",
    nobodyFound: "Nobody is called that here.",
    keepLooking: "Nobody among those looked at. There may be more.",
    next: "Next page",
    first: "First page",
  },
  invite: {
    left: ({ left, seats }: { left: number; seats: number }) => `${left} of ${seatsOf(seats)} left.`,
    none: ({ seats }: { seats: number }) =>
      `None of ${seatsOf(seats)} is left: nobody can join before one is free.`,
    noneToSend: ({ seats }: { seats: number }) =>
      `None of ${seatsOf(seats)} is left: nothing can be sent before one is free.`,
    later: "No seat is taken until people join.",
    noneToSetUp: ({ seats }: { seats: number }) =>
      `None of ${seatsOf(seats)} is left: nobody can be set up before one is free.`,
    atOnce: "Whoever is set up takes one at once.",
    held: "Each invitation holds a seat until it ends.",
  },
};
