import type { CellProblem } from "../../../worker/domain/imports/cell-problems";
import type { ColumnKey, PlainColumn } from "../../../worker/domain/imports/columns";
import type { ProblemGroup } from "../../../worker/domain/imports/view-import";
import { manage } from "../../messages/manage/en";

const words = manage.imports;

/** What a column is called: as everywhere, or as the workspace calls a field of its own. */
export function columnName(column: ColumnKey, label?: string | null): string {
  return label ?? words.columns[column as PlainColumn] ?? column.replace(/^custom:/, "");
}

/** What is wrong, in a few words: "Role is missing". */
export function problemTitle({
  code,
  column,
  label,
}: Pick<CellProblem, "code" | "column" | "label">): string {
  return words.problems[code].title.replace("{column}", () => columnName(column, label));
}

/** How a cell is mended, in full sentences (F60). */
export function problemAdvice(problem: CellProblem): string {
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
export function problemSentence(problem: CellProblem): string {
  return `${problemTitle(problem)}. ${problemAdvice(problem)}`;
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
export function groupTitle(group: Pick<ProblemGroup, "problem" | "example">): string {
  const { problem, example } = group;
  if (!example) return words.outcomes[problem.slice(1) as keyof typeof words.outcomes] ?? problem;
  const title = problemTitle(example);
  return sharesValue(group) ? `${title}: “${example.found}”` : title;
}
