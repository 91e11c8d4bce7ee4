import { and, eq, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  authSessions,
  customers,
  memberships,
  rateCounters,
  ssoConnections,
  ssoIdentities,
  users,
  workspaces,
} from "../schema/index.ts";
import { columnsOf } from "./columns.ts";
import { insertFrom } from "./insert-from.ts";
import { membershipRoles } from "./invitations.ts";
import { type Standing, stands } from "./members.ts";
import { cameByThemselves } from "./opened.ts";

/** True in SQL for an active administrator of the whole workspace. */
const administers = (workspaceId: SQL, membershipId: SQL) => sql`exists (select 1
  from memberships sa cross join role_assignments sr on sr.workspace_id = sa.workspace_id and sr.membership_id = sa.id
  where sa.workspace_id = ${workspaceId} and sa.id = ${membershipId} and sa.status = 'active'
    and sr.role = 'admin' and sr.scope_id = '')`;

/**
 * 1 where the workspace's identity provider is the only way in for this membership (null: for anybody without one):
 * it is enforced, and they are not the administrator who stands by. `isPasswordless` is the same for a workspace
 * that was read.
 */
export const providerOnly = (workspaceId: SQL, membershipId: SQL) => sql<number>`exists (select 1
  from sso_connections c join workspaces cw on cw.id = c.workspace_id
  where c.workspace_id = ${workspaceId} and c.enforced_at is not null
    and coalesce(json_extract(cw.policy_overrides, '$."sso.skip_password_when_enforced"'), 1) = 1
    and not (c.spare_admin is ${membershipId} and ${administers(workspaceId, membershipId)}))`;

/** The provider of a workspace, with the workspace and its customer; one row, or none where there is none. */
export function connectionBySlug(db: Database, slug: string) {
  return db
    .select({ connection: ssoConnections, workspace: workspaces, customerName: customers.name })
    .from(workspaces)
    .innerJoin(ssoConnections, eq(ssoConnections.workspaceId, workspaces.id))
    .innerJoin(customers, eq(customers.id, workspaces.customerId))
    .where(and(eq(workspaces.slug, slug), eq(workspaces.status, "active")));
}

export function connectionOf(db: Database, workspaceId: string) {
  return db.select().from(ssoConnections).where(eq(ssoConnections.workspaceId, workspaceId));
}

export type SsoConnection = typeof ssoConnections.$inferSelect;

/** Active administrators of the whole workspace who have come by a password of their own: who may stand by. */
export function possibleSpareAdmins(db: Database, workspaceId: string) {
  return db
    .select({
      id: memberships.id,
      firstName: memberships.firstName,
      lastName: memberships.lastName,
      email: memberships.email,
    })
    .from(memberships)
    .innerJoin(users, and(eq(users.id, memberships.userId), hasOwnPassword))
    .where(
      and(
        eq(memberships.workspaceId, workspaceId),
        eq(memberships.status, "active"),
        cameByThemselves(sql`memberships`),
        sql`(${memberships.workspaceId}, ${memberships.id}) in (select r.workspace_id, r.membership_id
          from role_assignments r where r.workspace_id = ${workspaceId} and r.role = 'admin' and r.scope_id = '')`,
      ),
    )
    .orderBy(memberships.firstName, memberships.lastName, memberships.id)
    .limit(100);
}

/** It stays theirs whatever the provider says, which the password of an unproved mailbox does not (`opensByPassword`). */
const hasOwnPassword = and(
  isNotNull(users.emailVerifiedAt),
  isNotNull(users.passwordHash),
  eq(users.mustChangePassword, false),
  eq(users.status, "active"),
);

/** How many people have signed in through a connection. */
export function countIdentities(db: Database, workspaceId: string) {
  return db
    .select({ count: sql<number>`count(*)`.as("identities") })
    .from(ssoIdentities)
    .innerJoin(
      ssoConnections,
      and(
        eq(ssoConnections.workspaceId, ssoIdentities.workspaceId),
        eq(ssoConnections.id, ssoIdentities.connectionId),
      ),
    )
    .where(eq(ssoIdentities.workspaceId, workspaceId));
}

