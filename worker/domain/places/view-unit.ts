import * as z from "zod";
import { coursesOfPlace } from "../../../db/queries/courses.ts";
import { peopleOfSubtree, unitsPage } from "../../../db/queries/trees.ts";
import { holdersAtUnit, unitToChange } from "../../../db/queries/units.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { selfOf } from "../jobs/people-job-fields.ts";
import { partFor } from "../members/part.ts";
import { isRoleKey, type Reach, type RoleKey } from "../permissions.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type UnitLine, unitLine } from "./list-units.ts";
import { coursesShown, type PlaceCourse, placeCourses } from "./place-courses.ts";
import { type InheritedLanguage, inheritedLanguage } from "./place-language.ts";
import type { PlaceName } from "./tree-page.ts";

/** People with a role at a unit that its page lists. */
const holdersShown = 50;

/** Somebody who holds a role at a unit or at one above it. */
export interface UnitHolder {
  /** Of the membership. */
  id: string;
  name: string;
  email: string | null;
  role: RoleKey;
  /** The unit above at which the role holds, where it exists for the asker; null: this one, or another above. */
  at: PlaceName | null;
  inherited: boolean;
}

export interface UnitDetail extends UnitLine {
  /** Nothing lies below it: it can be deleted. */
  isEmptyBelow: boolean;
  /** What its people are written in while it has no language of its own, and who says it, as far as the asker sees it. */
  inherited: InheritedLanguage;
  /** Its managers and administrators, the nearest first, as far as they are in the asker's part. */
  holders: UnitHolder[];
  /** Its people together with those of the units below; null: nothing lies below, or people are in several units. */
  withBelow: { members: number; invited: number } | null;
  /** What the asker may do here. */
  may: { invite: boolean };
  /** The courses that its people take; null for who sees no courses there. */
  courses: PlaceCourse[] | null;
}

/** One unit of the asker's part with who looks after it and its courses (F7). Throws NOT_FOUND. */
export const viewUnit = memberUseCase(
  within("people.view"),
  z.strictObject({ unitId: idField("unit") }),
  async (ctx, { unitId }): Promise<UnitDetail> => {
    const reach = ctx.reach("people.view");
    const ids = reach === null || reach === "everywhere" ? null : reach.units;
    if (ids && !ids.has(unitId)) throw new DomainError("NOT_FOUND");
    const { db, workspace } = ctx;
    const window = { ids: JSON.stringify([unitId]), search: "", after: "", look: 1, above: true };
    const [[row], [state], holders, courses, [subtree]] = await db.batch([
      unitsPage(db, workspace.id, window),
      unitToChange(db, workspace.id, unitId, 0),
      holdersAtUnit(db, workspace.id, unitId, {
        part: partFor(ctx, "people.view"),
        self: selfOf(ctx),
        limit: holdersShown,
      }),
      coursesOfPlace(db, workspace.id, { unitId }, coursesShown),
      peopleOfSubtree(db, workspace.id, unitId),
    ]);
    if (!row) throw new DomainError("NOT_FOUND");
    const exists = (id: string) => ids === null || ids.has(id);
    const isEmptyBelow = state?.isEmptyBelow === 1;
    const addsUp = workspace.policies["units.per_person"] === "one";
    return {
      ...unitLine(row, ids),
      isEmptyBelow,
      inherited: inheritedLanguage(ctx, state?.spokenAbove),
      withBelow: subtree && addsUp && !isEmptyBelow ? subtree : null,
      holders: holders.flatMap(({ membershipId, firstName, lastName, email, role, atId, atName }) =>
        isRoleKey(role)
          ? [
              {
                id: membershipId,
                name: `${firstName} ${lastName}`.trim(),
                email,
                role,
                inherited: atId !== unitId,
                at: atId !== unitId && exists(atId) ? { id: atId, name: atName } : null,
              },
            ]
          : [],
      ),
      courses: reachesUnit(ctx.reach("course.view"), unitId) ? placeCourses(courses, unitId, exists) : null,
      may: { invite: reachesUnit(ctx.reach("invitation.create"), unitId) },
    };
  },
);

function reachesUnit(reach: Reach | null, unitId: string): boolean {
  return reach === "everywhere" || (reach?.units.has(unitId) ?? false);
}
