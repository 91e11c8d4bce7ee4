import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { customFields } from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { type Standing, stands } from "./members.ts";
import { eachRow } from "./statements.ts";

/** What the workspace wants to know of people besides, in its order; without what is asked no more. */
export function customFieldsOf(db: Database, workspaceId: string) {
  return db
    .select()
    .from(customFields)
    .where(and(eq(customFields.workspaceId, workspaceId), isNull(customFields.retiredAt)))
    .orderBy(customFields.position, customFields.id);
}

/** The same with those that are asked no more, which stand in their places. */
export function allCustomFieldsOf(db: Database, workspaceId: string) {
  return db
    .select()
    .from(customFields)
    .where(eq(customFields.workspaceId, workspaceId))
    .orderBy(customFields.position, customFields.id);
}

/** True in SQL when somebody has an answer to the field: looks at those with any answer alone. */
function isAnswered(workspaceId: string, fieldId: string): SQL<number> {
  return sql<number>`exists (select 1 from memberships m indexed by memberships_described
    where m.workspace_id = ${workspaceId} and m.custom_fields <> '{}'
      and m.custom_fields ->> (select f.key from custom_fields f where f.workspace_id = ${workspaceId}
        and f.id = ${fieldId}) is not null)`;
}

/** Whether anybody has an answer to the field. */
export function answersTo(db: Database, workspaceId: string, fieldId: string) {
  return db.select({ answered: isAnswered(workspaceId, fieldId).as("answered") }).from(sql`(select 1)`);
}

const nameIsFree = (workspaceId: string, nameKey: string, exceptId: string) =>
  sql`not exists (select 1 from custom_fields o where o.workspace_id = ${workspaceId}
    and o.name_key = ${nameKey} and o.id <> ${exceptId})`;

const asked = (workspaceId: string) =>
  sql`(select count(*) from custom_fields o where o.workspace_id = ${workspaceId} and o.retired_at is null)`;

/** Writes a field down as the last one, unless its name or key is taken or there are `most` of them: guard it. */
export function insertCustomField(
  db: Database,
  row: Omit<typeof customFields.$inferInsert, "position"> & { nameKey: string },
  standing: Standing,
  most: { asked: number; all: number },
) {
  const { workspaceId, nameKey, key } = row;
  return insertFrom(
    db,
    customFields,
    {
      ...row,
      position: sql`coalesce((select max(o.position) + 1 from custom_fields o where o.workspace_id = ${workspaceId}), 0)`,
    },
    sql`from (select 1) where ${stands(standing)} and ${nameIsFree(workspaceId, nameKey, "")}
      and not exists (select 1 from custom_fields o where o.workspace_id = ${workspaceId} and o.key = ${key})
      and ${asked(workspaceId)} < ${most.asked}
      and (select count(*) from custom_fields o where o.workspace_id = ${workspaceId}) < ${most.all}`,
  );
}

/**
 * Changes a field that is as it was read: guard it. `unanswered` holds the change to fields that nobody has
 * answered, `mostAsked` to a workspace with room for one that is asked again.
 */
export function changeSeenField(
  db: Database,
  seen: { workspaceId: string; id: string; lastOp: string | null },
  values: Partial<typeof customFields.$inferInsert> & { nameKey: string; lastOp: string },
  standing: Standing,
  only: { unanswered: boolean; mostAsked: number | null },
) {
  const { workspaceId, id, lastOp } = seen;
  return db
    .update(customFields)
    .set(values)
    .where(
      and(
        eq(customFields.workspaceId, workspaceId),
        eq(customFields.id, id),
        sql`${customFields.lastOp} is ${lastOp}`,
        nameIsFree(workspaceId, values.nameKey, id),
        only.unanswered ? sql`not ${isAnswered(workspaceId, id)}` : undefined,
        only.mostAsked === null ? undefined : sql`${asked(workspaceId)} < ${only.mostAsked}`,
        stands(standing),
      ),
    );
}

/** Puts fields into the order of their ids in a JSON array: guard that it changed as many. */
export function orderFields(db: Database, workspaceId: string, ids: string, standing: Standing) {
  return db
    .update(customFields)
    .set({ position: sql`j.key` })
    .from(eachRow(ids, { workspace: workspaceId }))
    .where(
      sql`${customFields.workspaceId} = j.workspace and ${customFields.id} = j.value and ${stands(standing)}`,
    );
}
