import * as z from "zod";
import { expireDue } from "../../../db/queries/invitations.ts";
import { systemUseCase } from "../use-case.ts";

const chunk = 1_000;
/** Chunks of one tick; what is left waits for the next minute, and validity never waits for either. */
const chunksAtMost = 20;

/** Marks due invitations as expired, so that lists and counts show it (F91, K-01). Catches up after missed runs. */
export const expireInvitations = systemUseCase(
  z.strictObject({}),
  async (ctx): Promise<{ expired: number }> => {
    let expired = 0;
    for (let round = 0; round < chunksAtMost; round += 1) {
      const rows = await expireDue(ctx.db, ctx.now(), ctx.ids.next("event"), chunk);
      expired += rows.length;
      if (rows.length < chunk) break;
    }
    return { expired };
  },
);
