import type { Statement } from "../../../db/queries/statements.ts";
import { mergeUnproved } from "../../../db/queries/unproved-members.ts";
import { auditRows } from "../audit.ts";
import type { Actor, Context } from "../context.ts";

/**
 * What unproved members of an address (F132) have of the courses that an act names goes to whoever has proved it, each
 * with a line in their trail; the rest of those members is forgotten (`mergeUnproved`).
 */
export function takenOver(
  ctx: Context,
  act: Pick<Parameters<typeof mergeUnproved>[1], "workspaceId" | "email" | "into" | "courses" | "op"> & {
    actor: Actor;
  },
): Statement[] {
  const { actor, ...merge } = act;
  const { event, details } = auditRows(ctx, {
    workspaceId: act.workspaceId,
    actor,
    action: "enrolment.taken_over",
    membershipId: act.into,
    op: act.op,
  });
  return mergeUnproved(ctx.db, {
    ...merge,
    now: ctx.now(),
    trail: { event, actorName: details.actorName },
  });
}
