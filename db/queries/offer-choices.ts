import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { takenSeats } from "./enrolments.ts";
import { idsOfPath } from "./trees.ts";

/** A page of what an inviter may choose from. */
export interface ChoiceWindow {
  /** JSON array of the ids that exist for the asker; null: all. */
  ids: string | null;
  /** Part of the folded name; empty: all. */
  search: string;
  /** Where the page before ended; empty: from the first. */
  after: string;
  look: number;
}

/** The names above a place as JSON, from the top, each with whether it is private. */
const above = (table: SQL, visibility: SQL) =>
  sql<string>`(
  select json_group_array(json_object('id', a.id, 'name', a.name, 'private', ${visibility}))
  from (select value from ${idsOfPath(sql`t.path`)} order by j.key) o
  cross join ${table} a on a.workspace_id = t.workspace_id and a.id = o.value where a.id <> t.id)`.as(
    "above",
  );

function windowOf(table: SQL, workspaceId: string, { ids, search, after, look }: ChoiceWindow): SQL {
  const from = ids
    ? sql`json_each(${ids}) r cross join ${table} t on t.workspace_id = ${workspaceId} and t.id = r.value`
    : sql`${table} t`;
  return sql`(select t.* from ${from} where t.workspace_id = ${workspaceId} and t.path > ${after}
    ${search === "" ? sql`` : sql`and instr(t.name_key, ${search}) > 0`} order by t.path limit ${look}) t`;
}

/** Units in the order of their tree. */
export function unitChoices(db: Database, workspaceId: string, window: ChoiceWindow) {
  return db
    .select({
      id: sql<string>`t.id`.as("id"),
      name: sql<string>`t.name`.as("name"),
      path: sql<string>`t.path`.as("path"),
      above: above(sql`units`, sql`json('false')`),
    })
    .from(windowOf(sql`units`, workspaceId, window))
    .orderBy(sql`t.path`);
}

/** Groups in the order of their tree. */
export function groupChoices(db: Database, workspaceId: string, window: ChoiceWindow) {
  return db
    .select({
      id: sql<string>`t.id`.as("id"),
      name: sql<string>`t.name`.as("name"),
      path: sql<string>`t.path`.as("path"),
      isPrivate: sql<number>`t.visibility = 'private'`.as("is_private"),
      unitName: sql<string | null>`(select u.name from units u
        where u.workspace_id = t.workspace_id and u.id = t.unit_id)`.as("unit_name"),
      above: above(sql`"groups"`, sql`json(iif(a.visibility = 'private', 'true', 'false'))`),
    })
    .from(windowOf(sql`"groups"`, workspaceId, window))
    .orderBy(sql`t.path`);
}

/** Published courses by title; looks at no more than `look`, and says of each whether it is one that is sought. */
export function courseChoices(
  db: Database,
  workspaceId: string,
  window: { search: string; after: string; ids: string | null; look: number },
) {
  const { search, after, ids, look } = window;
  return db
    .select({
      id: sql<string>`t.id`.as("id"),
      name: sql<string>`t.title`.as("name"),
      position: sql<string>`t.title_key || char(31) || t.id`.as("position"),
      fits: sql<number>`t.status = 'published' and instr(t.title_key, ${search}) > 0`.as("fits"),
    })
    .from(
      ids
        ? sql`(select c.* from json_each(${ids}) r cross join courses c on c.workspace_id = ${workspaceId}
            and c.id = r.value and c.deleted_at is null) t`
        : sql`(select * from courses where workspace_id = ${workspaceId} and deleted_at is null
            and (title_key, id) > (${after.split("\u001f")[0] ?? ""}, ${after.split("\u001f")[1] ?? ""})
            order by title_key, id limit ${look}) t`,
    )
    .orderBy(sql`t.title_key, t.id`);
}

/**
 * Sessions that are still to come and have a seat, in the order of their begin; of a part those of its groups and
 * those that the asker teaches.
 */
export function sessionChoices(
  db: Database,
  workspaceId: string,
  window: {
    search: string;
    after: string;
    ids: string | null;
    look: number;
    now: number;
    part: { groups: string; sessions: string } | null;
  },
) {
  const { search, after, ids, look, now, part } = window;
  const [startsAt = "0", id = ""] = after.split("\u001f");
  const mine = part
    ? sql`(t.group_id in (select value from json_each(${part.groups}))
        or t.id in (select value from json_each(${part.sessions})))`
    : sql`1`;
  return db
    .select({
      id: sql<string>`t.id`.as("id"),
      name: sql<string>`t.title`.as("name"),
      courseTitle: sql<string>`c.title`.as("course_title"),
      startsAt: sql<number>`t.starts_at`.as("starts_at"),
      timeZone: sql<string>`t.time_zone`.as("time_zone"),
      position: sql<string>`t.starts_at || char(31) || t.id`.as("position"),
      fits: sql<number>`c.status = 'published' and ${mine}
        and (t.seats is null or ${takenSeats(workspaceId, sql`t.id`)} < t.seats)
        and instr(lower(t.title || ' ' || c.title), ${search}) > 0`.as("fits"),
    })
    .from(
      sql`${
        ids
          ? sql`(select s.* from json_each(${ids}) r cross join course_sessions s on s.workspace_id = ${workspaceId}
              and s.id = r.value and s.canceled_at is null) t`
          : sql`(select * from course_sessions where workspace_id = ${workspaceId} and canceled_at is null
              and starts_at > ${now} and (starts_at, id) > (${Number(startsAt)}, ${id})
              order by starts_at, id limit ${look}) t`
      } cross join courses c on c.workspace_id = ${workspaceId} and c.id = t.course_id and c.deleted_at is null`,
    )
    .orderBy(sql`t.starts_at, t.id`);
}
