import { and, eq, getTableColumns, ne, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  apiKeys,
  customers,
  invitations,
  memberships,
  roleAssignments,
  ssoConnections,
  users,
  workspaces,
} from "../schema/index.ts";
import { provider, rolesWithin, triedProvider } from "./callers.ts";
import { columnsOf } from "./columns.ts";
import { customRolesOf, isCustomRole } from "./custom-roles.ts";
import { offeredPlaces } from "./offers.ts";
import { seatWaitOf } from "./seat-line.ts";
import { eachRow } from "./statements.ts";

/**
 * Roles of a membership as a JSON array of `{ role, unitId, groupId, custom }`: the last is how a role of the
 * workspace's own is called, and null for the others.
 */
export const membershipRoles = sql<string>`(
  select json_group_array(json_object('role', role, 'unitId', unit_id, 'groupId', group_id,
    'custom', json(case when ${isCustomRole(sql`role`)} then (
      select json_object('name', c.name, 'description', c.description) from custom_roles c
      where c.workspace_id = r.workspace_id and c.id = r.role) end)))
  from role_assignments r
  where r.workspace_id = memberships.workspace_id and r.membership_id = memberships.id)`.as("roles");

/** The membership that holds this address, whatever its state but removed, with its latest invitation. */
export function membershipByEmail(db: Database, workspaceId: string, email: string) {
  return db
    .select({ membership: columnsOf(memberships, "m"), invitation: columnsOf(invitations, "i") })
    .from(memberships)
    .leftJoin(
      invitations,
      and(eq(invitations.workspaceId, memberships.workspaceId), eq(invitations.id, memberships.invitationId)),
    )
    .where(
      and(
        eq(memberships.workspaceId, workspaceId),
        eq(memberships.email, email),
        ne(memberships.status, "removed"),
      ),
    );
}

/** An invitation with the membership it made and the roles it offers. */
export function invitationById(db: Database, workspaceId: string, id: string) {
  return db
    .select({
      invitation: columnsOf(invitations, "i"),
      membership: columnsOf(memberships, "m"),
      roles: membershipRoles,
      places: offeredPlaces,
      seatWait: seatWaitOf(sql`${invitations.workspaceId}`, sql`${invitations.id}`).as("seat_wait"),
    })
    .from(invitations)
    .innerJoin(
      memberships,
      and(eq(memberships.workspaceId, invitations.workspaceId), eq(memberships.id, invitations.membershipId)),
    )
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, id)));
}

/** A row may have a hundred columns: what an invitee's page has no use for stays out. */
const {
  createdAt: _createdAt,
  replyTo: _replyTo,
  senderName: _senderName,
  mailTexts: _mailTexts,
  ...columnsForInvitees
} = getTableColumns(workspaces);
export const forInvitees = columnsForInvitees;

/**
 * Everything that the join page decides on, in one read: the invitation, what it offers, its workspace,
 * whether the inviter's authority still stands, and whether the address has an account.
 */
