import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";

/**
 * Lets through whom the check for humans vouches for, where the installation has one (F132). Without it there are the
 * limits alone.
 *
 * Throws HUMAN_UNPROVED, HUMAN_CHECK_UNAVAILABLE where the check gives no clear answer: nobody passes by its being down.
 */
export async function requireHuman(ctx: Context, token: string | undefined): Promise<void> {
  if (!ctx.humans) return;
  if (!token) throw new DomainError("HUMAN_UNPROVED");
  const found = await ctx.humans.check(token, ctx.request.ip);
  if (found === "human") return;
  if (found === "unavailable") ctx.log.error("human_check_unavailable", { requestId: ctx.request.id });
  throw new DomainError(found === "unavailable" ? "HUMAN_CHECK_UNAVAILABLE" : "HUMAN_UNPROVED");
}
