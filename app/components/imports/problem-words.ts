import type { CellProblem } from "../../../worker/domain/imports/cell-problems";
import type { ColumnKey, PlainColumn } from "../../../worker/domain/imports/columns";
import type { ProblemGroup } from "../../../worker/domain/imports/view-import";
import type { ManageMessages } from "../../messages/manage/en";

/** What a column is called: as everywhere, or as the workspace calls a field of its own. */
export function columnName(
  manage: Pick<ManageMessages, "imports">,
  column: ColumnKey,
  label?: string | null,
): string {
  const words = manage.imports;

  return label ?? words.columns[column as PlainColumn] ?? column.replace(/^custom:/, "");
}

/** What is wrong, in a few words: "Role is missing". */
export function problemTitle(
  manage: Pick<ManageMessages, "imports">,
  { code, column, label }: Pick<CellProblem, "code" | "column" | "label">,
): string {
  const words = manage.imports;

  return words.problems[code].title.replace("{column}", () => columnName(manage, column, label));
}

/** How a cell is mended, in full sentences (F60). */
export function problemAdvice(manage: Pick<ManageMessages, "imports">, problem: CellProblem): string {
  const words = manage.imports;

  const { code, expected = [], suggestion, hint } = problem;
  return [
    words.problems[code].mend,
    hint,
    suggestion && words.review.didYouMean({ suggestion: nameOf(problem, suggestion) }),
    !suggestion &&
      !hint &&
      expected.length > 0 &&
      words.review.allowed({ values: expected.map((value) => nameOf(problem, value)).join(", ") }),
  ]
    .filter(Boolean)
    .join(" ");
}

/** What a value that may stand in the cell is called: ids have names. */
export function nameOf({ names }: Pick<CellProblem, "names">, value: string): string {
  return names?.[value] ?? value;
}

/** What is wrong with a cell and how it is mended. */
export function problemSentence(manage: Pick<ManageMessages, "imports">, problem: CellProblem): string {
  return `${problemTitle(manage, problem)}. ${problemAdvice(manage, problem)}`;
}

/** True where all rows of a group have the same words in the cell, so that they can be replaced by others. */
export function sharesValue({ problem, example }: Pick<ProblemGroup, "problem" | "example">): boolean {
  return (
    example !== null &&
    example.found !== "" &&
    problem.slice(1) === `${example.code}:${example.column}:${example.found}`
  );
}

/** What the rows of a group have in common. */
export function groupTitle(
  manage: Pick<ManageMessages, "imports">,
  group: Pick<ProblemGroup, "problem" | "example">,
): string {
  const words = manage.imports;

  const { problem, example } = group;
  if (!example) return words.outcomes[problem.slice(1) as keyof typeof words.outcomes] ?? problem;
  const title = problemTitle(manage, example);
  return sharesValue(group) ? `${title}: “${example.found}”` : title;
}
