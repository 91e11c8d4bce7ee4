import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  customers,
  enrolments,
  memberships,
  registrationLinks,
  registrations,
  sessionAttendees,
  ssoConnections,
  users,
  workspaces,
} from "../schema/index.ts";
import { provider, triedProvider } from "./callers.ts";
import { type Enrolling, enrolEach, takenSeats } from "./enrolments.ts";
import { insertFrom } from "./insert-from.ts";
import { forInvitees } from "./invitations.ts";
import type { Statement } from "./statements.ts";

/** Whether an order of the registration `r` paid for the course `c`, in SQL. */
const isPaid = sql`exists (select 1 from orders o where o.workspace_id = r.workspace_id and o.registration_id = r.id
  and o.course_id = c.id and o.status = 'paid')`;

/**
 * True in SQL where the course `c` of the registration `r` can be taken: published, and either paid for or free and
 * still in the catalog. What a registration link names needs to be in no catalog.
 */
export const isOwed = sql`(c.deleted_at is null and c.status = 'published'
  and (${isPaid} or (c.price_minor is null and c.visibility = 'catalog')))`;

/** True in SQL where the date `s` of the course of `rc` is to come and has a place that anybody may take. */
const hasSeat = (
  now: number,
) => sql`(s.course_id = rc.course_id and s.canceled_at is null and s.starts_at > ${now}
  and s.group_id is null and (s.seats is null or ${takenSeats(sql`s.workspace_id`, sql`s.id`)} < s.seats))`;

/** The registration of the act with the membership that it became. */
const joined = ({ workspaceId }: Enrolling, registrationId: string) =>
  sql`registrations r on r.workspace_id = ${workspaceId} and r.id = ${registrationId}
    and r.status = 'joined' and r.membership_id is not null`;

/**
 * Enrols whom a registration has become in what is free or paid of it, and gives them the dates that they chose, as far
 * as there are places. Nothing is done before they have joined, so that it can stand in the batch of whichever comes
 * last: the proof, the approval or the money. `linkId`: also in the courses of this registration link, a use of which
 * the batch has counted.
 */
export function enrolFromRegistration(
  db: Database,
  act: Enrolling,
  { registrationId, linkId }: { registrationId: string; linkId: string | null },
): Statement[] {
  const { workspaceId, now, op } = act;
  const owed = sql`select r.membership_id as member_id, rc.course_id as course_id
    from registration_courses rc
    join ${joined(act, registrationId)}
    join courses c on c.workspace_id = rc.workspace_id and c.id = rc.course_id and ${isOwed}
    where rc.workspace_id = ${workspaceId} and rc.registration_id = ${registrationId}`;
  const paid = sql`select r.membership_id, rc.course_id
    from registration_courses rc
    join ${joined(act, registrationId)}
    join courses c on c.workspace_id = rc.workspace_id and c.id = rc.course_id
      and c.deleted_at is null and c.status = 'published' and ${isPaid}
    where rc.workspace_id = ${workspaceId} and rc.registration_id = ${registrationId}`;
  return [
    enrolEach(
      db,
      act,
      "catalog",
      linkId === null
        ? owed
        : sql`${owed} union select r.membership_id, p.course_id from registration_link_places p
            join ${joined(act, registrationId)}
            where p.workspace_id = ${workspaceId} and p.link_id = ${linkId} and p.course_id is not null`,
    ),
    // Whoever withdrew and pays again has it again; what is free they take up again by themselves.
    db
      .update(enrolments)
      .set({ status: "active", withdrawnAt: null, origin: "catalog", lastOp: op })
      .where(
        sql`${enrolments.workspaceId} = ${workspaceId} and ${enrolments.status} = 'withdrawn'
          and (${enrolments.membershipId}, ${enrolments.courseId}) in (${paid})`,
      ),
    insertFrom(
      db,
      sessionAttendees,
      {
        workspaceId,
        sessionId: sql`s.id`,
        membershipId: sql`r.membership_id`,
        origin: "catalog",
        addedAt: now,
      },
      sql`from registration_courses rc
        join ${joined(act, registrationId)}
        join courses c on c.workspace_id = rc.workspace_id and c.id = rc.course_id and ${isOwed}
        join course_sessions s on s.workspace_id = rc.workspace_id and s.id = rc.session_id and ${hasSeat(now)}
        where rc.workspace_id = ${workspaceId} and rc.registration_id = ${registrationId}`,
    ).onConflictDoNothing(),
  ];
}

