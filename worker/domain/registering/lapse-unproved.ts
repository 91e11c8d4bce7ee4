import * as z from "zod";
import { dueRegistrations, lapseRegistrations } from "../../../db/queries/lapsed-registrations.ts";
import { lapseUnprovedMembers } from "../../../db/queries/unproved-members.ts";
import { systemUseCase } from "../use-case.ts";

const chunk = 500;
/** Each takes a dozen rows with it. */
const membersAtOnce = 100;
/** Chunks of one tick; what is left waits for the next. */
const chunksAtMost = 10;

/**
 * Forgets who registered and did not prove the mailbox within seven days (P-05): addresses and names are emptied, on
 * their mails as well, and whoever was let in meanwhile is gone with what they had (F132). May run late or twice.
 */
export const lapseUnproved = systemUseCase(z.strictObject({}), async (ctx): Promise<{ lapsed: number }> => {
  const now = ctx.now();
  let lapsed = 0;
  for (let round = 0; round < chunksAtMost; round += 1) {
    const [due] = await ctx.db.batch([dueRegistrations(ctx.db, now, chunk)]);
    if (due.length > 0) {
      await ctx.db.batch(lapseRegistrations(ctx.db, JSON.stringify(due), { now, op: ctx.ids.next("event") }));
    }
    lapsed += due.length;
    if (due.length < chunk) break;
  }
  for (let round = 0; round < chunksAtMost; round += 1) {
    const gone = await lapseUnprovedMembers(ctx.db, now, membersAtOnce);
    if (gone.length < membersAtOnce) break;
  }
  return { lapsed };
});
