import * as z from "zod";
import type { JobKind } from "../../../db/queries/job-targets.ts";
import { jobById, jobOutcomes, jobRows } from "../../../db/queries/jobs.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";

export interface JobView {
  id: string;
  kind: JobKind;
  status: "running" | "done" | "undone";
  total: number;
  waiting: number;
  /**
   * How many ended in which way, once it is over: `done`, `bounced`, `not_sent`, `link_ended`, `just_sent`,
   * `sent_often`, `not_open`, `role_above_yours`, `changed_meanwhile`, `right_lost`. While it runs only `done`.
   */
  outcomes: { outcome: string; count: number }[];
  rows: { membershipId: string; name: string; email: string | null; outcome: string }[];
  actorName: string;
  createdAt: number;
  finishedAt: number | null;
  undoUntil: number | null;
}

/** Progress and result of a bulk act, row by row for the first 200; in a part of those that one started oneself. */
export const viewJob = memberUseCase(
  within("invitation.manage"),
  z.strictObject({ jobId: idField("job") }),
  async (ctx, { jobId }): Promise<JobView> => {
    const [found, outcomes, rows] = await ctx.db.batch([
      jobById(ctx.db, ctx.workspace.id, jobId),
      jobOutcomes(ctx.db, ctx.workspace.id, jobId),
      jobRows(ctx.db, ctx.workspace.id, jobId, 200),
    ]);
    const job = found[0];
    if (!job || (!ctx.may("invitation.manage") && job.actorId !== ctx.actor.id))
      throw new DomainError("NOT_FOUND");
    const running = job.status === "running";
    const ended = outcomes.filter(({ outcome }) => outcome !== "waiting");
    return {
      id: job.id,
      kind: job.kind,
      status: job.status,
      total: job.total,
      waiting: running
        ? Math.max(0, job.total - job.done - job.skipped)
        : (outcomes.find(({ outcome }) => outcome === "waiting")?.count ?? 0),
      outcomes: running && job.done > 0 ? [{ outcome: "done", count: job.done }] : ended,
      rows: rows.map(({ membershipId, outcome, email, firstName, lastName }) => ({
        membershipId,
        outcome,
        email,
        name: `${firstName} ${lastName}`.trim(),
      })),
      actorName: job.actorName,
      createdAt: job.createdAt,
      finishedAt: job.finishedAt,
      undoUntil: running && job.dueAt > ctx.now() ? job.dueAt : null,
    };
  },
);
