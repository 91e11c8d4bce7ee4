import { previewOfJob, stageJob } from "../../../db/queries/job-targets.ts";
import { insertJob, lastJobStart } from "../../../db/queries/jobs.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { noteField } from "../fields.ts";
import { usualTerm } from "../invitations/extended-values.ts";
import { undoDelay } from "../mail/queue-mail.ts";
import { requireInPart } from "../members/part.ts";
import { memberUseCase, within } from "../use-case.ts";
import { boundsOf, filterOf, jobFields, mailsOut, requireTarget } from "./job-fields.ts";
import { wakeJob } from "./staged-job.ts";

export interface StartedJob {
  jobId: string;
  total: number;
  /** Until when it can be undone as a whole; null where it begins at once. */
  undoUntil: number | null;
}

/**
 * Starts a bulk resend, reminder, extension or cancel of everything that a filter matches (F97). Whom it is about is
 * written down now; the queue works it off in chunks, with a result per row. A workspace starts one bulk
 * resend and one bulk reminder in ten minutes (1.7); one that was undone does not count. Of a part it means who is
 * in it.
 *
 * Throws NOT_FOUND when the filter matches nothing or names a unit or group outside the part, MESSAGE_NOT_ALLOWED where D4 says so, RATE_LIMITED.
 */
export const startJob = memberUseCase(
  within("invitation.manage"),
  jobFields.extend({ message: noteField.optional() }),
  async (ctx, input): Promise<StartedJob> => {
    const { workspace } = ctx;
    requireTarget(input);
    if (input.message && !workspace.policies["resend.message"]) throw new DomainError("MESSAGE_NOT_ALLOWED");
    const bounds = boundsOf(ctx, "invitation.manage");
    requireInPart(bounds.part, input.filter ?? {});
    const now = ctx.now();
    const filter = filterOf(input);
    const [counts, earlier] = await ctx.db.batch([
      previewOfJob(
        ctx.db,
        workspace.id,
        { kind: input.action, usualTerm: usualTerm(workspace.policies) },
        filter,
        bounds,
        now,
      ),
      lastJobStart(ctx.db, workspace.id, input.action),
    ]);
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    if (total === 0) throw new DomainError("NOT_FOUND");
    const pause = mailsOut(input.action) ? ctx.settings.bulkResendSeconds * 1000 : 0;
    const free = (earlier[0]?.createdAt ?? 0) + pause;
    const limit = `bulk_${input.action}`;
    if (pause > 0 && free > now) throw tooSoon(limit, free - now);
    const jobId = ctx.ids.next("job");
    const delay = undoDelay(ctx);
    const result = { jobId, total, undoUntil: delay > 0 ? now + delay * 1000 : null };
    const row = {
      workspaceId: workspace.id,
      id: jobId,
      kind: input.action,
      filter: { ...filter },
      note: input.message || null,
      status: "running" as const,
      actorKind: ctx.actor.kind,
      actorId: ctx.actor.id ?? "",
      actorName: ctx.actor.name,
      total,
      done: 0,
      skipped: 0,
      dueAt: now + delay * 1000,
      createdAt: now,
    };
    const done = await commit(
      ctx,
      [
        insertJob(ctx.db, row, pause > 0 ? now - pause : Number.MAX_SAFE_INTEGER),
        guardChanged(ctx.db),
        stageJob(ctx.db, workspace.id, jobId, filter, now, bounds.part),
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
    // Somebody started one in this very moment.
    if (!done) throw tooSoon(limit, pause);
    await wakeJob(ctx, jobId, delay);
    return result;
  },
);

function tooSoon(limit: string, wait: number): DomainError {
  return new DomainError("RATE_LIMITED", {
    retryAfter: Math.ceil(wait / 1000),
    params: { limit },
  });
}
