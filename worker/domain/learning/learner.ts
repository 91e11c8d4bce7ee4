import type { Learner } from "../../../db/queries/own-learning.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { signedInLearner } from "../sessions/signed-in-person.ts";
import { awaitsProof } from "../use-case.ts";

/**
 * Who looks at what they learn themselves: any active member, whatever their roles, and whoever was let
 * in before they proved their address. Throws NOT_SIGNED_IN,
 * MEMBERSHIP_DEACTIVATED, EMAIL_UNVERIFIED, FORBIDDEN in a suspended workspace.
 */
export function learnerOf(ctx: Context): Learner {
  const { workspace, membership, person } = signedInLearner(ctx);
  if (workspace.status !== "active") throw new DomainError("FORBIDDEN");
  if (workspace.policies["activation.verify_email"] === "always" && awaitsProof(person)) {
    throw new DomainError("EMAIL_UNVERIFIED");
  }
  return { workspaceId: workspace.id, membershipId: membership.id };
}
