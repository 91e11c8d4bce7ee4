import * as z from "zod";
import type { TreeWindow } from "../../../db/queries/trees.ts";
import { nameKeyOf } from "./place-name.ts";

/** A tree is read in pages of at most this many: most workspaces need one. */
const pageSize = 1_000;

const cursorField = z
  .string("Give the cursor of the page before.")
  .regex(/^(?:(?:unt|grp)_[0-9a-z]{26}\/){1,33}$/, "This is not a cursor of this list.");

export const treePageFields = {
  /** Part of the name, whatever its case and accents. */
  q: z.string("Enter text.").max(200, "Search for less.").optional(),
  limit: z.coerce.number().int().min(1).max(pageSize, "At most 1,000 rows a page.").optional(),
  cursor: cursorField.optional(),
};

type Asked = z.output<z.ZodObject<typeof treePageFields>>;

/** What to read of a tree; `ids` are those that exist for the asker. */
export function treeWindow(
  { q, limit = pageSize, cursor }: Asked,
  ids: ReadonlySet<string> | null,
): TreeWindow {
  const search = nameKeyOf(q ?? "");
  return {
    ids: ids && JSON.stringify([...ids]),
    search,
    after: cursor ?? "",
    look: limit + 1,
    above: search !== "",
  };
}

/** The page among the rows that were looked at. */
export function pageOf<Row extends { path: string }>(
  rows: readonly Row[],
  { look }: TreeWindow,
): { rows: readonly Row[]; nextCursor: string | null } {
  if (rows.length < look) return { rows, nextCursor: null };
  const shown = rows.slice(0, look - 1);
  return { rows: shown, nextCursor: shown.at(-1)?.path ?? null };
}

export interface PlaceName {
  id: string;
  name: string;
}

/** The names above a place that exist for the asker. */
export function visibleAbove(json: string, ids: ReadonlySet<string> | null): PlaceName[] {
  return (JSON.parse(json) as PlaceName[]).filter(({ id }) => !ids || ids.has(id));
}
