import * as z from "zod";
import { customFieldsOf } from "../../../db/queries/custom-fields.ts";
import { rowsInOrder } from "../../../db/queries/import-rows.ts";
import { importById } from "../../../db/queries/imports.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import {
  type ColumnKey,
  columnKeys,
  type HeaderMatch,
  isColumnOf,
  matchHeaders,
  type NamedField,
} from "./columns.ts";
import { requireOwn } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { offersColumn, usernameColumn } from "./offered-columns.ts";
import { fieldsOfFiles } from "./row-rules.ts";

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
  /**
   * What a column may mean: what the policy offers (D24) and what the file has besides; the workspace's own fields
   * with what they are called.
   */
  targets: readonly { column: ColumnKey; label: string | null }[];
}

/** The columns of a file, each with values and a proposal, for a person to say what they mean (F68). */
export const viewColumns = memberUseCase(
  within("invitation.create"),
  z.strictObject({ importId: idField("import") }),
  async (ctx, { importId }): Promise<ImportColumns> => {
    const [[stored], rows, fields] = await ctx.db.batch([
      importById(ctx.db, ctx.workspace.id, importId),
      rowsInOrder(ctx.db, ctx.workspace.id, importId, 0, lookedThrough),
      customFieldsOf(ctx.db, ctx.workspace.id),
    ]);
    const { policies } = ctx.workspace;
    const record = requireOwn(ctx, stored);
    const view = importView(record);
    const known = fieldsOfFiles(fields);
    const matched = matchHeaders(view.header, known, policies.terms, usernameColumn(policies)).columns;
    const found = new Set<string | null | undefined>([
      ...matched.flatMap(({ target, suggestion }) => [target, suggestion]),
      ...view.mapping,
    ]);
    return {
      ...view,
      targets: [
        ...columnKeys.map((column) => ({ column, label: null })),
        ...known.map(({ key, name }) => ({ column: `custom:${key}` as const, label: name })),
      ].filter(({ column }) => offersColumn(policies, column) || found.has(column)),
      columns: matched.map((column) => ({
        ...column,
        samples: [...new Set(rows.map(({ cells }) => cells[column.index] ?? ""))]
          .filter((value) => value !== "")
          .slice(0, samplesAtMost),
        chosen: chosenOf(view.mapping[column.index], known),
      })),
    };
  },
);

/** What a column means as things stand; a field that files do not fill any more is none. */
function chosenOf(column: string | null | undefined, fields: readonly NamedField[]): ColumnKey | null {
  return column != null && isColumnOf(column, fields) ? column : null;
}
