import type { SsoConnection } from "../../../db/queries/single-sign-on.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { type Attempt, sealAttempt } from "./attempt.ts";
import { redirectAddress } from "./connection-view.ts";

export interface SignOnBegun {
  /** Where the browser goes. */
  url: string;
  /** Comes back with it, and names the cookie. */
  state: string;
  /** What the cookie holds. */
  attempt: string;
}

/**
 * Attempts count as those of signing in. Coming back counts apart from setting out: whoever was let out is not refused
 * for that at the door, with an answer that counts once.
 */
export async function allowAttempt(ctx: Context, step: "begin" | "finish" = "begin"): Promise<void> {
  const place = ctx.request.ip ?? "";
  if (await ctx.limits.allow("sign_in", step === "begin" ? place : `${place} back`)) return;
  throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
}

/** What sends a browser to the provider of a workspace. Throws SSO_FAILED, SSO_UNAVAILABLE. */
export async function begin(
  ctx: Context,
  connection: SsoConnection,
  slug: string,
  wanted: Pick<Attempt, "invitationId" | "revision" | "tries" | "returnTo"> & { again: boolean },
): Promise<SignOnBegun> {
  const { again, ...kept } = wanted;
  const now = ctx.now();
  const secrets = { state: ctx.ids.secret(), nonce: ctx.ids.secret(), verifier: ctx.ids.secret() };
  const answer = await ctx.identity.begin(connection, {
    ...secrets,
    redirectUri: redirectAddress(ctx, slug),
    again,
    now,
  });
  if (answer.kind !== "ready") {
    throw new DomainError(answer.kind === "refused" ? "SSO_FAILED" : "SSO_UNAVAILABLE", {
      params: { provider: connection.name, reason: answer.reason },
    });
  }
  const attempt = await sealAttempt(ctx, {
    ...secrets,
    ...kept,
    workspaceId: connection.workspaceId,
    connectionId: connection.id,
    startedAt: now,
  });
  return { url: answer.url, state: secrets.state, attempt };
}
