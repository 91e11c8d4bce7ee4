import * as z from "zod";
import { orderOfPayment, orderToSettle, type SettlingRow } from "../../../db/queries/orders.ts";
import { insertPaymentEvent, paymentEventById } from "../../../db/queries/payment-events.ts";
import { isUniqueRefusal } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import type { Context, PaymentEvent } from "../context.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { systemUseCase } from "../use-case.ts";
import { settle } from "./order-states.ts";
import { house, settlingStatements } from "./settle-order.ts";

const id = z.string().min(1).max(255);
const amount = z.int().min(0);

/** As the adapter reads it. */
const paymentEvent = z.strictObject({
  id,
  type: z.string().max(100),
  at: z.int(),
  order: z.strictObject({ workspaceId: z.string().max(100), orderId: z.string().max(100) }).nullable(),
  news: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("paid"),
      checkoutId: id,
      paymentId: id.nullable(),
      subtotalMinor: amount,
      paidMinor: amount,
      taxMinor: amount,
      currency: z.string().max(3),
    }),
    z.strictObject({ kind: z.enum(["under_way", "failed", "expired"]), checkoutId: id }),
    z.strictObject({ kind: z.literal("receipt"), paymentId: id, receiptUrl: z.string().nullable() }),
    z.strictObject({
      kind: z.literal("refunded"),
      paymentId: id,
      refundedMinor: amount,
      receiptUrl: z.string().nullable(),
    }),
    z.strictObject({ kind: z.enum(["refund_failed", "disputed"]), paymentId: id }),
  ]),
}) satisfies z.ZodType<PaymentEvent>;

/** Two events of one payment may meet; each of them has to pass once. */
const attempts = 6;

/**
 * Takes one piece of news of the payment provider (C-25, W rows): once, however often it is told, by its row among the
 * events, which stands in the batch of what it causes; and in any order, as the order is written only as it was read.
 * `unknown`: an order that is none of ours, which is acknowledged and logged.
 *
 * Throws when it could not be taken: then the provider tells it again.
 */
export const recordPayment = systemUseCase(
  paymentEvent,
  async (ctx, event): Promise<{ outcome: "taken" | "known" | "unknown" }> => {
    const paymentId = "paymentId" in event.news ? event.news.paymentId : null;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const [[known], [row]] = await ctx.db.batch([
        paymentEventById(ctx.db, event.id),
        event.order
          ? orderToSettle(ctx.db, event.order.workspaceId, event.order.orderId, paymentId)
          : orderOfPayment(ctx.db, paymentId ?? ""),
      ]);
      if (known) return { outcome: "known" };
      if (!row) {
        ctx.log.info("payment_of_no_order", { eventId: event.id, type: event.type });
        return { outcome: "unknown" };
      }
      if (await take(ctx, event, row)) return { outcome: "taken" };
    }
    throw new Error("The order changed again and again.");
  },
);

/** False when somebody was faster, and nothing was written. */
async function take(ctx: Context, event: PaymentEvent, row: SettlingRow): Promise<boolean> {
  const { workspaceId, id: orderId } = row.order;
  const settled = settle(row, event.news, ctx.now());
  const told = insertPaymentEvent(ctx.db, {
    id: event.id,
    type: event.type,
    workspaceId,
    orderId,
    at: event.at,
    receivedAt: ctx.now(),
  });
  const changes = Object.keys(settled.values).length > 0;
  try {
    const done = await commit(
      ctx,
      [told, ...(changes ? settlingStatements(ctx, row, settled, house) : [])],
      true,
    );
    if (!done) return false;
  } catch (error) {
    // The same event twice at once, or a payment that another order has: the next look tells which.
    if (isUniqueRefusal(error)) return false;
    throw error;
  }
  if (settled.gives || settled.values.status === "refunded") await wakeMail(ctx, workspaceId);
  return true;
}
