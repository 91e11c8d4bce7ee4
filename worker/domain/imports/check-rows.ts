import { type CheckedRow, firstLinesOf } from "../../../db/queries/import-rows.ts";
import type { CountChanges } from "../../../db/queries/imports.ts";
import { standingOfEmails } from "../../../db/queries/new-invitations.ts";
import type { ImportOutcome } from "../../../db/schema/imports.ts";
import type { Context } from "../context.ts";
import { refusalOf, standingsByEmail } from "../invitations/new-invitations.ts";
import { problemKey, type ResolvedRow, type RowRules, resolveRow } from "./resolve-row.ts";

/** A row as it came from the file. */
export interface RawRow {
  line: number;
  cells: string[];
}

const outcomeOfRefusal = {
  ALREADY_MEMBER: "already_member",
  MEMBER_DEACTIVATED: "deactivated",
  ALREADY_INVITED: "already_invited",
} as const satisfies Record<string, ImportOutcome>;

/**
 * Checks a chunk of rows by the workspace's rules, against the rest of the file and against the people
 * who are there (F58, F61, C-19, C-20). Two queries in one round trip, however many rows. `writing`: the
 * lines of addresses in a chunk that is on its way into the database.
 */
export async function checkRows(
  ctx: Context,
  workspaceId: string,
  importId: string,
  rules: RowRules,
  rows: readonly RawRow[],
  writing: ReadonlyMap<string, number> = new Map(),
): Promise<CheckedRow[]> {
  const resolved = rows.map(({ line, cells }) => ({ line, row: resolveRow(cells, rules) }));
  const emails = JSON.stringify([...new Set(resolved.flatMap(({ row }) => row.email ?? []))]);
  const [standing, first] = await ctx.db.batch([
    standingOfEmails(ctx.db, workspaceId, emails),
    firstLinesOf(ctx.db, workspaceId, importId, emails),
  ]);
  const standings = standingsByEmail(standing);
  const takenBy = new Map([...writing, ...first.map(({ email, line }) => [email, line] as const)]);
  const now = ctx.now();
  return resolved.map(({ line, row }) => {
    const email = row.email;
    const earlier = email === null ? undefined : takenBy.get(email);
    if (email !== null && earlier === undefined) takenBy.set(email, line);
    const refusal = refusalOf(email === null ? undefined : standings.get(email), now);
    const known = refusal && refusal in outcomeOfRefusal ? (refusal as keyof typeof outcomeOfRefusal) : null;
    const outcome: ImportOutcome =
      row.problems.length > 0
        ? "error"
        : earlier !== undefined
          ? "duplicate"
          : known
            ? outcomeOfRefusal[known]
            : row.warnings.length > 0
              ? "warning"
              : "ready";
    return {
      line,
      email,
      outcome,
      problem: groupOf(row, outcome),
      resolved: lean(row, outcome === "duplicate" ? (earlier ?? null) : null),
    };
  });
}

/** What a row is listed under; null where there is nothing to look at. */
function groupOf(row: ResolvedRow, outcome: ImportOutcome): string | null {
  if (outcome === "ready") return null;
  if (outcome === "error" && row.problems[0]) return problemKey("!", row.problems[0]);
  if (outcome === "warning" && row.warnings[0]) return problemKey("~", row.warnings[0]);
  return `=${outcome}`;
}

/** How many rows there are of each outcome. */
export function countOutcomes(rows: readonly { outcome: ImportOutcome }[]): CountChanges {
  const counts: CountChanges = {};
  for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** What is worth keeping of a resolved row: 200,000 of them are written. */
function lean(row: ResolvedRow, firstLine: number | null): Record<string, unknown> {
  const kept = Object.entries({ ...row, firstLine }).filter(
    ([, value]) => value !== null && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept);
}

/** The resolved row as it was before it was made lean. */
export function fullRow(kept: Record<string, unknown> | null): ResolvedRow & { firstLine: number | null } {
  return {
    email: null,
    firstName: "",
    lastName: "",
    roles: [],
    unitIds: [],
    groupIds: [],
    language: null,
    note: null,
    externalId: null,
    problems: [],
    warnings: [],
    firstLine: null,
    ...kept,
  };
}
