import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Tables that triggers keep (migration `list-indexes`): read here, never written by a query. They
 * stand outside `schema/` because drizzle-kit cannot express WITHOUT ROWID.
 */

/** `facet` is empty for everybody, or `role:`, `unit:`, `group:`, `delivery:`, `inviter:`, `import:`, `label:` and a value. */
export const membershipFacets = sqliteTable(
  "membership_facets",
  {
    workspaceId: text("workspace_id").notNull(),
    facet: text("facet").notNull(),
    status: text("status").notNull(),
    membershipId: text("membership_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.facet, table.status, table.membershipId] })],
);

/** Prefix terms of the names and the address (person-name.ts). */
export const membershipTerms = sqliteTable(
  "membership_terms",
  {
    workspaceId: text("workspace_id").notNull(),
    status: text("status").notNull(),
    term: text("term").notNull(),
    membershipId: text("membership_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.status, table.term, table.membershipId] })],
);

export const membershipCounts = sqliteTable(
  "membership_counts",
  {
    workspaceId: text("workspace_id").notNull(),
    facet: text("facet").notNull(),
    status: text("status").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.facet, table.status] })],
);

/** The words of the title and the topic of each course in the catalog, folded (migration `catalog`). */
export const catalogTerms = sqliteTable(
  "catalog_terms",
  {
    workspaceId: text("workspace_id").notNull(),
    term: text("term").notNull(),
    courseId: text("course_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.term, table.courseId] })],
);
