import * as z from "zod";
import { cancelStaleWarnings } from "../../../db/queries/access-ends.ts";
import { showDelivery } from "../../../db/queries/deliveries.ts";
import { noteRegistrationKeys } from "../../../db/queries/link-keys.ts";
import {
  cancelStaleMail,
  claimedMail,
  claimMail,
  countRecipients,
  issueClaimed,
  mailingWorkspace,
  markSent,
  postponeThrottled,
  type RecipientLimit,
  releaseMail,
} from "../../../db/queries/mail-claims.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { Context, MailOutcome, OutgoingMail } from "../context.ts";
import { systemUseCase } from "../use-case.ts";
import { composeOutgoing, mailSender } from "./compose-outgoing.ts";
import { prepareTemporary, temporaryAtOnce } from "./temporary-passwords.ts";

const perCall = 500;
const leaseMs = 120_000;
const attemptsAtMost = 10;
const dayMs = 86_400_000;

export interface Delivered {
  claimed: number;
  /** More was due than one call takes. */
  more: boolean;
  /** Seconds until a retry makes sense, when the provider asked for patience. */
  retryAfter: number | null;
}

/**
 * Sends what is due in one workspace: claims up to 500 mails with a lease, writes them, hands them to
 * the provider in one call, and marks each by its own answer (security.md 1.6). A second consumer that
 * was woken by the same message finds nothing to claim.
 */
export const deliverMail = systemUseCase(
  z.strictObject({ workspaceId: z.string() }),
  async (ctx, { workspaceId }): Promise<Delivered> => {
    const now = ctx.now();
    const lease = ctx.ids.next("event");
    const [day, month] = recipientLimits(ctx);
    const results = await ctx.db.batch([
      claimMail(ctx.db, workspaceId, {
        lease,
        now,
        leaseUntil: now + leaseMs,
        limit: perCall,
        passwordsAtMost: temporaryAtOnce,
      }),
      cancelStaleMail(ctx.db, workspaceId, lease, now, ctx.settings.invitesNotBefore),
      cancelStaleWarnings(ctx.db, workspaceId, lease, now),
      postponeThrottled(ctx.db, workspaceId, lease, day),
      postponeThrottled(ctx.db, workspaceId, lease, month),
      issueClaimed(ctx.db, workspaceId, lease, now, ctx.settings.invitesNotBefore, ctx.tokens.currentKeyId()),
      mailingWorkspace(ctx.db, workspaceId),
      claimedMail(ctx.db, workspaceId, lease),
      noteRegistrationKeys(ctx.db, workspaceId, lease, ctx.tokens.currentKeyId()),
    ]);
    // What was dropped or postponed of the claim makes it smaller, and does not mean that there is no more.
    const passwords = results[0].filter(({ template }) => template === "account_password").length;
    const more = results[0].length === perCall || passwords === temporaryAtOnce;
    const [workspace] = results[6];
    if (!workspace || results[7].length === 0) return { claimed: 0, more, retryAfter: null };

    const prepared = await prepareTemporary(ctx, { workspaceId, lease }, results[7]);
    const claimed = prepared.rows;
    if (claimed.length === 0) return { claimed: 0, more, retryAfter: null };

    const sender = mailSender(ctx, workspace);
    const mails: OutgoingMail[] = [];
    for (const row of claimed) {
      mails.push(await composeOutgoing(ctx, sender, row, prepared.passwords.get(row.mail.id)));
    }
    const outcomes = await ctx.mailer.sendBatch(mails);
    const attempts = new Map(claimed.map(({ mail }) => [mail.id, mail.attempts]));
    const sorted = sortOutcomes(mails, outcomes, attempts);
    await writeOutcomes(ctx, workspaceId, lease, sorted);

    const waits = Object.keys(sorted.retry).length + Object.keys(sorted.halted).length > 0;
    return {
      claimed: claimed.length,
      more: more && !waits,
      retryAfter: waits ? backoffSeconds(Math.max(...attempts.values())) : null,
    };
  },
);

interface Sorted {
  sent: Record<string, string>;
  refused: Map<string, { bounced: boolean; reason: string }>;
  retry: Record<string, string>;
  unknown: Record<string, string>;
  halted: Record<string, string>;
}

