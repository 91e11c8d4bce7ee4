import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { apiKeys, memberships } from "../schema/index.ts";

export function insertApiKey(db: Database, row: typeof apiKeys.$inferInsert) {
  return db.insert(apiKeys).values(row);
}

/** Keys of a workspace, newest first, with who made them. */
export function apiKeysOf(db: Database, workspaceId: string) {
  return db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      scopes: apiKeys.scopes,
      maxRole: apiKeys.maxRole,
      createdAt: apiKeys.createdAt,
      lastUsedAt: apiKeys.lastUsedAt,
      revokedAt: apiKeys.revokedAt,
      creatorId: apiKeys.creatorMembershipId,
      creatorName: sql<string>`trim(${memberships.firstName} || ' ' || ${memberships.lastName})`,
      creatorStatus: memberships.status,
    })
    .from(apiKeys)
    .innerJoin(
      memberships,
      and(eq(memberships.workspaceId, apiKeys.workspaceId), eq(memberships.id, apiKeys.creatorMembershipId)),
    )
    .where(eq(apiKeys.workspaceId, workspaceId))
    .orderBy(desc(apiKeys.id))
    .limit(200);
}

export function apiKeyById(db: Database, workspaceId: string, id: string) {
  return db
    .select({ id: apiKeys.id, name: apiKeys.name, revokedAt: apiKeys.revokedAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id)));
}

/** Ends a key, once: guard it. */
export function revokeKey(db: Database, workspaceId: string, id: string, now: number) {
  return db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)));
}
