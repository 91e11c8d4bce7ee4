import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { invitations, registrations } from "../schema/index.ts";

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

/** Writes down which key signs the links of the registrations whose mails were claimed (T-23). */
export function noteRegistrationKeys(db: Database, workspaceId: string, lease: string, keyId: string) {
  return db
    .update(registrations)
    .set({ linkKeys: sql`json_insert(${registrations.linkKeys}, '$[#]', ${keyId})` })
    .where(
      sql`${registrations.workspaceId} = ${workspaceId} and ${registrations.id} in (
          select o.subject_id from outbox o indexed by outbox_leased where o.workspace_id = ${workspaceId}
            and o.lease = ${lease} and o.state = 'leased' and o.template = 'registration')
        and ${registrations.linkKeys} is not null
        and not exists (select 1 from json_each(${registrations.linkKeys}) k where k.value = ${keyId})`,
    );
}

/** Registrations whose link may still be followed, by the key of their links, everywhere. */
export function openRegistrationsByKey(db: Database, now: number) {
  return db
    .select({
      keyId: sql<string | null>`k.value`.as("registration_key_id"),
      registrations: sql<number>`count(*)`.as("registrations"),
    })
    .from(registrations)
    .leftJoin(sql`json_each(${registrations.linkKeys}) k`, sql`true`)
    .where(
      and(
        eq(registrations.status, "started"),
        sql`${registrations.expiresAt} > ${now}`,
        sql`(k.value is not null or (${registrations.linkKeys} is null and ${registrations.issuedAt} is not null))`,
      ),
    )
    .groupBy(sql`k.value`);
}
