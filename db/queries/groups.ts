import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  courseGroups,
  courseSessions,
  groupMembers,
  groups,
  jobResults,
  jobs,
  registrationLinkPlaces,
  roleAssignments,
} from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { type Standing, stands } from "./members.ts";
import { shownAddress } from "./shown-address.ts";
import { eachRow, type Statement } from "./statements.ts";
import {
  asSeen,
  freeSpot,
  hasNothingBelow,
  idsOfPath,
  nameIsFree,
  peopleCounts,
  type SeenPlace,
  withinPath,
} from "./trees.ts";

/** The job that works on a group and has not ended, as JSON; few run at any moment. */
const jobOf = (workspaceId: string, groupId: string) => sql<string | null>`(
  select json_object('id', b.id, 'kind', b.kind, 'total', b.total, 'done', b.done + b.skipped)
  from jobs b where b.status = 'running' and b.workspace_id = ${workspaceId}
    and b.kind in ('delete_group', 'regroup') and b.filter ->> '$.groupId' = ${groupId}
  order by b.kind limit 1)`;

/** A group as the pages show it, with the job that works on it. */
export function groupById(db: Database, workspaceId: string, id: string) {
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
      path: sql<string>`t.path`.as("path"),
      createdAt: sql<number>`t.created_at`.as("created_at"),
      job: jobOf(workspaceId, id).as("job"),
      ...peopleCounts(groups),
    })
    .from(sql`"groups" t`)
    .where(sql`t.workspace_id = ${workspaceId} and t.id = ${id}`);
}

/** The groups above a group, from the top. */
export function groupsAbove(db: Database, workspaceId: string, id: string) {
  return db
    .select({
      id: sql<string>`a.id`.as("id"),
      name: sql<string>`a.name`.as("name"),
      visibility: sql<"public" | "private">`a.visibility`.as("visibility"),
    })
    .from(
      sql`"groups" t cross join ${idsOfPath(sql`t.path`)}
        cross join "groups" a on a.workspace_id = t.workspace_id and a.id = j.value`,
    )
    .where(sql`t.workspace_id = ${workspaceId} and t.id = ${id} and a.id <> t.id`)
    .orderBy(sql`a.path`);
}

/** The groups right below a group, by name, with how many people each has. */
export function groupsRightBelow(db: Database, workspaceId: string, id: string, limit: number) {
  return db
    .select({
      id: sql<string>`t.id`.as("id"),
      name: sql<string>`t.name`.as("name"),
      visibility: sql<"public" | "private">`t.visibility`.as("visibility"),
      ...peopleCounts(groups),
    })
    .from(
      sql`(select * from "groups" where workspace_id = ${workspaceId} and coalesce(parent_id, '') = ${id}
        order by name_key limit ${limit}) t`,
    )
    .orderBy(sql`t.name_key`);
}

/** A group with what stands in the way of changing it: people are counted up to one more than `most`. */
export function groupToChange(db: Database, workspaceId: string, id: string, most: number) {
  return db
    .select({
      group: groups,
      isEmptyBelow: sql<number>`${hasNothingBelow(groups, workspaceId, id)}`.as("is_empty_below"),
      job: jobOf(workspaceId, id).as("job"),
      /** Of the group itself, as a JSON array. */
      members: sql<string>`(select json_group_array(membership_id) from (select m.membership_id
        from group_members m where m.workspace_id = ${workspaceId} and m.group_id = ${id}
        limit ${most + 1}))`.as("members"),
      /** Who is in it or in a group below by a row of their own, as a JSON array. */
      below: sql<string>`(select json_group_array(membership_id) from (
        ${directBelow(workspaceId, id)} limit ${most + 1}))`.as("below"),
    })
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, id)));
}

/** Those from whom memberships in a group and above it may derive. */
const directBelow = (workspaceId: string, id: string) => sql`select distinct m.membership_id as membership_id
  from "groups" g cross join "groups" t on t.workspace_id = g.workspace_id and ${withinPath(sql`g.path`)}
  cross join group_members m on m.workspace_id = t.workspace_id and m.group_id = t.id and m.kind = 'direct'
  where g.workspace_id = ${workspaceId} and g.id = ${id}`;

