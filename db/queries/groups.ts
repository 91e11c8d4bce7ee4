import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  courseGroups,
  courseSessions,
  groupMembers,
  groups,
  registrationLinkPlaces,
  roleAssignments,
} from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { type Standing, stands } from "./members.ts";
import { languageOfGroup } from "./place-languages.ts";
import type { Statement } from "./statements.ts";
import {
  asSeen,
  freeSpot,
  hasNothingBelow,
  idsOfPath,
  nameIsFree,
  peopleCounts,
  type SeenPlace,
  withinPath,
} from "./trees.ts";

/** The job that works on a group and has not ended, as JSON; few run at any moment. */
const jobOf = (workspaceId: string, groupId: string) => sql<string | null>`(
  select json_object('id', b.id, 'kind', b.kind, 'total', b.total, 'done', b.done + b.skipped)
  from jobs b where b.status = 'running' and b.workspace_id = ${workspaceId}
    and b.kind in ('delete_group', 'regroup') and b.filter ->> '$.groupId' = ${groupId}
  order by b.kind limit 1)`;

/** A group as the pages show it, with the job that works on it. */
export function groupById(db: Database, workspaceId: string, id: string) {
  return db
    .select({
      id: sql<string>`t.id`.as("id"),
      parentId: sql<string | null>`t.parent_id`.as("parent_id"),
      unitId: sql<string | null>`t.unit_id`.as("unit_id"),
      unitName: sql<string | null>`(select u.name from units u
        where u.workspace_id = t.workspace_id and u.id = t.unit_id)`.as("unit_name"),
      name: sql<string>`t.name`.as("name"),
      description: sql<string>`t.description`.as("description"),
      visibility: sql<"public" | "private">`t.visibility`.as("visibility"),
      language: sql<string | null>`t.language`.as("language"),
      /** What it would speak without a language of its own, as JSON (`place-languages.ts`). */
      spokenAbove: languageOfGroup(workspaceId, sql`t.path`, sql`t.id`).as("spoken_above"),
      path: sql<string>`t.path`.as("path"),
      createdAt: sql<number>`t.created_at`.as("created_at"),
      job: jobOf(workspaceId, id).as("job"),
      ...peopleCounts(groups),
    })
    .from(sql`"groups" t`)
    .where(sql`t.workspace_id = ${workspaceId} and t.id = ${id}`);
}

/** The groups above a group, from the top. */
export function groupsAbove(db: Database, workspaceId: string, id: string) {
  return db
    .select({
      id: sql<string>`a.id`.as("id"),
      name: sql<string>`a.name`.as("name"),
      visibility: sql<"public" | "private">`a.visibility`.as("visibility"),
    })
    .from(
      sql`"groups" t cross join ${idsOfPath(sql`t.path`)}
        cross join "groups" a on a.workspace_id = t.workspace_id and a.id = j.value`,
    )
    .where(sql`t.workspace_id = ${workspaceId} and t.id = ${id} and a.id <> t.id`)
    .orderBy(sql`a.path`);
}

/** The groups right below a group, by name, with how many people each has. */
export function groupsRightBelow(db: Database, workspaceId: string, id: string, limit: number) {
  return db
    .select({
      id: sql<string>`t.id`.as("id"),
      name: sql<string>`t.name`.as("name"),
      visibility: sql<"public" | "private">`t.visibility`.as("visibility"),
      ...peopleCounts(groups),
    })
    .from(
      sql`(select * from "groups" where workspace_id = ${workspaceId} and coalesce(parent_id, '') = ${id}
        order by name_key limit ${limit}) t`,
    )
    .orderBy(sql`t.name_key`);
}

/** A group with what stands in the way of changing it: people are counted up to one more than `most`. */
export function groupToChange(db: Database, workspaceId: string, id: string, most: number) {
  return db
    .select({
      group: groups,
      isEmptyBelow: sql<number>`${hasNothingBelow(groups, workspaceId, id)}`.as("is_empty_below"),
      job: jobOf(workspaceId, id).as("job"),
      /** Of the group itself, as a JSON array. */
      members: sql<string>`(select json_group_array(membership_id) from (select m.membership_id
        from group_members m where m.workspace_id = ${workspaceId} and m.group_id = ${id}
        limit ${most + 1}))`.as("members"),
      /** Who is in it or in a group below by a row of their own, as a JSON array. */
      below: sql<string>`(select json_group_array(membership_id) from (
        ${directBelow(workspaceId, id)} limit ${most + 1}))`.as("below"),
    })
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, id)));
}

