import { sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { loginNameOf } from "./login-names.ts";
import { eachRow } from "./statements.ts";

/** A unit or group as an export names it. */
export interface ExportedPlace {
  id: string;
  name: string;
}

/** What an export says of these people (a JSON array of ids) beside their row of the list. */
export function describedPeople(db: Database, workspaceId: string, membershipIds: string) {
  const places = (from: string) =>
    sql.raw(`(select json_group_array(json_object('id', p.id, 'name', p.name))
    from (select t.id, t.name from ${from} order by t.name, t.id) p)`);
  return db
    .select({
      id: sql<string>`m.id`.as("id"),
      language: sql<string>`m.language`.as("language"),
      username: loginNameOf(sql`m.workspace_id`, sql`m.id`).as("username"),
      externalId: sql<string | null>`m.external_id`.as("external_id"),
      accessEndsOn: sql<string | null>`m.access_ends_on`.as("access_ends_on"),
      labels: sql<string>`m.labels`.as("labels"),
      customFields: sql<string>`m.custom_fields`.as("custom_fields"),
      units: sql<string>`${places(`unit_members u
        cross join units t on t.workspace_id = u.workspace_id and t.id = u.unit_id
        where u.workspace_id = m.workspace_id and u.membership_id = m.id`)}`.as("units"),
      // Groups that only derive from others follow by themselves wherever the file is read again.
      groups: sql<string>`${places(`group_members g
        cross join "groups" t on t.workspace_id = g.workspace_id and t.id = g.group_id
        where g.workspace_id = m.workspace_id and g.membership_id = m.id and g.kind <> 'derived'`)}`.as(
        "groups",
      ),
    })
    .from(
      sql`${eachRow(membershipIds, { workspace: workspaceId })}
        cross join memberships m on m.workspace_id = j.workspace and m.id = j.value`,
    );
}
