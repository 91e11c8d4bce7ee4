import { endSessionWith } from "../../../db/queries/sign-ins.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { authSessions } from "../../../db/schema/index.ts";
import type { Context } from "../context.ts";

const day = 86_400_000;
/** Longest life of a session; administrators' are cut earlier when they are used (S-04). */
const longestSession = 14 * day;

/** What the door writes into the cookie. */
export interface NewSession {
  secret: string;
  expiresAt: number;
}

/** Makes the secret of a new session and the row that knows its digest, for the act's own batch. */
export async function newSession(
  ctx: Context,
  userId: string,
): Promise<{ row: typeof authSessions.$inferInsert; cookie: NewSession }> {
  const secret = ctx.ids.secret();
  const now = ctx.now();
  const expiresAt = now + longestSession;
  return {
    row: {
      id: ctx.ids.next("authSession"),
      tokenHash: await ctx.secrets.sha256(secret),
      userId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt,
      userAgent: ctx.request.userAgent?.slice(0, 200) ?? null,
      ipPrefix: ctx.request.ipPrefix,
    },
    cookie: { secret, expiresAt },
  };
}

/**
 * The browser's session of before does not live on beside a new one, wherever it counts (S-01). `only`: a session of this
 * person alone, for ways in by which somebody else could send the browser.
 */
export function endBefore({ db, request }: Context, only: string | null = null): Statement[] {
  return request.sessionDigest === null ? [] : [endSessionWith(db, request.sessionDigest, only)];
}
