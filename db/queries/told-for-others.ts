import { type SQL, sql } from "drizzle-orm";
import { loginNameOf } from "./login-names.ts";

/**
 * Mails that somebody else may get in the place of a member without an address (F146): what happens, and never a link,
 * a password or a card. Every other mail that names whom it is about is dropped before it leaves.
 */
const toldTemplates = JSON.stringify([
  "session_invitation",
  "session_reminder",
  "session_canceled",
  "access_ending",
]);

/** True in SQL for member `m` whom such a mail reaches, themselves or through whoever is told for them. */
export const isReached = sql`coalesce(m.email, m.notify_email) is not null`;

/** Columns of such a mail of member `m`: where it goes, and of whom it tells where that is not themselves. */
export const toReader = {
  to: sql`coalesce(m.email, m.notify_email)`,
  aboutId: sql`iif(m.email is null, m.id, null)`,
};

/** The id of the member whom a mail concerns, by whom it tells of, or by its address. */
export const memberOfMail = sql`coalesce(outbox.about_id, (select r.id from memberships r
  where r.workspace_id = outbox.workspace_id and r.email = outbox.to_email and r.status <> 'removed'))`;

/** Of whom a mail tells somebody else, as JSON; null for a mail to the person themselves. */
export const aboutOfMail = sql<
  string | null
>`(select json_object('name', trim(m.first_name || ' ' || m.last_name),
    'username', ${loginNameOf(sql`m.workspace_id`, sql`m.id`)})
  from memberships m where m.workspace_id = outbox.workspace_id and m.id = outbox.about_id)`.as("about");

/**
 * True in SQL for a mail to somebody else that must not leave: one that only the person themselves may read, or one to
 * whoever is not told for them any more, because they have an address, are no active member, or somebody else is.
 */
export const isNotForOthers: SQL = sql`(outbox.about_id is not null
  and (outbox.template not in (select value from json_each(${toldTemplates})) or not exists (
    select 1 from memberships m where m.workspace_id = outbox.workspace_id and m.id = outbox.about_id
      and m.status = 'active' and m.email is null and m.notify_email = outbox.to_email)))`;
