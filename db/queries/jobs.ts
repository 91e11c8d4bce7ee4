import { and, desc, eq, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  apiKeys,
  auditDetails,
  auditEvents,
  invitations,
  jobResults,
  jobs,
  memberships,
  outbox,
  users,
} from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { membershipRoles } from "./invitations.ts";
import { mailIdsOf } from "./outbox.ts";
import { eachRow } from "./statements.ts";

export type JobKind = (typeof jobs.$inferSelect)["kind"];

/** What a bulk act is about: the same filter as the People list, or picked rows of it. */
export interface JobFilter {
  status?: string | undefined;
  delivery?: string | undefined;
  role?: string | undefined;
  unitId?: string | undefined;
  groupId?: string | undefined;
  inviterId?: string | undefined;
  importId?: string | undefined;
  /** Normalised search text. */
  q?: string | undefined;
  ids?: string[] | undefined;
}

/** Roles that whoever asks may hand out, as a JSON array; null: all. Nobody acts on an offer of more. */
export type Grantable = string | null;

/** Facets of the list by key of the filter, the one that leaves fewest rows first. */
const facetKeys = {
  delivery: "delivery",
  groupId: "group",
  importId: "import",
  role: "role",
  inviterId: "inviter",
  unitId: "unit",
} as const;

// SQLite compares text by bytes; no UTF-8 text has a byte above this one's.
const last = "\u{10ffff}";

function facetsOf(filter: JobFilter): string[] {
  return Object.entries(facetKeys).flatMap(([key, facet]) => {
    const value = filter[key as keyof typeof facetKeys];
    return value ? [`${facet}:${value}`] : [];
  });
}

/** Ids of those whom the filter may mean, as ranges of the list's indexes; nobody stands there twice. */
function candidates(workspaceId: string, filter: JobFilter, now: number): SQL {
  if (filter.ids) return sql`select distinct value as id from json_each(${JSON.stringify(filter.ids)})`;
  const statuses = JSON.stringify(statusesOf(filter));
  const range = filter.q
    ? sql`select distinct membership_id as id from membership_terms where workspace_id = ${workspaceId}
        and status in (select value from json_each(${statuses})) and term >= ${filter.q} and term < ${filter.q + last}`
    : sql`select membership_id as id from membership_facets where workspace_id = ${workspaceId}
        and facet = ${facetsOf(filter)[0] ?? ""} and status in (select value from json_each(${statuses}))`;
  if (filter.status !== "expired") return range;
  // Those whom the cron has not met yet.
  return sql`${range} union all select id from memberships where workspace_id = ${workspaceId}
    and shown_as = 'pending' and link_expires_at <= ${now}`;
}

function statusesOf(filter: JobFilter): string[] {
  return filter.status ? [filter.status] : ["pending", "expired"];
}

/** What a row of `m` must be besides: candidates are judged one by one, by keys alone. */
function matching(filter: JobFilter, now: number): SQL {
  const conditions: SQL[] = [
    sql`(case when m.shown_as = 'pending' and m.link_expires_at <= ${now} then 'expired' else m.shown_as end)
      in (select value from json_each(${JSON.stringify(statusesOf(filter))}))`,
    ...facetsOf(filter).map(
      (facet) => sql`exists (select 1 from membership_facets f where f.workspace_id = m.workspace_id
        and f.facet = ${facet} and f.status = m.shown_as and f.membership_id = m.id)`,
    ),
  ];
  if (filter.q) {
    conditions.push(sql`exists (select 1 from json_each(m.search_terms) t
      where t.value >= ${filter.q} and t.value < ${filter.q + last})`);
  }
  return sql.join(conditions, sql` and `);
}

