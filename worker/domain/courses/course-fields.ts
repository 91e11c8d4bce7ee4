import * as z from "zod";
import { cleanPersonName } from "../people/person-name.ts";
import { nameKeyOf, placeNameField } from "../places/place-name.ts";

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

/** The tag of a language as browsers name it, such as `en` or `pt-BR`; null where nobody said. */
const languageField = z
  .string("Enter text.")
  .nullable()
  .transform((value, ctx) => {
    const tag = value?.trim() ?? "";
    if (tag === "") return null;
    if (/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}$/.test(tag)) {
      try {
        return Intl.getCanonicalLocales(tag)[0] ?? null;
      } catch {
        // No tag that is well formed; told below.
      }
    }
    ctx.addIssue({ code: "custom", message: "Give a language by its tag, like en or pt-BR." });
    return z.NEVER;
  });

/** A subject, in the workspace's own words; null: none. */
const topicField = z
  .string("Enter text.")
  .nullable()
  .transform((value, ctx) => {
    const cleaned = cleanPersonName(value ?? "");
    if (cleaned.ok && [...cleaned.value].length <= 60) return cleaned.value || null;
    ctx.addIssue({ code: "custom", message: "Enter at most 60 characters, without a web address or an @." });
    return z.NEVER;
  });

/** A year in minutes. */
const longest = 525_600;

export const courseFields = {
  title: placeNameField,
  topic: topicField.describe(
    "A subject in your own words, by which the catalog can be filtered. Null: none.",
  ),
  language: languageField.describe("Of what is taught, such as `en`. Null: not said."),
  durationMinutes: z
    .int("Give whole minutes.")
    .min(1, "Give at least a minute, or leave it out.")
    .max(longest, "At most a year.")
    .nullable()
    .describe("How long it takes. Null: not said."),
  /** One or two sentences for lists. */
  summary: textField(300),
  description: textField(10_000),
  status: z.enum(["draft", "published"], "Choose draft or published."),
  visibility: z.enum(["private", "catalog"], "Choose private or catalog."),
  price: priceField,
};

/** A topic as it is stored: as it was written, and as it is found. */
export function topicOf(topic: string | null) {
  return { topic, topicKey: topic === null ? null : nameKeyOf(topic) };
}
