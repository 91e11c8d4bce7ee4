import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

/** What was bought in the catalog. */
export const orders = {
  title: "Orders",
  lead: "What was bought in the catalog. Money is taken and given back by Stripe; a place comes and goes with it.",
  caption: "Orders, the latest first",
  empty: "Nobody has bought anything yet",
  emptyHelp: "Give ‹a course› a price and publish it in the catalog.",
  off: "This installation has no account with Stripe, so that nothing can be bought here.",
  filteredEmpty: "No order fits",
  clear: "Show all orders",
  filters: "Filters",
  all: "All",
  attention: "Needs a look",
  oneCourse: "Of one ‹course› only.",
  columns: { course: "‹Course›", buyer: "Buyer", status: "Status", amount: "Paid", at: "Begun" },
  status: {
    open: "At the checkout",
    paid: "Paid",
    held: "Paid, nothing given",
    expired: "Left without paying",
    failed: "Payment failed",
    refunded: "Given back",
  },
  concern: {
    amount: "Paid with another amount or currency than was asked for. Nothing was given for it.",
    checkout:
      "Paid by another checkout than the one that belongs to this order. Nothing more was given for it.",
    twice: "The buyer had the ‹course› already, or paid twice. Nothing was given for this payment.",
    course_gone: "The ‹course› was deleted or is a draft again, so that nothing could be given.",
    person_gone:
      "The buyer is no active member here, was refused, or nothing is kept of them any more, so that nothing could be given.",
    session_full:
      "The date that the buyer chose was full or over by then. They have the ‹course›, and no date.",
    withdrawn_from_catalog: "The ‹course› left the catalog while it was being paid for. The buyer has it.",
    disputed: "The buyer disputes the payment with their bank.",
    refund_failed: "The bank did not take the refund: the money is still here.",
    barred:
      "The buyer was deactivated here after they paid and before they followed the mailed link, which lets them in no more.",
    payment:
      "Stripe told something under this order’s number that belongs to another payment. Nothing was changed by it.",
  },
  /** What to do about each. */
  remedy: {
    amount: "Give the money back, or enrol the buyer by hand.",
    checkout: "Look for the other payment in Stripe, and give back what is too much there.",
    twice: "Give the money back.",
    course_gone: "Give the money back, or publish the ‹course› again and enrol the buyer by hand.",
    person_gone:
      "Give the money back. Whoever is to have the ‹course› all the same is invited, and enrolled by hand.",
    session_full: "Put them on another date on the page of ‹a session›, or give the money back.",
    withdrawn_from_catalog: "If that is as it should be, there is nothing to do.",
    disputed:
      "Answer the dispute in Stripe. If you lose it, take the enrolment back on the page of the buyer.",
    refund_failed: "Look at it in Stripe, and ask the buyer for another way to pay it back.",
    barred: "Reactivate them, and the mailed link works again; or give the money back.",
    payment: "Compare the payment below with the one in Stripe, and find the order that it belongs to.",
  },
  done: {
    label: "Done",
    help: "Takes the order from those that need a look. Nothing else changes.",
    note: "Looked at",
    find: "Look for them",
    by: ({ who }: { who: string }) => `by ${who}`,
    somebody: "Nothing is kept of who looked",
  },
  export: "Export CSV",
  shown: ({ count }: { count: number }) => plural(count, { one: "# order", other: "# orders" }),
  next: "Next page",
  first: "First page",
  back: "All orders",
  unknownBuyer: "Nothing is kept of them",
  notJoined: "has not joined yet",
  orderOf: ({ course }: { course: string }) => `Order: ${course}`,
  facts: {
    buyer: "Buyer",
    course: "‹Course›",
    session: "Date",
    price: "Price",
    paid: "Paid",
    tax: "Tax in it",
    refunded: "Given back",
    begun: "Begun",
    paidAt: "Paid on",
    ended: "Ended",
    number: "Order",
    checkout: "Checkout at Stripe",
    payment: "Payment at Stripe",
    receipt: "Receipt",
    openReceipt: "Open Stripe’s receipt",
  },
  events: "What Stripe told",
  eventsCaption: "What Stripe told of this order",
  noEvents: "Stripe has told nothing of it yet.",
  event: "Event",
  eventAt: "Happened",
  eventReceived: "Came in",
  refund: {
    title: "Give the money back",
    lead: ({ amount }: { amount: string }) => `${amount} go back to the buyer by the way they came.`,
    ends: "The enrolment ends with it, unless the ‹course› is completed; the record stays.",
    keeps: "The enrolment stays.",
    forgets:
      "They have not joined. Unless they have confirmed their address by now, or registered for something else as well, their registration ends with it: the mailed link leads nowhere, a mail tells them, and their name and address are forgotten.",
    confirm: "Yes, give it back",
    submit: ({ amount }: { amount: string }) => `Give back ${amount}`,
    unconfirmed: "Tick the box first.",
  },
};
