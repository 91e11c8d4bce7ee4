import { dropGroup, emptyGroup, groupToChange } from "../../../db/queries/groups.ts";
import { advanceJob, stopJobRows } from "../../../db/queries/jobs.ts";
import { closeOver } from "../../../db/queries/places.ts";
import { settlePeople, waitingPeople } from "../../../db/queries/staged-people.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import type { Actor, Context } from "../context.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import type { Policies } from "../policies.ts";
import { type Starter, starterAuthority } from "../starter-authority.ts";
import { within } from "../use-case.ts";
import { followGroups } from "./follow-groups.ts";
import type { GroupJob } from "./group-view.ts";

const chunk = 500;

interface LeasedJob {
  workspaceId: string;
  id: string;
  kind: GroupJob["kind"];
  filter: Record<string, unknown>;
  cursor: string | null;
  actorKind: string;
  actorId: string;
  actorName: string;
}

interface Working {
  starter: Starter | undefined;
  policies: Policies;
  /** The lease. */
  op: string;
}

/**
 * One chunk of a job about a group. Emptying one asks anew with every chunk what the starter may. Deriving
 * memberships asks nobody: the tree has changed already, and this makes true what follows from it.
 */
export async function workOnGroup(
  ctx: Context,
  job: LeasedJob,
  working: Working,
): Promise<{ more: boolean }> {
  return job.kind === "regroup" ? derive(ctx, job, working) : empty(ctx, job, working);
}

async function derive(ctx: Context, job: LeasedJob, { policies, op }: Working): Promise<{ more: boolean }> {
  const { ids, last, settled } = await nextPeople(ctx, job, op);
  const act = { workspaceId: job.workspaceId, policies, op };
  // The policy may have been changed since: then nothing derives any more.
  const follows = policies["groups.propagate_learner"] ? followGroups(ctx, act, ids) : [];
  await write(ctx, [...follows, ...settled]);
  await wakeMail(ctx, job.workspaceId);
  return { more: !last };
}

async function empty(
  ctx: Context,
  job: LeasedJob,
  { starter, policies, op }: Working,
): Promise<{ more: boolean }> {
  const { workspaceId } = job;
  const groupId = String(job.filter.groupId);
  const authority = starterAuthority(starter, job.actorKind, within("group.manage"), policies);
  const reach = authority?.reach("group.manage");
  if (!reach || (reach !== "everywhere" && !reach.groups.has(groupId))) {
    const stop = { outcomes: "[]", cursor: null, last: true };
    await write(ctx, [
      stopJobRows(ctx.db, workspaceId, job.id, "right_lost"),
      advanceJob(ctx.db, workspaceId, job.id, op, stop, ctx.now()),
    ]);
    return { more: false };
  }
  const { ids, last, settled } = await nextPeople(ctx, job, op);
  const [row] = last ? await groupToChange(ctx.db, workspaceId, groupId, chunk) : [];
  // Who was added when it began to go is not in the job.
  const late = row ? row.members : "[]";
  const gone = JSON.stringify([...new Set([...JSON.parse(ids), ...JSON.parse(late)])]);
  await write(ctx, [
    emptyGroup(ctx.db, workspaceId, groupId, gone),
    ...(policies["groups.propagate_learner"] ? closeOver(ctx.db, workspaceId, gone) : []),
    ...settled,
    ...(row
      ? [
          ...dropGroup(ctx.db, workspaceId, groupId),
          ...audit(ctx, {
            workspaceId,
            actor: { kind: job.actorKind, id: job.actorId, name: job.actorName } as Actor,
            action: "group.deleted",
            targetId: groupId,
            op,
            details: { name: row.group.name },
          }),
        ]
      : []),
  ]);
  return { more: !last };
}

/** The next people of a job, as a JSON array, and the statements that settle them. */
async function nextPeople(ctx: Context, job: LeasedJob, op: string) {
  const { workspaceId, id } = job;
  const rows = await waitingPeople(ctx.db, workspaceId, job, chunk);
  const ids = JSON.stringify(rows.map(({ membershipId }) => membershipId));
  const last = rows.length < chunk;
  const cursor = rows.at(-1)?.membershipId ?? null;
  const outcomes = JSON.stringify(rows);
  return {
    ids,
    last,
    settled: [
      settlePeople(ctx.db, workspaceId, id, ids),
      advanceJob(ctx.db, workspaceId, id, op, { outcomes, cursor, last }, ctx.now()),
    ],
  };
}

/** All of a chunk or nothing: each of its statements finds nothing left to do when it comes twice. */
async function write(ctx: Context, statements: readonly Statement[]): Promise<void> {
  const [first, ...rest] = statements;
  if (first) await ctx.db.batch([first, ...rest]);
}
