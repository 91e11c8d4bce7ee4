import * as z from "zod";
import {
  type ImportRowInsert,
  rowsByProblem,
  rowsInOrder,
  rowsWithOutcome,
} from "../../../db/queries/import-rows.ts";
import { importById } from "../../../db/queries/imports.ts";
import { type ImportOutcome, importOutcomes } from "../../../db/schema/imports.ts";
import { invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import type { CellProblem } from "./cell-problems.ts";
import { fullRow } from "./check-rows.ts";
import { requireOwn } from "./find-import.ts";
import type { RowChange } from "./update-of-row.ts";

/** A row of a file as pages and programs see it. */
export interface ImportRowView {
  line: number;
  cells: string[];
  outcome: ImportOutcome;
  email: string | null;
  problems: CellProblem[];
  warnings: CellProblem[];
  /** Where the address stood first, for a duplicate. */
  firstLine: number | null;
  /** What it changes, or has changed, of somebody who is here already. */
  changes: RowChange[];
  /** The person it made or met. */
  userId: string | null;
}

export interface ImportRowPage {
  rows: ImportRowView[];
  nextCursor: string | null;
}

const signOf = { errors: "!", warnings: "~", updates: "+", skipped: "=" } as const;

export const listImportRowsFields = z.strictObject({
  importId: idField("import"),
  show: z.enum(["all", "errors", "warnings", "updates", "skipped"]).optional(),
  outcome: z.enum(importOutcomes).optional(),
  /** One group of `viewImport`. */
  problem: z.string().max(300).optional(),
  limit: z.int().min(1).max(200).optional(),
  cursor: z.string().max(400).optional(),
});

/**
 * The rows of an import: all in the order of the file, those of one outcome, or those with something to
 * look at, by problem. Throws NOT_FOUND.
 */
export const listImportRows = memberUseCase(
  within("invitation.create"),
  listImportRowsFields.refine(({ show, outcome, problem }) => !outcome || !(show || problem), {
    message: "Filter by the outcome or by the problem, not by both.",
    path: ["outcome"],
  }),
  async (ctx, { importId, show = "all", outcome, problem, limit = 50, cursor }): Promise<ImportRowPage> => {
    const after = cursor === undefined ? null : readCursor(cursor);
    const afterLine = after?.line ?? 0;
    const workspaceId = ctx.workspace.id;
    const wanted = problem !== undefined ? onlyProblem(problem) : outcome ? ofOutcome(outcome) : shown(show);
    const [[stored], rows] = await ctx.db.batch([
      importById(ctx.db, workspaceId, importId),
      wanted
        ? rowsByProblem(ctx.db, workspaceId, importId, wanted, after, limit + 1)
        : outcome
          ? rowsWithOutcome(ctx.db, workspaceId, importId, [outcome], afterLine, limit + 1)
          : rowsInOrder(ctx.db, workspaceId, importId, afterLine, limit + 1),
    ]);
    requireOwn(ctx, stored);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(rowView),
      nextCursor: rows.length > limit && last ? `${last.line}.${last.problem ?? ""}` : null,
    };
  },
);

/** A range of the index by problem. */
interface Problems {
  from: string;
  below: string;
}

/** The rows of one group. */
export const onlyProblem = (problem: string): Problems => ({ from: problem, below: `${problem}\u0000` });
const beginningWith = (sign: string): Problems => ({ from: sign, below: `${sign}\uffff` });

function shown(show: "all" | keyof typeof signOf): Problems | null {
  return show === "all" ? null : beginningWith(signOf[show]);
}

/** Each outcome has its own problems, but for the two with which nothing is wrong. */
function ofOutcome(outcome: ImportOutcome): Problems | null {
  if (outcome === "ready" || outcome === "invited" || outcome === "set_up") return null;
  if (outcome === "error") return shown("errors");
  if (outcome === "update" || outcome === "updated") return onlyProblem(`+${outcome}`);
  return outcome === "warning" ? shown("warnings") : onlyProblem(`=${outcome}`);
}

export function rowView(row: ImportRowInsert): ImportRowView {
  const { problems, warnings, firstLine, changes } = fullRow(row.resolved ?? null);
  return {
    line: row.line,
    cells: row.cells,
    outcome: row.outcome,
    email: row.email ?? null,
    problems,
    warnings,
    firstLine,
    changes,
    userId: row.membershipId ?? null,
  };
}

function readCursor(cursor: string): { line: number; problem: string } {
  const [, line, problem = ""] = /^(\d{1,9})\.([\s\S]*)$/.exec(cursor) ?? [];
  if (line === undefined)
    throw invalidField("cursor", "malformed", "Give a cursor as it was answered, or none.");
  return { line: Number(line), problem };
}
