import * as z from "zod";
import { keepUpdates } from "../../../db/queries/import-updates.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeCourse } from "./change-course.ts";
import { findImport } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { recheck } from "./recheck.ts";

/**
 * Takes an import back (F72, P3): invitations that nobody touched since are withdrawn; whoever joined, or
 * was resent to or edited, stays, and so does what the file changed of people who were here, because they may
 * have built on it since; the rows say so. Throws IMPORT_STATE before the import has ended.
 */
export const undoImport = memberUseCase(
  within("invitation.manage"),
  z.strictObject({ importId: idField("import") }),
  async (ctx, { importId }): Promise<ImportView> => {
    await changeCourse(ctx, importId, {
      from: ["done", "paused", "canceled", "failed"],
      action: "import.undone",
      into: ({ options }) => ({
        status: "undoing",
        cursor: 0,
        options: {
          ...options,
          undoneBy: { kind: ctx.actor.kind, id: ctx.actor.id ?? "", name: ctx.actor.name },
        },
      }),
      also: () => keepUpdates(ctx.db, ctx.workspace.id, importId),
    });
    await recheck(ctx, importId);
    return importView(await findImport(ctx, importId));
  },
);
