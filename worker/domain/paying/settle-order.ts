import { countCatalogDay } from "../../../db/queries/catalog-days.ts";
import {
  changeOrder,
  giveBought,
  guardOnlyPaid,
  noteFullSession,
  type SettlingRow,
  takeBought,
} from "../../../db/queries/orders.ts";
import { tellOfSessions } from "../../../db/queries/session-mails.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import type { Actor, Context } from "../context.ts";
import { dayIn } from "../members/access-end.ts";
import { policiesOf } from "../policies.ts";
import { refundedRegistrationStatements } from "../registering/end-refunded.ts";
import { paidRegistrationStatements } from "../registering/registration-statements.ts";
import type { OrderConcern, Settled } from "./order-states.ts";

/** Who is told in the trail to have done it: the house, on news of the provider, or an administrator. */
export const house: Actor = { kind: "system", id: null, name: "" };

/**
 * Writes what became of an order and what follows from it, guarded by the order as it was read: the place that is
 * given or taken back, the mail to a stranger whose money is there, the trail and the numbers of the day. Whoever
 * calls this wakes the mail.
 */
export function settlingStatements(
  ctx: Context,
  row: SettlingRow,
  { values, gives, takes }: Settled,
  actor: Actor,
): Statement[] {
  const { order } = row;
  const { workspaceId } = order;
  const op = ctx.ids.next("event");
  const act = { workspaceId, now: ctx.now(), op };
  const policies = policiesOf(row.preset, JSON.parse(row.policyOverrides) as Record<string, unknown>);
  const ends = takes && policies["selfreg.refund"] === "end";
  const count = (what: "paid" | "enrolled") =>
    countCatalogDay(ctx.db, workspaceId, dayIn(act.now, row.timeZone), order.courseId, what);
  return [
    changeOrder(ctx.db, order, { ...values, lastOp: op }),
    guardChanged(ctx.db),
    ...(gives
      ? [
          guardOnlyPaid(ctx.db, order),
          ...giving(ctx, row, op),
          count("paid"),
          ...(row.memberId ? [count("enrolled")] : []),
        ]
      : []),
    ...(ends ? takeBought(ctx.db, act, order) : []),
    ...(values.status === "refunded" ? forgetting(ctx, row, actor, op) : []),
    ...trailOf(ctx, row, values, actor, op),
  ];
}

/** To a member the course itself; to whoever registers by buying the mail by which they come in. */
function giving(ctx: Context, row: SettlingRow, op: string): Statement[] {
  const { order, memberId } = row;
  const { workspaceId, courseId, sessionId, registrationId } = order;
  const act = { workspaceId, now: ctx.now(), op };
  const full: OrderConcern = "session_full";
  if (memberId !== null) {
    const bought = { membershipId: memberId, courseId, sessionId, orderId: order.id };
    return [
      ...giveBought(ctx.db, act, bought),
      noteFullSession(ctx.db, order, full),
      ...tellOfSessions(ctx.db, { ...act, membershipIds: JSON.stringify([memberId]) }),
    ];
  }
  if (registrationId === null) return [];
  return [
    ...paidRegistrationStatements(ctx, { workspaceId, registrationId, op }),
    noteFullSession(ctx.db, order, full),
  ];
}

/** Who has not joined yet has nothing to join for any more, whatever the policy says of enrolments. */
function forgetting(ctx: Context, row: SettlingRow, actor: Actor, op: string): Statement[] {
  const { workspaceId, registrationId } = row.order;
  const { registrationEmail: email } = row;
  if (registrationId === null || email === null) return [];
  return refundedRegistrationStatements(ctx, { workspaceId, registrationId, email, actor, op });
}

function trailOf(
  ctx: Context,
  { order, memberId, courseTitle }: SettlingRow,
  values: Settled["values"],
  actor: Actor,
  op: string,
): Statement[] {
  const { status, concern } = values;
  const action =
    status === "paid"
      ? "order.paid"
      : status === "held" || (concern && status === undefined)
        ? "order.held"
        : status === "refunded"
          ? "order.refunded"
          : null;
  if (!action) return [];
  return audit(ctx, {
    workspaceId: order.workspaceId,
    actor,
    action,
    membershipId: memberId,
    targetId: order.id,
    op,
    details: { course: courseTitle, ...(concern ? { concern } : {}) },
  });
}