/** Why a row will be left out, or `ok`. The run decides by the same words. */
function verdict(kind: JobKind, grantable: Grantable, now: number): SQL {
  const above =
    grantable === null
      ? sql``
      : sql`when exists (select 1 from role_assignments a where a.workspace_id = m.workspace_id
          and a.membership_id = m.id and a.role not in (select value from json_each(${grantable}))) then 'role_above_yours'`;
  if (kind === "cancel") {
    return sql`case ${above} when i.status in ('pending', 'expired') then 'ok' else 'not_open' end`;
  }
  const hasty = sql`when ${now} - coalesce(json_extract(i.send_times, '$[#-1]'), 0) < 60000 then 'just_sent'
    when (select count(*) from json_each(i.send_times) s where s.value > ${now - 86_400_000}) >= 5 then 'sent_often'`;
  if (kind === "remind") {
    return sql`case ${above}
      when i.status not in ('pending', 'expired') then 'not_open'
      when i.status = 'expired' or i.expires_at <= ${now} then 'link_ended'
      when i.delivery in ('bounced', 'complained', 'failed') then 'bounced'
      when i.delivery not in ('sent', 'delivered', 'opened', 'clicked') then 'not_sent'
      ${hasty} else 'ok' end`;
  }
  // Who declined and was invited anew holds the address already: reopening would break on it. Of several
  // that were declined the newest counts, found by the address among the terms of the search.
  return sql`case ${above}
    when i.status in ('accepted', 'canceled') then 'not_open'
    when m.status = 'removed' and (exists (select 1 from memberships o where o.workspace_id = m.workspace_id
        and o.email = m.email and o.status <> 'removed')
      or exists (select 1 from json_each(m.search_terms) s cross join membership_terms t
        on t.workspace_id = m.workspace_id and t.status in ('declined', 'canceled', 'removed') and t.term = s.value
        cross join memberships o on o.workspace_id = t.workspace_id and o.id = t.membership_id
        where instr(s.value, '@') and o.email = m.email and o.id > m.id)) then 'not_open'
    when i.delivery in ('bounced', 'complained') then 'bounced'
    ${hasty} else 'ok' end`;
}

// Cross joins are walked through from left to right; otherwise SQLite begins with the whole workspace.
const matched = (workspaceId: string, filter: JobFilter, now: number) =>
  sql`(${candidates(workspaceId, filter, now)}) c
    cross join memberships m on m.workspace_id = ${workspaceId} and m.id = c.id
    cross join invitations i on i.workspace_id = ${workspaceId} and i.id = m.invitation_id`;

/** How many rows the act would change and how many it would skip, by reason. */
export function previewOfJob(
  db: Database,
  workspaceId: string,
  kind: JobKind,
  filter: JobFilter,
  grantable: Grantable,
  now: number,
) {
  return db
    .select({
      verdict: sql<string>`${verdict(kind, grantable, now)}`.as("verdict"),
      count: sql<number>`count(*)`.as("n"),
    })
    .from(matched(workspaceId, filter, now))
    .where(matching(filter, now))
    .groupBy(sql`verdict`);
}

/** When the workspace last started a bulk act of this kind; one that was undone does not count. */
export function lastJobStart(db: Database, workspaceId: string, kind: JobKind) {
  return db
    .select({ createdAt: jobs.createdAt })
    .from(jobs)
    .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.kind, kind), ne(jobs.status, "undone")))
    .orderBy(desc(jobs.id))
    .limit(1);
}

/** Writes a job down, unless the workspace started one of its kind after `since`: guard it. */
export function insertJob(db: Database, row: typeof jobs.$inferInsert, since: number) {
  return insertFrom(
    db,
    jobs,
    row,
    sql`from (select 1) where coalesce((select j.created_at from jobs j where j.workspace_id = ${row.workspaceId}
      and j.kind = ${row.kind} and j.status <> 'undone' order by j.id desc limit 1), 0) <= ${since}`,
  );
}

/** Writes down whom the job is about, so that what happens meanwhile does not change it. */
export function stageJob(db: Database, workspaceId: string, jobId: string, filter: JobFilter, now: number) {
  return db.insert(jobResults).select(
    sql`select m.workspace_id, ${jobId}, m.id, 'waiting' from ${matched(workspaceId, filter, now)}
        where ${matching(filter, now)}`,
  );
}

export function jobById(db: Database, workspaceId: string, jobId: string) {
  return db
    .select()
    .from(jobs)
    .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.id, jobId)));
}

/** The latest bulk acts of a workspace, newest first. */
export function latestJobs(db: Database, workspaceId: string, limit: number) {
  return db.select().from(jobs).where(eq(jobs.workspaceId, workspaceId)).orderBy(desc(jobs.id)).limit(limit);
}

