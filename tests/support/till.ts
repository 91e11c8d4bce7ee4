import { orders } from "../../db/schema/index.ts";
import type {
  CheckoutRequest,
  Context,
  PaymentEvent,
  PaymentFailure,
  PaymentNews,
  Payments,
} from "../../worker/domain/context.ts";

/** A payment provider inside the test: what it was asked for, and what it shall answer. */
export interface Till extends Payments {
  /** By the id of the checkout. */
  checkouts: Map<string, { request: CheckoutRequest; state: "open" | "complete" | "closed" }>;
  refunds: Map<string, { orderId: string; paymentId: string; amountMinor: number }>;
  /** What the next calls meet. */
  failures: PaymentFailure[];
  /** How often somebody called. */
  calls: number;
}

/** Ids are made of the order's, so that a test can say them. */
export const checkoutOf = (orderId: string) => `cs_${orderId}`;
export const paymentOf = (orderId: string) => `pi_${orderId}`;

export function openTill(): Till {
  const meets = async <Value>(answer: () => Value): Promise<Value | PaymentFailure> => {
    till.calls += 1;
    return till.failures.shift() ?? answer();
  };
  const till: Till = {
    checkouts: new Map(),
    refunds: new Map(),
    failures: [],
    calls: 0,
    begin: (request) =>
      meets(() => {
        const checkoutId = checkoutOf(request.orderId);
        till.checkouts.set(checkoutId, { request, state: "open" });
        return { checkoutId, url: `https://pay.example/${checkoutId}` };
      }),
    find: (checkoutId) =>
      meets(() => {
        const state = till.checkouts.get(checkoutId)?.state ?? "closed";
        return state === "open"
          ? { state, checkoutId, url: `https://pay.example/${checkoutId}` }
          : { state, checkoutId };
      }),
    async close(checkoutId) {
      const checkout = till.checkouts.get(checkoutId);
      if (checkout?.state !== "open") return false;
      checkout.state = "closed";
      return true;
    },
    refund: ({ key, orderId, paymentId, amountMinor }) =>
      meets(() => {
        till.refunds.set(key, { orderId, paymentId, amountMinor });
        return { refunded: true } as const;
      }),
    read: async () => "other",
  };
  return till;
}

let serial = 0;

/** News of an order as the provider would tell them: paid in full unless said otherwise. */
export function newsOf(
  order: { workspaceId: string; orderId: string; amount?: number; currency?: string },
  kind: PaymentNews["kind"],
  more: Record<string, unknown> = {},
): PaymentEvent {
  serial += 1;
  const { workspaceId, orderId, amount = 4_900, currency = "eur" } = order;
  const checkoutId = checkoutOf(orderId);
  const paymentId = paymentOf(orderId);
  const receiptUrl = `https://pay.example/receipts/${orderId}`;
  const news: Record<PaymentNews["kind"], PaymentNews> = {
    paid: {
      kind: "paid",
      checkoutId,
      paymentId,
      subtotalMinor: amount,
      paidMinor: amount,
      taxMinor: 0,
      currency,
    },
    under_way: { kind: "under_way", checkoutId },
    failed: { kind: "failed", checkoutId },
    expired: { kind: "expired", checkoutId },
    receipt: { kind: "receipt", paymentId, receiptUrl },
    refunded: { kind: "refunded", paymentId, refundedMinor: amount, receiptUrl },
    refund_failed: { kind: "refund_failed", paymentId },
    disputed: { kind: "disputed", paymentId },
  };
  return {
    id: `evt_${serial}_${orderId}`,
    type: `test.${kind}`,
    at: 0,
    order: { workspaceId, orderId },
    news: { ...news[kind], ...more } as PaymentNews,
  };
}

/** An order that was paid, unless said otherwise; without the place that it gave. Its id. */
export async function plantOrder(
  { db, ids, now }: Context,
  order: { workspaceId: string; courseId: string; membershipId: string },
  more: Partial<typeof orders.$inferInsert> = {},
): Promise<string> {
  const id = ids.next("order");
  await db.insert(orders).values({
    ...order,
    id,
    status: "paid",
    priceMinor: 4_900,
    currency: "eur",
    paidMinor: 4_900,
    taxMinor: 0,
    refundedMinor: 0,
    checkoutId: checkoutOf(id),
    paymentId: paymentOf(id),
    createdAt: now(),
    paidAt: now(),
    lastOp: id,
    ...more,
  });
  return id;
}
