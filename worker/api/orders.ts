import * as z from "zod";
import { endConcernFields } from "../domain/paying/end-concern.ts";
import { listOrdersFields } from "../domain/paying/list-orders.ts";
import { presentOrder, presentOrderDetail, presentOrders } from "./present-learning.ts";
import { type Route, route } from "./route.ts";

const tag = "Orders";
const pathId = "orderId";
const scope = "order.manage";

export const orderRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/orders",
    name: "listOrders",
    tag,
    summary: "List orders",
    description:
      "What was bought in the catalog, the latest first. A page may be short and still have a cursor: go on until it is null.",
    scope,
    query: listOrdersFields,
    answer: "OrderPage",
    run: (act, input) => act.listOrders(input),
    present: presentOrders,
  }),
  route({
    method: "GET",
    path: "/orders/:id",
    name: "viewOrder",
    tag,
    summary: "One order",
    description: "With what the payment provider told of it.",
    scope,
    pathId,
    answer: "OrderDetail",
    run: (act, input) => act.viewOrder(input),
    present: presentOrderDetail,
  }),
  route({
    method: "POST",
    path: "/orders/:id/refund",
    name: "refundOrder",
    tag,
    summary: "Refund an order",
    description:
      "Gives back what is left of its money. Whether the enrolment ends with it is the policy `selfreg.refund`.",
    scope,
    pathId,
    body: z.strictObject({}),
    answer: "Order",
    refusals: ["ORDER_STATE", "PAYMENTS_OFF", "PAYMENT_REFUSED", "PAYMENT_UNAVAILABLE", "EDIT_CONFLICT"],
    run: (act, input) => act.refundOrder(input),
    present: presentOrder,
  }),
  route({
    method: "POST",
    path: "/orders/:id/looked-at",
    name: "endConcern",
    tag,
    summary: "Say that an order was looked at",
    description:
      "Takes an order from those that need a look (`concerned`). Name the `concern` that you looked at: where it is another one by now the answer is 409 `EDIT_CONFLICT`. Nothing else changes; `done` of the order says who looked and when.",
    scope,
    pathId,
    body: endConcernFields.omit({ orderId: true }),
    answer: "Order",
    refusals: ["EDIT_CONFLICT"],
    run: (act, input) => act.endConcern(input),
    present: presentOrder,
  }),
];
