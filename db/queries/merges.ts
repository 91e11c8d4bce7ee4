import { sql } from "drizzle-orm";
import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Database } from "../index.ts";
import {
  groupMembers,
  invitations,
  memberships,
  roleAssignments,
  sessionAttendees,
  unitMembers,
} from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { guardThat, type Statement } from "./statements.ts";

/** The index of the People list, which triggers keep (migration `list-indexes`) and nobody else writes but here. */
const membershipFacets = sqliteTable("membership_facets", {
  workspaceId: text("workspace_id").notNull(),
  facet: text("facet").notNull(),
  status: text("status").notNull(),
  membershipId: text("membership_id").notNull(),
});

/**
 * What an invitation offers goes to the member that its invitee has become meanwhile by themselves (P-04): roles,
 * units, groups and sessions, and with them the invitation; what was the pending row of it is no more. Its courses
 * follow as for everybody who accepts. Nothing that the member has is taken away.
 */
export function mergeInto(
  db: Database,
  { workspaceId, from, into, op }: { workspaceId: string; from: string; into: string; op: string },
): Statement[] {
  const ties = (table: string) =>
    sql`from ${sql.raw(table)} p where p.workspace_id = ${workspaceId} and p.membership_id = ${from}`;
  const ofPending = (table: { workspaceId: unknown; membershipId: unknown }) =>
    sql`${table.workspaceId} = ${workspaceId} and ${table.membershipId} = ${from}`;
  return [
    guardThat(
      db,
      sql`exists (select 1 from memberships a where a.workspace_id = ${workspaceId} and a.id = ${into}
        and a.status = 'active')`,
    ),
    insertFrom(
      db,
      roleAssignments,
      {
        workspaceId,
        membershipId: into,
        role: sql`p.role`,
        scopeId: sql`p.scope_id`,
        unitId: sql`p.unit_id`,
        groupId: sql`p.group_id`,
      },
      ties("role_assignments"),
    ).onConflictDoNothing(),
    insertFrom(
      db,
      unitMembers,
      { workspaceId, membershipId: into, unitId: sql`p.unit_id` },
      ties("unit_members"),
    ).onConflictDoNothing(),
    insertFrom(
      db,
      groupMembers,
      { workspaceId, membershipId: into, groupId: sql`p.group_id`, kind: sql`p.kind` },
      ties("group_members"),
    ).onConflictDoUpdate({
      target: [groupMembers.workspaceId, groupMembers.groupId, groupMembers.membershipId],
      set: { kind: sql`iif(${groupMembers.kind} = 'derived', excluded.kind, ${groupMembers.kind})` },
    }),
    insertFrom(
      db,
      sessionAttendees,
      {
        workspaceId,
        membershipId: into,
        sessionId: sql`p.session_id`,
        origin: sql`p.origin`,
        addedAt: sql`p.added_at`,
        toldAt: sql`p.told_at`,
        remindedAt: sql`p.reminded_at`,
      },
      ties("session_attendees"),
    ).onConflictDoNothing(),
    db.delete(roleAssignments).where(ofPending(roleAssignments)),
    db.delete(unitMembers).where(ofPending(unitMembers)),
    db.delete(groupMembers).where(ofPending(groupMembers)),
    db.delete(sessionAttendees).where(ofPending(sessionAttendees)),
    db
      .update(invitations)
      .set({ membershipId: into })
      .where(sql`${invitations.workspaceId} = ${workspaceId} and ${invitations.membershipId} = ${from}`),
    // The list knows a row by triggers on its changes, and has none for its end: it leaves the list first.
    db
      .update(memberships)
      .set({ shownAs: "removed", inviterId: "", searchTerms: [], labels: [], lastOp: op })
      .where(sql`${memberships.workspaceId} = ${workspaceId} and ${memberships.id} = ${from}`),
    db.delete(membershipFacets).where(
      sql`${membershipFacets.workspaceId} = ${workspaceId} and ${membershipFacets.status} = 'removed'
        and ${membershipFacets.membershipId} = ${from} and ${membershipFacets.facet} in (
          select value from memberships m cross join json_each(json_array('', 'delivery:' || m.delivery, 'import:' || m.import_id))
          where m.workspace_id = ${workspaceId} and m.id = ${from} and value is not null)`,
    ),
    db
      .delete(memberships)
      .where(sql`${memberships.workspaceId} = ${workspaceId} and ${memberships.id} = ${from}`),
  ];
}
