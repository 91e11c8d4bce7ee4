import type { Language } from "./index";

/** Sentences that show chosen words at work; they keep their tokens, for the words may not be saved yet. */
export const wordSamples: Readonly<Record<Language, readonly string[]>> = {
  en: [
    "‹people› → ‹invite›: Ana becomes ‹a learner› of this ‹workspace›.",
    "She belongs to ‹a unit› and two ‹groups›, takes ‹a course› and comes to three ‹sessions›.",
    "“‹status_pending›” turns into “‹status_active›” once she joins. If she does not: ‹resend›.",
  ],
  de: [
    "‹people› → ‹invite›: Ana kommt als ‹learner› dazu.",
    "Hier gibt es ‹units›, ‹groups›, ‹courses› und ‹sessions›.",
    "Aus „‹status_pending›“ wird „‹status_active›“, sobald sie beitritt. Wenn nicht: ‹resend›.",
  ],
  fr: [
    "‹people› → ‹invite› : Ana arrive en tant que ‹learner›.",
    "Il y a ici : ‹units›, ‹groups›, ‹courses›, ‹sessions›.",
    "« ‹status_pending› » devient « ‹status_active› » dès son arrivée. Sinon : ‹resend›.",
  ],
  es: [
    "‹people› → ‹invite›: Ana llega como ‹learner›.",
    "Aquí hay ‹units›, ‹groups›, ‹courses› y ‹sessions›.",
    "De «‹status_pending›» se pasa a «‹status_active›» en cuanto se une. Si no: ‹resend›.",
  ],
};
