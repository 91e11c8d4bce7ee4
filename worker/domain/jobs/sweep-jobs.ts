import * as z from "zod";
import { idleJobs } from "../../../db/queries/jobs.ts";
import { systemUseCase } from "../use-case.ts";

/** Wakes jobs that should be running and that nobody holds: a lost message, a worker that died. */
export const sweepJobs = systemUseCase(z.strictObject({}), async (ctx): Promise<{ woken: number }> => {
  const idle = await idleJobs(ctx.db, ctx.now() - 30_000, 50);
  for (const { workspaceId, id } of idle) await ctx.queues.wakeJob(workspaceId, id, 0);
  return { woken: idle.length };
});
