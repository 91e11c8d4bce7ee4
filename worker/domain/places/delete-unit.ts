import * as z from "zod";
import { guardChanged } from "../../../db/queries/statements.ts";
import { dropUnit, holdUnit, unitToChange } from "../../../db/queries/units.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase } from "../use-case.ts";
import { type UnitView, unitView } from "./unit-view.ts";

/** People that one batch takes out of a unit. */
const mostPeople = 1_000;

/**
 * Deletes a unit. Its people stay members of the workspace without it, roles that held in it and its courses
 * go, groups of it belong to no unit; nobody is withdrawn from a course.
 *
 * Throws NOT_EMPTY while others lie below it, STILL_PEOPLE above 1,000 people, NOT_FOUND, EDIT_CONFLICT.
 */
export const deleteUnit = memberUseCase(
  "unit.manage",
  z.strictObject({ unitId: idField("unit") }),
  async (ctx, { unitId }): Promise<UnitView> => {
    const workspaceId = ctx.workspace.id;
    const read = async () => {
      const [row] = await unitToChange(ctx.db, workspaceId, unitId, mostPeople);
      if (!row) throw new DomainError("NOT_FOUND");
      if (!row.isEmptyBelow) throw new DomainError("NOT_EMPTY");
      if (row.people > mostPeople) throw new DomainError("STILL_PEOPLE");
      return row;
    };
    const { unit, people } = await read();
    const done = await commit(
      ctx,
      [
        holdUnit(ctx.db, unit, standingOf(ctx, "unit.manage"), mostPeople),
        guardChanged(ctx.db),
        ...dropUnit(ctx.db, workspaceId, unitId),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "unit.deleted",
          targetId: unitId,
          op: ctx.ids.next("event"),
          details: { name: unit.name, count: people },
        }),
      ],
      unitView(unit),
    );
    if (done) return done;
    await read();
    throw new DomainError("EDIT_CONFLICT");
  },
);
