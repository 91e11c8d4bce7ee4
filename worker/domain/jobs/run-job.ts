import * as z from "zod";
import {
  advanceJob,
  cancelOutboxOfOp,
  changeInvitations,
  type Grantable,
  insertAuditOfOp,
  insertOutboxOfOp,
  jobChunk,
  leaseJob,
  settleJobRows,
} from "../../../db/queries/jobs.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { workspaceById } from "../../../db/queries/workspaces.ts";
import type { invitations } from "../../../db/schema/index.ts";
import type { AuditAction } from "../audit.ts";
import { resentValues } from "../invitations/resend-invitation.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { policiesOf } from "../policies.ts";
import { systemUseCase } from "../use-case.ts";

const chunk = 200;
const leaseMs = 60_000;

type InvitationRow = typeof invitations.$inferSelect;

/**
 * Works off one chunk of a bulk act. A job is held by one worker at a time; a worker that dies loses its
 * lease and the rows it had not settled wait for the next. A message that comes twice finds nothing to do.
 */
export const runJob = systemUseCase(
  z.strictObject({ workspaceId: z.string(), jobId: z.string() }),
  async (ctx, { workspaceId, jobId }): Promise<{ more: boolean }> => {
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const [leased] = await leaseJob(ctx.db, workspaceId, jobId, op, now, now + leaseMs);
    if (!leased) return { more: false };
    const [rows, found] = await ctx.db.batch([
      jobChunk(ctx.db, workspaceId, jobId, leased.kind, grantableOf(leased.filter), now, chunk),
      workspaceById(ctx.db, workspaceId),
    ]);
    const policies = policiesOf(found[0]?.preset ?? "standard", found[0]?.policyOverrides ?? {});
    const acts = rows.filter(({ verdict }) => verdict === "ok");
    const seen = acts.map((row) => ({
      row,
      invitation: JSON.parse(row.invitation) as InvitationRow & { lastOp: string },
    }));
    const changes = seen.map(({ row, invitation }) => ({
      id: row.invitationId,
      seen: invitation.lastOp,
      ...(leased.kind === "resend"
        ? resentValues(invitation, policies, now, op)
        : { ...invitation, status: "canceled", endedAt: now, delivery: null, sendTimes: null }),
    }));
    const ids = JSON.stringify(changes.map(({ id }) => id));
    const last = rows.length < chunk;
    const statements: Statement[] = [];
    if (changes.length > 0) {
      statements.push(
        changeInvitations(ctx.db, workspaceId, op, JSON.stringify(changes)),
        cancelOutboxOfOp(ctx.db, workspaceId, op, ids),
      );
      if (leased.kind === "resend") {
        const mails = seen.map(({ row, invitation }) => ({
          id: ctx.ids.next("outbox"),
          invitationId: row.invitationId,
          template: invitation.lastSentAt === null ? "invitation" : "new_link",
        }));
        statements.push(insertOutboxOfOp(ctx.db, workspaceId, op, JSON.stringify(mails), leased.note, now));
      }
      const action: AuditAction = leased.kind === "resend" ? "invitation.resent" : "invitation.canceled";
      statements.push(
        ...insertAuditOfOp(
          ctx.db,
          {
            workspaceId,
            at: now,
            actorKind: leased.actorKind,
            actorId: leased.actorId,
            action,
            op,
            ipPrefix: null,
            requestId: ctx.request.id,
          },
          leased.actorName,
          JSON.stringify(acts.map(({ invitationId }) => ({ id: ctx.ids.next("audit"), invitationId }))),
        ),
      );
    }
    const outcomes = rows.map(({ membershipId, invitationId, verdict }) => ({
      membershipId,
      invitationId,
      outcome: verdict === "ok" ? "done" : verdict,
    }));
    const [first, ...rest] = [
      ...statements,
      settleJobRows(ctx.db, workspaceId, jobId, op, JSON.stringify(outcomes)),
      advanceJob(ctx.db, workspaceId, jobId, last, now),
    ];
    if (first) await ctx.db.batch([first, ...rest]);
    if (leased.kind === "resend" && changes.length > 0) await wakeMail(ctx, workspaceId);
    return { more: !last };
  },
);

/** As the one who started the job could; what a row offers may have changed since. */
function grantableOf(filter: Record<string, unknown>): Grantable {
  return typeof filter.grantable === "string" ? filter.grantable : null;
}
