import * as z from "zod";
import { rowsInOrder } from "../../../db/queries/import-rows.ts";
import { importById } from "../../../db/queries/imports.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase } from "../use-case.ts";
import { type ColumnKey, columnKeys, type HeaderMatch, matchHeaders } from "./columns.ts";
import { type ImportView, importView } from "./import-view.ts";

/** Rows that are looked through for values to show. */
const lookedThrough = 30;
const samplesAtMost = 3;

/** A column of the file: what it is called, what it holds, and what it may mean. */
export interface ColumnView extends HeaderMatch {
  samples: string[];
  /** What it means as things stand; null: ignored. */
  chosen: ColumnKey | null;
}

export interface ImportColumns extends ImportView {
  columns: ColumnView[];
  /** What a column may mean. */
  targets: readonly ColumnKey[];
}

/** The columns of a file, each with values and a proposal, for a person to say what they mean (F68). */
export const viewColumns = memberUseCase(
  "invitation.create",
  z.strictObject({ importId: idField("import") }),
  async (ctx, { importId }): Promise<ImportColumns> => {
    const [[record], rows] = await ctx.db.batch([
      importById(ctx.db, ctx.workspace.id, importId),
      rowsInOrder(ctx.db, ctx.workspace.id, importId, 0, lookedThrough),
    ]);
    if (!record) throw new DomainError("NOT_FOUND");
    const view = importView(record);
    return {
      ...view,
      targets: columnKeys,
      columns: matchHeaders(view.header).columns.map((column) => ({
        ...column,
        samples: [...new Set(rows.map(({ cells }) => cells[column.index] ?? ""))]
          .filter((value) => value !== "")
          .slice(0, samplesAtMost),
        chosen: columnKeys.find((key) => key === view.mapping[column.index]) ?? null,
      })),
    };
  },
);
