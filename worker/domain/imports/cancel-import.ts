import * as z from "zod";
import { cancelRows } from "../../../db/queries/import-rows.ts";
import { canceledCounts } from "../../../db/queries/imports.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeCourse } from "./change-course.ts";
import { countGoingAlong, type ImportView } from "./import-view.ts";

/** Gives an import up: before it was confirmed as a whole, after that whatever is not done yet. Throws IMPORT_STATE. */
export const cancelImport = memberUseCase(
  within("invitation.create"),
  z.strictObject({ importId: idField("import") }),
  async (ctx, { importId }): Promise<ImportView> =>
    changeCourse(ctx, importId, {
      from: ["mapping", "checking", "ready", "running", "paused"],
      action: "import.canceled",
      into: ({ counts }) => ({
        status: "canceled",
        finishedAt: ctx.now(),
        counts: {
          ...counts,
          canceled: (counts.canceled ?? 0) + countGoingAlong(counts),
          ready: 0,
          warning: 0,
          update: 0,
        },
      }),
      counts: canceledCounts(),
      also: () => [cancelRows(ctx.db, ctx.workspace.id, importId)],
    }),
);
