import { createContext, type ReactNode, useContext, useMemo } from "react";
import { usual } from "./messages/usual/en";
import { fill, inTerms, remembering, type Terms } from "./terms";

/** Equal terms as one object: what is filled in with them is kept as long as that one is. */
const same = remembering((terms) => terms);

const TermsContext = createContext<Terms>(same(usual));

/** Gives the manage area the terms of the workspace, for its words (F12). */
export function ManageWords({ terms, children }: { terms: Terms; children: ReactNode }) {
  const known = useMemo(() => same(terms), [terms]);
  return <TermsContext.Provider value={known}>{children}</TermsContext.Provider>;
}

const filled = new WeakMap<Terms, WeakMap<object, unknown>>();

/** What is made of a part of the catalogue in these terms, made once. */
function once<Part extends object>(part: Part, terms: Terms, make: () => unknown): Part {
  const parts = filled.get(terms) ?? new WeakMap<object, unknown>();
  filled.set(terms, parts);
  if (!parts.has(part)) parts.set(part, make());
  return parts.get(part) as Part;
}

function sectionIn(section: object | string, terms: Terms): unknown {
  if (typeof section === "string") return fill(section, terms);
  return once(section, terms, () => inTerms(section, terms));
}

function sectionsIn<Sections extends Record<string, object | string>>(
  sections: Sections,
  terms: Terms,
): Sections {
  return once(sections, terms, () =>
    Object.fromEntries(Object.entries(sections).map(([name, section]) => [name, sectionIn(section, terms)])),
  );
}

/**
 * Words of the manage area, in components. A file names its sections of the catalogue in one object at its top
 * (`const sections = { people, list }`): a page loads no words but those of its own.
 */
export function useManage<Sections extends Record<string, object | string>>(sections: Sections): Sections {
  return sectionsIn(sections, useContext(TermsContext));
}

/** The same for the title of a page: in the terms of the layout that it stands in. */
export function manageOfPage<Sections extends Record<string, object | string>>(
  matches: readonly ({ id: string; data: unknown } | undefined)[],
  sections: Sections,
): Sections {
  const layout = matches.find((match) => match?.id === "routes/manage");
  const terms = (layout?.data as { terms?: Terms } | undefined)?.terms;
  return sectionsIn(sections, same(terms ?? usual));
}
