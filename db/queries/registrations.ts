import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  auditDetails,
  auditEvents,
  outbox,
  rateCounters,
  registrationCourses,
  registrations,
  workspaces,
} from "../schema/index.ts";
import { columnsOf } from "./columns.ts";
import { insertFrom } from "./insert-from.ts";
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
  /** False: nothing is mailed, because the address is proved already. */
  mails: boolean;
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

/** The workspace somebody wants into, by its address, and whether its provider is the only way in; one row, or none. */
export function workspaceToRegister(db: Database, slug: string) {
  return db
    .select({
      workspace: columnsOf(workspaces, "w"),
      isEnforced: sql<number>`exists (select 1 from sso_connections s where s.workspace_id = workspaces.id
        and s.enforced_at is not null)`.as("is_enforced"),
    })
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

export const openStatuses = sql.raw("('unpaid', 'started', 'waiting')");

/**
 * Opens a registration, or stamps the one that is open for the address. Nothing is written for whoever is here
 * already, unless they buy, nor beyond the limit of the address: the conditions stand in the statement, so that known
 * and unknown addresses take the same path (E-01). The older links of an open one stay good, whoever asked again: it
 * may be a stranger who knows the address. So one whose mailbox is proved stays as it is, and the registration link of an
 * open one is replaced by nobody; only where there is none, or it is gone for good, and no order is tied to it, does the
 * new one count.
 */
export function openRegistration(db: Database, r: Registering): Statement {
  const mails = sql`(${r.status} = 'started' and ${r.mails ? mayMail(r) : sql`0`})`;
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
      linkKeys: [],
      sendTimes: starts && r.mails ? [r.now] : [],
      createdAt: r.now,
      lastOp: r.op,
    },
    sql`where ${withinLimit(r)} ${starts ? sql`and not ${isHere(r)}` : sql``}
      ${starts && r.mails ? sql`and ${hasRoom(r.ofWorkspace)}` : sql``}`,
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
 * The registration that is open for an address which its owner has proved, whichever of their presses stamped it last;
 * none where they have asked too often.
 */
export function registrationOfOwner(r: Mailing): SQL {
  return sql`(select r.id from registrations r where r.workspace_id = ${r.workspaceId} and r.email = ${r.email}
    and r.status in ${openStatuses} and ${withinLimit(r)})`;
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

/**
 * For an act of whoever has proved the address, behind `addRegisteredCourse`: what strangers asked for by typing it is no
 * part of it, neither courses nor a date nor a link nor a language. What somebody pays or has paid for stays, which is
 * the order's and its course's, and keeps no link.
 */
export function keepOwnWishes(
  db: Database,
  r: Registering,
  { courseId, sessionId }: { courseId: string | null; sessionId: string | null },
): Statement[] {
  const mine = sql`(select r.id ${stamped(r)})`;
  return [
    db
      .update(registrations)
      .set({ linkId: r.linkId, language: r.language })
      .where(
        sql`${registrations.workspaceId} = ${r.workspaceId} and ${registrations.id} = ${mine}
          and ${registrations.status} <> 'waiting'`,
      ),
    ...keepOwnCourses(db, { workspaceId: r.workspaceId, id: mine }, { courseId, sessionId }),
  ];
}

/** Of a registration (`id`, or SQL that finds it) only what its owner asks for, and what somebody pays or has paid for. */
export function keepOwnCourses(
  db: Database,
  { workspaceId, id }: { workspaceId: string; id: string | SQL },
  { courseId, sessionId }: { courseId: string | null; sessionId: string | null },
): Statement[] {
  const ofCourse = sql`${registrationCourses.workspaceId} = ${workspaceId}
    and ${registrationCourses.registrationId} = ${id}
    and not exists (select 1 from orders o where o.workspace_id = ${workspaceId}
      and o.registration_id = ${registrationCourses.registrationId} and o.course_id = ${registrationCourses.courseId}
      and o.status in ('open', 'paid', 'held'))`;
  return [
    db
      .delete(registrationCourses)
      .where(sql`${ofCourse} and ${registrationCourses.courseId} is not ${courseId}`),
    db
      .update(registrationCourses)
      .set({ sessionId })
      .where(sql`${ofCourse} and ${registrationCourses.courseId} is ${courseId}`),
  ];
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
  { key, windowStart }: Omit<DayCounter, "limit">,
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
