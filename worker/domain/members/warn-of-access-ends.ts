import * as z from "zod";
import { dueAccessWarnings, type WarningBand, warnOfAccessEnd } from "../../../db/queries/access-ends.ts";
import type { Context } from "../context.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { systemUseCase } from "../use-case.ts";
import { warningDays } from "./access-end.ts";

const chunk = 500;
/** Chunks of one tick; what is left waits for the next minute. */
const chunksAtMost = 20;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Mails people 30, 7 and 1 days before their access ends (P29), each once; a new last day begins anew. Every
 * minute looks at what became due within the last ten, the first of each hour at all who are still to be
 * warned: after an outage, or when a workspace was opened again, each gets the latest warning alone.
 */
export const warnOfAccessEnds = systemUseCase(
  z.strictObject({}),
  async (ctx): Promise<{ warned: number }> => {
    const woken = new Set<string>();
    let warned = 0;
    for (const band of bandsAt(ctx.now())) {
      for (let round = 0; round < chunksAtMost; round += 1) {
        const workspaceIds = await warnChunk(ctx, band);
        warned += workspaceIds.length;
        for (const id of workspaceIds) woken.add(id);
        if (workspaceIds.length < chunk) break;
      }
    }
    for (const id of woken) await wakeMail(ctx, id);
    return { warned };
  },
);

function bandsAt(now: number): WarningBand[] {
  const all = now % hour < minute;
  return warningDays.map((days, index) => {
    const until = now + days * day;
    return { days, until, from: all ? now + (warningDays[index + 1] ?? 0) * day : until - 10 * minute };
  });
}

async function warnChunk(ctx: Context, band: WarningBand): Promise<string[]> {
  const rows = await dueAccessWarnings(ctx.db, band, chunk);
  if (rows.length === 0) return [];
  const json = JSON.stringify(
    rows.map(({ workspaceId, id, endsAt }) => ({
      workspaceId,
      id,
      seen: endsAt,
      outboxId: ctx.ids.next("outbox"),
    })),
  );
  await ctx.db.batch(
    warnOfAccessEnd(ctx.db, json, { days: band.days, now: ctx.now(), op: ctx.ids.next("event") }),
  );
  return rows.map(({ workspaceId }) => workspaceId);
}
