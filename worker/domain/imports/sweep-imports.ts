import * as z from "zod";
import { purgeImportChanges } from "../../../db/queries/import-changes.ts";
import { purgeImportRows } from "../../../db/queries/import-rows.ts";
import { changeImport, idleImports } from "../../../db/queries/imports.ts";
import { valuesByPreset } from "../presets.ts";
import { systemUseCase } from "../use-case.ts";
import { freeStatements } from "./upload-key.ts";
import { wakeImport } from "./wake-import.ts";

const daysByPreset = valuesByPreset("retention.import_rows_days");

/**
 * Wakes imports that should be at work and that nobody holds, ends uploads that broke off without a word,
 * and clears away the rows of old imports (F70, `retention.import_rows_days`). Every minute, idempotent, in bounded chunks.
 */
export const sweepImports = systemUseCase(z.strictObject({}), async (ctx): Promise<{ woken: number }> => {
  const now = ctx.now();
  const [idle] = await ctx.db.batch([
    idleImports(ctx.db, now, 50),
    purgeImportRows(ctx.db, { now, daysByPreset }, 5_000),
    ...purgeImportChanges(ctx.db, { now, daysByPreset }, 5_000),
  ]);
  for (const { workspaceId, id, status, ...idler } of idle) {
    if (status === "receiving") {
      await ctx.db.batch([
        changeImport(ctx.db, workspaceId, id, ["receiving"], {
          status: "failed",
          failure: { code: "UPLOAD_BROKEN", params: {} },
          finishedAt: now,
          // Should it go on after all, it may not write any more.
          lease: null,
          leaseUntil: null,
        }),
        ...freeStatements(ctx, { workspaceId, id, ...idler }),
      ]);
    } else await wakeImport(ctx, workspaceId, id);
  }
  return { woken: idle.filter(({ status }) => status !== "receiving").length };
});
