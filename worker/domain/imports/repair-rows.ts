import * as z from "zod";
import {
  anyRow,
  checkingIfAny,
  countsAfter,
  emailsHeld,
  excludeRows,
  ofProblem,
  problemCount,
  repairRows as repairStatement,
  repeating,
  restageRows,
} from "../../../db/queries/import-repairs.ts";
import { rowsByProblem } from "../../../db/queries/import-rows.ts";
import { changeImport, importById } from "../../../db/queries/imports.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase } from "../use-case.ts";
import { fullRow } from "./check-rows.ts";
import type { ColumnKey } from "./columns.ts";
import { findImport, requireStatus } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { type ImportRecord, withChanges } from "./import-work.ts";
import { onlyProblem } from "./list-import-rows.ts";
import { recheck } from "./recheck.ts";
import { remembering } from "./review-change.ts";

export const repairFields = {
  /** A group of `viewImport`. */
  problem: z.string().min(2).max(300),
  repair: z.union([
    z.strictObject({ value: z.string().max(10_000) }),
    z.strictObject({ suggestion: z.literal(true) }),
    z.strictObject({ exclude: z.literal(true) }),
  ]),
};

/**
 * Mends all rows with one problem at once (F60): by one value for all, by each row's own suggestion, or by
 * leaving them out. What was mended is checked anew, and so are rows that repeated one of its addresses.
 *
 * Throws NOT_FOUND for a problem that no row has, IMPORT_STATE outside the review.
 */
export const repairRows = memberUseCase(
  "invitation.create",
  z.strictObject({
    importId: idField("import"),
    ...repairFields,
  }),
  async (ctx, { importId, problem, repair }): Promise<ImportView> => {
    const { db } = ctx;
    const workspaceId = ctx.workspace.id;
    const excludes = "exclude" in repair;
    const rows = ofProblem(workspaceId, importId, problem);
    const twins = repeating(workspaceId, importId, emailsHeld(workspaceId, importId, problem));
    const [[record], [group], [first], [twin]] = await db.batch([
      importById(db, workspaceId, importId),
      problemCount(db, workspaceId, importId, problem),
      rowsByProblem(db, workspaceId, importId, onlyProblem(problem), null, 1),
      anyRow(db, workspaceId, importId, excludes ? twins : null),
    ]);
    if (!record || !group || !first) throw new DomainError("NOT_FOUND");
    requireStatus(record, "ready");
    const { count } = group;
    const outcome = excludes ? ("excluded" as const) : ("staged" as const);
    const target = excludes ? null : targetOf(record, problem, fullRow(first.resolved ?? null));
    // Only who loses an address can make room for those that repeat it.
    const others = !target || target.meaning === "email" ? twins : null;
    const view = importView({
      ...record,
      status: excludes ? "ready" : "checking",
      counts: withChanges(record.counts, { [first.outcome]: -count, [outcome]: count }),
    });
    const statements: Statement[] = [
      changeImport(db, workspaceId, importId, ["ready"], {
        status: excludes ? checkingIfAny(twins) : "checking",
        counts: countsAfter(rows, outcome),
      }),
      guardChanged(db),
      ...remembering(ctx, importId, excludes ? "exclude_group" : "repair", { count, problem }, rows),
      guardChanged(db, count),
      ...(others ? restageRows(db, workspaceId, importId, others) : []),
      target
        ? repairStatement(db, workspaceId, importId, {
            problem,
            columns: target.columns,
            found: target.found,
            value: "value" in repair ? repair.value : null,
          })
        : excludeRows(db, workspaceId, importId, problem),
      guardChanged(db, count),
    ];
    if (!(await commit(ctx, statements, view))) throw new DomainError("EDIT_CONFLICT");
    if (excludes && !twin) return view;
    await recheck(ctx, importId);
    return importView(await findImport(ctx, importId));
  },
);

/** What to replace, and in which columns, by what is wrong with the first row of the group. */
function targetOf(
  { mapping }: ImportRecord,
  problem: string,
  { problems, warnings }: ReturnType<typeof fullRow>,
): { meaning: ColumnKey; columns: number[]; found: string } {
  const example = problem.startsWith("!") ? problems[0] : problem.startsWith("~") ? warnings[0] : null;
  if (!example)
    throw invalidField("problem", "not_mendable", "These rows are mended one by one, or left out.");
  const columns = [...(mapping ?? []).entries()].flatMap(([index, meaning]) =>
    meaning === example.column ? [index] : [],
  );
  if (columns.length === 0) {
    throw invalidField(
      "problem",
      "no_column",
      "The file has no column for this. Give one this meaning first.",
    );
  }
  // Only a name that is wrong in the same way everywhere is replaced within its cell.
  const byValue = problem.slice(1) === `${example.code}:${example.column}:${example.found}`;
  return { meaning: example.column, columns, found: byValue ? example.found : "" };
}
