import type { ColumnKey } from "./columns.ts";

/** One thing about one cell: what was found, what was expected, and what it may have meant (F60). */
export interface CellProblem {
  column: ColumnKey;
  code: ProblemCode;
  found: string;
  expected?: string[];
  suggestion?: string;
  /** Where those two are ids: what each is called. */
  names?: Record<string, string>;
  /** What the workspace calls the column, where it is a field of its own. */
  label?: string;
  /** What such a field takes, in words. */
  hint?: string;
}

/** The error catalogue of imports (F74): programs find it in the OpenAPI document, pages have words for each. */
export const problemCodes = [
  "required",
  "too_many",
  "not_asked",
  "not_for_role",
  "column_gone",
  "email_malformed",
  "email_too_long",
  "email_display_name",
  "email_several",
  "email_quoted",
  "email_not_ascii",
  "email_control_characters",
  "email_typo",
  "email_look_alike",
  "account_elsewhere",
  "username_short",
  "username_long",
  "username_address",
  "username_form",
  "username_taken",
  "username_twice",
  "username_needs_set_up",
  "notify_unused",
  "name_too_long",
  "name_link",
  "name_control_characters",
  "name_bidi_removed",
  "role_unknown",
  "role_not_here",
  "role_above_yours",
  "role_needs_confirmation",
  "role_needs_place",
  "one_role",
  "part_required",
  "one_unit",
  "unit_unknown",
  "unit_ambiguous",
  "group_unknown",
  "group_ambiguous",
  "group_outside_unit",
  "group_ignored",
  "group_new",
  "course_unknown",
  "course_ambiguous",
  "course_draft",
  "session_unknown",
  "session_ambiguous",
  "session_draft",
  "session_full",
  "day_malformed",
  "day_over",
  "label_malformed",
  "field_malformed",
  "language_unknown",
  "message_too_long",
  "message_control_characters",
  "external_id_too_long",
  "surplus_cells",
  "control_characters",
  "existing_elsewhere",
  "existing_above_yours",
  "existing_names_right",
  "existing_username",
  "existing_sessions",
  "existing_roles_right",
  "existing_places_right",
  "existing_courses_right",
  "existing_invitation_right",
  "existing_second_role",
  "existing_second_unit",
  "existing_last_admin",
  "existing_gone",
  "no_seat",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** Columns whose cells name something that there is, so that one repair mends a name wherever it stands. */
const ofNames: readonly ColumnKey[] = ["role", "unit", "group", "courses", "sessions", "language", "labels"];

/**
 * The same for rows that one repair mends. An unknown name is mended by another name wherever it stands; a
 * spoiled address by its own suggestion. `!` is an error, `~` a warning.
 */
export function problemKey(
  kind: "!" | "~",
  { code, column, found, expected, suggestion }: CellProblem,
): string {
  const named = ofNames.includes(column) || expected !== undefined;
  const byValue = named && !ofWholeColumn.includes(code) && !found.endsWith(cut);
  return `${kind}${code}:${column}:${byValue ? found : suggestion ? "suggested" : ""}`.slice(0, 200);
}

/** What is wrong with a column in this workspace, whatever stands in its cells. */
const ofWholeColumn: readonly ProblemCode[] = ["not_asked", "column_gone", "too_many"];

// Control characters beside tab and line breaks, and what stands for bytes that were no letter.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/;

/** True for a cell with what nobody can read or type (C-13). */
export function isUnreadable(cell: string): boolean {
  return controls.test(cell);
}

/** Stands for the rest of a cell; what was cut off can be replaced by nothing. */
const cut = "…";

/** As much of a cell as is shown. */
export function shortened(cell: string): string {
  return cell.length > 120 ? `${cell.slice(0, 119)}${cut}` : cell;
}
