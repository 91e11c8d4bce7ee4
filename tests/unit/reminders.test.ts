import fc from "fast-check";
import { expect, test } from "vitest";
import { firstReminder, reminderMoments, remindersAfter } from "../../worker/domain/invitations/reminders.ts";
import { policiesOf, type ReminderMoment } from "../../worker/domain/policies.ts";

const hour = 3_600_000;
const day = 24 * hour;
const sending = Date.UTC(2026, 2, 2, 9);
const standard = policiesOf("standard", {})["reminders.schedule"];

const seconds = fc.integer({ min: 1, max: 400 * 86_400 });
const moment: fc.Arbitrary<ReminderMoment> = fc.oneof(
  fc.double({ min: 0.001, max: 0.999, noNaN: true }).map((of) => ({ kind: "share" as const, of })),
  seconds.map((s) => ({ kind: "before_end" as const, seconds: s })),
  seconds.map((s) => ({ kind: "after_sending" as const, seconds: s })),
);
const schedules = fc.array(moment, { maxLength: 5 });
const ends = fc.option(
  fc.integer({ min: hour, max: 400 * day }).map((term) => sending + term),
  { nil: null },
);

test.for<[string, number | null, number[]]>([
  ["a week", 7 * day, [3.5 * day, 6 * day]],
  ["two days, whose half is a day before the end", 2 * day, [day]],
  ["a day and a half, where the two are six hours apart", 36 * hour, [18 * hour]],
  ["a day, where a day before the end is the sending itself", day, [12 * hour]],
  ["two hours, whose half just fits", 2 * hour, [hour]],
  ["an hour", hour, []],
  ["no end", null, []],
])("as the house has it, a link of %s is reminded of", ([, term, expected]) => {
  const end = term === null ? null : sending + term;
  expect(reminderMoments(standard, sending, end).map((at) => at - sending)).toEqual(expected);
});

test("of more moments than two the first of the list count, in the order of time", () => {
  const schedule: ReminderMoment[] = [
    { kind: "before_end", seconds: 86_400 },
    { kind: "after_sending", seconds: 86_400 },
    { kind: "share", of: 0.5 },
  ];
  expect(reminderMoments(schedule, sending, sending + 7 * day)).toEqual([sending + day, sending + 6 * day]);
});

test("a link without end is reminded of after the sending only", () => {
  const schedule: ReminderMoment[] = [...standard, { kind: "after_sending", seconds: 3 * 86_400 }];
  expect(reminderMoments(schedule, sending, null)).toEqual([sending + 3 * day]);
});

test("whatever the schedule and the term, there are at most two, apart from each other and from both ends", () => {
  fc.assert(
    fc.property(schedules, ends, (schedule, end) => {
      const found = reminderMoments(schedule, sending, end);
      expect(found.length).toBeLessThanOrEqual(2);
      for (const [index, at] of found.entries()) {
        expect(at).toBeGreaterThanOrEqual(sending + hour);
        if (end !== null) expect(at).toBeLessThanOrEqual(end - hour);
        const before = found[index - 1];
        if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(12 * hour);
      }
    }),
  );
});

test("moving a sending moves its reminders by as much", () => {
  fc.assert(
    fc.property(schedules, ends, fc.integer({ min: 0, max: 30 * day }), (schedule, end, by) => {
      const later = reminderMoments(schedule, sending + by, end === null ? null : end + by);
      const moved = reminderMoments(schedule, sending, end).map((at) => at + by);
      expect(later).toEqual(moved);
    }),
  );
});

test("what is due is over at once, and what is left keeps its moments", () => {
  const reminders = [5 * day, 3 * day, day];
  const end = sending + 7 * day;
  const remindAt = firstReminder(reminders, sending, end);
  expect(remindAt).toBe(sending + 2 * day);
  const planned = { reminders, remindAt };
  expect(remindersAfter(planned, sending + 2 * day)).toEqual({
    reminders: [3 * day, day],
    remindAt: sending + 4 * day,
  });
  expect(remindersAfter(planned, sending + 5 * day)).toEqual({
    reminders: [day],
    remindAt: sending + 6 * day,
  });
  expect(remindersAfter(planned, sending + 6 * day)).toEqual({ reminders: null, remindAt: null });
});

test("without an end the moments count from the sending", () => {
  const reminders = [-2 * day, -9 * day];
  const remindAt = firstReminder(reminders, sending, null);
  expect(remindAt).toBe(sending + 2 * day);
  expect(remindersAfter({ reminders, remindAt }, sending + 3 * day)).toEqual({
    reminders: [-9 * day],
    remindAt: sending + 9 * day,
  });
});
