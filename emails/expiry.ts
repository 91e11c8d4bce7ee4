import type { Messages } from "./messages";

/** Says a moment in a language and a zone: "24 November 2026, 14:05 CET (Europe/Berlin)". */
export type Calendar = (moment: number) => string;

/** Formatters are slow to make and quick to use, so make one calendar for many mails. */
export function calendarFor(words: Messages, timeZone: string): Calendar {
  const zone = isZone(timeZone) ? timeZone : "UTC";
  const dates = new Intl.DateTimeFormat(words.locale, { dateStyle: "long", timeZone: zone });
  const times = new Intl.DateTimeFormat(words.locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
    timeZone: zone,
  });
  return (moment) => {
    const parts = new Map(times.formatToParts(moment).map(({ type, value }) => [type, value]));
    const offset = parts.get("timeZoneName") ?? zone;
    return words.moment({
      date: dates.format(moment),
      time: `${parts.get("hour")}:${parts.get("minute")}`,
      zone: offset === zone ? zone : `${offset} (${zone})`,
    });
  };
}

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return timeZone !== "";
  } catch {
    return false;
  }
}
