import { inTerms, type Terms } from "../terms";
import type { Messages } from "./en";

export type { Messages, RoleKey, StatusKey } from "./en";

/** What an invitee or learner can read; the manage area follows. */
export const languages = ["en", "de", "fr", "es"] as const;

export type Language = (typeof languages)[number];

/** Each language in its own words, for the select. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
};

/**
 * One language for the browser, as files of its own, with the words of the workspace where they differ from the usual
 * ones. On the server use `messagesFor` of all.server.ts; nothing that reaches the browser may import that one, or
 * everybody downloads four languages.
 */
export async function loadMessages(language: Language, own: Partial<Terms>): Promise<Messages> {
  const [messages, usual] = await Promise.all([rawMessages(language), usualTerms(language)]);
  return inTerms(messages, { ...usual, ...own });
}

async function rawMessages(language: Language): Promise<Messages> {
  switch (language) {
    case "de":
      return (await import("./de")).de;
    case "fr":
      return (await import("./fr")).fr;
    case "es":
      return (await import("./es")).es;
    case "en":
      return (await import("./en")).en;
  }
}

async function usualTerms(language: Language): Promise<Terms> {
  switch (language) {
    case "de":
      return (await import("./usual/de")).usual;
    case "fr":
      return (await import("./usual/fr")).usual;
    case "es":
      return (await import("./usual/es")).usual;
    case "en":
      return (await import("./usual/en")).usual;
  }
}
