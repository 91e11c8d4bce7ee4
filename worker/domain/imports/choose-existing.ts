import * as z from "zod";
import { countExisting, restageExisting } from "../../../db/queries/import-updates.ts";
import { type CountChanges, changeImport, importById, shiftedCounts } from "../../../db/queries/imports.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { type ExistingMode, existingModes } from "../../../db/schema/imports.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import type { Policies } from "../policies.ts";
import { memberUseCase, within } from "../use-case.ts";
import { findImport, requireOwn, requireStatus } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { withChanges } from "./import-work.ts";
import { recheck } from "./recheck.ts";
import { existingMode } from "./update-of-row.ts";

export const existingField = z.enum(existingModes, `Choose one of: ${existingModes.join(", ")}.`);

/**
 * Says what this import does with people who are here already (F67); the rows of these people are checked
 * anew, and each that changes somebody says what. Whatever the choice, nobody does more by it than they may.
 *
 * Throws IMPORT_STATE outside the review, VALIDATION_FAILED where the workspace counts them as failed.
 */
export const chooseExisting = memberUseCase(
  within("invitation.create"),
  z.strictObject({ importId: idField("import"), existing: existingField }),
  async (ctx, { importId, existing }): Promise<ImportView> => {
    const workspaceId = ctx.workspace.id;
    requireChoice(ctx.workspace.policies, existing);
    const [[stored], there] = await ctx.db.batch([
      importById(ctx.db, workspaceId, importId),
      countExisting(ctx.db, workspaceId, importId),
    ]);
    const record = requireOwn(ctx, stored);
    requireStatus(record, "mapping", "ready");
    const options = { ...record.options, existing };
    const number = there.reduce((sum, { count }) => sum + count, 0);
    const moves: CountChanges = Object.fromEntries(there.map(({ outcome, count }) => [outcome, -count]));
    if (number > 0) moves.staged = number;
    const changes = { options, ...(number > 0 ? { status: "checking" as const } : {}) };
    const done = await commit(
      ctx,
      [
        changeImport(ctx.db, workspaceId, importId, [record.status], {
          ...changes,
          counts: shiftedCounts(moves),
        }),
        guardChanged(ctx.db),
        ...(number > 0 ? [restageExisting(ctx.db, workspaceId, importId), guardChanged(ctx.db, number)] : []),
      ],
      importView({ ...record, ...changes, counts: withChanges(record.counts, moves) }),
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    if (number > 0) await recheck(ctx, importId);
    return importView(await findImport(ctx, importId));
  },
);

/** Throws VALIDATION_FAILED for a choice that the workspace's rule leaves no room for (D19). */
export function requireChoice(policies: Policies, existing: ExistingMode): void {
  if (existingMode(policies, existing) === existing) return;
  throw invalidField(
    "existing",
    "not_here",
    "In this ‹workspace› people who are here already count as failed rows.",
  );
}
