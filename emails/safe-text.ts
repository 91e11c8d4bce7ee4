const ZERO_WIDTH_SPACE = "\u200B";
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_DIRECTIONAL_ISOLATE = "\u2069";

// Control characters, lone surrogates, direction overrides, invisible spaces and the noncharacters that
// mark our slots. Joiners (U+200C, U+200D) stay: Persian names and many emoji need them.
const UNWANTED = /(?!\n)[\p{Cc}\p{Cs}\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFDD0-\uFDEF\uFEFF]/gu;

/** A name on one line, without invisible or control characters; null if nothing is left of it. */
export function nameFrom(raw: string | null | undefined): string | null {
  return raw?.replace(/\s+/gu, " ").replace(UNWANTED, "").trim() || null;
}

/** A note with its line breaks, without invisible or control characters; null if nothing is left of it. */
export function noteFrom(raw: string | null | undefined): string | null {
  const lines = raw?.replace(/\r\n?|[\u0085\u2028\u2029]/gu, "\n").replace(/\t/gu, " ");
  return (
    lines
      ?.replace(UNWANTED, "")
      .replace(/\n{3,}/gu, "\n\n")
      .trim() || null
  );
}

/** What somebody typed may look like an address, but no mail client shall turn it into a link. */
export function unlinked(value: string): string {
  return value
    .replace(/:(?=\/\/)/gu, `:${ZERO_WIDTH_SPACE}`)
    .replace(/(?<=\S)[.\u2024\u3002\uFF0E\uFF61@](?=\S)/gu, `$&${ZERO_WIDTH_SPACE}`);
}

/** Keeps a right-to-left name from reordering the sentence around it, in every part of the mail. */
export function isolated(value: string): string {
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(value)
    ? `${FIRST_STRONG_ISOLATE}${value}${POP_DIRECTIONAL_ISOLATE}`
    : value;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Safe as HTML text and inside a quoted attribute. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? character);
}
