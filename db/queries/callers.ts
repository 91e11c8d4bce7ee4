import { and, eq, gt, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  apiKeys,
  authSessions,
  customers,
  memberships,
  ssoConnections,
  users,
  workspaces,
} from "../schema/index.ts";
import { customRoleJson, customRolesOf, isCustomRole } from "./custom-roles.ts";
import { opensByKey, opensByPassword } from "./opened.ts";
import { unprovedOf } from "./unproved-members.ts";

/**
 * Roles of a membership as a JSON array of `{ role, unitId, groupId, sessionId, units, groups, custom }`: units and
 * groups are the ids of what lies within a role's unit or group today, `custom` what a role of the workspace's own
 * is at this moment. Whoever holds no role of a part, and none of those, costs no more.
 */
export const rolesWithin = (workspaceId: SQL, membershipId: SQL) => sql<string>`(
  select json_group_array(json(held)) from (
    select json_object('role', r.role, 'unitId', r.unit_id, 'groupId', r.group_id, 'sessionId', null,
      'custom', json(case when ${isCustomRole(sql`r.role`)} then (select ${customRoleJson(sql`c`)}
        from custom_roles c where c.workspace_id = r.workspace_id and c.id = r.role and c.deleted_at is null) end),
      'units', json(case when r.unit_id is not null then (
        select json_group_array(b.id) from units a join units b on b.workspace_id = a.workspace_id
          and b.path >= a.path and b.path < a.path || '~'
        where a.workspace_id = r.workspace_id and a.id = r.unit_id) end),
      'groups', json(case when r.group_id is not null then (
        select json_group_array(b.id) from "groups" a join "groups" b on b.workspace_id = a.workspace_id
          and b.path >= a.path and b.path < a.path || '~'
        where a.workspace_id = r.workspace_id and a.id = r.group_id)
      when r.unit_id is not null then (
        select json_group_array(g.id) from units a join units b on b.workspace_id = a.workspace_id
          and b.path >= a.path and b.path < a.path || '~'
        join "groups" g on g.workspace_id = b.workspace_id and g.unit_id = b.id
        where a.workspace_id = r.workspace_id and a.id = r.unit_id) end)) as held
    from role_assignments r where r.workspace_id = ${workspaceId} and r.membership_id = ${membershipId}
    union all
    select json_object('role', 'session_instructor', 'sessionId', t.session_id)
    from session_instructors t where t.workspace_id = ${workspaceId} and t.membership_id = ${membershipId}))`;

const rolesOfMember = rolesWithin(sql`memberships.workspace_id`, sql`memberships.id`);

const workspacesOfUser = sql<string>`(
  select json_group_array(json_object('slug', w2.slug, 'name', w2.name))
  from memberships m2 join workspaces w2 on w2.id = m2.workspace_id
  where m2.user_id = users.id and m2.status = 'active'
    and ${opensByPassword(sql`users`, sql`m2`)})`;

const customersOfUser = sql<string>`(
  select json_group_array(json_object('id', id, 'name', name)) from (
    select c2.id, c2.name from customer_admins a2 join customers c2 on c2.id = a2.customer_id
    where a2.user_id = users.id order by c2.id))`;

const person = {
  userId: users.id,
  email: users.email,
  emailVerifiedAt: users.emailVerifiedAt,
  mustChangePassword: users.mustChangePassword,
  firstName: users.firstName,
  lastName: users.lastName,
  language: users.language,
  sessionId: authSessions.id,
  createdAt: authSessions.createdAt,
  lastSeenAt: authSessions.lastSeenAt,
  expiresAt: authSessions.expiresAt,
  actingRole: authSessions.actingRole,
  actingWorkspaceId: authSessions.actingWorkspaceId,
  onlyWorkspaceId: authSessions.onlyWorkspaceId,
  workspaces: workspacesOfUser,
  customers: customersOfUser,
};

/** The identity provider of the workspace, where one was tried. */
export const provider = {
  providerName: ssoConnections.name,
  providerEnforcedAt: ssoConnections.enforcedAt,
  providerSpareAdmin: ssoConnections.spareAdmin,
};
export const triedProvider = and(
  eq(ssoConnections.workspaceId, workspaces.id),
  sql`${ssoConnections.testedAt} is not null`,
);

const administersSomewhere = sql<number>`exists (
  select 1 from memberships m3 join role_assignments r3
    on r3.workspace_id = m3.workspace_id and r3.membership_id = m3.id and r3.role = 'admin' and r3.scope_id = ''
  where m3.user_id = users.id and m3.status = 'active')
  or exists (select 1 from customer_admins a3 where a3.user_id = users.id)`;

