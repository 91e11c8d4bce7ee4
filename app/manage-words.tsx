import type { AppLoadContext } from "@remix-run/cloudflare";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type ManageMessages, manage } from "./messages/manage/en";
import { usual } from "./messages/usual/en";
import { inTerms, remembering, type Terms } from "./terms";

/** The catalogue in some terms. */
const manageIn = remembering((terms) => inTerms(manage, terms));

const WordsContext = createContext<ManageMessages>(manageIn(usual));

/** Gives the manage area its words: the catalogue, in the terms of the workspace (F12). */
export function ManageWords({ terms, children }: { terms: Terms; children: ReactNode }) {
  const words = useMemo(() => manageIn(terms), [terms]);
  return <WordsContext.Provider value={words}>{children}</WordsContext.Provider>;
}

/** The manage area's words, in components. */
export function useManage(): ManageMessages {
  return useContext(WordsContext);
}

/** The manage area's words, in loaders and actions. */
export function manageOf(context: AppLoadContext): ManageMessages {
  return manageIn(context.terms("en"));
}

/** The manage area's words, for the title of a page: those of the layout that it stands in. */
export function manageOfPage(
  matches: readonly ({ id: string; data: unknown } | undefined)[],
): ManageMessages {
  const layout = matches.find((match) => match?.id === "routes/manage");
  const terms = (layout?.data as { terms?: Terms } | undefined)?.terms;
  return manageIn(terms ?? usual);
}
