import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  auditDetails,
  auditEvents,
  customers,
  enrolments,
  memberships,
  outbox,
  rateCounters,
  registrationCourses,
  registrationLinks,
  registrations,
  sessionAttendees,
  ssoConnections,
  users,
  workspaces,
} from "../schema/index.ts";
import { provider, triedProvider } from "./callers.ts";
import { columnsOf } from "./columns.ts";
import { type Enrolling, enrolEach, takenSeats } from "./enrolments.ts";
import { insertFrom } from "./insert-from.ts";
import { forInvitees } from "./invitations.ts";
import type { Statement } from "./statements.ts";

const day = 86_400_000;

/** Who registers, with what stands between the request and a mail: all of it is asked by the statements themselves. */
export interface Registering {
  workspaceId: string;
  /** Of the row, where there is none that is open for this address. */
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  language: string;
  linkId: string | null;
  /** `unpaid` waits for the money and mails nothing; whoever is here already may buy as well. */
  status: "unpaid" | "started";
  now: number;
  /** When the link that is mailed ends (UTC ms). */
  expiresAt: number;
  op: string;
  /** The counter of the address (`countRequest`) and what it may say at most. */
  counterKey: string;
  windowStart: number;
  limit: number;
  /** How far apart two mails of one registration must be (ms), and how many there may be within a day. */
  pause: number;
  perDay: number;
  /** The mails that the workspace may send this day (E-07), and those that tell one member that they are here already. */
  ofWorkspace: DayCounter;
  ofMember: DayCounter;
}

/** A counter of a day and what it may say at most. */
export interface DayCounter {
  key: string;
  windowStart: number;
  limit: number;
}

/** The workspace somebody wants into, by its address; one row, or none. */
export function workspaceToRegister(db: Database, slug: string) {
  return db
    .select({ workspace: columnsOf(workspaces, "w") })
    .from(workspaces)
    .where(eq(workspaces.slug, slug));
}

const withinLimit = ({ counterKey, windowStart, limit }: Mailing) =>
  sql`coalesce((select c.count from rate_counters c
    where c.key = ${counterKey} and c.window_start = ${windowStart}), 0) <= ${limit}`;

const hasRoom = ({ key, windowStart, limit }: DayCounter) =>
  sql`coalesce((select c.count from rate_counters c where c.key = ${key} and c.window_start = ${windowStart}), 0) < ${limit}`;

const isHere = ({ workspaceId, email }: Mailing) =>
  sql`exists (select 1 from memberships h where h.workspace_id = ${workspaceId} and h.email = ${email}
    and h.status in ('active', 'deactivated'))`;

const openStatuses = sql.raw("('unpaid', 'started', 'waiting')");

/**
 * Opens a registration, or stamps the one that is open for the address. Nothing is written for whoever is here
 * already, unless they buy, nor beyond the limit of the address: the conditions stand in the statement, so that known
 * and unknown addresses take the same path (E-01). The older links of an open one stay good, whoever asked again: it
 * may be a stranger who knows the address. So one whose mailbox is proved stays as it is, and the registration link of an
 * open one is replaced by nobody; only where there is none, or it is gone for good, and no order is tied to it, does the
 * new one count.
 */
export function openRegistration(db: Database, r: Registering): Statement {
  const mails = sql`(${r.status} = 'started' and ${mayMail(r)})`;
  const starts = r.status === "started";
  return insertFrom(
    db,
    registrations,
    {
      workspaceId: r.workspaceId,
      id: r.id,
      email: r.email,
      firstName: r.firstName,
      lastName: r.lastName,
      language: r.language,
      status: r.status,
      linkId: r.linkId,
      generation: 1,
      issuedAt: starts ? r.now : null,
      expiresAt: r.expiresAt,
      sendTimes: starts ? [r.now] : [],
      createdAt: r.now,
      lastOp: r.op,
    },
    sql`where ${withinLimit(r)} ${starts ? sql`and not ${isHere(r)} and ${hasRoom(r.ofWorkspace)}` : sql``}`,
  ).onConflictDoUpdate({
    target: [registrations.workspaceId, registrations.email],
    targetWhere: sql`status in ${openStatuses}`,
    setWhere: sql`${registrations.status} <> 'waiting'`,
    set: {
      status: sql`iif(${registrations.status} = 'unpaid', ${r.status}, ${registrations.status})`,
      firstName: sql`iif(${registrations.firstName} = '', excluded.first_name, ${registrations.firstName})`,
      lastName: sql`iif(${registrations.lastName} = '', excluded.last_name, ${registrations.lastName})`,
      linkId: sql`iif(${mayTakeLink(r.now)}, coalesce(excluded.link_id, ${registrations.linkId}), ${registrations.linkId})`,
      issuedAt: sql`iif(${mails}, ${r.now}, ${registrations.issuedAt})`,
      expiresAt: sql`max(${registrations.expiresAt}, ${r.expiresAt})`,
      sendTimes: sql`iif(${mails}, ${sendTimesWith(r)}, ${registrations.sendTimes})`,
      lastOp: r.op,
    },
  });
}