const liveSession = (tokenHash: string, now: number, notBefore: number) =>
  and(
    eq(authSessions.tokenHash, tokenHash),
    gt(authSessions.expiresAt, now),
    gt(authSessions.createdAt, notBefore),
  );

/**
 * Who a session cookie belongs to and what they are in the workspace of the address: one row, or none
 * when there is no such workspace. The person's columns are null without a live session.
 */
export function callerInWorkspace(
  db: Database,
  slug: string,
  tokenHash: string,
  now: number,
  notBefore: number,
) {
  return db
    .select({
      workspace: workspaces,
      customerName: customers.name,
      ...provider,
      ...person,
      membershipId: memberships.id,
      membershipStatus: memberships.status,
      deactivatedBy: memberships.deactivatedBy,
      unproved: unprovedOf("memberships").as("unproved"),
      seatSince: memberships.seatSince,
      loginName: sql<string | null>`(select n.name from login_names n
        where n.workspace_id = memberships.workspace_id and n.membership_id = memberships.id)`,
      roles: rolesOfMember,
      customRoles: customRolesOf(sql`workspaces.id`),
    })
    .from(workspaces)
    .innerJoin(customers, eq(customers.id, workspaces.customerId))
    .leftJoin(ssoConnections, triedProvider)
    .leftJoin(authSessions, liveSession(tokenHash, now, notBefore))
    .leftJoin(users, and(eq(users.id, authSessions.userId), eq(users.status, "active")))
    .leftJoin(
      memberships,
      and(
        eq(memberships.workspaceId, workspaces.id),
        eq(memberships.userId, users.id),
        ne(memberships.status, "removed"),
        sql`(auth_sessions.only_workspace_id is not null or ${opensByPassword(sql`users`, sql`memberships`)})`,
      ),
    )
    .where(eq(workspaces.slug, slug))
    .limit(1);
}

/** Who a session cookie belongs to, where the address names no workspace, and whether they administer any, or a customer. */
export function callerAnywhere(db: Database, tokenHash: string, now: number, notBefore: number) {
  return db
    .select({ ...person, isAdmin: administersSomewhere })
    .from(authSessions)
    .innerJoin(users, and(eq(users.id, authSessions.userId), eq(users.status, "active")))
    .where(and(liveSession(tokenHash, now, notBefore), isNull(authSessions.onlyWorkspaceId)))
    .limit(1);
}

/** The key with this digest, its workspace, and its creator's roles of today (O-17, O-19). */
export function callerByKey(db: Database, hash: string) {
  return db
    .select({
      workspace: workspaces,
      customerName: customers.name,
      ...provider,
      keyId: apiKeys.id,
      keyName: apiKeys.name,
      scopes: apiKeys.scopes,
      maxRole: apiKeys.maxRole,
      lastUsedAt: apiKeys.lastUsedAt,
      membershipId: memberships.id,
      roles: rolesOfMember,
      customRoles: customRolesOf(sql`workspaces.id`),
    })
    .from(apiKeys)
    .innerJoin(workspaces, eq(workspaces.id, apiKeys.workspaceId))
    .innerJoin(customers, eq(customers.id, workspaces.customerId))
    .leftJoin(ssoConnections, triedProvider)
    .innerJoin(
      memberships,
      and(
        eq(memberships.workspaceId, apiKeys.workspaceId),
        eq(memberships.id, apiKeys.creatorMembershipId),
        eq(memberships.status, "active"),
      ),
    )
    .innerJoin(
      users,
      and(
        eq(users.id, memberships.userId),
        eq(users.status, "active"),
        // Whoever must choose a password first does nothing before, nor do the keys they made.
        eq(users.mustChangePassword, false),
        opensByKey(sql`users`, sql`memberships`, sql`api_keys`),
      ),
    )
    .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)))
    .limit(1);
}

/** Notes that a session is in use; at most every five minutes, after the answer. */
export function touchSession(db: Database, sessionId: string, now: number) {
  return db.update(authSessions).set({ lastSeenAt: now }).where(eq(authSessions.id, sessionId));
}

/** Notes that a member is here; `startsSeat`: and that they count as a seat from now on. */
export function touchMembership(
  db: Database,
  workspaceId: string,
  membershipId: string,
  now: number,
  startsSeat: boolean,
) {
  return db
    .update(memberships)
    .set({ lastSeenAt: now, ...(startsSeat ? { seatSince: now } : {}) })
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.id, membershipId)));
}

export function touchKey(db: Database, workspaceId: string, keyId: string, now: number) {
  return db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, keyId)));
}
