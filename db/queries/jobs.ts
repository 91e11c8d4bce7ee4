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
import { eachRow } from "./statements.ts";

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

const facetKeys = {
  delivery: "delivery",
  role: "role",
  unitId: "unit",
  groupId: "group",
  inviterId: "inviter",
  importId: "import",
} as const;

/** Everybody that the filter matches and who has an invitation, as the condition of a query over `m` and `i`. */
function matching(workspaceId: string, filter: JobFilter, now: number): SQL {
  const statuses = filter.status ? [filter.status] : ["pending", "expired"];
  const conditions: SQL[] = [
    sql`m.workspace_id = ${workspaceId}`,
    sql`(case when m.shown_as = 'pending' and m.link_expires_at <= ${now} then 'expired' else m.shown_as end)
      in (select value from json_each(${JSON.stringify(statuses)}))`,
  ];
  for (const [key, facet] of Object.entries(facetKeys)) {
    const value = filter[key as keyof typeof facetKeys];
    if (!value) continue;
    conditions.push(sql`exists (select 1 from membership_facets f where f.workspace_id = m.workspace_id
      and f.facet = ${`${facet}:${value}`} and f.status = m.shown_as and f.membership_id = m.id)`);
  }
  if (filter.q) {
    conditions.push(sql`exists (select 1 from membership_terms t where t.workspace_id = m.workspace_id
      and t.status = m.shown_as and t.membership_id = m.id
      and t.term >= ${filter.q} and t.term < ${`${filter.q}\u{10ffff}`})`);
  }
  if (filter.ids) {
    conditions.push(sql`m.id in (select value from json_each(${JSON.stringify(filter.ids)}))`);
  }
  return sql.join(conditions, sql` and `);
}

/** Why a row will be left out, or `ok`. The run decides by the same words. */
function verdict(kind: "resend" | "cancel", grantable: Grantable, now: number): SQL {
  const above =
    grantable === null
      ? sql``
      : sql`when exists (select 1 from role_assignments a where a.workspace_id = m.workspace_id
          and a.membership_id = m.id and a.role not in (select value from json_each(${grantable}))) then 'role_above_yours'`;
  if (kind === "cancel") {
    return sql`case ${above} when i.status in ('pending', 'expired') then 'ok' else 'not_open' end`;
  }
  // Who declined and was invited anew holds the address already: reopening would break on it.
  return sql`case ${above}
    when i.status in ('accepted', 'canceled') then 'not_open'
    when m.status = 'removed' and exists (select 1 from memberships o where o.workspace_id = m.workspace_id
      and o.email = m.email and o.id <> m.id and (o.status <> 'removed' or o.id > m.id)) then 'not_open'
    when i.delivery in ('bounced', 'complained') then 'bounced'
    when ${now} - coalesce(json_extract(i.send_times, '$[#-1]'), 0) < 60000 then 'just_sent'
    when (select count(*) from json_each(i.send_times) s where s.value > ${now - 86_400_000}) >= 5 then 'sent_often'
    else 'ok' end`;
}

const source = sql`memberships m join invitations i on i.workspace_id = m.workspace_id and i.id = m.invitation_id`;

/** How many rows the act would change and how many it would skip, by reason. */
export function previewOfJob(
  db: Database,
  workspaceId: string,
  kind: "resend" | "cancel",
  filter: JobFilter,
  grantable: Grantable,
  now: number,
) {
  return db
    .select({
      verdict: sql<string>`${verdict(kind, grantable, now)}`.as("verdict"),
      count: sql<number>`count(*)`.as("n"),
    })
    .from(sql`${source}`)
    .where(matching(workspaceId, filter, now))
    .groupBy(sql`verdict`);
}

/** When the workspace last started a bulk act of this kind; one that was undone does not count. */
export function lastJobStart(db: Database, workspaceId: string, kind: "resend" | "cancel") {
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
  return db
    .insert(jobResults)
    .select(
      sql`select m.workspace_id, ${jobId}, m.id, 'waiting' from ${source} where ${matching(workspaceId, filter, now)}`,
    );
}

export function jobById(db: Database, workspaceId: string, jobId: string) {
  return db
    .select()
    .from(jobs)
    .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.id, jobId)));
}

export function jobOutcomes(db: Database, workspaceId: string, jobId: string) {
  return db
    .select({ outcome: jobResults.outcome, count: sql<number>`count(*)`.as("n") })
    .from(jobResults)
    .where(and(eq(jobResults.workspaceId, workspaceId), eq(jobResults.jobId, jobId)))
    .groupBy(jobResults.outcome);
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
    .innerJoin(sql`memberships m`, sql`m.workspace_id = ${workspaceId} and m.id = ${jobResults.membershipId}`)
    .where(and(eq(jobResults.workspaceId, workspaceId), eq(jobResults.jobId, jobId)))
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

/** The next rows of a job that this lease holds, each with its verdict of this moment. */
export function jobChunk(
  db: Database,
  workspaceId: string,
  jobId: string,
  kind: "resend" | "cancel",
  grantable: Grantable,
  now: number,
  limit: number,
) {
  return db
    .select({
      membershipId: sql<string>`r.membership_id`.as("membership_id"),
      invitationId: sql<string>`i.id`.as("invitation_id"),
      verdict: sql<string>`${verdict(kind, grantable, now)}`.as("verdict"),
      invitation: sql<string>`json_object('status', i.status, 'generation', i.generation,
        'floorGeneration', i.floor_generation, 'issuedAt', i.issued_at, 'expiresAt', i.expires_at,
        'termMs', i.term_ms, 'sendTimes', json(i.send_times), 'lastOp', i.last_op, 'email', i.email,
        'lastSentAt', i.last_sent_at)`.as("invitation"),
    })
    .from(
      sql`job_results r join memberships m on m.workspace_id = r.workspace_id and m.id = r.membership_id
        join invitations i on i.workspace_id = m.workspace_id and i.id = m.invitation_id`,
    )
    .where(sql`r.workspace_id = ${workspaceId} and r.job_id = ${jobId} and r.outcome = 'waiting'`)
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
        and ${outbox.invitationId} in (select i.id from json_each(${ids}) j cross join invitations i
          on i.workspace_id = ${workspaceId} and i.id = j.value and i.last_op = ${op})`,
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

/** Progress from the rows themselves, and the lease back; the last chunk ends the job. */
export function advanceJob(db: Database, workspaceId: string, jobId: string, done: boolean, now: number) {
  const counted = (condition: SQL) =>
    sql`(select count(*) from job_results r where r.workspace_id = ${workspaceId} and r.job_id = ${jobId} and ${condition})`;
  return db
    .update(jobs)
    .set({
      ...(done
        ? {
            status: "done" as const,
            finishedAt: now,
            done: counted(sql`r.outcome = 'done'`),
            skipped: counted(sql`r.outcome <> 'done'`),
          }
        : {}),
      lease: null,
      leaseUntil: null,
    })
    .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.id, jobId)));
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
        isNull(jobs.lease),
        sql`not exists (select 1 from job_results r where r.workspace_id = ${workspaceId} and r.job_id = ${jobId} and r.outcome <> 'waiting')`,
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
