import { type SQL, sql } from "drizzle-orm";

/**
 * A part of a workspace: units and groups. People belong to it by their units and by the groups that they were
 * put into; memberships that only derive from those show nobody (a moved tree's may be of yesterday).
 */
export interface Part {
  units: readonly string[];
  groups: readonly string[];
}

/** True in SQL for a person of the part; null: everywhere, anybody. */
export function inPart(workspaceId: string | SQL, part: Part | null, membershipId: SQL): SQL {
  if (part === null) return sql`1`;
  const conditions: SQL[] = [];
  if (part.units.length > 0) {
    conditions.push(sql`exists (select 1 from unit_members pu where pu.workspace_id = ${workspaceId}
      and pu.membership_id = ${membershipId} and pu.unit_id in (select value from json_each(${JSON.stringify(part.units)})))`);
  }
  if (part.groups.length > 0) {
    conditions.push(sql`exists (select 1 from group_members pg where pg.workspace_id = ${workspaceId}
      and pg.membership_id = ${membershipId} and pg.kind <> 'derived'
      and pg.group_id in (select value from json_each(${JSON.stringify(part.groups)})))`);
  }
  return conditions.length > 0 ? sql`(${sql.join(conditions, sql` or `)})` : sql`0`;
}

/** True in SQL for a person all of whose places lie in the part, and who has one. */
export function whollyInPart(workspaceId: string | SQL, part: Part | null, membershipId: SQL): SQL {
  if (part === null) return sql`1`;
  return sql`(${inPart(workspaceId, part, membershipId)}
    and not exists (select 1 from unit_members wu where wu.workspace_id = ${workspaceId}
      and wu.membership_id = ${membershipId}
      and wu.unit_id not in (select value from json_each(${JSON.stringify(part.units)})))
    and not exists (select 1 from group_members wg where wg.workspace_id = ${workspaceId}
      and wg.membership_id = ${membershipId} and wg.kind <> 'derived'
      and wg.group_id not in (select value from json_each(${JSON.stringify(part.groups)}))))`;
}

/** Where a person is by rows of their own, as JSON: `{ unitIds, groupIds }`. */
export function placesOf(workspaceId: SQL, membershipId: SQL): SQL<string> {
  return sql<string>`json_object(
    'unitIds', (select json_group_array(lu.unit_id) from unit_members lu
      where lu.workspace_id = ${workspaceId} and lu.membership_id = ${membershipId}),
    'groupIds', (select json_group_array(lg.group_id) from group_members lg
      where lg.workspace_id = ${workspaceId} and lg.membership_id = ${membershipId} and lg.kind <> 'derived'))`;
}

/** The facets of the list that a person stands under by their places, as JSON: `[[facet, derived], ...]`. */
export function facetsOfPlaces(workspaceId: string, membershipId: SQL, kinds: Part): SQL<string> {
  const rows: SQL[] = [];
  if (kinds.units.length > 0) {
    rows.push(sql`select 'unit:' || fu.unit_id as facet, 0 as derived from unit_members fu
      where fu.workspace_id = ${workspaceId} and fu.membership_id = ${membershipId}`);
  }
  if (kinds.groups.length > 0) {
    rows.push(sql`select 'group:' || fg.group_id as facet, fg.kind = 'derived' as derived from group_members fg
      where fg.workspace_id = ${workspaceId} and fg.membership_id = ${membershipId}`);
  }
  if (rows.length === 0) return sql<string>`'[]'`;
  return sql<string>`(select json_group_array(json_array(facet, derived)) from (${sql.join(rows, sql` union all `)}))`;
}

/** True in SQL for a person of a unit or of one below it. */
export function inSubtree(workspaceId: string, unitId: string, membershipId: SQL): SQL {
  return sql`exists (select 1 from unit_members su
    cross join units s on s.workspace_id = ${workspaceId} and s.id = su.unit_id
    cross join units top on top.workspace_id = ${workspaceId} and top.id = ${unitId}
      and s.path >= top.path and s.path < top.path || '~'
    where su.workspace_id = ${workspaceId} and su.membership_id = ${membershipId})`;
}
