import * as z from "zod";
import { sessionsOf } from "../../../db/queries/sign-ins.ts";
import { publicUseCase } from "../use-case.ts";
import { sessionAlive } from "./session-term.ts";
import { sessionsSeen, signedInPerson } from "./signed-in-person.ts";

export interface SessionView {
  id: string;
  /** The one that asks. */
  current: boolean;
  userAgent: string | null;
  ipPrefix: string | null;
  createdAt: number;
  lastSeenAt: number;
}

/** Where the person who asks is signed in, most recently used first. Throws NOT_SIGNED_IN. */
export const listSessions = publicUseCase(
  z.strictObject({}),
  async (ctx): Promise<{ sessions: SessionView[] }> => {
    const person = signedInPerson(ctx);
    const rows = await sessionsOf(ctx.db, person.userId, sessionsSeen(ctx, person));
    const now = ctx.now();
    return {
      sessions: rows
        .filter((row) => row.createdAt > ctx.settings.sessionsNotBefore && sessionAlive(row, false, now))
        .map(({ id, userAgent, ipPrefix, createdAt, lastSeenAt }) => ({
          id,
          current: id === person.sessionId,
          userAgent,
          ipPrefix,
          createdAt,
          lastSeenAt,
        })),
    };
  },
);
