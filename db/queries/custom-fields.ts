import { eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { customFields } from "../schema/index.ts";

/** What the workspace wants to know of people besides, in the order of their making. */
export function customFieldsOf(db: Database, workspaceId: string) {
  return db
    .select()
    .from(customFields)
    .where(eq(customFields.workspaceId, workspaceId))
    .orderBy(customFields.id);
}

/** Labels in use, by word: those of the newest people, up to `look` of them. */
export function labelsInUse(db: Database, workspaceId: string, look: number, limit: number) {
  return db
    .select({ label: sql<string>`l.value`.as("label") })
    .from(
      sql`(select m.labels from memberships m where m.workspace_id = ${workspaceId}
        order by m.id desc limit ${look}) m cross join json_each(m.labels) l`,
    )
    .groupBy(sql`l.value`)
    .orderBy(sql`l.value collate nocase`)
    .limit(limit);
}
