import { resetById } from "../../../db/queries/password-resets.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { type Policies, policiesOf } from "../policies.ts";

type ResetRow = Awaited<ReturnType<typeof resetById>>[number];

/**
 * The reset that a link names, while it may be used. A bad signature costs no query; guessing is
 * slowed by the burst limit alone (T-26).
 *
 * Throws RESET_INVALID for every link that does not work, whatever the reason; RATE_LIMITED.
 */
export async function readReset(ctx: Context, token: string): Promise<ResetRow & { policies: Policies }> {
  const now = ctx.now();
  const claims = await ctx.tokens.verify("reset", token, now);
  if (!claims) {
    if (await ctx.limits.allow("bad_token", ctx.request.ip ?? "")) throw new DomainError("RESET_INVALID");
    throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
  }
  const [row] = await resetById(ctx.db, claims.ws, claims.sub);
  const usable = row && row.reset.usedAt === null && row.reset.expiresAt > now;
  if (!usable || row.user.status !== "active" || !row.user.email) throw new DomainError("RESET_INVALID");
  return { ...row, policies: policiesOf(row.workspace.preset, row.workspace.policyOverrides) };
}
