import { insertJob, previewOfJob, stageJob } from "../../../db/queries/jobs.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { noteField } from "../fields.ts";
import { undoDelay } from "../mail/queue-mail.ts";
import { memberUseCase } from "../use-case.ts";
import { filterOf, grantableBy, jobFields, requireTarget } from "./job-fields.ts";

export interface StartedJob {
  jobId: string;
  total: number;
  /** Until when it can be undone as a whole; null where it begins at once. */
  undoUntil: number | null;
}

/**
 * Starts a bulk resend or cancel of everything that a filter matches (F97). Whom it is about is written
 * down now; the queue works it off in chunks, with a result per row.
 *
 * Throws NOT_FOUND when the filter matches nothing, MESSAGE_NOT_ALLOWED where D4 says so.
 */
export const startJob = memberUseCase(
  "invitation.manage",
  jobFields.extend({ message: noteField.optional() }),
  async (ctx, input): Promise<StartedJob> => {
    const { workspace } = ctx;
    requireTarget(input);
    if (input.message && !workspace.policies["resend.message"]) throw new DomainError("MESSAGE_NOT_ALLOWED");
    const now = ctx.now();
    const filter = filterOf(input);
    const grantable = grantableBy(ctx);
    const counts = await previewOfJob(ctx.db, workspace.id, input.action, filter, grantable, now);
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    if (total === 0) throw new DomainError("NOT_FOUND");
    const jobId = ctx.ids.next("job");
    const delay = undoDelay(ctx);
    const result = { jobId, total, undoUntil: delay > 0 ? now + delay * 1000 : null };
    await commit(
      ctx,
      [
        insertJob(ctx.db, {
          workspaceId: workspace.id,
          id: jobId,
          kind: input.action,
          filter: { ...filter, grantable },
          note: input.message || null,
          status: "running",
          actorKind: ctx.actor.kind,
          actorId: ctx.actor.id ?? "",
          actorName: ctx.actor.name,
          total,
          done: 0,
          skipped: 0,
          dueAt: now + delay * 1000,
          createdAt: now,
        }),
        stageJob(ctx.db, workspace.id, jobId, filter, now),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "job.started",
          targetId: jobId,
          op: jobId,
          details: { kind: input.action, total },
        }),
      ],
      result,
    );
    try {
      await ctx.queues.wakeJob(workspace.id, jobId, delay);
    } catch {
      // The sweeper finds jobs that nobody woke.
      ctx.log.error("job_queue_unavailable", { jobId });
    }
    return result;
  },
);
