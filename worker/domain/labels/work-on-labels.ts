import { advanceJob, stopJobRows } from "../../../db/queries/jobs.ts";
import { forgetLabel, relabel } from "../../../db/queries/labels.ts";
import { settlePeople, waitingPeople } from "../../../db/queries/staged-people.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { Context } from "../context.ts";
import type { Policies } from "../policies.ts";
import { type Starter, starterAuthority } from "../starter-authority.ts";
import type { RelabelJob } from "./relabel-people.ts";

const chunk = 500;

interface LeasedJob {
  workspaceId: string;
  id: string;
  filter: Record<string, unknown>;
  cursor: string | null;
  actorKind: string;
}

/**
 * One chunk of a label's new name, or of its end. What the starter may is read anew; a chunk that comes twice finds
 * the old word nowhere.
 */
export async function workOnLabels(
  ctx: Context,
  job: LeasedJob,
  { starter, policies, op }: { starter: Starter | undefined; policies: Policies; op: string },
): Promise<{ more: boolean }> {
  const { workspaceId } = job;
  // What a job is told is stored as JSON; whoever starts one of this kind writes a RelabelJob.
  const { label, to } = job.filter as unknown as RelabelJob;
  const now = ctx.now();
  if (!starterAuthority(starter, job.actorKind, "workspace.manage", policies)) {
    const stop = { outcomes: "[]", cursor: null, last: true };
    await write(ctx, [
      stopJobRows(ctx.db, workspaceId, job.id, "right_lost"),
      advanceJob(ctx.db, workspaceId, job.id, op, stop, now),
    ]);
    return { more: false };
  }
  const rows = await waitingPeople(ctx.db, workspaceId, job, chunk);
  const ids = JSON.stringify(rows.map(({ membershipId }) => membershipId));
  const last = rows.length < chunk;
  const cursor = rows.at(-1)?.membershipId ?? null;
  await write(ctx, [
    relabel(ctx.db, workspaceId, { ids, from: label, to, op }),
    ...(last ? [forgetLabel(ctx.db, workspaceId, label)] : []),
    settlePeople(ctx.db, workspaceId, job.id, ids),
    advanceJob(ctx.db, workspaceId, job.id, op, { outcomes: JSON.stringify(rows), cursor, last }, now),
  ]);
  return { more: !last };
}

/** All of a chunk or nothing. */
async function write(ctx: Context, statements: readonly Statement[]): Promise<void> {
  const [first, ...rest] = statements;
  if (first) await ctx.db.batch([first, ...rest]);
}
