import * as z from "zod";
import { showDelivery } from "../../../db/queries/deliveries.ts";
import {
  loseLeases,
  settleUnknown,
  unknownMail,
  workspacesWithDueMail,
} from "../../../db/queries/mail-fates.ts";
import { systemUseCase } from "../use-case.ts";
import { wakeMail } from "./queue-mail.ts";

const minute = 60_000;
/** Mail of unknown fate that the provider does not know after this long is sent again: it never arrived there. */
const searchMs = 10 * minute;
/** When so many searches for one mail found no answer, one a minute, a lost mail is worse than two. */
const lookupsAtMost = 60;

export interface Swept {
  woken: number;
  settled: number;
  resent: number;
}

/**
 * Finds mail that nobody woke the consumer for, leases that ran out, and mail whose fate is unknown
 * . Idempotent and in bounded chunks; runs every minute.
 */
export const sweepMail = systemUseCase(z.strictObject({}), async (ctx): Promise<Swept> => {
  const now = ctx.now();
  const [, unknown, due] = await ctx.db.batch([
    loseLeases(ctx.db, now - minute),
    unknownMail(ctx.db, now, 50),
    workspacesWithDueMail(ctx.db, now - minute, 500),
  ]);
  let settled = 0;
  let resent = 0;
  for (const mail of unknown) {
    const messageId = await ctx.mailer.find(mail.id, mail.generation).catch(() => undefined);
    if (messageId) {
      await ctx.db.batch([
        settleUnknown(ctx.db, mail.workspaceId, mail.id, {
          state: "sent",
          messageId,
          sentAt: now,
          error: null,
        }),
        showDelivery(ctx.db, mail.workspaceId, [mail.id], "sent", null, now),
      ]);
      settled += 1;
    } else if (messageId === undefined && mail.lookups < lookupsAtMost) {
      await settleUnknown(ctx.db, mail.workspaceId, mail.id, { lookups: mail.lookups + 1 });
    } else if (now - (mail.leaseUntil ?? now) >= searchMs) {
      if (messageId === undefined) ctx.log.error("mail_resent_blind", { outboxId: mail.id });
      await settleUnknown(ctx.db, mail.workspaceId, mail.id, {
        state: "pending",
        dueAt: now,
        lease: null,
        leaseUntil: null,
      });
      resent += 1;
    }
  }
  for (const { workspaceId } of due) await wakeMail(ctx, workspaceId);
  return { woken: due.length, settled, resent };
});
