import { suggestDomain } from "../imports/mail-domains.ts";
import { type EmailRefusal, type ParsedEmailAddress, parseEmailAddress } from "./email-address.ts";
import { cleanPersonName } from "./person-name.ts";

/** Addresses in one list; more is what an import is for (F33). */
export const mostAddresses = 1_000;

/** Characters of a list: a thousand rows with names, and some room. */
export const longestAddressList = 200_000;

/** One person of a list that was typed or pasted. */
export interface ListedAddress {
  /** What was written for this person: read again, it gives the same. */
  text: string;
  /** The address as it was written, cleaned; all of the text where there is no address in it. */
  display: string;
  /** The identity (M-13); null where the text is no address. */
  email: string | null;
  firstName: string;
  lastName: string;
  problem: EmailRefusal | null;
  /** The address that was probably meant, where the domain looks like a slip. */
  suggestion: string | null;
}

export interface AddressList {
  /** In the order written, each person once. */
  addresses: ListedAddress[];
  /** How many stood in the list once more and were merged. */
  repeated: number;
  refused: "too_long" | "too_many" | null;
}

/**
 * The people of a text with addresses, one or many (F33): separated by commas, semicolons, blanks, tabs and
 * new lines, alone or as `Name <address>`, as mail programs and spreadsheets give them to the clipboard. The
 * first of several spellings of one mailbox counts. What is no address stays in the list with its reason, so
 * that nothing is lost and one bad address stops no other.
 */
export function parseAddressList(input: string): AddressList {
  if (input.length > longestAddressList) return { addresses: [], repeated: 0, refused: "too_long" };
  const found = new Map<string, ListedAddress>();
  let repeated = 0;
  for (const written of peopleIn(input)) {
    const parsed = parseEmailAddress(written.address);
    const key = parsed.ok ? parsed.canonical : `=${written.text}`;
    const twin = found.get(key);
    if (twin) repeated += 1;
    // The first of two spellings counts, unless only the other says a name.
    if (!twin || (written.name && !twin.firstName && !twin.lastName)) {
      found.set(key, listedAddress(written, parsed));
    }
    if (found.size > mostAddresses) return { addresses: [], repeated: 0, refused: "too_many" };
  }
  return { addresses: [...found.values()], repeated, refused: null };
}

/** What stands for one person, taken apart and not judged. */
interface Written {
  text: string;
  address: string;
  name: string;
}

function listedAddress({ text, address, name }: Written, parsed: ParsedEmailAddress): ListedAddress {
  if (!parsed.ok) {
    const nobody = { email: null, firstName: "", lastName: "", suggestion: null };
    return { text, display: address, ...nobody, problem: parsed.reason };
  }
  const { canonical: email, display } = parsed;
  return { text, display, email, ...namesOf(name), problem: null, suggestion: suggestDomain(email) };
}

/** `Ruiz, Ana` and `Ana Ruiz`; what cannot be a name is left out, because the address counts. */
function namesOf(name: string): Pick<ListedAddress, "firstName" | "lastName"> {
  const words = unquoted(name).replaceAll("\\", "").trim();
  const comma = words.indexOf(",");
  const gap = words.lastIndexOf(" ");
  const [first, last] =
    comma >= 0
      ? [words.slice(comma + 1), words.slice(0, comma)]
      : gap >= 0
        ? [words.slice(0, gap), words.slice(gap + 1)]
        : [words, ""];
  return { firstName: nameOr(first), lastName: nameOr(last) };
}

function nameOr(text: string): string {
  const cleaned = cleanPersonName(text);
  return cleaned.ok ? cleaned.value : "";
}

const pairs = ['""', "''", "“”", "‘’", "«»", "<>", "()", "[]"];

function unquoted(text: string): string {
  const inside = text.trim();
  const paired = inside.length > 1 && pairs.includes(`${inside[0]}${inside.at(-1)}`);
  return paired ? inside.slice(1, -1) : inside;
}

/** An address without what it is wrapped in: brackets, quotation marks, `mailto:` and its subject. */
function undecorated(text: string): string {
  const bare = unquoted(text);
  const address = /^mailto:/i.test(bare) ? (bare.slice(7).split("?")[0] ?? "") : bare;
  return address.replace(/^[<([]{1,2}/, "").replace(/[>)\].]{1,3}$/, "");
}

function* peopleIn(input: string): Generator<Written> {
  for (const line of input.split(/[\r\n\v\f\u0085\u2028\u2029]/)) {
    const row = spreadsheetRow(line);
    if (row) yield row;
    else for (const piece of piecesOf(line.replaceAll("\t", " "))) yield* peopleOfPiece(piece);
  }
}

