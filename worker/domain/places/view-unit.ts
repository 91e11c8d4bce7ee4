import * as z from "zod";
import { unitsPage } from "../../../db/queries/trees.ts";
import { unitToChange } from "../../../db/queries/units.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type UnitLine, unitLine } from "./list-units.ts";

export interface UnitDetail extends UnitLine {
  /** Nothing lies below it: it can be deleted. */
  isEmptyBelow: boolean;
}

/** One unit of the asker's part, with the units above it. Throws NOT_FOUND. */
export const viewUnit = memberUseCase(
  within("people.view"),
  z.strictObject({ unitId: idField("unit") }),
  async (ctx, { unitId }): Promise<UnitDetail> => {
    const reach = ctx.reach("people.view");
    const ids = reach === null || reach === "everywhere" ? null : reach.units;
    if (ids && !ids.has(unitId)) throw new DomainError("NOT_FOUND");
    const window = { ids: JSON.stringify([unitId]), search: "", after: "", look: 1, above: true };
    const [[row], [state]] = await ctx.db.batch([
      unitsPage(ctx.db, ctx.workspace.id, window),
      unitToChange(ctx.db, ctx.workspace.id, unitId, 0),
    ]);
    if (!row) throw new DomainError("NOT_FOUND");
    return { ...unitLine(row, ids), isEmptyBelow: state?.isEmptyBelow === 1 };
  },
);