/** How many rows ended in which way, once the job is over: while it runs its row says how far it is. */
export function jobOutcomes(db: Database, workspaceId: string, jobId: string) {
  return db
    .select({ outcome: sql<string>`r.outcome`.as("outcome"), count: sql<number>`count(*)`.as("n") })
    .from(jobs)
    .crossJoin(sql`job_results r`)
    .where(
      sql`${jobs.workspaceId} = ${workspaceId} and ${jobs.id} = ${jobId} and ${jobs.status} <> 'running'
        and r.workspace_id = ${workspaceId} and r.job_id = ${jobId}`,
    )
    .groupBy(sql`r.outcome`);
}

/** The first rows with something to look at: who was skipped and why. */
export function jobRows(db: Database, workspaceId: string, jobId: string, limit: number) {
  return db
    .select({
      membershipId: jobResults.membershipId,
      outcome: jobResults.outcome,
      email: sql<string | null>`m.email`.as("email"),
      firstName: sql<string>`m.first_name`.as("first_name"),
      lastName: sql<string>`m.last_name`.as("last_name"),
    })
    .from(jobResults)
    .crossJoin(sql`memberships m`)
    .where(
      sql`${jobResults.workspaceId} = ${workspaceId} and ${jobResults.jobId} = ${jobId}
        and m.workspace_id = ${workspaceId} and m.id = ${jobResults.membershipId}`,
    )
    .orderBy(desc(jobResults.membershipId))
    .limit(limit);
}

const workspaceIsOpen = sql`exists (select 1 from workspaces w where w.id = ${jobs.workspaceId} and w.status = 'active')`;

/** One worker at a time: holds the job until the lease runs out. In a suspended workspace it waits. */
export function leaseJob(
  db: Database,
  workspaceId: string,
  jobId: string,
  lease: string,
  now: number,
  leaseUntil: number,
) {
  return db
    .update(jobs)
    .set({ lease, leaseUntil })
    .where(
      and(
        eq(jobs.workspaceId, workspaceId),
        eq(jobs.id, jobId),
        eq(jobs.status, "running"),
        sql`${jobs.dueAt} <= ${now}`,
        or(isNull(jobs.leaseUntil), lt(jobs.leaseUntil, now)),
        workspaceIsOpen,
      ),
    )
    .returning();
}

/** What the person behind a job may do at this moment: its starter, or who made the key that started it. */
export function jobStarter(db: Database, workspaceId: string, jobId: string) {
  return db
    .select({
      status: sql<string | null>`${memberships.status}`.as("starter_status"),
      roles: membershipRoles,
      keyScopes: apiKeys.scopes,
      keyMaxRole: apiKeys.maxRole,
      keyRevokedAt: apiKeys.revokedAt,
    })
    .from(jobs)
    .leftJoin(
      apiKeys,
      and(
        eq(jobs.actorKind, "apiKey"),
        eq(apiKeys.workspaceId, jobs.workspaceId),
        eq(apiKeys.id, jobs.actorId),
      ),
    )
    .innerJoin(
      memberships,
      and(
        eq(memberships.workspaceId, jobs.workspaceId),
        sql`${memberships.id} = coalesce(${apiKeys.creatorMembershipId}, ${jobs.actorId})`,
      ),
    )
    .innerJoin(users, and(eq(users.id, memberships.userId), eq(users.status, "active")))
    .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.id, jobId)));
}

/** Ends what is left of a job that nobody may go on with: each row says so. */
export function stopJobRows(db: Database, workspaceId: string, jobId: string, outcome: string) {
  return db
    .update(jobResults)
    .set({ outcome })
    .where(
      and(
        eq(jobResults.workspaceId, workspaceId),
        eq(jobResults.jobId, jobId),
        eq(jobResults.outcome, "waiting"),
      ),
    );
}

