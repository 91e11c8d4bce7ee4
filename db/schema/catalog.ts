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
import { courseSessions, courses } from "./learning.ts";
import { memberships, users } from "./people.ts";
import { groups, units, workspaces } from "./tenancy.ts";

/**
 * A way in for many (F130): an address that may be passed on, and the same code typed by hand. Whoever comes by it
 * becomes a learner and is put where it says.
 */
export const registrationLinks = sqliteTable(
  "registration_links",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    name: text("name").notNull(),
    /** Without case and accents. */
    nameKey: text("name_key").notNull(),
    /** What the address ends with, or is typed as a key. It can be read again, so that it can be copied again. */
    code: text("code").notNull(),
    /** A second word that must be typed beside the address (`group_link`); may be made anew while the address stays. */
    securityCode: text("security_code"),
    /** How many may join by it; null: no bound. */
    maxUses: integer("max_uses"),
    /** How many joined. Counted where they join, by a guarded statement. */
    uses: integer("uses").notNull(),
    /** From this moment on (UTC ms) nobody joins by it; null: without end. */
    endsAt: integer("ends_at"),
    /** Domains whose addresses may come, `*.example.org` for those below; null: as the workspace says (F131). */
    domains: text("domains", { mode: "json" }).$type<string[]>(),
    pausedAt: integer("paused_at"),
    deletedAt: integer("deleted_at"),
    createdBy: text("created_by").notNull(),
    createdAt: integer("created_at").notNull(),
    lastOp: text("last_op").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    uniqueIndex("registration_links_code").on(table.workspaceId, table.code),
    uniqueIndex("registration_links_name")
      .on(table.workspaceId, table.nameKey)
      .where(sql`${table.deletedAt} is null`),
  ],
);

/**
 * Where a registration link puts people: one unit, group or course a row. A unit or group that is deleted leaves its
 * row with its id and nothing else: nobody is put there any more, and the page says so.
 */
export const registrationLinkPlaces = sqliteTable(
  "registration_link_places",
  {
    workspaceId: text("workspace_id").notNull(),
    linkId: text("link_id").notNull(),
    /** The id of the unit, group or course once more: what the key needs, as NULLs are never equal. */
    placeId: text("place_id").notNull(),
    unitId: text("unit_id"),
    groupId: text("group_id"),
    courseId: text("course_id"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.linkId, table.placeId] }),
    foreignKey({
      columns: [table.workspaceId, table.linkId],
      foreignColumns: [registrationLinks.workspaceId, registrationLinks.id],
    }),
    foreignKey({ columns: [table.workspaceId, table.unitId], foreignColumns: [units.workspaceId, units.id] }),
    foreignKey({
      columns: [table.workspaceId, table.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.courseId],
      foreignColumns: [courses.workspaceId, courses.id],
    }),
    index("registration_link_places_unit")
      .on(table.workspaceId, table.unitId)
      .where(sql`${table.unitId} is not null`),
    index("registration_link_places_group")
      .on(table.workspaceId, table.groupId, table.linkId)
      .where(sql`${table.groupId} is not null`),
    index("registration_link_places_course")
      .on(table.workspaceId, table.courseId)
      .where(sql`${table.courseId} is not null`),
  ],
);

/**
 * `unpaid`: nothing is mailed before the money is there. `started`: the link is out, the mailbox is not proved.
 * `waiting`: proved, and somebody has to approve. `joined`, `refused` and `lapsed` are over.
 */
export const registrationStatuses = ["unpaid", "started", "waiting", "joined", "refused", "lapsed"] as const;

/**
 * Somebody asked to come in by themselves (F128). Until they prove their mailbox this row is all there is of them: it
 * takes no address, no seat and no line among the people, and stands in nobody's way (P-05). What joins by it is an
 * invitation of the house like any other, with origin `catalog`.
 */
