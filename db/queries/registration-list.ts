import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { jobResults, orders, registrations } from "../schema/index.ts";
import { forgetRegistrationMails } from "./lapsed-registrations.ts";
import type { Part } from "./parts.ts";
import { linkInPart } from "./registration-links.ts";
import { eachRow, type Statement } from "./statements.ts";

export type RegistrationStatus = (typeof registrations.$inferSelect)["status"];

// SQLite compares text by bytes; no UTF-8 text has a byte above this one's.
const last = "\u{10ffff}";

/**
 * True in SQL for a registration `r` of the part: it came by a link that leads into it and nowhere else. Those of the
 * catalog are nobody's but the administrators' (null).
 */
function ofPart(part: Part | null): SQL {
  if (part === null) return sql`1`;
  return sql`(r.link_id is not null and ${linkInPart(part, sql`r.workspace_id`, sql`r.link_id`)})`;
}

/** The courses of a registration `r` as JSON: those that were asked for, or none. */
const coursesOf = sql<string>`(select json_group_array(json_object('id', c.id, 'title', c.title))
  from registration_courses rc join courses c on c.workspace_id = rc.workspace_id and c.id = rc.course_id
  where rc.workspace_id = r.workspace_id and rc.registration_id = r.id)`;

/** A row of the lists. Whoever proved the mailbox has said their own names. */
const shown = {
  id: sql<string>`r.id`.as("id"),
  email: sql<string>`r.email`.as("email"),
  firstName: sql<string>`coalesce(u.first_name, r.first_name)`.as("first_name"),
  lastName: sql<string>`coalesce(u.last_name, r.last_name)`.as("last_name"),
  language: sql<string>`r.language`.as("language"),
  status: sql<RegistrationStatus>`r.status`.as("status"),
  linkId: sql<string | null>`l.id`.as("link_id"),
  linkName: sql<string | null>`l.name`.as("link_name"),
  courses: coursesOf.as("courses"),
  createdAt: sql<number>`r.created_at`.as("created_at"),
  expiresAt: sql<number>`r.expires_at`.as("expires_at"),
  sendTimes: sql<string>`r.send_times`.as("send_times"),
  generation: sql<number>`r.generation`.as("generation"),
  lastOp: sql<string>`r.last_op`.as("last_op"),
  /** It waits for money, or has it. */
  hasOrder: sql<number>`exists (select 1 from orders o where o.workspace_id = r.workspace_id
    and o.registration_id = r.id and o.status in ('open', 'paid', 'held'))`.as("has_order"),
  provedAt: sql<number | null>`r.proved_at`.as("proved_at"),
  decidedAt: sql<number | null>`r.decided_at`.as("decided_at"),
  membershipId: sql<string | null>`r.membership_id`.as("membership_id"),
  /** Who joined and was removed since has no page any more. */
  isHere: sql<number>`exists (select 1 from memberships m where m.workspace_id = r.workspace_id
    and m.id = r.membership_id and m.status <> 'removed')`.as("is_here"),
};

const withNames = sql`left join users u on u.id = r.user_id
  left join registration_links l on l.workspace_id = r.workspace_id and l.id = r.link_id`;

/**
 * Registrations, the latest first: looks at no more than `look`, and says of each whether it is one that is sought.
 */
export function registrationsPage(
  db: Database,
  workspaceId: string,
  page: {
    part: Part | null;
    status: RegistrationStatus | null;
    linkId: string | null;
    /** Part of the address or of the name, lower case; empty: all. */
    search: string;
    after: string | null;
    look: number;
  },
) {
  const { part, status, linkId, search, after, look } = page;
  const range =
    linkId !== null
      ? sql`link_id = ${linkId} and link_id is not null`
      : status !== null
        ? sql`status = ${status}`
        : sql`1`;
  const from = sql`(select * from registrations where workspace_id = ${workspaceId} and ${range}
    and id < ${after ?? last} order by id desc limit ${look}) r ${withNames}`;
  return db
    .select({
      ...shown,
      fits: sql<number>`${status === null ? sql`1` : sql`r.status = ${status}`} and ${ofPart(part)}
        and (${search} = '' or instr(lower(r.email || ' ' || coalesce(u.first_name, r.first_name) || ' '
          || coalesce(u.last_name, r.last_name)), ${search}) > 0)`.as("fits"),
    })
    .from(from)
    .orderBy(sql`r.id desc`);
}

export type RegistrationRow = Omit<Awaited<ReturnType<typeof registrationsPage>>[number], "fits">;

/** One registration, as far as it is of the part. */
export function registrationById(db: Database, workspaceId: string, id: string, part: Part | null) {
  return db
    .select(shown)
    .from(sql`registrations r ${withNames}`)
    .where(sql`r.workspace_id = ${workspaceId} and r.id = ${id} and ${ofPart(part)}`);
}

