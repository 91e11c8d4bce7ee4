import type { invitations } from "../../../db/schema/index.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";

const day = 86_400_000;
/** Between two mails that somebody asks for themselves, and how many there may be within a day (E-11). */
export const shortestPause = 60_000;
export const sendsPerDay = 5;

type SendTimes = Pick<typeof invitations.$inferSelect, "sendTimes">;

/** Throws RESEND_LIMIT within the pause after the last mail (a minute), or at the sixth within a day (E-11). */
export function refuseHastyMail(ctx: Pick<Context, "settings">, invitation: SendTimes, now: number): void {
  const next = (invitation.sendTimes.at(-1) ?? 0) + ctx.settings.resendSeconds * 1000;
  if (now < next) throw new DomainError("RESEND_LIMIT", { retryAfter: Math.ceil((next - now) / 1000) });
  refuseSixthSend(invitation, now);
}

/** Throws RESEND_LIMIT when the invitation was mailed five times within a day, to whatever addresses. */
export function refuseSixthSend(invitation: SendTimes, now: number): void {
  const recent = invitation.sendTimes.filter((at) => at > now - day);
  if (recent.length >= sendsPerDay) {
    throw new DomainError("RESEND_LIMIT", { retryAfter: Math.ceil(((recent[0] ?? now) + day - now) / 1000) });
  }
}

/** The moments of the latest sends with this one. */
export function sendTimesWith(invitation: SendTimes, now: number): number[] {
  return [...invitation.sendTimes.filter((at) => at > now - day), now].slice(-sendsPerDay);
}
