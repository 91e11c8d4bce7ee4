import * as z from "zod";
import { jobById, jobRows } from "../../../db/queries/jobs.ts";
import { jobRegistrations } from "../../../db/queries/registration-list.ts";
import { byteOrderMark, csvLine } from "../csv-cells.ts";
import { idField } from "../fields.ts";
import { partFor } from "../members/part.ts";
import { takeExport } from "../members/take-export.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { requireJob } from "./find-job.ts";
import { rowsOfJob } from "./job-rows.ts";

/** Rows read at once: what a download holds in memory, however long it is. */
const pageSize = 1_000;

export interface JobExport {
  fileName: string;
  /** The file in pieces, read as they are asked for; the first is the byte order mark and the header. */
  lines: AsyncGenerator<string, void, void>;
}

/**
 * What became of each row of a job, as CSV without end in size (F97, F141): whom it did something with, and whoever
 * else is in the part in which the asker may export. It is an export of people: counted and written down as one.
 *
 * Throws NOT_FOUND, RATE_LIMITED.
 */
export const exportJob = memberUseCase(
  within("people.export"),
  z.strictObject({ jobId: idField("job") }),
  async (ctx, { jobId }): Promise<JobExport> => {
    const [found] = await jobById(ctx.db, ctx.workspace.id, jobId);
    const job = requireJob(ctx, found);
    await takeExport(ctx, { filter: { job: job.id } });
    return { fileName: "results.csv", lines: linesOf(ctx, job.id) };
  },
);

async function* linesOf(ctx: MemberContext, jobId: string): AsyncGenerator<string, void, void> {
  yield byteOrderMark + csvLine(["id", "first_name", "last_name", "email", "outcome"]);
  const part = partFor(ctx, "people.export");
  const parts = [part, partFor(ctx, "registration.manage")];
  for (let after: string | null = null; ; ) {
    const page = { after, limit: pageSize };
    const [people, registered]: [
      Awaited<ReturnType<typeof jobRows>>,
      Awaited<ReturnType<typeof jobRegistrations>>,
    ] = await ctx.db.batch([
      jobRows(ctx.db, ctx.workspace.id, jobId, { part, ...page }),
      jobRegistrations(ctx.db, ctx.workspace.id, jobId, { parts, ...page }),
    ]);
    const rows = rowsOfJob(people, registered);
    if (rows.length === 0) return;
    yield rows
      .filter(({ told }) => told)
      .map(({ id, row }) => csvLine([id, row.firstName, row.lastName, row.email, row.outcome]))
      .join("");
    after = rows.at(-1)?.id ?? null;
  }
}
