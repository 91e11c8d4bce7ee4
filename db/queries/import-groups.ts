import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { groupMembers, groups, roleAssignments } from "../schema/index.ts";
import { insertEach } from "./insert-from.ts";
import type { Statement } from "./statements.ts";

/** The groups of some names (folded, a JSON array) right below a parent or at the top, with what there is room for. */
export function groupsOfNames(db: Database, workspaceId: string, parentId: string | null, nameKeys: string) {
  return db
    .select({
      id: sql<string | null>`g.id`.as("id"),
      nameKey: sql<string>`j.value`.as("name_key"),
      /** How many groups there are, of whatever name. */
      count: sql<number>`(select count(*) from "groups" c where c.workspace_id = ${workspaceId})`.as(
        "n_groups",
      ),
    })
    .from(
      sql`json_each(${nameKeys}) j left join "groups" g on g.workspace_id = ${workspaceId}
        and coalesce(g.parent_id, '') = ${parentId ?? ""} and g.name_key = j.value`,
    );
}

/** Writes groups beside each other; one whose name was taken meanwhile is left out: guard the number. */
export function insertGroupsBeside(db: Database, rows: readonly (typeof groups.$inferInsert)[]): Statement {
  return insertEach(db, groups, rows).onConflictDoNothing();
}

/** True in SQL of a group that has nothing of its own, and that nobody is in, is invited to or has a role in. */
const isEmpty = (workspaceId: string, id: SQL) => sql`not exists (select 1 from group_members m
    cross join memberships p on p.workspace_id = m.workspace_id and p.id = m.membership_id and p.status <> 'removed'
    where m.workspace_id = ${workspaceId} and m.group_id = ${id})
  and not exists (select 1 from role_assignments r
    cross join memberships p on p.workspace_id = r.workspace_id and p.id = r.membership_id and p.status <> 'removed'
    where r.workspace_id = ${workspaceId} and r.group_id = ${id})
  and not exists (select 1 from course_groups c where c.workspace_id = ${workspaceId} and c.group_id = ${id})
  and not exists (select 1 from course_sessions s where s.workspace_id = ${workspaceId} and s.group_id = ${id})`;

/** Those of some groups (a JSON array of ids) that are as empty as when they were made. */
export function emptyGroupsAmong(db: Database, workspaceId: string, ids: string) {
  return db
    .select({ id: sql<string>`t.id`.as("id"), name: sql<string>`t.name`.as("name") })
    .from(
      sql`json_each(${ids}) j cross join "groups" t on t.workspace_id = ${workspaceId} and t.id = j.value`,
    )
    .where(
      sql`${isEmpty(workspaceId, sql`t.id`)} and not exists (select 1 from "groups" b
        where b.workspace_id = ${workspaceId} and b.path > t.path and b.path < t.path || '~')`,
    );
}

/** Deletes groups that are empty, with what people who are gone have left in them; guard the number. */
export function dropEmptyGroups(db: Database, workspaceId: string, ids: readonly string[]): Statement[] {
  const among = (column: SQL) => sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`;
  const left = (table: typeof groupMembers | typeof roleAssignments) =>
    db.delete(table).where(
      sql`${table.workspaceId} = ${workspaceId} and ${among(sql`${table.groupId}`)}
          and ${isEmpty(workspaceId, sql`${table.groupId}`)}`,
    );
  return [
    left(groupMembers),
    left(roleAssignments),
    db.delete(groups).where(
      sql`${groups.workspaceId} = ${workspaceId} and ${among(sql`${groups.id}`)}
          and ${isEmpty(workspaceId, sql`${groups.id}`)}`,
    ),
  ];
}
