import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { invitations } from "./invitations.ts";
import { memberships } from "./people.ts";
import { groups, units, workspaces } from "./tenancy.ts";

/** What strangers find, where the workspace lets them look. */
const inCatalog = (course: {
  visibility: AnySQLiteColumn;
  status: AnySQLiteColumn;
  deletedAt: AnySQLiteColumn;
}) =>
  sql`${course.visibility} = 'catalog' and ${course.status} = 'published' and ${course.deletedAt} is null`;

/** A course. Deleting one leaves its row, so that records and certificates keep their title. */
export const courses = sqliteTable(
  "courses",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    title: text("title").notNull(),
    /** The title without case and accents, for search and order. */
    titleKey: text("title_key").notNull(),
    summary: text("summary").notNull(),
    description: text("description").notNull(),
    /** Nobody can be enrolled in a draft. */
    status: text("status", { enum: ["draft", "published"] }).notNull(),
    visibility: text("visibility", { enum: ["private", "catalog"] }).notNull(),
    /** In minor units of `currency` (ISO 4217); null: free. */
    priceMinor: integer("price_minor"),
    currency: text("currency"),
    /** What the catalog sorts and filters by: a subject in the workspace's own words, the course's language, its length. */
    topic: text("topic"),
    /** The topic without case and accents, for filters. */
    topicKey: text("topic_key"),
    language: text("language"),
    durationMinutes: integer("duration_minutes"),
    /** Begin of the last date that anybody may choose; triggers keep it. */
    openUntil: integer("open_until"),
    /** Membership of whoever made it: an instructor edits their own. */
    ownerId: text("owner_id"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    deletedAt: integer("deleted_at"),
    lastOp: text("last_op").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.ownerId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    index("courses_title")
      .on(table.workspaceId, table.titleKey, table.id)
      .where(sql`${table.deletedAt} is null`),
    index("courses_owner").on(table.workspaceId, table.ownerId),
    index("courses_catalog").on(table.workspaceId, table.titleKey, table.id).where(inCatalog(table)),
    index("courses_catalog_topic")
      .on(table.workspaceId, table.topicKey, table.titleKey, table.id)
      .where(inCatalog(table)),
    index("courses_catalog_language")
      .on(table.workspaceId, table.language, table.titleKey, table.id)
      .where(inCatalog(table)),
    index("courses_catalog_price")
      .on(table.workspaceId, sql`(${table.priceMinor} is null)`, table.titleKey, table.id)
      .where(inCatalog(table)),
    index("courses_catalog_dates").on(table.workspaceId, table.openUntil, table.id).where(inCatalog(table)),
  ],
);

/** Groups whose members take the course (F37). */
export const courseGroups = sqliteTable(
  "course_groups",
  {
    workspaceId: text("workspace_id").notNull(),
    groupId: text("group_id").notNull(),
    courseId: text("course_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.groupId, table.courseId] }),
    foreignKey({
      columns: [table.workspaceId, table.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.courseId],
      foreignColumns: [courses.workspaceId, courses.id],
    }),
    index("course_groups_course").on(table.workspaceId, table.courseId),
  ],
);

/** Units whose members, those of the units below included, take the course. */
export const courseUnits = sqliteTable(
  "course_units",
  {
    workspaceId: text("workspace_id").notNull(),
    unitId: text("unit_id").notNull(),
    courseId: text("course_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.unitId, table.courseId] }),
    foreignKey({ columns: [table.workspaceId, table.unitId], foreignColumns: [units.workspaceId, units.id] }),
    foreignKey({
      columns: [table.workspaceId, table.courseId],
      foreignColumns: [courses.workspaceId, courses.id],
    }),
    index("course_units_course").on(table.workspaceId, table.courseId),
  ],
);

/** A date of a course: a lesson, a workshop, a call. A login is an auth session. */
export const courseSessions = sqliteTable(
  "course_sessions",
  {
    workspaceId: text("workspace_id").notNull(),
    id: text("id").notNull(),
    courseId: text("course_id").notNull(),
    /** Whose members attend; null: whoever is added by hand. */
    groupId: text("group_id"),
    title: text("title").notNull(),
    /** UTC ms; shown in `timeZone`. */
    startsAt: integer("starts_at").notNull(),
    endsAt: integer("ends_at").notNull(),
    timeZone: text("time_zone").notNull(),
    place: text("place"),
    /** Where to join from afar: an https address. */
    link: text("link"),
    /** How many may attend; null: no bound. */
    seats: integer("seats"),
    createdAt: integer("created_at").notNull(),
    canceledAt: integer("canceled_at"),
    lastOp: text("last_op").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.courseId],
      foreignColumns: [courses.workspaceId, courses.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }),
    index("course_sessions_course").on(table.workspaceId, table.courseId, table.startsAt),
    index("course_sessions_group").on(table.workspaceId, table.groupId, table.startsAt),
    index("course_sessions_start").on(table.startsAt),
    index("course_sessions_upcoming").on(table.workspaceId, table.startsAt, table.id),
    index("course_sessions_open")
      .on(table.workspaceId, table.courseId, table.startsAt)
      .where(sql`${table.groupId} is null and ${table.canceledAt} is null`),
  ],
);