/** True in SQL for a registration link that takes somebody at this moment. */
const isOpenLink = (
  now: number,
) => sql`(${registrationLinks.deletedAt} is null and ${registrationLinks.pausedAt} is null
  and (${registrationLinks.endsAt} is null or ${registrationLinks.endsAt} > ${now})
  and (${registrationLinks.maxUses} is null or ${registrationLinks.uses} < ${registrationLinks.maxUses}))`;

/** Counts somebody who joins by a link, as long as it is open and has room: guard it. */
export function countUse(
  db: Database,
  use: { workspaceId: string; linkId: string; now: number; op: string },
): Statement {
  return db
    .update(registrationLinks)
    .set({ uses: sql`${registrationLinks.uses} + 1` })
    .where(
      and(
        eq(registrationLinks.workspaceId, use.workspaceId),
        eq(registrationLinks.id, use.linkId),
        isOpenLink(use.now),
      ),
    );
}

/**
 * Everything that a registration's link decides on, in one read: the row, what it is for, its workspace, who has the
 * address here already, and whether the address has an account.
 */
export function registrationForJoining(db: Database, workspaceId: string, id: string | SQL, now: number) {
  return db
    .select({
      registration: registrations,
      member: memberships,
      workspace: forInvitees,
      customerName: customers.name,
      ...provider,
      accountId: users.id,
      accountVerifiedAt: users.emailVerifiedAt,
      accountLanguage: users.language,
      // What is never null stands first: by it Drizzle tells whether there is a row at all.
      link: {
        uses: registrationLinks.uses,
        deletedAt: registrationLinks.deletedAt,
        endsAt: registrationLinks.endsAt,
        maxUses: registrationLinks.maxUses,
        pausedAt: registrationLinks.pausedAt,
      },
      /** What each course of it has come to: `{ id, title, owed, paid, session }`, the latest last. */
      courses: sql<string>`(select json_group_array(json_object('id', c.id, 'title', c.title, 'owed', ${isOwed},
          'paid', ${isPaid}, 'session', case when s.id is not null then json_object('id', s.id, 'title', s.title,
            'startsAt', s.starts_at, 'timeZone', s.time_zone, 'free', ${hasSeat(now)}) end))
        from (select * from registration_courses x where x.workspace_id = ${registrations.workspaceId}
          and x.registration_id = ${registrations.id} order by x.rowid) rc
        join registrations r on r.workspace_id = rc.workspace_id and r.id = rc.registration_id
        join courses c on c.workspace_id = rc.workspace_id and c.id = rc.course_id
        left join course_sessions s on s.workspace_id = rc.workspace_id and s.id = rc.session_id)`,
      /** Where its link leads, as an offer is told. */
      places: sql<string>`json_object(
        'units', (select json_group_array(json_object('id', t.id, 'name', t.name)) from registration_link_places p
          join units t on t.workspace_id = p.workspace_id and t.id = p.unit_id
          where p.workspace_id = ${registrations.workspaceId} and p.link_id = ${registrations.linkId}),
        'groups', (select json_group_array(json_object('id', t.id, 'name', t.name)) from registration_link_places p
          join "groups" t on t.workspace_id = p.workspace_id and t.id = p.group_id
          where p.workspace_id = ${registrations.workspaceId} and p.link_id = ${registrations.linkId}),
        'courses', (select json_group_array(json_object('id', t.id, 'title', t.title)) from registration_link_places p
          join courses t on t.workspace_id = p.workspace_id and t.id = p.course_id
            and t.deleted_at is null and t.status = 'published'
          where p.workspace_id = ${registrations.workspaceId} and p.link_id = ${registrations.linkId}))`,
    })
    .from(registrations)
    .innerJoin(workspaces, eq(workspaces.id, registrations.workspaceId))
    .innerJoin(customers, eq(customers.id, workspaces.customerId))
    .leftJoin(
      memberships,
      and(
        eq(memberships.workspaceId, registrations.workspaceId),
        eq(memberships.email, registrations.email),
        ne(memberships.status, "removed"),
      ),
    )
    .leftJoin(users, eq(users.email, registrations.email))
    .leftJoin(
      registrationLinks,
      and(
        eq(registrationLinks.workspaceId, registrations.workspaceId),
        eq(registrationLinks.id, registrations.linkId),
      ),
    )
    .leftJoin(ssoConnections, triedProvider)
    .where(and(eq(registrations.workspaceId, workspaceId), sql`${registrations.id} = ${id}`));
}

