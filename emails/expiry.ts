import type { Messages } from "./messages";

/** Says moments in a language and a zone. */
export interface Calendar {
  /** "24 November 2026, 14:05 CET (Europe/Berlin)" */
  moment(at: number): string;
  /** "Monday, 9 March 2026, 10:00–12:00 CET (Europe/Berlin)"; over a night both ends in full. */
  span(from: number, until: number): string;
  /** "31 December 2026", of a day that is one in every zone */
  day(day: string): string;
}

/** Formatters are slow to make and quick to use, so make one calendar for many mails. */
export function calendarFor(words: Messages, timeZone: string): Calendar {
  const zone = isZone(timeZone) ? timeZone : "UTC";
  const dates = new Intl.DateTimeFormat(words.locale, { dateStyle: "long", timeZone: zone });
  const days = new Intl.DateTimeFormat(words.locale, { dateStyle: "full", timeZone: zone });
  const plain = new Intl.DateTimeFormat(words.locale, { dateStyle: "long", timeZone: "UTC" });
  const times = new Intl.DateTimeFormat(words.locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
    timeZone: zone,
  });
  const clock = (at: number) => {
    const parts = new Map(times.formatToParts(at).map(({ type, value }) => [type, value]));
    const offset = parts.get("timeZoneName") ?? zone;
    return {
      time: `${parts.get("hour")}:${parts.get("minute")}`,
      zone: offset === zone ? zone : `${offset} (${zone})`,
    };
  };
  return {
    moment: (at) => words.moment({ date: dates.format(at), ...clock(at) }),
    day: (day) => plain.format(new Date(`${day}T00:00:00Z`)),
    span(from, until) {
      const begin = clock(from);
      const end = clock(until);
      const date = days.format(from);
      // Through a change of clocks or a night the short form would leave something to guess.
      if (date !== days.format(until) || begin.zone !== end.zone) {
        return `${words.moment({ date, ...begin })} – ${words.moment({ date: days.format(until), ...end })}`;
      }
      return words.moment({ date, time: `${begin.time}–${end.time}`, zone: begin.zone });
    },
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
