import { countUp } from "../../../db/queries/limits.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import type { MemberContext } from "../use-case.ts";

const hour = 3_600_000;

/**
 * Counts an export of people and writes down who took what, before its first line leaves (F90). Throws
 * RATE_LIMITED for one more in a clock hour than a person may take (1.7).
 */
export async function takeExport(ctx: MemberContext, details: Record<string, unknown>): Promise<void> {
  const now = ctx.now();
  const window = now - (now % hour);
  const taken = await commit(
    ctx,
    [
      countUp(ctx.db, `exports:${ctx.actor.id}`, window, 1, window + 2 * hour, ctx.settings.exportsPerHour),
      guardChanged(ctx.db),
      ...audit(ctx, {
        workspaceId: ctx.workspace.id,
        actor: ctx.actor,
        action: "people.exported",
        op: ctx.ids.next("event"),
        details,
      }),
    ],
    true,
  );
  if (taken) return;
  throw new DomainError("RATE_LIMITED", {
    retryAfter: Math.ceil((window + hour - now) / 1000),
    params: { limit: "exports" },
  });
}
