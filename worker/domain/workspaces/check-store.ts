import * as z from "zod";
import { countUp } from "../../../db/queries/limits.ts";
import { systemUseCase } from "../use-case.ts";

/** Proves that the database takes a write; one row, forgotten by the cron. */
export const checkStore = systemUseCase(z.strictObject({}), async (ctx): Promise<void> => {
  const now = ctx.now();
  await countUp(ctx.db, "health", 0, 1, now + 3_600_000, Number.MAX_SAFE_INTEGER);
});
