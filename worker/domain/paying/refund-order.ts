import * as z from "zod";
import { orderToSettle, type SettlingRow } from "../../../db/queries/orders.ts";
import { commit } from "../commit.ts";
import type { Actor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { memberUseCase } from "../use-case.ts";
import { settle } from "./order-states.ts";
import { type OrderView, orderView, refundableOf } from "./order-view.ts";
import { settlingStatements } from "./settle-order.ts";

/** The provider's own word of the refund may come in between. */
const attempts = 4;

/**
 * Gives back what is left of an order's money. Whether the enrolment ends with it is the policy `selfreg.refund`. The
 * provider knows the refund by the order and by what was given back before, so that asked twice it gives once; its
 * word of it by the webhook then changes nothing any more.
 *
 * Throws NOT_FOUND, ORDER_STATE where there is nothing to give back, PAYMENTS_OFF, PAYMENT_UNAVAILABLE when the
 * provider cannot be asked, PAYMENT_REFUSED when it says no.
 */
export const refundOrder = memberUseCase(
  "order.manage",
  z.strictObject({ orderId: idField("order") }),
  async (ctx, { orderId }): Promise<OrderView> => {
    const [row] = await orderToSettle(ctx.db, ctx.workspace.id, orderId);
    if (!row) throw new DomainError("NOT_FOUND");
    return orderView(await giveBack(ctx, row, ctx.actor));
  },
);

/** The refund of one order, for whoever may: its row as it is afterwards. Throws as `refundOrder` does. */
export async function giveBack(ctx: Context, row: SettlingRow, actor: Actor): Promise<SettlingRow> {
  const { workspaceId, id: orderId, currency, paymentId, refundedMinor, paidMinor } = row.order;
  const amountMinor = refundableOf(row.order);
  if (amountMinor === 0 || paymentId === null || paidMinor === null) throw new DomainError("ORDER_STATE");
  if (!ctx.payments) throw new DomainError("PAYMENTS_OFF");
  const done = await ctx.payments.refund({
    key: `${orderId}-${refundedMinor}`,
    orderId,
    workspaceId,
    paymentId,
    amountMinor,
    currency,
  });
  if ("failure" in done) {
    ctx.log.error("refund_failed", { orderId, failure: done.failure, reason: done.reason });
    throw new DomainError(done.failure === "refused" ? "PAYMENT_REFUSED" : "PAYMENT_UNAVAILABLE");
  }
  const news = {
    kind: "refunded" as const,
    paymentId,
    refundedMinor: refundedMinor + amountMinor,
    receiptUrl: null,
  };
  let now = row;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (now.order.status === "refunded") return now;
    const settled = settle(now, news, ctx.now());
    const after = { ...now, order: { ...now.order, ...settled.values } };
    if (await commit(ctx, settlingStatements(ctx, now, settled, actor), orderView(after))) {
      await wakeMail(ctx, workspaceId);
      return after;
    }
    const [again] = await orderToSettle(ctx.db, workspaceId, orderId);
    if (!again) throw new DomainError("NOT_FOUND");
    now = again;
  }
  // The money is on its way back all the same, and the provider tells it again.
  throw new DomainError("EDIT_CONFLICT");
}
