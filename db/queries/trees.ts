import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { groups, units } from "../schema/index.ts";
import { type Standing, stands } from "./members.ts";

/** How deep a tree of units or groups may be, its top included, and how many a workspace may have of each. */
export const deepestTree = 32;
export const largestTree = 10_000;

export type Tree = typeof units | typeof groups;

const nameOf = (tree: Tree) => sql.raw(tree === units ? "units" : '"groups"');

/** In SQL how deep a path is: every id in it is followed by a slash. */
const depthOf = (path: SQL) => sql`(length(${path}) - length(replace(${path}, '/', '')))`;

/** The rows of a tree under the alias `t` that lie below the row with this path, itself included. */
export function withinPath(path: SQL): SQL {
  return sql`t.path >= ${path} and t.path < ${path} || '~'`;
}

/** The ids of a path in order from the root, as rows of `j.value`. */
export function idsOfPath(path: SQL): SQL {
  return sql`json_each('["' || replace(rtrim(${path}, '/'), '/', '","') || '"]') j`;
}

/** Where a new unit or group is to stand, or an old one to go: below this one, or at the top. */
export interface Spot {
  workspaceId: string;
  parentId: string | null;
  nameKey: string;
}

/** True in SQL where nobody below the parent has the name, but for the one with the id. */
export function nameIsFree(tree: Tree, spot: Spot, except: string): SQL {
  return nameIsFreeBelow(tree, spot.workspaceId, sql`${spot.parentId}`, sql`${spot.nameKey}`, except);
}

function nameIsFreeBelow(tree: Tree, workspaceId: string, parentId: SQL, nameKey: SQL, except: string): SQL {
  return sql`not exists (select 1 from ${nameOf(tree)} o where o.workspace_id = ${workspaceId}
    and coalesce(o.parent_id, '') = coalesce(${parentId}, '') and o.name_key = ${nameKey} and o.id <> ${except})`;
}

/**
 * What a decision about a spot needs: is it there, is the name free, how deep is it, how many are there. Of
 * the place with the id `moving`, what is left out stays as it is.
 */
export function spotFor(
  db: Database,
  tree: Tree,
  spot: { workspaceId: string; parentId: string | null | undefined | SQL; nameKey: string | undefined },
  moving: string,
) {
  const { workspaceId } = spot;
  const own = (column: SQL) => sql`(select ${column} from ${nameOf(tree)} m
    where m.workspace_id = ${workspaceId} and m.id = ${moving})`;
  const parentId = spot.parentId === undefined ? own(sql`m.parent_id`) : sql`${spot.parentId}`;
  const nameKey = spot.nameKey === undefined ? own(sql`m.name_key`) : sql`${spot.nameKey}`;
  const parent = (column: SQL) => sql`(select ${column} from ${nameOf(tree)} p
    where p.workspace_id = ${workspaceId} and p.id = ${parentId})`;
  return db
    .select({
      parentId: sql<string | null>`${parentId}`.as("parent_id"),
      parentPath: sql<string | null>`${parent(sql`p.path`)}`.as("parent_path"),
      parentName: sql<string | null>`${parent(sql`p.name`)}`.as("parent_name"),
      parentDepth: sql<number>`coalesce(${parent(depthOf(sql`p.path`))}, 0)`.as("parent_depth"),
      nameIsFree: sql<number>`${nameIsFreeBelow(tree, workspaceId, parentId, nameKey, moving)}`.as(
        "name_is_free",
      ),
      /** Levels below the place that moves. */
      height: sql<number>`coalesce((select max(${depthOf(sql`t.path`)}) - ${depthOf(sql`m.path`)}
        from ${nameOf(tree)} m cross join ${nameOf(tree)} t on t.workspace_id = m.workspace_id and ${withinPath(sql`m.path`)}
        where m.workspace_id = ${workspaceId} and m.id = ${moving}), 0)`.as("height"),
      count: sql<number>`(select count(*) from ${nameOf(tree)} c where c.workspace_id = ${workspaceId})`.as(
        "count",
      ),
    })
    .from(sql`(select 1)`);
}