/** Those from whom memberships in a group and above it may derive. */
export const directBelow = (
  workspaceId: string,
  id: string,
) => sql`select distinct m.membership_id as membership_id
  from ${groups} g cross join ${groups} t on t.workspace_id = g.workspace_id and ${withinPath(sql`g.path`)}
  cross join group_members m on m.workspace_id = t.workspace_id and m.group_id = t.id and m.kind = 'direct'
  where g.workspace_id = ${workspaceId} and g.id = ${id}`;

/** The same at the moment of writing, for `closeOver`: a JSON array, as SQL. */
export function membersBelow(workspaceId: string, id: string): SQL {
  return sql`(select json_group_array(membership_id) from (${directBelow(workspaceId, id)}))`;
}

/** Writes a group, unless its spot is taken, gone or too deep: guard it. */
export function insertGroup(
  db: Database,
  row: Omit<typeof groups.$inferInsert, "path" | "nameKey"> & { nameKey: string },
  parentPath: string | null,
  standing: Standing,
) {
  const { workspaceId, parentId = null, nameKey } = row;
  return insertFrom(
    db,
    groups,
    { ...row, path: sql`coalesce(p.path, '') || ${`${row.id}/`}` },
    freeSpot(groups, { workspaceId, parentId, nameKey }, parentPath, standing),
  );
}

/** Changes a group that is as it was read, if nothing beside it has its new name: guard it. */
export function changeGroupRow(
  db: Database,
  seen: SeenPlace & Pick<typeof groups.$inferSelect, "visibility" | "unitId" | "description" | "language">,
  values: Partial<typeof groups.$inferInsert> & { nameKey: string },
  standing: Standing,
) {
  const { workspaceId, id, parentId } = seen;
  return db
    .update(groups)
    .set(values)
    .where(
      and(
        asSeen(groups, seen),
        eq(groups.visibility, seen.visibility),
        eq(groups.description, seen.description),
        sql`${groups.unitId} is ${seen.unitId}`,
        sql`${groups.language} is ${seen.language}`,
        nameIsFree(groups, { workspaceId, parentId, nameKey: values.nameKey }, id),
        stands(standing),
      ),
    );
}

/**
 * The one group that holds all others, where there is none yet (F10). Its name comes last: until the others
 * lie below it, one of them may have it.
 */
export function insertRootGroup(
  db: Database,
  row: Omit<typeof groups.$inferInsert, "path" | "visibility" | "nameKey"> & { nameKey: string },
): Statement[] {
  const { workspaceId, id, nameKey } = row;
  return [
    db
      .insert(groups)
      .values({ ...row, nameKey: id, path: `${id}/`, visibility: "public" })
      .onConflictDoNothing(),
    db
      .update(groups)
      .set({
        parentId: sql`coalesce(${groups.parentId}, ${id})`,
        path: sql`${`${id}/`} || ${groups.path}`,
      })
      .where(
        sql`${groups.workspaceId} = ${workspaceId} and not (${groups.path} >= ${`${id}/`} and ${groups.path} < ${`${id}/~`})`,
      ),
    db
      .update(groups)
      .set({ nameKey })
      .where(
        sql`${groups.workspaceId} = ${workspaceId} and ${groups.id} = ${id} and ${groups.nameKey} = ${id}`,
      ),
  ];
}

