import * as z from "zod";
import { rowsWithOutcome } from "../../../db/queries/import-rows.ts";
import type { ExistingMode, ImportOutcome } from "../../../db/schema/imports.ts";
import { byteOrderMark, csvLine } from "../csv-cells.ts";
import { idField } from "../fields.ts";
import { fileTerms } from "../file-words.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { fullRow } from "./check-rows.ts";
import { findImport } from "./find-import.ts";
import { importView } from "./import-view.ts";
import type { ImportRecord } from "./import-work.ts";
import { problemSentence } from "./problem-words.ts";

/** Rows read at once: what a download holds in memory, however long it is. */
const pageSize = 1_000;

export interface FailedRows {
  fileName: string;
  /** The file in pieces, read as they are asked for. */
  lines: AsyncGenerator<string, void, void>;
}

const reasons: Partial<Record<ImportOutcome, string>> = {
  duplicate: "The address stands in an earlier row of the file.",
  already_member: "This person is a member already.",
  already_invited: "This person is invited already.",
  deactivated: "This person is a deactivated member. Reactivate them instead.",
  canceled: "The import was canceled before this row.",
};

/**
 * The rows that were not imported, as a CSV file with the original columns and one more that says why: to
 * be mended and uploaded as it is (F60). Cells that a spreadsheet would run are disarmed (C-01).
 */
export const exportFailedRows = memberUseCase(
  within("invitation.create"),
  z.strictObject({ importId: idField("import") }),
  async (ctx, { importId }): Promise<FailedRows> => {
    const record = await findImport(ctx, importId);
    return { fileName: "failed-rows.csv", lines: linesOf(ctx, record) };
  },
);

async function* linesOf(ctx: MemberContext, record: ImportRecord): AsyncGenerator<string, void, void> {
  const header = record.header ?? [];
  const terms = fileTerms(ctx);
  // The file may be one of ours, uploaded again: its errors are of the last time.
  const kept = [...header.keys()].filter((index) => header[index] !== "error");
  yield byteOrderMark + csvLine([...kept.map((index) => header[index] ?? ""), "error"]);
  const outcomes = failures(importView(record).existing);
  for (let afterLine = 0; ; ) {
    const rows = await rowsWithOutcome(ctx.db, ctx.workspace.id, record.id, outcomes, afterLine, pageSize);
    if (rows.length === 0) return;
    yield rows
      .map(({ line, cells, outcome, resolved }) => {
        const { problems } = fullRow(resolved);
        const why =
          problems.length > 0
            ? problems.map((problem) => problemSentence(problem, terms)).join(" ")
            : (reasons[outcome] ?? outcome);
        return csvLine([...kept.map((index) => cells[index] ?? ""), `Line ${line}: ${why}`]);
      })
      .join("");
    afterLine = rows.at(-1)?.line ?? Number.MAX_SAFE_INTEGER;
  }
}

/** Which rows count as failed; people who are there already do so only where the import says it (D19). */
function failures(existing: ExistingMode): ImportOutcome[] {
  const there: ImportOutcome[] =
    existing === "fail" ? ["duplicate", "already_member", "already_invited"] : [];
  return ["error", "deactivated", "canceled", ...there];
}