export type SpotState = Awaited<ReturnType<typeof spotFor>>[number];

/**
 * `from ... where` for the row of a new unit or group, with its parent as `p`: nothing where the spot is not
 * what it was, where there are too many or it is too deep, or where the asker may no longer.
 */
export function freeSpot(tree: Tree, spot: Spot, parentPath: string | null, standing: Standing): SQL {
  const { workspaceId, parentId } = spot;
  return sql`from (select 1) left join ${nameOf(tree)} p on p.workspace_id = ${workspaceId} and p.id = ${parentId}
    where p.path is ${parentPath} and coalesce(${depthOf(sql`p.path`)}, 0) < ${deepestTree}
      and (select count(*) from ${nameOf(tree)} c where c.workspace_id = ${workspaceId}) < ${largestTree}
      and ${nameIsFree(tree, spot, "")} and ${stands(standing)}`;
}

/** A unit or group as it was read. */
export interface SeenPlace {
  workspaceId: string;
  id: string;
  parentId: string | null;
  name: string;
  path: string;
}

/** True in SQL while the row of the tree is as it was read. */
export function asSeen(tree: Tree, seen: SeenPlace): SQL {
  return sql`${tree.workspaceId} = ${seen.workspaceId} and ${tree.id} = ${seen.id}
    and ${tree.path} = ${seen.path} and ${tree.name} = ${seen.name}`;
}

/**
 * Puts a place and all that lies below it under another parent, or at the top. One statement that reads the
 * tree as it is when it writes: nothing moves when the new parent lies below the place, when it became too
 * deep, or when one of the two is not where it was. So no two moves make a cycle. Guard it.
 */
export function moveSubtree(
  db: Database,
  tree: Tree,
  seen: SeenPlace,
  to: { parentId: string | null; parentPath: string | null; name: string; nameKey: string },
  standing: Standing,
) {
  const { workspaceId, id } = seen;
  const name = nameOf(tree);
  const spot = { workspaceId, parentId: to.parentId, nameKey: to.nameKey };
  const moved = sql`(select m.workspace_id as workspace, m.path as old, coalesce(p.path, '') as target,
      length(m.path) - length(m.id) as kept
    from ${name} m left join ${name} p on p.workspace_id = m.workspace_id and p.id = ${to.parentId}
    where m.workspace_id = ${workspaceId} and m.id = ${id} and m.path = ${seen.path} and p.path is ${to.parentPath}
      and not coalesce(p.path >= m.path and p.path < m.path || '~', 0)
      and coalesce(${depthOf(sql`p.path`)}, 0) - ${depthOf(sql`m.path`)} + 1 + (
        select max(${depthOf(sql`t.path`)}) from ${name} t where t.workspace_id = m.workspace_id
          and ${withinPath(sql`m.path`)}) <= ${deepestTree}
      and ${nameIsFree(tree, spot, id)} and ${stands(standing)}
    limit 1) v`;
  return db
    .update(tree)
    .set({
      parentId: sql`case when ${tree.id} = ${id} then ${to.parentId} else ${tree.parentId} end`,
      name: sql`case when ${tree.id} = ${id} then ${to.name} else ${tree.name} end`,
      nameKey: sql`case when ${tree.id} = ${id} then ${to.nameKey} else ${tree.nameKey} end`,
      path: sql`v.target || substr(${tree.path}, v.kept)`,
    })
    .from(moved)
    .where(sql`${tree.workspaceId} = v.workspace and ${tree.path} >= v.old and ${tree.path} < v.old || '~'`);
}

/** True in SQL where nothing lies below the place. */
export function hasNothingBelow(tree: Tree, workspaceId: string, id: string): SQL {
  return sql`not exists (select 1 from ${nameOf(tree)} c where c.workspace_id = ${workspaceId} and c.path >
    (select m.path from ${nameOf(tree)} m where m.workspace_id = ${workspaceId} and m.id = ${id})
    and c.path < (select m.path from ${nameOf(tree)} m where m.workspace_id = ${workspaceId} and m.id = ${id}) || '~')`;
}

