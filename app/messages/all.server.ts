import { de } from "./de";
import { en, type Messages } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import type { Language } from "./index";

const catalogue: Readonly<Record<Language, Messages>> = { en, de, fr, es };

/** The words in a language: for loaders, actions and the first render. Components use `useWords()`. */
export function messagesFor(language: Language): Messages {
  return catalogue[language];
}
