import { useEffect, useState } from "react";
import type { Language } from "../../messages";
import { useNow, useRequest, useTimeZone } from "../../request";

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000_000],
  ["month", 2_592_000_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** English of the 24-hour clock and day before month, which nobody misreads; a browser may know better. */
function localeOf(language: Language): string {
  return language === "en" ? "en-GB" : language;
}

/** "14 Jun 2025, 10:00 CEST": a moment with its zone; with an end "14 Jun 2025, 10:00 – 11:30 CEST". */
function exactTime(
  at: number,
  until: number | undefined,
  locale: string,
  timeZone: string | undefined,
): string {
  const format = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  });
  return until === undefined ? format.format(at) : format.formatRange(at, until);
}

/** "3 hours ago", "in 2 days". */
function relativeTime(at: number, now: number, language: Language): string {
  const away = at - now;
  const [unit, length] = units.find(([, ms]) => Math.abs(away) >= ms) ?? ["minute", 60_000];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.trunc(away / length), unit);
}

export interface TimeProps {
  /** UTC milliseconds. */
  at: number;
  /** "relative" in lists, "exact" where someone must be there in time. */
  show?: "relative" | "exact";
  /** The end, where what is shown exactly lasts (UTC milliseconds). */
  until?: number;
}

/** The browser's own flavour of the page's language. Some systems name one that Intl refuses ("en-US@posix"). */
function browserLocale(language: string): string | undefined {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(navigator.language).find((tag) => tag.startsWith(language));
  } catch {
    return undefined;
  }
}

/**
 * A moment. The server speaks in the workspace's zone, by name; the browser then shows its own and keeps the
 * workspace's in the title. public/public.js does the same on pages without React, by data-time.
 */
export function Time({ at, show = "relative", until }: TimeProps) {
  const { language } = useRequest();
  const zone = useTimeZone();
  const now = useNow();
  const [locale, setLocale] = useState<string>();

  useEffect(() => {
    setLocale(browserLocale(language) ?? localeOf(language));
  }, [language]);

  const there = exactTime(at, until, localeOf(language), zone);
  const here = locale ? exactTime(at, until, locale, undefined) : there;
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={here === there ? there : `${here} · ${there}`}
      data-time={until === undefined ? show : undefined}
      suppressHydrationWarning
    >
      {show === "exact" ? here : relativeTime(at, now, language)}
    </time>
  );
}