export function invitationForJoining(db: Database, workspaceId: string, id: string) {
  const inviterMembership = sql`coalesce(
    case ${invitations.inviterKind} when 'member' then ${invitations.inviterId} end,
    (select k.creator_membership_id from api_keys k
      where k.workspace_id = ${invitations.workspaceId} and k.id = ${invitations.inviterId} and k.revoked_at is null))`;
  return db
    .select({
      invitation: invitations,
      membership: memberships,
      roles: membershipRoles,
      places: offeredPlaces,
      workspace: forInvitees,
      customRoles: customRolesOf(sql`${invitations.workspaceId}`),
      customerName: customers.name,
      ...provider,
      inviterMembershipId: sql<string | null>`${inviterMembership}`,
      inviterRoles: sql<string | null>`(
        select ${rolesWithin(sql`im.workspace_id`, sql`im.id`)} from memberships im
        where im.workspace_id = ${invitations.workspaceId} and im.id = ${inviterMembership} and im.status = 'active'
          and not exists (select 1 from users iu where iu.id = im.user_id and iu.status <> 'active'))`,
      inviterEmail: sql<string | null>`(select im.email from memberships im
        where im.workspace_id = ${invitations.workspaceId} and im.id = ${inviterMembership} and im.status = 'active')`,
      inviterLanguage: sql<string | null>`(select im.language from memberships im
        where im.workspace_id = ${invitations.workspaceId} and im.id = ${inviterMembership})`,
      keyMaxRole: sql<
        string | null
      >`(select ${apiKeys.maxRole} from ${apiKeys} where ${apiKeys.workspaceId} = ${invitations.workspaceId} and ${apiKeys.id} = ${invitations.inviterId})`,
      accountId: users.id,
      accountVerifiedAt: users.emailVerifiedAt,
      accountLanguage: users.language,
      /** Whoever has the address here by now, because they came in by themselves while the invitation was open (P-04). */
      holderId: sql<string | null>`${holder("id")}`,
      holderStatus: sql<"active" | "deactivated" | null>`${holder("status")}`,
      holderUserId: sql<string | null>`${holder("user_id")}`,
      seatWait: seatWaitOf(sql`${invitations.workspaceId}`, sql`${invitations.id}`),
      /** A newer invitation of the same address that is open, for links of an older one. */
      newerPending: sql<
        string | null
      >`(select n.id from invitations n where n.workspace_id = ${invitations.workspaceId}
        and n.email = ${invitations.email} and n.status = 'pending' and n.id <> ${invitations.id})`,
    })
    .from(invitations)
    .innerJoin(
      memberships,
      and(eq(memberships.workspaceId, invitations.workspaceId), eq(memberships.id, invitations.membershipId)),
    )
    .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
    .innerJoin(customers, eq(customers.id, workspaces.customerId))
    .leftJoin(users, eq(users.email, invitations.email))
    .leftJoin(ssoConnections, triedProvider)
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, id)));
}

const holder = (column: "id" | "status" | "user_id") => sql`(select h.${sql.raw(column)} from memberships h
  where h.workspace_id = ${invitations.workspaceId} and h.email = ${invitations.email}
    and h.status in ('active', 'deactivated') and h.id <> ${invitations.membershipId})`;

export function insertMembership(db: Database, row: typeof memberships.$inferInsert) {
  return db.insert(memberships).values(row).onConflictDoNothing();
}

export function insertRoles(
  db: Database,
  workspaceId: string,
  membershipId: string,
  roles: readonly { role: string; unitId?: string | null; groupId?: string | null }[],
) {
  return db.insert(roleAssignments).values(
    roles.map(({ role, unitId, groupId }) => ({
      workspaceId,
      membershipId,
      role,
      scopeId: unitId ?? groupId ?? "",
      unitId: unitId ?? null,
      groupId: groupId ?? null,
    })),
  );
}

export function insertInvitation(db: Database, row: typeof invitations.$inferInsert) {
  return db.insert(invitations).values(row).onConflictDoNothing();
}

/**
 * Changes an invitation only if nobody did since it was read: every act stamps `last_op`, so that of
 * two at once one finds nothing to change (R-02, R-04).
 */
export function changeInvitation(
  db: Database,
  seen: { workspaceId: string; id: string; lastOp: string },
  values: Partial<typeof invitations.$inferInsert> & { lastOp: string },
) {
  return db
    .update(invitations)
    .set(values)
    .where(
      and(
        eq(invitations.workspaceId, seen.workspaceId),
        eq(invitations.id, seen.id),
        eq(invitations.lastOp, seen.lastOp),
      ),
    );
}

/** Withdraws invitations that nothing has happened to since the act that made them; guard the number. */
export function withdrawMade(
  db: Database,
  workspaceId: string,
  ids: string,
  madeBy: string,
  values: { op: string; now: number; reason: string },
) {
  return db
    .update(invitations)
    .set({ status: "canceled", endedAt: values.now, endReason: values.reason, lastOp: values.op })
    .from(eachRow(ids, { workspace: workspaceId }))
    .where(
      sql`${invitations.workspaceId} = j.workspace and ${invitations.id} = j.value
        and ${invitations.status} = 'pending' and ${invitations.lastOp} = ${madeBy}`,
    );
}

/**
 * Claims an invitation for one acceptance. It holds only while the link's generation counts, the term
 * runs, the terms are those that were read, the workspace is open, and the inviter's authority is what
 * it was a moment ago; otherwise no row changes and the batch rolls back.
 */
