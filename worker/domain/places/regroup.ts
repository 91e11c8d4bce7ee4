import { membersBelow } from "../../../db/queries/groups.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { mostAtOnce, wakeJob } from "../jobs/staged-job.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import type { MemberContext } from "../use-case.ts";
import { followGroups } from "./follow-groups.ts";
import { groupJobRows } from "./start-group-job.ts";

export interface Regrouping {
  statements: Statement[];
  /** Null where the batch does it all. */
  jobId: string | null;
  /** To be called when the batch is written. */
  wake(): Promise<void>;
}

/**
 * What follows when a group moved or changed its visibility: everybody in it or below it, `people` (a JSON
 * array of one more than are settled at once), derives anew where the policy propagates. Who is in it is
 * asked once more when it is written: somebody may have been added meanwhile.
 */
export function regroup(
  ctx: MemberContext,
  group: { id: string; name: string },
  people: string,
  op: string,
): Regrouping {
  const { workspace } = ctx;
  const count = (JSON.parse(people) as string[]).length;
  if (!workspace.policies["groups.propagate_learner"]) {
    return { statements: [], jobId: null, wake: async () => undefined };
  }
  if (count > mostAtOnce) {
    const jobId = ctx.ids.next("job");
    return {
      statements: groupJobRows(ctx, jobId, "regroup", group),
      jobId,
      wake: () => wakeJob(ctx, jobId),
    };
  }
  const act = { workspaceId: workspace.id, policies: workspace.policies, op };
  return {
    statements: followGroups(ctx, act, people, membersBelow(workspace.id, group.id)),
    jobId: null,
    wake: () => (count > 0 ? wakeMail(ctx, workspace.id) : Promise.resolve()),
  };
}
