import * as z from "zod";
import { problemKindCount, restageProblemKind } from "../../../db/queries/import-repairs.ts";
import { changeImport, importById, shiftedCounts } from "../../../db/queries/imports.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { findImport, requireOwn, requireStatus } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { withChanges } from "./import-work.ts";
import { recheck } from "./recheck.ts";

const kind = "!role_needs_confirmation:";

/**
 * Lets roles that do not come by file here come by this one (D26): their rows turn from errors into
 * warnings. What the uploader may not hand out stays an error. Throws IMPORT_STATE outside the review.
 */
export const confirmRoles = memberUseCase(
  within("invitation.create"),
  z.strictObject({ importId: idField("import") }),
  async (ctx, { importId }): Promise<ImportView> => {
    const workspaceId = ctx.workspace.id;
    const [[stored], [waiting]] = await ctx.db.batch([
      importById(ctx.db, workspaceId, importId),
      problemKindCount(ctx.db, workspaceId, importId, kind),
    ]);
    const record = requireOwn(ctx, stored);
    requireStatus(record, "ready");
    const count = waiting?.count ?? 0;
    const moves = { error: -count, staged: count };
    const changes = { status: "checking" as const, options: { ...record.options, confirmRoles: true } };
    const done = await commit(
      ctx,
      [
        changeImport(ctx.db, workspaceId, importId, ["ready"], {
          ...changes,
          counts: shiftedCounts(moves),
        }),
        guardChanged(ctx.db),
        restageProblemKind(ctx.db, workspaceId, importId, kind),
        guardChanged(ctx.db, count),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "import.roles_confirmed",
          targetId: importId,
          op: ctx.ids.next("event"),
          details: { fileName: record.fileName, rows: count },
        }),
      ],
      importView({ ...record, ...changes, counts: withChanges(record.counts, moves) }),
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await recheck(ctx, importId);
    return importView(await findImport(ctx, importId));
  },
);
