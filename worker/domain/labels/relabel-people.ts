import {
  forgetLabel,
  guardStanding,
  labelsInUse,
  peopleLabelled,
  relabel,
  stageLabelled,
} from "../../../db/queries/labels.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { mostAtOnce, stagedJob, wakeJob } from "../jobs/staged-job.ts";
import { standingOf } from "../members/member-change.ts";
import { fold } from "../people/person-name.ts";
import type { MemberContext } from "../use-case.ts";

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
        ? stagedJob(ctx, { id: jobId, kind: "relabel", filter: { label, to } satisfies RelabelJob }, [
            stageLabelled(db, workspaceId, jobId, label),
          ])
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
  if (jobId) await wakeJob(ctx, jobId);
  return done;
}

function spelledAs(wanted: string, label: string, used: readonly { label: string }[]): string {
  if (fold(wanted) === fold(label)) return wanted;
  const same = used.filter((one) => one.label !== label && fold(one.label) === fold(wanted));
  return same.find((one) => one.label === wanted)?.label ?? same[0]?.label ?? wanted;
}
