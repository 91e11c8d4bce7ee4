import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { jobResults, jobs } from "../schema/index.ts";
import { eachRow } from "./statements.ts";

/** As many as were staged: for the job that began in the same batch. */
export function countStaged(db: Database, workspaceId: string, jobId: string) {
  return db
    .update(jobs)
    .set({
      total: sql`(select count(*) from job_results r where r.workspace_id = ${workspaceId} and r.job_id = ${jobId})`,
    })
    .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.id, jobId)));
}

/** The next people of a job from its cursor downwards. */
export function waitingPeople(
  db: Database,
  workspaceId: string,
  job: { id: string; cursor: string | null },
  limit: number,
) {
  return db
    .select({ membershipId: jobResults.membershipId })
    .from(jobResults)
    .where(
      and(
        eq(jobResults.workspaceId, workspaceId),
        eq(jobResults.jobId, job.id),
        eq(jobResults.outcome, "waiting"),
        job.cursor === null ? undefined : sql`${jobResults.membershipId} < ${job.cursor}`,
      ),
    )
    .orderBy(sql`${jobResults.membershipId} desc`)
    .limit(limit);
}

/** Marks people of a job as done; `membershipIds` is a JSON array. */
export function settlePeople(db: Database, workspaceId: string, jobId: string, membershipIds: string) {
  return db
    .update(jobResults)
    .set({ outcome: "done" })
    .from(eachRow(membershipIds, { workspace: workspaceId, job: jobId }))
    .where(
      sql`${jobResults.workspaceId} = j.workspace and ${jobResults.jobId} = j.job
        and ${jobResults.membershipId} = j.value and ${jobResults.outcome} = 'waiting'`,
    );
}
