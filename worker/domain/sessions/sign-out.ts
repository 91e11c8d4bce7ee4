import * as z from "zod";
import { endSessionWith } from "../../../db/queries/sign-ins.ts";
import { commit } from "../commit.ts";
import { personOf } from "../joining/view-invitation.ts";
import { publicUseCase } from "../use-case.ts";
import { sessionAudit } from "./signed-in-person.ts";

/**
 * Ends the session of the browser that asks (S-05), also one that counts for nothing where it asks. Without one there
 * is nothing to do, and no error.
 */
export const signOut = publicUseCase(z.strictObject({}), async (ctx): Promise<{ ended: boolean }> => {
  const { sessionDigest } = ctx.request;
  if (sessionDigest === null) return { ended: false };
  const person = personOf(ctx.caller);
  await commit(
    ctx,
    [
      endSessionWith(ctx.db, sessionDigest),
      ...(person ? sessionAudit(ctx, "auth.signed_out", person.sessionId) : []),
    ],
    null,
  );
  return { ended: true };
});
