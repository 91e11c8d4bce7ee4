import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { idsOfPath } from "./trees.ts";

/** Who says it, as JSON: `{ language, id, name }`. */
const said = (alias: string) => {
  const { language, id, name } = {
    language: sql.raw(`${alias}.language`),
    id: sql.raw(`${alias}.id`),
    name: sql.raw(`${alias}.name`),
  };
  return sql`iif(${language} is null, null, json_object('language', ${language}, 'id', ${id}, 'name', ${name}))`;
};

/**
 * The language of a unit by its path: its own or that of the nearest unit above, as JSON with who says it; null where
 * none does (F82). `except`: the id of a unit that is not asked itself.
 */
export function languageOfUnit(
  workspaceId: SQL | string,
  path: SQL,
  except: SQL | string = "",
): SQL<string | null> {
  return sql`(select ${said("su")} from ${idsOfPath(path)}
    cross join units su on su.workspace_id = ${workspaceId} and su.id = j.value
    where su.language is not null and su.id <> ${except} order by j.key desc limit 1)`;
}

/** The same of a group: its own, that of its unit, and so on upwards with the groups above and theirs. */
export function languageOfGroup(
  workspaceId: SQL | string,
  path: SQL,
  except: SQL | string = "",
): SQL<string | null> {
  const own = sql`iif(sg.id = ${except}, null, ${said("sg")})`;
  return sql`(select spoken from (
    select j.key as level, coalesce(${own}, ${languageOfUnit(workspaceId, sql`gu.path`)}) as spoken
    from ${idsOfPath(path)}
      cross join "groups" sg on sg.workspace_id = ${workspaceId} and sg.id = j.value
      left join units gu on gu.workspace_id = sg.workspace_id and gu.id = sg.unit_id)
    where spoken is not null order by level desc limit 1)`;
}

/** The languages of units and groups (JSON arrays of ids), a row each that has one. */
export function languagesOfPlaces(db: Database, workspaceId: string, ids: { units: string; groups: string }) {
  return db
    .select({ id: sql<string>`id`.as("id"), spoken: sql<string>`spoken`.as("spoken") })
    .from(
      sql`(select t.id, ${languageOfUnit(workspaceId, sql`t.path`)} as spoken
          from json_each(${ids.units}) i cross join units t on t.workspace_id = ${workspaceId} and t.id = i.value
        union all
        select t.id, ${languageOfGroup(workspaceId, sql`t.path`)}
          from json_each(${ids.groups}) i cross join "groups" t on t.workspace_id = ${workspaceId} and t.id = i.value)`,
    )
    .where(sql`spoken is not null`);
}
