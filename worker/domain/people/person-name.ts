const longestName = 100;
const longestInput = 1_000;
const longestTerm = 100;
const mostRotations = 4;

/** D1 refuses a LIKE pattern above 50 bytes (platform.md, Limits); this leaves room for the wildcard. */
const longestSearch = 48;

const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Joiners that stand between two letters shape Persian, Hindi or Sinhala names; elsewhere they only hide. */
const strayJoiners = /(?<![\p{L}\p{M}])[\u200c\u200d]+|[\u200c\u200d]+(?![\p{L}\p{M}])/gu;
const doubledJoiners = /([\u200c\u200d])[\u200c\u200d]+/g;
const otherInvisible = /(?![\u200c\u200d])\p{Cf}/gu;

// C0 and C1, line and paragraph separators, halves of a surrogate pair.
const controls = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

export type CleanedName =
  | { ok: true; value: string; notice: "bidi_removed" | null }
  | { ok: false; reason: "too_long" | "link" | "control_characters" };

/**
 * A first or last name as it may be stored (M-01, M-02, M-07; security.md, Decisions that win). Blanks
 * are trimmed and collapsed; an empty name is fine here, whoever needs one asks for it. Mark-up is
 * plain text and escaped where it is shown; what a mail client could turn into a link is refused.
 */
export function cleanPersonName(input: string): CleanedName {
  if (input.length > longestInput) return { ok: false, reason: "too_long" };
  const trimmed = input.trim();
  if (controls.test(trimmed)) return { ok: false, reason: "control_characters" };
  const withoutBidi = trimmed.replace(bidiControls, "");
  const value = withoutBidi
    .normalize("NFC")
    .replace(otherInvisible, "")
    .replace(doubledJoiners, "$1")
    .replace(strayJoiners, "")
    .replace(/\s+/g, " ")
    .trim();
  if (Array.from(value).length > longestName) return { ok: false, reason: "too_long" };
  // NFKC, so that a full-width ＠ or ｗｗｗ counts as well.
  if (/:\/\/|www\.|@/i.test(value.normalize("NFKC"))) return { ok: false, reason: "link" };
  return { ok: true, value, notice: withoutBidi === trimmed ? null : "bidi_removed" };
}

/**
 * The rows of the search index for one person: every word of the name begins one term, then the
 * address and its domain, all folded alike, so that finding is a prefix match (platform.md, pitfall
 * 11). Of a name with more than four words the first, the first of the last name and the next two begin.
 */
export function searchTermsOf(person: {
  username?: string | null;
  firstName: string;
  lastName: string;
  email: string | null;
}): string[] {
  const first = wordsOf(person.firstName);
  const words = [...first, ...wordsOf(person.lastName)];
  const starts = [...new Set([0, first.length, ...words.keys()])].filter((start) => start < words.length);
  const rotations = starts
    .slice(0, mostRotations)
    .sort((a, b) => a - b)
    .map((start) => [...words.slice(start), ...words.slice(0, start)].join(" "));
  const email = fold(person.email ?? "");
  const domain = email.slice(email.lastIndexOf("@") + 1);
  const username = fold(person.username ?? "");
  const terms = [...rotations, email, domain, username].map((term) => cut(term, longestTerm));
  return [...new Set(terms)].filter((term) => term !== "");
}

/** The row of the search index that a whole address makes. */
export function addressTerm(email: string): string {
  return cut(fold(email), longestTerm);
}

/** What somebody typed into a search field, folded as the terms are; at most 48 bytes, whole characters. */
export function normaliseSearch(query: string): string {
  const folded = fold(query.slice(0, longestInput));
  const bytes = new TextEncoder();
  let size = 0;
  let kept = "";
  for (const character of folded) {
    size += bytes.encode(character).length;
    if (size > longestSearch) break;
    kept += character;
  }
  return kept.trimEnd();
}

/** Letters that carry no separable accent and that people type without. */
const plainLetters: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  "’": "'",
  "‘": "'",
  ʼ: "'",
};

// Accents of Latin, Greek and Cyrillic and the Arabic vowel signs. Other scripts spell with their marks.
const accents =
  /(?:[\u0300-\u036f]|[\u064b-\u0655]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe20-\ufe2f])/g;

/** Text without case, accents and invisible characters, for comparing. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(accents, "")
    .replace(/\p{Cf}/gu, "")
    .toLowerCase()
    .replace(/[ßæœøłđðþı’‘ʼ]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize("NFC")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

function wordsOf(name: string): string[] {
  return fold(name).split(" ").filter(Boolean);
}

function cut(text: string, length: number): string {
  return Array.from(text).slice(0, length).join("").trimEnd();
}
