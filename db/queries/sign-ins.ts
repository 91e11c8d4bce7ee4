import { and, desc, eq, ne, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { authSessions, memberships, rateCounters, users, workspaces } from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { membershipRoles } from "./invitations.ts";
import { opensByPassword } from "./opened.ts";
import { providerOnly } from "./single-sign-on.ts";

// In a batch D1 answers with objects: two columns of one name would be one, hence the aliases.

/** Who wants to sign in: by an address, or by a username of the workspace, as its key. */
export type Login = { email: string } | { nameKey: string };

/** The id of the account behind a login at the workspace of this slug; one look-up, whether or not there is one. */
const accountOf = (slug: string, login: Login) =>
  "email" in login
    ? sql`(select a.id from users a where a.email = ${login.email})`
    : sql`(select m.user_id from workspaces w
        cross join login_names n on n.workspace_id = w.id and n.name_key = ${login.nameKey}
        cross join memberships m on m.workspace_id = w.id and m.id = n.membership_id where w.slug = ${slug})`;

/** The workspace of this slug and, where there is one, the account of the login and what it is there. */
export function signInCandidate(db: Database, slug: string, login: Login) {
  return db
    .select({
      workspaceId: sql<string>`${workspaces.id}`.as("found_workspace"),
      preset: workspaces.preset,
      policyOverrides: workspaces.policyOverrides,
      userId: sql<string | null>`${users.id}`.as("found_user"),
      passwordHash: users.passwordHash,
      passwordEndsAt: users.passwordEndsAt,
      userStatus: sql<string | null>`${users.status}`.as("user_status"),
      firstName: sql<string | null>`${users.firstName}`.as("user_first_name"),
      lastName: sql<string | null>`${users.lastName}`.as("user_last_name"),
      membershipId: sql<string | null>`${memberships.id}`.as("found_membership"),
      membershipStatus: sql<string | null>`${memberships.status}`.as("membership_status"),
      deactivatedBy: memberships.deactivatedBy,
      seatSince: memberships.seatSince,
      roles: membershipRoles,
      providerOnly: providerOnly(sql`${workspaces.id}`, sql`${memberships.id}`).as("provider_only"),
    })
    .from(workspaces)
    .leftJoin(users, eq(users.id, accountOf(slug, login)))
    .leftJoin(
      memberships,
      and(
        eq(memberships.userId, users.id),
        eq(memberships.workspaceId, workspaces.id),
        ne(memberships.status, "removed"),
        opensByPassword(sql`users`, sql`memberships`),
      ),
    )
    .where(eq(workspaces.slug, slug))
    .limit(1);
}

/** How attempts at one thing are slowed down. */
export interface SlowDown {
  /** Attempts this far apart belong together (ms). */
  window: number;
  /** From this attempt on, the next one must wait. */
  free: number;
  firstWait: number;
  longestWait: number;
}

/** When the next attempt may be made, and how many there were; none when all is forgotten. */
export function attempts(db: Database, key: string, slow: SlowDown) {
  return db
    .select({
      count: rateCounters.count,
      nextAt: sql<number>`${rateCounters.expiresAt} - ${slow.window}`.as("next_at"),
    })
    .from(rateCounters)
    .where(and(eq(rateCounters.key, key), eq(rateCounters.windowStart, 0)));
}

/**
 * Takes one attempt before it is made, so that fifty at once are not fifty guesses. Answers one row,
 * or none while the key must wait. The wait doubles with every attempt past the free ones; the row
 * remembers it as its end, which stands one window after the moment the next attempt may be made.
 */
export function takeAttempt(db: Database, key: string, now: number, slow: SlowDown) {
  const next = sql`iif(rate_counters.expires_at <= ${now}, 1, rate_counters.count + 1)`;
  const wait = sql`iif(${next} < ${slow.free}, 0, min(${slow.longestWait}, ${slow.firstWait} << min(${next} - ${slow.free}, 20)))`;
  return db
    .insert(rateCounters)
    .values({ key, windowStart: 0, count: 1, expiresAt: now + slow.window })
    .onConflictDoUpdate({
      target: [rateCounters.key, rateCounters.windowStart],
      set: { count: next, expiresAt: sql`${now} + ${slow.window} + ${wait}` },
      setWhere: sql`rate_counters.expires_at - ${slow.window} <= ${now}`,
    })
    .returning({ count: rateCounters.count });
}

/** Failed sign-ins of one account from all places together. */
export const failuresKey = (userId: string) => `failed:${userId}`;

/**
 * Counts one more failure in a row of the account of a login, right after `takeAttempt` and only when
 * that took one. Answers the count, or no row where there is no account, by the same statement.
 */
export function countFailure(db: Database, slug: string, login: Login, expiresAt: number) {
  return db
    .insert(rateCounters)
    .select(
      sql`select ${failuresKey("")} || u.id, 0, 1, ${expiresAt} from users u where u.id = ${accountOf(slug, login)} and changes() > 0`,
    )
    .onConflictDoUpdate({
      target: [rateCounters.key, rateCounters.windowStart],
      set: { count: sql`rate_counters.count + 1`, expiresAt },
    })
    .returning({ count: rateCounters.count });
}

/** Opens a session only while the password is still the one that was checked: guard it. */
export function openSession(
  db: Database,
  row: typeof authSessions.$inferInsert,
  checkedPasswordHash: string,
) {
  return insertFrom(
    db,
    authSessions,
    row,
    sql`from users where users.id = ${row.userId} and users.password_hash = ${checkedPasswordHash} and users.status = 'active'`,
  );
}

/**
 * Keeps the newest sessions of a person, the new one among them whatever the clock says (S-22). Those that the identity
 * provider of a workspace began are counted by themselves, so that no workspace signs anybody out of another.
 */
export function dropOldestSessions(
  db: Database,
  {
    userId,
    id,
    onlyWorkspaceId = null,
  }: Pick<typeof authSessions.$inferInsert, "userId" | "id" | "onlyWorkspaceId">,
  keep: number,
) {
  return db.delete(authSessions).where(
    and(
      eq(authSessions.userId, userId),
      sql`${authSessions.id} in (select s.id from auth_sessions s
        where s.user_id = ${userId} and s.only_workspace_id is ${onlyWorkspaceId}
        order by s.id = ${id} desc, s.created_at desc, s.id desc limit -1 offset ${keep})`,
    ),
  );
}

/** A stronger hash of the same password, unless it was changed meanwhile. */
export function renewPasswordHash(db: Database, userId: string, seen: string, hash: string) {
  return db
    .update(users)
    .set({ passwordHash: hash })
    .where(and(eq(users.id, userId), eq(users.passwordHash, seen)));
}

/** Sessions of a person, in all, or those alone that the identity provider of one workspace began. */
const ofPerson = (userId: string, onlyIn: string | null) =>
  and(
    eq(authSessions.userId, userId),
    onlyIn === null ? undefined : eq(authSessions.onlyWorkspaceId, onlyIn),
  );

export function sessionsOf(db: Database, userId: string, onlyIn: string | null = null) {
  return db
    .select()
    .from(authSessions)
    .where(ofPerson(userId, onlyIn))
    .orderBy(desc(authSessions.lastSeenAt), desc(authSessions.id))
    .limit(100);
}

/** Ends the session of a secret, whoever's it is: who holds the secret may. `only`: of this person alone. */
export function endSessionWith(db: Database, tokenHash: string, only: string | null = null) {
  return db
    .delete(authSessions)
    .where(
      and(eq(authSessions.tokenHash, tokenHash), only === null ? undefined : eq(authSessions.userId, only)),
    );
}

/** Ends one session of this person and of nobody else. */
export function endSessionOf(db: Database, userId: string, sessionId: string, onlyIn: string | null = null) {
  return db.delete(authSessions).where(and(ofPerson(userId, onlyIn), eq(authSessions.id, sessionId)));
}

export function endSessionsExcept(
  db: Database,
  userId: string,
  sessionId: string,
  onlyIn: string | null = null,
) {
  return db.delete(authSessions).where(and(ofPerson(userId, onlyIn), ne(authSessions.id, sessionId)));
}
