import * as z from "zod";
import { endSessionsExcept, sessionsOf } from "../../../db/queries/sign-ins.ts";
import { commit } from "../commit.ts";
import { publicUseCase } from "../use-case.ts";
import { sessionAudit, sessionsSeen, signedInPerson } from "./signed-in-person.ts";

/** Ends all of one's own sessions but the one that asks; says how many there were. Throws NOT_SIGNED_IN. */
export const endOtherSessions = publicUseCase(z.strictObject({}), async (ctx): Promise<{ ended: number }> => {
  const person = signedInPerson(ctx);
  const seen = sessionsSeen(ctx, person);
  const others = (await sessionsOf(ctx.db, person.userId, seen)).filter(({ id }) => id !== person.sessionId);
  if (others.length === 0) return { ended: 0 };
  await commit(
    ctx,
    [
      endSessionsExcept(ctx.db, person.userId, person.sessionId, seen),
      ...sessionAudit(ctx, "auth.session_ended", null, { sessions: others.length }),
    ],
    null,
  );
  return { ended: others.length };
});
