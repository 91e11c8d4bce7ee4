import type { AppLoadContext } from "@remix-run/cloudflare";
import { inTerms, remembering, type Terms } from "../terms";
import { de } from "./de";
import { en, type Messages } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import type { Language } from "./index";
import { usual as usualDe } from "./usual/de";
import { usual as usualEn } from "./usual/en";
import { usual as usualEs } from "./usual/es";
import { usual as usualFr } from "./usual/fr";

const catalogue: Readonly<Record<Language, Messages>> = { en, de, fr, es };
const usual: Readonly<Record<Language, Terms>> = { en: usualEn, de: usualDe, fr: usualFr, es: usualEs };

const spoken = Object.fromEntries(
  Object.entries(catalogue).map(([language, messages]) => [
    language,
    remembering((terms) => inTerms(messages, terms)),
  ]),
) as Record<Language, (terms: Terms) => Messages>;

/**
 * The words in a language, in the terms of the workspace of the page (F12): for loaders, actions and the first
 * render. Components use `useWords()`.
 */
export function messagesFor(context: AppLoadContext, language: Language = context.language): Messages {
  return spoken[language](context.terms(language));
}

/** Which words of the page's workspace are not the usual ones: what the browser has to be told. */
export function ownTermsOf(context: AppLoadContext): Partial<Terms> {
  const terms = context.terms(context.language);
  const known = usual[context.language];
  return Object.fromEntries(
    Object.entries(terms).filter(
      ([key, word]) => JSON.stringify(word) !== JSON.stringify(known[key as keyof Terms]),
    ),
  );
}
