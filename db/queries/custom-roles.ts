import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  customFields,
  customRoles,
  invitations,
  jobResults,
  memberships,
  roleAssignments,
} from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { type Standing, stands } from "./members.ts";
import type { Statement } from "./statements.ts";

/** What a row `c` of custom roles is, as JSON. */
export const customRoleJson = (c: SQL) => sql`json_object('id', ${c}.id, 'name', ${c}.name,
  'description', ${c}.description, 'permissions', json(${c}.permissions), 'holdsIn', json(${c}.holds_in))`;

/** True in SQL for a role that is a workspace's own, by the beginning of its id. */
export function isCustomRole(role: SQL): SQL {
  return sql`(${role} >= 'rol_' and ${role} < 'rol\`')`;
}

/** The roles of a workspace's own by name, as a JSON array, for a row of which the workspace is known. */
export const customRolesOf = (workspaceId: SQL) =>
  sql<string>`(
  select json_group_array(json(c.role)) from (
    select ${customRoleJson(sql`r`)} as role from custom_roles r
    where r.workspace_id = ${workspaceId} and r.deleted_at is null order by r.name_key) c)`.as(
    "custom_roles",
  );

/** A custom role that there is. */
export function customRoleById(db: Database, workspaceId: string, id: string) {
  return db
    .select()
    .from(customRoles)
    .where(
      and(eq(customRoles.workspaceId, workspaceId), eq(customRoles.id, id), isNull(customRoles.deletedAt)),
    );
}

const nameIsFree = (workspaceId: string, nameKey: string, exceptId: string) =>
  sql`not exists (select 1 from custom_roles o where o.workspace_id = ${workspaceId}
    and o.name_key = ${nameKey} and o.deleted_at is null and o.id <> ${exceptId})`;

/** Writes a role down, unless its name is taken or there are `most` of them: guard it. */
export function insertCustomRole(
  db: Database,
  row: typeof customRoles.$inferInsert,
  standing: Standing,
  most: number,
) {
  const { workspaceId, nameKey } = row;
  return insertFrom(
    db,
    customRoles,
    row,
    sql`from (select 1) where ${stands(standing)} and ${nameIsFree(workspaceId, nameKey, "")}
      and (select count(*) from custom_roles o where o.workspace_id = ${workspaceId}
        and o.deleted_at is null) < ${most}`,
  );
}

interface SeenRole {
  workspaceId: string;
  id: string;
  lastOp: string;
  nameKey: string;
}

const asSeen = ({ workspaceId, id, lastOp }: SeenRole) =>
  and(
    eq(customRoles.workspaceId, workspaceId),
    eq(customRoles.id, id),
    eq(customRoles.lastOp, lastOp),
    isNull(customRoles.deletedAt),
  );

/** Changes a role that is as it was read, or begins its end: guard it. */
export function changeSeenRole(
  db: Database,
  seen: SeenRole,
  values: Partial<typeof customRoles.$inferInsert> & { lastOp: string },
  standing: Standing,
) {
  const { workspaceId, id } = seen;
  return db
    .update(customRoles)
    .set(values)
    .where(and(asSeen(seen), nameIsFree(workspaceId, values.nameKey ?? seen.nameKey, id), stands(standing)));
}

/** The row of a role that nobody holds any more. */
export function forgetCustomRole(db: Database, workspaceId: string, id: string) {
  return db.delete(customRoles).where(
    and(
      eq(customRoles.workspaceId, workspaceId),
      eq(customRoles.id, id),
      sql`not exists (select 1 from membership_facets f
          where f.workspace_id = ${workspaceId} and f.facet = ${`role:${id}`})`,
    ),
  );
}

/** Everybody who holds a role, or is invited as it, whatever became of them. */
const holders = (workspaceId: string, role: string): SQL =>
  sql`from membership_facets f where f.workspace_id = ${workspaceId} and f.facet = ${`role:${role}`}`;

