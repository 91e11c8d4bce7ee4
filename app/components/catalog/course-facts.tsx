import { useRequest, useWords } from "../../request";
import { priceText } from "../courses/price";
import { durationText } from "../learning/duration";

interface Facts {
  topic: string | null;
  language: string | null;
  durationMinutes: number | null;
  price: { amount: number; currency: string } | null;
}

/** A language by its name in the reader's: "German" for `de`. */
export function languageName(tag: string, language: string): string {
  return new Intl.DisplayNames([language], { type: "language" }).of(tag) ?? tag;
}

/** What a course is about, how long it lasts and in which language, in one line. */
export function useFacts({ topic, language: taught, durationMinutes }: Facts): string[] {
  const { language } = useRequest();
  return [
    topic,
    durationMinutes === null ? null : durationText(language, durationMinutes, { days: false }),
    taught === null ? null : languageName(taught, language),
  ].filter((fact) => fact !== null);
}

/** "€49.90", or that it costs nothing. */
export function usePrice(price: Facts["price"]): string {
  const { language } = useRequest();
  const { catalog } = useWords();
  return price ? priceText(price, language) : catalog.free;
}
