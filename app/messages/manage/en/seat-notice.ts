import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

/** That seats are short, on pages other than their own too. */
export const seatNotice = {
  none: {
    title: "No seat is left",
    over: ({ count }: { count: number }) =>
      `${plural(count, { one: "1 person more", other: "# people more" })} than there are seats. Nobody is locked out, and nobody new comes in before they are fewer.`,
    full: "Nobody new can join, be set up or come back. Invitations that are open stay open.",
    asked: "Somebody wanted to join and found no seat",
    help: "Deactivate or remove whoever is not needed any more, or ask for more seats.",
    who: "Who takes a seat",
  },
  soft: {
    title: ({ count, limit }: { count: number; limit: number }) =>
      `${plural(count, { one: "1 person", other: "# people" })} of ${limit.toLocaleString("en")} recommended`,
    lead: "Nothing is refused above that number. Lists and files of a ‹workspace› may take longer.",
  },
};