export interface TreeWindow {
  /** JSON array of the ids that exist for the asker; null: all. */
  ids: string | null;
  /** Part of the folded name; empty: whatever it is called. */
  search: string;
  /** Path where the page before ended. */
  after: string;
  look: number;
  /** With the names above each. */
  above: boolean;
}

/** How many people a place has, by the counters that triggers keep, and how many of them have not joined. */
const countOf = (facet: SQL, statuses: string) => sql<number>`coalesce((select sum(c.count)
  from membership_counts c where c.workspace_id = t.workspace_id and c.facet = ${facet}
    and c.status in (${sql.raw(statuses)})), 0)`;

/** The people of a place under the alias `t`, by where they stand. */
export function peopleCounts(tree: Tree) {
  const facet = sql`${sql.raw(tree === units ? "'unit:'" : "'group:'")} || t.id`;
  return {
    members: countOf(facet, "'active', 'deactivated'").as("members"),
    invited: countOf(facet, "'pending', 'expired'").as("invited"),
  };
}

/** `from ... where ... order by` of a page of a tree, in order of path: parents before what lies below them. */
function windowOf(tree: Tree, workspaceId: string, window: TreeWindow): SQL {
  const from = window.ids
    ? sql`json_each(${window.ids}) r cross join ${nameOf(tree)} t on t.workspace_id = ${workspaceId} and t.id = r.value`
    : sql`${nameOf(tree)} t`;
  return sql`(select t.* from ${from} where t.workspace_id = ${workspaceId} and t.path > ${window.after}
    ${window.search === "" ? sql`` : sql`and instr(t.name_key, ${window.search}) > 0`}
    order by t.path limit ${window.look}) t`;
}

/** The names above a place, as a JSON array of `{ id, name }` from the top. */
const above = (tree: Tree, wanted: boolean) =>
  wanted
    ? sql<string>`(select json_group_array(json_object('id', a.id, 'name', a.name)) from ${idsOfPath(sql`t.path`)}
        cross join ${nameOf(tree)} a on a.workspace_id = t.workspace_id and a.id = j.value where a.id <> t.id)`
    : sql<string>`'[]'`;

/** A page of the units, with how many people each has. */
export function unitsPage(db: Database, workspaceId: string, window: TreeWindow) {
  return db
    .select({
      id: sql<string>`t.id`.as("id"),
      parentId: sql<string | null>`t.parent_id`.as("parent_id"),
      name: sql<string>`t.name`.as("name"),
      language: sql<string | null>`t.language`.as("language"),
      path: sql<string>`t.path`.as("path"),
      createdAt: sql<number>`t.created_at`.as("created_at"),
      above: above(units, window.above).as("above"),
      ...peopleCounts(units),
    })
    .from(windowOf(units, workspaceId, window))
    .orderBy(sql`t.path`);
}

/** How many people a unit has together with those below it, who are counted in each of theirs. */
export function peopleOfSubtree(db: Database, workspaceId: string, unitId: string) {
  const sum = (statuses: string) =>
    sql<number>`coalesce(sum(iif(n.status in (${sql.raw(statuses)}), n.count, 0)), 0)`;
  return db
    .select({
      members: sum("'active', 'deactivated'").as("members"),
      invited: sum("'pending', 'expired'").as("invited"),
    })
    .from(
      sql`units top cross join units u on u.workspace_id = ${workspaceId}
          and u.path >= top.path and u.path < top.path || '~'
        cross join membership_counts n on n.workspace_id = ${workspaceId} and n.facet = 'unit:' || u.id`,
    )
    .where(sql`top.workspace_id = ${workspaceId} and top.id = ${unitId}`);
}

/** A page of the groups, with how many people each has. */
export function groupsPage(db: Database, workspaceId: string, window: TreeWindow) {
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
      path: sql<string>`t.path`.as("path"),
      createdAt: sql<number>`t.created_at`.as("created_at"),
      above: above(groups, window.above).as("above"),
      ...peopleCounts(groups),
    })
    .from(windowOf(groups, workspaceId, window))
    .orderBy(sql`t.path`);
}
