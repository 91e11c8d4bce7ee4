import * as z from "zod";
import { customFieldsOf } from "../../../db/queries/custom-fields.ts";
import { restageAll } from "../../../db/queries/import-repairs.ts";
import { changeImport, importById } from "../../../db/queries/imports.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { findImport, requireOwn, requireStatus } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { usernameColumn } from "./offered-columns.ts";
import { recheck } from "./recheck.ts";
import { fieldsOfFiles } from "./row-rules.ts";
import { mappingField, mappingListField, toldMapping } from "./told-mapping.ts";

/**
 * Says what the columns of a file mean; every row is read anew by it (F68). The next file with the same
 * headings is read the same way.
 *
 * Throws NO_EMAIL_COLUMN, and VALIDATION_FAILED for a meaning that two columns claim.
 */
export const mapColumns = memberUseCase(
  within("invitation.create"),
  z.strictObject({
    importId: idField("import"),
    mapping: z.union([mappingListField, mappingField]),
  }),
  async (ctx, { importId, mapping: told }): Promise<ImportView> => {
    const [[stored], fields] = await ctx.db.batch([
      importById(ctx.db, ctx.workspace.id, importId),
      customFieldsOf(ctx.db, ctx.workspace.id),
    ]);
    const { policies } = ctx.workspace;
    const record = requireOwn(ctx, stored);
    requireStatus(record, "mapping", "ready");
    const mapping = toldMapping(record.header ?? [], told, fieldsOfFiles(fields), usernameColumn(policies));
    const changes = {
      status: "checking" as const,
      mapping,
      counts: { staged: record.rowCount },
      lease: null,
      leaseUntil: null,
    };
    const done = await commit(
      ctx,
      [
        changeImport(ctx.db, ctx.workspace.id, importId, ["mapping", "ready"], changes),
        guardChanged(ctx.db),
        restageAll(ctx.db, ctx.workspace.id, importId),
      ],
      importView({ ...record, ...changes }),
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await recheck(ctx, importId);
    return importView(await findImport(ctx, importId));
  },
);