/** `Ana <tab> Ruiz <tab> ana@x.org`, in any order: cells of a spreadsheet. Null for any other line. */
function spreadsheetRow(line: string): Written | null {
  if (!line.includes("\t")) return null;
  const cells = line.split("\t").flatMap((cell) => (cell.trim() === "" ? [] : [cell.trim()]));
  const [address, ...others] = cells.filter((cell) => cell.includes("@"));
  const names = cells.filter((cell) => !cell.includes("@"));
  if (!address || others.length > 0 || /[\s<>,;]/.test(address)) return null;
  if (names.length === 0 || names.length > 2 || !names.every(looksLikeName)) return null;
  const [first = "", last] = names;
  return {
    text: cells.join("\t"),
    address: undecorated(address),
    name: last === undefined ? first : `${last}, ${first}`,
  };
}

function looksLikeName(text: string): boolean {
  return /^[\p{L}\p{M}\s'’.,-]{1,100}$/u.test(text) && !/\p{L}\.\p{L}{2}/u.test(text);
}

/** Commas and semicolons of several keyboards. */
const separators = new Set([",", ";", "，", "；", "、", "،", "؛"]);

/** What stands between separators; those within quotation marks are none. */
function piecesOf(line: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let blank = true;
  // Outlook leaves out the quotation marks: `Ruiz, Ana <ana@x.org>; Lee, Ben <ben@x.org>`.
  let surname = "";
  function close(end: number, separator: string) {
    const piece = line.slice(start, end).trim();
    const goesOn = surname !== "" && /^[^"<@]+</.test(piece);
    if (surname && !goesOn) pieces.push(surname);
    const waits = separator === "," && looksLikeName(piece);
    if (piece && !waits) pieces.push(goesOn ? `${surname}, ${piece}` : piece);
    surname = waits ? piece : "";
    start = end + 1;
    blank = true;
  }
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? "";
    if (separators.has(letter)) {
      close(at, letter);
    } else if (letter === '"' && blank) {
      const end = line.indexOf('"', at + 1);
      if (end > 0) at = end;
      blank = false;
    } else if (letter.trim() !== "") {
      blank = false;
    }
  }
  close(line.length, "");
  return pieces;
}

function* peopleOfPiece(piece: string): Generator<Written> {
  let at = 0;
  for (const match of piece.matchAll(/<([^<>]*)>/g)) {
    const [bracket, inside = ""] = match;
    const [before, name] = nameBefore(piece.slice(at, match.index), inside);
    yield* plainPeople(before);
    at = match.index + bracket.length;
    yield { text: name ? `${name} ${bracket}` : bracket, address: undecorated(inside), name };
  }
  yield* plainPeople(at > 0 ? withoutRemarks(piece.slice(at)) : piece);
}

/** What is left of the name, and the name, of the text before an address in brackets. */
function nameBefore(text: string, address: string): [before: string, name: string] {
  const name = text.trim();
  if (!name.includes("@") || /^"[^"]*"$/.test(name)) return ["", name];
  // Mail programs name people without a name by their address.
  if (undecorated(name).toLowerCase() === undecorated(address).toLowerCase()) return ["", ""];
  const words = name.split(/\s+/);
  const last = words.findLastIndex((word) => word.includes("@"));
  return [words.slice(0, last + 1).join(" "), words.slice(last + 1).join(" ")];
}

/** Remarks in brackets, `(work)`, are no part of an address. */
function withoutRemarks(text: string): string {
  return text.replace(/\([^()@]*\)/g, " ");
}

/** Addresses with blanks between them; words that are none stay together, to be mended. */
function* plainPeople(text: string): Generator<Written> {
  const words = text.split(/\s+/).filter(Boolean);
  const whole = words.join(" ");
  const [only = "", ...others] = words.filter((word) => word.includes("@"));
  if (only && others.length === 0 && words.length > 1) {
    const address = undecorated(only);
    const remark = words[0] === only ? words.slice(1).join(" ") : "";
    // `ana @x.org`: one address with a blank too many, and not three.
    if (!parseEmailAddress(address).ok) return yield { text: whole, address: whole, name: "" };
    if (/^\([^()]*\)$/.test(remark)) return yield { text: whole, address, name: unquoted(remark) };
  }
  for (const { address, text: run } of runsOf(words)) {
    yield { text: run, address: address ? undecorated(run) : run, name: "" };
  }
}

/** Each word with an @, and the words between such as one. */
function runsOf(words: readonly string[]): { address: boolean; text: string }[] {
  const runs: { address: boolean; text: string }[] = [];
  for (const word of words) {
    const address = word.includes("@");
    const last = runs.at(-1);
    if (last && !last.address && !address) last.text += ` ${word}`;
    else runs.push({ address, text: word });
  }
  return runs;
}
