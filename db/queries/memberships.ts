import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { memberships, users } from "../schema/index.ts";
import { loginNameOf } from "./login-names.ts";
import { opensByPassword } from "./opened.ts";

/** Changes columns of a membership without a guard: for statements behind one. */
export function changeMembership(
  db: Database,
  workspaceId: string,
  id: string,
  values: Partial<typeof memberships.$inferInsert>,
) {
  return db
    .update(memberships)
    .set(values)
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.id, id)));
}

/** Where a person is an active member, what they are called there, and whether their password opens it. */
export function activeMembershipsOf(db: Database, userId: string) {
  return db
    .select({
      workspaceId: memberships.workspaceId,
      id: memberships.id,
      email: memberships.email,
      firstName: memberships.firstName,
      lastName: memberships.lastName,
      language: memberships.language,
      lastOp: memberships.lastOp,
      username: loginNameOf(sql`memberships.workspace_id`, sql`memberships.id`).as("username"),
      opens: sql<number>`${opensByPassword(sql`users`, sql`memberships`)}`.as("opens_by_password"),
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.userId, userId), eq(memberships.status, "active")));
}

/** Changes a person's own membership while it is active and as it was read: guard it. */
export function changeOwnMembership(
  db: Database,
  seen: { workspaceId: string; id: string; lastOp: string | null },
  values: Partial<typeof memberships.$inferInsert> & { lastOp: string },
) {
  return db
    .update(memberships)
    .set(values)
    .where(
      and(
        eq(memberships.workspaceId, seen.workspaceId),
        eq(memberships.id, seen.id),
        eq(memberships.status, "active"),
        sql`${memberships.lastOp} is ${seen.lastOp}`,
      ),
    );
}
