import * as z from "zod";
import { guardStanding } from "../../../db/queries/labels.ts";
import { registrationsToDecide, stageWaiting } from "../../../db/queries/registration-list.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { stagedJob, wakeJob } from "../jobs/staged-job.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { standingOf } from "../members/member-change.ts";
import { partFor } from "../members/part.ts";
import type { MemberContext } from "../use-case.ts";
import { approveOne, type Deciding, type DecisionOutcome, refuseOne } from "./decide-registration.ts";

/** Decided while one waits; of more a job does it, a batch each all the same. */
const mostAtOnce = 20;
const mostTicked = 1_000;

/** Whom a decision is about. */
export const decisionTarget = {
  ids: z
    .array(idField("registration"), "Give a list of ids.")
    .min(1, "Choose at least one.")
    .max(mostTicked, "Choose at most 1,000, or all that wait.")
    .transform((ids) => [...new Set(ids)])
    .optional(),
  /** Everybody who waits. */
  all: z.literal(true, "Say true, or leave it out.").optional(),
  /** With `all`: those who came by this link. */
  linkId: idField("registrationLink").optional(),
};

export interface DecidedRegistrations {
  /** One for each that was named, in order; empty where a job does it. */
  results: { id: string; outcome: DecisionOutcome }[];
  /** The job that does it, for more than twenty. */
  jobId: string | null;
}

type Target = z.output<z.ZodObject<typeof decisionTarget>> & { reason?: string | undefined };

/**
 * Approves or refuses: up to twenty at once, each in a batch of their own, more by a job. Throws NOT_FOUND when nobody of
 * those that are named is in the asker's part, VALIDATION_FAILED.
 */
export async function decideAll(
  ctx: MemberContext,
  act: "approve" | "refuse",
  input: Target,
): Promise<DecidedRegistrations> {
  const { ids, all, linkId } = input;
  if ((ids === undefined) === (all === undefined) || (linkId && !all)) {
    throw invalidField("ids", "required", "Say whom it is about: give ids, or all.");
  }
  const part = partFor(ctx, "registration.manage");
  if (!ids || ids.length > mostAtOnce) return startJob(ctx, act, input);
  const rows = await registrationsToDecide(ctx.db, ctx.workspace.id, JSON.stringify(ids), part);
  if (rows.length === 0) throw new DomainError("NOT_FOUND");
  const deciding: Deciding = {
    workspace: ctx.workspace,
    actor: ctx.actor,
    standing: standingOf(ctx, "registration.manage"),
    mayRefund: ctx.may("order.manage"),
  };
  const results: DecidedRegistrations["results"] = [];
  for (const id of ids) {
    const row = rows.find((one) => one.id === id);
    const outcome =
      act === "approve"
        ? await approveOne(ctx, deciding, row)
        : await refuseOne(ctx, deciding, row, input.reason || null);
    results.push({ id, outcome });
  }
  if (results.some(({ outcome }) => outcome === "done")) await wakeMail(ctx, ctx.workspace.id);
  const decided = { results, jobId: null };
  // Each was a batch of its own: what a program is told is kept behind them.
  return (await commit(ctx, [], decided)) ?? decided;
}

/** Many wait: whom it is about is written down now, and each is decided by what holds when it is their turn. */
async function startJob(
  ctx: MemberContext,
  act: "approve" | "refuse",
  { ids, linkId, reason }: Target,
): Promise<DecidedRegistrations> {
  const { db, workspace, actor } = ctx;
  const jobId = ctx.ids.next("job");
  const part = partFor(ctx, "registration.manage");
  const staged = { ids: ids ? JSON.stringify(ids) : null, linkId: linkId ?? null, part };
  const done = await commit(
    ctx,
    [
      guardStanding(db, standingOf(ctx, "registration.manage")),
      ...stagedJob(ctx, { id: jobId, kind: act, filter: {}, note: reason || null }, [
        stageWaiting(db, workspace.id, jobId, staged),
      ]),
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor,
        action: "job.started",
        targetId: jobId,
        op: jobId,
        details: { kind: act },
      }),
    ],
    { results: [], jobId },
  );
  if (!done) throw new DomainError("FORBIDDEN");
  await wakeJob(ctx, jobId);
  return done;
}
