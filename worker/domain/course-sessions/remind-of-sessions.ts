import * as z from "zod";
import { dueSessionReminders, remindOfSession } from "../../../db/queries/session-mails.ts";
import { tellsPending } from "../invitations/tell-pending.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { policiesOf } from "../policies.ts";
import { valuesByPreset } from "../presets.ts";
import { systemUseCase } from "../use-case.ts";

/** Sessions of one tick; what is left waits for the next minute. */
const chunk = 200;
/** A reminder that could not leave for so long is over. */
const slack = 2 * 3_600_000;

const hoursByPreset = valuesByPreset("session.remind_hours");

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
    for (const { workspaceId, id, moment, plan, preset, policyOverrides } of due) {
      const op = ctx.ids.next("event");
      const policies = policiesOf(preset, JSON.parse(policyOverrides) as Record<string, unknown>);
      const tellPending = tellsPending({ policies, plan });
      await ctx.db.batch(remindOfSession(ctx.db, { workspaceId, now, op }, { id, moment, tellPending }));
    }
    for (const id of new Set(due.map(({ workspaceId }) => workspaceId))) await wakeMail(ctx, id);
    return { sessions: due.length };
  },
);
