/** What a clock on the wall of a zone shows, as a moment (UTC ms). */
export type WallTime =
  | { kind: "once"; at: number }
  /** The clocks go back: it comes twice. */
  | { kind: "twice"; first: number; second: number }
  /** The clocks go forward: it never comes. `next` is the first moment after the gap. */
  | { kind: "never"; next: number };

const day = 86_400_000;

/** Reads a local time, `2026-03-29T02:30`, in a zone; null for what is no time. */
export function wallTime(local: string, timeZone: string): WallTime | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::00)?$/.exec(local);
  if (!match) return null;
  const utc = Date.parse(`${local.slice(0, 16)}:00Z`);
  // Days that no month has roll over, and then read differently.
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 16) !== local.slice(0, 16)) return null;
  const before = offsetAt(utc - day, timeZone);
  const after = offsetAt(utc + day, timeZone);
  const moments = [...new Set([utc - before, utc - after])]
    .filter((at) => at + offsetAt(at, timeZone) === utc)
    .sort((a, b) => a - b);
  const [first, second] = moments;
  if (first === undefined) return { kind: "never", next: endOfGap(utc - after, utc - before, timeZone) };
  return second === undefined ? { kind: "once", at: first } : { kind: "twice", first, second };
}

/** What the wall shows at a moment, `2026-03-29T03:00`. */
export function wallClock(at: number, timeZone: string): string {
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 16);
}

/** The minute at which the clocks change between two moments. */
function endOfGap(from: number, until: number, timeZone: string): number {
  const minute = 60_000;
  const offset = offsetAt(from, timeZone);
  let [low, high] = [from, until];
  while (high - low > minute) {
    const middle = low + Math.floor((high - low) / 2 / minute) * minute;
    if (offsetAt(middle, timeZone) === offset) low = middle;
    else high = middle;
  }
  return high;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function offsetAt(at: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset", year: "numeric" });
  formats.set(timeZone, format);
  const text = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
  return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0;
}
