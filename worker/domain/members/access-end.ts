import { wallClock, wallTime } from "../course-sessions/wall-time.ts";

const day = 86_400_000;

/** True for a day that the calendar has, `2026-12-31`. */
export function isDay(text: string): boolean {
  if (!/^20\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The day of a moment in a time zone. */
export function dayIn(at: number, timeZone: string): string {
  return wallClock(at, timeZone).slice(0, 10);
}

/** A day so many days later. */
export function dayAfter(from: string, days: number): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}

/**
 * The first moment after the last day of somebody's access (UTC ms; F38, D32): the midnight that begins the
 * next day of the zone, or what comes in its place where clocks are put forward over it. Where they are put
 * back over it, the day is over when it is over for good.
 */
export function endOfAccess(lastDay: string, timeZone: string): number {
  const midnight = wallTime(`${dayAfter(lastDay, 1)}T00:00`, timeZone);
  if (!midnight) throw new Error(`No day: ${lastDay}`);
  if (midnight.kind === "once") return midnight.at;
  if (midnight.kind === "never") return midnight.next;
  return dayIn(midnight.second - 1, timeZone) <= lastDay ? midnight.second : midnight.first;
}

/** How many days before the end of their access people are warned (F38, P29), the farthest first. */
export const warningDays = [30, 7, 1] as const;

/**
 * The warning whose moment is the last to have passed; null before the first. What has passed when a day is
 * set is not made up for: with five days left only the last warning is still to come.
 */
export function warningPassed(endsAt: number, now: number): number | null {
  return warningDays.findLast((days) => endsAt - days * day <= now) ?? null;
}