/** Stamps the registration that is open for the address, where it may be mailed once more. */
export function stampRegistration(db: Database, r: Mailing): Statement {
  return db
    .update(registrations)
    .set({
      issuedAt: r.now,
      expiresAt: sql`max(${registrations.expiresAt}, ${r.expiresAt})`,
      sendTimes: sendTimesWith(r),
      lastOp: r.op,
    })
    .where(
      and(
        eq(registrations.workspaceId, r.workspaceId),
        eq(registrations.email, r.email),
        eq(registrations.status, "started"),
        withinLimit(r),
        mayMail(r),
      ),
    );
}

/** True in SQL for a started registration that no link has brought, or one that is over for good, and nobody pays for. */
const mayTakeLink = (now: number) => sql`(not exists (select 1 from orders o
    where o.workspace_id = ${registrations.workspaceId} and o.registration_id = ${registrations.id})
  and not exists (select 1 from registration_links l
    where l.workspace_id = ${registrations.workspaceId} and l.id = ${registrations.linkId}
      and l.deleted_at is null and (l.ends_at is null or l.ends_at > ${now})))`;

type Mailing = Omit<Registering, "id" | "firstName" | "lastName" | "language" | "linkId" | "status">;

const recentSends = ({ now }: Pick<Registering, "now">) =>
  sql`select s.value from json_each(${registrations.sendTimes}) s where s.value > ${now - day}`;

const mayMail = (
  r: Mailing,
) => sql`(coalesce(json_extract(${registrations.sendTimes}, '$[#-1]'), 0) <= ${r.now - r.pause}
  and (select count(*) from (${recentSends(r)})) < ${r.perDay} and ${hasRoom(r.ofWorkspace)})`;

const sendTimesWith = (r: Mailing) =>
  sql`(select json_group_array(t.value) from (${recentSends(r)} union all select ${r.now}) t)`;

/** The registration that the act has just stamped. One that waits for approval is stamped by nobody. */
const stamped = ({ workspaceId, email, op }: Pick<Registering, "workspaceId" | "email" | "op">) =>
  sql`from registrations r where r.workspace_id = ${workspaceId} and r.email = ${email}
    and r.status in ${openStatuses} and r.last_op = ${op}`;

/**
 * The id of the registration that an act has just opened or stamped, for an order behind it. One that waits counts too,
 * though the act left it alone: whether it waits is nobody's to learn at the checkout (E-01).
 */
export function registrationOfAct(r: Mailing): SQL {
  return sql`(select r.id from registrations r where r.workspace_id = ${r.workspaceId} and r.email = ${r.email}
    and r.status in ${openStatuses} and (r.last_op = ${r.op} or (r.status = 'waiting' and ${withinLimit(r)})))`;
}

/**
 * What the registration that was just stamped is for. A date that is chosen anew takes the place of the older one, but
 * not once somebody has paid: then only their own orders choose (`addPaidCourses`).
 */
export function addRegisteredCourse(
  db: Database,
  r: Registering,
  { courseId, sessionId }: { courseId: string; sessionId: string | null },
): Statement {
  return insertFrom(
    db,
    registrationCourses,
    { workspaceId: r.workspaceId, registrationId: sql`r.id`, courseId, sessionId },
    stamped(r),
  ).onConflictDoUpdate({
    target: [
      registrationCourses.workspaceId,
      registrationCourses.registrationId,
      registrationCourses.courseId,
    ],
    set: {
      sessionId: sql`iif(exists (select 1 from orders o where o.workspace_id = ${registrationCourses.workspaceId}
          and o.registration_id = ${registrationCourses.registrationId} and o.status in ('paid', 'held')),
        coalesce(${registrationCourses.sessionId}, excluded.session_id),
        coalesce(excluded.session_id, ${registrationCourses.sessionId}))`,
    },
  });
}

/** What a registration has paid for, with the dates of the orders themselves, the one that was paid last. */
export function addPaidCourses(
  db: Database,
  { workspaceId, id }: { workspaceId: string; id: string },
): Statement {
  return insertFrom(
    db,
    registrationCourses,
    { workspaceId, registrationId: id, courseId: sql`o.course_id`, sessionId: sql`o.session_id` },
    sql`from orders o where o.workspace_id = ${workspaceId} and o.registration_id = ${id} and o.status = 'paid'
      order by o.paid_at`,
  ).onConflictDoUpdate({
    target: [
      registrationCourses.workspaceId,
      registrationCourses.registrationId,
      registrationCourses.courseId,
    ],
    set: { sessionId: sql`excluded.session_id` },
  });
}

