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
import { deliveryStates, memberships } from "./people.ts";

export const invitationStatuses = ["pending", "accepted", "declined", "canceled", "expired"] as const;
export const inviterKinds = ["member", "apiKey", "system"] as const;

/**
 * An offer to join a workspace. The row decides everything; the link only names it (security.md 1.2).
 * What is offered (roles, units, groups) hangs on the pending membership.
 */
export const invitations = sqliteTable(
  "invitations",
  {
    workspaceId: text("workspace_id").notNull(),
    id: text("id").notNull(),
    membershipId: text("membership_id").notNull(),
    email: text("email").notNull(),
    status: text("status", { enum: invitationStatuses }).notNull(),
    /** Counts up when a link is replaced. */
    generation: integer("generation").notNull(),
    /** Oldest generation whose link still works (D2: equal to `generation` where resending rotates). */
    floorGeneration: integer("floor_generation").notNull(),
    /** Counts up with every edit of the terms; the acceptance form carries it. */
    revision: integer("revision").notNull(),
    language: text("language").notNull(),
    note: text("note"),
    /** Length of a relative term in ms; null when the end is fixed or there is none. */
    termMs: integer("term_ms"),
    /** End of the link (UTC ms); null: never ends (D1). */
    expiresAt: integer("expires_at"),
    /** When a link of the current generation first left the house; null: prepared and not sent (F42). */
    issuedAt: integer("issued_at"),
    /** Ids of the keys that signed links which may still work; null where nobody wrote them down (T-23). */
    linkKeys: text("link_keys", { mode: "json" }).$type<string[]>(),
    /** A copied link exists: the mailbox is not proved by it (T-24b). */
    linkExposed: integer("link_exposed", { mode: "boolean" }).notNull(),
    tellInviter: integer("tell_inviter", { mode: "boolean" }).notNull(),
    inviterKind: text("inviter_kind", { enum: inviterKinds }).notNull(),
    inviterId: text("inviter_id").notNull(),
    inviterName: text("inviter_name").notNull(),
    origin: text("origin", { enum: ["form", "api", "import", "setup", "session", "catalog"] }).notNull(),
    delivery: text("delivery", { enum: deliveryStates }).notNull(),
    deliveryDetail: text("delivery_detail"),
    lastSentAt: integer("last_sent_at"),
    /** Moments of the latest sends, at most five: the floor between resends and the daily limit (E-11). */
    sendTimes: text("send_times", { mode: "json" }).$type<number[]>().notNull(),
    /**
     * Reminders that are still to come, as milliseconds before the end of the term (or, without one, after
     * the sending as negative numbers), earliest first (D49).
     */
    reminders: text("reminders", { mode: "json" }).$type<number[]>(),
    /** When the next reminder is due (UTC ms). */
    remindAt: integer("remind_at"),
    acceptOp: text("accept_op"),
    acceptedUserId: text("accepted_user_id"),
    endedAt: integer("ended_at"),
    endReason: text("end_reason"),
    /** The act that last changed this row. */
    lastOp: text("last_op").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    uniqueIndex("invitations_pending")
      .on(table.workspaceId, table.email)
      .where(sql`${table.status} = 'pending'`),
    index("invitations_membership").on(table.workspaceId, table.membershipId),
    index("invitations_reminders")
      .on(table.remindAt)
      .where(sql`${table.remindAt} is not null and ${table.status} = 'pending'`),
    index("invitations_due")
      .on(table.expiresAt)
      .where(sql`${table.status} = 'pending' and ${table.expiresAt} is not null`),
  ],
);

/**
 * Who found no seat and asked to be told when there is one (F109), first come, first served. A row is there while they
 * wait: a trigger takes it away when the invitation ends or gets another address.
 */
