import { forgetCustomRole } from "../../../db/queries/custom-roles.ts";
import { advanceJob } from "../../../db/queries/jobs.ts";
import { settlePeople, waitingPeople } from "../../../db/queries/staged-people.ts";
import type { Actor, Context } from "../context.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import type { RoleKey } from "../permissions.ts";
import type { Policies } from "../policies.ts";
import { type Starter, starterAuthority } from "../starter-authority.ts";
import { type Replacement, replaceRoleOf } from "./replace-role.ts";

const chunk = 250;

interface LeasedJob {
  workspaceId: string;
  id: string;
  filter: Record<string, unknown>;
  cursor: string | null;
  actorKind: string;
  actorId: string;
  actorName: string;
}

/**
 * One chunk of the end of a role: it is deleted already and holds nothing, so its people leave it whatever became of
 * whoever deleted it. What they get instead is given only while that one may; otherwise, and where the other role is
 * gone too, they get nothing but a learner's place. A chunk that comes twice finds the role nowhere.
 */
export async function workOnRole(
  ctx: Context,
  job: LeasedJob,
  { starter, policies, op }: { starter: Starter | undefined; policies: Policies; op: string },
): Promise<{ more: boolean }> {
  const { workspaceId } = job;
  // What a job is told is stored as JSON; whoever starts one of this kind writes a Replacement.
  const wanted = job.filter as unknown as Replacement;
  const authority = starterAuthority(starter, job.actorKind, "workspace.manage", policies);
  const gives = (role: RoleKey) => authority?.mayGrantSomewhere(role) === true;
  const replacement = { ...wanted, to: wanted.to !== null && gives(wanted.to) ? wanted.to : null };
  const now = ctx.now();
  const rows = await waitingPeople(ctx.db, workspaceId, job, chunk);
  const people = rows.map(({ membershipId }) => membershipId);
  const last = rows.length < chunk;
  const cursor = people.at(-1) ?? null;
  const actor = { kind: job.actorKind, id: job.actorId, name: job.actorName } as Actor;
  const outcomes = JSON.stringify(people.map((membershipId) => ({ membershipId, outcome: "done" })));
  await ctx.db.batch([
    settlePeople(ctx.db, workspaceId, job.id, JSON.stringify(people)),
    ...replaceRoleOf(ctx, { id: workspaceId, policies }, actor, replacement, people, op),
    ...(last ? [forgetCustomRole(ctx.db, workspaceId, wanted.role)] : []),
    advanceJob(ctx.db, workspaceId, job.id, op, { outcomes, cursor, last }, now),
  ]);
  await wakeMail(ctx, workspaceId);
  return { more: !last };
}