/**
 * Claims a registration for its one proof, while the link's generation counts, its term runs and the workspace is open:
 * guard it. It joins at once, or `waits` for somebody's approval. `isWithoutLink`: the registration link takes nobody any
 * more and gives nothing. `newAccountFor`: nobody has proved an account of the address since the page was read.
 */
export function claimRegistration(
  db: Database,
  claim: {
    workspaceId: string;
    id: string;
    generation: number;
    issuedAt: number;
    now: number;
    op: string;
    waits: boolean;
    isWithoutLink: boolean;
    newAccountFor: string | null;
  },
): Statement {
  return db
    .update(registrations)
    .set({
      status: claim.waits ? "waiting" : "joined",
      ...(claim.isWithoutLink && { linkId: null }),
      provedAt: claim.now,
      lastOp: claim.op,
    })
    .where(
      and(
        eq(registrations.workspaceId, claim.workspaceId),
        eq(registrations.id, claim.id),
        eq(registrations.status, "started"),
        eq(registrations.generation, claim.generation),
        sql`${registrations.expiresAt} > ${claim.now}`,
        sql`exists (select 1 from workspaces w where w.id = ${claim.workspaceId} and w.status = 'active'
          and w.invite_epoch <= ${claim.issuedAt})`,
        claim.newAccountFor
          ? sql`not exists (select 1 from users u where u.email = ${claim.newAccountFor} and u.email_verified_at is not null)`
          : undefined,
      ),
    );
}

/** Writes down whose a registration is that the act has claimed, once there is the account and, if so, the member: guard it. */
export function settleRegistration(
  db: Database,
  settled: { workspaceId: string; id: string; userId: string; membershipId: string | null; op: string },
): Statement {
  return db
    .update(registrations)
    .set({ userId: settled.userId, membershipId: settled.membershipId })
    .where(
      and(
        eq(registrations.workspaceId, settled.workspaceId),
        eq(registrations.id, settled.id),
        eq(registrations.lastOp, settled.op),
      ),
    );
}

/**
 * The rows of invitations that came to nothing yet give up their address to who came in by themselves (P-04). What they
 * offer stays with them, for whoever follows their own link.
 */
export function giveUpAddress(db: Database, workspaceId: string, email: string): Statement {
  return db
    .update(memberships)
    .set({ email: null })
    .where(
      sql`${memberships.workspaceId} = ${workspaceId} and ${memberships.email} = ${email}
        and ${memberships.userId} is null and ${memberships.status} = 'pending'`,
    );
}

/** A link of a registration in place of the older ones, while it is as it was read: guard it. */
export function renewRegistration(
  db: Database,
  seen: { workspaceId: string; id: string; lastOp: string },
  values: { generation: number; issuedAt: number; expiresAt: number; sendTimes: number[]; lastOp: string },
): Statement {
  return db
    .update(registrations)
    .set({ ...values, linkKeys: [], expiresAt: sql`max(${registrations.expiresAt}, ${values.expiresAt})` })
    .where(
      and(
        eq(registrations.workspaceId, seen.workspaceId),
        eq(registrations.id, seen.id),
        eq(registrations.lastOp, seen.lastOp),
        eq(registrations.status, "started"),
      ),
    );
}
