import { type CheckedRow, firstLinesOf } from "../../../db/queries/import-rows.ts";
import { takenSignIns } from "../../../db/queries/import-sign-ins.ts";
import { peopleOfEmails } from "../../../db/queries/import-updates.ts";
import type { CountChanges } from "../../../db/queries/imports.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { ImportOutcome } from "../../../db/schema/imports.ts";
import type { Actor, Context } from "../context.ts";
import { auditElsewhere } from "../invitations/invite-user.ts";
import { type CellProblem, problemKey } from "./cell-problems.ts";
import { resolveRow } from "./resolve-row.ts";
import { emptyRow, type ResolvedRow } from "./resolved-row.ts";
import type { JudgingRules } from "./row-rules.ts";
import { usernameTaken } from "./sign-in-of-row.ts";
import { changesPeople, judgePerson, type PersonHere, type RowChange } from "./update-of-row.ts";

/** A row as it came from the file. */
export interface RawRow {
  line: number;
  cells: string[];
}

/**
 * Checks a chunk of rows by the workspace's rules, against the rest of the file and against the people
 * who are there (F58, F61, C-19, C-20). Two queries in one round trip, however many rows, and one more beside
 * them where people with an account are not invited or the file has usernames.
 */
export async function checkRows(
  ctx: Context,
  workspaceId: string,
  importId: string,
  rules: JudgingRules,
  rows: readonly RawRow[],
  upload: UploadSoFar | null = null,
): Promise<CheckedRow[]> {
  const resolved = rows.map(({ line, cells }) => ({ line, row: resolveRow(cells, rules) }));
  const emails = JSON.stringify([...new Set(resolved.flatMap(({ row }) => row.email ?? []))]);
  const [[people, first], signIns] = await Promise.all([
    ctx.db.batch([
      peopleOfEmails(ctx.db, workspaceId, emails, changesPeople(rules.existing)),
      firstLinesOf(ctx.db, workspaceId, importId, emails),
    ]),
    knownOfSignIns(ctx, { workspaceId, importId }, rules, resolved, upload),
  ]);
  return judgeRows(
    resolved,
    { people, first, ...signIns, ...(upload ? { writing: upload.emails } : {}) },
    rules,
    ctx.now(),
  );
}

/** What an upload that is under way has read already. */
export interface UploadSoFar {
  /** The lines of addresses in a chunk that is on its way into the database. */
  emails: ReadonlyMap<string, number>;
  /** The lines of all usernames up to here, by key: no index finds them among the rows. */
  usernames: ReadonlyMap<string, number>;
}

/** Asks who has an account where that keeps people out (D18), and whose the usernames of these rows are. */
export async function knownOfSignIns(
  { db }: Context,
  { workspaceId, importId }: { workspaceId: string; importId: string },
  rules: Pick<JudgingRules, "blocksWithin">,
  rows: readonly { row: ResolvedRow }[],
  upload: UploadSoFar | null = null,
): Promise<KnownOfSignIns> {
  const emails = rules.blocksWithin === null ? [] : rows.flatMap(({ row }) => row.email ?? []);
  const keys = rows.flatMap(({ row }) => row.usernameKey ?? []);
  const asks = emails.length + keys.length > 0;
  const nameKeys = JSON.stringify(keys);
  const found = asks
    ? await takenSignIns(db, workspaceId, importId, {
        customerId: rules.blocksWithin ?? "",
        emails: JSON.stringify(emails),
        nameKeys,
        nameKeysInFile: upload ? "[]" : nameKeys,
      })
    : [];
  const of = (wanted: (typeof found)[number]["kind"]) => found.filter(({ kind }) => kind === wanted);
  return {
    elsewhere: new Set(of("elsewhere").map(({ key }) => key)),
    owners: new Map(of("owner").map(({ key, value }) => [key, String(value)])),
    usernames: upload?.usernames ?? new Map(),
    usernameRows: of("line").map(({ key, value }) => ({ key, line: Number(value) })),
  };
}

export interface KnownOfSignIns {
  /** Addresses with an account that keeps them out. */
  elsewhere: ReadonlySet<string>;
  /** Whose a username is, by its key. */
  owners: ReadonlyMap<string, string>;
  /** The lines that hold usernames: of the upload so far, and in the database. */
  usernames: ReadonlyMap<string, number>;
  usernameRows: readonly { key: string; line: number }[];
}

