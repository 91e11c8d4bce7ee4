import * as z from "zod";
import type { JobKind } from "../../../db/queries/job-targets.ts";
import { jobById, jobOutcomes, jobRows } from "../../../db/queries/jobs.ts";
import type { PeopleAct } from "../../../db/queries/people-verdicts.ts";
import { jobRegistrations } from "../../../db/queries/registration-list.ts";
import { idField } from "../fields.ts";
import { partFor } from "../members/part.ts";
import { memberUseCase, withinOrStarted } from "../use-case.ts";
import { requireJob } from "./find-job.ts";
import { startsJobs } from "./job-fields.ts";
import { type JobRow, rowsOfJob } from "./job-rows.ts";
import { takeBackOf, type WantedAct } from "./take-back.ts";

export interface JobView {
  id: string;
  kind: JobKind;
  /** The names of the unit, group, courses, session or labels that it is about; null: none. */
  subject: string | null;
  /** The role that people get or lose; null: none. */
  role: string | null;
  /** The last day that people get; null: none, or access without end. */
  accessEndsOn: string | null;
  status: "running" | "done" | "undone";
  total: number;
  waiting: number;
  /**
   * How many ended in which way, once it is over: `done`, `bounced`, `not_sent`, `link_ended`, `just_sent`,
   * `sent_often`, `not_open`, `role_above_yours`, `changed_meanwhile`, `right_lost`. While it runs only `done`.
   */
  outcomes: { outcome: string; count: number }[];
  rows: (Pick<JobRow, "membershipId" | "registrationId" | "email" | "outcome"> & { name: string })[];
  /** Where the next page of rows begins; null: that was the last. */
  nextCursor: string | null;
  actorName: string;
  createdAt: number;
  finishedAt: number | null;
  undoUntil: number | null;
  /** What takes a finished act back, for those with whom it did something. */
  takeBack: WantedAct | null;
}

export const viewJobFields = z.strictObject({
  jobId: idField("job"),
  limit: z.coerce.number().int().min(1).max(200, "At most 200 rows a page.").optional(),
  cursor: z
    .string("Give the cursor of the page before.")
    .regex(/^(mem|reg)_[0-9a-z]{26}$/, "This is not a cursor of this list.")
    .optional(),
});

/**
 * Progress and result of long work, with a page of its rows. Who does not manage all invitations sees what they
 * started themselves; of the rows those with whom it did something, and whoever else is in the asker's part today.
 * Throws NOT_FOUND, SCOPE_MISSING for a key without the scope of what the job does.
 */
export const viewJob = memberUseCase(
  withinOrStarted("invitation.manage", startsJobs),
  viewJobFields,
  async (ctx, { jobId, limit = 200, cursor }): Promise<JobView> => {
    const [[found], outcomes, people, registered] = await ctx.db.batch([
      jobById(ctx.db, ctx.workspace.id, jobId),
      jobOutcomes(ctx.db, ctx.workspace.id, jobId),
      jobRows(ctx.db, ctx.workspace.id, jobId, {
        part: partFor(ctx, "people.view"),
        after: cursor ?? null,
        limit: limit + 1,
      }),
      jobRegistrations(ctx.db, ctx.workspace.id, jobId, {
        parts: [partFor(ctx, "registration.manage")],
        after: cursor ?? null,
        limit: limit + 1,
      }),
    ]);
    const job = requireJob(ctx, found);
    const page = rowsOfJob(people, registered);
    const rows = page.slice(0, limit);
    const { act, name } = job.filter as { act?: PeopleAct; name?: string | null };
    const running = job.status === "running";
    const ended = outcomes.filter(({ outcome }) => outcome !== "waiting");
    return {
      id: job.id,
      kind: job.kind,
      subject: name ?? null,
      role: act && "add" in act ? act.add.role : act?.kind === "change_roles" ? act.remove.role : null,
      accessEndsOn: act && "accessEndsOn" in act ? act.accessEndsOn : null,
      status: job.status,
      total: job.total,
      waiting: running
        ? Math.max(0, job.total - job.done - job.skipped)
        : (outcomes.find(({ outcome }) => outcome === "waiting")?.count ?? 0),
      outcomes: running && job.done > 0 ? [{ outcome: "done", count: job.done }] : ended,
      rows: rows
        .filter(({ told }) => told)
        .map(({ row: { firstName, lastName, ...row } }) => ({
          ...row,
          name: `${firstName} ${lastName}`.trim(),
        })),
      nextCursor: page.length > limit ? (rows.at(-1)?.id ?? null) : null,
      actorName: job.actorName,
      createdAt: job.createdAt,
      finishedAt: job.finishedAt,
      undoUntil: running && job.dueAt > ctx.now() ? job.dueAt : null,
      takeBack: act && job.status === "done" && job.done > 0 ? takeBackOf(act) : null,
    };
  },
);
