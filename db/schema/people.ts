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
import { customers, groups, units, workspaces } from "./tenancy.ts";

/** A person who proved an address or was set up directly; global, one address (F3, F4). */
export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    /** Canonical address; null for people without e-mail. */
    email: text("email"),
    /** Null until the mailbox was proved: such an account opens nothing but the workspace it was made for. */
    emailVerifiedAt: integer("email_verified_at"),
    firstName: text("first_name").notNull(),
    lastName: text("last_name").notNull(),
    language: text("language").notNull(),
    passwordHash: text("password_hash"),
    passwordChangedAt: integer("password_changed_at"),
    /** The password is somebody else's choice (F52): it opens nothing but the page for another. */
    mustChangePassword: integer("must_change_password", { mode: "boolean" }).notNull().default(false),
    /** When a temporary password is over (UTC ms); null: never. */
    passwordEndsAt: integer("password_ends_at"),
    /**
     * How somebody else opened the account: by a password that was mailed to it, typed for it, or a card. Stays when
     * its owner chooses a password, for whoever opened it may have been the one who chose. Null: nobody did.
     */
    openedBy: text("opened_by", { enum: ["mail", "typed", "card"] }),
    status: text("status", { enum: ["active", "disabled"] }).notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [uniqueIndex("users_email").on(table.email)],
);

/** Administrators of a whole customer; not a workspace role, and no part of the last-admin rule. */
export const customerAdmins = sqliteTable(
  "customer_admins",
  {
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
  },
  (table) => [
    primaryKey({ columns: [table.customerId, table.userId] }),
    index("customer_admins_user").on(table.userId),
  ],
);

/**
 * `unproved`: they registered and were let in at once (F132), and nobody has followed the mailed link yet. Everything
 * that asks for `active` passes them by: they take no seat, hold no right, and can be given nothing.
 */
export const membershipStatuses = ["pending", "active", "deactivated", "unproved", "removed"] as const;

/** What the People list shows a row as; kept by triggers from the membership and its invitation. */
export const shownStatuses = [
  "pending",
  "expired",
  "active",
  "deactivated",
  "unproved",
  "declined",
  "canceled",
  "removed",
] as const;

export const deliveryStates = [
  "none",
  "prepared",
  "queued",
  "sent",
  "delivered",
  "opened",
  "clicked",
  "bounced",
  "complained",
  "failed",
] as const;

/**
 * A person in a workspace, from the moment of the invitation (F45). A pending membership grants
 * nothing; it carries the invited address and names and has no user until acceptance.
 */
export const memberships = sqliteTable(
  "memberships",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    userId: text("user_id").references(() => users.id),
    /**
     * Canonical, one person a workspace. Null for people without e-mail, and for the row of an open invitation whose
     * invitee came in by themselves meanwhile: another row has the address then (P-04).
     */
    email: text("email"),
    /**
     * Who is told in the place of somebody without an address (F146). Nobody signs in with it, nothing is proved by it, and
     * no link, password or card goes there. A trigger empties it when they get an address of their own.
     */
    notifyEmail: text("notify_email"),
    firstName: text("first_name").notNull(),
    lastName: text("last_name").notNull(),
    language: text("language").notNull(),
    status: text("status", { enum: membershipStatuses }).notNull(),
    shownAs: text("shown_as", { enum: shownStatuses }).notNull(),
    delivery: text("delivery", { enum: deliveryStates }).notNull(),
    /** Copy of the open invitation's term, so that the list derives `expired` without a join. */
    linkExpiresAt: integer("link_expires_at"),
    /** The latest invitation; null for people who were set up directly. */
    invitationId: text("invitation_id"),
    /** Membership or key that invited, for the list's filter; `catalog` for who registered, empty for the system. */
    inviterId: text("inviter_id").notNull(),
    importId: text("import_id"),
    externalId: text("external_id"),
    /** Last day of access in the workspace's zone, `2026-12-31`; null: without end (F38, D32). */
    accessEndsOn: text("access_ends_on"),
    /** The moment after that day (UTC ms), what is then done, and of how many days left was warned. */
    accessEndsAt: integer("access_ends_at"),
    accessEndDoes: text("access_end_does", { enum: ["deactivate", "remove"] }),
    accessWarned: integer("access_warned"),
    /** Why a member is deactivated: by hand, or because their access ended. */
    deactivatedBy: text("deactivated_by", { enum: ["member", "access_end"] }),
    labels: text("labels", { mode: "json" }).$type<string[]>().notNull().default([]),
    /** Answers by the key of the workspace's own field. */
    customFields: text("custom_fields", { mode: "json" })
      .$type<Record<string, string>>()
      .notNull()
      .default({}),
    /** Normalised prefixes for search (person-name.ts), exploded into `membership_terms` by a trigger. */
    searchTerms: text("search_terms", { mode: "json" }).$type<string[]>().notNull(),
    createdAt: integer("created_at").notNull(),
    joinedAt: integer("joined_at"),
    lastSeenAt: integer("last_seen_at"),
    removedAt: integer("removed_at"),
    /**
     * Since when the person counts as a seat (UTC ms, D22); null: not, or not yet, while they were set up and have
     * not been here. A trigger empties it with the end of their being active.
     */
    seatSince: integer("seat_since"),
    /** The act that last changed this row, so that the rest of its batch can follow it alone. */
    lastOp: text("last_op"),
    /**
     * Facets of their units and groups, each with 1 where it derives; null: one place at most, by a row of their
     * own. Triggers keep it (migration `places-of-people`), so that a list of a part knows it from this row.
     */
    standsAt: text("stands_at", { mode: "json" }).$type<[facet: string, derived: 0 | 1][]>(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    uniqueIndex("memberships_email")
      .on(table.workspaceId, table.email)
      .where(sql`${table.status} <> 'removed'`),
    uniqueIndex("memberships_user")
      .on(table.userId, table.workspaceId)
      .where(sql`${table.userId} is not null and ${table.status} <> 'removed'`),
    index("memberships_notify")
      .on(table.workspaceId, table.notifyEmail)
      .where(sql`${table.notifyEmail} is not null`),
    index("memberships_account").on(table.userId).where(sql`${table.userId} is not null`),
    index("memberships_expiring")
      .on(table.workspaceId, table.linkExpiresAt)
      .where(sql`${table.linkExpiresAt} is not null and ${table.shownAs} = 'pending'`),
    index("memberships_described").on(table.workspaceId).where(sql`${table.customFields} <> '{}'`),
    index("memberships_leaving")
      .on(table.workspaceId, table.accessEndsAt, table.id)
      .where(sql`${table.accessEndsAt} is not null and ${table.status} = 'active'`),
    index("memberships_access_end")
      .on(table.accessEndsAt)
      .where(sql`${table.accessEndsAt} is not null and ${table.status} = 'active'`),
    index("memberships_seats")
      .on(table.workspaceId, table.seatSince, table.id)
      .where(sql`${table.seatSince} is not null`),
    index("memberships_held")
      .on(table.workspaceId, table.id)
      .where(sql`${table.seatSince} is null and ${table.status} = 'active'`),
  ],
);

