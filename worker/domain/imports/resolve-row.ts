import type { RoleView } from "../invitations/invitation-view.ts";
import { languages } from "../languages.ts";
import { looksConfusable, parseEmailAddress } from "../people/email-address.ts";
import { cleanPersonName } from "../people/person-name.ts";
import type { RoleKey } from "../permissions.ts";
import type { Policies } from "../policies.ts";
import type { ColumnKey } from "./columns.ts";
import { suggestDomain } from "./mail-domains.ts";
import { nearest } from "./nearest.ts";
import { roleOfWord } from "./role-words.ts";

/** One thing about one cell: what was found, what was expected, and what it may have meant (F60). */
export interface CellProblem {
  column: ColumnKey;
  code: ProblemCode;
  found: string;
  expected?: string[];
  suggestion?: string;
  /** Where those two are ids: what each is called. */
  names?: Record<string, string>;
}

/** The error catalogue of imports (F74); pages have words for each. */
export type ProblemCode =
  | "required"
  | "email_malformed"
  | "email_too_long"
  | "email_display_name"
  | "email_several"
  | "email_quoted"
  | "email_not_ascii"
  | "email_control_characters"
  | "email_typo"
  | "email_look_alike"
  | "name_too_long"
  | "name_link"
  | "name_control_characters"
  | "name_bidi_removed"
  | "role_unknown"
  | "role_not_here"
  | "role_above_yours"
  | "role_needs_confirmation"
  | "one_role"
  | "unit_unknown"
  | "unit_ambiguous"
  | "group_unknown"
  | "group_ambiguous"
  | "group_outside_unit"
  | "group_ignored"
  | "language_unknown"
  | "message_too_long"
  | "message_control_characters"
  | "external_id_too_long"
  | "surplus_cells"
  | "control_characters"
  | "existing_above_yours"
  | "existing_names_right"
  | "existing_roles_right"
  | "existing_invitation_right"
  | "existing_second_role"
  | "existing_gone";

/** What a row says, ready to be written, with everything that is wrong or odd about it. */
export interface ResolvedRow {
  email: string | null;
  firstName: string;
  lastName: string;
  roles: RoleView[];
  /** The row itself says which roles; otherwise they are the workspace's usual ones. */
  rolesNamed: boolean;
  unitIds: string[];
  groupIds: string[];
  language: string | null;
  note: string | null;
  externalId: string | null;
  problems: CellProblem[];
  warnings: CellProblem[];
}

/** Names of units or groups of the workspace, as a file may write them. */
export interface NameIndex {
  /** Ids by exact name and by folded name, names by id. */
  exact: ReadonlyMap<string, readonly string[]>;
  folded: ReadonlyMap<string, readonly string[]>;
  ids: ReadonlyMap<string, string>;
  names: readonly string[];
}

export interface RowRules {
  /** What each column of the file means; null: ignored. */
  mapping: readonly (ColumnKey | null)[];
  policies: Policies;
  units: NameIndex;
  groups: NameIndex;
  /** Unit of a group; null where it has none. */
  unitOfGroup: ReadonlyMap<string, string | null>;
  /** True when the uploader may hand out this role (F19). */
  mayGrant(role: RoleKey): boolean;
  /** Roles that need a confirmation have one for this import (D26). */
  rolesConfirmed: boolean;
}

const longestMessage = 1_000;
const longestExternalId = 200;
const shownAllowed = 20;
/** Ids are long and every row keeps its own: all are named where they are few, otherwise none. */
const shownIds = 4;

// Control characters beside tab and line breaks, and what stands for bytes that were no letter.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/;

/** Roles that hold within a unit or a group when the row names one (D15). */
const unitRoles: readonly RoleKey[] = ["unit_manager"];
const groupRoles: readonly RoleKey[] = ["group_admin", "user_admin", "coach", "session_instructor"];

/**
 * Reads one row of a file by the workspace's rules (D23 to D27, F54 to F57, F69). Pure: it asks nothing
 * and changes nothing, so that the preview, a correction and the import itself see the same.
 */
