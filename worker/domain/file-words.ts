import { type ColumnKey, matchHeaders, type NamedField } from "./imports/columns.ts";
import { type Terms, termsIn, usualTerms } from "./terms.ts";
import type { MemberContext } from "./use-case.ts";

type Asker = Pick<MemberContext, "caller" | "workspace">;

/**
 * The words of a file that this asker takes: the workspace's own for people (F12), the usual ones for programs, which
 * look columns up by their names.
 */
export function fileTerms({ caller, workspace }: Asker): Terms {
  return termsIn(caller.kind === "apiKey" ? {} : workspace.policies.terms, "en");
}

/** Columns for which a workspace has a word: which noun it is, in which form, and what it is read as. */
const wordColumns: Readonly<
  Record<string, { noun: "unit" | "group" | "course" | "session"; form: "one" | "many"; column: ColumnKey }>
> = {
  unit: { noun: "unit", form: "one", column: "unit" },
  group: { noun: "group", form: "one", column: "group" },
  groups: { noun: "group", form: "many", column: "group" },
  courses: { noun: "course", form: "many", column: "courses" },
  sessions: { noun: "session", form: "many", column: "sessions" },
};

/** What a column is called: the workspace's own word where it has one, otherwise the name that never changes. */
export function columnWord(column: string, terms: Terms): string {
  const found = Object.hasOwn(wordColumns, column) ? wordColumns[column] : undefined;
  if (!found) return column;
  const word = terms[found.noun][found.form];
  return word === usualTerms.en[found.noun][found.form] ? column : word;
}

/**
 * The heading of a column in a file for this asker: its word where that leads back to it on upload, otherwise the name
 * that never changes, which always does. A word that only adds to that name, as "user group" does, is none of its own
 * (S4 L22).
 */
export function headingFor(column: string, asker: Asker, fields: readonly NamedField[]): string {
  const word = columnWord(column, fileTerms(asker));
  if (word === column || word.endsWith(` ${column}`)) return column;
  const [match] = matchHeaders([word], fields, asker.workspace.policies.terms).columns;
  return match?.target === wordColumns[column]?.column ? word : column;
}
