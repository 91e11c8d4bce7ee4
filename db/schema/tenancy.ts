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
    /** Links issued before this moment are dead (UTC ms): the workspace's kill switch. */
    inviteEpoch: integer("invite_epoch").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("workspaces_slug").on(table.slug),
    index("workspaces_customer").on(table.customerId),
  ],
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
  ],
);

export const customFieldKinds = ["text", "number", "date", "choice", "yes_no"] as const;

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