/** The first provider of a workspace, while whoever writes it still may; nothing where there is one: guard it. */
export function insertConnection(db: Database, row: typeof ssoConnections.$inferInsert, standing: Standing) {
  return insertFrom(
    db,
    ssoConnections,
    row,
    sql`from (select 1) where ${stands(standing)} and not exists (select 1 from sso_connections c
      where c.workspace_id = ${row.workspaceId})`,
  );
}

/** Changes a provider only as it was read, and only while whoever changes it still may: guard it. */
export function changeConnection(
  db: Database,
  seen: Pick<SsoConnection, "workspaceId" | "lastOp">,
  standing: Standing | null,
  values: Partial<typeof ssoConnections.$inferInsert> & { lastOp: string },
) {
  return db
    .update(ssoConnections)
    .set(values)
    .where(
      and(
        eq(ssoConnections.workspaceId, seen.workspaceId),
        eq(ssoConnections.lastOp, seen.lastOp),
        standing ? stands(standing) : undefined,
      ),
    );
}

/** The only way in from now on, for a provider that was tried, beside an administrator who can do without: guard it. */
export function enforceConnection(
  db: Database,
  seen: Pick<SsoConnection, "workspaceId" | "lastOp">,
  standing: Standing,
  values: { enforcedAt: number; spareAdmin: string; lastOp: string },
) {
  const { workspaceId } = seen;
  return db
    .update(ssoConnections)
    .set(values)
    .where(
      and(
        eq(ssoConnections.workspaceId, workspaceId),
        eq(ssoConnections.lastOp, seen.lastOp),
        isNotNull(ssoConnections.testedAt),
        stands(standing),
        administers(sql`${workspaceId}`, sql`${values.spareAdmin}`),
        sql`exists (select 1 from memberships m join users on users.id = m.user_id
          where m.workspace_id = ${workspaceId} and m.id = ${values.spareAdmin} and ${hasOwnPassword}
            and ${cameByThemselves(sql`m`)})`,
      ),
    );
}

export function deleteConnection(
  db: Database,
  seen: Pick<SsoConnection, "workspaceId" | "lastOp">,
  standing: Standing,
) {
  return db
    .delete(ssoConnections)
    .where(
      and(
        eq(ssoConnections.workspaceId, seen.workspaceId),
        eq(ssoConnections.lastOp, seen.lastOp),
        stands(standing),
      ),
    );
}

/** Who was bound to a provider that is no more. */
export function forgetIdentities(db: Database, workspaceId: string) {
  return db.delete(ssoIdentities).where(eq(ssoIdentities.workspaceId, workspaceId));
}

/** Ends the sessions that the provider of a workspace began; those of who was let in without proof are not its. */
export function endProviderSessions(db: Database, workspaceId: string) {
  return db
    .delete(authSessions)
    .where(
      and(
        eq(authSessions.onlyWorkspaceId, workspaceId),
        sql`not exists (select 1 from unproved_members u where u.user_id = ${authSessions.userId})`,
      ),
    );
}

/** The same for one member. */
export function endProviderSessionsOf(db: Database, workspaceId: string, membershipId: string) {
  return db.delete(authSessions).where(
    and(
      eq(authSessions.onlyWorkspaceId, workspaceId),
      sql`${authSessions.userId} = (select m.user_id from memberships m
          where m.workspace_id = ${workspaceId} and m.id = ${membershipId})`,
    ),
  );
}

/** Lets the member of an address be bound anew at their next sign-in; guard it. */
export function forgetIdentityOf(db: Database, workspaceId: string, membershipId: string) {
  return db
    .delete(ssoIdentities)
    .where(and(eq(ssoIdentities.workspaceId, workspaceId), eq(ssoIdentities.membershipId, membershipId)));
}

