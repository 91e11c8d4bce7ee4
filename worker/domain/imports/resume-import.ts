import * as z from "zod";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeCourse } from "./change-course.ts";
import type { ImportView } from "./import-view.ts";
import { wakeImport } from "./wake-import.ts";

/** Lets a paused import go on where it stood. Throws IMPORT_STATE. */
export const resumeImport = memberUseCase(
  within("invitation.create"),
  z.strictObject({ importId: idField("import") }),
  async (ctx, { importId }): Promise<ImportView> => {
    const view = await changeCourse(ctx, importId, {
      from: ["paused"],
      action: "import.resumed",
      into: () => ({ status: "running" }),
    });
    await wakeImport(ctx, ctx.workspace.id, importId);
    return view;
  },
);
