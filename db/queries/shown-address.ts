import { type SQL, sql } from "drizzle-orm";

/**
 * The address by which a membership (its alias in the statement) is shown: its own, or that of the open invitation whose
 * invitee came in by themselves meanwhile, so that another row has it (P-04). Looked up for those rows alone.
 */
export function shownAddress(alias: string): SQL<string | null> {
  const m = sql.raw(alias);
  return sql<
    string | null
  >`coalesce(${m}.email, case when ${m}.user_id is null and ${m}.status <> 'active' then (
    select o.email from invitations o where o.workspace_id = ${m}.workspace_id and o.id = ${m}.invitation_id) end)`;
}