/** The member of an address, whatever their state but removed, and whether a subject is bound to them. */
export function memberOfAddress(db: Database, connection: Bound, email: string) {
  return memberWith(db, connection)
    .where(
      and(
        eq(memberships.workspaceId, connection.workspaceId),
        eq(memberships.email, email),
        ne(memberships.status, "removed"),
      ),
    )
    .limit(1);
}

/** The member whom a subject was bound to. */
export function memberOfSubject(db: Database, connection: Bound, subject: string) {
  return memberWith(db, connection)
    .where(
      and(
        eq(memberships.workspaceId, connection.workspaceId),
        eq(ssoIdentities.subject, subject),
        ne(memberships.status, "removed"),
      ),
    )
    .limit(1);
}

type Bound = Pick<SsoConnection, "workspaceId" | "id">;

function memberWith(db: Database, { id }: Bound) {
  return db
    .select({
      membership: columnsOf(memberships, "m"),
      account: columnsOf(users, "u"),
      roles: membershipRoles,
      subject: sql<string | null>`${ssoIdentities.subject}`.as("bound_subject"),
    })
    .from(memberships)
    .leftJoin(users, eq(users.id, memberships.userId))
    .leftJoin(
      ssoIdentities,
      and(
        eq(ssoIdentities.workspaceId, memberships.workspaceId),
        eq(ssoIdentities.connectionId, id),
        eq(ssoIdentities.membershipId, memberships.id),
      ),
    );
}

/** The account of an address, for whoever joins. */
export function accountForJoining(db: Database, email: string) {
  return db
    .select({
      id: users.id,
      emailVerifiedAt: users.emailVerifiedAt,
      firstName: users.firstName,
      lastName: users.lastName,
      status: users.status,
    })
    .from(users)
    .where(eq(users.email, email));
}

/** Refused as unique where somebody else is bound to the subject, or another subject to the member. */
export function bindIdentity(db: Database, row: typeof ssoIdentities.$inferInsert) {
  return db.insert(ssoIdentities).values(row);
}

/** Opens a session by the provider's word while the member may come in and the provider is the one that was asked: guard it. */
export function openProviderSession(
  db: Database,
  row: typeof authSessions.$inferInsert,
  {
    workspaceId,
    connectionId,
    membershipId,
  }: { workspaceId: string; connectionId: string; membershipId: string },
) {
  return insertFrom(
    db,
    authSessions,
    row,
    sql`from memberships m join users u on u.id = m.user_id
      where m.workspace_id = ${workspaceId} and m.id = ${membershipId} and m.status = 'active'
        and u.id = ${row.userId} and u.status = 'active'
        and exists (select 1 from sso_connections c where c.workspace_id = m.workspace_id and c.id = ${connectionId})`,
  );
}

/** Uses the answer to one request up: no row where it was used before (O-04). */
export function spendState(db: Database, key: string, expiresAt: number) {
  return db
    .insert(rateCounters)
    .values({ key, windowStart: 0, count: 1, expiresAt })
    .onConflictDoNothing()
    .returning({ key: rateCounters.key });
}

/** Names where a member has none yet (F62). */
export function fillNames(
  db: Database,
  workspaceId: string,
  membershipId: string,
  values: { firstName: string; lastName: string; searchTerms: string[]; lastOp: string },
) {
  return db
    .update(memberships)
    .set(values)
    .where(
      and(
        eq(memberships.workspaceId, workspaceId),
        eq(memberships.id, membershipId),
        sql`(${memberships.firstName} = '' or ${memberships.lastName} = '')`,
      ),
    );
}

/** Providers whose client secret is sealed under each key of the ring, everywhere. */
export function secretsByKey(db: Database) {
  return db
    .select({
      keyId: sql<string>`${ssoConnections.secretKey}`.as("secret_key_id"),
      providers: sql<number>`count(*)`.as("providers"),
    })
    .from(ssoConnections)
    .groupBy(ssoConnections.secretKey);
}
