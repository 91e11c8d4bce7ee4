import * as z from "zod";
import { importsOf } from "../../../db/queries/imports.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { ownUploads } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";

export interface ImportPage {
  imports: ImportView[];
  nextCursor: string | null;
}

/**
 * The history of imports, newest first: who, when, what became of it, and the file's digest (F70). Whoever invites
 * into a part sees their own.
 */
export const listImports = memberUseCase(
  within("invitation.create"),
  z.strictObject({ limit: z.int().min(1).max(100).optional(), cursor: idField("import").optional() }),
  async (ctx, { limit = 50, cursor }): Promise<ImportPage> => {
    const rows = await importsOf(ctx.db, ctx.workspace.id, cursor ?? null, limit + 1, ownUploads(ctx));
    const page = rows.slice(0, limit);
    return {
      imports: page.map(importView),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  },
);
