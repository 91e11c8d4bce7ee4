import { and, desc, eq, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { apiKeys, jobResults, jobs, memberships, users } from "../schema/index.ts";
import { rolesWithin } from "./callers.ts";
import { customRolesOf } from "./custom-roles.ts";
import { insertFrom } from "./insert-from.ts";
import type { JobKind } from "./job-targets.ts";
import { inPart, type Part } from "./parts.ts";
import { shownAddress } from "./shown-address.ts";
import { eachRow } from "./statements.ts";

// What follows all ids of members, by bytes: rows of a job that are registrations lie behind it and are not walked through.
const last = "mem`";

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

export function jobById(db: Database, workspaceId: string, jobId: string) {
  return db
    .select()
    .from(jobs)
    .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.id, jobId)));
}

/** The latest bulk acts of a workspace, newest first; those of one member or key are looked for among 300. */
export function latestJobs(db: Database, workspaceId: string, limit: number, actorId: string | null = null) {
  const recent = sql`${jobs.id} >= coalesce((select r.id from jobs r where r.workspace_id = ${workspaceId}
    order by r.id desc limit 1 offset 299), '')`;
  return db
    .select()
    .from(jobs)
    .where(
      and(
        eq(jobs.workspaceId, workspaceId),
        actorId === null ? undefined : and(recent, eq(jobs.actorId, actorId)),
      ),
    )
    .orderBy(desc(jobs.id))
    .limit(limit);
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

export interface JobRowsPage {
  /** Whose people are told; null: everybody. */
  part: Part | null;
  /** Id where the page before ended; null: from the newest. */
  after: string | null;
  limit: number;
}

/**
 * A page of what became of each, by membership, newest first. `told` is 0 for somebody outside the part with whom
 * nothing was done: whom an act has led out of the part is told all the same.
 */
export function jobRows(
  db: Database,
  workspaceId: string,
  jobId: string,
  { part, after, limit }: JobRowsPage,
) {
  return db
    .select({
      membershipId: jobResults.membershipId,
      told: sql<number>`(${jobResults.outcome} = 'done' or ${inPart(workspaceId, part, sql`m.id`)})`.as(
        "told",
      ),
      outcome: jobResults.outcome,
      email: shownAddress("m").as("email"),
      firstName: sql<string>`m.first_name`.as("first_name"),
      lastName: sql<string>`m.last_name`.as("last_name"),
    })
    .from(jobResults)
    .crossJoin(sql`memberships m`)
    .where(
      sql`${jobResults.workspaceId} = ${workspaceId} and ${jobResults.jobId} = ${jobId}
        and ${jobResults.membershipId} >= 'mem_' and ${jobResults.membershipId} < ${after ?? last}
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
      membershipId: memberships.id,
      status: sql<string | null>`${memberships.status}`.as("starter_status"),
      roles: rolesWithin(sql`${memberships.workspaceId}`, sql`${memberships.id}`).as("roles"),
      customRoles: customRolesOf(sql`${jobs.workspaceId}`),
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

/** Undoes a job that has not begun; with an actor only theirs. */
export function undoJobRow(
  db: Database,
  workspaceId: string,
  jobId: string,
  now: number,
  actorId: string | null,
) {
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
        actorId === null ? undefined : eq(jobs.actorId, actorId),
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
