import { countStaged } from "../../../db/queries/groups.ts";
import { insertJob } from "../../../db/queries/jobs.ts";
import {
  forgetLabel,
  guardStanding,
  labelsInUse,
  peopleLabelled,
  relabel,
  stageLabelled,
} from "../../../db/queries/labels.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import { fold } from "../people/person-name.ts";
import type { MemberContext } from "../use-case.ts";

/** People whose labels one batch changes; of more a job does. */
const mostAtOnce = 1_000;
const looked = 1_000;

export interface Relabelled {
  label: string;
  /** What it is now; null: nothing. */
  to: string | null;
  /** People who had it; 1,001 means more than a thousand. */
  count: number;
  /** The job that does it, for more than 1,000 people; null: all is done. */
  jobId: string | null;
}

/** What a job about a label is told. */
export interface RelabelJob {
  label: string;
  to: string | null;
}

/**
 * Everybody's label becomes another word, or none. A word that is in use under another case or accent keeps the
 * spelling that it has there. Throws NOT_FOUND for a word that nobody has, EDIT_CONFLICT.
 */
export async function relabelPeople(
  ctx: MemberContext,
  { label, to: wanted }: { label: string; to: string | null },
): Promise<Relabelled> {
  const { db } = ctx;
  const workspaceId = ctx.workspace.id;
  const [used, [labelled]] = await db.batch([
    labelsInUse(db, workspaceId, looked),
    peopleLabelled(db, workspaceId, label, mostAtOnce),
  ]);
  const count = labelled?.count ?? 0;
  if (count === 0) throw new DomainError("NOT_FOUND");
  const to = wanted === null ? null : spelledAs(wanted, label, used);
  const result = { label, to, count, jobId: null };
  if (to === label) return result;
  const jobId = count > mostAtOnce ? ctx.ids.next("job") : null;
  const op = jobId ?? ctx.ids.next("event");
  const done = await commit(
    ctx,
    [
      guardStanding(db, standingOf(ctx, "workspace.manage")),
      ...(jobId
        ? jobRows(ctx, jobId, { label, to })
        : [
            relabel(db, workspaceId, { ids: null, from: label, to, op }),
            forgetLabel(db, workspaceId, label),
          ]),
      ...audit(ctx, {
        workspaceId,
        actor: ctx.actor,
        action: to === null ? "label.deleted" : "label.renamed",
        op,
        ...(jobId && { targetId: jobId }),
        details: { label, ...(to !== null && { newLabel: to }), ...(jobId ? {} : { count }) },
      }),
    ],
    { ...result, jobId },
  );
  if (!done) throw new DomainError("EDIT_CONFLICT");
  if (jobId) await wake(ctx, jobId);
  return done;
}

function spelledAs(wanted: string, label: string, used: readonly { label: string }[]): string {
  if (fold(wanted) === fold(label)) return wanted;
  const same = used.filter((one) => one.label !== label && fold(one.label) === fold(wanted));
  return same.find((one) => one.label === wanted)?.label ?? same[0]?.label ?? wanted;
}

function jobRows(ctx: MemberContext, jobId: string, filter: RelabelJob): Statement[] {
  const workspaceId = ctx.workspace.id;
  const now = ctx.now();
  return [
    insertJob(
      ctx.db,
      {
        workspaceId,
        id: jobId,
        kind: "relabel",
        filter: { ...filter },
        note: null,
        status: "running",
        actorKind: ctx.actor.kind,
        actorId: ctx.actor.id ?? "",
        actorName: ctx.actor.name,
        total: 0,
        done: 0,
        skipped: 0,
        dueAt: now,
        createdAt: now,
      },
      Number.MAX_SAFE_INTEGER,
    ),
    stageLabelled(ctx.db, workspaceId, jobId, filter.label),
    countStaged(ctx.db, workspaceId, jobId),
  ];
}

/** The sweeper finds jobs that nobody woke. */
async function wake(ctx: MemberContext, jobId: string): Promise<void> {
  try {
    await ctx.queues.wakeJob(ctx.workspace.id, jobId, 0);
  } catch {
    ctx.log.error("job_queue_unavailable", { jobId });
  }
}
