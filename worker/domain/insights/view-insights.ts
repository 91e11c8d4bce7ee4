import * as z from "zod";
import { countsForInsights, insightDaysFrom } from "../../../db/queries/insight-days.ts";
import { dayAfter, dayIn } from "../members/access-end.ts";
import { memberUseCase } from "../use-case.ts";
import { largest, noCounts, plus } from "./day-counts.ts";
import { medianWait } from "./waits.ts";

/** How far back one may look, in days. */
export const periods = ["7", "30", "90", "365"] as const;

export const periodField = z
  .enum(periods, "Say 7, 30, 90 or 365.")
  .describe("How many days back, today included; 30 if left out.")
  .optional();

/** Domains that are named. */
const shownDomains = 8;

export interface Insights {
  /** The first and the last day of the period, days of the workspace. */
  from: string;
  until: string;
  /** Of those invited in the period, each step of those of the step before. */
  funnel: { invited: number; delivered: number; opened: number; joined: number; learning: number };
  /** The time within which half of those who joined had done so, ms, to about a span; null: nobody yet. */
  medianWait: number | null;
  bounced: number;
  bounces: { domain: string; count: number }[];
  /** Those with somebody invited, in order. */
  days: { day: string; invited: number; joined: number }[];
  /** People who are on the way now and get no further, whenever they were invited. */
  stuck: { expired: number; bounced: number; delivered: number; opened: number; clicked: number };
  /** When the oldest of these numbers was counted (UTC ms); null: none yet. */
  countedAt: number | null;
}

/**
 * What became of the invitations of a period (screen 13): from the rows of its days and a few counters, so that it
 * costs the same in a workspace of a million people.
 */
export const viewInsights = memberUseCase(
  "insights.view",
  z.strictObject({ days: periodField }),
  async (ctx, { days = "30" }): Promise<Insights> => {
    const { workspace } = ctx;
    const until = dayIn(ctx.now(), workspace.timeZone);
    const from = dayAfter(until, 1 - Number(days));
    const [rows, counts] = await ctx.db.batch([
      insightDaysFrom(ctx.db, workspace.id, from),
      countsForInsights(ctx.db, workspace.id),
    ]);
    const { invited, delivered, opened, joined, learning, bounced, bounces, waits } = rows.reduce(
      plus,
      noCounts(),
    );
    const people = (status: string, facet: string) =>
      counts.find((one) => one.status === status && one.facet === facet)?.count ?? 0;
    const moments = rows.flatMap(({ countedAt }) => (countedAt === null ? [] : [countedAt]));
    return {
      from,
      until,
      funnel: { invited, delivered, opened, joined, learning },
      medianWait: medianWait(waits),
      bounced,
      bounces: Object.entries(largest(bounces, shownDomains)).map(([domain, count]) => ({ domain, count })),
      days: rows
        .filter((row) => row.invited > 0)
        .map(({ day, ...row }) => ({ day, invited: row.invited, joined: row.joined })),
      stuck: {
        expired: people("expired", ""),
        bounced: people("pending", "delivery:bounced"),
        delivered: people("pending", "delivery:delivered"),
        opened: people("pending", "delivery:opened"),
        clicked: people("pending", "delivery:clicked"),
      },
      countedAt: moments.length > 0 ? Math.max(...moments) : null,
    };
  },
);
