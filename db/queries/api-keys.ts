import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { apiKeys, auditDetails, auditEvents, memberships } from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";

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

/** Revokes the API keys that people (a JSON array) made, in every workspace. */
export function revokeKeysOf(db: Database, userIds: string, now: number) {
  return db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(
      and(
        isNull(apiKeys.revokedAt),
        sql`(${apiKeys.workspaceId}, ${apiKeys.creatorMembershipId}) in
          (select m.workspace_id, m.id from json_each(${userIds}) j
            cross join memberships m on m.user_id = j.value)`,
      ),
    );
}

/** An audit row for each key that `revokeKeysOf` is about to end; `stem` is the prefix and time of their ids. */
export function insertKeyEndings(
  db: Database,
  userIds: string,
  event: Omit<typeof auditEvents.$inferInsert, "workspaceId" | "id" | "membershipId" | "targetId">,
  { stem, actorName, reason }: { stem: string; actorName: string; reason: string },
) {
  const id = sql`${stem} || substr(k.id, -16)`;
  const source = sql`from json_each(${userIds}) j cross join memberships m on m.user_id = j.value
    join api_keys k on k.workspace_id = m.workspace_id and k.creator_membership_id = m.id and k.revoked_at is null`;
  return [
    insertFrom(
      db,
      auditEvents,
      { ...event, workspaceId: sql`m.workspace_id`, id, membershipId: sql`m.id`, targetId: sql`k.id` },
      source,
    ),
    insertFrom(
      db,
      auditDetails,
      {
        workspaceId: sql`m.workspace_id`,
        auditId: id,
        actorName,
        details: sql`json_object('name', k.name, 'reason', ${reason})`,
      },
      source,
    ),
  ] as const;
}
