import * as z from "zod";
import { countWaiting } from "../../../db/queries/registration-list.ts";
import { partFor } from "../members/part.ts";
import { memberUseCase, within } from "../use-case.ts";

/** Counted to here: one more than the badge in the navigation tells. */
const counted = 100;

/** How many wait for the asker's decision, up to a hundred. */
export const countWaitingRegistrations = memberUseCase(
  within("registration.manage"),
  z.strictObject({}),
  async (ctx): Promise<{ count: number }> => {
    const part = partFor(ctx, "registration.manage");
    const [row] = await countWaiting(ctx.db, ctx.workspace.id, part, counted);
    return { count: row?.count ?? 0 };
  },
);
