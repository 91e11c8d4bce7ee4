import * as z from "zod";
import {
  forgetChange,
  latestChange,
  neighboursOfLatestChange,
  ofLatestChange,
  restoreRows,
} from "../../../db/queries/import-changes.ts";
import { countsAfter, restageRows } from "../../../db/queries/import-repairs.ts";
import { changeImport, importById } from "../../../db/queries/imports.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { findImport, requireOwn, requireStatus } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { recheck } from "./recheck.ts";

/**
 * Takes the latest change of rows in the review back, whoever made it: their cells are as they were, and they
 * are checked anew with the rows that share an address with them. The change is named, so that two people who
 * press Undo at once take back one.
 *
 * Throws EDIT_CONFLICT when it is not the latest change, IMPORT_STATE outside the review.
 */
export const undoChange = memberUseCase(
  within("invitation.create"),
  z.strictObject({ importId: idField("import"), changeId: idField("event") }),
  async (ctx, { importId, changeId }): Promise<ImportView> => {
    const { db } = ctx;
    const workspaceId = ctx.workspace.id;
    const [[stored], [change]] = await db.batch([
      importById(db, workspaceId, importId),
      latestChange(db, workspaceId, importId),
    ]);
    const record = requireOwn(ctx, stored);
    requireStatus(record, "ready");
    if (change?.id !== changeId) throw new DomainError("EDIT_CONFLICT");
    const outcome = change.kind === "include" ? "excluded" : "staged";
    const neighbours = neighboursOfLatestChange(workspaceId, importId);
    const done = await commit(
      ctx,
      [
        changeImport(db, workspaceId, importId, ["ready"], {
          status: "checking",
          counts: countsAfter(ofLatestChange(workspaceId, importId), outcome),
        }),
        guardChanged(db),
        ...restageRows(db, workspaceId, importId, neighbours),
        restoreRows(db, workspaceId, importId, outcome),
        guardChanged(db, change.details.count),
        ...forgetChange(db, { workspaceId, importId, id: changeId }),
        guardChanged(db),
      ],
      importView({ ...record, status: "checking" }),
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await recheck(ctx, importId);
    return importView(await findImport(ctx, importId));
  },
);
