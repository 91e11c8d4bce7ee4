import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { groupMembers } from "../schema/index.ts";
import type { Statement } from "./statements.ts";

/**
 * The groups that learners of the named memberships belong to by propagation (F8, D31): from each group
 * they were put into, if it is public, upwards, until the first private one, that one included. Bounded by
 * the depth of the tree, whatever the number of people.
 */
function upwardClosure(workspaceId: string, membershipIds: string | SQL): SQL {
  return sql`with recursive up(membership_id, group_id) as (
    select m.membership_id, g.parent_id
      from json_each(${membershipIds}) j
      cross join group_members m on m.workspace_id = ${workspaceId} and m.membership_id = j.value and m.kind = 'direct'
      cross join "groups" g on g.workspace_id = ${workspaceId} and g.id = m.group_id
      where g.visibility = 'public' and g.parent_id is not null
        and exists (select 1 from role_assignments r where r.workspace_id = ${workspaceId}
          and r.membership_id = j.value and r.role = 'learner')
    union
    select up.membership_id, g.parent_id from up
      cross join "groups" g on g.workspace_id = ${workspaceId} and g.id = up.group_id
      where g.visibility = 'public' and g.parent_id is not null
  )`;
}

/**
 * Makes the derived group memberships of these people what the rule says today, for the batch that changed
 * their groups, their roles or the tree; after it. `membershipIds` is a JSON array, or SQL that makes one.
 */
export function closeOver(
  db: Database,
  workspaceId: string,
  membershipIds: string | SQL,
): [Statement, Statement] {
  const closure = upwardClosure(workspaceId, membershipIds);
  return [
    db.delete(groupMembers).where(
      sql`${groupMembers.workspaceId} = ${workspaceId} and ${groupMembers.kind} = 'derived'
        and ${groupMembers.membershipId} in (select value from json_each(${membershipIds}))
        and (${groupMembers.membershipId}, ${groupMembers.groupId}) not in (
          select membership_id, group_id from (${closure} select membership_id, group_id from up))`,
    ),
    db
      .insert(groupMembers)
      .select(
        sql`select ${workspaceId}, membership_id, group_id, 'derived' from (${closure} select membership_id, group_id from up) where true`,
      )
      .onConflictDoNothing(),
  ];
}
