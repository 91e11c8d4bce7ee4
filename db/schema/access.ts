import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { memberships, users } from "./people.ts";
import { workspaces } from "./tenancy.ts";

/** A signed-in browser. The cookie holds the secret, the row its SHA-256 (security.md 1.4). */
export const authSessions = sqliteTable(
  "auth_sessions",
  {
    id: text("id").primaryKey(),
    tokenHash: text("token_hash").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    createdAt: integer("created_at").notNull(),
    lastSeenAt: integer("last_seen_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    /** The one role that this browser acts in, and in which workspace; null: with all roles (F17, D47). */
    actingRole: text("acting_role"),
    actingWorkspaceId: text("acting_workspace_id"),
    /**
     * The workspace whose identity provider began it, or that let somebody in without proof: it opens that one alone.
     * Null: begun by a password or card.
     */
    onlyWorkspaceId: text("only_workspace_id"),
    userAgent: text("user_agent"),
    ipPrefix: text("ip_prefix"),
  },
  (table) => [
    uniqueIndex("auth_sessions_token").on(table.tokenHash),
    index("auth_sessions_user").on(table.userId),
    index("auth_sessions_expiry").on(table.expiresAt),
  ],
);

/** What people sign in with instead of an address; unique in the workspace, and gone with the membership (F125). */
export const loginNames = sqliteTable(
  "login_names",
  {
    workspaceId: text("workspace_id").notNull(),
    membershipId: text("membership_id").notNull(),
    /** As it was written. */
    name: text("name").notNull(),
    /** The same without case and look-alikes (login-name.ts). */
    nameKey: text("name_key").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.nameKey] }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    uniqueIndex("login_names_membership").on(table.workspaceId, table.membershipId),
  ],
);

/** A printed card that signs somebody without an address in once (F146); a new one takes the older one's place. */
export const signInCards = sqliteTable(
  "sign_in_cards",
  {
    workspaceId: text("workspace_id").notNull(),
    id: text("id").notNull(),
    membershipId: text("membership_id").notNull(),
    /** SHA-256 of the code, which stands on the paper alone. */
    codeHash: text("code_hash").notNull(),
    /** How often a code was tried, whichever. */
    tries: integer("tries").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    usedAt: integer("used_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.membershipId] }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
  ],
);

/** A password reset that was asked for; its link is a token of purpose `reset` naming this row. */
export const passwordResets = sqliteTable(
  "password_resets",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    usedAt: integer("used_at"),
    op: text("op"),
  },
  (table) => [
    index("password_resets_user").on(table.userId),
    index("password_resets_expiry").on(table.expiresAt),
  ],
);

/** An address that waits to be proved by its owner; its link is a token of purpose `verify` naming this row. */
export const emailVerifications = sqliteTable(
  "email_verifications",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    /** The address as it was when the link was made: a link for an older one proves nothing. */
    email: text("email").notNull(),
    /** The address that it takes the place of, where one is changed (F5); null: proves, or fills an empty one. */
    replaces: text("replaces"),
    /** Who asked for another address; null: support, or nobody did. */
    askedBy: text("asked_by", { enum: ["self", "admin"] }),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    usedAt: integer("used_at"),
  },
  (table) => [
    index("email_verifications_user").on(table.userId),
    index("email_verifications_expiry").on(table.expiresAt),
  ],
);

/** A program's key for one workspace; shown once, kept as SHA-256 (O-22). */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    workspaceId: text("workspace_id").notNull(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    hash: text("hash").notNull(),
    scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull(),
    maxRole: text("max_role").notNull(),
    creatorMembershipId: text("creator_membership_id").notNull(),
    createdAt: integer("created_at").notNull(),
    lastUsedAt: integer("last_used_at"),
    revokedAt: integer("revoked_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    uniqueIndex("api_keys_hash").on(table.hash),
    foreignKey({
      columns: [table.workspaceId, table.creatorMembershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
  ],
);

/** The stored answer to a POST with an Idempotency-Key, written by the batch that did the work. */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    workspaceId: text("workspace_id").notNull(),
    apiKeyId: text("api_key_id").notNull(),
    key: text("key").notNull(),
    bodyHash: text("body_hash").notNull(),
    status: integer("status").notNull(),
    answer: text("answer").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.apiKeyId, table.key] }),
    index("idempotency_keys_age").on(table.createdAt),
  ],
);

