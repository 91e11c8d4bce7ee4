import type { MemberContext } from "../use-case.ts";
import { runImport } from "./run-import.ts";
import { wakeImport } from "./wake-import.ts";

/** Chunks that are checked while somebody waits for the page; more is the queue's. */
const atOnce = 3;

/**
 * Checks what a correction has changed: a few chunks at once, so that a small file is answered at once, and
 * the rest by the queue.
 */
export async function recheck(ctx: MemberContext, importId: string): Promise<void> {
  const workspaceId = ctx.workspace.id;
  const house = { ...ctx, caller: { kind: "system" as const }, idempotency: null };
  for (let chunk = 0; chunk < atOnce; chunk += 1) {
    const { more } = await runImport(house, { workspaceId, importId });
    if (!more) return;
  }
  await wakeImport(ctx, workspaceId, importId);
}
