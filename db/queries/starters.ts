import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { apiKeys, memberships, users } from "../schema/index.ts";
import { membershipRoles } from "./invitations.ts";

/** What the person behind long work may do at this moment: its starter, or who made the key that started it. */
export function starterOf(db: Database, workspaceId: string, actorKind: string, actorId: string) {
  const keyId = actorKind === "apiKey" ? actorId : "";
  return db
    .select({
      status: memberships.status,
      roles: membershipRoles,
      keyScopes: apiKeys.scopes,
      keyMaxRole: apiKeys.maxRole,
      keyRevokedAt: apiKeys.revokedAt,
    })
    .from(memberships)
    .innerJoin(users, and(eq(users.id, memberships.userId), eq(users.status, "active")))
    .leftJoin(apiKeys, and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, keyId)))
    .where(
      and(
        eq(memberships.workspaceId, workspaceId),
        sql`${memberships.id} = coalesce((select k.creator_membership_id from api_keys k
          where k.workspace_id = ${workspaceId} and k.id = ${keyId}), ${actorId})`,
      ),
    );
}
