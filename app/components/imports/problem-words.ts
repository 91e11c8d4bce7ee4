import type { CellProblem } from "../../../worker/domain/imports/resolve-row";
import type { ProblemGroup } from "../../../worker/domain/imports/view-import";
import { manage } from "../../messages/manage/en";

const words = manage.imports;

/** What is wrong, in a few words: "Role is missing". */
export function problemTitle({ code, column }: Pick<CellProblem, "code" | "column">): string {
  return words.problems[code].title.replace("{column}", words.columns[column]);
}

/** How a cell is mended, in full sentences (F60). */
export function problemAdvice(problem: CellProblem): string {
  const { code, expected = [], suggestion } = problem;
  return [
    words.problems[code].mend,
    suggestion && words.review.didYouMean({ suggestion: nameOf(problem, suggestion) }),
    !suggestion &&
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
