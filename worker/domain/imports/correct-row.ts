import * as z from "zod";
import { editRows, restageDuplicates } from "../../../db/queries/import-repairs.ts";
import { rowsByLine, settleRows } from "../../../db/queries/import-rows.ts";
import { changeImport, shiftedCounts } from "../../../db/queries/imports.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase } from "../use-case.ts";
import { findImport, requireStatus } from "./find-import.ts";
import { type ImportRowView, rowView } from "./list-import-rows.ts";
import { importLimits } from "./read-csv.ts";
import { recheck } from "./recheck.ts";

export const correctionFields = {
  /** New cells by the heading of their column. */
  cells: z.record(z.string().max(10_000), z.string().max(importLimits.cellCharacters)).optional(),
  exclude: z.boolean().optional(),
};

/**
 * Corrects cells of one row in the review, by the heading of their column, or takes the row out (or back
 * in). It is checked anew, with the rows that repeated its address.
 *
 * Throws NOT_FOUND for a line that holds no row, IMPORT_STATE outside the review.
 */
export const correctRow = memberUseCase(
  "invitation.create",
  z.strictObject({
    importId: idField("import"),
    line: z.coerce.number().int().min(1),
    ...correctionFields,
  }),
  async (ctx, { importId, line, cells = {}, exclude }): Promise<ImportRowView> => {
    const { workspace } = ctx;
    const record = await findImport(ctx, importId);
    requireStatus(record, "ready");
    const [row] = await rowsByLine(ctx.db, workspace.id, importId, [line]);
    if (!row) throw new DomainError("NOT_FOUND");
    const header = record.header ?? [];
    const strange = Object.keys(cells).filter((name) => !header.includes(name));
    if (strange.length > 0) {
      throw new DomainError("VALIDATION_FAILED", {
        errors: strange.map(
          (name): FieldError => ({
            path: `cells.${name}`,
            code: "unknown_field",
            message: "The file has no such column.",
          }),
        ),
      });
    }
    const mended = new Map(Object.entries(cells));
    // What stood right of the last heading is gone once somebody has looked at the row.
    const edited = header.map((name, index) => mended.get(name) ?? row.cells[index] ?? "");
    const takenOut = exclude === true;
    const statements: Statement[] = [
      changeImport(ctx.db, workspace.id, importId, ["ready"], {
        status: "checking",
        counts: shiftedCounts(
          row.outcome === "excluded" && takenOut
            ? {}
            : { [row.outcome]: -1, [takenOut ? "excluded" : "staged"]: 1 },
        ),
      }),
      guardChanged(ctx.db),
      takenOut
        ? settleRows(ctx.db, workspace.id, importId, [
            { line, outcome: "excluded", problem: "=excluded", membershipId: null, invitationId: null },
          ])
        : editRows(ctx.db, workspace.id, importId, [{ line, cells: edited }]),
      guardChanged(ctx.db),
      ...restageDuplicates(ctx.db, workspace.id, importId, JSON.stringify(row.email ? [row.email] : [])),
    ];
    if (!(await commit(ctx, statements, true))) throw new DomainError("EDIT_CONFLICT");
    await recheck(ctx, importId);
    const [after] = await rowsByLine(ctx.db, workspace.id, importId, [line]);
    return rowView(after ?? row);
  },
);
