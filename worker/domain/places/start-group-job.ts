import { countStaged, stageGroupJob } from "../../../db/queries/groups.ts";
import { insertJob } from "../../../db/queries/jobs.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import type { MemberContext } from "../use-case.ts";
import type { GroupJob } from "./group-view.ts";

/** People that the batch of an act settles itself; for more of them a job does it. */
export const mostAtOnce = 1_000;

/** Writes down a job about a group and whom it is about, for the batch of the act; wake it afterwards. */
export function groupJobRows(
  ctx: MemberContext,
  jobId: string,
  kind: GroupJob["kind"],
  group: { id: string; name: string },
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
        filter: { groupId: group.id, name: group.name },
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
    stageGroupJob(ctx.db, workspaceId, jobId, group.id, kind === "regroup" ? "below" : "members"),
    countStaged(ctx.db, workspaceId, jobId),
    ...audit(ctx, {
      workspaceId,
      actor: ctx.actor,
      action: "job.started",
      targetId: jobId,
      op: jobId,
      details: { kind, name: group.name },
    }),
  ];
}

/** The sweeper finds jobs that nobody woke. */
export async function wakeGroupJob(ctx: MemberContext, jobId: string): Promise<void> {
  try {
    await ctx.queues.wakeJob(ctx.workspace.id, jobId, 0);
  } catch {
    ctx.log.error("job_queue_unavailable", { jobId });
  }
}