/**
 * What there is besides of a member of status `unproved`: the address that was typed, which need not be theirs, and until
 * when somebody may prove it. It takes no address and stands in nobody's way (P-05). Walls (migration `unproved-members`)
 * keep such a member from everything but courses; deleting this row deletes all of them, by a trigger.
 */
export const unprovedMembers = sqliteTable(
  "unproved_members",
  {
    workspaceId: text("workspace_id").notNull(),
    membershipId: text("membership_id").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** Canonical. */
    email: text("email").notNull(),
    /** UTC ms. */
    until: integer("until").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.membershipId] }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    index("unproved_members_address").on(table.workspaceId, table.email),
    index("unproved_members_due").on(table.until),
    uniqueIndex("unproved_members_user").on(table.userId),
  ],
);

/** Roles of a membership; workspace-wide when neither unit nor group is named. */
export const roleAssignments = sqliteTable(
  "role_assignments",
  {
    workspaceId: text("workspace_id").notNull(),
    membershipId: text("membership_id").notNull(),
    role: text("role").notNull(),
    /** `` for the workspace, otherwise the unit's or group's id: what the key needs, as NULLs are never equal. */
    scopeId: text("scope_id").notNull(),
    unitId: text("unit_id"),
    groupId: text("group_id"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.membershipId, table.role, table.scopeId] }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    foreignKey({ columns: [table.workspaceId, table.unitId], foreignColumns: [units.workspaceId, units.id] }),
    foreignKey({
      columns: [table.workspaceId, table.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }),
    index("role_assignments_unit")
      .on(table.workspaceId, table.unitId)
      .where(sql`${table.unitId} is not null`),
    index("role_assignments_group")
      .on(table.workspaceId, table.groupId)
      .where(sql`${table.groupId} is not null`),
    index("role_assignments_admins")
      .on(table.workspaceId, table.membershipId)
      .where(sql`${table.role} = 'admin' and ${table.scopeId} = ''`),
  ],
);

/** Units a person belongs to. */
export const unitMembers = sqliteTable(
  "unit_members",
  {
    workspaceId: text("workspace_id").notNull(),
    membershipId: text("membership_id").notNull(),
    unitId: text("unit_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.membershipId, table.unitId] }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    foreignKey({ columns: [table.workspaceId, table.unitId], foreignColumns: [units.workspaceId, units.id] }),
    index("unit_members_unit").on(table.workspaceId, table.unitId, table.membershipId),
  ],
);

/**
 * Groups a person belongs to: put there directly, or derived from that by propagation; `alone` is direct and
 * propagates to nothing (F39: who is invited from a session is in that one group).
 */
export const groupMembers = sqliteTable(
  "group_members",
  {
    workspaceId: text("workspace_id").notNull(),
    membershipId: text("membership_id").notNull(),
    groupId: text("group_id").notNull(),
    kind: text("kind", { enum: ["direct", "alone", "derived"] }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.membershipId, table.groupId] }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }),
    index("group_members_group").on(table.workspaceId, table.groupId, table.kind, table.membershipId),
  ],
);
