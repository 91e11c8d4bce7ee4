import * as z from "zod";
import {
  cancelOutboxOfOp,
  changeInvitations,
  insertAuditOfOp,
  insertOutboxOfOp,
} from "../../../db/queries/bulk-acts.ts";
import { jobChunk, type MailJobKind } from "../../../db/queries/job-targets.ts";
import { advanceJob, jobStarter, leaseJob, settleJobRows, stopJobRows } from "../../../db/queries/jobs.ts";
import { releaseOffers } from "../../../db/queries/offers.ts";
import { seatCounts } from "../../../db/queries/seats.ts";
import { isGuardRefusal, type Statement } from "../../../db/queries/statements.ts";
import { workspaceById } from "../../../db/queries/workspaces.ts";
import type { invitations } from "../../../db/schema/index.ts";
import type { AuditAction } from "../audit.ts";
import { workOnCourse } from "../courses/work-on-course.ts";
import { extendedValues, usualTerm } from "../invitations/extended-values.ts";
import { statusAt } from "../invitations/invitation-view.ts";
import { epochOf } from "../invitations/link.ts";
import { remindedValues } from "../invitations/remind-invitation.ts";
import { resentValues } from "../invitations/resend-invitation.ts";
import { tellPending } from "../invitations/tell-pending.ts";
import { workOnLabels } from "../labels/work-on-labels.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { workOnGroup } from "../places/work-on-group.ts";
import { type Policies, policiesOf } from "../policies.ts";
import { workOnRegistrations } from "../registering/work-on-registrations.ts";
import { workOnRole } from "../roles/work-on-role.ts";
import { guardSeats, roomToSend } from "../seats/room.ts";
import { starterAuthority } from "../starter-authority.ts";
import { systemUseCase, within } from "../use-case.ts";
import { boundsOf, mailsOut } from "./job-fields.ts";
import { isPeopleAction } from "./people-job-fields.ts";
import { workOnPeople } from "./work-on-people.ts";

const chunk = 200;
const leaseMs = 60_000;

type InvitationRow = typeof invitations.$inferSelect;

