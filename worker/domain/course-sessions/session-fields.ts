import * as z from "zod";
import { textField } from "../courses/course-fields.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { idField, timeZoneField } from "../fields.ts";
import { placeNameField } from "../places/place-name.ts";
import { wallClock, wallTime } from "./wall-time.ts";

const hour = 3_600_000;
const longest = 31 * 24 * hour;

/** A local time as forms give it, or a moment with an offset as programs do. */
const timeField = z
  .string("Give a time, like 2026-03-09T10:00.")
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?$/,
    "Give a time in the zone of the ‹session›, like 2026-03-09T10:00, or with an offset, like 2026-03-09T10:00+01:00.",
  );

/** Where to join from afar: https, and nobody's password in it. */
const linkField = z
  .string("Give a web address.")
  .trim()
  .max(1_000, "At most 1,000 characters.")
  .refine(isSecureAddress, { message: "Give an address that begins with https://." })
  .nullable();

export const sessionFields = {
  title: placeNameField,
  startsAt: timeField,
  endsAt: timeField,
  timeZone: timeZoneField,
  place: textField(200)
    .refine((value) => !value.includes("\n"), { message: "Give the place on one line." })
    .nullable(),
  link: linkField,
  seats: z
    .int("Give a whole number.")
    .min(1, "At least one seat.")
    .max(100_000, "At most 100,000 seats.")
    .nullable(),
  instructorIds: z
    .array(idField("membership"), "Give a list of people.")
    .max(20, "At most 20 ‹instructors›."),
};

/** Something that was understood, and should be looked at. */
export interface TimeNotice {
  path: "startsAt" | "endsAt";
  code: "twice";
  message: string;
}

export interface SessionTimes {
  startsAt: number;
  endsAt: number;
  /** Times that come twice that night; the earlier one was taken. */
  notices: TimeNotice[];
}

/**
 * The moments of a session. A local time that comes twice is the earlier one, and that is said; one that never
 * comes is refused with the next that does.
 *
 * Throws VALIDATION_FAILED on `startsAt` or `endsAt`.
 */
export function sessionTimes(
  times: { startsAt: string; endsAt: string; timeZone: string },
  now: number,
): SessionTimes {
  const errors: FieldError[] = [];
  const notices: TimeNotice[] = [];
  const read = (path: "startsAt" | "endsAt"): number => {
    const text = times[path];
    const refuse = (code: string, message: string) => {
      errors.push({ path, code, message });
      return Number.NaN;
    };
    if (/(?:Z|[+-]\d{2}:\d{2})$/.test(text)) {
      const at = Date.parse(text);
      return Number.isNaN(at) ? refuse("invalid", "There is no such day or time.") : at;
    }
    const wall = wallTime(text.slice(0, 16), times.timeZone);
    if (!wall) return refuse("invalid", "There is no such day or time.");
    if (wall.kind === "never") {
      const next = wallClock(wall.next, times.timeZone).slice(11);
      return refuse("never", `The clocks go forward then, and this time does not come. The next is ${next}.`);
    }
    if (wall.kind === "once") return wall.at;
    notices.push({
      path,
      code: "twice",
      message: "The clocks go back then, and this time comes twice. The earlier one was taken.",
    });
    return wall.first;
  };
  const startsAt = read("startsAt");
  const endsAt = read("endsAt");
  if (errors.length === 0) {
    const problem = (path: string, code: string, message: string) => errors.push({ path, code, message });
    if (startsAt <= now) problem("startsAt", "past", "‹A session› begins in the future.");
    if (endsAt <= startsAt) problem("endsAt", "order", "‹A session› ends after it begins.");
    else if (endsAt - startsAt > longest) problem("endsAt", "long", "‹A session› lasts at most 31 days.");
  }
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
  return { startsAt, endsAt, notices };
}

function isSecureAddress(value: string): boolean {
  try {
    const url = new URL(value);
    return url.protocol === "https:" && url.username === "" && url.password === "" && !/\s/.test(value);
  } catch {
    return false;
  }
}
