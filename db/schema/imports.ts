import { sql } from "drizzle-orm";
import { foreignKey, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { workspaces } from "./tenancy.ts";

/**
 * `receiving`: the upload streams in; `mapping`: somebody must say what the columns are; `checking`: the
 * rows are read; `ready`: in review; `running`, `paused`: invitations are made; `undoing`: taken back.
 */
export const importStatuses = [
  "receiving",
  "mapping",
  "checking",
  "ready",
  "running",
  "paused",
  "undoing",
  "done",
  "canceled",
  "undone",
  "failed",
] as const;

/**
 * What a row is or became. Before confirming: `ready`, `warning` (goes along, but look), `update` (the person
 * is here and will be changed), `error`, `duplicate` (its address stood in an earlier row), `already_member`,
 * `already_invited`, `deactivated`, `excluded` (taken out by hand). After: `invited`, `updated`, `set_up` (a member
 * at once), or a reason why not; `undone`, or why it was kept.
 */
export const importOutcomes = [
  "staged",
  "ready",
  "warning",
  "update",
  "error",
  "duplicate",
  "already_member",
  "already_invited",
  "deactivated",
  "excluded",
  "invited",
  "updated",
  "set_up",
  "canceled",
  "undone",
  "kept_accepted",
  "kept_changed",
  "kept_above",
  "kept_updated",
] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

/** What an import may do with people who are here already (D19, F67). */
export const existingModes = ["skip", "fail", "add_groups", "update_empty", "overwrite"] as const;
export type ExistingMode = (typeof existingModes)[number];

/** What somebody chose for the whole import. */
export interface ImportOptions {
  message?: string | null;
  language?: string | null;
  /** False prepares the invitations and sends nothing. */
  send?: boolean;
  /** People become members at once instead of being invited (F47). */
  setUp?: boolean;
  /** What is mailed to whom it sets up: a link to set a password, or a temporary one (F48). The link if left out. */
  credentials?: "set_password_link" | "temporary_password";
  /** Rows whose role needs a confirmation by policy go along (D26). */
  confirmRoles?: boolean;
  /** What happens with people who are here already, as it held when the rows were checked. */
  existing?: ExistingMode;
  /** Who takes the import back; not always the one who uploaded it. */
  undoneBy?: { kind: string; id: string; name: string };
}

/** One upload of a file, from the first byte to the last mail (F65, F70). */
export const imports = sqliteTable(
  "imports",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    id: text("id").notNull(),
    status: text("status", { enum: importStatuses }).notNull(),
    /** A report only: it can be looked at, corrected, and never confirmed (F71). */
    dryRun: integer("dry_run", { mode: "boolean" }).notNull(),
    fileName: text("file_name").notNull(),
    fileBytes: integer("file_bytes").notNull(),
    /** SHA-256 of the bytes, hex. */
    fileDigest: text("file_digest"),
    encoding: text("encoding"),
    delimiter: text("delimiter"),
    header: text("header", { mode: "json" }).$type<string[]>(),
    /** What each column means; null: ignored. */
    mapping: text("mapping", { mode: "json" }).$type<(string | null)[]>(),
    /** What reading the file had to say: guessed encoding with samples, columns left out. */
    notices: text("notices", { mode: "json" }).$type<Record<string, unknown>>(),
    options: text("options", { mode: "json" }).$type<ImportOptions>().notNull(),
    /** How many rows there are of each outcome; kept chunk by chunk, so that nobody counts 200,000 rows. */
    counts: text("counts", { mode: "json" }).$type<Partial<Record<ImportOutcome, number>>>().notNull(),
    rowCount: integer("row_count").notNull(),
    /** Line up to which the present phase is done. */
    cursor: integer("cursor").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    lease: text("lease"),
    leaseUntil: integer("lease_until"),
    failure: text("failure", { mode: "json" }).$type<{ code: string; params: Record<string, unknown> }>(),
    createdAt: integer("created_at").notNull(),
    confirmedAt: integer("confirmed_at"),
    finishedAt: integer("finished_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index("imports_working")
      .on(table.status, table.createdAt)
      .where(sql`${table.status} in ('receiving', 'checking', 'running', 'undoing')`),
  ],
);

/** One row of a file: its cells as they came, and what was made of them. New columns of a file are data. */
export const importRows = sqliteTable(
  "import_rows",
  {
    workspaceId: text("workspace_id").notNull(),
    importId: text("import_id").notNull(),
    /** Line of the file in which the row begins, from 1. */
    line: integer("line").notNull(),
    cells: text("cells", { mode: "json" }).$type<string[]>().notNull(),
    /** Values and problems (worker/domain/imports/resolve-row.ts); null until checked. */
    resolved: text("resolved", { mode: "json" }).$type<Record<string, unknown>>(),
    /** Canonical address, once it is one. */
    email: text("email"),
    outcome: text("outcome", { enum: importOutcomes }).notNull(),
    /** Key of the first thing that is wrong, equal for rows that one repair mends. */
    problem: text("problem"),
    membershipId: text("membership_id"),
    invitationId: text("invitation_id"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.importId, table.line] }),
    foreignKey({
      columns: [table.workspaceId, table.importId],
      foreignColumns: [imports.workspaceId, imports.id],
    }),
    index("import_rows_email")
      .on(table.workspaceId, table.importId, table.email)
      .where(sql`${table.email} is not null`),
    index("import_rows_problem")
      .on(table.workspaceId, table.importId, table.problem, table.line)
      .where(sql`${table.problem} is not null`),
  ],
);

/** What somebody did to rows in the review, as the undo button tells it. */
export const importChangeKinds = [
  "correct",
  "exclude",
  "include",
  "repair",
  "exclude_group",
  "replace",
] as const;

export interface ImportChangeDetails {
  /** The line of the only row. */
  line?: number;
  /** How many rows it changed. */
  count: number;
  problem?: string;
  column?: string;
  find?: string;
  replace?: string;
}

/** The latest changes of an import in its review; each can be taken back, the latest first. */
export const importChanges = sqliteTable(
  "import_changes",
  {
    workspaceId: text("workspace_id").notNull(),
    importId: text("import_id").notNull(),
    /** Counts up; the highest is the latest. */
    number: integer("number").notNull(),
    id: text("id").notNull(),
    kind: text("kind", { enum: importChangeKinds }).notNull(),
    details: text("details", { mode: "json" }).$type<ImportChangeDetails>().notNull(),
    actorName: text("actor_name").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.importId, table.number] }),
    foreignKey({
      columns: [table.workspaceId, table.importId],
      foreignColumns: [imports.workspaceId, imports.id],
    }),
  ],
);

/** A row as it stood before a change. */
export const importChangedRows = sqliteTable(
  "import_changed_rows",
  {
    workspaceId: text("workspace_id").notNull(),
    importId: text("import_id").notNull(),
    changeNumber: integer("change_number").notNull(),
    line: integer("line").notNull(),
    cells: text("cells", { mode: "json" }).$type<string[]>().notNull(),
    email: text("email"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.importId, table.changeNumber, table.line] }),
    foreignKey({
      columns: [table.workspaceId, table.importId, table.changeNumber],
      foreignColumns: [importChanges.workspaceId, importChanges.importId, importChanges.number],
    }),
  ],
);