/** Exact counters behind the approximate burst limits; a row is one window of one thing. */
export const rateCounters = sqliteTable(
  "rate_counters",
  {
    key: text("key").notNull(),
    windowStart: integer("window_start").notNull(),
    count: integer("count").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.windowStart] }),
    index("rate_counters_expiry").on(table.expiresAt),
  ],
);

/** Who did what to whom. Append-only by trigger; personal data stands in `audit_details`. */
export const auditEvents = sqliteTable(
  "audit_events",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    at: integer("at").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    action: text("action").notNull(),
    /** The person concerned, where there is one: the timeline of a membership is a range here. */
    membershipId: text("membership_id"),
    targetId: text("target_id"),
    op: text("op").notNull(),
    ipPrefix: text("ip_prefix"),
    requestId: text("request_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index("audit_events_membership")
      .on(table.workspaceId, table.membershipId, table.id)
      .where(sql`${table.membershipId} is not null`),
    index("audit_events_action").on(table.workspaceId, table.action, table.id),
  ],
);

/**
 * Names, addresses and before/after values of an audit event. Blanked for erasure, a row keeps no actor
 * name, `{}` and no salt: what the seal says about it then tells nothing, not even to somebody who guesses.
 */
export const auditDetails = sqliteTable(
  "audit_details",
  {
    workspaceId: text("workspace_id").notNull(),
    auditId: text("audit_id").notNull(),
    actorName: text("actor_name"),
    details: text("details", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    /** Goes before what is digested; written when the event is sealed. */
    salt: text("salt"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.auditId] }),
    foreignKey({
      columns: [table.workspaceId, table.auditId],
      foreignColumns: [auditEvents.workspaceId, auditEvents.id],
    }),
  ],
);

/** Hash chain over `audit_events`, sealed by the cron so that no writer waits for another. */
export const auditSeals = sqliteTable(
  "audit_seals",
  {
    workspaceId: text("workspace_id").notNull(),
    fromId: text("from_id").notNull(),
    toId: text("to_id").notNull(),
    prevHash: text("prev_hash").notNull(),
    hash: text("hash").notNull(),
    sealedAt: integer("sealed_at").notNull(),
    /**
     * A salted digest of the details of each event, in order; null for one that has none. The whole is
     * null for seals of before there were digests.
     */
    digests: text("digests", { mode: "json" }).$type<(string | null)[]>(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.toId] })],
);

/** A bulk act on what a filter matched, worked off in chunks by the queue. */
export const jobs = sqliteTable(
  "jobs",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    kind: text("kind", {
      enum: [
        "resend",
        "cancel",
        "remind",
        "extend",
        "delete_group",
        "regroup",
        "enrol",
        "withdraw",
        "attend",
        "place",
        "deactivate",
        "reactivate",
        "remove",
        "change_roles",
        "set_access_end",
        "label",
        "relabel",
        "approve",
        "refuse",
        "replace_role",
      ],
    }).notNull(),
    filter: text("filter", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    note: text("note"),
    status: text("status", { enum: ["running", "done", "undone"] }).notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    /** Last membership id, or id of a registration, that was worked off; the job goes downwards through the list. */
    cursor: text("cursor"),
    total: integer("total").notNull(),
    done: integer("done").notNull(),
    skipped: integer("skipped").notNull(),
    dueAt: integer("due_at").notNull(),
    lease: text("lease"),
    leaseUntil: integer("lease_until"),
    createdAt: integer("created_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index("jobs_running").on(table.status, table.createdAt),
  ],
);

/** What became of each row of a job. */
export const jobResults = sqliteTable(
  "job_results",
  {
    workspaceId: text("workspace_id").notNull(),
    jobId: text("job_id").notNull(),
    membershipId: text("membership_id").notNull(),
    outcome: text("outcome").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.jobId, table.membershipId] })],
);
