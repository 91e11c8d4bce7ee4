import type { Context } from "../context.ts";

/** Wakes the consumer after the commit. If that fails the row still stands and the sweeper finds it. */
export async function wakeImport(ctx: Context, workspaceId: string, importId: string): Promise<void> {
  try {
    await ctx.queues.wakeImport(workspaceId, importId, 0);
  } catch {
    ctx.log.error("import_queue_unavailable", { importId });
  }
}
