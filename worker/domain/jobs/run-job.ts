import * as z from "zod";
import {
  cancelOutboxOfOp,
  changeInvitations,
  insertAuditOfOp,
  insertOutboxOfOp,
} from "../../../db/queries/bulk-acts.ts";
import { type JobKind, jobChunk } from "../../../db/queries/job-targets.ts";
import { advanceJob, jobStarter, leaseJob, settleJobRows, stopJobRows } from "../../../db/queries/jobs.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { workspaceById } from "../../../db/queries/workspaces.ts";
import type { invitations } from "../../../db/schema/index.ts";
import type { AuditAction } from "../audit.ts";
import { epochOf } from "../invitations/link.ts";
import { remindedValues } from "../invitations/remind-invitation.ts";
import { resentValues } from "../invitations/resend-invitation.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { type Policies, policiesOf } from "../policies.ts";
import { starterAuthority } from "../starter-authority.ts";
import { systemUseCase } from "../use-case.ts";
import { grantableBy } from "./job-fields.ts";

const chunk = 200;
const leaseMs = 60_000;

type InvitationRow = typeof invitations.$inferSelect;

/**
 * Works off one chunk of a bulk act. A job is held by one worker at a time; a worker that dies loses its
 * lease and the rows it had not settled wait for the next. A message that comes twice finds nothing to do.
 * Each chunk asks anew what the starter may: who was deactivated or lost the right mails and cancels no
 * more, and what is left says so.
 */
export const runJob = systemUseCase(
  z.strictObject({ workspaceId: z.string(), jobId: z.string() }),
  async (ctx, { workspaceId, jobId }): Promise<{ more: boolean }> => {
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const [[leased], [starter], [workspace]] = await ctx.db.batch([
      leaseJob(ctx.db, workspaceId, jobId, op, now, now + leaseMs),
      jobStarter(ctx.db, workspaceId, jobId),
      workspaceById(ctx.db, workspaceId),
    ]);
    if (!leased) return { more: false };
    const policies = policiesOf(workspace?.preset ?? "standard", workspace?.policyOverrides ?? {});
    const authority = starterAuthority(starter, leased.actorKind, "invitation.manage", policies);
    if (!authority) {
      await ctx.db.batch([
        stopJobRows(ctx.db, workspaceId, jobId, "right_lost"),
        advanceJob(ctx.db, workspaceId, jobId, op, { outcomes: "[]", cursor: null, last: true }, now),
      ]);
      return { more: false };
    }
    const grantable = grantableBy(authority.mayGrant);
    const epoch = epochOf(ctx, { inviteEpoch: workspace?.inviteEpoch ?? 0 });
    const rows = await jobChunk(ctx.db, workspaceId, leased, grantable, now, chunk);
    const acts = rows.filter(({ verdict }) => verdict === "ok");
    const seen = acts.map((row) => ({
      row,
      invitation: JSON.parse(row.invitation) as InvitationRow & { lastOp: string },
    }));
    const changes = seen.map(({ row, invitation }) => ({
      ...invitation,
      id: row.invitationId,
      seen: invitation.lastOp,
      delivery: null,
      ...valuesAfter[leased.kind](invitation, { policies, now, epoch, op }),
    }));
    const mailsOut = leased.kind !== "cancel";
    const ids = JSON.stringify(changes.map(({ id }) => id));
    const last = rows.length < chunk;
    const statements: Statement[] = [];
    if (changes.length > 0) {
      statements.push(
        changeInvitations(ctx.db, workspaceId, op, JSON.stringify(changes)),
        cancelOutboxOfOp(ctx.db, workspaceId, op, ids),
      );
      if (mailsOut) {
        const mails = seen.map(({ row, invitation }) => ({
          id: ctx.ids.next("outbox"),
          invitationId: row.invitationId,
          template:
            leased.kind === "remind"
              ? "reminder"
              : invitation.lastSentAt === null
                ? "invitation"
                : "new_link",
        }));
        statements.push(insertOutboxOfOp(ctx.db, workspaceId, op, JSON.stringify(mails), leased.note, now));
      }
      statements.push(
        ...insertAuditOfOp(
          ctx.db,
          {
            workspaceId,
            at: now,
            actorKind: leased.actorKind,
            actorId: leased.actorId,
            action: actions[leased.kind],
            op,
            ipPrefix: null,
            requestId: ctx.request.id,
          },
          leased.actorName,
          JSON.stringify(acts.map(({ invitationId }) => ({ id: ctx.ids.next("audit"), invitationId }))),
        ),
      );
    }
    const outcomes = JSON.stringify(
      rows.map(({ membershipId, invitationId, verdict }) => ({
        membershipId,
        invitationId,
        outcome: verdict === "ok" ? "done" : verdict,
      })),
    );
    const cursor = rows.at(-1)?.membershipId ?? null;
    const [first, ...rest] = [
      ...statements,
      settleJobRows(ctx.db, workspaceId, jobId, op, outcomes),
      advanceJob(ctx.db, workspaceId, jobId, op, { outcomes, cursor, last }, now),
    ];
    if (first) await ctx.db.batch([first, ...rest]);
    if (mailsOut && changes.length > 0) await wakeMail(ctx, workspaceId);
    return { more: !last };
  },
);

interface Acting {
  policies: Policies;
  now: number;
  epoch: number;
  op: string;
}

/** The columns of an invitation after each act, by the same rules as for one. */
const valuesAfter: Record<
  JobKind,
  (invitation: InvitationRow, acting: Acting) => { [Name in keyof InvitationRow]?: InvitationRow[Name] }
> = {
  resend: (invitation, { policies, now, op }) => resentValues(invitation, policies, now, op),
  remind: (invitation, { now, epoch, op }) => remindedValues(invitation, now, epoch, op),
  cancel: (_invitation, { now }) => ({ status: "canceled", endedAt: now }),
};

const actions: Record<JobKind, AuditAction> = {
  resend: "invitation.resent",
  remind: "invitation.reminded",
  cancel: "invitation.canceled",
};
