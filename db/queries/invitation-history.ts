import { and, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { type deliveryStates, type invitationStatuses, shownStatuses } from "../schema/index.ts";
import { inPart, type Part } from "./parts.ts";

/** A person in a workspace: by membership, or all memberships that hold or held an address. */
export type Whose = { membershipId: string } | { email: string; term: string };

/** Where a page ended: a membership and its invitation, or none where it has none. */
export type HistoryPosition = readonly [membershipId: string, invitationId: string];

/**
 * Every invitation of one person, newest first. A canceled or declined one and the next have a
 * membership each; one that expired shares its membership with the next. A membership without an
 * invitation gives a row without one, so that no page can end before it.
 */
export function invitationsOfPerson(
  db: Database,
  workspaceId: string,
  whose: Whose,
  after: HistoryPosition | null,
  limit: number,
  part: Part | null,
) {
  const row = (column: string) => sql.raw(column);
  return db
    .select({
      userId: sql<string>`${row("m.id")}`.as("user_id"),
      firstName: sql<string>`${row("m.first_name")}`.as("first_name"),
      lastName: sql<string>`${row("m.last_name")}`.as("last_name"),
      id: sql<string | null>`${row("i.id")}`.as("invitation_id"),
      status: sql<(typeof invitationStatuses)[number]>`${row("i.status")}`.as("status"),
      email: sql<string>`${row("i.email")}`.as("email"),
      expiresAt: sql<number | null>`${row("i.expires_at")}`.as("expires_at"),
      delivery: sql<(typeof deliveryStates)[number]>`${row("i.delivery")}`.as("delivery"),
      inviterName: sql<string | null>`${row("i.inviter_name")}`.as("inviter_name"),
      sentAt: sql<number | null>`${row("i.last_sent_at")}`.as("sent_at"),
      createdAt: sql<number>`${row("i.created_at")}`.as("created_at"),
      seatWaitSince: sql<number | null>`(select sl.since from seat_line sl
        where sl.workspace_id = i.workspace_id and sl.invitation_id = i.id)`.as("seat_wait_since"),
      roles: sql<string>`(
        select json_group_array(json_object('role', r.role, 'unitId', r.unit_id, 'groupId', r.group_id))
        from role_assignments r where r.workspace_id = ${workspaceId} and r.membership_id = m.id)`.as(
        "roles",
      ),
    })
    .from(
      sql`(${membershipsOf(workspaceId, whose, after, limit)}) c
        cross join memberships m on m.workspace_id = ${workspaceId} and m.id = c.id
        left join invitations i indexed by invitations_membership
          on i.workspace_id = ${workspaceId} and i.membership_id = c.id`,
    )
    .where(
      and(
        after ? sql`(c.id, coalesce(i.id, '')) < (${after[0]}, ${after[1]})` : undefined,
        inPart(workspaceId, part, sql`m.id`),
      ),
    )
    .orderBy(sql`c.id desc, i.id desc`)
    .limit(limit);
}

/** As many memberships as a page can need, by the index of whole addresses, removed ones too. */
function membershipsOf(workspaceId: string, whose: Whose, after: HistoryPosition | null, limit: number): SQL {
  if ("membershipId" in whose) return sql`select ${whose.membershipId} as id`;
  return sql`select t.membership_id as id from membership_terms t
    cross join memberships h on h.workspace_id = ${workspaceId} and h.id = t.membership_id and h.email = ${whose.email}
    where t.workspace_id = ${workspaceId} and t.status in (${sql.join(
      shownStatuses.map((status) => sql`${status}`),
      sql`, `,
    )}) and t.term = ${whose.term} ${after ? sql`and t.membership_id <= ${after[0]}` : sql``}
    order by t.membership_id desc limit ${limit}`;
}