/** How many wait for a decision, among the first `most` that do. */
export function countWaiting(db: Database, workspaceId: string, part: Part | null, most: number) {
  return db
    .select({ count: sql<number>`count(*)`.as("n") })
    .from(
      sql`(select * from registrations where workspace_id = ${workspaceId} and status = 'waiting' limit ${most}) r`,
    )
    .where(ofPart(part));
}

/**
 * What a decision about these needs (a JSON array of ids), as far as they are of the part: the row, who they are, what
 * they are here by now, and which of their courses can be taken.
 */
export function registrationsToDecide(db: Database, workspaceId: string, ids: string, part: Part | null) {
  return db
    .select({
      id: sql<string>`r.id`.as("id"),
      status: sql<RegistrationStatus>`r.status`.as("status"),
      email: sql<string>`r.email`.as("email"),
      language: sql<string>`r.language`.as("language"),
      linkId: sql<string | null>`r.link_id`.as("link_id"),
      issuedAt: sql<number | null>`r.issued_at`.as("issued_at"),
      sendTimes: sql<string>`r.send_times`.as("send_times"),
      createdAt: sql<number>`r.created_at`.as("created_at"),
      lastOp: sql<string>`r.last_op`.as("last_op"),
      userId: sql<string | null>`r.user_id`.as("user_id"),
      firstName: sql<string>`coalesce(u.first_name, r.first_name)`.as("first_name"),
      lastName: sql<string>`coalesce(u.last_name, r.last_name)`.as("last_name"),
      /** The account that proved the mailbox still has this address, and is in use. */
      isSamePerson: sql<number>`(u.email is r.email and u.status = 'active'
        and (m.user_id is null or m.user_id = r.user_id))`.as("is_same_person"),
      memberId: sql<string | null>`m.id`.as("member_id"),
      memberStatus: sql<string | null>`m.status`.as("member_status"),
      linkIsFull: sql<number>`(l.max_uses is not null and l.uses >= l.max_uses)`.as("link_is_full"),
      courseIds: sql<string>`(select json_group_array(rc.course_id) from registration_courses rc
        join courses c on c.workspace_id = rc.workspace_id and c.id = rc.course_id
          and c.deleted_at is null and c.status = 'published'
        where rc.workspace_id = r.workspace_id and rc.registration_id = r.id)`.as("course_ids"),
    })
    .from(
      sql`json_each(${ids}) j cross join registrations r on r.workspace_id = ${workspaceId} and r.id = j.value
        ${withNames}
        left join memberships m on m.workspace_id = r.workspace_id and m.status <> 'removed'
          and m.email = r.email`,
    )
    .where(ofPart(part));
}

export type DecidedRow = Awaited<ReturnType<typeof registrationsToDecide>>[number];

interface SeenRegistration {
  workspaceId: string;
  id: string;
  lastOp: string;
}

interface Decision {
  decidedAt: number;
  decidedBy: string;
  lastOp: string;
}

/**
 * Approves a registration that waits as it was read (of two administrators one decides), as long as the account that
 * proved the mailbox has that address: an invitation for the address would lead its later owner's roles to another
 * person otherwise. Guard it.
 */
export function approveSeen(db: Database, seen: SeenRegistration, decision: Decision): Statement {
  return decide(
    db,
    seen,
    { ...decision, status: "joined" },
    sql`exists (select 1 from users u where u.id = ${registrations.userId} and u.email = ${registrations.email}
      and u.status = 'active')
      and not exists (select 1 from memberships m where m.workspace_id = ${seen.workspaceId}
        and m.email = ${registrations.email} and m.status <> 'removed' and m.user_id is not null
        and m.user_id <> ${registrations.userId})`,
  );
}

/** Refuses one, and forgets who it was: guard it. The mail has the address, until it has left. */
export function refuseSeen(db: Database, seen: SeenRegistration, decision: Decision): Statement {
  return decide(db, seen, {
    ...decision,
    status: "refused",
    email: "",
    firstName: "",
    lastName: "",
    userId: null,
  });
}

function decide(
  db: Database,
  { workspaceId, id, lastOp }: SeenRegistration,
  values: Partial<typeof registrations.$inferInsert> & Decision,
  also?: SQL,
): Statement {
  return db
    .update(registrations)
    .set(values)
    .where(
      and(
        eq(registrations.workspaceId, workspaceId),
        eq(registrations.id, id),
        eq(registrations.status, "waiting"),
        eq(registrations.lastOp, lastOp),
        also,
      ),
    );
}

