import * as z from "zod";
import { guardChanged } from "../../../db/queries/statements.ts";
import { moveSubtree, spotFor } from "../../../db/queries/trees.ts";
import { renameUnit, unitToChange } from "../../../db/queries/units.ts";
import { units } from "../../../db/schema/index.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase } from "../use-case.ts";
import { nameKeyOf, placeNameField } from "./place-name.ts";
import { refuseSpot } from "./spot.ts";
import { type UnitView, unitView } from "./unit-view.ts";

export const changeUnitFields = z.strictObject({
  unitId: idField("unit"),
  name: placeNameField.optional(),
  /** Null: to the top; left out: it stays. */
  parentId: idField("unit").nullable().optional(),
});

/**
 * Renames a unit, or moves it with all that lies below. Who may do what follows the tree from this moment on.
 *
 * Throws NOT_FOUND, VALIDATION_FAILED, EDIT_CONFLICT.
 */
export const changeUnit = memberUseCase(
  "unit.manage",
  changeUnitFields,
  async (ctx, { unitId, ...input }): Promise<UnitView> => {
    const workspaceId = ctx.workspace.id;
    const nameKey = input.name === undefined ? undefined : nameKeyOf(input.name);
    const read = async () => {
      const [[row], [spot]] = await ctx.db.batch([
        unitToChange(ctx.db, workspaceId, unitId, 0),
        spotFor(ctx.db, units, { workspaceId, parentId: input.parentId, nameKey }, unitId),
      ]);
      if (!row) throw new DomainError("NOT_FOUND");
      const { unit } = row;
      return { unit, spot: refuseSpot(spot, "unit", unit) };
    };
    const { unit, spot } = await read();
    const { parentId, parentPath } = spot;
    const name = input.name ?? unit.name;
    const moves = parentId !== unit.parentId;
    const result = unitView({ ...unit, name, parentId });
    if (!moves && name === unit.name) return result;
    const standing = standingOf(ctx, "unit.manage");
    const done = await commit(
      ctx,
      [
        moves
          ? moveSubtree(
              ctx.db,
              units,
              unit,
              { parentId, parentPath, name, nameKey: nameKeyOf(name) },
              standing,
            )
          : renameUnit(ctx.db, unit, { name, nameKey: nameKeyOf(name) }, standing),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "unit.changed",
          targetId: unitId,
          op: ctx.ids.next("event"),
          details: {
            before: { name: unit.name },
            after: { name, ...(moves ? { parent: spot.parentName } : {}) },
          },
        }),
      ],
      result,
    );
    if (done) return done;
    await read();
    throw new DomainError("EDIT_CONFLICT");
  },
);
