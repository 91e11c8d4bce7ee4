import type { SettlingRow } from "../../../db/queries/orders.ts";
import { orderStatuses, type orders } from "../../../db/schema/index.ts";
import type { PaymentNews } from "../context.ts";

export type OrderStatus = (typeof orderStatuses)[number];
export { orderStatuses };

/**
 * Why an order needs somebody's eye. Of those before `session_full` the money is there and nothing was given for it;
 * of the others the place was given.
 */
export const orderConcerns = [
  /** Paid with another amount or currency than was asked for. */
  "amount",
  /** Paid by another checkout than the one that we began. */
  "checkout",
  /** They had the course already: they paid twice, or were enrolled meanwhile. */
  "twice",
  /** The course was deleted, or is a draft again. */
  "course_gone",
  /** The buyer was removed or deactivated here, or was refused; or their registration ended after they had paid. */
  "person_gone",
  /** The date that they chose was full, or over; they have the course. */
  "session_full",
  /** The course left the catalog while it was paid for; they have it. */
  "withdrawn_from_catalog",
  /** The buyer disputes the payment with their bank. */
  "disputed",
  /** The bank did not take the refund: the money is still here. */
  "refund_failed",
  /** Paid by somebody who was deactivated here before they joined by it. Migration 0018 notes it and takes it back. */
  "barred",
  /** News of a payment that is not this order's: nothing was changed by them. */
  "payment",
] as const;
export type OrderConcern = (typeof orderConcerns)[number];

type Order = typeof orders.$inferSelect;

/** What news of a payment do to an order. */
export interface Settled {
  values: Partial<
    Pick<
      Order,
      | "status"
      | "paidMinor"
      | "taxMinor"
      | "refundedMinor"
      | "checkoutId"
      | "paymentId"
      | "receiptUrl"
      | "concern"
      | "paidAt"
      | "endedAt"
    >
  >;
  /** The place is given by this, or what was given is taken back. */
  gives: boolean;
  takes: boolean;
}

/**
 * The one place where money turns into a place. It looks at what is known of an order and at one piece of news, and
 * comes to the same end in whatever order those come: an amount is counted once, what was refunded before it was
 * paid gives nothing, and whatever speaks against giving holds the order for an administrator (F128).
 */
export function settle(row: SettlingRow, news: PaymentNews, now: number): Settled {
  const { order } = row;
  const nothing: Settled = { values: {}, gives: false, takes: false };
  switch (news.kind) {
    case "paid": {
      // Counted before; another checkout's money for the same order is told by `concern` alone.
      if (order.paidMinor !== null) {
        return isOthers(order, news.checkoutId) ? { ...nothing, values: { concern: "checkout" } } : nothing;
      }
      // What was told before of a payment that turns out to be another one was not told of this order.
      const isNamed = order.paymentId === null || order.paymentId === news.paymentId;
      const refundedMinor = isNamed ? order.refundedMinor : 0;
      const paid = {
        paidMinor: news.paidMinor,
        taxMinor: news.taxMinor,
        ...(isNamed ? {} : { refundedMinor: 0, receiptUrl: null, concern: "payment" as OrderConcern }),
        paidAt: now,
        checkoutId: order.checkoutId ?? news.checkoutId,
        paymentId: row.isPaymentOfOther ? order.paymentId : (news.paymentId ?? order.paymentId),
        endedAt: null,
      };
      if (news.paidMinor > 0 && refundedMinor >= news.paidMinor) {
        return { ...nothing, values: { ...paid, status: "refunded", endedAt: now } };
      }
      const against = whatHolds(row, news);
      return against
        ? { ...nothing, values: { ...paid, status: "held", concern: against } }
        : {
            values: {
              ...paid,
              status: "paid",
              ...(row.inCatalog || !isNamed ? {} : { concern: "withdrawn_from_catalog" }),
            },
            gives: true,
            takes: false,
          };
    }
    case "failed":
    case "expired":
      return order.status === "open" && !isOthers(order, news.checkoutId)
        ? { ...nothing, values: { status: news.kind, endedAt: now } }
        : nothing;
    case "under_way":
      return nothing;
    case "receipt":
      return isOthersPayment(row, news.paymentId) ? nothing : { ...nothing, values: receiptOf(order, news) };
    case "refunded": {
      if (isOthersPayment(row, news.paymentId)) return { ...nothing, values: { concern: "payment" } };
      const refundedMinor = Math.max(order.refundedMinor, news.refundedMinor);
      const values = { ...receiptOf(order, news), refundedMinor };
      const whole = order.paidMinor !== null && refundedMinor >= order.paidMinor;
      if (!whole || order.status === "refunded") return { ...nothing, values };
      return {
        values: { ...values, status: "refunded", endedAt: now, concern: null },
        gives: false,
        takes: order.status === "paid",
      };
    }
    case "refund_failed":
    case "disputed":
      return {
        ...nothing,
        values: { concern: isOthersPayment(row, news.paymentId) ? "payment" : news.kind },
      };
  }
}

/** Whether a checkout is another than the one that was begun for the order. */
function isOthers({ checkoutId }: Order, named: string): boolean {
  return checkoutId !== null && checkoutId !== named;
}

/** Whether news are of another payment than the order's, as far as that is known: its own, or one of another order. */
function isOthersPayment({ order, isPaymentOfOther }: SettlingRow, named: string): boolean {
  return isPaymentOfOther === 1 || (order.paymentId !== null && order.paymentId !== named);
}

function receiptOf(
  order: Order,
  { paymentId, receiptUrl }: { paymentId: string; receiptUrl: string | null },
): Pick<Order, "paymentId" | "receiptUrl"> {
  return { paymentId: order.paymentId ?? paymentId, receiptUrl: receiptUrl ?? order.receiptUrl };
}

/** What speaks against giving a place for this money; null: nothing. */
function whatHolds(row: SettlingRow, news: PaymentNews & { kind: "paid" }): OrderConcern | null {
  const { order } = row;
  const asked = news.subtotalMinor === order.priceMinor && news.paidMinor >= order.priceMinor;
  if (!asked || news.currency !== order.currency) return "amount";
  if (isOthers(order, news.checkoutId)) return "checkout";
  if (row.isPaymentOfOther) return "payment";
  if (row.hasIt) return "twice";
  if (!row.courseOpen) return "course_gone";
  const isHere =
    row.memberId !== null
      ? row.memberStatus === "active"
      : order.registrationId !== null &&
        row.isBarred === 0 &&
        ["unpaid", "started", "waiting"].includes(row.registrationStatus ?? "");
  return isHere ? null : "person_gone";
}
