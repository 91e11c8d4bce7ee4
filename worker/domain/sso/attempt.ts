import * as z from "zod";
import type { Context } from "../context.ts";

/** A sign-in under way, sealed into a cookie of the browser that began it. */
const attemptFields = z.strictObject({
  workspaceId: z.string(),
  connectionId: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  startedAt: z.int(),
  /** The invitation whose page it began on. */
  invitationId: z.string().nullable(),
  /** The revision that the page showed: what is accepted is what was read. */
  revision: z.int().nullable(),
  /** The administrator who tries the connection, and the connection as it was. */
  tries: z.strictObject({ membershipId: z.string(), lastOp: z.string() }).nullable(),
  returnTo: z.string(),
});

export type Attempt = z.output<typeof attemptFields>;

/** Whoever takes longer at the provider begins anew (O-04). */
export const attemptTerm = 10 * 60_000;

const purpose = "sso-attempt";

export async function sealAttempt(ctx: Context, attempt: Attempt): Promise<string> {
  return (await ctx.vault.seal(purpose, JSON.stringify(attempt))).sealed;
}

/** The attempt of a browser while it counts; null for anything else. */
export async function openAttempt(ctx: Context, sealed: string): Promise<Attempt | null> {
  const text = await ctx.vault.open(purpose, sealed);
  if (text === null) return null;
  const parsed = attemptFields.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  const age = ctx.now() - parsed.data.startedAt;
  return age >= 0 && age < attemptTerm ? parsed.data : null;
}
