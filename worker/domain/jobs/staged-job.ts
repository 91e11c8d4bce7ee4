import { insertJob } from "../../../db/queries/jobs.ts";
import { countStaged } from "../../../db/queries/staged-people.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { MemberContext } from "../use-case.ts";

type JobRow = Parameters<typeof insertJob>[1];

/** People whom the batch of an act settles itself; for more of them a job does it. */
export const mostAtOnce = 1_000;

/**
 * Writes down a job that goes on with what an act began, and whom it is about (`staged`), for the batch of the act;
 * wake it afterwards.
 */
export function stagedJob(
  ctx: MemberContext,
  job: Pick<JobRow, "id" | "kind" | "filter"> & { note?: string | null },
  staged: readonly Statement[],
): Statement[] {
  const workspaceId = ctx.workspace.id;
  const now = ctx.now();
  return [
    insertJob(
      ctx.db,
      {
        note: null,
        ...job,
        workspaceId,
        status: "running",
        actorKind: ctx.actor.kind,
        actorId: ctx.actor.id ?? "",
        actorName: ctx.actor.name,
        total: 0,
        done: 0,
        skipped: 0,
        dueAt: now,
        createdAt: now,
      },
      Number.MAX_SAFE_INTEGER,
    ),
    ...staged,
    countStaged(ctx.db, workspaceId, job.id),
  ];
}

/** Lets a job begin, after so many seconds. The sweeper finds jobs that nobody woke. */
export async function wakeJob(ctx: MemberContext, jobId: string, delay = 0): Promise<void> {
  try {
    await ctx.queues.wakeJob(ctx.workspace.id, jobId, delay);
  } catch {
    ctx.log.error("job_queue_unavailable", { jobId });
  }
}
