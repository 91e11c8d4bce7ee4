import * as z from "zod";
import { unitsPage } from "../../../db/queries/trees.ts";
import type { Language } from "../languages.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type PlaceName, pageOf, treePageFields, treeWindow, visibleAbove } from "./tree-page.ts";

export interface UnitLine {
  id: string;
  /** Null at the top, and where what lies above is not the asker's. */
  parentId: string | null;
  name: string;
  /** In which its people are written to; null: as above (F82). */
  language: Language | null;
  /** Who has joined, and who is invited. */
  members: number;
  invited: number;
  createdAt: number;
  /** The units above, from the top, where a search asked. */
  above: PlaceName[];
}

export interface UnitPage {
  units: UnitLine[];
  nextCursor: string | null;
}

export const listUnitsFields = z.strictObject(treePageFields);

/** The organisation units of the asker's part, parents before what lies below them (F7). */
export const listUnits = memberUseCase(
  within("people.view"),
  listUnitsFields,
  async (ctx, input): Promise<UnitPage> => {
    const reach = ctx.reach("people.view");
    const ids = reach === null || reach === "everywhere" ? null : reach.units;
    const window = treeWindow(input, ids);
    const { rows, nextCursor } = pageOf(await unitsPage(ctx.db, ctx.workspace.id, window), window);
    return { units: rows.map((row) => unitLine(row, ids)), nextCursor };
  },
);

/** A unit as it exists for the asker, `ids` being all that do; null: all. */
export function unitLine(
  { path: _, above, parentId, language, ...row }: Awaited<ReturnType<typeof unitsPage>>[number],
  ids: ReadonlySet<string> | null,
): UnitLine {
  return {
    ...row,
    language: language as Language | null,
    parentId: parentId && (!ids || ids.has(parentId)) ? parentId : null,
    above: visibleAbove(above, ids),
  };
}
