import * as z from "zod";
import { dueSessionReminders, remindOfSession } from "../../../db/queries/session-mails.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { presets } from "../policies.ts";
import { systemUseCase } from "../use-case.ts";

/** Sessions of one tick; what is left waits for the next minute. */
const chunk = 200;
/** A reminder that could not leave for so long is over. */
const slack = 2 * 3_600_000;

const hoursByPreset = JSON.stringify(
  Object.fromEntries(
    Object.entries(presets).map(([name, policies]) => [name, policies["session.remind_hours"]]),
  ),
);

/**
 * Mails the reminders before sessions that are due (D34, `session.remind_hours`), once to each who was told of
 * the session before. Never of a canceled session, and to nobody who withdrew or was deactivated. Runs every
 * minute; twice at once it sends nothing twice.
 */
export const remindOfSessions = systemUseCase(
  z.strictObject({}),
  async (ctx): Promise<{ sessions: number }> => {
    const now = ctx.now();
    const due = await dueSessionReminders(ctx.db, { now, hoursByPreset, slack }, chunk);
    for (const { workspaceId, id, moment } of due) {
      const op = ctx.ids.next("event");
      await ctx.db.batch(remindOfSession(ctx.db, { workspaceId, now, op }, { id, moment }));
    }
    for (const id of new Set(due.map(({ workspaceId }) => workspaceId))) await wakeMail(ctx, id);
    return { sessions: due.length };
  },
);