/** The next rows of a job from `cursor` downwards, each with its verdict of this moment. */
export function jobChunk(
  db: Database,
  workspaceId: string,
  job: { id: string; kind: JobKind; cursor: string | null },
  grantable: Grantable,
  now: number,
  limit: number,
) {
  return db
    .select({
      membershipId: sql<string>`r.membership_id`.as("membership_id"),
      invitationId: sql<string>`i.id`.as("invitation_id"),
      verdict: sql<string>`${verdict(job.kind, grantable, now)}`.as("verdict"),
      invitation: sql<string>`json_object('status', i.status, 'generation', i.generation,
        'floorGeneration', i.floor_generation, 'issuedAt', i.issued_at, 'expiresAt', i.expires_at,
        'termMs', i.term_ms, 'sendTimes', json(i.send_times), 'lastOp', i.last_op, 'email', i.email,
        'lastSentAt', i.last_sent_at, 'reminders', json(i.reminders), 'remindAt', i.remind_at)`.as(
        "invitation",
      ),
    })
    .from(
      sql`job_results r cross join memberships m on m.workspace_id = ${workspaceId} and m.id = r.membership_id
        cross join invitations i on i.workspace_id = ${workspaceId} and i.id = m.invitation_id`,
    )
    .where(
      sql`r.workspace_id = ${workspaceId} and r.job_id = ${job.id} and r.outcome = 'waiting'
        and r.membership_id < ${job.cursor ?? last}`,
    )
    .orderBy(sql`r.membership_id desc`)
    .limit(limit);
}

/** Invitation columns of many rows at once; `changes` is a JSON array of `{ id, seen, ... }`. */
export function changeInvitations(db: Database, workspaceId: string, op: string, changes: string) {
  const at = (name: string) => sql`j.value ->> ${`$.${name}`}`;
  return db
    .update(invitations)
    .set({
      status: sql`${at("status")}`,
      generation: sql`${at("generation")}`,
      floorGeneration: sql`${at("floorGeneration")}`,
      issuedAt: sql`${at("issuedAt")}`,
      expiresAt: sql`${at("expiresAt")}`,
      endedAt: sql`${at("endedAt")}`,
      delivery: sql`coalesce(${at("delivery")}, ${invitations.delivery})`,
      sendTimes: sql`coalesce(${at("sendTimes")}, ${invitations.sendTimes})`,
      reminders: sql`${at("reminders")}`,
      remindAt: sql`${at("remindAt")}`,
      lastOp: op,
    })
    .from(eachRow(changes, { workspace: workspaceId }))
    .where(
      sql`${invitations.workspaceId} = j.workspace and ${invitations.id} = ${at("id")}
        and ${invitations.lastOp} = ${at("seen")}`,
    );
}

/** Takes back unsent mail of all invitations that this act changed. */
export function cancelOutboxOfOp(db: Database, workspaceId: string, op: string, ids: string) {
  return db
    .update(outbox)
    .set({ state: "canceled" })
    .where(
      sql`${outbox.workspaceId} = ${workspaceId} and ${outbox.state} in ('pending', 'unknown')
        and ${outbox.id} in ${mailIdsOf(
          workspaceId,
          sql`in (select i.id from json_each(${ids}) j cross join invitations i
            on i.workspace_id = ${workspaceId} and i.id = j.value and i.last_op = ${op})`,
        )}`,
    );
}

/** One mail for each invitation that this act changed; `mails` is a JSON array of `{ id, invitationId, template }`. */
export function insertOutboxOfOp(
  db: Database,
  workspaceId: string,
  op: string,
  mails: string,
  note: string | null,
  now: number,
) {
  return db.insert(outbox).select(
    sql`select i.workspace_id, j.value ->> '$.id', j.value ->> '$.template', i.id, i.generation, null, i.email,
      i.language, coalesce(${note}, i.note), 'pending', 1, ${now}, null, null, 0, null, null, null, ${op}, null, ${now}
      from json_each(${mails}) j cross join invitations i on i.workspace_id = ${workspaceId}
      and i.id = j.value ->> '$.invitationId' and i.last_op = ${op}`,
  );
}