export function claimInvitation(
  db: Database,
  claim: {
    workspaceId: string;
    id: string;
    generation: number;
    revision: number;
    /** When the link was issued (UTC ms). */
    issuedAt: number;
    now: number;
    op: string;
    userId: string;
    inviter: { membershipId: string; roles: string } | null;
    newAccountFor: string | null;
  },
) {
  return db
    .update(invitations)
    .set({
      status: "accepted",
      acceptOp: claim.op,
      acceptedUserId: claim.userId,
      endedAt: claim.now,
      lastOp: claim.op,
    })
    .where(
      and(
        eq(invitations.workspaceId, claim.workspaceId),
        eq(invitations.id, claim.id),
        eq(invitations.status, "pending"),
        sql`${claim.generation} between ${invitations.floorGeneration} and ${invitations.generation}`,
        eq(invitations.revision, claim.revision),
        sql`(${invitations.expiresAt} is null or ${invitations.expiresAt} > ${claim.now})`,
        sql`exists (select 1 from workspaces w where w.id = ${claim.workspaceId} and w.status = 'active' and w.invite_epoch <= ${claim.issuedAt})`,
        claim.inviter
          ? sql`exists (select 1 from memberships im where im.workspace_id = ${claim.workspaceId}
              and im.id = ${claim.inviter.membershipId} and im.status = 'active'
              and ${claim.inviter.roles} = ${rolesWithin(sql`im.workspace_id`, sql`im.id`)})`
          : undefined,
        // A person who made an account since the page was read must sign in instead.
        claim.newAccountFor
          ? sql`not exists (select 1 from users u where u.email = ${claim.newAccountFor} and u.email_verified_at is not null)`
          : undefined,
      ),
    );
}

/**
 * True in SQL while this member is here by this account, and the account has this address: addresses change hands, and
 * what is offered to one goes to nobody else who had it.
 */
export function holdsAddress(
  workspaceId: string,
  { membershipId, userId, email }: { membershipId: string; userId: string; email: string },
): SQL {
  return sql`exists (select 1 from memberships h cross join users hu on hu.id = h.user_id and hu.email = ${email}
    where h.workspace_id = ${workspaceId} and h.id = ${membershipId} and h.user_id = ${userId} and h.email = ${email})`;
}

/** The pending membership becomes a person's, unless the access that was offered is over: guard it. */
export function activateMembership(
  db: Database,
  workspaceId: string,
  id: string,
  values: Partial<typeof memberships.$inferInsert>,
) {
  return db
    .update(memberships)
    .set({ ...values, status: "active", shownAs: "active", linkExpiresAt: null })
    .where(
      and(
        eq(memberships.workspaceId, workspaceId),
        eq(memberships.id, id),
        eq(memberships.status, "pending"),
        sql`(${memberships.accessEndsAt} is null or ${memberships.accessEndsAt} > ${values.joinedAt ?? 0})`,
      ),
    );
}

/** The same of many who were set up; `people` is a JSON array of `{ id, userId, joinedAt }`. Guard the number. */
export function activateMemberships(
  db: Database,
  workspaceId: string,
  people: string,
  values: { seatSince: number | null; lastOp: string },
) {
  return db
    .update(memberships)
    .set({
      ...values,
      userId: sql`j.value ->> '$.userId'`,
      joinedAt: sql`j.value ->> '$.joinedAt'`,
      status: "active",
      shownAs: "active",
      linkExpiresAt: null,
    })
    .from(eachRow(people, { workspace: workspaceId }))
    .where(
      sql`${memberships.workspaceId} = j.workspace and ${memberships.id} = j.value ->> '$.id'
        and ${memberships.status} = 'pending'`,
    );
}

/** Marks invitations whose term is over, in one bounded chunk, and says which. */
export function expireDue(db: Database, now: number, op: string, limit: number) {
  return db
    .update(invitations)
    .set({ status: "expired", endedAt: sql`${invitations.expiresAt}`, lastOp: op })
    .where(
      and(
        eq(invitations.status, "pending"),
        sql`(${invitations.workspaceId}, ${invitations.id}) in (
          select i.workspace_id, i.id from invitations i
          where i.status = 'pending' and i.expires_at is not null and i.expires_at <= ${now}
          order by i.expires_at limit ${limit})`,
      ),
    )
    .returning({ id: invitations.id });
}