export const registrations = sqliteTable(
  "registrations",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    /** Empty once it is over without anybody joining: nothing is kept of strangers. */
    email: text("email").notNull(),
    firstName: text("first_name").notNull(),
    lastName: text("last_name").notNull(),
    language: text("language").notNull(),
    status: text("status", { enum: registrationStatuses }).notNull(),
    linkId: text("link_id"),
    /** Counts up when its mailed link is replaced; the older ones end with it. */
    generation: integer("generation").notNull(),
    /** When a link of the current generation was mailed, and when it ends (UTC ms). */
    issuedAt: integer("issued_at"),
    expiresAt: integer("expires_at").notNull(),
    /** The keys that signed links of the current generation; null: from before that was written down. */
    linkKeys: text("link_keys", { mode: "json" }).$type<string[]>(),
    /** Moments of the latest mails, at most five: the floor between two and the daily limit (E-10). */
    sendTimes: text("send_times", { mode: "json" }).$type<number[]>().notNull(),
    /** The account that proved the mailbox. */
    userId: text("user_id").references(() => users.id),
    provedAt: integer("proved_at"),
    decidedAt: integer("decided_at"),
    decidedBy: text("decided_by"),
    /** Who they are here, once joined. */
    membershipId: text("membership_id"),
    createdAt: integer("created_at").notNull(),
    lastOp: text("last_op").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.linkId],
      foreignColumns: [registrationLinks.workspaceId, registrationLinks.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    uniqueIndex("registrations_open")
      .on(table.workspaceId, table.email)
      .where(sql`${table.status} in ('unpaid', 'started', 'waiting')`),
    index("registrations_status").on(table.workspaceId, table.status, table.id),
    index("registrations_due").on(table.expiresAt).where(sql`${table.status} in ('unpaid', 'started')`),
    index("registrations_link")
      .on(table.workspaceId, table.linkId, table.id)
      .where(sql`${table.linkId} is not null`),
    index("registrations_user").on(table.userId).where(sql`${table.userId} is not null`),
    index("registrations_member")
      .on(table.workspaceId, table.membershipId)
      .where(sql`${table.membershipId} is not null`),
  ],
);

/** The courses somebody registers for, and the date of each that they chose. */
export const registrationCourses = sqliteTable(
  "registration_courses",
  {
    workspaceId: text("workspace_id").notNull(),
    registrationId: text("registration_id").notNull(),
    courseId: text("course_id").notNull(),
    sessionId: text("session_id"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.registrationId, table.courseId] }),
    foreignKey({
      columns: [table.workspaceId, table.registrationId],
      foreignColumns: [registrations.workspaceId, registrations.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.courseId],
      foreignColumns: [courses.workspaceId, courses.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.sessionId],
      foreignColumns: [courseSessions.workspaceId, courseSessions.id],
    }),
  ],
);

/**
 * `open`: at the checkout. `paid`: the webhook said so, and the place is given. `held`: the money is there and the place
 * is not, for the reason that `concern` tells. The rest is over without a place, or has lost it.
 */
export const orderStatuses = ["open", "paid", "held", "expired", "failed", "refunded"] as const;

