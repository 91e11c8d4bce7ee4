import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  authSessions,
  invitations,
  mailEvents,
  memberships,
  outbox,
  roleAssignments,
} from "../schema/index.ts";
import { membershipRoles } from "./invitations.ts";
import { mailIdsOf } from "./outbox.ts";

/** 1 for the only active administrator of the workspace; the trigger is the wall, this is the word. */
const isLastAdmin = sql<number>`(memberships.status = 'active'
  and exists (select 1 from role_assignments r where r.workspace_id = memberships.workspace_id
    and r.membership_id = memberships.id and r.role = 'admin' and r.scope_id = '')
  and not exists (select 1 from role_assignments r
    join memberships o on o.workspace_id = r.workspace_id and o.id = r.membership_id
    where r.workspace_id = memberships.workspace_id and r.role = 'admin' and r.scope_id = ''
      and r.membership_id <> memberships.id and o.status = 'active'))`;

/** What a decision about one member needs. */
export function memberById(db: Database, workspaceId: string, id: string) {
  return db
    .select({ membership: memberships, roles: membershipRoles, isLastAdmin })
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
    .select()
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

/** The member on whose right an act rests, and the roles of theirs that carry it. */
export interface Standing {
  workspaceId: string;
  membershipId: string;
  roles: readonly string[];
}

/**
 * Changes a membership only if nobody did since it was read, and only while whoever changes it still
 * may (R-10): of two administrators who demote each other one finds nothing to change.
 */
export function changeSeenMember(
  db: Database,
  seen: {
    workspaceId: string;
    id: string;
    status: (typeof memberships.$inferSelect)["status"];
    lastOp: string | null;
  },
  standing: Standing,
  values: Partial<typeof memberships.$inferInsert> & { lastOp: string },
) {
  return db
    .update(memberships)
    .set(values)
    .where(
      and(
        eq(memberships.workspaceId, seen.workspaceId),
        eq(memberships.id, seen.id),
        eq(memberships.status, seen.status),
        sql`${memberships.lastOp} is ${seen.lastOp}`,
        stands(standing),
      ),
    );
}

/** True in SQL while the member is active and holds one of the roles. */
export function stands(standing: Standing): SQL {
  return sql`exists (select 1 from memberships a
    join role_assignments ar on ar.workspace_id = a.workspace_id and ar.membership_id = a.id
    where a.workspace_id = ${standing.workspaceId} and a.id = ${standing.membershipId} and a.status = 'active'
      and ar.scope_id = '' and ar.role in (select value from json_each(${JSON.stringify(standing.roles)})))`;
}

/** Adds workspace-wide roles; those already there stay. */
export function addRoles(db: Database, workspaceId: string, membershipId: string, roles: readonly string[]) {
  return db
    .insert(roleAssignments)
    .values(
      roles.map((role) => ({ workspaceId, membershipId, role, scopeId: "", unitId: null, groupId: null })),
    )
    .onConflictDoNothing();
}

/** Takes away every role, wherever it holds, but the named workspace-wide ones. */
export function dropRolesExcept(
  db: Database,
  workspaceId: string,
  membershipId: string,
  kept: readonly string[],
) {
  return db
    .delete(roleAssignments)
    .where(
      and(
        eq(roleAssignments.workspaceId, workspaceId),
        eq(roleAssignments.membershipId, membershipId),
        sql`not (${roleAssignments.scopeId} = '' and ${roleAssignments.role} in (select value from json_each(${JSON.stringify(kept)})))`,
      ),
    );
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
