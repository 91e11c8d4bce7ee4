import * as z from "zod";
import {
  dueReminders,
  insertLinkMailAudit,
  insertLinkMails,
  moveReminders,
} from "../../../db/queries/reminders.ts";
import type { AuditAction } from "../audit.ts";
import type { Context } from "../context.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { systemUseCase } from "../use-case.ts";
import { remindableDeliveries, reminderSlack, remindersAfter } from "./reminders.ts";
import { sendTimesWith } from "./send-limits.ts";

const chunk = 500;
/** Chunks of one tick; what is left waits for the next minute. */
const chunksAtMost = 20;

/**
 * Mails the reminders that are due (F85, D49, K-07): the same link, its term unchanged. Never after an end
 * state, a bounce or a kill switch, nor right after another mail; a moment that passes while the workspace
 * is suspended is over. After an outage each invitation gets one at most. Runs every minute; twice at once
 * it sends nothing twice.
 */
export const sendReminders = systemUseCase(z.strictObject({}), async (ctx): Promise<{ due: number }> => {
  let due = 0;
  const woken = new Set<string>();
  for (let round = 0; round < chunksAtMost; round += 1) {
    const { seen, workspaceIds } = await sendChunk(ctx);
    due += seen;
    for (const id of workspaceIds) woken.add(id);
    if (seen < chunk) break;
  }
  for (const id of woken) await wakeMail(ctx, id);
  return { due };
});

async function sendChunk(ctx: Context): Promise<{ seen: number; workspaceIds: string[] }> {
  const now = ctx.now();
  const rule = {
    now,
    deliveries: remindableDeliveries,
    notBefore: ctx.settings.invitesNotBefore,
    slack: reminderSlack,
  };
  const rows = await dueReminders(ctx.db, rule, chunk);
  if (rows.length === 0) return { seen: 0, workspaceIds: [] };
  const op = ctx.ids.next("event");
  const changes = rows.map(({ workspaceId, id, remindAt, ...row }) => {
    const reminders = row.reminders === null ? null : (JSON.parse(row.reminders) as number[]);
    const sendTimes = JSON.parse(row.sendTimes) as number[];
    return {
      workspaceId,
      id,
      seen: remindAt,
      ...remindersAfter({ reminders, remindAt }, now),
      sendTimes: row.mails ? sendTimesWith({ sendTimes }, now) : null,
    };
  });
  const mailed = changes
    .filter(({ sendTimes }) => sendTimes !== null)
    .map(({ workspaceId, id }) => ({
      workspaceId,
      id,
      outboxId: ctx.ids.next("outbox"),
      auditId: ctx.ids.next("audit"),
    }));
  const json = JSON.stringify(mailed);
  const action: AuditAction = "invitation.reminded";
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
    moveReminders(ctx.db, op, JSON.stringify(changes)),
    ...(mailed.length > 0
      ? [
          insertLinkMails(ctx.db, "reminder", json, op, now),
          ...insertLinkMailAudit(ctx.db, event, ctx.settings.productName, json),
        ]
      : []),
  ]);
  return { seen: rows.length, workspaceIds: mailed.map(({ workspaceId }) => workspaceId) };
}
