import type { MailWords } from "./mail";
import { nameFrom, unlinked } from "./safe-text";

const token = /‹(an? )?(\w+?)›/giu;

/** Words that begin with a vowel's sound: not "unit", "user" or "one". */
const vowel = /^(?!uni[^nm]|us[aeiu]|util|eu|on(?:e|ce)\b)[aeiou]/iu;

/**
 * A catalogue with the workspace's words in it. A text names one by its key: `‹unit›`, `‹units›` for many, `‹a unit›`
 * with the article (English), with a capital where the sentence wants one.
 */
export function inWords<Catalogue>(catalogue: Catalogue, words: MailWords): Catalogue {
  return speak(catalogue, words) as Catalogue;
}

function speak(value: unknown, words: MailWords): unknown {
  if (typeof value === "string") return say(value, words);
  if (typeof value === "function") {
    return (...given: unknown[]) => speak((value as (...given: unknown[]) => unknown)(...given), words);
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, speak(item, words)]));
}

/** What a workspace calls things is typed by people: it becomes no link and holds no invisible sign. */
function say(text: string, words: MailWords): string {
  if (!text.includes("‹")) return text;
  return text.replace(token, (whole, article: string | undefined, name: string) => {
    const found = wordOf(name.toLowerCase(), words);
    if (found === null) return whole;
    const word = unlinked(nameFrom(found) ?? "");
    const said = article ? `${vowel.test(word) ? "an" : "a"} ${word}` : word;
    const first = whole[1] as string;
    return first === first.toLowerCase() ? said : `${said[0]?.toUpperCase() ?? ""}${said.slice(1)}`;
  });
}

function wordOf(name: string, words: MailWords): string | null {
  const known = (key: string) => (Object.hasOwn(words, key) ? words[key as keyof MailWords] : undefined);
  return known(name)?.one ?? (name.endsWith("s") ? known(name.slice(0, -1))?.many : undefined) ?? null;
}
