import type { Messages } from "./en";

export type { Messages, RoleKey, StatusKey, TermKey } from "./en";

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
 * One language for the browser, as a file of its own. On the server use `messagesFor` of all.server.ts; nothing that
 * reaches the browser may import that one, or everybody downloads four languages.
 */
export async function loadMessages(language: Language): Promise<Messages> {
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
