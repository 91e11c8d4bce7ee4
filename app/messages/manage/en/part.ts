import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

export const part = {
  /** Names are set in between. */
  lead: "You see the people of",
  more: ({ count }: { count: number }) => plural(count, { one: "# more", other: "# more" }),
};
