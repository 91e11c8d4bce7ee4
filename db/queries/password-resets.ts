import { and, eq, gt, isNull, ne, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  auditDetails,
  auditEvents,
  memberships,
  outbox,
  passwordResets,
  rateCounters,
  ssoConnections,
  users,
  workspaces,
} from "../schema/index.ts";
import { provider, triedProvider } from "./callers.ts";
import { insertFrom } from "./insert-from.ts";
import { providerOnly } from "./single-sign-on.ts";
import { ownChoice } from "./users.ts";

/** Counts a request whatever becomes of it. */
export function countRequest(db: Database, key: string, windowStart: number, expiresAt: number) {
  return db
    .insert(rateCounters)
    .values({ key, windowStart, count: 1, expiresAt })
    .onConflictDoUpdate({
      target: [rateCounters.key, rateCounters.windowStart],
      set: { count: sql`${rateCounters.count} + 1` },
    });
}

export interface ResetRequest {
  id: string;
  slug: string;
  email: string;
  now: number;
  expiresAt: number;
  op: string;
  /** The counter of `countRequest` and what it may say at most. */
  counterKey: string;
  windowStart: number;
  limit: number;
}

/** A member, or somebody who is invited here and has an account from elsewhere. */
const knownHere = sql`(m.user_id = u.id and m.status = 'active'
  or m.user_id is null and m.status = 'pending' and m.email = u.email)`;

/**
 * Makes the reset where the address has an account and is known here, a password opens something here for them, and
 * the limit is not passed. The
 * condition stands in the statement, so that known and unknown addresses take the same path.
 */
export function insertReset(db: Database, request: ResetRequest) {
  return insertFrom(
    db,
    passwordResets,
    {
      id: request.id,
      userId: sql`u.id`,
      workspaceId: sql`w.id`,
      createdAt: request.now,
      expiresAt: request.expiresAt,
      usedAt: null,
      op: null,
    },
    sql`from workspaces w
      join users u on u.email = ${request.email} and u.status = 'active'
      join memberships m on m.workspace_id = w.id and ${knownHere}
        and not ${providerOnly(sql`w.id`, sql`m.id`)}
      where w.slug = ${request.slug} and w.status = 'active'
        and (select c.count from rate_counters c
          where c.key = ${request.counterKey} and c.window_start = ${request.windowStart}) <= ${request.limit}`,
  );
}

const ofReset = (id: string) => sql`from password_resets r join users u on u.id = r.user_id
  join memberships m on m.workspace_id = r.workspace_id and ${knownHere}
  where r.id = ${id}`;

/** The mail of a reset that was just made; nothing when none was. */
export function insertResetMail(db: Database, row: typeof outbox.$inferInsert, resetId: string) {
  return insertFrom(
    db,
    outbox,
    { ...row, workspaceId: sql`r.workspace_id`, language: sql`u.language` },
    ofReset(resetId),
  );
}

/** The audit of a reset that was just made; nothing when none was. */
export function insertResetAudit(
  db: Database,
  row: Omit<typeof auditEvents.$inferInsert, "workspaceId" | "membershipId">,
  resetId: string,
) {
  return [
    insertFrom(
      db,
      auditEvents,
      { ...row, workspaceId: sql`r.workspace_id`, membershipId: sql`m.id` },
      ofReset(resetId),
    ),
    insertFrom(
      db,
      auditDetails,
      { workspaceId: sql`r.workspace_id`, auditId: row.id, actorName: "", details: {} },
      ofReset(resetId),
    ),
  ] as const;
}

export function workspaceIdBySlug(db: Database, slug: string) {
  return db.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.slug, slug));
}

/** A reset with the person and workspace it was asked for. */
export function resetById(db: Database, workspaceId: string, id: string) {
  return db
    .select({
      reset: passwordResets,
      workspace: workspaces,
      user: users,
      membershipId: memberships.id,
      ...provider,
      providerOnly: providerOnly(sql`${workspaces.id}`, sql`${memberships.id}`),
    })
    .from(passwordResets)
    .innerJoin(workspaces, eq(workspaces.id, passwordResets.workspaceId))
    .innerJoin(users, eq(users.id, passwordResets.userId))
    .leftJoin(ssoConnections, triedProvider)
    .leftJoin(
      memberships,
      and(
        eq(memberships.userId, users.id),
        eq(memberships.workspaceId, workspaces.id),
        ne(memberships.status, "removed"),
      ),
    )
    .where(and(eq(passwordResets.workspaceId, workspaceId), eq(passwordResets.id, id)));
}

/** Uses a reset up, once and in time: guard it. */
export function claimReset(db: Database, workspaceId: string, id: string, now: number, op: string) {
  return db
    .update(passwordResets)
    .set({ usedAt: now, op })
    .where(
      and(
        eq(passwordResets.workspaceId, workspaceId),
        eq(passwordResets.id, id),
        isNull(passwordResets.usedAt),
        gt(passwordResets.expiresAt, now),
      ),
    );
}

/** Links that were asked for before do not outlive a new password (A-10). */
export function closeResetsOf(db: Database, userId: string, now: number, op: string) {
  return db
    .update(passwordResets)
    .set({ usedAt: now, op })
    .where(and(eq(passwordResets.userId, userId), isNull(passwordResets.usedAt)));
}

/** A new password by a mailed link, which proves the mailbox as well. */
export function setPassword(db: Database, userId: string, hash: string, now: number) {
  return db
    .update(users)
    .set({
      passwordHash: hash,
      passwordChangedAt: now,
      ...ownChoice,
      emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${now})`,
    })
    .where(eq(users.id, userId));
}
