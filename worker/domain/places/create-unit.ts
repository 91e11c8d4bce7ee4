import * as z from "zod";
import { guardChanged } from "../../../db/queries/statements.ts";
import { spotFor } from "../../../db/queries/trees.ts";
import { insertUnit } from "../../../db/queries/units.ts";
import { units } from "../../../db/schema/index.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase } from "../use-case.ts";
import { placeLanguageField } from "./place-language.ts";
import { nameKeyOf, placeNameField } from "./place-name.ts";
import { refuseSpot } from "./spot.ts";
import type { UnitView } from "./unit-view.ts";

export const createUnitFields = z.strictObject({
  name: placeNameField,
  /** Left out or null: at the top. */
  parentId: idField("unit").nullable().optional(),
  language: placeLanguageField.optional(),
});

/**
 * Makes an organisation unit, at the top or below another (F7). Names are unique among siblings, whatever
 * their case and accents.
 *
 * Throws UNITS_OFF, NOT_FOUND, TREE_FULL, VALIDATION_FAILED, EDIT_CONFLICT.
 */
export const createUnit = memberUseCase(
  "unit.manage",
  createUnitFields,
  async (ctx, { name, parentId = null, language = null }): Promise<UnitView> => {
    const { workspace } = ctx;
    if (!workspace.policies["units.enabled"]) throw new DomainError("UNITS_OFF");
    const nameKey = nameKeyOf(name);
    const spot = { workspaceId: workspace.id, parentId, nameKey };
    const read = async () => {
      const [found] = await spotFor(ctx.db, units, spot, "");
      return refuseSpot(found, "unit");
    };
    const { parentPath, parentName } = await read();
    const result = { id: ctx.ids.next("unit"), parentId, name, language, createdAt: ctx.now() };
    const done = await commit(
      ctx,
      [
        insertUnit(
          ctx.db,
          { ...result, workspaceId: workspace.id, nameKey },
          parentPath,
          standingOf(ctx, "unit.manage"),
        ),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "unit.created",
          targetId: result.id,
          op: ctx.ids.next("event"),
          details: {
            name,
            ...(parentName === null ? {} : { parent: parentName }),
            ...(language === null ? {} : { language }),
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