export function resolveRow(cells: readonly string[], rules: RowRules): ResolvedRow {
  const row: ResolvedRow = {
    email: null,
    firstName: "",
    lastName: "",
    roles: [],
    rolesNamed: false,
    unitIds: [],
    groupIds: [],
    language: null,
    note: null,
    externalId: null,
    problems: [],
    warnings: [],
  };
  const found = cellsByColumn(cells, rules.mapping);
  readEmail(row, found.get("email")?.[0] ?? "");
  readNames(row, found);
  const roleWords = parts(found.get("role"));
  const roles = readRoles(row, roleWords, rules);
  readUnit(row, parts(found.get("unit")), rules);
  readGroups(row, parts(found.get("group")), rules);
  row.roles = roles.flatMap((role) => scoped(role, row));
  row.rolesNamed = roleWords.length > 0;
  readLanguage(row, found.get("language")?.[0] ?? "");
  readMessage(row, found.get("message")?.[0] ?? "");
  readExternalId(row, found.get("external_id")?.[0] ?? "");
  refuseUnreadable(row, found);
  requireColumns(row, found, rules.policies);
  if (cells.length > rules.mapping.length) {
    const surplus = cells.slice(rules.mapping.length).filter(Boolean);
    if (surplus.length > 0) {
      row.problems.push({ column: "email", code: "surplus_cells", found: surplus.join(" | ").slice(0, 200) });
    }
  }
  return row;
}

/**
 * The same for rows that one repair mends. An unknown name is mended by another name wherever it stands; a
 * spoiled address by its own suggestion. `!` is an error, `~` a warning.
 */
export function problemKey(kind: "!" | "~", { code, column, found, suggestion }: CellProblem): string {
  const byValue = column === "role" || column === "unit" || column === "group" || column === "language";
  return `${kind}${code}:${column}:${byValue ? found : suggestion ? "suggested" : ""}`.slice(0, 200);
}

/** A file names the same few roles, units and groups in every row. */
const foldedNames = new Map<string, string>();
const mostFolded = 10_000;

/** A name as it is compared where case does not count. */
function foldName(name: string): string {
  const known = foldedNames.get(name);
  if (known !== undefined) return known;
  const folded = name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();
  if (foldedNames.size < mostFolded) foldedNames.set(name, folded);
  return folded;
}

/** Index of the units or groups that a file may name. */
export function nameIndex(rows: readonly { id: string; name: string }[]): NameIndex {
  const exact = new Map<string, string[]>();
  const folded = new Map<string, string[]>();
  for (const { id, name } of rows) {
    exact.set(name, [...(exact.get(name) ?? []), id]);
    folded.set(foldName(name), [...(folded.get(foldName(name)) ?? []), id]);
  }
  return {
    exact,
    folded,
    ids: new Map(rows.map(({ id, name }) => [id, name])),
    names: rows.map(({ name }) => name),
  };
}

function cellsByColumn(
  cells: readonly string[],
  mapping: readonly (ColumnKey | null)[],
): Map<ColumnKey, string[]> {
  const found = new Map<ColumnKey, string[]>();
  for (const [index, column] of mapping.entries()) {
    if (!column) continue;
    const cell = cells[index] ?? "";
    const known = found.get(column);
    if (known) known.push(cell);
    else found.set(column, [cell]);
  }
  return found;
}

/** The values of a column that may hold several: divided by semicolons, or in several columns (F69). */
function parts(cells: readonly string[] | undefined): string[] {
  if (!cells) return [];
  const values = cells.flatMap((cell) => (cell.includes(";") ? cell.split(";") : [cell]));
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ""))];
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
  const parsed = parseEmailAddress(cell);
  if (!parsed.ok) {
    const mended = mendedAddress(cell);
    row.problems.push({
      column: "email",
      code: emailCodes[parsed.reason],
      found: shortened(cell),
      ...(mended ? { suggestion: mended } : {}),
    });
    return;
  }
  row.email = parsed.canonical;
  const better = suggestDomain(parsed.canonical);
  if (better) {
    row.warnings.push({ column: "email", code: "email_typo", found: parsed.canonical, suggestion: better });
  } else if (looksConfusable(parsed.canonical)) {
    row.warnings.push({ column: "email", code: "email_look_alike", found: parsed.display });
  }
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

