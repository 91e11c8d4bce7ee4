import * as z from "zod";
import {
  changeInsightDay,
  countBounces,
  countInvitations,
  dueInsightDay,
  insertInsightDays,
  lastInsightDays,
  nextInvitations,
} from "../../../db/queries/insight-days.ts";
import { countDown, countUp } from "../../../db/queries/limits.ts";
import type { Context } from "../context.ts";
import { bornAt, firstIdAt } from "../ids.ts";
import { dayAfter, dayIn, endOfAccess } from "../members/access-end.ts";
import { systemUseCase } from "../use-case.ts";
import { countsOf, type DayCounts, noCounts, plus } from "./day-counts.ts";
import { noWaits, waitEnds } from "./waits.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** Bounds of one tick; the rest waits for the next minute. */
const chunk = 2_000;
const chunksAtMost = 60;
const lookedAtMost = 40_000;
const roundsAtMost = 60;
const mostDomains = 20;

/** When a day is counted anew, by how long it has been over: less and less, and after three months never. */
const pace: readonly (readonly [over: number, wait: number])[] = [
  [2 * day, hour],
  [7 * day, 6 * hour],
  [31 * day, day],
  [92 * day, 7 * day],
];

/**
 * Counts what became of invitations, by the day on which they were made (screen 13). Each invitation is looked at
 * some hundred times in three months and then never again, whatever the workspace has of people; the page reads days.
 * A tick looks at a bounded number; one that broke off goes on where it was.
 */
export const countInsights = systemUseCase(z.strictObject({}), async (ctx): Promise<{ counted: number }> => {
  await layOutDays(ctx);
  let counted = 0;
  for (let round = 0; round < chunksAtMost && counted < lookedAtMost; round += 1) {
    const [due] = await dueInsightDay(ctx.db, ctx.now());
    if (!due) break;
    counted += await countFurther(ctx, due);
  }
  return { counted };
});

/**
 * Once an hour: a row for each day on which somebody was invited, one step through the ids from the last day that is
 * there. A workspace costs two rows, and a day of it one more. Where there are more days than a tick lays out, the next
 * tick goes on: the days that come last are those of now.
 */
async function layOutDays(ctx: Context): Promise<void> {
  const now = ctx.now();
  const thisHour = Math.floor(now / hour) * hour;
  const { meta } = await countUp(ctx.db, "insights", thisHour, 1, thisHour + 2 * hour, 1);
  if (meta.changes === 0) return;
  const zones = new Map<string, string>();
  let places: { workspaceId: string; from: string }[] = [];
  for (const { id, timeZone, lastDay } of await lastInsightDays(ctx.db)) {
    zones.set(id, timeZone);
    places.push({ workspaceId: id, from: lastDay === null ? "" : firstIdAfter(lastDay, timeZone) });
  }
  for (let round = 0; round < roundsAtMost && places.length > 0; round += 1) {
    const found = await nextInvitations(ctx.db, JSON.stringify(places));
    const days = found.flatMap(({ workspaceId, id }) => {
      const timeZone = zones.get(workspaceId);
      return id === null || !timeZone ? [] : [{ workspaceId, day: dayIn(bornAt(id), timeZone), timeZone }];
    });
    if (days.length === 0) return;
    await insertInsightDays(ctx.db, JSON.stringify(days), { waits: [...noWaits] }, now);
    places = days.map(({ workspaceId, day, timeZone }) => ({
      workspaceId,
      from: firstIdAfter(day, timeZone),
    }));
  }
  if (places.length > 0) await countDown(ctx.db, "insights", thisHour, 1);
}

/** The smallest id of an invitation that is made after a day. */
function firstIdAfter(lastDay: string, timeZone: string): string {
  return firstIdAt("invitation", endOfAccess(lastDay, timeZone));
}

/** Counts the next invitations of a day. How many were looked at. */
async function countFurther(
  ctx: Context,
  due: Awaited<ReturnType<typeof dueInsightDay>>[number],
): Promise<number> {
  const { workspaceId, day: counting, timeZone, afterId } = due;
  const until = firstIdAfter(counting, timeZone);
  const range = {
    workspaceId,
    after: afterId ?? firstIdAfter(dayAfter(counting, -1), timeZone),
    until,
    limit: chunk,
  };
  const [[row], domains] = await ctx.db.batch([
    countInvitations(ctx.db, range, waitEnds),
    countBounces(ctx.db, range, mostDomains),
  ]);
  if (!row) return 0;
  const counts = plus((due.partial as DayCounts | null) ?? noCounts(), countsOf(row, domains));
  const now = ctx.now();
  if (row.looked === chunk) {
    await changeInsightDay(ctx.db, due, { partial: counts, afterId: row.lastId });
  } else {
    await changeInsightDay(ctx.db, due, {
      ...counts,
      countedAt: now,
      dueAt: nextCount(now, endOfAccess(counting, timeZone)),
      partial: null,
      afterId: null,
    });
  }
  return row.looked;
}

function nextCount(now: number, dayEnds: number): number | null {
  const step = pace.find(([over]) => now - dayEnds < over);
  return step ? now + step[1] : null;
}
