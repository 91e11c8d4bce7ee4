import type { AppLoadContext } from "@remix-run/cloudflare";
import { inTerms } from "../terms";
import { help as de } from "./help/de";
import { help as en, type HelpMessages } from "./help/en";
import { help as es } from "./help/es";
import { help as fr } from "./help/fr";
import { helpForManagers } from "./help/manage";
import type { Language } from "./index";

const catalogue: Readonly<Record<Language, HelpMessages>> = { en, de, fr, es };

/** The help for everybody, in a language. Only loaders ask: the browser gets the sentences that it shows. */
export function helpFor(context: AppLoadContext, language: Language): HelpMessages {
  return inTerms(catalogue[language], context.terms(language));
}

/** The help for people of the manage area, in the workspace's words. */
export function managerHelp(context: AppLoadContext): typeof helpForManagers {
  return inTerms(helpForManagers, context.terms("en"));
}
