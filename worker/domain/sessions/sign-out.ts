import * as z from "zod";
import { endSessionOf } from "../../../db/queries/sign-ins.ts";
import { commit } from "../commit.ts";
import { personOf } from "../joining/view-invitation.ts";
import { publicUseCase } from "../use-case.ts";
import { sessionAudit } from "./signed-in-person.ts";

/** Ends the session that asks (S-05). Without one there is nothing to do, and no error. */
export const signOut = publicUseCase(z.strictObject({}), async (ctx): Promise<{ ended: boolean }> => {
  const person = personOf(ctx.caller);
  if (!person) return { ended: false };
  await commit(
    ctx,
    [
      endSessionOf(ctx.db, person.userId, person.sessionId),
      ...sessionAudit(ctx, "auth.signed_out", person.sessionId),
    ],
    null,
  );
  return { ended: true };
});
