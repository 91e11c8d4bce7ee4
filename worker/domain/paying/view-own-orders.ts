import * as z from "zod";
import { ownOrders } from "../../../db/queries/orders.ts";
import { learnerOf } from "../learning/learner.ts";
import { publicUseCase } from "../use-case.ts";
import { type OrderView, orderView } from "./order-view.ts";

/** What the reader paid for here, the latest first. Throws NOT_SIGNED_IN. */
export const viewOwnOrders = publicUseCase(
  z.strictObject({}),
  async (ctx): Promise<OrderView[]> => (await ownOrders(ctx.db, learnerOf(ctx))).map(orderView),
);
