import fc from "fast-check";
import { expect, test } from "vitest";
import { wallClock, wallTime } from "../../worker/domain/course-sessions/wall-time.ts";

const berlin = "Europe/Berlin";

test("a time on the wall is the moment of its zone", () => {
  expect(wallTime("2026-01-15T10:00", berlin)).toEqual({ kind: "once", at: Date.UTC(2026, 0, 15, 9) });
  expect(wallTime("2026-07-15T10:00", berlin)).toEqual({ kind: "once", at: Date.UTC(2026, 6, 15, 8) });
  expect(wallTime("2026-07-15T10:00", "Asia/Kolkata")).toEqual({
    kind: "once",
    at: Date.UTC(2026, 6, 15, 4, 30),
  });
  expect(wallTime("2026-07-15T10:00", "UTC")).toEqual({ kind: "once", at: Date.UTC(2026, 6, 15, 10) });
});

test("a time in the hour that the clocks skip never comes, and the next that does is told", () => {
  for (const local of ["2026-03-29T02:00", "2026-03-29T02:30", "2026-03-29T02:59"]) {
    expect(wallTime(local, berlin)).toEqual({ kind: "never", next: Date.UTC(2026, 2, 29, 1) });
  }
  expect(wallClock(Date.UTC(2026, 2, 29, 1), berlin)).toBe("2026-03-29T03:00");
  expect(wallTime("2026-03-29T03:00", berlin)).toEqual({ kind: "once", at: Date.UTC(2026, 2, 29, 1) });
  expect(wallTime("2026-03-29T01:59", berlin)).toEqual({ kind: "once", at: Date.UTC(2026, 2, 29, 0, 59) });
});

test("a time in the hour that comes twice is two moments, an hour apart, or half an hour on Lord Howe", () => {
  expect(wallTime("2026-10-25T02:30", berlin)).toEqual({
    kind: "twice",
    first: Date.UTC(2026, 9, 25, 0, 30),
    second: Date.UTC(2026, 9, 25, 1, 30),
  });
  expect(wallTime("2026-10-25T03:00", berlin)).toEqual({ kind: "once", at: Date.UTC(2026, 9, 25, 2) });
  const howe = wallTime("2026-04-05T01:45", "Australia/Lord_Howe");
  expect(howe?.kind === "twice" && howe.second - howe.first).toBe(30 * 60_000);
});

test("what is no day or time is none", () => {
  for (const local of ["2026-02-30T10:00", "2026-13-01T10:00", "2026-01-01T24:30", "2026-01-01", "x", ""]) {
    expect(wallTime(local, berlin)).toBeNull();
  }
});

test("property: every moment is found again from what the wall shows", () => {
  const zones = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "UTC",
  ];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000_000 }), fc.constantFrom(...zones), (minutes, zone) => {
      const at = Date.UTC(2020, 0, 1) + minutes * 60_000 * 0.5;
      const whole = at - (at % 60_000);
      const wall = wallTime(wallClock(whole, zone), zone);
      const found =
        wall?.kind === "once" ? [wall.at] : wall?.kind === "twice" ? [wall.first, wall.second] : [];
      expect(found).toContain(whole);
    }),
    { numRuns: 300 },
  );
});
