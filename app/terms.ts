import type { Noun, Terms } from "../worker/domain/terms";

export type { Noun, Terms };

const token = /‹(an? )?(\w+?)›/giu;

/** Words that begin with a vowel's sound: not "unit", "user" or "one". */
const vowel = /^(?!uni[^nm]|us[aeiu]|util|eu|on(?:e|ce)\b)[aeiou]/iu;

/**
 * A catalogue with the workspace's words in it. A message names a word by its key between single guillemets:
 * `‹unit›` and `‹units›` for one and for many, `‹a unit›` with the article (English), a capital where the sentence
 * wants one (`‹Units›`, `‹A unit›`), and `‹status_pending›` for a phrase.
 */
export function inTerms<Catalogue>(catalogue: Catalogue, terms: Terms): Catalogue {
  return speak(catalogue, (text) => fill(text, terms)) as Catalogue;
}

function speak(value: unknown, say: (text: string) => string): unknown {
  if (typeof value === "string") return say(value);
  if (Array.isArray(value)) return value.map((item) => speak(item, say));
  if (typeof value === "function") {
    return (...given: unknown[]) => speak((value as (...given: unknown[]) => unknown)(...given), say);
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, speak(item, say)]));
}

/** What is made of terms, of which an isolate keeps the last few: requests bring equal ones again and again. */
export function remembering<Made>(make: (terms: Terms) => Made): (terms: Terms) => Made {
  const known = new Map<string, Made>();
  return (terms) => {
    const key = JSON.stringify(terms);
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= 20) known.clear();
    const made = make(terms);
    known.set(key, made);
    return made;
  };
}

/** A text with its words filled in. */
export function fill(text: string, terms: Terms): string {
  if (!text.includes("‹")) return text;
  return text.replace(token, (whole, article: string | undefined, name: string) => {
    const word = wordOf(name.toLowerCase(), terms);
    if (word === null) return whole;
    const said = article ? `${vowel.test(word) ? "an" : "a"} ${word}` : word;
    const first = whole[1] as string;
    return first === first.toLowerCase() ? said : said[0]?.toUpperCase() + said.slice(1);
  });
}

function wordOf(name: string, terms: Terms): string | null {
  const words = terms as Readonly<Record<string, Noun | string>>;
  const found = Object.hasOwn(words, name) ? words[name] : undefined;
  if (typeof found === "string") return found;
  if (found) return found.one;
  const noun =
    name.endsWith("s") && Object.hasOwn(words, name.slice(0, -1)) ? words[name.slice(0, -1)] : null;
  return noun && typeof noun === "object" ? noun.many : null;
}
