import { tellOfSessions } from "../../../db/queries/session-mails.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { Context } from "../context.ts";
import type { Policies } from "../policies.ts";

/**
 * A mail for each session that invited people have a place in and were not told of, besides the invitation, where
 * the policy allows it before they join (D34). `membershipIds` is a JSON array; `dueAt` in UTC ms. Whoever calls
 * this wakes the mail.
 */
export function tellPending(
  ctx: Context,
  policies: Policies,
  act: { workspaceId: string; op: string; membershipIds: string; dueAt: number },
): Statement[] {
  if (policies["notify.pre_activation"] !== "invite_and_session") return [];
  const { workspaceId, op, membershipIds, dueAt } = act;
  return tellOfSessions(
    ctx.db,
    { workspaceId, op, membershipIds, now: ctx.now() },
    { tellPending: true, dueAt },
  );
}
