import type { Policies } from "../policies.ts";
import { isUnreadable, shortened } from "./cell-problems.ts";
import type { ColumnKey } from "./columns.ts";
import { readFurther } from "./read-further.ts";
import { readPerson } from "./read-person.ts";
import { readPlaces } from "./read-places.ts";
import { cellsByColumn, emptyRow, type FoundCells, type ResolvedRow } from "./resolved-row.ts";
import type { RowRules } from "./row-rules.ts";

/**
 * Reads one row of a file by the workspace's rules (D23 to D27, F54 to F57, F69). Pure: it asks nothing
 * and changes nothing, so that the preview, a correction and the import itself see the same.
 */
export function resolveRow(cells: readonly string[], rules: RowRules): ResolvedRow {
  const row = emptyRow();
  const found = cellsByColumn(cells, rules.mapping);
  readPerson(row, found, rules);
  readPlaces(row, found, rules);
  readFurther(row, found, rules);
  refuseUnreadable(row, found);
  requireColumns(row, found, rules.policies);
  if (cells.length > rules.mapping.length) {
    const surplus = cells.slice(rules.mapping.length).filter(Boolean);
    if (surplus.length > 0) {
      row.problems.push({ column: "email", code: "surplus_cells", found: surplus.join(" | ").slice(0, 200) });
    }
  }
  return row;
}

/** Names the columns that hold what nobody can read or type, unless they are wrong already (C-13). */
function refuseUnreadable(row: ResolvedRow, found: FoundCells): void {
  for (const [column, cells] of found) {
    const cell = cells.find(isUnreadable);
    if (cell === undefined) continue;
    const places: readonly ColumnKey[] = column === "name" ? ["first_name", "last_name"] : [column];
    if (row.problems.some((problem) => places.includes(problem.column))) continue;
    row.problems.push({ column, code: "control_characters", found: shortened(cell) });
  }
}

function requireColumns(row: ResolvedRow, found: FoundCells, policies: Policies): void {
  const wrong = new Set(row.problems.map(({ column }) => column));
  const need = (column: ColumnKey, filled: boolean) => {
    if (!filled && !wrong.has(column)) row.problems.push({ column, code: "required", found: "" });
  };
  const required = policies["csv.required"];
  if (required.includes("first_name")) need("first_name", row.firstName !== "");
  if (required.includes("last_name")) need("last_name", row.lastName !== "");
  // Without a default the row must name a role, whether or not the column is among the required ones (D13).
  const named = (found.get("role") ?? []).some((cell) => cell !== "");
  need("role", named || (!required.includes("role") && policies["csv.default_role"] !== null));
}
