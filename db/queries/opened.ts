import { type SQL, sql } from "drizzle-orm";

/** Who the identity provider of its workspace says a membership is: a row, or none. */
const boundTo = (membership: SQL) => sql`from sso_identities b
  where b.workspace_id = ${membership}.workspace_id and b.membership_id = ${membership}.id
    and b.connection_id = (select c.id from sso_connections c where c.workspace_id = ${membership}.workspace_id)`;

const proved = (user: SQL) => sql`${user}.email_verified_at is not null`;

const madeForIt = (user: SQL, membership: SQL) =>
  sql`(${user}.created_at >= coalesce(${membership}.joined_at, 0) and not exists (select 1 ${boundTo(membership)}))`;

/**
 * True in SQL where the password of an account opens a membership. An account whose mailbox nobody proved may be
 * anybody's who knew the address: it opens what it was made for, no workspace that took the address up later,
 * and none whose identity provider has said who the person is. Nothing of the account is written for that, or any
 * workspace could end what belongs to others.
 */
export const opensByPassword = (user: SQL, membership: SQL) =>
  sql`(${proved(user)} or ${madeForIt(user, membership)})`;

/** The same of an API key; one that was made after the provider had named its maker is theirs. */
export const opensByKey = (user: SQL, membership: SQL, key: SQL) =>
  sql`(${proved(user)} or ${madeForIt(user, membership)}
    or exists (select 1 ${boundTo(membership)} and b.created_at <= ${key}.created_at))`;

/**
 * True in SQL where the owner of an account has used a membership by its own means: by an invitation or a sign-in, and
 * not by the word of the identity provider that the workspace chose. A membership alone says nothing: administrators set
 * people up, and what they learn of an account from there they would learn of any address (E-02).
 */
export const cameByThemselves = (membership: SQL) => sql`iif(exists (select 1 ${boundTo(membership)}),
  exists (select 1 from sso_connections t where t.workspace_id = ${membership}.workspace_id and t.tested_by = ${membership}.id)
    or (${joinedByInvitation(membership)}
      and exists (select 1 ${boundTo(membership)} and b.created_at > ${membership}.joined_at)),
  ${membership}.last_seen_at is not null or ${joinedByInvitation(membership)})`;

const joinedByInvitation = (membership: SQL) => sql`exists (select 1 from invitations i
  where i.workspace_id = ${membership}.workspace_id and i.id = ${membership}.invitation_id and i.status = 'accepted')`;