/** Is the group that holds all others there, and what making it would concern. */
export function rootGroup(db: Database, workspaceId: string, id: string, most: number) {
  return db
    .select({
      exists:
        sql<number>`exists (select 1 from ${groups} t where t.workspace_id = ${workspaceId} and t.id = ${id})`.as(
          "root_exists",
        ),
      /** Levels of the deepest group of the workspace. */
      depth:
        sql<number>`coalesce((select max(length(t.path) - length(replace(t.path, '/', ''))) from "groups" t
        where t.workspace_id = ${workspaceId}), 0)`.as("depth"),
      /** Who is in some group by a row of their own, as a JSON array of at most one more than most. */
      members: sql<string>`(select json_group_array(membership_id) from (select distinct m.membership_id
        from group_members m where m.workspace_id = ${workspaceId} and m.kind = 'direct' limit ${most + 1}))`.as(
        "members",
      ),
    })
    .from(sql`(select 1)`);
}

/** The id of a group if it exists, as SQL: the top of a tree whose topmost group was not made yet is the top. */
export function existingGroup(workspaceId: string, id: string): SQL {
  return sql`(select x.id from ${groups} x where x.workspace_id = ${workspaceId} and x.id = ${id})`;
}

/** The unit that a group may take: does it exist, and which one has the group above. */
export function unitForGroup(
  db: Database,
  workspaceId: string,
  unitId: string | null,
  parentId: string | null,
) {
  return db
    .select({
      exists:
        sql<number>`exists (select 1 from units u where u.workspace_id = ${workspaceId} and u.id = ${unitId})`.as(
          "unit_exists",
        ),
      name: sql<string | null>`(select u.name from units u
        where u.workspace_id = ${workspaceId} and u.id = ${unitId})`.as("unit_name"),
      ofParent: sql<string | null>`(select p.unit_id from "groups" p
        where p.workspace_id = ${workspaceId} and p.id = ${parentId})`.as("of_parent"),
    })
    .from(sql`(select 1)`);
}

/**
 * The guard of a deletion: changes the group to what it is, if it may go: nothing below it, and nobody in it
 * but those of the JSON array; null: whoever is in it.
 */
export function holdGroup(db: Database, seen: SeenPlace, members: string | null, standing: Standing) {
  const { workspaceId, id } = seen;
  return db
    .update(groups)
    .set({ name: seen.name })
    .where(
      and(
        asSeen(groups, seen),
        hasNothingBelow(groups, workspaceId, id),
        members === null
          ? sql`1`
          : sql`not exists (select 1 from group_members m where m.workspace_id = ${workspaceId} and m.group_id = ${id}
              and m.membership_id not in (select value from json_each(${members})))`,
        stands(standing),
      ),
    );
}

/** Takes these people (a JSON array) out of a group, however they came to be in it. */
export function emptyGroup(db: Database, workspaceId: string, groupId: string, membershipIds: string) {
  return db.delete(groupMembers).where(
    sql`${groupMembers.workspaceId} = ${workspaceId} and ${groupMembers.groupId} = ${groupId}
        and ${groupMembers.membershipId} in (select value from json_each(${membershipIds}))`,
  );
}

/**
 * A group that nobody is in any more, with what hangs on it: roles and courses lose it, its sessions are for
 * whoever is added by hand. Does nothing while somebody is in it or something lies below.
 */
export function dropGroup(db: Database, workspaceId: string, id: string): Statement[] {
  const free = sql`not exists (select 1 from group_members m where m.workspace_id = ${workspaceId} and m.group_id = ${id})
    and ${hasNothingBelow(groups, workspaceId, id)}`;
  return [
    db
      .delete(roleAssignments)
      .where(and(eq(roleAssignments.workspaceId, workspaceId), eq(roleAssignments.groupId, id), free)),
    db
      .delete(courseGroups)
      .where(and(eq(courseGroups.workspaceId, workspaceId), eq(courseGroups.groupId, id), free)),
    db
      .update(courseSessions)
      .set({ groupId: null })
      .where(and(eq(courseSessions.workspaceId, workspaceId), eq(courseSessions.groupId, id), free)),
    db
      .update(registrationLinkPlaces)
      .set({ groupId: null })
      .where(
        and(
          eq(registrationLinkPlaces.workspaceId, workspaceId),
          eq(registrationLinkPlaces.groupId, id),
          free,
        ),
      ),
    db.delete(groups).where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, id), free)),
  ];
}
