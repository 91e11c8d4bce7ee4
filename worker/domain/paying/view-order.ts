import * as z from "zod";
import { endedConcernOf, orderById } from "../../../db/queries/orders.ts";
import { eventsOfOrder } from "../../../db/queries/payment-events.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase } from "../use-case.ts";
import type { OrderConcern } from "./order-states.ts";
import { type OrderView, orderView } from "./order-view.ts";

export interface OrderDetail {
  order: OrderView;
  /** What the provider told of it, in the order in which it happened. */
  events: { id: string; type: string; at: number; receivedAt: number }[];
  /** Ids of the provider's, for looking it up there. */
  checkoutId: string | null;
  paymentId: string | null;
  /** Who said last that what was wrong has been looked at; null: nobody. */
  done: { concern: OrderConcern | null; by: string | null; at: number } | null;
}

/** One order with what the payment provider told of it. Throws NOT_FOUND. */
export const viewOrder = memberUseCase(
  "order.manage",
  z.strictObject({ orderId: idField("order") }),
  async (ctx, { orderId }): Promise<OrderDetail> => {
    const [[row], events, [ended]] = await ctx.db.batch([
      orderById(ctx.db, ctx.workspace.id, orderId),
      eventsOfOrder(ctx.db, ctx.workspace.id, orderId),
      endedConcernOf(ctx.db, ctx.workspace.id, orderId),
    ]);
    if (!row) throw new DomainError("NOT_FOUND");
    const { checkoutId, paymentId } = row.order;
    const done = ended && {
      // Both are blank once whom they name is forgotten.
      concern: (ended.details as { concern?: OrderConcern }).concern ?? null,
      by: ended.by || null,
      at: ended.at,
    };
    return { order: orderView(row), events, checkoutId, paymentId, done: done ?? null };
  },
);
