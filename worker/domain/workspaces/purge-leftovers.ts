import * as z from "zod";
import { forgetAnswers } from "../../../db/queries/idempotency.ts";
import { purgeCounters } from "../../../db/queries/limits.ts";
import { purgeResets, purgeSessions, purgeVerifications } from "../../../db/queries/purges.ts";
import { systemUseCase } from "../use-case.ts";

const day = 86_400_000;

/** Deletes what nobody can use any more: dead sessions, spent reset links, old counters, stored answers. */
export const purgeLeftovers = systemUseCase(z.strictObject({}), async (ctx): Promise<void> => {
  const now = ctx.now();
  await ctx.db.batch([
    purgeSessions(ctx.db, now, 1_000),
    purgeResets(ctx.db, now - 30 * day, 1_000),
    purgeVerifications(ctx.db, now - 30 * day, 1_000),
    purgeCounters(ctx.db, now, 1_000),
    forgetAnswers(ctx.db, now - day),
  ]);
});
