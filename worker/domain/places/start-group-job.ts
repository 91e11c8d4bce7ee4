import { stageGroupJob } from "../../../db/queries/group-people.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { stagedJob } from "../jobs/staged-job.ts";
import type { MemberContext } from "../use-case.ts";
import type { GroupJob } from "./group-view.ts";

/** Writes down a job about a group and whom it is about, for the batch of the act; wake it afterwards. */
export function groupJobRows(
  ctx: MemberContext,
  jobId: string,
  kind: GroupJob["kind"],
  group: { id: string; name: string },
): Statement[] {
  const workspaceId = ctx.workspace.id;
  const filter = { groupId: group.id, name: group.name };
  const of = kind === "regroup" ? "below" : "members";
  return [
    ...stagedJob(ctx, { id: jobId, kind, filter }, [stageGroupJob(ctx.db, workspaceId, jobId, group.id, of)]),
    ...audit(ctx, {
      workspaceId,
      actor: ctx.actor,
      action: "job.started",
      targetId: jobId,
      op: jobId,
      details: { kind, name: group.name },
    }),
  ];
}
