import { tellOfSessions } from "../../../db/queries/session-mails.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { Context } from "../context.ts";
import type { Policies } from "../policies.ts";
import { onTrial } from "../workspaces/plan.ts";

/**
 * A mail for each session that invited people have a place in and were not told of, besides the invitation, where
 * the policy allows it before they join (D34). `membershipIds` is a JSON array; `dueAt` in UTC ms. Whoever calls
 * this wakes the mail.
 */
export function tellPending(
  ctx: Context,
  workspace: Telling,
  act: { workspaceId: string; op: string; membershipIds: string; dueAt: number },
): Statement[] {
  if (!tellsPending(workspace)) return [];
  const { workspaceId, op, membershipIds, dueAt } = act;
  return tellOfSessions(
    ctx.db,
    { workspaceId, op, membershipIds, now: ctx.now() },
    { tellPending: true, dueAt },
  );
}

/** What decides whom a workspace mails: its policies, and its plan. */
export interface Telling {
  policies: Policies;
  plan: string;
}

/**
 * Whether people who have not joined yet are mailed about sessions (D34). On a free trial they may get nothing but
 * the invitation and links to reset a password (F40): they are told when they join, of what is still to come.
 */
export function tellsPending({ policies, plan }: Telling): boolean {
  if (onTrial({ plan }) && policies["notify.pre_activation_trial"] === "invite_and_reset_only") return false;
  return policies["notify.pre_activation"] === "invite_and_session";
}
