import * as z from "zod";
import { emailsBefore, ofLatestChange } from "../../../db/queries/import-changes.ts";
import { countsAfter, repeating, restageRows, wantingUsername } from "../../../db/queries/import-repairs.ts";
import {
  countReplacements,
  firstReplacements,
  type Replacement,
  replaceCells,
  rowsToReplaceIn,
} from "../../../db/queries/import-replacements.ts";
import { changeImport, importById } from "../../../db/queries/imports.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { findImport, requireOwn, requireStatus } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { importLimits } from "./read-csv.ts";
import { recheck } from "./recheck.ts";
import { remembering } from "./review-change.ts";

const longestText = 1_000;
/** Each is a step of the expression that folds a cell, and D1 takes a hundred. */
const mostLetters = 30;
const shownExamples = 5;

export const replacementFields = {
  /** Heading of the column. */
  column: z.string().min(1).max(10_000),
  /** May be empty with `wholeCell`: then empty cells are filled. */
  find: z.string().max(longestText),
  replace: z.string().max(longestText),
  /** Only cells that hold nothing else; otherwise wherever the text stands. */
  wholeCell: z.boolean().optional(),
  matchCase: z.boolean().optional(),
  /** Counts and shows what would change, and changes nothing. */
  dryRun: z.boolean().optional(),
};

export interface ReplacementDone {
  /** Cells that change. */
  count: number;
  /** The first of them. */
  examples: { line: number; before: string; after: string }[];
  import: ImportView;
}

/**
 * Finds a text in a column and puts another in its place, in all rows that were not taken out (screen 3c).
 * What it changed is checked anew, with the rows that repeat an address or a username which it gave up.
 *
 * Throws VALIDATION_FAILED for an unknown column and where nothing is found, CELL_TOO_LONG and ROW_TOO_LARGE
 * with the first line that would grow too large, IMPORT_STATE outside the review.
 */
export const replaceInColumn = memberUseCase(
  within("invitation.create"),
  z
    .strictObject({ importId: idField("import"), ...replacementFields })
    .refine(({ find, wholeCell }) => find !== "" || wholeCell, {
      message: "Say what to look for. Only whole cells can be looked for by nothing.",
      path: ["find"],
    }),
  async (ctx, { importId, dryRun = false, ...asked }): Promise<ReplacementDone> => {
    const { db } = ctx;
    const workspaceId = ctx.workspace.id;
    const { wholeCell = false, matchCase = false } = asked;
    const letters = matchCase ? [] : lettersOf(asked.find);
    if (letters.length > mostLetters) {
      throw invalidField("matchCase", "too_many_letters", "So many letters are found only with their case.");
    }
    const by: Replacement = { ...asked, wholeCell, matchCase, letters, ...importLimits };
    const [[stored], [found], examples] = await db.batch([
      importById(db, workspaceId, importId),
      countReplacements(db, workspaceId, importId, by),
      firstReplacements(db, workspaceId, importId, by, shownExamples),
    ]);
    const record = requireOwn(ctx, stored);
    if (!found) throw new DomainError("NOT_FOUND");
    requireStatus(record, "ready");
    const column = (record.header ?? []).indexOf(asked.column);
    if (column < 0) throw invalidField("column", "unknown_field", "The file has no such column.");
    refuseTooLarge("CELL_TOO_LONG", found.cellTooLong, importLimits.cellCharacters);
    refuseTooLarge("ROW_TOO_LARGE", found.rowTooLarge, importLimits.rowCharacters);
    const { count } = found;
    if (dryRun) return { count, examples, import: importView(record) };
    if (count === 0) throw invalidField("find", "not_found", "No cell of this column would change.");

    const rows = rowsToReplaceIn(workspaceId, importId, by);
    const meaning = record.mapping?.[column];
    // Whoever waited for an address or a username that is given up here.
    const others =
      meaning === "email"
        ? repeating(workspaceId, importId, emailsBefore(workspaceId, importId))
        : meaning === "username"
          ? wantingUsername(workspaceId, importId)
          : null;
    const { find, replace } = asked;
    const statements: Statement[] = [
      changeImport(db, workspaceId, importId, ["ready"], { status: "checking" }),
      guardChanged(db),
      ...remembering(ctx, importId, "replace", { count, column: asked.column, find, replace }, rows),
      guardChanged(db, count),
      // Counted by what was remembered: looking for the text again would read the file again.
      changeImport(db, workspaceId, importId, ["checking"], {
        counts: countsAfter(ofLatestChange(workspaceId, importId), "staged"),
      }),
      replaceCells(db, workspaceId, importId, by),
      guardChanged(db, count),
      ...(others ? restageRows(db, workspaceId, importId, others) : []),
    ];
    const view = importView({ ...record, status: "checking" });
    if (!(await commit(ctx, statements, { count, examples, import: view }))) {
      throw new DomainError("EDIT_CONFLICT");
    }
    await recheck(ctx, importId);
    return { count, examples, import: importView(await findImport(ctx, importId)) };
  },
);

/** Letters beyond ASCII that have two cases of one character each. */
function lettersOf(text: string): (readonly [string, string])[] {
  const pairs = new Map<string, string>();
  for (const letter of text.match(/[^\p{ASCII}]/gu) ?? []) {
    const large = letter.toUpperCase();
    const small = letter.toLowerCase();
    if (large !== small && [...large].length === 1 && [...small].length === 1) pairs.set(large, small);
  }
  return [...pairs];
}

function refuseTooLarge(code: "CELL_TOO_LONG" | "ROW_TOO_LARGE", line: number | null, limit: number): void {
  if (line !== null) throw new DomainError(code, { params: { line, limit } });
}
