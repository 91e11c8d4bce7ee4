import * as z from "zod";
import { guardChanged } from "../../../db/queries/statements.ts";
import { moveSubtree, spotFor } from "../../../db/queries/trees.ts";
import { changeUnitRow, unitToChange } from "../../../db/queries/units.ts";
import { units } from "../../../db/schema/index.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import type { Language } from "../languages.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase } from "../use-case.ts";
import { placeLanguageField } from "./place-language.ts";
import { nameKeyOf, placeNameField } from "./place-name.ts";
import { refuseSpot } from "./spot.ts";
import { type UnitView, unitView } from "./unit-view.ts";

export const changeUnitFields = z.strictObject({
  unitId: idField("unit"),
  name: placeNameField.optional(),
  /** Null: to the top; left out: it stays. */
  parentId: idField("unit").nullable().optional(),
  /** Null: as above. Whoever is invited already keeps theirs. */
  language: placeLanguageField.optional(),
});

/**
 * Renames a unit, gives it a language (F82), or moves it with all that lies below. Who may do what follows the tree from this moment on.
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
    const language = input.language === undefined ? (unit.language as Language | null) : input.language;
    const speaks = language !== unit.language;
    const result = unitView({ ...unit, name, parentId, language });
    if (!moves && !speaks && name === unit.name) return result;
    const standing = standingOf(ctx, "unit.manage");
    const done = await commit(
      ctx,
      [
        ...(moves
          ? [
              moveSubtree(
                ctx.db,
                units,
                unit,
                { parentId, parentPath, name, nameKey: nameKeyOf(name) },
                standing,
              ),
              guardChanged(ctx.db),
            ]
          : []),
        ...(!moves || speaks
          ? [
              changeUnitRow(
                ctx.db,
                moves ? { ...unit, parentId, path: `${parentPath ?? ""}${unitId}/`, name } : unit,
                { name, nameKey: nameKeyOf(name), language },
                standing,
              ),
              guardChanged(ctx.db),
            ]
          : []),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "unit.changed",
          targetId: unitId,
          op: ctx.ids.next("event"),
          details: {
            before: { name: unit.name, ...(speaks ? { language: unit.language } : {}) },
            after: {
              name,
              ...(moves ? { parent: spot.parentName } : {}),
              ...(speaks ? { language } : {}),
            },
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
