import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { groupMembers, roleAssignments, unitMembers } from "../schema/index.ts";
import type { Statement } from "./statements.ts";

/** Where a person is and where they hold roles, by name; groups that follow from others say so. */
export function namedPlacesOf(db: Database, workspaceId: string, membershipId: string) {
  const theirs = sql`m.workspace_id = ${workspaceId} and m.membership_id = ${membershipId}`;
  return db
    .select({
      kind: sql<"unit" | "group">`p.kind`.as("kind"),
      /** Null: no place of theirs, they hold a role there. */
      standing: sql<"own" | "derived" | null>`p.standing`.as("standing"),
      id: sql<string>`p.id`.as("id"),
      name: sql<string>`p.name`.as("name"),
      path: sql<string>`p.path`.as("path"),
    })
    .from(
      sql`(select 'unit' as kind, 'own' as standing, t.id, t.name, t.path from unit_members m
          cross join units t on t.workspace_id = m.workspace_id and t.id = m.unit_id where ${theirs}
        union all
        select 'group', iif(m.kind = 'derived', 'derived', 'own'), t.id, t.name, t.path from group_members m
          cross join "groups" t on t.workspace_id = m.workspace_id and t.id = m.group_id where ${theirs}
        union all
        select 'unit', null, t.id, t.name, t.path from role_assignments m
          cross join units t on t.workspace_id = m.workspace_id and t.id = m.unit_id where ${theirs}
        union all
        select 'group', null, t.id, t.name, t.path from role_assignments m
          cross join "groups" t on t.workspace_id = m.workspace_id and t.id = m.group_id where ${theirs}) p`,
    )
    .orderBy(sql`p.kind desc, p.path`);
}

/** The first units and groups of these ids (a JSON array) by name, units first. */
export function placeNames(db: Database, workspaceId: string, ids: string, limit: number) {
  return db
    .select({
      kind: sql<"unit" | "group">`p.kind`.as("kind"),
      id: sql<string>`p.id`.as("id"),
      name: sql<string>`p.name`.as("name"),
    })
    .from(
      sql`(select 'unit' as kind, t.id, t.name, t.name_key from json_each(${ids}) j
          cross join units t on t.workspace_id = ${workspaceId} and t.id = j.value
        union all
        select 'group', t.id, t.name, t.name_key from json_each(${ids}) j
          cross join "groups" t on t.workspace_id = ${workspaceId} and t.id = j.value) p`,
    )
    .orderBy(sql`p.kind desc, p.name_key, p.id`)
    .limit(limit);
}

/** Which of these groups (a JSON array) are being deleted. */
export function groupsBeingDeleted(db: Database, workspaceId: string, groupIds: string) {
  return db
    .select({ id: sql<string>`b.filter ->> '$.groupId'`.as("id") })
    .from(sql`jobs b`)
    .where(
      sql`b.status = 'running' and b.workspace_id = ${workspaceId} and b.kind = 'delete_group'
        and b.filter ->> '$.groupId' in (select value from json_each(${groupIds}))`,
    );
}

/** Puts a person into units (a JSON array); behind a guard that they exist. */
export function addToUnits(db: Database, workspaceId: string, membershipId: string, unitIds: string) {
  return db
    .insert(unitMembers)
    .select(sql`select ${workspaceId}, ${membershipId}, value from json_each(${unitIds}) where true`)
    .onConflictDoNothing();
}

/** Takes a person out of units (a JSON array), with the roles that they hold there. */
export function removeFromUnits(
  db: Database,
  workspaceId: string,
  membershipId: string,
  unitIds: string,
): Statement[] {
  const listed = sql`in (select value from json_each(${unitIds}))`;
  return [
    db
      .delete(roleAssignments)
      .where(
        and(
          eq(roleAssignments.workspaceId, workspaceId),
          eq(roleAssignments.membershipId, membershipId),
          sql`${roleAssignments.unitId} ${listed}`,
        ),
      ),
    db
      .delete(unitMembers)
      .where(
        and(
          eq(unitMembers.workspaceId, workspaceId),
          eq(unitMembers.membershipId, membershipId),
          sql`${unitMembers.unitId} ${listed}`,
        ),
      ),
  ];
}

/** Puts a person into groups (a JSON array) by rows of their own; behind a guard that they exist. */
export function addToGroups(db: Database, workspaceId: string, membershipId: string, groupIds: string) {
  return db
    .insert(groupMembers)
    .select(
      sql`select ${workspaceId}, ${membershipId}, value, 'direct' from json_each(${groupIds}) where true`,
    )
    .onConflictDoUpdate({
      target: [groupMembers.workspaceId, groupMembers.membershipId, groupMembers.groupId],
      set: { kind: "direct" },
    });
}

/** Gives roles, each where it holds; `roles` is a JSON array of `{ role, unitId, groupId }`. Those there stay. */
export function giveRoles(db: Database, workspaceId: string, membershipId: string, roles: string) {
  const at = (name: string) => sql`value ->> ${`$.${name}`}`;
  return db
    .insert(roleAssignments)
    .select(
      sql`select ${workspaceId}, ${membershipId}, ${at("role")}, coalesce(${at("unitId")}, ${at("groupId")}, ''),
        ${at("unitId")}, ${at("groupId")} from json_each(${roles}) where true`,
    )
    .onConflictDoNothing();
}

/** Takes every role away but these. */
export function keepRoles(db: Database, workspaceId: string, membershipId: string, roles: string) {
  return db.delete(roleAssignments).where(
    sql`${roleAssignments.workspaceId} = ${workspaceId} and ${roleAssignments.membershipId} = ${membershipId}
      and (${roleAssignments.role}, ${roleAssignments.scopeId}) not in (
        select value ->> '$.role', coalesce(value ->> '$.unitId', value ->> '$.groupId', '')
        from json_each(${roles}))`,
  );
}
