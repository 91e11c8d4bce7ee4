import { customValue } from "../custom-fields/custom-values.ts";
import { isAsked } from "../invitations/decide-offer.ts";
import { labelField, labelsField, mostLabels } from "../invitations/offer-fields.ts";
import { isDay } from "../members/access-end.ts";
import { accessEndField } from "../people/access-end.ts";
import type { RoleKey } from "../permissions.ts";
import { shortened } from "./cell-problems.ts";
import { type ColumnKey, fieldKeyOf } from "./columns.ts";
import { isTaken, withinNumber } from "./read-places.ts";
import { type FoundCells, firstOf, partsOf, type ResolvedRow } from "./resolved-row.ts";
import type { RowRules } from "./row-rules.ts";

/** What else is known of the person of a row: the end of their access, labels, the workspace's own fields (F11, F38). */
export function readFurther(row: ResolvedRow, found: FoundCells, rules: RowRules): void {
  const roles = row.roles.map(({ role }) => role);
  readAccessEnd(row, firstOf(found, "access_expires_on"), roles, rules);
  readLabels(row, partsOf(found, "labels"), roles, rules);
  for (const [column, cells] of found) {
    const key = fieldKeyOf(column);
    if (key !== null) readField(row, { column, key, cell: cells[0] ?? "" }, roles, rules);
  }
  requireFields(row, roles, rules);
}

/** The day as the form takes it, and not over yet in the workspace's zone. */
function readAccessEnd(row: ResolvedRow, cell: string, roles: readonly RoleKey[], rules: RowRules): void {
  const column = "access_expires_on";
  if (cell === "" || !isTaken(row, rules, column, "access_ends_on", cell, roles)) return;
  const parsed = accessEndField.safeParse(cell);
  if (!parsed.success) {
    const meant = dayMeant(cell);
    row.problems.push({
      column,
      code: "day_malformed",
      found: shortened(cell),
      ...(meant ? { suggestion: meant } : {}),
    });
    return;
  }
  const { accessEndsOn, accessEndsAt } = rules.accessEnd(parsed.data);
  if (accessEndsAt <= rules.now) row.problems.push({ column, code: "day_over", found: shortened(cell) });
  else row.accessEndsOn = accessEndsOn;
}

function readLabels(
  row: ResolvedRow,
  words: readonly string[],
  roles: readonly RoleKey[],
  rules: RowRules,
): void {
  if (words.length === 0 || !isTaken(row, rules, "labels", "labels", words.join("; "), roles)) return;
  const labels = words.flatMap((word) => {
    const label = labelField.safeParse(word);
    if (label.success) return label.data;
    row.problems.push({ column: "labels", code: "label_malformed", found: shortened(word) });
    return [];
  });
  row.labels = labelsField.parse(withinNumber(row, "labels", labels, mostLabels));
}

/** An answer to a field of the workspace's own, by the same check as the form's. */
function readField(
  row: ResolvedRow,
  { column, key, cell }: { column: ColumnKey; key: string; cell: string },
  roles: readonly RoleKey[],
  rules: RowRules,
): void {
  if (cell === "") return;
  const field = rules.fields.get(key);
  if (!field) {
    row.problems.push({ column, code: "column_gone", found: shortened(cell) });
    return;
  }
  const label = field.name;
  if (!isTaken(row, rules, column, "custom", cell, roles)) {
    Object.assign(row.problems.at(-1) ?? {}, { label });
    return;
  }
  const answer = customValue(field, cell);
  if ("value" in answer) {
    row.customFields[key] = answer.value;
    return;
  }
  const meant = field.kind === "date" ? dayMeant(cell) : null;
  row.problems.push({
    column,
    code: "field_malformed",
    found: shortened(cell),
    label,
    hint: answer.message,
    ...choicesOf(field.choices),
    ...(meant ? { suggestion: meant } : {}),
  });
}

/** What nobody of a role is invited without (F11), whether or not the file has a column for it. */
function requireFields(row: ResolvedRow, roles: readonly RoleKey[], rules: RowRules): void {
  const { fields } = rules;
  for (const { key, name, requiredFor, choices } of fields.values()) {
    const column = `custom:${key}` as const;
    const needed = requiredFor.length > 0 && roles.some((role) => requiredFor.includes(role));
    if (!needed || row.customFields[key] !== undefined || !isAsked(rules, "custom", roles)) continue;
    if (row.problems.some((problem) => problem.column === column)) continue;
    row.problems.push({ column, code: "required", found: "", label: name, ...choicesOf(choices) });
  }
}

function choicesOf(choices: readonly string[]): { expected?: string[] } {
  return choices.length > 0 ? { expected: [...choices] } : {};
}

/**
 * The day that was meant by one in another custom: `31.12.2026`, `2026/12/31`, `12/31/2026`, with or without a time.
 * Null where it may be two, as in `03/04/2026`.
 */
export function dayMeant(cell: string): string | null {
  const [, a = "", b = "", c = ""] =
    /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/.exec(cell) ?? [];
  const written = (year: string, month: string, day: string) => {
    const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    return isDay(text) ? text : null;
  };
  if (a.length === 4) return written(a, b, c);
  if (c.length !== 4) return null;
  const dayFirst = written(c, b, a);
  const monthFirst = written(c, a, b);
  if (cell.includes(".") || dayFirst === monthFirst) return dayFirst;
  return dayFirst && monthFirst ? null : (dayFirst ?? monthFirst);
}
