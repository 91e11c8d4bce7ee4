import * as z from "zod";
import { insertLinkMailAudit, insertLinkMails } from "../../../db/queries/reminders.ts";
import {
  markTold,
  movingSeatLines,
  nextForSeats,
  type SeatLineRule,
  stampTold,
  takeBackTurns,
} from "../../../db/queries/seat-line.ts";
import type { AuditAction } from "../audit.ts";
import type { Context } from "../context.ts";
import { sendsPerDay, sendTimesWith, shortestPause } from "../invitations/send-limits.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { systemUseCase } from "../use-case.ts";

const day = 86_400_000;
/** How many of one line are told in a minute; the others in the next. */
const chunk = 500;
/** Workspaces of one tick. */
const linesAtMost = 100;
/** How long the next in line waits for somebody who was told and does not come (ms). */
const turn = 2 * day;
const dead = ["bounced", "complained", "failed"];

/**
 * Mails "There is a seat for you now" to as many of the first in each line as there are seats (F109): the link that they
 * have, its term unchanged. It keeps no seat for them: who was told and finds it taken keeps their place and is told
 * again, and after two days the next is told as well. Runs every minute; twice at once it mails nobody twice.
 */
export const tellOfSeats = systemUseCase(z.strictObject({}), async (ctx): Promise<{ told: number }> => {
  const now = ctx.now();
  const lines = await movingSeatLines(ctx.db, now - turn, chunk);
  let told = 0;
  for (const { workspaceId, free, told: outstanding } of lines.slice(0, linesAtMost)) {
    const rule: SeatLineRule = {
      workspaceId,
      now,
      toldSince: now - turn,
      dead,
      notBefore: ctx.settings.invitesNotBefore,
      mailsAtMost: sendsPerDay,
      mailedSince: now - day,
      limit: chunk,
    };
    if (outstanding > free) await takeBackTurns(ctx.db, rule);
    else told += await tellNext(ctx, rule);
  }
  return { told };
});

async function tellNext(ctx: Context, rule: SeatLineRule): Promise<number> {
  const { workspaceId, now } = rule;
  const next = (await nextForSeats(ctx.db, rule))
    .map(({ id, sendTimes }) => ({ id, sendTimes: JSON.parse(sendTimes) as number[] }))
    // Once a minute at most, for whatever reason (E-11): a minute later it is their turn still.
    .filter(({ sendTimes }) => (sendTimes.at(-1) ?? 0) <= now - shortestPause)
    .map(({ id, sendTimes }) => ({
      workspaceId,
      id,
      sendTimes: JSON.stringify(sendTimesWith({ sendTimes }, now)),
      outboxId: ctx.ids.next("outbox"),
      auditId: ctx.ids.next("audit"),
    }));
  if (next.length === 0) return 0;
  const op = ctx.ids.next("event");
  const people = JSON.stringify(next);
  const action: AuditAction = "invitation.seat_told";
  const event = {
    at: now,
    actorKind: "system",
    actorId: null,
    action,
    op,
    ipPrefix: null,
    requestId: ctx.request.id,
  } as const;
  await ctx.db.batch([
    stampTold(ctx.db, rule, people, op),
    markTold(ctx.db, workspaceId, people, op, now),
    insertLinkMails(ctx.db, "seat_free", people, op, now),
    ...insertLinkMailAudit(ctx.db, event, ctx.settings.productName, people),
  ]);
  await wakeMail(ctx, workspaceId);
  return next.length;
}
