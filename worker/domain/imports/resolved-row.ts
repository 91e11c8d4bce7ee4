import type { RoleView } from "../invitations/invitation-view.ts";
import type { CellProblem } from "./cell-problems.ts";
import type { ColumnKey } from "./columns.ts";

/** What a row says, ready to be written, with everything that is wrong or odd about it. */
export interface ResolvedRow {
  /** Null in a row that has a username instead (D42). */
  email: string | null;
  username: string | null;
  /** What makes the username unique (`loginNameKey`). */
  usernameKey: string | null;
  /** Who is told for somebody without an address (F146). */
  notifyEmail: string | null;
  firstName: string;
  lastName: string;
  roles: RoleView[];
  /** The row itself says which roles; otherwise they are the workspace's usual ones. */
  rolesNamed: boolean;
  unitIds: string[];
  groupIds: string[];
  /** The row names no place: it is the only one of whoever uploads. */
  placeIsUsual: boolean;
  courseIds: string[];
  sessionIds: string[];
  /** Last day of access in the workspace's zone, `2026-12-31`. */
  accessEndsOn: string | null;
  labels: string[];
  /** Answers by the key of the field; an empty cell is none. */
  customFields: Record<string, string>;
  language: string | null;
  note: string | null;
  externalId: string | null;
  problems: CellProblem[];
  warnings: CellProblem[];
}

/** A row of which nothing is known yet. */
export function emptyRow(): ResolvedRow {
  return {
    email: null,
    username: null,
    usernameKey: null,
    notifyEmail: null,
    firstName: "",
    lastName: "",
    roles: [],
    rolesNamed: false,
    unitIds: [],
    groupIds: [],
    placeIsUsual: false,
    courseIds: [],
    sessionIds: [],
    accessEndsOn: null,
    labels: [],
    customFields: {},
    language: null,
    note: null,
    externalId: null,
    problems: [],
    warnings: [],
  };
}

/** The cells of a row by what their columns mean. */
export type FoundCells = ReadonlyMap<ColumnKey, readonly string[]>;

export function cellsByColumn(
  cells: readonly string[],
  mapping: readonly (ColumnKey | null)[],
): Map<ColumnKey, string[]> {
  const found = new Map<ColumnKey, string[]>();
  for (const [index, column] of mapping.entries()) {
    if (!column) continue;
    const cell = cells[index] ?? "";
    const known = found.get(column);
    if (known) known.push(cell);
    else found.set(column, [cell]);
  }
  return found;
}

/** The cell of a column that takes one. */
export function firstOf(found: FoundCells, column: ColumnKey): string {
  return found.get(column)?.[0] ?? "";
}

/** The values of a column that may hold several: divided by semicolons, or in several columns (F69). */
export function partsOf(found: FoundCells, column: ColumnKey): string[] {
  const cells = found.get(column);
  if (!cells) return [];
  const values = cells.flatMap((cell) => (cell.includes(";") ? cell.split(";") : [cell]));
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ""))];
}
