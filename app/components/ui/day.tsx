import { useRequest } from "../../request";

/** A day without a time, "2026-12-31", in words: it is one in every zone. */
export function dayText(day: string, language: string): string {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    dateStyle: "long",
    timeZone: "UTC",
  }).format(new Date(`${day}T00:00:00Z`));
}

/** A day of the workspace, such as the last one of somebody's access. */
export function Day({ day }: { day: string }) {
  const { language } = useRequest();
  return <time dateTime={day}>{dayText(day, language)}</time>;
}