/** The mail with the link, where the registration that was just stamped may be mailed. */
export function insertRegistrationMail(
  db: Database,
  row: typeof outbox.$inferInsert,
  r: Pick<Registering, "workspaceId" | "email" | "op" | "now">,
): Statement {
  return insertFrom(
    db,
    outbox,
    { ...row, language: sql`r.language`, subjectId: sql`r.id`, generation: sql`r.generation` },
    sql`${stamped(r)} and r.status <> 'unpaid' and json_extract(r.send_times, '$[#-1]') = ${r.now}`,
  );
}

/** The mail to whoever is here already: nothing is opened for them, they sign in. */
export function insertKnownMail(db: Database, row: typeof outbox.$inferInsert, r: Mailing): Statement {
  return insertFrom(
    db,
    outbox,
    { ...row, language: sql`m.language` },
    sql`from memberships m where m.workspace_id = ${r.workspaceId} and m.email = ${r.email}
      and m.status in ('active', 'deactivated') and ${withinLimit(r)}
      and ${hasRoom(r.ofWorkspace)} and ${hasRoom(r.ofMember)}`,
  );
}

/** Counts a mail if the batch has written it: one that stays unwritten takes nobody's room. */
export function countWrittenMail(
  db: Database,
  mail: Pick<typeof outbox.$inferInsert, "workspaceId" | "id">,
  { key, windowStart }: DayCounter,
  expiresAt: number,
): Statement {
  return insertFrom(
    db,
    rateCounters,
    { key, windowStart, count: 1, expiresAt },
    sql`from outbox o where o.workspace_id = ${mail.workspaceId} and o.id = ${mail.id}`,
  ).onConflictDoUpdate({
    target: [rateCounters.key, rateCounters.windowStart],
    set: { count: sql`${rateCounters.count} + 1` },
  });
}

/** The audit of the registration that was just stamped. Of a stranger it keeps nothing but that there was one. */
export function insertRegistrationAudit(
  db: Database,
  row: Omit<typeof auditEvents.$inferInsert, "targetId" | "membershipId">,
  details: Record<string, unknown>,
  r: Pick<Registering, "workspaceId" | "email" | "op">,
): [Statement, Statement] {
  return [
    insertFrom(db, auditEvents, { ...row, targetId: sql`r.id` }, stamped(r)),
    insertFrom(
      db,
      auditDetails,
      { workspaceId: r.workspaceId, auditId: row.id, actorName: "", details },
      stamped(r),
    ),
  ];
}

/**
 * The money of an unpaid registration is there: its link may leave, and its place waits for its owner however long
 * that takes. One that was started otherwise stays as it is. Its mail follows by `insertPaidMail`.
 */
export function startPaidRegistration(
  db: Database,
  paid: { workspaceId: string; id: string; now: number; expiresAt: number; op: string },
): Statement {
  return db
    .update(registrations)
    .set({
      status: sql`iif(${registrations.status} = 'unpaid', 'started', ${registrations.status})`,
      issuedAt: sql`iif(${registrations.status} = 'waiting', ${registrations.issuedAt}, ${paid.now})`,
      expiresAt: sql`max(${registrations.expiresAt}, ${paid.expiresAt})`,
      sendTimes: sql`(select json_group_array(t.value) from (select s.value from json_each(${registrations.sendTimes}) s
        where s.value > ${paid.now - day} union all select ${paid.now}) t)`,
      lastOp: paid.op,
    })
    .where(
      and(
        eq(registrations.workspaceId, paid.workspaceId),
        eq(registrations.id, paid.id),
        sql`${registrations.status} in ${openStatuses}`,
      ),
    );
}

/** The mail of a registration that was just paid. Whoever proved the mailbox before needs no link any more. */
export function insertPaidMail(
  db: Database,
  row: typeof outbox.$inferInsert,
  { workspaceId, id, op }: { workspaceId: string; id: string; op: string },
): Statement {
  return insertFrom(
    db,
    outbox,
    {
      ...row,
      to: sql`r.email`,
      language: sql`r.language`,
      subjectId: sql`r.id`,
      generation: sql`r.generation`,
    },
    sql`from registrations r where r.workspace_id = ${workspaceId} and r.id = ${id}
      and r.status = 'started' and r.last_op = ${op}`,
  );
}

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
export function registrationForJoining(db: Database, workspaceId: string, id: string, now: number) {
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
    .where(and(eq(registrations.workspaceId, workspaceId), eq(registrations.id, id)));
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
    .set({ ...values, expiresAt: sql`max(${registrations.expiresAt}, ${values.expiresAt})` })
    .where(
      and(
        eq(registrations.workspaceId, seen.workspaceId),
        eq(registrations.id, seen.id),
        eq(registrations.lastOp, seen.lastOp),
        eq(registrations.status, "started"),
      ),
    );
}

