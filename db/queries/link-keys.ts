import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { invitations } from "../schema/index.ts";

/** The keys of an invitation with the one that signs now; a link that is issued for the first time has no other. */
export function linkKeysWith(keyId: string): SQL<string[]> {
  return sql`case when ${invitations.issuedAt} is null then json_array(${keyId})
    when ${isUnlisted(keyId)} then json_insert(${invitations.linkKeys}, '$[#]', ${keyId}) else ${invitations.linkKeys} end`;
}

/** True where a link is about to be signed by a key that the row does not name. What is unknown stays unknown. */
export function isNewLinkKey(keyId: string): SQL {
  return sql`(${invitations.issuedAt} is null or (${invitations.linkKeys} is not null and ${isUnlisted(keyId)}))`;
}

function isUnlisted(keyId: string): SQL {
  return sql`not exists (select 1 from json_each(${invitations.linkKeys}) k where k.value = ${keyId})`;
}

/** Writes down which key signs a link; before the statement that issues it. */
export function noteLinkKey(db: Database, workspaceId: string, id: string, keyId: string) {
  return db
    .update(invitations)
    .set({ linkKeys: linkKeysWith(keyId) })
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, id), isNewLinkKey(keyId)));
}

/** Open invitations by the key of their links, everywhere; `keyId` is null for those that nobody wrote down. */
export function openInvitationsByKey(db: Database) {
  return db
    .select({
      keyId: sql<string | null>`k.value`.as("key_id"),
      invitations: sql<number>`count(*)`.as("count"),
    })
    .from(invitations)
    .leftJoin(sql`json_each(${invitations.linkKeys}) k`, sql`true`)
    .where(
      and(
        eq(invitations.status, "pending"),
        // A link that a resend replaced stays listed until its mail leaves: undo gives it back.
        sql`(k.value is not null or (${invitations.linkKeys} is null and ${invitations.issuedAt} is not null))`,
      ),
    )
    .groupBy(sql`k.value`);
}
