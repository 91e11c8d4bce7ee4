import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { apiKeys, imports, memberships, ssoConnections, users, workspaces } from "../schema/index.ts";
import { rolesWithin } from "./callers.ts";
import { customRolesOf } from "./custom-roles.ts";
import { seatColumns } from "./seats.ts";

/** The workspace of an import, and what the person behind it may do at this moment. */
export function importStarter(db: Database, workspaceId: string, importId: string) {
  // Whoever takes an import back answers for it, and not the one who uploaded it.
  const actor = sql`coalesce(${imports.options} ->> '$.undoneBy.id', ${imports.actorId})`;
  return db
    .select({
      preset: workspaces.preset,
      policyOverrides: workspaces.policyOverrides,
      language: workspaces.language,
      timeZone: workspaces.timeZone,
      plan: workspaces.plan,
      customerId: workspaces.customerId,
      ...seatColumns(sql`${imports.workspaceId}`),
      providerEnforcedAt: ssoConnections.enforcedAt,
      open: sql<number>`${workspaces.status} = 'active'`.as("is_open"),
      status: sql<
        (typeof memberships.$inferSelect)["status"] | null
      >`case when ${users.status} = 'active' then ${memberships.status} end`.as("starter_status"),
      roles: rolesWithin(sql`${memberships.workspaceId}`, sql`${memberships.id}`).as("roles"),
      customRoles: customRolesOf(sql`${imports.workspaceId}`),
      keyScopes: apiKeys.scopes,
      keyMaxRole: apiKeys.maxRole,
      keyRevokedAt: apiKeys.revokedAt,
    })
    .from(imports)
    .innerJoin(workspaces, eq(workspaces.id, imports.workspaceId))
    .leftJoin(ssoConnections, eq(ssoConnections.workspaceId, imports.workspaceId))
    .leftJoin(apiKeys, and(eq(apiKeys.workspaceId, imports.workspaceId), sql`${apiKeys.id} = ${actor}`))
    .leftJoin(
      memberships,
      and(
        eq(memberships.workspaceId, imports.workspaceId),
        sql`${memberships.id} = coalesce(${apiKeys.creatorMembershipId}, ${actor})`,
      ),
    )
    .leftJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(imports.workspaceId, workspaceId), eq(imports.id, importId)));
}
