import * as z from "zod";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeCourse } from "./change-course.ts";
import type { ImportView } from "./import-view.ts";

/** Halts a running import between two chunks; what is done stays done. Throws IMPORT_STATE. */
export const pauseImport = memberUseCase(
  within("invitation.create"),
  z.strictObject({ importId: idField("import") }),
  async (ctx, { importId }): Promise<ImportView> =>
    changeCourse(ctx, importId, {
      from: ["running"],
      action: "import.paused",
      into: () => ({ status: "paused" }),
    }),
);
