import { insertKeyEndings, revokeKeysOf } from "../../../db/queries/api-keys.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { AuditAction } from "../audit.ts";
import type { Context } from "../context.ts";
import { stemOf } from "../ids.ts";

type EndReason = "password_reset" | "account_taken_over";

/**
 * Ends every key that a person made, for the batch of the act that ends them, and writes each down
 * in its own workspace: there the house did it, and nothing tells where else the person belongs.
 */
export function endKeysOf(ctx: Context, userId: string, op: string, reason: EndReason): Statement[] {
  const userIds = JSON.stringify([userId]);
  const now = ctx.now();
  const action: AuditAction = "api_key.revoked";
  return [
    // Before the keys are ended: they are found as those that work.
    ...insertKeyEndings(
      ctx.db,
      userIds,
      { at: now, actorKind: "system", actorId: null, action, op, ipPrefix: null, requestId: ctx.request.id },
      { stem: stemOf(ctx.ids.next("audit")), actorName: ctx.settings.productName, reason },
    ),
    revokeKeysOf(ctx.db, userIds, now),
  ];
}
