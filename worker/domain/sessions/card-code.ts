import type { Context } from "../context.ts";

/** A code is tried so often, whoever tries, and then the card is over. */
export const mostTries = 20;

/** Sixty random bits, twenty tries and a few weeks: nobody guesses it. */
const length = 12;

/** The code of a new card, in groups of four that are easy to type: `k7mq-2xvr-9tfa`. */
export function newCardCode(ctx: Context): string {
  return ctx.ids.code(length).replace(/(.{4})(?!$)/g, "$1-");
}

/** The digest of a code as somebody typed it: marks and case count for nothing, nor do letters that no code has. */
export function cardDigest(ctx: Context, typed: string): Promise<string> {
  const code = typed
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^0-9a-z]/g, "")
    .replaceAll("o", "0")
    .replace(/[il]/g, "1")
    .replaceAll("u", "v");
  return ctx.secrets.sha256(`card ${code}`);
}
