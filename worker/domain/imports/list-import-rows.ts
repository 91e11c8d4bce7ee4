import * as z from "zod";
import { type ImportRowInsert, rowsByProblem, rowsInOrder } from "../../../db/queries/imports.ts";
import type { ImportOutcome } from "../../../db/schema/imports.ts";
import { invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase } from "../use-case.ts";
import { fullRow } from "./check-rows.ts";
import type { CellProblem } from "./resolve-row.ts";

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
  /** The person it made or met. */
  userId: string | null;
}

export interface ImportRowPage {
  rows: ImportRowView[];
  nextCursor: string | null;
}

const signOf = { errors: "!", warnings: "~", skipped: "=" } as const;

/** The rows of an import: all in the order of the file, or those with something to look at, by problem. */
export const listImportRows = memberUseCase(
  "invitation.create",
  z.strictObject({
    importId: idField("import"),
    show: z.enum(["all", "errors", "warnings", "skipped"]).optional(),
    /** One group of `viewImport`. */
    problem: z.string().max(300).optional(),
    limit: z.int().min(1).max(200).optional(),
    cursor: z.string().max(400).optional(),
  }),
  async (ctx, { importId, show = "all", problem, limit = 50, cursor }): Promise<ImportRowPage> => {
    const after = cursor === undefined ? null : readCursor(cursor);
    const workspaceId = ctx.workspace.id;
    const sign = problem ?? (show === "all" ? null : signOf[show]);
    const rows =
      sign === null
        ? await rowsInOrder(ctx.db, workspaceId, importId, after?.line ?? 0, limit + 1)
        : await rowsByProblem(
            ctx.db,
            workspaceId,
            importId,
            { from: sign, below: problem === undefined ? `${sign}\uffff` : `${sign}\u0000` },
            after,
            limit + 1,
          );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(rowView),
      nextCursor: rows.length > limit && last ? `${last.line}.${last.problem ?? ""}` : null,
    };
  },
);

export function rowView(row: ImportRowInsert): ImportRowView {
  const { problems, warnings, firstLine } = fullRow(row.resolved ?? null);
  return {
    line: row.line,
    cells: row.cells,
    outcome: row.outcome,
    email: row.email ?? null,
    problems,
    warnings,
    firstLine,
    userId: row.membershipId ?? null,
  };
}

function readCursor(cursor: string): { line: number; problem: string } {
  const [, line, problem = ""] = /^(\d{1,9})\.([^]*)$/.exec(cursor) ?? [];
  if (line === undefined)
    throw invalidField("cursor", "malformed", "Give a cursor as it was answered, or none.");
  return { line: Number(line), problem };
}
