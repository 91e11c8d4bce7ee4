import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  courseUnits,
  groups,
  registrationLinkPlaces,
  roleAssignments,
  unitMembers,
  units,
} from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { type Standing, stands } from "./members.ts";
import { inPart, type Part } from "./parts.ts";
import { languageOfUnit } from "./place-languages.ts";
import { shownAddress } from "./shown-address.ts";
import type { Statement } from "./statements.ts";
import { asSeen, freeSpot, hasNothingBelow, idsOfPath, nameIsFree, type SeenPlace } from "./trees.ts";

/** A unit with what stands in the way of deleting it: people are counted up to one more than `most`. */
export function unitToChange(db: Database, workspaceId: string, id: string, most: number) {
  return db
    .select({
      unit: units,
      isEmptyBelow: sql<number>`${hasNothingBelow(units, workspaceId, id)}`.as("is_empty_below"),
      people:
        sql<number>`(select count(*) from (select 1 from unit_members m where m.workspace_id = ${workspaceId}
        and m.unit_id = ${id} limit ${most + 1}))`.as("people"),
      /** What it would speak without a language of its own, as JSON (`place-languages.ts`). */
      spokenAbove: languageOfUnit(workspaceId, sql`${units.path}`, id).as("spoken_above"),
    })
    .from(units)
    .where(and(eq(units.workspaceId, workspaceId), eq(units.id, id)));
}

/**
 * Who holds a role at a unit or at one above it, the nearest first, as far as they are members and of the part (null:
 * everybody) or `self`.
 */
export function holdersAtUnit(
  db: Database,
  workspaceId: string,
  unitId: string,
  { part, self, limit }: { part: Part | null; self: string; limit: number },
) {
  return db
    .select({
      membershipId: sql<string>`m.id`.as("membership_id"),
      firstName: sql<string>`m.first_name`.as("first_name"),
      lastName: sql<string>`m.last_name`.as("last_name"),
      email: shownAddress("m").as("email"),
      role: sql<string>`r.role`.as("role"),
      atId: sql<string>`a.id`.as("at_id"),
      atName: sql<string>`a.name`.as("at_name"),
    })
    .from(
      sql`units t cross join ${idsOfPath(sql`t.path`)}
        cross join units a on a.workspace_id = t.workspace_id and a.id = j.value
        cross join role_assignments r on r.workspace_id = a.workspace_id and r.unit_id = a.id
        cross join memberships m on m.workspace_id = r.workspace_id and m.id = r.membership_id`,
    )
    .where(
      sql`t.workspace_id = ${workspaceId} and t.id = ${unitId} and m.status = 'active'
        and (m.id = ${self} or ${inPart(workspaceId, part, sql`m.id`)})`,
    )
    .orderBy(sql`a.path desc, r.role desc, m.last_name, m.first_name, m.id`)
    .limit(limit);
}

/** Writes a unit, unless its spot is taken, gone or too deep: guard it. */
export function insertUnit(
  db: Database,
  row: Omit<typeof units.$inferInsert, "path" | "nameKey"> & { nameKey: string },
  parentPath: string | null,
  standing: Standing,
) {
  const spot = { workspaceId: row.workspaceId, parentId: row.parentId ?? null, nameKey: row.nameKey };
  return insertFrom(
    db,
    units,
    { ...row, path: sql`coalesce(p.path, '') || ${`${row.id}/`}` },
    freeSpot(units, spot, parentPath, standing),
  );
}

/** Renames a unit that is as it was read, and says what it speaks: guard it. */
export function changeUnitRow(
  db: Database,
  seen: SeenPlace & Pick<typeof units.$inferSelect, "language">,
  values: { name: string; nameKey: string; language: string | null },
  standing: Standing,
) {
  const spot = { workspaceId: seen.workspaceId, parentId: seen.parentId, nameKey: values.nameKey };
  return db
    .update(units)
    .set(values)
    .where(
      and(
        asSeen(units, seen),
        sql`${units.language} is ${seen.language}`,
        nameIsFree(units, spot, seen.id),
        stands(standing),
      ),
    );
}

/** The guard of a deletion: changes the unit to what it is, if it may go. */
export function holdUnit(db: Database, seen: SeenPlace, standing: Standing, most: number) {
  return db
    .update(units)
    .set({ name: seen.name })
    .where(
      and(
        asSeen(units, seen),
        hasNothingBelow(units, seen.workspaceId, seen.id),
        sql`(select count(*) from (select 1 from unit_members m where m.workspace_id = ${seen.workspaceId}
          and m.unit_id = ${seen.id} limit ${most + 1})) <= ${most}`,
        stands(standing),
      ),
    );
}

/** A unit and all that hangs on it: its people, roles and courses lose it, its groups belong to none. */
export function dropUnit(db: Database, workspaceId: string, id: string): Statement[] {
  return [
    db.delete(unitMembers).where(and(eq(unitMembers.workspaceId, workspaceId), eq(unitMembers.unitId, id))),
    db
      .delete(roleAssignments)
      .where(and(eq(roleAssignments.workspaceId, workspaceId), eq(roleAssignments.unitId, id))),
    db.delete(courseUnits).where(and(eq(courseUnits.workspaceId, workspaceId), eq(courseUnits.unitId, id))),
    db
      .update(groups)
      .set({ unitId: null })
      .where(and(eq(groups.workspaceId, workspaceId), eq(groups.unitId, id))),
    db
      .update(registrationLinkPlaces)
      .set({ unitId: null })
      .where(and(eq(registrationLinkPlaces.workspaceId, workspaceId), eq(registrationLinkPlaces.unitId, id))),
    db.delete(units).where(and(eq(units.workspaceId, workspaceId), eq(units.id, id))),
  ];
}
