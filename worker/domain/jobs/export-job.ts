import * as z from "zod";
import { jobById, jobRows } from "../../../db/queries/jobs.ts";
import { byteOrderMark, csvLine } from "../csv-cells.ts";
import { idField } from "../fields.ts";
import { partFor } from "../members/part.ts";
import { takeExport } from "../members/take-export.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { requireJob } from "./find-job.ts";

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
  for (let after: string | null = null; ; ) {
    const rows: Awaited<ReturnType<typeof jobRows>> = await jobRows(ctx.db, ctx.workspace.id, jobId, {
      part,
      after,
      limit: pageSize,
    });
    if (rows.length === 0) return;
    yield rows
      .filter(({ told }) => told)
      .map((row) => csvLine([row.membershipId, row.firstName, row.lastName, row.email, row.outcome]))
      .join("");
    after = rows.at(-1)?.membershipId ?? null;
  }
}
