import { guardStanding } from "../../../db/queries/labels.ts";
import type { Standing } from "../../../db/queries/members.ts";
import { orderToSettle } from "../../../db/queries/orders.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { takeApprovedUse } from "../../../db/queries/registration-links.ts";
import {
  approveSeen,
  concernOrders,
  type DecidedRow,
  forgetMailsOf,
  paidOrdersOf,
  refuseSeen,
  registrationsToDecide,
} from "../../../db/queries/registration-list.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Actor, CallerWorkspace, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { outboxRow } from "../mail/queue-mail.ts";
import type { OrderConcern } from "../paying/order-states.ts";
import { giveBack } from "../paying/refund-order.ts";
import { guardSeats } from "../seats/room.ts";
import { bornStatements, type Joining, settledStatements } from "./join-registered.ts";

/**
 * What became of one registration: `done`, or why nothing was. `not_waiting`: somebody decided before, or it is not in
 * the asker's part. `link_full`: as many as may join by its link have joined. `deactivated`: they were a member here,
 * and come back by being reactivated. `address_changed`: the account that proved the address has another one by now, or
 * is gone, or the address is another member's; they register again.
 */
const decisionOutcomes = [
  "done",
  "not_waiting",
  "link_full",
  "no_seat",
  "deactivated",
  "address_changed",
] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];

/** On whose behalf a registration is decided, and where. */
export interface Deciding {
  workspace: Pick<CallerWorkspace, "id" | "timeZone" | "policies" | "seats">;
  actor: Actor;
  /** On whose right it rests, which must stand at the write; a job asks anew with every chunk. */
  standing: Standing | null;
  /** The actor may give money back; where they may not, the order tells those who may. */
  mayRefund: boolean;
  /** What else is written in the batch of each decision that is made. */
  besides?: (id: string) => Statement[];
}

/**
 * Approves one registration (F132): who waited is a member, where the link says, in the courses that are free or paid,
 * and told so by mail, all in one batch. Of two administrators at once one does it. Writes nothing unless `done`.
 */
export async function approveOne(
  ctx: Context,
  deciding: Deciding,
  row: DecidedRow | undefined,
): Promise<DecisionOutcome> {
  if (row?.status !== "waiting" || row.userId === null) return "not_waiting";
  if (row.memberStatus === "deactivated") return "deactivated";
  if (row.isSamePerson !== 1) return "address_changed";
  const isMember = row.memberStatus === "active";
  const courseIds = JSON.parse(row.courseIds) as string[];
  // A link that is full takes its places along; it is in the way of nothing else that they came for.
  const linkId = row.linkIsFull && (isMember || courseIds.length > 0) ? null : row.linkId;
  if (linkId !== null && row.linkIsFull) return "link_full";
  const { workspace, actor } = deciding;
  const { db } = ctx;
  const now = ctx.now();
  const op = ctx.ids.next("event");
  const workspaceId = workspace.id;
  const names = { firstName: row.firstName, lastName: row.lastName };
  const joining: Joining = {
    workspace,
    policies: workspace.policies,
    registration: {
      id: row.id,
      email: row.email,
      language: row.language,
      linkId,
      issuedAt: row.issuedAt,
      sendTimes: JSON.parse(row.sendTimes) as number[],
      createdAt: row.createdAt,
    },
    membershipId: isMember && row.memberId ? row.memberId : ctx.ids.next("membership"),
    invitationId: ctx.ids.next("invitation"),
    isMember,
    userId: row.userId,
    names,
    courseIds,
    via: "approval",
    approved: true,
    now,
    op,
  };
  const seen = { workspaceId, id: row.id, lastOp: row.lastOp };
  const decision = { decidedAt: now, decidedBy: actor.id ?? "", lastOp: op };
  const seats = guardSeats(ctx, workspace);
  const statements = [
    ...rightOf(ctx, deciding),
    approveSeen(db, seen, decision),
    guardChanged(db),
    ...(linkId === null ? [] : [takeApprovedUse(db, { workspaceId, linkId }), guardChanged(db)]),
    ...bornStatements(ctx, joining),
    ...settledStatements(ctx, joining),
    ...seats,
    insertOutbox(
      db,
      outboxRow(ctx, {
        workspaceId,
        template: "registration_approved",
        to: row.email,
        language: row.language,
        subjectId: row.id,
        op,
      }),
    ),
    ...audit(ctx, {
      workspaceId,
      actor,
      action: "registration.approved",
      membershipId: joining.membershipId,
      targetId: row.id,
      op,
      details: { email: row.email },
    }),
    ...(deciding.besides?.(row.id) ?? []),
  ];
  try {
    if (await commit({ ...ctx, idempotency: null }, statements, true)) return "done";
  } catch (error) {
    if (error instanceof DomainError && error.code === "NO_SEAT") return "no_seat";
    throw error;
  }
  // Somebody was faster: they decided, took the last use of the link, or the last seat.
  const [found] = await registrationsToDecide(db, workspaceId, JSON.stringify([row.id]), null);
  if (found?.status !== "waiting" || found.lastOp !== row.lastOp) return "not_waiting";
  if (found.isSamePerson !== 1) return "address_changed";
  if (found.linkIsFull && linkId !== null) return "link_full";
  if (seats.length === 0) throw new DomainError("FORBIDDEN");
  return "no_seat";
}