/** True in SQL for the registration `d` of somebody who did not follow the link in time, and neither pays nor has paid. */
const isDue = (now: number) => sql`d.expires_at <= ${now} and d.status in ('unpaid', 'started')
  and not exists (select 1 from orders o where o.workspace_id = d.workspace_id and o.registration_id = d.id
    and o.status in ('open', 'paid', 'held'))`;

/** Registrations whose term is over, the oldest first. */
export function dueRegistrations(db: Database, now: number, limit: number) {
  return db
    .select({ workspaceId: sql<string>`d.workspace_id`.as("workspace_id"), id: sql<string>`d.id`.as("id") })
    .from(sql`registrations d`)
    .where(isDue(now))
    .orderBy(sql`d.expires_at`)
    .limit(limit);
}

/**
 * Forgets those of `due` (a JSON array of `{ workspaceId, id }`) that are due still: that somebody asked stays, nothing
 * of who it was, nor on the mails.
 */
export function lapseRegistrations(
  db: Database,
  due: string,
  { now, op }: { now: number; op: string },
): [Statement, Statement] {
  const found = sql`from json_each(${due}) j cross join registrations d
    on d.workspace_id = j.value ->> '$.workspaceId' and d.id = j.value ->> '$.id'`;
  return [
    db
      .update(registrations)
      .set({ ...nobody, status: "lapsed", lastOp: op })
      .where(
        sql`(${registrations.workspaceId}, ${registrations.id}) in (select d.workspace_id, d.id ${found} where ${isDue(now)})`,
      ),
    forgetRegistrationMails(
      db,
      sql`select d.workspace_id, d.id ${found} where d.status = 'lapsed' and d.last_op = ${op}`,
    ),
  ];
}

const nobody = { email: "", firstName: "", lastName: "", sendTimes: [] as number[] };

/** Takes the address off the mails of registrations that the act has ended; those that wait do not leave. */
export function forgetRegistrationMails(db: Database, ended: SQL): Statement {
  return db
    .update(outbox)
    .set({ to: "", state: sql`iif(${outbox.state} in ('pending', 'unknown'), 'canceled', ${outbox.state})` })
    .where(
      sql`(${outbox.workspaceId}, ${outbox.subjectId}) in (${ended}) and ${outbox.subjectId} glob 'reg_*'`,
    );
}

/** What registrations tell of people who are forgotten: `people` gives ids of members, `addresses` what they had. */
export function forgetRegistrationsOf(
  db: Database,
  workspaceId: string,
  { people, addresses }: { people: SQL; addresses: SQL },
): Statement[] {
  // Two look-ups by an index each; asked for both at once SQLite walks through the registrations of the workspace.
  const found = sql`(select r.id from registrations r where r.workspace_id = ${workspaceId} and r.membership_id in ${people}
    union select r.id from registrations r where r.workspace_id = ${workspaceId} and r.email in ${addresses}
      and r.status in ${openStatuses})`;
  const theirs = sql`${registrations.workspaceId} = ${workspaceId} and ${registrations.id} in ${found}`;
  return [
    forgetRegistrationMails(db, sql`select ${workspaceId}, f.id from ${found} f`),
    db
      .update(registrations)
      .set({
        ...nobody,
        userId: null,
        status: sql`iif(${registrations.status} in ${openStatuses}, 'lapsed', ${registrations.status})`,
      })
      .where(theirs),
  ];
}

/** What somebody registered for, for the export of their data. */
export function registrationsOfMember(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select({
      email: registrations.email,
      status: registrations.status,
      createdAt: registrations.createdAt,
      provedAt: registrations.provedAt,
      courses: sql<string>`(select json_group_array(c.title) from registration_courses rc
        join courses c on c.workspace_id = rc.workspace_id and c.id = rc.course_id
        where rc.workspace_id = registrations.workspace_id and rc.registration_id = registrations.id)`.as(
        "course_titles",
      ),
    })
    .from(registrations)
    .where(and(eq(registrations.workspaceId, workspaceId), eq(registrations.membershipId, membershipId)))
    .orderBy(registrations.id)
    .limit(1_000);
}
