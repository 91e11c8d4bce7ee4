import { getTableColumns, getTableName, type Table } from "drizzle-orm";
import {
  apiKeys,
  auditDetails,
  auditEvents,
  certificates,
  courseGroups,
  courseSessions,
  courses,
  courseUnits,
  customerAdmins,
  customers,
  customFields,
  customRoles,
  enrolments,
  groupMembers,
  groups,
  invitations,
  mailEvents,
  memberships,
  outbox,
  registrationLinkPlaces,
  registrationLinks,
  registrations,
  roleAssignments,
  sessionAttendees,
  sessionInstructors,
  unitMembers,
  units,
  users,
  workspaces,
} from "../../db/schema/index.ts";

/** Parents before children, as foreign keys want it. */
const tables = {
  customers,
  workspaces,
  units,
  groups,
  customFields,
  customRoles,
  users,
  customerAdmins,
  memberships,
  roleAssignments,
  unitMembers,
  groupMembers,
  invitations,
  outbox,
  mailEvents,
  courses,
  courseGroups,
  courseUnits,
  courseSessions,
  sessionInstructors,
  sessionAttendees,
  enrolments,
  certificates,
  registrationLinks,
  registrationLinkPlaces,
  registrations,
  apiKeys,
  auditEvents,
  auditDetails,
};

/** Well below what D1 takes as one value. */
const rowsPerStatement = 400;

/** Everything the seed writes, gathered before anything is written. */
export class Rows {
  readonly customers: (typeof customers.$inferInsert)[] = [];
  readonly workspaces: (typeof workspaces.$inferInsert)[] = [];
  readonly units: (typeof units.$inferInsert)[] = [];
  readonly groups: (typeof groups.$inferInsert)[] = [];
  readonly customFields: (typeof customFields.$inferInsert)[] = [];
  readonly customRoles: (typeof customRoles.$inferInsert)[] = [];
  readonly users: (typeof users.$inferInsert)[] = [];
  readonly customerAdmins: (typeof customerAdmins.$inferInsert)[] = [];
  readonly memberships: (typeof memberships.$inferInsert)[] = [];
  readonly roleAssignments: (typeof roleAssignments.$inferInsert)[] = [];
  readonly unitMembers: (typeof unitMembers.$inferInsert)[] = [];
  readonly groupMembers: (typeof groupMembers.$inferInsert)[] = [];
  readonly invitations: (typeof invitations.$inferInsert)[] = [];
  readonly outbox: (typeof outbox.$inferInsert)[] = [];
  readonly mailEvents: (typeof mailEvents.$inferInsert)[] = [];
  readonly courses: (typeof courses.$inferInsert)[] = [];
  readonly courseGroups: (typeof courseGroups.$inferInsert)[] = [];
  readonly courseUnits: (typeof courseUnits.$inferInsert)[] = [];
  readonly courseSessions: (typeof courseSessions.$inferInsert)[] = [];
  readonly sessionInstructors: (typeof sessionInstructors.$inferInsert)[] = [];
  readonly sessionAttendees: (typeof sessionAttendees.$inferInsert)[] = [];
  readonly enrolments: (typeof enrolments.$inferInsert)[] = [];
  readonly certificates: (typeof certificates.$inferInsert)[] = [];
  readonly registrationLinks: (typeof registrationLinks.$inferInsert)[] = [];
  readonly registrationLinkPlaces: (typeof registrationLinkPlaces.$inferInsert)[] = [];
  readonly registrations: (typeof registrations.$inferInsert)[] = [];
  readonly apiKeys: (typeof apiKeys.$inferInsert)[] = [];
  readonly auditEvents: (typeof auditEvents.$inferInsert)[] = [];
  readonly auditDetails: (typeof auditDetails.$inferInsert)[] = [];

  /** Writes all or nothing: one batch of set-based inserts, while the triggers keep the derived tables. */
  async write(database: D1Database): Promise<void> {
    const statements: D1PreparedStatement[] = [];
    for (const name of Object.keys(tables) as (keyof typeof tables)[]) {
      const rows: readonly Record<string, unknown>[] = this[name];
      for (let start = 0; start < rows.length; start += rowsPerStatement) {
        statements.push(insertAll(database, tables[name], rows.slice(start, start + rowsPerStatement)));
      }
    }
    await database.batch(statements);
  }
}

function insertAll(
  database: D1Database,
  table: Table,
  rows: readonly Record<string, unknown>[],
): D1PreparedStatement {
  // What no row says gets its default.
  const columns = Object.entries(getTableColumns(table)).filter(([key]) =>
    rows.some((row) => row[key] !== undefined),
  );
  const names = columns.map(([, column]) => `"${column.name}"`).join(", ");
  const values = columns.map((_, index) => `value ->> ${index}`).join(", ");
  const json = rows.map((row) =>
    columns.map(([key, column]) => {
      const value = row[key] ?? null;
      return value === null ? null : column.mapToDriverValue(value);
    }),
  );
  return database
    .prepare(`INSERT INTO "${getTableName(table)}" (${names}) SELECT ${values} FROM json_each(?1)`)
    .bind(JSON.stringify(json));
}