/**
 * Refuses one registration: it is over, they are told by mail, nothing is kept of them, and what they paid goes back.
 * Writes nothing unless `done`.
 */
export async function refuseOne(
  ctx: Context,
  deciding: Deciding,
  row: DecidedRow | undefined,
  reason: string | null,
): Promise<DecisionOutcome> {
  if (row?.status !== "waiting") return "not_waiting";
  const { workspace, actor } = deciding;
  const { db } = ctx;
  const op = ctx.ids.next("event");
  const workspaceId = workspace.id;
  const statements = [
    ...rightOf(ctx, deciding),
    refuseSeen(
      db,
      { workspaceId, id: row.id, lastOp: row.lastOp },
      { decidedAt: ctx.now(), decidedBy: actor.id ?? "", lastOp: op },
    ),
    guardChanged(db),
    forgetMailsOf(db, workspaceId, row.id),
    insertOutbox(
      db,
      outboxRow(ctx, {
        workspaceId,
        template: "registration_refused",
        to: row.email,
        language: row.language,
        subjectId: row.id,
        note: reason,
        op,
      }),
    ),
    ...audit(ctx, {
      workspaceId,
      actor,
      action: "registration.refused",
      targetId: row.id,
      op,
    }),
    concernOrders(db, { workspaceId, id: row.id, concern: "person_gone" satisfies OrderConcern, op }),
    ...(deciding.besides?.(row.id) ?? []),
  ];
  if (!(await commit({ ...ctx, idempotency: null }, statements, true))) return "not_waiting";
  if (deciding.mayRefund) await giveMoneyBack(ctx, deciding, row.id);
  return "done";
}

function rightOf({ db }: Context, { standing }: Deciding): Statement[] {
  return standing ? [guardStanding(db, standing)] : [];
}

/** What they paid goes back. Where that cannot be done now, the order says that it needs somebody's eye. */
async function giveMoneyBack(
  ctx: Context,
  { workspace, actor }: Deciding,
  registrationId: string,
): Promise<void> {
  const withoutKey = { ...ctx, idempotency: null };
  for (const { id } of await paidOrdersOf(ctx.db, workspace.id, registrationId)) {
    const [order] = await orderToSettle(ctx.db, workspace.id, id);
    try {
      if (order) await giveBack(withoutKey, order, actor);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      ctx.log.error("refund_of_refused_failed", { orderId: id, code: error.code });
    }
  }
}
