import { and, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { groupMembers, groups, jobResults, roleAssignments } from "../schema/index.ts";
import { directBelow } from "./groups.ts";
import { type Standing, stands } from "./members.ts";
import { shownAddress } from "./shown-address.ts";
import { asSeen, idsOfPath, type SeenPlace } from "./trees.ts";

/** The latest people of a group by where they stand: who has joined, or who is invited. Sorting them costs a row each here. */
export function groupPeople(
  db: Database,
  workspaceId: string,
  groupId: string,
  page: { statuses: readonly string[]; after: string | null; look: number },
) {
  const ranges = page.statuses.map(
    (status) => sql`select membership_id as id from membership_facets where workspace_id = ${workspaceId}
      and facet = ${`group:${groupId}`} and status = ${status}
      ${page.after === null ? sql`` : sql`and membership_id < ${page.after}`}`,
  );
  return db
    .select({
      id: sql<string>`m.id`.as("id"),
      firstName: sql<string>`m.first_name`.as("first_name"),
      lastName: sql<string>`m.last_name`.as("last_name"),
      email: shownAddress("m").as("email"),
      shownAs: sql<string>`m.shown_as`.as("shown_as"),
      delivery: sql<string>`m.delivery`.as("delivery"),
      linkExpiresAt: sql<number | null>`m.link_expires_at`.as("link_expires_at"),
      invitationId: sql<string | null>`m.invitation_id`.as("invitation_id"),
      joinedAt: sql<number | null>`m.joined_at`.as("joined_at"),
      kind: sql<string>`gm.kind`.as("kind"),
      /** Of somebody who is in it by a group below: that group, one of them. */
      through: sql<string | null>`case when gm.kind = 'derived' then (
        select json_object('id', t.id, 'name', t.name) from group_members d
        cross join "groups" t on t.workspace_id = d.workspace_id and t.id = d.group_id
          and t.path > s.path and t.path < s.path || '~'
        where d.workspace_id = ${workspaceId} and d.membership_id = m.id and d.kind = 'direct' limit 1) end`.as(
        "through",
      ),
      roles: sql<string>`(
        select json_group_array(json_object('role', r.role, 'unitId', r.unit_id, 'groupId', r.group_id))
        from role_assignments r where r.workspace_id = ${workspaceId} and r.membership_id = m.id)`.as(
        "roles",
      ),
    })
    .from(
      sql`"groups" s cross join (${sql.join(ranges, sql` union all `)} order by 1 desc limit ${page.look}) c
        cross join memberships m on m.workspace_id = ${workspaceId} and m.id = c.id
        cross join group_members gm on gm.workspace_id = ${workspaceId} and gm.membership_id = m.id and gm.group_id = s.id`,
    )
    .where(sql`s.workspace_id = ${workspaceId} and s.id = ${groupId}`);
}

/** Somebody who is to be put into a group or taken out of it: where they are, what they hold. */
export function peopleForGroup(
  db: Database,
  workspaceId: string,
  groupId: string,
  membershipIds: readonly string[],
) {
  return db
    .select({
      id: sql<string>`m.id`.as("id"),
      status: sql<string>`m.status`.as("status"),
      firstName: sql<string>`m.first_name`.as("first_name"),
      lastName: sql<string>`m.last_name`.as("last_name"),
      kind: sql<"direct" | "alone" | "derived" | null>`(select g.kind from group_members g
        where g.workspace_id = ${workspaceId} and g.membership_id = m.id and g.group_id = ${groupId})`.as(
        "kind",
      ),
      isLearner: sql<number>`exists (select 1 from role_assignments r where r.workspace_id = ${workspaceId}
        and r.membership_id = m.id and r.role = 'learner')`.as("is_learner"),
      unitIds: sql<string>`(select json_group_array(u.unit_id) from unit_members u
        where u.workspace_id = ${workspaceId} and u.membership_id = m.id)`.as("unit_ids"),
      groupIds: sql<string>`(select json_group_array(g.group_id) from group_members g
        where g.workspace_id = ${workspaceId} and g.membership_id = m.id and g.kind <> 'derived')`.as(
        "group_ids",
      ),
    })
    .from(
      sql`json_each(${JSON.stringify(membershipIds)}) j
        cross join memberships m on m.workspace_id = ${workspaceId} and m.id = j.value`,
    );
}

/**
 * Puts people (a JSON array) into a group that is as it was read; who is in it by a group below, or alone, is in
 * it directly then. Changes as many rows as there are people, if all of them still are members: guard it.
 */
export function addToGroup(db: Database, seen: SeenPlace, membershipIds: string, standing: Standing) {
  const { workspaceId, id } = seen;
  return db
    .insert(groupMembers)
    .select(
      sql`select m.workspace_id, m.id, t.id, 'direct' from "groups" t cross join json_each(${membershipIds}) j
        cross join memberships m on m.workspace_id = t.workspace_id and m.id = j.value and m.status in ('pending', 'active')
        where t.workspace_id = ${workspaceId} and t.id = ${id} and t.path = ${seen.path} and ${stands(standing)}`,
    )
    .onConflictDoUpdate({
      target: [groupMembers.workspaceId, groupMembers.membershipId, groupMembers.groupId],
      set: { kind: "direct" },
    });
}

/** The groups that a learner loses with this one (F8): it, and those below it that no private group parts from it. */
const lostWith = (workspaceId: string, membershipId: string, groupId: string, propagates: boolean) =>
  propagates
    ? sql`select d.id from group_members l
        cross join "groups" s on s.workspace_id = l.workspace_id and s.id = ${groupId}
        cross join "groups" d on d.workspace_id = l.workspace_id and d.id = l.group_id
          and d.path >= s.path and d.path < s.path || '~'
        where l.workspace_id = ${workspaceId} and l.membership_id = ${membershipId} and l.kind <> 'derived'
          and not exists (select 1 from ${idsOfPath(sql`d.path`)} cross join "groups" p
            on p.workspace_id = d.workspace_id and p.id = j.value
            where p.path > s.path and p.visibility = 'private')`
    : sql`select ${groupId}`;

/** The roles that somebody holds at the groups that they lose, and at this one. */
export function rolesLostWith(
  db: Database,
  workspaceId: string,
  membershipId: string,
  groupId: string,
  propagates: boolean,
) {
  return db
    .select({ role: roleAssignments.role, groupId: sql<string>`${roleAssignments.groupId}`.as("at_group") })
    .from(roleAssignments)
    .where(
      sql`${roleAssignments.workspaceId} = ${workspaceId} and ${roleAssignments.membershipId} = ${membershipId}
        and (${roleAssignments.groupId} = ${groupId}
          or ${roleAssignments.groupId} in (${lostWith(workspaceId, membershipId, groupId, propagates)}))`,
    );
}

/** Takes somebody's own rows in a group, and where it propagates in the public ones below it. */
export function removeFromGroup(
  db: Database,
  workspaceId: string,
  membershipId: string,
  groupId: string,
  propagates: boolean,
) {
  return db.delete(groupMembers).where(
    sql`${groupMembers.workspaceId} = ${workspaceId} and ${groupMembers.membershipId} = ${membershipId}
        and ${groupMembers.kind} <> 'derived'
        and ${groupMembers.groupId} in (${lostWith(workspaceId, membershipId, groupId, propagates)})`,
  );
}

/** Takes these roles away; `lost` is a JSON array of `{ role, groupId }`. */
export function dropRolesAtGroups(db: Database, workspaceId: string, membershipId: string, lost: string) {
  return db.delete(roleAssignments).where(
    sql`${roleAssignments.workspaceId} = ${workspaceId} and ${roleAssignments.membershipId} = ${membershipId}
        and (${roleAssignments.role}, ${roleAssignments.groupId}) in (
          select value ->> '$.role', value ->> '$.groupId' from json_each(${lost}))`,
  );
}

/** The guard of taking somebody out: changes the group to what it is, if they are in it and the asker still may. */
export function holdMember(db: Database, seen: SeenPlace, membershipId: string, standing: Standing) {
  const { workspaceId, id } = seen;
  return db
    .update(groups)
    .set({ name: seen.name })
    .where(
      and(
        asSeen(groups, seen),
        sql`exists (select 1 from group_members m where m.workspace_id = ${workspaceId}
          and m.membership_id = ${membershipId} and m.group_id = ${id})`,
        stands(standing),
      ),
    );
}

/** Who is found by a search for people to add, up to `look` index rows; who is in the group says so. */
export function membersBySearch(
  db: Database,
  workspaceId: string,
  groupId: string,
  search: { from: string; until: string; learnersOnly: boolean; look: number; limit: number },
) {
  const statuses = ["active", "pending", "expired"];
  const ranges = statuses.map(
    (
      status,
    ) => sql`select membership_id as id, term as term from membership_terms where workspace_id = ${workspaceId}
      and status = ${status} and term >= ${search.from} and term < ${search.until}`,
  );
  const learner = sql`exists (select 1 from role_assignments r where r.workspace_id = ${workspaceId}
    and r.membership_id = m.id and r.role = 'learner')`;
  return db
    .select({
      id: sql<string>`m.id`.as("id"),
      firstName: sql<string>`m.first_name`.as("first_name"),
      lastName: sql<string>`m.last_name`.as("last_name"),
      email: shownAddress("m").as("email"),
    })
    .from(
      sql`(${sql.join(ranges, sql` union all `)} order by 2, 1 limit ${search.look}) c
        cross join memberships m on m.workspace_id = ${workspaceId} and m.id = c.id`,
    )
    .where(
      sql`not exists (select 1 from group_members g where g.workspace_id = ${workspaceId} and g.membership_id = m.id
          and g.group_id = ${groupId} and g.kind <> 'derived')
        ${search.learnersOnly ? sql`and ${learner}` : sql``}`,
    )
    .groupBy(sql`m.id`)
    .orderBy(sql`min(c.term), m.id`)
    .limit(search.limit);
}

/** Writes down whom a job about a group is about: those in it, or those from whom memberships derive. */
export function stageGroupJob(
  db: Database,
  workspaceId: string,
  jobId: string,
  groupId: string,
  whom: "members" | "below",
) {
  const found =
    whom === "below"
      ? directBelow(workspaceId, groupId)
      : sql`select m.membership_id as membership_id from group_members m
          where m.workspace_id = ${workspaceId} and m.group_id = ${groupId}`;
  return db
    .insert(jobResults)
    .select(sql`select ${workspaceId}, ${jobId}, s.membership_id, 'waiting' from (${found}) s where true`);
}