export const seatLine = sqliteTable(
  "seat_line",
  {
    workspaceId: text("workspace_id").notNull(),
    invitationId: text("invitation_id").notNull(),
    membershipId: text("membership_id").notNull(),
    /** When they asked first (UTC ms): their place in the line. */
    since: integer("since").notNull(),
    /** When they were told of a seat that they may still take (UTC ms); null: it is not their turn. */
    toldAt: integer("told_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.invitationId] }),
    foreignKey({
      columns: [table.workspaceId, table.invitationId],
      foreignColumns: [invitations.workspaceId, invitations.id],
    }),
    index("seat_line_order").on(table.workspaceId, table.since, table.membershipId),
    index("seat_line_told").on(table.workspaceId, table.toldAt).where(sql`${table.toldAt} is not null`),
  ],
);

/** The columns of an invitation that undoing a resend gives back. */
export interface UndoState {
  status: (typeof invitationStatuses)[number];
  generation: number;
  floorGeneration: number;
  expiresAt: number | null;
  issuedAt: number | null;
  delivery: (typeof deliveryStates)[number];
  sendTimes: number[];
  reminders: number[] | null;
  remindAt: number | null;
}

export const outboxStates = ["pending", "leased", "sent", "unknown", "failed", "canceled"] as const;

/**
 * Mails that must leave: written in the batch of the act, claimed by the queue consumer with a lease.
 * It holds no link: the token is minted from the invitation's row when the mail is rendered.
 */
export const outbox = sqliteTable(
  "outbox",
  {
    workspaceId: text("workspace_id").notNull(),
    id: text("id").notNull(),
    template: text("template").notNull(),
    invitationId: text("invitation_id"),
    /** Generation of the invitation's link that this mail carries; 0 for other mails. */
    generation: integer("generation").notNull(),
    /** Row that a reset or notice is about. */
    subjectId: text("subject_id"),
    /** The membership of whom it tells somebody else (F146, `told-for-others.ts`); null: it goes to the person themselves. */
    aboutId: text("about_id"),
    to: text("to_email").notNull(),
    language: text("language").notNull(),
    note: text("note"),
    state: text("state", { enum: outboxStates }).notNull(),
    /** 0 for single mails, 1 for bulk: a large import does not starve single invitations. */
    priority: integer("priority").notNull(),
    /** Not before this moment (undo window, back-off). */
    dueAt: integer("due_at").notNull(),
    lease: text("lease"),
    leaseUntil: integer("lease_until"),
    attempts: integer("attempts").notNull(),
    /** How often its fate was looked up in vain because the search did not answer. */
    lookups: integer("lookups").notNull().default(0),
    messageId: text("message_id"),
    sentAt: integer("sent_at"),
    error: text("error"),
    /** The act that made this mail; undo names it. */
    op: text("op").notNull(),
    /** What the invitation was before, where the act can be undone. */
    undo: text("undo", { mode: "json" }).$type<UndoState>(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.invitationId],
      foreignColumns: [invitations.workspaceId, invitations.id],
    }),
    index("outbox_due")
      .on(table.workspaceId, table.priority, table.dueAt)
      .where(sql`${table.state} = 'pending'`),
    index("outbox_leased").on(table.lease).where(sql`${table.state} = 'leased'`),
    index("outbox_stuck").on(table.leaseUntil).where(sql`${table.state} in ('leased', 'unknown')`),
    index("outbox_invitation")
      .on(table.workspaceId, table.invitationId)
      .where(sql`${table.invitationId} is not null`),
    index("outbox_registration")
      .on(table.workspaceId, table.subjectId)
      .where(sql`${table.subjectId} glob 'reg_*'`),
    index("outbox_about").on(table.workspaceId, table.aboutId).where(sql`${table.aboutId} is not null`),
    uniqueIndex("outbox_message").on(table.messageId).where(sql`${table.messageId} is not null`),
  ],
);

/** What the mail provider told us, once per event however often it says it (W-02). */
export const mailEvents = sqliteTable(
  "mail_events",
  {
    /** Record type, message id and the provider's own event id. */
    key: text("key").primaryKey(),
    workspaceId: text("workspace_id"),
    outboxId: text("outbox_id"),
    invitationId: text("invitation_id"),
    type: text("type").notNull(),
    detail: text("detail"),
    at: integer("at").notNull(),
    receivedAt: integer("received_at").notNull(),
  },
  (table) => [
    index("mail_events_invitation")
      .on(table.workspaceId, table.invitationId)
      .where(sql`${table.invitationId} is not null`),
  ],
);
