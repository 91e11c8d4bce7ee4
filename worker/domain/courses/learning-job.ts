import type { Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { stagedJob } from "../jobs/staged-job.ts";
import type { MemberContext } from "../use-case.ts";

/** What a job does for many people: enrols them in a course, or gives them places in a session. */
export type LearningJob =
  | { kind: "enrol"; courseId: string; name: string; by: "group" | "unit" }
  | { kind: "attend"; sessionId: string; name: string };

/** Writes down a job and whom it is about (`staged`), for the batch of the act; wake it afterwards. */
export function learningJobRows(
  ctx: MemberContext,
  jobId: string,
  { kind, ...filter }: LearningJob,
  staged: readonly Statement[],
): Statement[] {
  return [
    ...stagedJob(ctx, { id: jobId, kind, filter }, staged),
    ...audit(ctx, {
      workspaceId: ctx.workspace.id,
      actor: ctx.actor,
      action: "job.started",
      targetId: jobId,
      op: jobId,
      details: { kind, name: filter.name },
    }),
  ];
}
