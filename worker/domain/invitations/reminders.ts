import type { invitations } from "../../../db/schema/index.ts";
import type { Policies } from "../policies.ts";
import type { Term } from "./terms.ts";

type InvitationRow = typeof invitations.$inferSelect;

const hour = 3_600_000;

/** As far as a reminder keeps from the sending and from the end: nearer to either it reads as a mistake. */
const margin = hour;
/** Half a day: nobody finds two reminders in one day's mail. */
const apart = 12 * hour;
/** K-07. */
const most = 2;
/**
 * What the cron holds to, half of what was planned: a mail that left some minutes late, or a tick that came
 * late, drops no reminder that was shown.
 */
export const reminderSlack = margin / 2;

/** States of the latest mail in which a reminder makes sense: it left, and nothing came back. */
export const remindableDeliveries = ["sent", "delivered", "opened", "clicked"] as const;

/** What an invitation's row holds of the reminders that are to come. */
export type PlannedReminders = Pick<InvitationRow, "reminders" | "remindAt">;

/**
 * When an invitation is reminded of (UTC ms, ascending; D49): the first two moments of the policy, in its
 * order, that lie an hour from the sending and from the end and half a day from each other. `end` is null
 * for links without one; only times after the sending mean something there.
 */
export function reminderMoments(
  schedule: Policies["reminders.schedule"],
  sending: number,
  end: number | null,
): number[] {
  const chosen: number[] = [];
  for (const moment of schedule) {
    const at = momentAt(moment, sending, end);
    if (at === null || at < sending + margin || (end !== null && at > end - margin)) continue;
    if (chosen.some((other) => Math.abs(other - at) < apart)) continue;
    chosen.push(at);
    if (chosen.length === most) break;
  }
  return chosen.sort((a, b) => a - b);
}

function momentAt(
  moment: Policies["reminders.schedule"][number],
  sending: number,
  end: number | null,
): number | null {
  if (moment.kind === "after_sending") return sending + moment.seconds * 1000;
  if (end === null) return null;
  return moment.kind === "share"
    ? sending + Math.round((end - sending) * moment.of)
    : end - moment.seconds * 1000;
}

/**
 * The reminders of a sending that is decided now, as the row holds them: a relative term begins when the
 * mail leaves, and its reminders move along. Until the link is issued none is due.
 */
export function planReminders(
  policies: Policies,
  now: number,
  link: Pick<InvitationRow, "issuedAt" | "expiresAt">,
): PlannedReminders {
  const moments = reminderMoments(policies["reminders.schedule"], now, link.expiresAt);
  const from = link.expiresAt ?? now;
  return {
    reminders: moments.length > 0 ? moments.map((at) => from - at) : null,
    remindAt: link.issuedAt === null ? null : (moments[0] ?? null),
  };
}

/** The moment a relative term was counted from when it was decided: not a millisecond later. */
export function termBegins(term: Term, now: number): number {
  return term.termMs !== null && term.expiresAt !== null ? term.expiresAt - term.termMs : now;
}

/** Nothing was mailed, so there is nothing to remind of. */
export const noReminders: PlannedReminders = { reminders: null, remindAt: null };

/** When the first planned reminder is due, for a link that is issued at this moment and ends at that one. */
export function firstReminder(
  reminders: InvitationRow["reminders"],
  issuedAt: number,
  expiresAt: number | null,
): number | null {
  const first = reminders?.[0];
  if (first === undefined) return null;
  return (expiresAt !== null && first > 0 ? expiresAt : issuedAt) - first;
}

/** What is left once everything due by now is over, sent or not: after an outage nobody gets two at once. */
export function remindersAfter(planned: PlannedReminders, now: number): PlannedReminders {
  const left = [...(planned.reminders ?? [])];
  let at = planned.remindAt;
  while (at !== null && at <= now) at = later(left, at);
  return at === null ? noReminders : { reminders: left, remindAt: at };
}

/** The moments that are still to come (UTC ms), as things stand; none once the invitation is not open. */
export function upcomingReminders(invitation: InvitationRow, now: number): number[] {
  const over = invitation.expiresAt !== null && invitation.expiresAt <= now;
  const waits = invitation.delivery === "queued" || isRemindable(invitation.delivery);
  if (invitation.status !== "pending" || over || !waits) return [];
  const sending = invitation.issuedAt ?? invitation.sendTimes.at(-1) ?? now;
  const left = [...(invitation.reminders ?? [])];
  const found: number[] = [];
  let at = invitation.remindAt ?? firstReminder(left, sending, invitation.expiresAt);
  while (at !== null) {
    if (at > now) found.push(at);
    at = later(left, at);
  }
  return found;
}

/** True when the latest mail of an invitation is one that can be reminded of. */
export function isRemindable(delivery: string): boolean {
  return remindableDeliveries.some((state) => state === delivery);
}

/** Takes the first of the planned reminders away, whose moment this is, and says when the next is due. */
function later(left: number[], at: number): number | null {
  const passed = left.shift();
  const next = left[0];
  return passed === undefined || next === undefined ? null : at + passed - next;
}
