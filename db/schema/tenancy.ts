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

/** A customer owns one or many workspaces (F2). */
export const customers = sqliteTable("customers", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: integer("created_at").notNull(),
});

/**
 * What was done at the level of a customer, where no workspace's trail has its place. People stand by their account, so that
 * nothing is left to blank when one is erased. Append-only, by triggers.
 */
export const customerEvents = sqliteTable(
  "customer_events",
  {
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    id: text("id").notNull(),
    at: integer("at").notNull(),
    /** Account of whoever did it; null: the house. */
    actorId: text("actor_id"),
    action: text("action", {
      enum: ["customer.renamed", "customer.admin_added", "customer.admin_removed", "workspace.created"],
    }).notNull(),
    /** Account of whom it is about. */
    subjectId: text("subject_id"),
    /** Names of organisations and workspaces, never of people. */
    details: text("details", { mode: "json" }).$type<Record<string, string>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.id] })],
);

/** A mail's own subject and button; what is left out is as the policies say. */
export interface OwnMailText {
  subject?: string;
  button?: string;
}

/** An isolated tenant (F1). Policies are a preset plus the keys that were changed (policies.ts). */
export const workspaces = sqliteTable(
  "workspaces",
  {
    id: text("id").primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    status: text("status", { enum: ["active", "suspended"] }).notNull(),
    preset: text("preset").notNull(),
    policyOverrides: text("policy_overrides", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    accentColor: text("accent_color").notNull(),
    timeZone: text("time_zone").notNull(),
    language: text("language").notNull(),
    supportContact: text("support_contact"),
    replyTo: text("reply_to"),
    /** The sender's name in mails; null: what policy `mail.from_name` says. */
    senderName: text("sender_name"),
    /**
     * Own subjects and buttons by language and template. No policy: a preset has no value for them, and free text in four
     * languages would drown the switches of that page.
     */
    mailTexts: text("mail_texts", { mode: "json" }).$type<
      Partial<Record<string, Partial<Record<string, OwnMailText>>>>
    >(),
    /** Digest of the logo of now in `workspace_logos`. */
    logoDigest: text("logo_digest"),
    /** Links issued before this moment are dead (UTC ms): the workspace's kill switch. */
    inviteEpoch: integer("invite_epoch").notNull(),
    /** Name of a plan (plans.ts), and how many people may be active; null: as many as come. */
    plan: text("plan").notNull().default("open"),
    seats: integer("seats"),
    /** When somebody last found no seat (UTC ms); written once a day at most. */
    seatRefusedAt: integer("seat_refused_at"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("workspaces_slug").on(table.slug),
    index("workspaces_customer").on(table.customerId, table.id),
  ],
);

/**
 * Logos, by the digest of their bytes: mails that left keep showing the one they were written with. In a table of
 * its own, because the workspace's row is read with every request.
 */
export const workspaceLogos = sqliteTable(
  "workspace_logos",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    /** The first 32 hexadecimal digits of the SHA-256. */
    digest: text("digest").notNull(),
    mediaType: text("media_type", { enum: ["image/png", "image/jpeg", "image/webp"] }).notNull(),
    /** The bytes in base64. D1 hands blobs over as arrays of numbers, which are four times as long. */
    content: text("content").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.digest] })],
);

/** Organisation units, a plain tree; `path` is the ids from the root, so that a subtree is a range. */
export const units = sqliteTable(
  "units",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    parentId: text("parent_id"),
    name: text("name").notNull(),
    /** The name without case and accents: unique among siblings. */
    nameKey: text("name_key").notNull().default(""),
    path: text("path").notNull(),
    /** In which people of it are written to; null: as above (F82). */
    language: text("language"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.parentId],
      foreignColumns: [table.workspaceId, table.id],
    }),
    uniqueIndex("units_path").on(table.workspaceId, table.path),
    uniqueIndex("units_name").on(table.workspaceId, sql`coalesce(${table.parentId}, '')`, table.nameKey),
    index("units_language").on(table.workspaceId).where(sql`${table.language} is not null`),
  ],
);

/** Groups, a tree with visibility and an optional unit; `path` as with units. */
export const groups = sqliteTable(
  "groups",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    parentId: text("parent_id"),
    unitId: text("unit_id"),
    name: text("name").notNull(),
    nameKey: text("name_key").notNull().default(""),
    description: text("description").notNull().default(""),
    path: text("path").notNull().default(""),
    visibility: text("visibility", { enum: ["public", "private"] }).notNull(),
    language: text("language"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.parentId],
      foreignColumns: [table.workspaceId, table.id],
    }),
    foreignKey({ columns: [table.workspaceId, table.unitId], foreignColumns: [units.workspaceId, units.id] }),
    uniqueIndex("groups_path").on(table.workspaceId, table.path),
    uniqueIndex("groups_name").on(table.workspaceId, sql`coalesce(${table.parentId}, '')`, table.nameKey),
    index("groups_unit").on(table.workspaceId, table.unitId),
    index("groups_language").on(table.workspaceId).where(sql`${table.language} is not null`),
  ],
);

export const customFieldKinds = ["text", "number", "date", "choice", "yes_no"] as const;

/**
 * Roles that a workspace made for itself (F24): what people hold names them by their id, where the keys of the others
 * stand. `permissions` and `holds_in` are the words of the domain.
 */
export const customRoles = sqliteTable(
  "custom_roles",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    name: text("name").notNull(),
    /** The name without case and accents: unique in the workspace. */
    nameKey: text("name_key").notNull(),
    description: text("description").notNull(),
    permissions: text("permissions", { mode: "json" }).$type<string[]>().notNull(),
    holdsIn: text("holds_in", { mode: "json" }).$type<string[]>().notNull(),
    createdAt: integer("created_at").notNull(),
    /** Since when it is there no more (UTC ms), while a job takes it from its many people. */
    deletedAt: integer("deleted_at"),
    /** The act that last changed it. */
    lastOp: text("last_op").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    uniqueIndex("custom_roles_name")
      .on(table.workspaceId, table.nameKey)
      .where(sql`${table.deletedAt} is null`),
  ],
);

/**
 * What a workspace wants to know of people besides; the answers stand in `memberships.custom_fields` (F11). A
 * retired field is asked no more and keeps its answers.
 */
export const customFields = sqliteTable(
  "custom_fields",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    /** What files and programs call it: small letters, digits and underscores. Never changes. */
    key: text("key").notNull(),
    name: text("name").notNull(),
    /** The name without case and accents: unique in the workspace, among retired ones too. */
    nameKey: text("name_key").notNull().default(""),
    kind: text("kind", { enum: customFieldKinds }).notNull(),
    choices: text("choices", { mode: "json" }).$type<string[]>().notNull(),
    /** Where it stands among the fields; of one place the older is first. */
    position: integer("position").notNull().default(0),
    /** Roles of which nobody is invited without an answer; empty: it may be left out. */
    requiredFor: text("required_for", { mode: "json" }).$type<string[]>().notNull().default([]),
    /** Asked for in the form of an invitation, and taken from a file. */
    inForm: integer("in_form", { mode: "boolean" }).notNull().default(true),
    inImport: integer("in_import", { mode: "boolean" }).notNull().default(true),
    /** Since when it is asked no more (UTC ms). */
    retiredAt: integer("retired_at"),
    createdAt: integer("created_at").notNull(),
    /** The act that last changed it. */
    lastOp: text("last_op"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    uniqueIndex("custom_fields_key").on(table.workspaceId, table.key),
    uniqueIndex("custom_fields_name").on(table.workspaceId, table.nameKey).where(sql`${table.nameKey} <> ''`),
  ],
);
