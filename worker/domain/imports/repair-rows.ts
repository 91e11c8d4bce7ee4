import * as z from "zod";
import {
  emailsWithProblem,
  excludeRows,
  problemCount,
  repairRows as repairStatement,
  restageDuplicates,
} from "../../../db/queries/import-repairs.ts";
import { rowsByLine } from "../../../db/queries/import-rows.ts";
import { type CountChanges, changeImport, importById, shiftedCounts } from "../../../db/queries/imports.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { type MemberContext, memberUseCase } from "../use-case.ts";
import { fullRow } from "./check-rows.ts";
import { findImport, requireStatus } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { type ImportRecord, withChanges } from "./import-work.ts";
import { recheck } from "./recheck.ts";

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
    const { workspace } = ctx;
    const [[record], [group], held] = await ctx.db.batch([
      importById(ctx.db, workspace.id, importId),
      problemCount(ctx.db, workspace.id, importId, problem),
      emailsWithProblem(ctx.db, workspace.id, importId, problem),
    ]);
    if (!record || !group?.outcome) throw new DomainError("NOT_FOUND");
    requireStatus(record, "ready");
    const excludes = "exclude" in repair;
    const changes: CountChanges = {
      [group.outcome]: -group.count,
      [excludes ? "excluded" : "staged"]: group.count,
    };
    const emails = JSON.stringify(held.map(({ email }) => email));
    const target = excludes ? { columns: [], found: "" } : await targetOf(ctx, record, problem, group.line);
    const statements: Statement[] = [
      changeImport(ctx.db, workspace.id, importId, ["ready"], {
        status: "checking",
        counts: shiftedCounts(changes),
      }),
      guardChanged(ctx.db),
      excludes
        ? excludeRows(ctx.db, workspace.id, importId, problem)
        : repairStatement(ctx.db, workspace.id, importId, {
            problem,
            ...target,
            value: "value" in repair ? repair.value : null,
          }),
      guardChanged(ctx.db, group.count),
      ...restageDuplicates(ctx.db, workspace.id, importId, emails),
    ];
    const counts = withChanges(record.counts, changes);
    if (!(await commit(ctx, statements, importView({ ...record, status: "checking", counts })))) {
      throw new DomainError("EDIT_CONFLICT");
    }
    await recheck(ctx, importId);
    return importView(await findImport(ctx, importId));
  },
);

/** What to replace, and in which columns, by what is wrong with the first row of the group. */
async function targetOf(
  ctx: MemberContext,
  record: ImportRecord,
  problem: string,
  line: number,
): Promise<{ columns: number[]; found: string }> {
  const [row] = await rowsByLine(ctx.db, ctx.workspace.id, record.id, [line]);
  const { problems, warnings } = fullRow(row?.resolved ?? null);
  const example = problem.startsWith("!") ? problems[0] : problem.startsWith("~") ? warnings[0] : null;
  if (!example)
    throw invalidField("problem", "not_mendable", "These rows are mended one by one, or left out.");
  const mapping = record.mapping ?? [];
  const columns = [...mapping.keys()].filter((index) => mapping[index] === example.column);
  if (columns.length === 0) {
    throw invalidField(
      "problem",
      "no_column",
      "The file has no column for this. Give one this meaning first.",
    );
  }
  // Only a name that is wrong in the same way everywhere is replaced within its cell.
  const byValue = problem.slice(1) === `${example.code}:${example.column}:${example.found}`;
  return { columns, found: byValue ? example.found : "" };
}
