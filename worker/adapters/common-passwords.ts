import { Buffer } from "node:buffer";
import { inflateRawSync } from "node:zlib";
import { deflatedCommonPasswords } from "./common-passwords-data.ts";

interface CommonPasswords {
  top: ReadonlySet<string>;
  all: ReadonlySet<string>;
}

let unpacked: CommonPasswords | undefined;

/** Unpacked at first use, a few milliseconds that most isolates never need. */
function commonPasswords(): CommonPasswords {
  if (!unpacked) {
    const packed = Buffer.from(deflatedCommonPasswords, "base64");
    const text = new TextDecoder().decode(inflateRawSync(packed));
    const [top = [], rest = []] = text.split("\n\n").map((part) => part.split("\n"));
    unpacked = { top: new Set(top), all: new Set([...top, ...rest]) };
  }
  return unpacked;
}

/** How many passwords the list holds (security.md 1.3 asks for 10,000). */
export function countCommonPasswords(): number {
  return commonPasswords().all.size;
}

/** Above this nothing is "a common password with trimmings", and the search below stays small. */
const longestCandidate = 64;
const longestJudged = 512;

/**
 * True when somebody guessing would soon come to this password. Lists of leaked passwords hold few of
 * 12 characters and more, so the rule is what people do to get there: a common one repeated, doubled
 * up with another, trimmed with digits and signs, or spelt with signs for letters; and walks over the
 * keyboard, the alphabet or the digits.
 */
export function isCommonPassword(password: string): boolean {
  // Longer ones are refused by their length; here only the work must stay bounded.
  const folded = fold(password.slice(0, longestJudged));
  if (folded === "") return true;
  if (isTrivial(folded)) return true;
  if (folded.length > longestCandidate) return false;
  const bare = folded.replace(/[\s._\-+]/g, "");
  return [folded, bare, repeatedUnit(bare) ?? bare].some((form) => isTrivial(form) || isDressedUp(form));
}

function fold(password: string): string {
  return password.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

const fewestDistinct = 4;
const shortestUnitThatCounts = 7;

function isTrivial(text: string): boolean {
  if (new Set(text).size < fewestDistinct) return true;
  const unit = repeatedUnit(text);
  if (unit !== null && unit.length < shortestUnitThatCounts) return true;
  // Every other character as well, for `1q2w3e4r5t6y` and `112233445566`.
  return isWalk(text) || (isWalk(everyOther(text, 0)) && isWalk(everyOther(text, 1)));
}

/** The shortest piece that makes the text by repetition, the last one perhaps cut off; null if none. */
function repeatedUnit(text: string): string | null {
  for (let length = 1; length * 2 <= text.length; length++) {
    if (text.startsWith(text.slice(length))) return text.slice(0, length);
  }
  return null;
}

function everyOther(text: string, start: number): string {
  return Array.from(text)
    .filter((_, index) => index % 2 === start)
    .join("");
}

/** Key rows of the usual layouts, from above. */
const layouts = [
  ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"],
  ["1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm"],
  ["1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn"],
];

/** Lines that fingers or the tongue follow: key rows, both slants across them, alphabet, digits. */
const tracks = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  ...layouts.flatMap((rows) => [...rows, ...slants(rows)]),
].flatMap((track) => [track, Array.from(track).reverse().join("")]);

function slants(rows: readonly string[]): string[] {
  const columns = Array.from(rows[0] ?? "", (_, column) => column);
  return [0, -1].flatMap((shift) =>
    columns.map((column) => rows.map((keys, row) => keys[column + shift * row] ?? "").join("")),
  );
}

/** How many straight runs make the text: `qazwsxedcrfv` has four, `sommer` five. */
function countRuns(text: string): number {
  let runs = 0;
  for (let start = 0; start < text.length; runs++) {
    let end = start + 1;
    while (end < text.length && isRun(text.slice(start, end + 1))) end++;
    start = end;
  }
  return runs;
}

function isRun(text: string): boolean {
  return text === text.charAt(0).repeat(text.length) || tracks.some((track) => track.includes(text));
}

/** Runs of three characters and more on average. */
function isWalk(text: string): boolean {
  return text.length >= 6 && countRuns(text) * 3 <= text.length;
}

const mostTrimmings = 6;

function isDressedUp(text: string): boolean {
  for (let start = 0; isTrimming(text.slice(0, start)); start++) {
    for (let end = text.length; end > start && isTrimming(text.slice(end)); end--) {
      if (!areTrimmings(text.slice(0, start) + text.slice(end))) continue;
      const core = text.slice(start, end);
      if ([core, ...unleet(core)].some(isCommonCore)) return true;
    }
    if (start === text.length) break;
  }
  return false;
}

function isTrimming(text: string): boolean {
  return !/[a-z]/.test(text);
}

/** A run counts once (`!!!!`, `1234`); eight digits are a date of birth. */
function areTrimmings(text: string): boolean {
  return /^\d{0,8}$/.test(text) || countRuns(text) <= mostTrimmings;
}

function isCommonCore(core: string): boolean {
  const { top, all } = commonPasswords();
  if (core.length < 4) return false;
  if (all.has(core) || all.has(repeatedUnit(core) ?? "")) return true;
  for (let cut = 4; cut <= core.length - 4; cut++) {
    if (top.has(core.slice(0, cut)) && top.has(core.slice(cut))) return true;
  }
  return false;
}

const leet: Record<string, string> = {
  "0": "o",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "+": "t",
  "(": "c",
};

/** Letters for the signs that stand in for them; `1`, `!` and `|` are read both as i and as l. */
function unleet(text: string): string[] {
  const plain = text.replace(/[0345789@$+(]/g, (sign) => leet[sign] ?? sign);
  return ["i", "l"].map((letter) => plain.replace(/[1!|]/g, letter));
}
