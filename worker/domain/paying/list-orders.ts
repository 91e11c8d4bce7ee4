import * as z from "zod";
import { ordersPage } from "../../../db/queries/orders.ts";
import { invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { isId } from "../ids.ts";
import { memberUseCase } from "../use-case.ts";
import { orderStatuses } from "./order-states.ts";
import { type OrderView, orderView } from "./order-view.ts";

/** How many orders are looked at in one go where several filters meet; then a page may be short and has a cursor. */
const looked = 500;

export const listOrdersFields = z.strictObject({
  status: z.enum(orderStatuses, `Choose one of: ${orderStatuses.join(", ")}.`).optional(),
  courseId: idField("course").optional(),
  /** `1`: those that need somebody's eye. */
  concerned: z.literal("1", "Say 1, or leave it out.").optional(),
  limit: z.coerce.number().int().min(1).max(200, "At most 200 rows a page.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(60).optional(),
});

export interface OrderPage {
  orders: OrderView[];
  nextCursor: string | null;
}

/** What was bought, the latest first. */
export const listOrders = memberUseCase(
  "order.manage",
  listOrdersFields,
  async (ctx, { status = null, courseId = null, concerned, limit = 50, cursor }): Promise<OrderPage> => {
    if (cursor !== undefined && !isId("order", cursor)) {
      throw invalidField("cursor", "invalid", "This is not a cursor of this list.");
    }
    const several = [status, courseId, concerned].filter(Boolean).length > 1;
    const look = several ? looked : limit + 1;
    const rows = await ordersPage(ctx.db, ctx.workspace.id, {
      status,
      courseId,
      concerned: concerned === "1",
      before: cursor ?? null,
      look,
    });
    const fitting = rows.filter(({ fits }) => fits === 1);
    const shown = fitting.slice(0, limit);
    const last = fitting.length > limit ? shown.at(-1) : rows.length === look ? rows.at(-1) : undefined;
    return { orders: shown.map(orderView), nextCursor: last?.order.id ?? null };
  },
);
