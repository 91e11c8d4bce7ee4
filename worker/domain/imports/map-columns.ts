import * as z from "zod";
import { changeImport, restageAll } from "../../../db/queries/imports.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase } from "../use-case.ts";
import { columnKeys } from "./columns.ts";
import { findImport, requireStatus } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { recheck } from "./recheck.ts";
import { noEmailColumn } from "./stage-import.ts";

/** Columns that a file has once at most; roles, units and groups may stand in several (F69). */
const once = ["email", "first_name", "last_name", "name", "language", "external_id", "message"] as const;

/**
 * Says what the columns of a file mean; every row is read anew by it (F68). The next file with the same
 * headings is read the same way.
 *
 * Throws NO_EMAIL_COLUMN, and VALIDATION_FAILED for a meaning that two columns claim.
 */
export const mapColumns = memberUseCase(
  "invitation.create",
  z.strictObject({
    importId: idField("import"),
    /** One a column, in the order of the header; null: ignored. */
    mapping: z.array(z.enum(columnKeys).nullable()).max(100),
  }),
  async (ctx, { importId, mapping }): Promise<ImportView> => {
    const record = await findImport(ctx, importId);
    requireStatus(record, "mapping", "ready");
    if (mapping.length !== record.header?.length) {
      throw new DomainError("VALIDATION_FAILED", {
        errors: [{ path: "mapping", code: "out_of_bounds", message: "Give one meaning for each column." }],
      });
    }
    if (!mapping.includes("email")) throw noEmailColumn(record.header);
    const errors = once.flatMap((column): FieldError[] => {
      const second = mapping.indexOf(column, mapping.indexOf(column) + 1);
      return mapping.includes(column) && second > 0
        ? [
            {
              path: `mapping.${second}`,
              code: "duplicate_target",
              message: "Another column has this meaning already. Choose one of the two.",
            },
          ]
        : [];
    });
    if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
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
