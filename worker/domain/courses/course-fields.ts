import * as z from "zod";
import { placeNameField } from "../places/place-name.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const invisible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Plain text of at most so many characters; line breaks are kept. */
export function textField(most: number) {
  return z
    .string("Enter text.")
    .max(most, `At most ${most.toLocaleString("en")} characters.`)
    .transform((value) => value.replace(/\r\n?/g, "\n").trim())
    .refine((value) => !invisible.test(value), {
      message: "The text holds an invisible control character. Type it anew.",
    });
}

const currencies = new Set(Intl.supportedValuesOf("currency"));

/** What a course costs, in the smallest unit of its currency; null: nothing. */
const priceField = z
  .strictObject(
    {
      amount: z
        .int("Give a whole number of the smallest unit, such as cents.")
        .min(1, "A price is above 0; leave it out for a free ‹course›.")
        .max(99_999_999, "This is more than ‹a course› may cost."),
      currency: z.string("Give a currency, like EUR.").refine((value) => currencies.has(value), {
        message: "Give a currency by its three letters, like EUR.",
      }),
    },
    "Give an amount and a currency, or null.",
  )
  .nullable();

export const courseFields = {
  title: placeNameField,
  /** One or two sentences for lists. */
  summary: textField(300),
  description: textField(10_000),
  status: z.enum(["draft", "published"], "Choose draft or published."),
  visibility: z.enum(["private", "catalog"], "Choose private or catalog."),
  price: priceField,
};
