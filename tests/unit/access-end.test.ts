import fc from "fast-check";
import { expect, test } from "vitest";
import { dayAfter, dayIn, endOfAccess, isDay } from "../../worker/domain/members/access-end.ts";

const minute = 60_000;
const hour = 60 * minute;

test.for<[string, string, string]>([
  ["UTC", "2026-12-31", "2027-01-01T00:00Z"],
  ["Europe/Berlin", "2026-12-31", "2026-12-31T23:00Z"],
  ["Europe/Berlin", "2026-03-28", "2026-03-28T23:00Z"],
  ["Europe/Berlin", "2026-03-29", "2026-03-29T22:00Z"],
  ["Europe/Berlin", "2026-10-25", "2026-10-25T23:00Z"],
  ["America/New_York", "2026-03-08", "2026-03-09T04:00Z"],
  ["America/New_York", "2026-11-01", "2026-11-02T05:00Z"],
  ["Asia/Kolkata", "2026-05-01", "2026-05-01T18:30Z"],
  ["Asia/Kathmandu", "2026-05-01", "2026-05-01T18:15Z"],
  ["Pacific/Chatham", "2026-04-05", "2026-04-05T11:15Z"],
  ["Australia/Lord_Howe", "2026-04-05", "2026-04-05T13:30Z"],
  ["Pacific/Kiritimati", "2026-02-28", "2026-02-28T10:00Z"],
  ["Etc/GMT+12", "2028-02-29", "2028-03-01T12:00Z"],
  // Midnight does not come: the clocks go from 0:00 to 1:00.
  ["America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00Z"],
  ["Africa/Cairo", "2026-04-23", "2026-04-23T22:00Z"],
  ["Asia/Beirut", "2026-03-28", "2026-03-28T22:00Z"],
  ["America/Asuncion", "2023-09-30", "2023-10-01T04:00Z"],
  // At midnight the clocks go back to 23:00: the day lasts 25 hours.
  ["America/Sao_Paulo", "2018-02-17", "2018-02-18T03:00Z"],
  ["Africa/Cairo", "2026-10-29", "2026-10-29T22:00Z"],
  ["Asia/Beirut", "2026-10-24", "2026-10-24T22:00Z"],
  // Midnight comes twice, the second time within the next day.
  ["America/Havana", "2026-10-31", "2026-11-01T04:00Z"],
  ["Atlantic/Azores", "2026-10-24", "2026-10-25T00:00Z"],
  // One minute after midnight the clocks went back into the day.
  ["America/St_Johns", "2005-10-29", "2005-10-30T03:30Z"],
  // A day that never was.
  ["Pacific/Apia", "2011-12-29", "2011-12-30T10:00Z"],
  ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z"],
])("in %s access until %s ends at %s", ([zone, day, end]) => {
  expect(new Date(endOfAccess(day, zone)).toISOString()).toBe(
    new Date(end.replace("Z", ":00Z")).toISOString(),
  );
});

const zones = Intl.supportedValuesOf("timeZone");

/** Walks through the minutes around the day's end and reads the date of each off a calendar. */
function lastMinuteOf(day: string, timeZone: string): number {
  const calendar = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const around = Date.parse(`${day}T00:00:00Z`) + 24 * hour;
  const isWithin = (at: number) => calendar.format(at) <= day;
  let last = around + 16 * hour;
  while (!isWithin(last)) last -= hour;
  // Put back clocks repeat at most an hour or so: the minutes of three hours know the last one for sure.
  for (let at = last + 3 * hour; at >= last; at -= minute) if (isWithin(at)) return at;
  return last;
}

test("in every zone and on every day access ends with the last minute of that day", () => {
  const days = fc
    .integer({ min: Date.UTC(2005, 0, 1) / 86_400_000, max: Date.UTC(2036, 11, 31) / 86_400_000 })
    .map((count) => new Date(count * 86_400_000).toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.constantFrom(...zones), days, (zone, day) => {
      expect(endOfAccess(day, zone)).toBe(lastMinuteOf(day, zone) + minute);
    }),
    { numRuns: 400 },
  );
});

test("a later day ends later, and its end lies outside of it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 9_500, max: 25_000 }),
      fc.integer({ min: 1, max: 400 }),
      (zone, count, later) => {
        const day = new Date(count * 86_400_000).toISOString().slice(0, 10);
        fc.pre(!(zone === "Pacific/Apia" && day >= "2011"));
        expect(endOfAccess(day, zone)).toBeLessThan(endOfAccess(dayAfter(day, later), zone));
        expect(dayIn(endOfAccess(day, zone), zone) > day).toBe(true);
        expect(dayIn(endOfAccess(day, zone) - 1, zone) <= day).toBe(true);
      },
    ),
    { numRuns: 400 },
  );
});

test("a day is one that the calendar has", () => {
  const days = ["2026-12-31", "2028-02-29", "2026-02-29", "2026-13-01", "2026-1-1", "1999-01-01", "", "soon"];
  expect(days.filter(isDay)).toEqual(["2026-12-31", "2028-02-29"]);
});
