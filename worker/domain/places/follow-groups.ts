import { enrolFromPlaces } from "../../../db/queries/enrolments.ts";
import { closeOver } from "../../../db/queries/places.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { Context } from "../context.ts";
import type { Policies } from "../policies.ts";

/** An act that changed groups of people, or the tree that they stand in. */
export interface GroupAct {
  workspaceId: string;
  policies: Policies;
  op: string;
}

/**
 * What follows when groups of people or the tree changed, for the end of the same batch: memberships that
 * derive from theirs, where the policy propagates (D31), and what they have by their places (D33). `people`
 * is a JSON array, `closing` those whose derived memberships may have changed, left out: the same. Whoever
 * calls this wakes the mail.
 */
export function followGroups(
  ctx: Context,
  { workspaceId, policies, op }: GroupAct,
  people: string,
  closing: Parameters<typeof closeOver>[2] = people,
): Statement[] {
  return [
    ...(policies["groups.propagate_learner"] ? closeOver(ctx.db, workspaceId, closing) : []),
    ...(policies["enrol.from_group"]
      ? enrolFromPlaces(ctx.db, { workspaceId, membershipIds: people, now: ctx.now(), op })
      : []),
  ];
}