/** The same at the moment of writing, for `closeOver`: a JSON array, as SQL. */
export function membersBelow(workspaceId: string, id: string): SQL {
  return sql`(select json_group_array(membership_id) from (${directBelow(workspaceId, id)}))`;
}

/** Writes a group, unless its spot is taken, gone or too deep: guard it. */
export function insertGroup(
  db: Database,
  row: Omit<typeof groups.$inferInsert, "path" | "nameKey"> & { nameKey: string },
  parentPath: string | null,
  standing: Standing,
) {
  const { workspaceId, parentId = null, nameKey } = row;
  return insertFrom(
    db,
    groups,
    { ...row, path: sql`coalesce(p.path, '') || ${`${row.id}/`}` },
    freeSpot(groups, { workspaceId, parentId, nameKey }, parentPath, standing),
  );
}

/** Changes a group that is as it was read, if nothing beside it has its new name: guard it. */
export function changeGroupRow(
  db: Database,
  seen: SeenPlace & Pick<typeof groups.$inferSelect, "visibility" | "unitId" | "description">,
  values: Partial<typeof groups.$inferInsert> & { nameKey: string },
  standing: Standing,
) {
  const { workspaceId, id, parentId } = seen;
  return db
    .update(groups)
    .set(values)
    .where(
      and(
        asSeen(groups, seen),
        eq(groups.visibility, seen.visibility),
        eq(groups.description, seen.description),
        sql`${groups.unitId} is ${seen.unitId}`,
        nameIsFree(groups, { workspaceId, parentId, nameKey: values.nameKey }, id),
        stands(standing),
      ),
    );
}

/**
 * The one group that holds all others, where there is none yet (F10). Its name comes last: until the others
 * lie below it, one of them may have it.
 */
export function insertRootGroup(
  db: Database,
  row: Omit<typeof groups.$inferInsert, "path" | "visibility" | "nameKey"> & { nameKey: string },
): Statement[] {
  const { workspaceId, id, nameKey } = row;
  return [
    db
      .insert(groups)
      .values({ ...row, nameKey: id, path: `${id}/`, visibility: "public" })
      .onConflictDoNothing(),
    db
      .update(groups)
      .set({
        parentId: sql`coalesce(${groups.parentId}, ${id})`,
        path: sql`${`${id}/`} || ${groups.path}`,
      })
      .where(
        sql`${groups.workspaceId} = ${workspaceId} and not (${groups.path} >= ${`${id}/`} and ${groups.path} < ${`${id}/~`})`,
      ),
    db
      .update(groups)
      .set({ nameKey })
      .where(
        sql`${groups.workspaceId} = ${workspaceId} and ${groups.id} = ${id} and ${groups.nameKey} = ${id}`,
      ),
  ];
}

/** Is the group that holds all others there, and what making it would concern. */
export function rootGroup(db: Database, workspaceId: string, id: string, most: number) {
  return db
    .select({
      exists:
        sql<number>`exists (select 1 from ${groups} t where t.workspace_id = ${workspaceId} and t.id = ${id})`.as(
          "root_exists",
        ),
      /** Levels of the deepest group of the workspace. */
      depth:
        sql<number>`coalesce((select max(length(t.path) - length(replace(t.path, '/', ''))) from "groups" t
        where t.workspace_id = ${workspaceId}), 0)`.as("depth"),
      /** Who is in some group by a row of their own, as a JSON array of at most one more than most. */
      members: sql<string>`(select json_group_array(membership_id) from (select distinct m.membership_id
        from group_members m where m.workspace_id = ${workspaceId} and m.kind = 'direct' limit ${most + 1}))`.as(
        "members",
      ),
    })
    .from(sql`(select 1)`);
}

/** The id of a group if it exists, as SQL: the top of a tree whose topmost group was not made yet is the top. */
export function existingGroup(workspaceId: string, id: string): SQL {
  return sql`(select x.id from ${groups} x where x.workspace_id = ${workspaceId} and x.id = ${id})`;
}

/** The unit that a group may take: does it exist, and which one has the group above. */
export function unitForGroup(
  db: Database,
  workspaceId: string,
  unitId: string | null,
  parentId: string | null,
) {
  return db
    .select({
      exists:
        sql<number>`exists (select 1 from units u where u.workspace_id = ${workspaceId} and u.id = ${unitId})`.as(
          "unit_exists",
        ),
      name: sql<string | null>`(select u.name from units u
        where u.workspace_id = ${workspaceId} and u.id = ${unitId})`.as("unit_name"),
      ofParent: sql<string | null>`(select p.unit_id from "groups" p
        where p.workspace_id = ${workspaceId} and p.id = ${parentId})`.as("of_parent"),
    })
    .from(sql`(select 1)`);
}

