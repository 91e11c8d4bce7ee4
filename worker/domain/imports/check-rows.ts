import { type CheckedRow, firstLinesOf } from "../../../db/queries/import-rows.ts";
import { peopleOfEmails } from "../../../db/queries/import-updates.ts";
import type { CountChanges } from "../../../db/queries/imports.ts";
import type { ImportOutcome } from "../../../db/schema/imports.ts";
import type { Context } from "../context.ts";
import { type CellProblem, problemKey } from "./cell-problems.ts";
import { resolveRow } from "./resolve-row.ts";
import { emptyRow, type ResolvedRow } from "./resolved-row.ts";
import type { JudgingRules } from "./row-rules.ts";
import { changesPeople, judgePerson, type PersonHere, type RowChange } from "./update-of-row.ts";

/** A row as it came from the file. */
export interface RawRow {
  line: number;
  cells: string[];
}

/**
 * Checks a chunk of rows by the workspace's rules, against the rest of the file and against the people
 * who are there (F58, F61, C-19, C-20). Two queries in one round trip, however many rows. `writing`: the
 * lines of addresses in a chunk that is on its way into the database.
 */
export async function checkRows(
  ctx: Context,
  workspaceId: string,
  importId: string,
  rules: JudgingRules,
  rows: readonly RawRow[],
  writing: ReadonlyMap<string, number> = new Map(),
): Promise<CheckedRow[]> {
  const resolved = rows.map(({ line, cells }) => ({ line, row: resolveRow(cells, rules) }));
  const emails = JSON.stringify([...new Set(resolved.flatMap(({ row }) => row.email ?? []))]);
  const [people, first] = await ctx.db.batch([
    peopleOfEmails(ctx.db, workspaceId, emails, changesPeople(rules.existing)),
    firstLinesOf(ctx.db, workspaceId, importId, emails),
  ]);
  return judgeRows(resolved, { people, first, writing }, rules, ctx.now());
}

/** What a file and its workspace hold of some addresses already. */
export interface KnownOfEmails {
  people: readonly PersonHere[];
  first: readonly { email: string; line: number }[];
  writing?: ReadonlyMap<string, number>;
}

/** What becomes of rows by what is known of their addresses. Pure; a row does not stand in its own way. */
export function judgeRows(
  rows: readonly { line: number; row: ResolvedRow }[],
  { people, first, writing = new Map() }: KnownOfEmails,
  rules: JudgingRules,
  now: number,
): CheckedRow[] {
  const holders = new Map(people.map((person) => [person.membership.email, person]));
  const own = new Set(rows.map(({ line }) => line));
  const others = first.filter(({ line }) => !own.has(line));
  const takenBy = new Map([...writing, ...others.map(({ email, line }) => [email, line] as const)]);
  return rows.map(({ line, row }) => {
    const email = row.email;
    const earlier = email === null ? undefined : takenBy.get(email);
    if (email !== null && earlier === undefined) takenBy.set(email, line);
    if (row.problems.length > 0) return checkedRow(line, row, "error");
    if (earlier !== undefined) return checkedRow(line, row, "duplicate", { firstLine: earlier });
    const person = holders.get(email);
    const judged = person ? judgePerson(row, person, rules, now) : null;
    if (!judged) return checkedRow(line, row, row.warnings.length > 0 ? "warning" : "ready");
    if (judged.outcome === "update") return checkedRow(line, row, "update", { changes: judged.changes });
    return judged.outcome === "error"
      ? checkedRow(line, { ...row, problems: [judged.problem] }, "error")
      : checkedRow(line, row, judged.outcome);
  });
}

function checkedRow(
  line: number,
  row: ResolvedRow,
  outcome: ImportOutcome,
  more: { firstLine?: number; changes?: RowChange[] } = {},
): CheckedRow {
  return {
    line,
    email: row.email,
    outcome,
    problem: listedUnder(outcome, row),
    resolved: leanRow({ ...row, ...more }),
  };
}

/**
 * What a row is listed under; null where there is nothing to look at. `!` errors, `~` warnings, `+` changes of
 * people, `=` what is left out or over.
 */
export function listedUnder(
  outcome: ImportOutcome,
  { problems, warnings }: { problems: readonly CellProblem[]; warnings: readonly CellProblem[] },
): string | null {
  if (outcome === "ready" || outcome === "invited") return null;
  if (outcome === "error" && problems[0]) return problemKey("!", problems[0]);
  if (outcome === "warning" && warnings[0]) return problemKey("~", warnings[0]);
  return outcome === "update" || outcome === "updated" ? `+${outcome}` : `=${outcome}`;
}

/** How many rows there are of each outcome. */
export function countOutcomes(rows: readonly { outcome: ImportOutcome }[]): CountChanges {
  const counts: CountChanges = {};
  for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** What is worth keeping of a resolved row: 200,000 of them are written. */
export function leanRow(row: Partial<KeptRow>): Record<string, unknown> {
  const kept = Object.entries(row).filter(
    ([, value]) =>
      value !== null &&
      value !== "" &&
      value !== false &&
      !(typeof value === "object" && Object.keys(value).length === 0),
  );
  return Object.fromEntries(kept);
}

/** A row as it is kept. */
export interface KeptRow extends ResolvedRow {
  /** Where the address of a duplicate stood first. */
  firstLine: number | null;
  /** What it changes, or has changed, of somebody who is here. */
  changes: RowChange[];
}

/** The resolved row as it was before it was made lean. */
export function fullRow(kept: Record<string, unknown> | null): KeptRow {
  return { ...emptyRow(), firstLine: null, changes: [], ...kept };
}