/**
 * Works off one chunk of a bulk act. A job is held by one worker at a time; a worker that dies loses its
 * lease and the rows it had not settled wait for the next. A message that comes twice finds nothing to do.
 * Each chunk asks anew what the starter may, and where: who was deactivated or lost the right mails and cancels no
 * more, what has left their part is not found, and what is left says so.
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
    const { kind } = leased;
    if (kind === "delete_group" || kind === "regroup") {
      return workOnGroup(ctx, { ...leased, kind }, { starter, policies, op });
    }
    // Nobody asked for an enrolment without an act: it follows from the places of a course.
    if (kind === "attend" || (kind === "enrol" && leased.filter.act === undefined)) {
      return workOnCourse(ctx, { ...leased, kind }, { policies, op });
    }
    if (kind === "relabel") {
      return workOnLabels(ctx, leased, { starter, policies, op });
    }
    if (kind === "approve" || kind === "refuse") {
      return workOnRegistrations(ctx, { ...leased, kind }, { starter, policies, workspace, op });
    }
    if (kind === "replace_role") {
      return workOnRole(ctx, leased, { starter, policies, op });
    }
    if (isPeopleAction(kind)) {
      const timeZone = workspace?.timeZone ?? "UTC";
      return workOnPeople(ctx, { ...leased, kind }, { starter, policies, timeZone, op });
    }
    const authority = starterAuthority(starter, leased.actorKind, within("invitation.manage"), policies);
    if (!authority) {
      await ctx.db.batch([
        stopJobRows(ctx.db, workspaceId, jobId, "right_lost"),
        advanceJob(ctx.db, workspaceId, jobId, op, { outcomes: "[]", cursor: null, last: true }, now),
      ]);
      return { more: false };
    }
    const bounds = boundsOf(authority, "invitation.manage");
    const epoch = epochOf(ctx, { inviteEpoch: workspace?.inviteEpoch ?? 0 });
    const seated = { id: workspaceId, policies, seats: workspace?.seats ?? null };
    const seats = kind === "resend" ? guardSeats(ctx, seated) : [];
    const [found, [counts]] = await ctx.db.batch([
      jobChunk(ctx.db, workspaceId, { ...leased, kind, usualTerm: usualTerm(policies) }, bounds, now, chunk),
      seatCounts(ctx.db, seats.length > 0 ? workspaceId : ""),
    ]);
    const rows = reseated(found, roomToSend(policies, counts), now);
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
      ...valuesAfter[kind](invitation, { policies, now, epoch, op }),
    }));
    const mails = mailsOut(kind);
    const ids = JSON.stringify(changes.map(({ id }) => id));
    const last = rows.length < chunk;
    const statements: Statement[] = [];
    if (changes.length > 0) {
      statements.push(
        changeInvitations(ctx.db, workspaceId, op, JSON.stringify(changes)),
        ...seats,
        // A mail under way carries a link that goes on.
        ...(kind === "extend" ? [] : [cancelOutboxOfOp(ctx.db, workspaceId, op, ids)]),
        ...(kind === "cancel" && policies["cancel.undo_enrolments"]
          ? releaseOffers(ctx.db, workspaceId, ids)
          : []),
      );
      if (mails) {
        const outgoing = seen.map(({ row, invitation }) => ({
          id: ctx.ids.next("outbox"),
          invitationId: row.invitationId,
          template:
            kind === "remind" ? "reminder" : invitation.lastSentAt === null ? "invitation" : "new_link",
        }));
        const membershipIds = JSON.stringify(acts.map(({ membershipId }) => membershipId));
        statements.push(
          insertOutboxOfOp(ctx.db, workspaceId, op, JSON.stringify(outgoing), leased.note, now),
          ...tellPending(
            ctx,
            { policies, plan: workspace?.plan ?? "open" },
            { workspaceId, op, membershipIds, dueAt: now },
          ),
        );
      }
      statements.push(
        ...insertAuditOfOp(
          ctx.db,
          {
            workspaceId,
            at: now,
            actorKind: leased.actorKind,
            actorId: leased.actorId,
            action: actions[kind],
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
    try {
      if (first) await ctx.db.batch([first, ...rest]);
    } catch (error) {
      // Somebody took a seat in this very moment: the sweeper comes back to it when the lease is over.
      if (seats.length > 0 && isGuardRefusal(error)) return { more: false };
      throw error;
    }
    if (mails && changes.length > 0) await wakeMail(ctx, workspaceId);
    return { more: !last };
  },
);

/** An invitation that comes back takes a seat where open ones hold one; who comes after the last is left out (F109). */
function reseated<Row extends { verdict: string; invitation: string }>(
  rows: readonly Row[],
  room: number,
  now: number,
): Row[] {
  let left = room;
  return rows.map((row) => {
    if (row.verdict !== "ok" || left === Number.POSITIVE_INFINITY) return row;
    if (statusAt(JSON.parse(row.invitation) as InvitationRow, now) === "pending") return row;
    left -= 1;
    return left < 0 ? { ...row, verdict: "no_seat" } : row;
  });
}

interface Acting {
  policies: Policies;
  now: number;
  epoch: number;
  op: string;
}

/** The columns of an invitation after each act, by the same rules as for one. */
const valuesAfter: Record<
  MailJobKind,
  (invitation: InvitationRow, acting: Acting) => { [Name in keyof InvitationRow]?: InvitationRow[Name] }
> = {
  resend: (invitation, { policies, now, op }) => resentValues(invitation, policies, now, op),
  remind: (invitation, { now, epoch, op }) => remindedValues(invitation, now, epoch, op),
  extend: (invitation, { policies, now, op }) => extendedValues(invitation, policies, now, op),
  cancel: (_invitation, { now }) => ({ status: "canceled", endedAt: now }),
};

const actions: Record<MailJobKind, AuditAction> = {
  resend: "invitation.resent",
  remind: "invitation.reminded",
  extend: "invitation.extended",
  cancel: "invitation.canceled",
};