/** How many hold a role, up to one more than `most`; how many of them are invited; and in what kinds of places. */
export function holdersOfRole(db: Database, workspaceId: string, role: string, most: number) {
  const some = sql`(select f.membership_id, f.status ${holders(workspaceId, role)} limit ${most + 1})`;
  const at = (condition: SQL) => sql<number>`exists (select 1 ${holders(workspaceId, role)}
    and exists (select 1 from role_assignments a where a.workspace_id = f.workspace_id
      and a.membership_id = f.membership_id and a.role = ${role} and ${condition}))`;
  return db
    .select({
      count: sql<number>`(select count(*) from ${some})`.as("n"),
      invited: sql<number>`(select count(*) from ${some} s where s.status = 'pending')`.as("invited"),
      everywhere: at(sql`a.scope_id = ''`).as("everywhere"),
      inUnits: at(sql`a.unit_id is not null`).as("in_units"),
      inGroups: at(sql`a.group_id is not null`).as("in_groups"),
    })
    .from(sql`(select 1)`);
}

/** Whom a job that takes a role away is about. */
export function stageHolders(db: Database, workspaceId: string, jobId: string, role: string) {
  return db
    .insert(jobResults)
    .select(sql`select ${workspaceId}, ${jobId}, f.membership_id, 'waiting' ${holders(workspaceId, role)}`);
}

/** The ids of those who hold a role; more than `most` are a job's. */
export function idsOfHolders(db: Database, workspaceId: string, role: string, most: number) {
  return db
    .select({ membershipId: sql<string>`f.membership_id`.as("membership_id") })
    .from(sql`(select f.membership_id ${holders(workspaceId, role)} limit ${most}) f`);
}

/** Of fields of the workspace's own: no answer is required of a role that is gone. */
export function requireNoRole(db: Database, workspaceId: string, role: string) {
  return (
    db
      .update(customFields)
      // Drizzle types a JSON column as what it holds, and not as SQL that makes it.
      .set({
        requiredFor: sql`(select json_group_array(value) from (select value
          from json_each(${customFields.requiredFor}) where value <> ${role} order by key))` as unknown as string[],
      })
      .where(
        sql`${customFields.workspaceId} = ${workspaceId}
          and exists (select 1 from json_each(${customFields.requiredFor}) where value = ${role})`,
      )
  );
}

/**
 * People (a JSON array of ids) hold `to` wherever they held `role`; `everywhere`: in the whole workspace instead,
 * `unlessOther`: only who has no other role. What they were offered changes with it, so an acceptance in this moment
 * finds another revision (R-03).
 */
export function replaceRole(
  db: Database,
  workspaceId: string,
  {
    ids,
    role,
    to,
    op,
  }: {
    ids: string;
    role: string;
    to: { role: string; everywhere: boolean; unlessOther: boolean };
    op: string;
  },
): Statement[] {
  const people = sql`(select value as id from json_each(${ids}))`;
  const at = (column: "scope_id" | "unit_id" | "group_id", nowhere: SQL) =>
    to.everywhere ? nowhere : sql`a.${sql.identifier(column)}`;
  const unlessOther = to.unlessOther
    ? sql`and not exists (select 1 from role_assignments o where o.workspace_id = a.workspace_id
        and o.membership_id = a.membership_id and o.role <> ${role})`
    : sql``;
  return [
    db
      .update(invitations)
      .set({ revision: sql`${invitations.revision} + 1`, lastOp: op })
      .where(
        sql`${invitations.workspaceId} = ${workspaceId} and ${invitations.status} = 'pending'
          and ${invitations.id} in (select m.invitation_id from ${people} p
            cross join memberships m on m.workspace_id = ${workspaceId} and m.id = p.id and m.status = 'pending')`,
      ),
    db
      .update(memberships)
      .set({ lastOp: op })
      .where(
        sql`${memberships.workspaceId} = ${workspaceId} and ${memberships.id} in (select id from ${people})`,
      ),
    db
      .insert(roleAssignments)
      .select(
        sql`select distinct a.workspace_id, a.membership_id, ${to.role}, ${at("scope_id", sql`''`)},
            ${at("unit_id", sql`null`)}, ${at("group_id", sql`null`)}
          from ${people} p cross join role_assignments a on a.workspace_id = ${workspaceId}
            and a.membership_id = p.id and a.role = ${role} ${unlessOther} where true`,
      )
      .onConflictDoNothing(),
    db.delete(roleAssignments).where(
      sql`${roleAssignments.workspaceId} = ${workspaceId} and ${roleAssignments.role} = ${role}
        and ${roleAssignments.membershipId} in (select id from ${people})`,
    ),
  ];
}
