const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Ends of the spans into which the time from an invitation to joining is sorted (ms); the last span has no end. The
 * median of any number of days is then a sum of a few numbers, and right to a span.
 */
export const waitEnds: readonly number[] = [
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  16 * hour,
  day,
  2 * day,
  3 * day,
  5 * day,
  7 * day,
  14 * day,
  30 * day,
  60 * day,
];

/** No one in any span. */
export const noWaits: readonly number[] = [...waitEnds, 0].map(() => 0);

/**
 * The time within which half of them had joined, ms, taken evenly within its span; null where nobody joined. Beyond
 * the last end it is that end: as long, or longer.
 */
export function medianWait(waits: readonly number[]): number | null {
  const all = waits.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let before = 0;
  for (const [at, count] of waits.entries()) {
    if (before + count < all / 2) {
      before += count;
      continue;
    }
    const from = waitEnds[at - 1] ?? 0;
    const end = waitEnds[at] ?? from;
    return from + ((all / 2 - before) / count) * (end - from);
  }
  return waitEnds.at(-1) ?? null;
}
