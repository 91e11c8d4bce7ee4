import type { OrderRow } from "../../../db/queries/orders.ts";
import type { OrderConcern, OrderStatus } from "./order-states.ts";

/** An order as administrators and programs see it. Amounts are in minor units of `currency` (ISO 4217, upper case). */
export interface OrderView {
  id: string;
  status: OrderStatus;
  course: { id: string; title: string };
  session: { id: string; title: string; startsAt: number; timeZone: string } | null;
  buyer: {
    /** As a person here; null as long as they have not joined. */
    userId: string | null;
    name: string;
    /** Null where nothing is kept of them any more. */
    email: string | null;
  };
  currency: string;
  /** What was asked for, without tax; what was paid with it, the tax in that, and what was given back. */
  price: number;
  paid: number | null;
  tax: number | null;
  refunded: number;
  /** What can still be given back. */
  refundable: number;
  concern: OrderConcern | null;
  receiptUrl: string | null;
  createdAt: number;
  paidAt: number | null;
  endedAt: number | null;
}

export function orderView(row: OrderRow): OrderView {
  const { order } = row;
  const { sessionTitle, sessionStartsAt, sessionTimeZone } = row;
  return {
    id: order.id,
    status: order.status,
    course: { id: order.courseId, title: row.courseTitle },
    session:
      order.sessionId !== null && sessionStartsAt !== null
        ? {
            id: order.sessionId,
            title: sessionTitle ?? "",
            startsAt: sessionStartsAt,
            timeZone: sessionTimeZone ?? "UTC",
          }
        : null,
    buyer: {
      userId: row.memberId,
      name: row.memberName || row.registrationName || "",
      email: row.memberEmail ?? row.registrationEmail,
    },
    currency: order.currency.toUpperCase(),
    price: order.priceMinor,
    paid: order.paidMinor,
    tax: order.taxMinor,
    refunded: order.refundedMinor,
    refundable: refundableOf(order),
    concern: order.concern as OrderConcern | null,
    receiptUrl: order.receiptUrl,
    createdAt: order.createdAt,
    paidAt: order.paidAt,
    endedAt: order.endedAt,
  };
}

/** What of an order's money is still here, in minor units; 0 unless it was paid. */
export function refundableOf({
  status,
  paidMinor,
  refundedMinor,
  paymentId,
}: Pick<OrderRow["order"], "status" | "paidMinor" | "refundedMinor" | "paymentId">): number {
  const isHere = (status === "paid" || status === "held") && paymentId !== null;
  return isHere ? Math.max(0, (paidMinor ?? 0) - refundedMinor) : 0;
}
