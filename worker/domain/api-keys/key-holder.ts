import type { CallerMembership } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { MemberContext } from "../use-case.ts";

/** The person who manages keys: a key itself never does, whatever its scopes (O-20). Throws FORBIDDEN. */
export function keyHolder(ctx: MemberContext): CallerMembership {
  if (!ctx.membership) throw new DomainError("FORBIDDEN");
  return ctx.membership;
}
