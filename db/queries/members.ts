import { and, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { authSessions, invitations, mailEvents, memberships, outbox } from "../schema/index.ts";
import { isCustomRole } from "./custom-roles.ts";
import { membershipRoles } from "./invitations.ts";
import { loginNameOf } from "./login-names.ts";
import { mailIdsOf } from "./outbox.ts";
import { inPart, type Part, placesOf, whollyInPart } from "./parts.ts";
import { seatWaitOf } from "./seat-line.ts";
import { unprovedOf } from "./unproved-members.ts";

/**
 * 1 for the only active administrator of the workspace, and for the one who stands by while its identity provider is
 * the only way in; the triggers are the wall, this is the word.
 */
export const lastActiveAdmin = (alias: "memberships" | "m") => {
  const own = (column: string) => sql.raw(`${alias}.${column}`);
  return sql<number>`(${own("status")} = 'active'
  and exists (select 1 from role_assignments r where r.workspace_id = ${own("workspace_id")}
    and r.membership_id = ${own("id")} and r.role = 'admin' and r.scope_id = '')
  and (not exists (select 1 from role_assignments r
    join memberships o on o.workspace_id = r.workspace_id and o.id = r.membership_id
    where r.workspace_id = ${own("workspace_id")} and r.role = 'admin' and r.scope_id = ''
      and r.membership_id <> ${own("id")} and o.status = 'active')
    or exists (select 1 from sso_connections c where c.workspace_id = ${own("workspace_id")}
      and c.enforced_at is not null and c.spare_admin = ${own("id")})))`;
};

/** The sessions that a member teaches, as a JSON array of roles: each holds in the session's group, or everywhere. */
export const taughtRolesOf = (workspaceId: SQL, membershipId: SQL) => sql<string>`(
  select json_group_array(json_object('role', 'session_instructor', 'unitId', null, 'groupId', t.group_id))
  from (select distinct s.group_id from session_instructors i
    cross join course_sessions s on s.workspace_id = i.workspace_id and s.id = i.session_id
    where i.workspace_id = ${workspaceId} and i.membership_id = ${membershipId}) t)`;

export const taughtRoles = taughtRolesOf(sql`memberships.workspace_id`, sql`memberships.id`).as("taught");

/** What a decision about one member needs. */
export function memberById(db: Database, workspaceId: string, id: string) {
  return db
    .select({
      membership: memberships,
      roles: membershipRoles,
      taught: taughtRoles,
      places: placesOf(sql`memberships.workspace_id`, sql`memberships.id`).as("places"),
      isLastAdmin: lastActiveAdmin("memberships"),
      unproved: unprovedOf("memberships").as("unproved"),
      username: loginNameOf(sql`memberships.workspace_id`, sql`memberships.id`).as("username"),
    })
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.id, id)));
}

/** The latest invitation of a member, whatever became of it. */
export function invitationOfMember(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceId, workspaceId),
        sql`${invitations.id} = (select m.invitation_id from memberships m
          where m.workspace_id = ${workspaceId} and m.id = ${membershipId})`,
      ),
    );
}

/** Every invitation of a member, latest first. */
export function invitationsOfMember(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({
      ...getTableColumns(invitations),
      seatWait: seatWaitOf(sql`${invitations.workspaceId}`, sql`${invitations.id}`).as("seat_wait"),
    })
    .from(invitations)
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.membershipId, membershipId)))
    .orderBy(desc(invitations.id))
    .limit(50);
}

const invitationIdsOf = (workspaceId: string, membershipId: string) =>
  sql`(select i.id from invitations i where i.workspace_id = ${workspaceId} and i.membership_id = ${membershipId})`;

export function mailsOfMember(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.workspaceId, workspaceId),
        sql`${outbox.id} in ${mailIdsOf(workspaceId, sql`in ${invitationIdsOf(workspaceId, membershipId)}`)}`,
      ),
    )
    .orderBy(desc(outbox.createdAt))
    .limit(200);
}

export function mailEventsOfMember(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select()
    .from(mailEvents)
    .where(
      and(
        eq(mailEvents.workspaceId, workspaceId),
        sql`${mailEvents.invitationId} in ${invitationIdsOf(workspaceId, membershipId)}`,
      ),
    )
    .orderBy(desc(mailEvents.at))
    .limit(200);
}

/** The member on whose right an act rests, and the roles of theirs that carry it, each where it holds. */
export interface Standing {
  workspaceId: string;
  membershipId: string;
  /** `scopeId` is empty for the whole workspace; `needs` is what a custom role must still carry. */
  roles: readonly { role: string; scopeId: string; needs?: string }[];
}

/**
 * Changes a membership only if nobody did since it was read, while it is where it must be, and only while
 * whoever changes it still may (R-10): of two administrators who demote each other one finds nothing to change.
 */
export function changeSeenMember(
  db: Database,
  seen: {
    workspaceId: string;
    id: string;
    status: (typeof memberships.$inferSelect)["status"];
    lastOp: string | null;
  },
  standings: readonly Standing[],
  values: Partial<typeof memberships.$inferInsert> & { lastOp: string },
  /** All of their places lie in it, or only some must; null: wherever they are. */
  where: { part: Part | null; wholly: boolean },
) {
  const inside = where.wholly ? whollyInPart : inPart;
  return db
    .update(memberships)
    .set(values)
    .where(
      and(
        eq(memberships.workspaceId, seen.workspaceId),
        eq(memberships.id, seen.id),
        eq(memberships.status, seen.status),
        sql`${memberships.lastOp} is ${seen.lastOp}`,
        ...standings.map(stands),
        standings.length > 0 ? undefined : sql`0`,
        inside(seen.workspaceId, where.part, sql`${memberships.id}`),
      ),
    );
}

/** True in SQL while the member is active and holds one of the roles where it held; a session's stand with it. */
export function stands(standing: Standing): SQL {
  const json = JSON.stringify(standing.roles);
  const roles = sql`(select value ->> '$.role', value ->> '$.scopeId' from json_each(${json}))`;
  // What the workspace changed of the role since the act was decided counts for it.
  const stillCarries = sql`exists (select 1 from custom_roles c cross join json_each(${json}) n
    where c.workspace_id = ar.workspace_id and c.id = ar.role and c.deleted_at is null
      and n.value ->> '$.role' = c.id and n.value ->> '$.scopeId' = ar.scope_id
      and exists (select 1 from json_each(c.permissions) p where p.value = n.value ->> '$.needs')
      and exists (select 1 from json_each(c.holds_in) h
        where h.value = iif(ar.unit_id is not null, 'unit', iif(ar.group_id is not null, 'group', 'workspace'))))`;
  return sql`exists (select 1 from memberships a
    where a.workspace_id = ${standing.workspaceId} and a.id = ${standing.membershipId} and a.status = 'active'
      and (exists (select 1 from role_assignments ar where ar.workspace_id = a.workspace_id
          and ar.membership_id = a.id and (ar.role, ar.scope_id) in ${roles}
          and (not ${isCustomRole(sql`ar.role`)} or ${stillCarries}))
        or exists (select 1 from session_instructors at where at.workspace_id = a.workspace_id
          and at.membership_id = a.id and ('session_instructor', at.session_id) in ${roles})))`;
}

/** Ends the sessions of somebody who is an active member nowhere any more. */
export function endSessionsOfOutsider(db: Database, userId: string) {
  return db
    .delete(authSessions)
    .where(
      and(
        eq(authSessions.userId, userId),
        sql`not exists (select 1 from memberships m where m.user_id = ${userId} and m.status = 'active')`,
      ),
    );
}
