import { sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { authSessions, emailVerifications, passwordResets } from "../schema/index.ts";

export function purgeSessions(db: Database, now: number, limit: number) {
  return db
    .delete(authSessions)
    .where(
      sql`${authSessions.id} in (select s.id from auth_sessions s where s.expires_at <= ${now} limit ${limit})`,
    );
}

export function purgeResets(db: Database, before: number, limit: number) {
  return db
    .delete(passwordResets)
    .where(
      sql`${passwordResets.id} in (select r.id from password_resets r where r.expires_at <= ${before} limit ${limit})`,
    );
}

export function purgeVerifications(db: Database, before: number, limit: number) {
  return db
    .delete(emailVerifications)
    .where(
      sql`${emailVerifications.id} in (select v.id from email_verifications v where v.expires_at <= ${before} limit ${limit})`,
    );
}
