import { enrolReached, type Reached, stageReached } from "../../../db/queries/courses.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { mostAtOnce, wakeJob } from "../jobs/staged-job.ts";
import type { MemberContext } from "../use-case.ts";
import { learningJobRows } from "./learning-job.ts";

export interface EnrollingAll {
  statements: Statement[];
  /** Null where the batch does it all. */
  jobId: string | null;
  /** To be called when the batch is written. */
  wake(): Promise<void>;
}

/** How many people are counted before it is plain that a job must enrol them. */
export const countedAtMost = mostAtOnce + 1;

/**
 * Enrols those whom a course reaches by its groups and units, where the policy says so (D33): in the batch of
 * the act, or of more than a thousand by a job. `count` is how many were found.
 */
export function enrolAll(
  ctx: MemberContext,
  course: { id: string; title: string },
  reached: readonly Reached[],
  count: number,
  op: string,
): EnrollingAll {
  const { workspace } = ctx;
  const nothing = { statements: [], jobId: null, wake: async () => undefined };
  if (!workspace.policies["enrol.from_group"] || count === 0) return nothing;
  if (count <= mostAtOnce) {
    const act = { workspaceId: workspace.id, now: ctx.now(), op };
    return { ...nothing, statements: reached.map((some) => enrolReached(ctx.db, act, some)) };
  }
  const jobId = ctx.ids.next("job");
  return {
    statements: learningJobRows(
      ctx,
      jobId,
      { kind: "enrol", courseId: course.id, name: course.title, by: reached[0]?.by ?? "group" },
      reached.map((some) => stageReached(ctx.db, workspace.id, jobId, some)),
    ),
    jobId,
    wake: () => wakeJob(ctx, jobId),
  };
}