/** Somebody buys a course. Amounts are what Stripe says, in minor units of `currency` (ISO 4217, lower case as there). */
export const orders = sqliteTable(
  "orders",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    courseId: text("course_id").notNull(),
    sessionId: text("session_id"),
    /** Who buys: a member who is signed in, or somebody who registers by it and is not here yet. */
    membershipId: text("membership_id"),
    registrationId: text("registration_id"),
    status: text("status", { enum: orderStatuses }).notNull(),
    /** What was asked for, without tax, and what was paid in the end with it. */
    priceMinor: integer("price_minor").notNull(),
    currency: text("currency").notNull(),
    paidMinor: integer("paid_minor"),
    taxMinor: integer("tax_minor"),
    refundedMinor: integer("refunded_minor").notNull(),
    /** Stripe's ids of the checkout and of the payment. */
    checkoutId: text("checkout_id"),
    paymentId: text("payment_id"),
    receiptUrl: text("receipt_url"),
    /** Why it needs somebody's eye (paying/order-states.ts): paid with another amount, a date that was full. */
    concern: text("concern"),
    /** The line of the trail by which somebody said that what was wrong has been looked at. */
    doneAuditId: text("done_audit_id"),
    createdAt: integer("created_at").notNull(),
    paidAt: integer("paid_at"),
    endedAt: integer("ended_at"),
    lastOp: text("last_op").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.courseId],
      foreignColumns: [courses.workspaceId, courses.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.sessionId],
      foreignColumns: [courseSessions.workspaceId, courseSessions.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.registrationId],
      foreignColumns: [registrations.workspaceId, registrations.id],
    }),
    index("orders_status").on(table.workspaceId, table.status, table.id),
    index("orders_course").on(table.workspaceId, table.courseId, table.id),
    index("orders_concern").on(table.workspaceId, table.id).where(sql`${table.concern} is not null`),
    index("orders_member")
      .on(table.workspaceId, table.membershipId, table.id)
      .where(sql`${table.membershipId} is not null`),
    index("orders_registration")
      .on(table.workspaceId, table.registrationId)
      .where(sql`${table.registrationId} is not null`),
    uniqueIndex("orders_checkout").on(table.checkoutId).where(sql`${table.checkoutId} is not null`),
    uniqueIndex("orders_payment").on(table.paymentId).where(sql`${table.paymentId} is not null`),
  ],
);

/** What Stripe told us, once per event however often it says it. */
export const paymentEvents = sqliteTable(
  "payment_events",
  {
    /** Stripe's id of the event. */
    id: text("id").primaryKey(),
    type: text("type").notNull(),
    workspaceId: text("workspace_id"),
    orderId: text("order_id"),
    /** When Stripe made it, and when it came (UTC ms). */
    at: integer("at").notNull(),
    receivedAt: integer("received_at").notNull(),
  },
  (table) => [index("payment_events_order").on(table.workspaceId, table.orderId, table.at)],
);

/** What the catalog did on a day of the workspace's zone, in all (`course_id` empty) and for each course. */
export const catalogDays = sqliteTable(
  "catalog_days",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    /** `2026-12-31`. */
    day: text("day").notNull(),
    courseId: text("course_id").notNull(),
    views: integer("views").notNull(),
    started: integer("started").notNull(),
    verified: integer("verified").notNull(),
    enrolled: integer("enrolled").notNull(),
    paid: integer("paid").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.day, table.courseId] })],
);

/**
 * What became of the invitations that were made on a day of the workspace's zone. The cron counts them, again and again
 * while something may still change, so that the page reads days and never people.
 */
export const insightDays = sqliteTable(
  "insight_days",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    /** `2026-12-31`. */
    day: text("day").notNull(),
    invited: integer("invited").notNull(),
    delivered: integer("delivered").notNull(),
    opened: integer("opened").notNull(),
    joined: integer("joined").notNull(),
    /** Those who joined and have taken up a course. */
    learning: integer("learning").notNull(),
    bounced: integer("bounced").notNull(),
    /** How many joined within each of the spans of insights/waits.ts. */
    waits: text("waits", { mode: "json" }).$type<number[]>().notNull(),
    /** Mails that came back, by domain. */
    bounces: text("bounces", { mode: "json" }).$type<Record<string, number>>().notNull(),
    /** When the numbers above were complete (UTC ms); null: not yet. */
    countedAt: integer("counted_at"),
    /** When they are counted anew; null: nothing changes any more. */
    dueAt: integer("due_at"),
    /** A count under way: what was counted, and the last invitation of it. */
    partial: text("partial", { mode: "json" }).$type<unknown>(),
    afterId: text("after_id"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.day] }),
    index("insight_days_due").on(table.dueAt).where(sql`${table.dueAt} is not null`),
  ],
);
