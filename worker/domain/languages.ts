/** Languages that mails and everything an invitee or learner sees exist in (F82, F150). */
export const languages = ["en", "de", "fr", "es"] as const;
export type Language = (typeof languages)[number];

/** The first of the wanted tags that we speak, by primary subtag; otherwise the fallback. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[], fallback: Language): Language {
  for (const tag of wanted) {
    const primary = tag?.toLowerCase().split("-")[0];
    const match = languages.find((language) => language === primary);
    if (match) return match;
  }
  return fallback;
}