function sortOutcomes(
  mails: readonly OutgoingMail[],
  outcomes: readonly MailOutcome[],
  attempts: ReadonlyMap<string, number>,
): Sorted {
  const sorted: Sorted = { sent: {}, refused: new Map(), retry: {}, unknown: {}, halted: {} };
  for (const [index, { outboxId }] of mails.entries()) {
    const outcome = outcomes[index] ?? { kind: "unknown" as const, reason: "no answer" };
    if (outcome.kind === "sent") sorted.sent[outboxId] = outcome.messageId;
    else if (outcome.kind === "refused") {
      sorted.refused.set(outboxId, { bounced: outcome.code === 406, reason: outcome.reason });
    } else if (outcome.kind === "unknown") sorted.unknown[outboxId] = outcome.reason;
    else if (outcome.kind === "halted") sorted.halted[outboxId] = outcome.reason;
    else if ((attempts.get(outboxId) ?? 0) >= attemptsAtMost) {
      sorted.refused.set(outboxId, { bounced: false, reason: outcome.reason });
    } else sorted.retry[outboxId] = outcome.reason;
  }
  return sorted;
}

async function writeOutcomes(
  ctx: Context,
  workspaceId: string,
  lease: string,
  sorted: Sorted,
): Promise<void> {
  const now = ctx.now();
  const statements: Statement[] = [];
  const sentIds = Object.keys(sorted.sent);
  if (sentIds.length > 0) {
    statements.push(
      markSent(ctx.db, workspaceId, lease, sorted.sent, now),
      showDelivery(ctx.db, workspaceId, sentIds, "sent", null, now),
      countRecipients(ctx.db, workspaceId, sentIds, recipientLimits(ctx)),
    );
  }
  for (const [reason, ids] of byReason(sorted.refused)) {
    const errors = Object.fromEntries(ids.map((id) => [id, reason]));
    const bounced = sorted.refused.get(ids[0] ?? "")?.bounced ?? false;
    statements.push(
      releaseMail(ctx.db, workspaceId, lease, "failed", errors, now),
      showDelivery(ctx.db, workspaceId, ids, bounced ? "bounced" : "failed", reason, null),
    );
  }
  if (Object.keys(sorted.retry).length > 0) {
    statements.push(
      releaseMail(ctx.db, workspaceId, lease, "pending", sorted.retry, now + backoffSeconds(1) * 1000),
    );
  }
  if (Object.keys(sorted.halted).length > 0) {
    // The account itself may not send: nobody's attempt is used up, everything waits for the mend.
    ctx.log.error("mail_provider_halted", { reason: Object.values(sorted.halted)[0] ?? "" });
    statements.push(releaseMail(ctx.db, workspaceId, lease, "pending", sorted.halted, now + 60_000));
  }
  if (Object.keys(sorted.unknown).length > 0) {
    statements.push(releaseMail(ctx.db, workspaceId, lease, "unknown", sorted.unknown, now + leaseMs));
  }
  const [first, ...rest] = statements;
  if (first) await ctx.db.batch([first, ...rest]);
}

/** How many invitations one mailbox may get from all workspaces together (1.7), in fixed windows. */
function recipientLimits(ctx: Context): [RecipientLimit, RecipientLimit] {
  const window = (prefix: string, length: number, limit: number) => {
    const now = ctx.now();
    const windowStart = now - (now % length);
    const windowEnd = windowStart + length;
    // A second later for each quarter of an hour that has passed: all are gone within the hour after the end.
    return {
      prefix,
      windowStart,
      windowEnd,
      keptUntil: windowEnd + Math.floor((now - windowStart) / 900),
      limit,
    };
  };
  return [
    window("to-day:", dayMs, ctx.settings.recipientPerDay),
    window("to-month:", 30 * dayMs, ctx.settings.recipientPerMonth),
  ];
}

function byReason(refused: Sorted["refused"]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [id, { reason }] of refused) groups.set(reason, [...(groups.get(reason) ?? []), id]);
  return groups;
}

/** 30 s, doubling with the attempts, at most an hour. */
function backoffSeconds(attempts: number): number {
  return Math.min(30 * 2 ** Math.max(0, attempts - 1), 3_600);
}
