import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { memberships, signInCards, users } from "../schema/index.ts";
import { insertEach } from "./insert-from.ts";
import { membershipRoles } from "./invitations.ts";
import { loginNameOf } from "./login-names.ts";
import { taughtRoles } from "./members.ts";
import { placesOf } from "./parts.ts";
import { eachRow, type Statement } from "./statements.ts";
import { ownChoice } from "./users.ts";

/** Whom a card is wanted for: people by their ids, or those who are in a group themselves. */
export type CardsFor = { ids: string } | { groupId: string };

/** What a decision about cards needs of each person; of a group only those without an address, as many as asked. */
export function peopleForCards(db: Database, workspaceId: string, whom: CardsFor, limit: number) {
  const people: SQL =
    "ids" in whom
      ? sql`(select value as id from json_each(${whom.ids}))`
      : sql`(select gm.membership_id as id from group_members gm
          cross join memberships n on n.workspace_id = gm.workspace_id and n.id = gm.membership_id
            and n.status = 'active' and n.email is null
          where gm.workspace_id = ${workspaceId} and gm.group_id = ${whom.groupId} and gm.kind <> 'derived'
          order by gm.membership_id)`;
  return db
    .select({
      id: memberships.id,
      userId: memberships.userId,
      firstName: memberships.firstName,
      lastName: memberships.lastName,
      email: sql<string | null>`coalesce(${memberships.email}, ${users.email})`.as("card_email"),
      status: sql<(typeof memberships.$inferSelect)["status"]>`${memberships.status}`.as("card_status"),
      username: loginNameOf(sql`memberships.workspace_id`, sql`memberships.id`).as("username"),
      roles: membershipRoles,
      taught: taughtRoles,
      places: placesOf(sql`memberships.workspace_id`, sql`memberships.id`).as("places"),
    })
    .from(sql`${people} p`)
    .crossJoin(memberships)
    .leftJoin(users, eq(users.id, memberships.userId))
    .where(sql`${memberships.workspaceId} = ${workspaceId} and ${memberships.id} = p.id`)
    .limit(limit);
}

/** New cards; whoever had one before has it no more. */
export function putCards(db: Database, rows: readonly (typeof signInCards.$inferInsert)[]): Statement {
  return insertEach(db, signInCards, rows).onConflictDoUpdate({
    target: [signInCards.workspaceId, signInCards.membershipId],
    set: {
      id: sql`excluded.id`,
      codeHash: sql`excluded.code_hash`,
      tries: 0,
      createdAt: sql`excluded.created_at`,
      expiresAt: sql`excluded.expires_at`,
      usedAt: null,
    },
  });
}

/** The people are still members without an address, each with a username: guard the number. */
export function stampCarded(db: Database, workspaceId: string, ids: string, op: string): Statement {
  return db
    .update(memberships)
    .set({ lastOp: op })
    .from(eachRow(ids, { workspace: workspaceId }))
    .where(
      sql`${memberships.workspaceId} = j.workspace and ${memberships.id} = j.value and ${memberships.status} = 'active'
        and ${memberships.email} is null
        and exists (select 1 from login_names n where n.workspace_id = j.workspace and n.membership_id = j.value)`,
    );
}

/** A row where a role above learner ends the password of a member (trigger `login_ended_by_role`); for their page. */
export function openedByOthers(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({ by: sql<string>`${users.openedBy}`.as("opened_by") })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.workspaceId, workspaceId),
        eq(memberships.id, membershipId),
        isNull(users.emailVerifiedAt),
        inArray(users.openedBy, ["typed", "card"]),
        sql`${users.createdAt} >= coalesce(${memberships.joinedAt}, 0)`,
      ),
    );
}

/** The card of one member, for their page. */
export function cardOf(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({
      createdAt: signInCards.createdAt,
      expiresAt: signInCards.expiresAt,
      usedAt: signInCards.usedAt,
      tries: signInCards.tries,
    })
    .from(signInCards)
    .where(and(eq(signInCards.workspaceId, workspaceId), eq(signInCards.membershipId, membershipId)));
}

/**
 * Counts one try at the card of a username before its code is compared, so that fifty at once are not fifty
 * guesses. Answers the digest of its code, or no row where there is no card that works.
 */
export function tryCard(
  db: Database,
  slug: string,
  nameKey: string,
  { now, most }: { now: number; most: number },
) {
  return db
    .update(signInCards)
    .set({ tries: sql`${signInCards.tries} + 1` })
    .where(
      sql`(${signInCards.workspaceId}, ${signInCards.membershipId}) in (
          select n.workspace_id, n.membership_id from workspaces w
          cross join login_names n on n.workspace_id = w.id and n.name_key = ${nameKey}
          where w.slug = ${slug} and w.status = 'active')
        and ${signInCards.usedAt} is null and ${signInCards.expiresAt} > ${now} and ${signInCards.tries} < ${most}`,
    )
    .returning({ id: signInCards.id, codeHash: signInCards.codeHash });
}

/** Uses a card up, once: guard it. */
export function spendCard(db: Database, workspaceId: string, id: string, membershipId: string, now: number) {
  return db
    .update(signInCards)
    .set({ usedAt: now })
    .where(
      and(
        eq(signInCards.workspaceId, workspaceId),
        eq(signInCards.membershipId, membershipId),
        eq(signInCards.id, id),
        isNull(signInCards.usedAt),
        sql`${signInCards.expiresAt} > ${now}`,
      ),
    );
}

/** The password of before is over with the card, and another must be chosen. Only without an address: guard it. */
export function openByCard(db: Database, userId: string, now: number) {
  return db
    .update(users)
    .set({
      passwordHash: null,
      passwordChangedAt: now,
      ...ownChoice,
      mustChangePassword: true,
      openedBy: "card",
    })
    .where(and(eq(users.id, userId), isNull(users.email), eq(users.status, "active")));
}