/**
 * The guard of a deletion: changes the group to what it is, if it may go: nothing below it, and nobody in it
 * but those of the JSON array; null: whoever is in it.
 */
export function holdGroup(db: Database, seen: SeenPlace, members: string | null, standing: Standing) {
  const { workspaceId, id } = seen;
  return db
    .update(groups)
    .set({ name: seen.name })
    .where(
      and(
        asSeen(groups, seen),
        hasNothingBelow(groups, workspaceId, id),
        members === null
          ? sql`1`
          : sql`not exists (select 1 from group_members m where m.workspace_id = ${workspaceId} and m.group_id = ${id}
              and m.membership_id not in (select value from json_each(${members})))`,
        stands(standing),
      ),
    );
}

/** Takes these people (a JSON array) out of a group, however they came to be in it. */
export function emptyGroup(db: Database, workspaceId: string, groupId: string, membershipIds: string) {
  return db.delete(groupMembers).where(
    sql`${groupMembers.workspaceId} = ${workspaceId} and ${groupMembers.groupId} = ${groupId}
        and ${groupMembers.membershipId} in (select value from json_each(${membershipIds}))`,
  );
}

/**
 * A group that nobody is in any more, with what hangs on it: roles and courses lose it, its sessions are for
 * whoever is added by hand. Does nothing while somebody is in it or something lies below.
 */
export function dropGroup(db: Database, workspaceId: string, id: string): Statement[] {
  const free = sql`not exists (select 1 from group_members m where m.workspace_id = ${workspaceId} and m.group_id = ${id})
    and ${hasNothingBelow(groups, workspaceId, id)}`;
  return [
    db
      .delete(roleAssignments)
      .where(and(eq(roleAssignments.workspaceId, workspaceId), eq(roleAssignments.groupId, id), free)),
    db
      .delete(courseGroups)
      .where(and(eq(courseGroups.workspaceId, workspaceId), eq(courseGroups.groupId, id), free)),
    db
      .update(courseSessions)
      .set({ groupId: null })
      .where(and(eq(courseSessions.workspaceId, workspaceId), eq(courseSessions.groupId, id), free)),
    db
      .update(registrationLinkPlaces)
      .set({ groupId: null })
      .where(
        and(
          eq(registrationLinkPlaces.workspaceId, workspaceId),
          eq(registrationLinkPlaces.groupId, id),
          free,
        ),
      ),
    db.delete(groups).where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, id), free)),
  ];
}

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

/** As many as were staged: for the job that began in the same batch. */
export function countStaged(db: Database, workspaceId: string, jobId: string) {
  return db
    .update(jobs)
    .set({
      total: sql`(select count(*) from job_results r where r.workspace_id = ${workspaceId} and r.job_id = ${jobId})`,
    })
    .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.id, jobId)));
}

/** The next people of a job from its cursor downwards. */
export function waitingPeople(
  db: Database,
  workspaceId: string,
  job: { id: string; cursor: string | null },
  limit: number,
) {
  return db
    .select({ membershipId: jobResults.membershipId })
    .from(jobResults)
    .where(
      and(
        eq(jobResults.workspaceId, workspaceId),
        eq(jobResults.jobId, job.id),
        eq(jobResults.outcome, "waiting"),
        job.cursor === null ? undefined : sql`${jobResults.membershipId} < ${job.cursor}`,
      ),
    )
    .orderBy(sql`${jobResults.membershipId} desc`)
    .limit(limit);
}

/** Marks people of a job as done; `membershipIds` is a JSON array. */
export function settlePeople(db: Database, workspaceId: string, jobId: string, membershipIds: string) {
  return db
    .update(jobResults)
    .set({ outcome: "done" })
    .from(eachRow(membershipIds, { workspace: workspaceId, job: jobId }))
    .where(
      sql`${jobResults.workspaceId} = j.workspace and ${jobResults.jobId} = j.job
        and ${jobResults.membershipId} = j.value and ${jobResults.outcome} = 'waiting'`,
    );
}
