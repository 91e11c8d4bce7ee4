import { and, desc, eq, gt, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { emailVerifications, memberships, users } from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";

export function insertVerification(db: Database, row: typeof emailVerifications.$inferInsert) {
  return db.insert(emailVerifications).values(row);
}

export interface VerificationLimit {
  pause: number;
  window: number;
  most: number;
}

/** The same within limits, which ten at once do not get round: guard it. */
export function insertLimitedVerification(
  db: Database,
  row: typeof emailVerifications.$inferInsert,
  { pause, window, most }: VerificationLimit,
) {
  return insertFrom(
    db,
    emailVerifications,
    row,
    sql`where (select count(*) from email_verifications v where v.user_id = ${row.userId}
        and v.created_at > ${row.createdAt - pause}) = 0
      and (select count(*) from email_verifications v where v.user_id = ${row.userId}
        and v.created_at > ${row.createdAt - window}) < ${most}`,
  );
}

/** A link with the membership that its person has where it was made. */
export function verificationById(db: Database, id: string) {
  return db
    .select({
      verification: emailVerifications,
      membershipId: memberships.id,
      language: memberships.language,
      /** 1: somebody has read the mailbox of the account. */
      proved: sql<number>`exists (select 1 from users u where u.id = ${emailVerifications.userId}
        and u.email_verified_at is not null)`.as("is_proved"),
      /** 1: the account belongs to another workspace too. */
      elsewhere: belongsElsewhere(
        sql`${emailVerifications.userId}`,
        sql`${emailVerifications.workspaceId}`,
      ).as("is_elsewhere"),
    })
    .from(emailVerifications)
    .leftJoin(
      memberships,
      and(
        eq(memberships.userId, emailVerifications.userId),
        eq(memberships.workspaceId, emailVerifications.workspaceId),
        ne(memberships.status, "removed"),
      ),
    )
    .where(eq(emailVerifications.id, id));
}

export type VerificationById = Awaited<ReturnType<typeof verificationById>>[number];

/** In SQL: a person has a membership of another workspace than this, or waits for approval there. */
export const belongsElsewhere = (userId: SQL, workspaceId: SQL) => sql<number>`(exists (
  select 1 from memberships o where o.user_id = ${userId} and o.workspace_id <> ${workspaceId} and o.status <> 'removed')
  or exists (select 1 from registrations r where r.user_id = ${userId} and r.workspace_id <> ${workspaceId}
    and r.status = 'waiting'))`;

/** The latest links of a person, newest first. */
export function latestVerifications(db: Database, userId: string, limit: number) {
  return db
    .select({ createdAt: emailVerifications.createdAt })
    .from(emailVerifications)
    .where(eq(emailVerifications.userId, userId))
    .orderBy(desc(emailVerifications.createdAt))
    .limit(limit);
}

/** Uses a link up, once; guard it. */
export function spendVerification(db: Database, id: string, now: number) {
  return db
    .update(emailVerifications)
    .set({ usedAt: now })
    .where(
      and(
        eq(emailVerifications.id, id),
        isNull(emailVerifications.usedAt),
        gt(emailVerifications.expiresAt, now),
        sql`exists (select 1 from users u where u.id = ${emailVerifications.userId}
          and (u.email is ${emailVerifications.replaces} or u.email = ${emailVerifications.email}))`,
      ),
    );
}

/** The address is proved; whoever had none has it now. Refused as unique where another account has it. */
export function proveAddress(db: Database, userId: string, email: string, now: number) {
  return db
    .update(users)
    .set({ email: sql`coalesce(${users.email}, ${email})`, emailVerifiedAt: now })
    .where(eq(users.id, userId));
}

/** The same for a membership without one. Refused as unique where somebody here has it. */
export function fillAddress(
  db: Database,
  membership: { workspaceId: string; id: string },
  values: { email: string; searchTerms: string[]; lastOp: string },
) {
  return db
    .update(memberships)
    .set(values)
    .where(
      and(
        eq(memberships.workspaceId, membership.workspaceId),
        eq(memberships.id, membership.id),
        isNull(memberships.email),
      ),
    );
}
