import * as z from "zod";
import { allCustomFieldsOf } from "../../../db/queries/custom-fields.ts";
import { latestChange } from "../../../db/queries/import-changes.ts";
import { problemGroups, rowsWithoutAddress } from "../../../db/queries/import-rows.ts";
import { importById } from "../../../db/queries/imports.ts";
import { idField } from "../fields.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { memberUseCase, within } from "../use-case.ts";
import type { CellProblem } from "./cell-problems.ts";
import { fullRow, type KeptRow } from "./check-rows.ts";
import { requireOwn } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { nameOfNewGroup } from "./new-groups.ts";
import { changeView, type ReviewChange } from "./review-change.ts";

/** Rows that one repair mends. */
export interface ProblemGroup {
  /** Names the group in `repairRows`, and in the list of rows. */
  problem: string;
  kind: "error" | "warning" | "update" | "skipped";
  count: number;
  /** The first of them, as an example. */
  line: number;
  /** Null where the row is left out for what it is: a member already, a duplicate. */
  example: CellProblem | null;
}

export interface ImportDetail extends ImportView {
  groups: ProblemGroup[];
  /** Groups that will be made when the import is confirmed, as far as rows are listed under them (D27). */
  newGroups: string[];
  /** Rows that go along and nobody can be mailed of; counted where it is asked for. */
  withoutAddress: number;
  /** What the workspace calls the columns of its own fields. */
  labels: Readonly<Record<string, string>>;
  /** What `undoChange` would take back. */
  lastChange: ReviewChange | null;
}

const kindOfSign: Readonly<Record<string, ProblemGroup["kind"]>> = {
  "!": "error",
  "~": "warning",
  "+": "update",
};

/** Groups shown at once; there are rarely more kinds of mistakes than that. */
const mostGroups = 200;

/** An import with its rows grouped by what mends them (F58, F60). */
export const viewImport = memberUseCase(
  within("invitation.create"),
  z.strictObject({
    importId: idField("import"),
    /** False leaves the groups out, for whoever only asks how far it is. */
    groups: z.boolean().optional(),
    /** True counts the rows without an address, where there may be any. */
    addresses: z.boolean().optional(),
  }),
  async (ctx, { importId, groups = true, addresses = false }): Promise<ImportDetail> => {
    const workspaceId = ctx.workspace.id;
    const counts = addresses && ctx.workspace.policies["identity.allow_no_email"];
    const [[stored], grouped, [change], fields, [lacking] = []] = await ctx.db.batch([
      importById(ctx.db, workspaceId, importId),
      problemGroups(ctx.db, workspaceId, importId, groups ? mostGroups : 0),
      latestChange(ctx.db, workspaceId, importId),
      allCustomFieldsOf(ctx.db, workspaceId),
      ...(counts ? [rowsWithoutAddress(ctx.db, workspaceId, importId)] : []),
    ]);
    const record = requireOwn(ctx, stored);
    return {
      ...importView(record),
      labels: Object.fromEntries(fields.map(({ key, name }) => [`custom:${key}`, name])),
      lastChange: changeView(record, change),
      withoutAddress: lacking?.count ?? 0,
      newGroups: newGroupsOf(grouped.map(({ resolved }) => fullRow(resolved))),
      groups: grouped.map(({ problem, count, line, resolved }): ProblemGroup => {
        const kind = kindOfSign[problem.charAt(0)] ?? "skipped";
        const row = fullRow(resolved);
        const example = kind === "error" ? row.problems[0] : kind === "warning" ? row.warnings[0] : null;
        return { problem, kind, count, line, example: example ?? null };
      }),
    };
  },
);

/** The new groups that some rows name, each once however it is written. */
function newGroupsOf(rows: readonly KeptRow[]): string[] {
  const names = rows.flatMap(({ groupIds }) => groupIds.flatMap((id) => nameOfNewGroup(id) ?? []));
  return [...new Map(names.toReversed().map((name) => [nameKeyOf(name), name])).values()].toReversed();
}