/** Takes the address out of the mails of a registration that is over, and stops those that have not left. */
export function forgetMailsOf(db: Database, workspaceId: string, id: string): Statement {
  return forgetRegistrationMails(db, sql`select ${workspaceId}, ${id}`);
}

const moneyOf = (workspaceId: string, registrationId: string) =>
  and(
    eq(orders.workspaceId, workspaceId),
    eq(orders.registrationId, registrationId),
    sql`${orders.status} in ('paid', 'held')`,
  );

/** Marks what somebody paid who is refused in this batch, until it is given back: nobody has to find it by chance. */
export function concernOrders(
  db: Database,
  { workspaceId, id, concern, op }: { workspaceId: string; id: string; concern: string; op: string },
): Statement {
  return db.update(orders).set({ concern, lastOp: op }).where(moneyOf(workspaceId, id));
}

/** The orders of a registration whose money is here. */
export function paidOrdersOf(db: Database, workspaceId: string, registrationId: string) {
  return db.select({ id: orders.id }).from(orders).where(moneyOf(workspaceId, registrationId));
}

/** Forgets a registration that nobody has proved: guard it. Its link leads nowhere from then on. */
export function removeUnproved(
  db: Database,
  { workspaceId, id, now, op }: { workspaceId: string; id: string; now: number; op: string },
): Statement {
  return db
    .update(registrations)
    .set({ status: "lapsed", email: "", firstName: "", lastName: "", expiresAt: now, lastOp: op })
    .where(
      and(
        eq(registrations.workspaceId, workspaceId),
        eq(registrations.id, id),
        eq(registrations.status, "started"),
        sql`not exists (select 1 from orders o where o.workspace_id = ${workspaceId} and o.registration_id = ${id}
          and o.status in ('open', 'paid', 'held'))`,
      ),
    );
}

/** Writes down which of those that wait a job is about: these (a JSON array of ids), or all of a link, or all. */
export function stageWaiting(
  db: Database,
  workspaceId: string,
  jobId: string,
  { ids, linkId, part }: { ids: string | null; linkId: string | null; part: Part | null },
): Statement {
  const from =
    ids !== null
      ? sql`(select distinct value as id from json_each(${ids})) j
          cross join registrations r on r.workspace_id = ${workspaceId} and r.id = j.id`
      : sql`registrations r`;
  return db.insert(jobResults).select(
    sql`select r.workspace_id, ${jobId}, r.id, 'waiting' from ${from}
      where r.workspace_id = ${workspaceId} and r.status = 'waiting' and ${ofPart(part)}
        and ${linkId === null ? sql`1` : sql`r.link_id = ${linkId}`}`,
  );
}

/**
 * A page of what became of each registration of a job that decides, newest first; nothing for other jobs. `told` is 0 for
 * one that nothing was done with and that is outside one of the parts.
 */
export function jobRegistrations(
  db: Database,
  workspaceId: string,
  jobId: string,
  { parts, after, limit }: { parts: readonly (Part | null)[]; after: string | null; limit: number },
) {
  return db
    .select({
      id: sql<string>`r.id`.as("id"),
      /** Who they are here by now, while they are. */
      membershipId: sql<string | null>`(select m.id from memberships m where m.workspace_id = r.workspace_id
        and m.id = r.membership_id and m.status <> 'removed')`.as("membership_id"),
      told: sql<number>`(j.outcome = 'done' or (${sql.join(parts.map(ofPart), sql` and `)}))`.as("told"),
      outcome: sql<string>`j.outcome`.as("outcome"),
      email: sql<string>`r.email`.as("email"),
      firstName: shown.firstName,
      lastName: shown.lastName,
    })
    .from(sql`job_results j cross join registrations r ${withNames}`)
    .where(
      sql`j.workspace_id = ${workspaceId} and j.job_id = ${jobId}
        and j.membership_id >= 'reg_' and j.membership_id < ${after ?? "reg`"}
        and r.workspace_id = ${workspaceId} and r.id = j.membership_id`,
    )
    .orderBy(sql`j.membership_id desc`)
    .limit(limit);
}

/** Says what became of rows of a job, in the batch of the act or after it; `outcomes` is a JSON array. */
export function settleRows(db: Database, workspaceId: string, jobId: string, outcomes: string): Statement {
  return db
    .update(jobResults)
    .set({ outcome: sql`j.value ->> '$.outcome'` })
    .from(eachRow(outcomes, { workspace: workspaceId, job: jobId }))
    .where(
      sql`${jobResults.workspaceId} = j.workspace and ${jobResults.jobId} = j.job
        and ${jobResults.membershipId} = j.value ->> '$.membershipId' and ${jobResults.outcome} = 'waiting'`,
    );
}
