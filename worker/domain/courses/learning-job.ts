import { countStaged } from "../../../db/queries/groups.ts";
import { insertJob } from "../../../db/queries/jobs.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import type { MemberContext } from "../use-case.ts";

/** People whom the batch of an act enrols or seats itself; for more of them a job does it. */
export const mostAtOnce = 1_000;

/** What a job does for many people: enrols them in a course, or gives them places in a session. */
export type LearningJob =
  | { kind: "enrol"; courseId: string; name: string; by: "group" | "unit" }
  | { kind: "attend"; sessionId: string; name: string };

/** Writes down a job and whom it is about (`staged`), for the batch of the act; wake it afterwards. */
export function learningJobRows(
  ctx: MemberContext,
  jobId: string,
  { kind, ...filter }: LearningJob,
  staged: readonly Statement[],
): Statement[] {
  const workspaceId = ctx.workspace.id;
  const now = ctx.now();
  return [
    insertJob(
      ctx.db,
      {
        workspaceId,
        id: jobId,
        kind,
        filter,
        note: null,
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
    countStaged(ctx.db, workspaceId, jobId),
    ...audit(ctx, {
      workspaceId,
      actor: ctx.actor,
      action: "job.started",
      targetId: jobId,
      op: jobId,
      details: { kind, name: filter.name },
    }),
  ];
}

/** The sweeper finds jobs that nobody woke. */
export async function wakeLearningJob(ctx: MemberContext, jobId: string): Promise<void> {
  try {
    await ctx.queues.wakeJob(ctx.workspace.id, jobId, 0);
  } catch {
    ctx.log.error("job_queue_unavailable", { jobId });
  }
}
