import { languages } from "../languages.ts";
import { looksConfusable, parseEmailAddress } from "../people/email-address.ts";
import { type LoginNameProblem, loginNameKey, parseLoginName } from "../people/login-name.ts";
import { cleanPersonName } from "../people/person-name.ts";
import { isUnreadable, type ProblemCode, shortened } from "./cell-problems.ts";
import { suggestDomain } from "./mail-domains.ts";
import { nearest } from "./nearest.ts";
import { type FoundCells, firstOf, type ResolvedRow } from "./resolved-row.ts";
import type { RowRules } from "./row-rules.ts";
import { signInLost } from "./sign-in-of-row.ts";

const longestMessage = 1_000;
const longestExternalId = 200;

/** Who the person of a row is, and what is written to them: address, username, names, language, message, external ID. */
export function readPerson(row: ResolvedRow, found: FoundCells, rules: RowRules): void {
  const username = firstOf(found, "username");
  const email = firstOf(found, "email");
  // Whoever is set up may have a username instead of an address, and nobody else (D42).
  const mayLackAddress = rules.policies["identity.allow_no_email"] && rules.setsUp !== false;
  if (email !== "" || username === "" || !mayLackAddress) readEmail(row, email);
  readUsername(row, username, rules);
  readNotifyEmail(row, firstOf(found, "notify_email"), rules);
  readNames(row, found);
  readLanguage(row, firstOf(found, "language"));
  readMessage(row, firstOf(found, "message"));
  readExternalId(row, firstOf(found, "external_id"));
}

/** Who is told for somebody without an address (F146); whoever has one is told themselves. */
function readNotifyEmail(row: ResolvedRow, cell: string, { policies }: RowRules): void {
  if (cell === "") return;
  if (!policies["identity.allow_no_email"]) {
    row.problems.push({ column: "notify_email", code: "not_asked", found: shortened(cell) });
  } else if (row.email !== null) {
    row.warnings.push({ column: "notify_email", code: "notify_unused", found: shortened(cell) });
  } else row.notifyEmail = parsedAddress(row, "notify_email", cell)?.canonical ?? null;
}

/** The address of a cell; null with what is wrong written down. */
function parsedAddress(row: ResolvedRow, column: "email" | "notify_email", cell: string) {
  const parsed = parseEmailAddress(cell);
  if (parsed.ok) return parsed;
  const mended = mendedAddress(cell);
  row.problems.push({
    column,
    code: emailCodes[parsed.reason],
    found: shortened(cell),
    ...(mended ? { suggestion: mended } : {}),
  });
  return null;
}

const emailCodes = {
  empty: "required",
  malformed: "email_malformed",
  too_long: "email_too_long",
  display_name: "email_display_name",
  several: "email_several",
  quoted_local: "email_quoted",
  not_ascii_local: "email_not_ascii",
  control_characters: "email_control_characters",
} as const satisfies Record<string, ProblemCode>;

function readEmail(row: ResolvedRow, cell: string): void {
  const parsed = parsedAddress(row, "email", cell);
  if (!parsed) return;
  row.email = parsed.canonical;
  const better = suggestDomain(parsed.canonical);
  if (better) {
    row.warnings.push({ column: "email", code: "email_typo", found: parsed.canonical, suggestion: better });
  } else if (looksConfusable(parsed.canonical)) {
    row.warnings.push({ column: "email", code: "email_look_alike", found: parsed.display });
  }
}

const usernameCodes = {
  login_name_short: "username_short",
  login_name_long: "username_long",
  login_name_address: "username_address",
  login_name_form: "username_form",
} as const satisfies Record<LoginNameProblem, ProblemCode>;

function readUsername(row: ResolvedRow, cell: string, { policies, setsUp }: RowRules): void {
  if (cell === "") return;
  const parsed = parseLoginName(cell);
  if (!parsed.ok) {
    const mended = mendedUsername(cell);
    row.problems.push({
      column: "username",
      code: usernameCodes[parsed.reason],
      found: shortened(cell),
      ...(mended ? { suggestion: mended } : {}),
    });
    return;
  }
  row.username = parsed.name;
  row.usernameKey = loginNameKey(parsed.name);
  const lost = signInLost(row, policies, setsUp !== false);
  if (lost?.column === "username") row.problems.push(lost);
  else if (setsUp === null) {
    row.warnings.push({ column: "username", code: "username_needs_set_up", found: parsed.name });
  }
}

