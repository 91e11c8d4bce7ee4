import { readSheet } from "read-excel-file/universal";
import type { ManageMessages } from "../../messages/manage/en";

/** More rows than this would hold the browser up for too long. */
const rowsAtMost = 20_000;

const day = 86_400_000;

/**
 * The first sheet of an Excel workbook as CSV, a line a row, so that the lines in messages are the rows of
 * the sheet. Loaded only when somebody chooses a workbook.
 */
export async function csvOfWorkbook(
  manage: Pick<ManageMessages, "imports">,
  workbook: Blob,
): Promise<{ csv: Blob } | { error: string }> {
  const { refusals } = manage.imports;
  try {
    const rows = await readSheet(await workbook.arrayBuffer());
    if (rows.length > rowsAtMost + 1)
      return { error: refusals.SHEET_TOO_LONG?.({ limit: rowsAtMost }) ?? "" };
    return { csv: new Blob([rows.map(lineOf).join("")]) };
  } catch {
    return { error: refusals.SHEET_UNREADABLE?.({}) ?? "" };
  }
}

/** A line of commas is an empty row to the reader, and keeps the number of those below. */
function lineOf(cells: readonly unknown[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().slice(0, value.getTime() % day === 0 ? 10 : 19);
  // A line break within a cell would move every line below.
  const text = String(value).replace(/[\r\n]+/g, " ");
  return /[",;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
