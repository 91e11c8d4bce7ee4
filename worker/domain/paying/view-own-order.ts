import * as z from "zod";
import { ownOrders } from "../../../db/queries/orders.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { learnerOf } from "../learning/learner.ts";
import { publicUseCase } from "../use-case.ts";
import { type OrderView, orderView } from "./order-view.ts";

/** A receipt of the reader's own. Throws NOT_FOUND for any other, NOT_SIGNED_IN. */
export const viewOwnOrder = publicUseCase(
  z.strictObject({ orderId: idField("order") }),
  async (ctx, { orderId }): Promise<OrderView> => {
    const [row] = await ownOrders(ctx.db, learnerOf(ctx), orderId);
    if (!row) throw new DomainError("NOT_FOUND");
    return orderView(row);
  },
);