/** What a spoiled username most likely was: `Ana Ruíz` as `ana.ruiz`, `ana@example.com` as `ana`. */
function mendedUsername(cell: string): string | null {
  const plain = cell
    .slice(0, 200)
    .replace(/@.*$/s, "")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ".")
    .replace(/[^a-z0-9._-]+/g, "")
    .replace(/^[._-]+|[._-]+$/g, "");
  const parsed = parseLoginName(plain);
  return parsed.ok ? parsed.name : null;
}

/** What a spoiled address most likely was: `Ana <ana@x.org>`, `ana(at)x.org`, `ana@x,org`, `ana@x.org.`. */
function mendedAddress(cell: string): string | null {
  if (cell.length > 400) return null;
  const inner = /<([^<>]+)>/.exec(cell)?.[1] ?? cell;
  const candidates = [
    inner,
    inner.replace(/\s+/g, ""),
    inner.replace(/\s*[([{]\s*(?:at|arroba|a)\s*[)\]}]\s*/i, "@").replace(/\s+/g, ""),
    inner.replace(/^mailto:/i, "").replace(/[,;.]+$/, ""),
    inner.replace(/,/g, ".").replace(/\s+/g, ""),
    inner.replace(/\.{2,}/g, "."),
    inner.replace(/@{2,}/g, "@"),
  ];
  for (const candidate of candidates) {
    const parsed = parseEmailAddress(candidate);
    if (parsed.ok) return parsed.canonical;
  }
  return null;
}

const nameCodes = {
  too_long: "name_too_long",
  link: "name_link",
  control_characters: "name_control_characters",
} as const satisfies Record<string, ProblemCode>;

function readNames(row: ResolvedRow, found: FoundCells): void {
  const whole = firstOf(found, "name");
  const blank = whole.lastIndexOf(" ");
  const first = firstOf(found, "first_name") || (blank > 0 ? whole.slice(0, blank) : whole);
  const last = firstOf(found, "last_name") || (blank > 0 ? whole.slice(blank + 1) : "");
  row.firstName = readName(row, "first_name", first);
  row.lastName = readName(row, "last_name", last);
}

/** Letters, marks, blanks and the few signs of names: nothing to clean. */
const plainName = /^[A-Za-z\u00c0-\u024f' .-]{0,100}$/;

function readName(row: ResolvedRow, column: "first_name" | "last_name", cell: string): string {
  if (plainName.test(cell) && !cell.includes("www.") && !cell.includes("  ")) return cell.trim();
  const cleaned = cleanPersonName(cell);
  if (!cleaned.ok) {
    row.problems.push({ column, code: nameCodes[cleaned.reason], found: shortened(cell) });
    return "";
  }
  if (cleaned.notice === "bidi_removed") {
    row.warnings.push({ column, code: "name_bidi_removed", found: cleaned.value });
  }
  return cleaned.value;
}

function readLanguage(row: ResolvedRow, cell: string): void {
  if (cell === "") return;
  const tag = cell.toLowerCase().replace("_", "-").split("-")[0] ?? "";
  const language = languages.find((known) => known === tag);
  if (language) row.language = language;
  else {
    row.problems.push({
      column: "language",
      code: "language_unknown",
      found: shortened(cell),
      expected: [...languages],
      suggestion: nearest(tag, languages) ?? "en",
    });
  }
}

function readMessage(row: ResolvedRow, cell: string): void {
  if (cell === "") return;
  if (cell.length > longestMessage) {
    row.problems.push({ column: "message", code: "message_too_long", found: shortened(cell) });
  } else if (isUnreadable(cell)) {
    row.problems.push({ column: "message", code: "message_control_characters", found: shortened(cell) });
  } else row.note = cell.replace(/\r\n?/g, "\n");
}

function readExternalId(row: ResolvedRow, cell: string): void {
  if (cell === "") return;
  if (cell.length > longestExternalId) {
    row.problems.push({ column: "external_id", code: "external_id_too_long", found: shortened(cell) });
  } else if (isUnreadable(cell)) {
    row.problems.push({ column: "external_id", code: "control_characters", found: shortened(cell) });
  } else row.externalId = cell;
}