/** One audit row a person, for those whom this act changed; `rows` is a JSON array of `{ id, invitationId }`. */
export function insertAuditOfOp(
  db: Database,
  event: Omit<typeof auditEvents.$inferInsert, "id" | "membershipId" | "targetId">,
  actorName: string,
  rows: string,
) {
  return [
    db.insert(auditEvents).select(
      sql`select i.workspace_id, j.value ->> '$.id', ${event.at}, ${event.actorKind}, ${event.actorId},
        ${event.action}, i.membership_id, i.id, ${event.op}, ${event.ipPrefix}, ${event.requestId}
        from json_each(${rows}) j cross join invitations i on i.workspace_id = ${event.workspaceId}
        and i.id = j.value ->> '$.invitationId' and i.last_op = ${event.op}`,
    ),
    db.insert(auditDetails).select(
      sql`select i.workspace_id, j.value ->> '$.id', ${actorName}, json_object('email', i.email, 'bulk', json('true')), null
        from json_each(${rows}) j cross join invitations i on i.workspace_id = ${event.workspaceId}
        and i.id = j.value ->> '$.invitationId' and i.last_op = ${event.op}`,
    ),
  ] as const;
}

/** What became of each row; one that somebody else changed meanwhile says so. */
export function settleJobRows(
  db: Database,
  workspaceId: string,
  jobId: string,
  op: string,
  outcomes: string,
) {
  return db
    .update(jobResults)
    .set({
      outcome: sql`case when j.value ->> '$.outcome' <> 'done' then j.value ->> '$.outcome'
        when exists (select 1 from invitations i where i.workspace_id = ${workspaceId}
          and i.id = j.value ->> '$.invitationId' and i.last_op = ${op}) then 'done' else 'changed_meanwhile' end`,
    })
    .from(eachRow(outcomes, { workspace: workspaceId, job: jobId }))
    .where(
      sql`${jobResults.workspaceId} = j.workspace and ${jobResults.jobId} = j.job
        and ${jobResults.membershipId} = j.value ->> '$.membershipId' and ${jobResults.outcome} = 'waiting'`,
    );
}

/**
 * Progress and the lease back, as long as it is this worker's. `settled` is the JSON array of the chunk: its
 * rows alone are counted, whatever the size of the job. The last chunk ends the job and counts all once more.
 */
export function advanceJob(
  db: Database,
  workspaceId: string,
  jobId: string,
  lease: string,
  settled: { outcomes: string; cursor: string | null; last: boolean },
  now: number,
) {
  const counted = (condition: SQL) =>
    settled.last
      ? sql`(select count(*) from job_results r where r.workspace_id = ${workspaceId} and r.job_id = ${jobId}
          and ${condition})`
      : sql`(select count(*) from json_each(${settled.outcomes}) j cross join job_results r
          on r.workspace_id = ${workspaceId} and r.job_id = ${jobId}
          and r.membership_id = j.value ->> '$.membershipId' where ${condition})`;
  return db
    .update(jobs)
    .set({
      done: sql`${settled.last ? 0 : jobs.done} + ${counted(sql`r.outcome = 'done'`)}`,
      skipped: sql`${settled.last ? 0 : jobs.skipped} + ${counted(sql`r.outcome <> 'done'`)}`,
      ...(settled.cursor === null ? {} : { cursor: settled.cursor }),
      ...(settled.last ? { status: "done" as const, finishedAt: now } : {}),
      lease: null,
      leaseUntil: null,
    })
    .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.id, jobId), eq(jobs.lease, lease)));
}

/** Undoes a job that has not begun. */
export function undoJobRow(db: Database, workspaceId: string, jobId: string, now: number) {
  return db
    .update(jobs)
    .set({ status: "undone", finishedAt: now })
    .where(
      and(
        eq(jobs.workspaceId, workspaceId),
        eq(jobs.id, jobId),
        eq(jobs.status, "running"),
        // Whoever began it holds a lease or left one behind, until the cursor says how far it came.
        isNull(jobs.lease),
        isNull(jobs.cursor),
      ),
    );
}

/** Jobs that should be running and that nobody holds. */
export function idleJobs(db: Database, now: number, limit: number) {
  return db
    .select({ workspaceId: jobs.workspaceId, id: jobs.id })
    .from(jobs)
    .where(
      and(
        eq(jobs.status, "running"),
        sql`${jobs.dueAt} <= ${now}`,
        or(isNull(jobs.leaseUntil), lt(jobs.leaseUntil, now)),
        workspaceIsOpen,
      ),
    )
    .orderBy(jobs.createdAt)
    .limit(limit);
}