/** What a file and its workspace hold of some addresses and usernames already. */
export interface KnownOfRows extends KnownOfSignIns {
  people: readonly PersonHere[];
  first: readonly { email: string; line: number }[];
  writing?: ReadonlyMap<string, number>;
}

/** What becomes of rows by what is known of their addresses and usernames. Pure; a row does not stand in its own way. */
export function judgeRows(
  rows: readonly { line: number; row: ResolvedRow }[],
  { people, first, writing = new Map(), elsewhere, owners, usernames, usernameRows }: KnownOfRows,
  rules: JudgingRules,
  now: number,
): CheckedRow[] {
  const holders = new Map(people.map((person) => [person.membership.email, person]));
  const own = new Set(rows.map(({ line }) => line));
  const others = first.filter(({ line }) => !own.has(line));
  const takenBy = new Map([...writing, ...others.map(({ email, line }) => [email, line] as const)]);
  const lines = new Map([
    ...usernames,
    ...usernameRows.flatMap(({ key, line }) => (own.has(line) ? [] : [[key, line] as const])),
  ]);
  return rows.map(({ line, row }) => {
    const email = row.email;
    const earlier = email === null ? undefined : takenBy.get(email);
    if (email !== null && earlier === undefined) takenBy.set(email, line);
    if (row.problems.length > 0) return checkedRow(line, row, "error");
    if (earlier !== undefined) return checkedRow(line, row, "duplicate", { firstLine: earlier });
    const person = holders.get(email);
    const judged = person ? judgePerson(row, person, rules, now) : null;
    if (!judged) {
      const blocked = email !== null && elsewhere.has(email) ? accountElsewhere(email) : null;
      const problem = blocked ?? usernameTaken(row, { owners, lines }, person?.membership.id);
      if (problem) return checkedRow(line, { ...row, problems: [problem] }, "error");
      if (row.usernameKey !== null) lines.set(row.usernameKey, line);
      return checkedRow(line, row, row.warnings.length > 0 ? "warning" : "ready");
    }
    if (judged.outcome === "update" && row.usernameKey !== null) {
      // Whoever is here keeps the username that they have.
      if (owners.get(row.usernameKey) !== judged.person.id) {
        const problem = { column: "username", code: "existing_username", found: row.username ?? "" } as const;
        return checkedRow(line, { ...row, problems: [problem] }, "error");
      }
    }
    if (judged.outcome === "update") return checkedRow(line, row, "update", { changes: judged.changes });
    return judged.outcome === "error"
      ? checkedRow(line, { ...row, problems: [judged.problem] }, "error")
      : checkedRow(line, row, judged.outcome);
  });
}

/** The same as with one address, and nothing of where the account is (D18). */
export function accountElsewhere(email: string): CellProblem {
  return { column: "email", code: "account_elsewhere", found: email };
}

/** The usernames that these rows hold, by key, each with its line. */
export function usernamesHeld(rows: readonly CheckedRow[]): [key: string, line: number][] {
  return rows.flatMap(({ line, outcome, resolved }) => {
    const { usernameKey } = fullRow(resolved ?? null);
    const goesAlong = outcome === "ready" || outcome === "warning";
    return goesAlong && usernameKey !== null ? [[usernameKey, line] as [string, number]] : [];
  });
}

/** Writes down who learnt from these rows which addresses have an account with this customer (D18). */
export function auditBlocked(
  ctx: Context,
  { workspaceId, importId, actor }: { workspaceId: string; importId: string; actor: Actor },
  rows: readonly Pick<CheckedRow, "problem" | "resolved">[],
): Statement[] {
  const emails = rows.flatMap(({ problem, resolved }) => {
    const [first] = problem?.startsWith("!account_elsewhere:") ? fullRow(resolved ?? null).problems : [];
    return first ? [first.found] : [];
  });
  if (emails.length === 0) return [];
  const asker = { ...ctx, workspace: { id: workspaceId }, actor };
  return auditElsewhere(asker, "invitation.refused_elsewhere", emails, importId);
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