function readNames(row: ResolvedRow, found: Map<ColumnKey, string[]>): void {
  const whole = found.get("name")?.[0] ?? "";
  const blank = whole.lastIndexOf(" ");
  const first = found.get("first_name")?.[0] || (blank > 0 ? whole.slice(0, blank) : whole);
  const last = found.get("last_name")?.[0] || (blank > 0 ? whole.slice(blank + 1) : "");
  row.firstName = readName(row, "first_name", first);
  row.lastName = readName(row, "last_name", last);
}

/** Letters, marks, blanks and the few signs of names: nothing to clean. */
const plainName = /^[A-Za-z\u00c0-\u024f' .-]{0,100}$/;

function readName(row: ResolvedRow, column: ColumnKey, cell: string): string {
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

function readRoles(row: ResolvedRow, words: readonly string[], rules: RowRules): RoleKey[] {
  const { policies } = rules;
  const here = policies["roles.set"];
  const fallback = policies["csv.default_role"];
  if (words.length === 0) return fallback ? [fallback] : [];
  const roles: RoleKey[] = [];
  for (const word of words) {
    const role = roleOfWord(foldName(word), policies["csv.role_vocab"]);
    const wrong = (code: ProblemCode, suggestion?: string | null) =>
      row.problems.push({
        column: "role",
        code,
        found: shortened(word),
        expected: [...here],
        ...(suggestion ? { suggestion } : {}),
      });
    if (!role) wrong("role_unknown", nearest(foldName(word), here));
    else if (!here.includes(role)) wrong("role_not_here", here.includes("learner") ? "learner" : here[0]);
    else if (!rules.mayGrant(role)) wrong("role_above_yours");
    else if (policies["csv.allowed_roles"] !== "all" && !policies["csv.allowed_roles"].includes(role)) {
      if (rules.rolesConfirmed) {
        row.warnings.push({ column: "role", code: "role_needs_confirmation", found: shortened(word) });
        roles.push(role);
      } else wrong("role_needs_confirmation");
    } else roles.push(role);
  }
  const distinct = [...new Set(roles)];
  if (distinct.length > 1 && !policies["roles.multiple"]) {
    row.problems.push({
      column: "role",
      code: "one_role",
      found: shortened(words.join("; ")),
      suggestion: distinct[0] ?? "",
    });
  }
  return distinct;
}

function readUnit(row: ResolvedRow, words: readonly string[], { policies, units }: RowRules): void {
  for (const word of words) {
    const ids = idsOf(word, units, policies["csv.match"]);
    if (ids.length === 1 && ids[0]) row.unitIds.push(ids[0]);
    else row.problems.push(unknownName("unit", word, units, policies["csv.match"], ids.length > 1));
  }
}

function readGroups(row: ResolvedRow, words: readonly string[], rules: RowRules): void {
  const { policies, groups, unitOfGroup } = rules;
  for (const word of words) {
    const ids = idsOf(word, groups, policies["csv.match"]);
    const id = ids[0];
    if (ids.length !== 1 || !id) {
      const problem = unknownName("group", word, groups, policies["csv.match"], ids.length > 1);
      if (ids.length === 0 && policies["csv.unknown_group"] === "ignore") {
        row.warnings.push({ ...problem, code: "group_ignored" });
      } else row.problems.push(problem);
      continue;
    }
    const unitId = unitOfGroup.get(id) ?? null;
    if (unitId !== null && row.unitIds.length > 0 && !row.unitIds.includes(unitId)) {
      row.problems.push({ column: "group", code: "group_outside_unit", found: shortened(word) });
    } else row.groupIds.push(id);
  }
}

/** An id always counts; a name as the policy says (D27). Several of one name: all of them. */
function idsOf(word: string, index: NameIndex, match: Policies["csv.match"]): readonly string[] {
  if (index.ids.has(word)) return [word];
  if (match === "id") return [];
  return (match === "exact" ? index.exact.get(word) : index.folded.get(foldName(word))) ?? [];
}

function unknownName(
  column: "unit" | "group",
  word: string,
  index: NameIndex,
  match: Policies["csv.match"],
  ambiguous: boolean,
): CellProblem {
  const near = ambiguous ? null : nearest(word, index.names);
  const problem = {
    column,
    code: `${column}_${ambiguous ? "ambiguous" : "unknown"}`,
    found: shortened(word),
  } as const;
  if (match !== "id") {
    const expected = index.names.slice(0, shownAllowed);
    return { ...problem, expected, ...(near ? { suggestion: near } : {}) };
  }
  // Only an id counts here, so only ids are offered: a name that several have leads to none of them.
  const meant = near === null ? [] : (index.exact.get(near) ?? []);
  const suggestion = meant.length === 1 ? meant[0] : undefined;
  const expected = index.ids.size <= shownIds ? [...index.ids.keys()] : [];
  const offered = [...expected, ...(suggestion ? [suggestion] : [])];
  if (offered.length === 0) return problem;
  return {
    ...problem,
    ...(expected.length > 0 ? { expected } : {}),
    ...(suggestion ? { suggestion } : {}),
    names: Object.fromEntries(offered.map((id) => [id, index.ids.get(id) ?? id])),
  };
}

function scoped(role: RoleKey, row: ResolvedRow): RoleView[] {
  if (unitRoles.includes(role) && row.unitIds.length > 0) {
    return row.unitIds.map((unitId) => ({ role, unitId, groupId: null }));
  }
  if (groupRoles.includes(role) && row.groupIds.length > 0) {
    return row.groupIds.map((groupId) => ({ role, unitId: null, groupId }));
  }
  return [{ role, unitId: null, groupId: null }];
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
  } else if (controls.test(cell)) {
    row.problems.push({ column: "message", code: "message_control_characters", found: shortened(cell) });
  } else row.note = cell.replace(/\r\n?/g, "\n");
}

function readExternalId(row: ResolvedRow, cell: string): void {
  if (cell === "") return;
  if (cell.length > longestExternalId) {
    row.problems.push({ column: "external_id", code: "external_id_too_long", found: shortened(cell) });
  } else if (controls.test(cell)) {
    row.problems.push({ column: "external_id", code: "control_characters", found: shortened(cell) });
  } else row.externalId = cell;
}

/** Names the columns that hold what nobody can read or type, unless they are wrong already (C-13). */
function refuseUnreadable(row: ResolvedRow, found: Map<ColumnKey, string[]>): void {
  for (const [column, cells] of found) {
    const cell = cells.find((cell) => controls.test(cell));
    if (cell === undefined) continue;
    const places: readonly ColumnKey[] = column === "name" ? ["first_name", "last_name"] : [column];
    if (row.problems.some((problem) => places.includes(problem.column))) continue;
    row.problems.push({ column, code: "control_characters", found: shortened(cell) });
  }
}

function requireColumns(row: ResolvedRow, found: Map<ColumnKey, string[]>, policies: Policies): void {
  const wrong = new Set(row.problems.map(({ column }) => column));
  const need = (column: ColumnKey, filled: boolean) => {
    if (!filled && !wrong.has(column)) row.problems.push({ column, code: "required", found: "" });
  };
  const required = policies["csv.required"];
  if (required.includes("first_name")) need("first_name", row.firstName !== "");
  if (required.includes("last_name")) need("last_name", row.lastName !== "");
  // Without a default the row must name a role, whether or not the column is among the required ones (D13).
  if (required.includes("role"))
    need(
      "role",
      (found.get("role") ?? []).some((cell) => cell !== ""),
    );
  else need("role", row.roles.length > 0);
}

function shortened(cell: string): string {
  return cell.length > 120 ? `${cell.slice(0, 119)}…` : cell;
}
