import { advanceJob, stopJobRows } from "../../../db/queries/jobs.ts";
import { registrationsToDecide, settleRows } from "../../../db/queries/registration-list.ts";
import { waitingPeople } from "../../../db/queries/staged-people.ts";
import type { Actor, Context } from "../context.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { partOf } from "../members/part.ts";
import type { Policies } from "../policies.ts";
import { type Starter, starterAuthority } from "../starter-authority.ts";
import { within } from "../use-case.ts";
import { approveOne, type Deciding, refuseOne } from "./decide-registration.ts";

/** Some forty statements each: a thousand is what one call may run. */
const chunk = 20;

interface LeasedJob {
  workspaceId: string;
  id: string;
  kind: "approve" | "refuse";
  note: string | null;
  cursor: string | null;
  actorKind: string;
  actorId: string;
  actorName: string;
}

/**
 * One chunk of approving or refusing many who registered. What the starter may, and where, is read anew; each person
 * is settled in the batch that decides about them, so that a chunk that comes twice decides nothing twice.
 */
export async function workOnRegistrations(
  ctx: Context,
  job: LeasedJob,
  working: {
    starter: Starter | undefined;
    policies: Policies;
    workspace: { timeZone: string; seats: number | null } | undefined;
    op: string;
  },
): Promise<{ more: boolean }> {
  const { workspaceId, id: jobId } = job;
  const { starter, policies, workspace, op } = working;
  const authority = starterAuthority(starter, job.actorKind, within("registration.manage"), policies);
  const end = (outcomes: string, cursor: string | null, last: boolean) =>
    advanceJob(ctx.db, workspaceId, jobId, op, { outcomes, cursor, last }, ctx.now());
  if (!authority) {
    await ctx.db.batch([stopJobRows(ctx.db, workspaceId, jobId, "right_lost"), end("[]", null, true)]);
    return { more: false };
  }
  const staged = await waitingPeople(ctx.db, workspaceId, job, chunk);
  const ids = staged.map(({ membershipId }) => membershipId);
  const rows = await registrationsToDecide(
    ctx.db,
    workspaceId,
    JSON.stringify(ids),
    partOf(authority.reach("registration.manage")),
  );
  const settled = (outcomes: { membershipId: string; outcome: string }[]) =>
    settleRows(ctx.db, workspaceId, jobId, JSON.stringify(outcomes));
  const deciding: Deciding = {
    workspace: {
      id: workspaceId,
      policies,
      timeZone: workspace?.timeZone ?? "UTC",
      seats: workspace?.seats ?? null,
    },
    actor: { kind: job.actorKind, id: job.actorId, name: job.actorName } as Actor,
    standing: null,
    mayRefund: authority.may("order.manage"),
    besides: (id) => [settled([{ membershipId: id, outcome: "done" }])],
  };
  const outcomes: { membershipId: string; outcome: string }[] = [];
  for (const membershipId of ids) {
    const row = rows.find(({ id }) => id === membershipId);
    const outcome =
      job.kind === "approve"
        ? await approveOne(ctx, deciding, row)
        : await refuseOne(ctx, deciding, row, job.note);
    outcomes.push({ membershipId, outcome });
  }
  const last = ids.length < chunk;
  const json = JSON.stringify(outcomes);
  await ctx.db.batch([
    settled(outcomes.filter(({ outcome }) => outcome !== "done")),
    end(json, ids.at(-1) ?? null, last),
  ]);
  if (outcomes.some(({ outcome }) => outcome === "done")) await wakeMail(ctx, workspaceId);
  return { more: !last };
}