/** Who teaches a session: the scope of `session_instructor`. */
export const sessionInstructors = sqliteTable(
  "session_instructors",
  {
    workspaceId: text("workspace_id").notNull(),
    sessionId: text("session_id").notNull(),
    membershipId: text("membership_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.sessionId, table.membershipId] }),
    foreignKey({
      columns: [table.workspaceId, table.sessionId],
      foreignColumns: [courseSessions.workspaceId, courseSessions.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    index("session_instructors_member").on(table.workspaceId, table.membershipId),
  ],
);

/** Who attends a session. A pending member's place holds a seat and grants nothing. */
export const sessionAttendees = sqliteTable(
  "session_attendees",
  {
    workspaceId: text("workspace_id").notNull(),
    sessionId: text("session_id").notNull(),
    membershipId: text("membership_id").notNull(),
    /** How the person came to it: the invitation, the group, by hand, or their own choice in the catalog. */
    origin: text("origin", { enum: ["invitation", "group", "manual", "catalog"] }).notNull(),
    addedAt: integer("added_at").notNull(),
    /** When they were mailed the session, and the reminder before it (UTC ms). */
    toldAt: integer("told_at"),
    remindedAt: integer("reminded_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.sessionId, table.membershipId] }),
    foreignKey({
      columns: [table.workspaceId, table.sessionId],
      foreignColumns: [courseSessions.workspaceId, courseSessions.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    index("session_attendees_member").on(table.workspaceId, table.membershipId),
  ],
);

export const enrolmentOrigins = ["invitation", "group", "unit", "session", "manual", "catalog"] as const;

/** A person takes a course, once; withdrawing keeps the record, and enrolling again reopens it. */
export const enrolments = sqliteTable(
  "enrolments",
  {
    workspaceId: text("workspace_id").notNull(),
    id: text("id").notNull(),
    membershipId: text("membership_id").notNull(),
    courseId: text("course_id").notNull(),
    origin: text("origin", { enum: enrolmentOrigins }).notNull(),
    status: text("status", { enum: ["active", "completed", "withdrawn"] }).notNull(),
    /** Per cent, 0 to 100. */
    progress: integer("progress").notNull(),
    enrolledAt: integer("enrolled_at").notNull(),
    completedAt: integer("completed_at"),
    withdrawnAt: integer("withdrawn_at"),
    lastOp: text("last_op").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.courseId],
      foreignColumns: [courses.workspaceId, courses.id],
    }),
    uniqueIndex("enrolments_member_course").on(table.workspaceId, table.membershipId, table.courseId),
    index("enrolments_course").on(table.workspaceId, table.courseId, table.status, table.id),
  ],
);

/** Proof that somebody completed a course, with the names as they were that day. */
export const certificates = sqliteTable(
  "certificates",
  {
    workspaceId: text("workspace_id").notNull(),
    id: text("id").notNull(),
    membershipId: text("membership_id").notNull(),
    courseId: text("course_id").notNull(),
    personName: text("person_name").notNull(),
    courseTitle: text("course_title").notNull(),
    issuedAt: integer("issued_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.courseId],
      foreignColumns: [courses.workspaceId, courses.id],
    }),
    uniqueIndex("certificates_member_course").on(table.workspaceId, table.membershipId, table.courseId),
  ],
);

/** Courses that an invitation names: the invitee is enrolled when they join (F36). */
export const invitationCourses = sqliteTable(
  "invitation_courses",
  {
    workspaceId: text("workspace_id").notNull(),
    invitationId: text("invitation_id").notNull(),
    courseId: text("course_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.invitationId, table.courseId] }),
    foreignKey({
      columns: [table.workspaceId, table.invitationId],
      foreignColumns: [invitations.workspaceId, invitations.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.courseId],
      foreignColumns: [courses.workspaceId, courses.id],
    }),
  ],
);
