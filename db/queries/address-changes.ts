import { and, eq, ne, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { memberships, users, workspaces } from "../schema/index.ts";
import { belongsElsewhere } from "./email-verifications.ts";
import { loginNameOf } from "./login-names.ts";
import { guardThat, type Statement } from "./statements.ts";

/** The person of an address who belongs to the workspace of this slug. */
export function personForSupport(db: Database, slug: string, email: string) {
  return db
    .select({
      userId: sql<string>`${users.id}`.as("person_id"),
      language: sql<string>`${users.language}`.as("person_language"),
      workspaceId: memberships.workspaceId,
      membershipId: sql<string>`${memberships.id}`.as("person_membership"),
    })
    .from(users)
    .innerJoin(memberships, and(eq(memberships.userId, users.id), ne(memberships.status, "removed")))
    .innerJoin(workspaces, and(eq(workspaces.id, memberships.workspaceId), eq(workspaces.slug, slug)))
    .where(and(eq(users.email, email), eq(users.status, "active")));
}

/** An address that this person cannot have: of another account, or of somebody else where they belong. */
export function addressTakenFor(db: Database, userId: string, email: string) {
  return db
    .select({
      taken: sql<number>`exists (select 1 from users u where u.email = ${email} and u.id <> ${userId})
        or exists (select 1 from memberships m join memberships o on o.workspace_id = m.workspace_id
          where m.user_id = ${userId} and m.status <> 'removed'
            and o.email = ${email} and o.status <> 'removed' and o.id <> m.id)`.as("is_taken"),
    })
    .from(sql`(select 1)`);
}

/** Every membership that a person's address stands in. */
export function membershipsWithAddress(db: Database, userId: string, email: string) {
  return db
    .select({
      workspaceId: memberships.workspaceId,
      id: memberships.id,
      firstName: memberships.firstName,
      lastName: memberships.lastName,
      username: loginNameOf(sql`memberships.workspace_id`, sql`memberships.id`).as("username"),
      preset: workspaces.preset,
      policyOverrides: workspaces.policyOverrides,
    })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(
      and(eq(memberships.userId, userId), eq(memberships.email, email), ne(memberships.status, "removed")),
    );
}

/** Holds a batch to an account that nobody has proved and that belongs to this workspace alone. */
export function guardUnproved(db: Database, userId: string, workspaceId: string): Statement {
  return guardThat(
    db,
    sql`exists (select 1 from users u where u.id = ${userId} and u.email_verified_at is null)
      and not ${belongsElsewhere(sql`${userId}`, sql`${workspaceId}`)}`,
  );
}

/** Another address in the place of the one that was seen, proved by its mailbox: guard it. Refused as unique where somebody has it. */
export function replaceAddress(db: Database, userId: string, seen: string, email: string, now: number) {
  return db
    .update(users)
    .set({ email, emailVerifiedAt: now })
    .where(and(eq(users.id, userId), eq(users.email, seen), eq(users.status, "active")));
}
