import type { Policies } from "../policies.ts";
import { type CellProblem, shortened } from "./cell-problems.ts";
import { nearest } from "./nearest.ts";

/** Names of units, groups, courses or sessions of the workspace, as a file may write them. */
export interface NameIndex {
  /** Ids by exact name and by folded name, names by id. */
  exact: ReadonlyMap<string, readonly string[]>;
  folded: ReadonlyMap<string, readonly string[]>;
  ids: ReadonlyMap<string, string>;
  names: readonly string[];
}

/** The columns that name something by this index, and what the problems with them begin with. */
const nouns = { unit: "unit", group: "group", courses: "course", sessions: "session" } as const;
type NamingColumn = keyof typeof nouns;

const shownAllowed = 20;
/** Ids are long and every row keeps its own: all are named where they are few, otherwise none. */
const shownIds = 4;

/** A file names the same few roles, units and groups in every row. */
const foldedNames = new Map<string, string>();
const mostFolded = 10_000;

/** A name as it is compared where case does not count. */
export function foldName(name: string): string {
  const known = foldedNames.get(name);
  if (known !== undefined) return known;
  const folded = name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();
  if (foldedNames.size < mostFolded) foldedNames.set(name, folded);
  return folded;
}

export function nameIndex(rows: readonly { id: string; name: string }[]): NameIndex {
  const exact = new Map<string, string[]>();
  const folded = new Map<string, string[]>();
  for (const { id, name } of rows) {
    exact.set(name, [...(exact.get(name) ?? []), id]);
    folded.set(foldName(name), [...(folded.get(foldName(name)) ?? []), id]);
  }
  return {
    exact,
    folded,
    ids: new Map(rows.map(({ id, name }) => [id, name])),
    names: rows.map(({ name }) => name),
  };
}

/** An id always counts; a name as the policy says (D27). Several of one name: all of them. */
export function idsOf(word: string, index: NameIndex, match: Policies["csv.match"]): readonly string[] {
  if (index.ids.has(word)) return [word];
  if (match === "id") return [];
  return (match === "exact" ? index.exact.get(word) : index.folded.get(foldName(word))) ?? [];
}

/** The problem with a name that leads to none, or to several, with what it may have meant (F57). */
export function unknownName(
  column: NamingColumn,
  word: string,
  index: NameIndex,
  match: Policies["csv.match"],
  ambiguous: boolean,
): CellProblem {
  const near = ambiguous ? null : nearest(word, index.names);
  const problem = {
    column,
    code: `${nouns[column]}_${ambiguous ? "ambiguous" : "unknown"}`,
    found: shortened(word),
  } as const;
  if (match !== "id") {
    const expected = index.names.slice(0, shownAllowed);
    return { ...problem, expected, ...(near ? { suggestion: near } : {}) };
  }
  // Only an id counts here, so only ids are offered: a name that several have leads to none of them.
  const meant = near === null ? [] : (index.exact.get(near) ?? []);
  const suggestion = meant.length === 1 ? meant[0] : undefined;
  const { expected = [] } = offered(index, match);
  const offers = [...expected, ...(suggestion ? [suggestion] : [])];
  if (offers.length === 0) return problem;
  return {
    ...problem,
    ...(expected.length > 0 ? { expected } : {}),
    ...(suggestion ? { suggestion } : {}),
    names: Object.fromEntries(offers.map((id) => [id, index.ids.get(id) ?? id])),
  };
}

/** What a cell may name, as far as it is few enough to be told with each row. */
export function offered(
  index: NameIndex,
  match: Policies["csv.match"],
): Pick<CellProblem, "expected" | "names"> {
  if (match !== "id") return { expected: index.names.slice(0, shownAllowed) };
  if (index.ids.size > shownIds) return {};
  return { expected: [...index.ids.keys()], names: Object.fromEntries(index.ids) };
}
