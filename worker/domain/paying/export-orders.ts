import { ordersPage } from "../../../db/queries/orders.ts";
import { byteOrderMark, csvLine } from "../csv-cells.ts";
import type { PeopleExport } from "../members/export-people.ts";
import { takeExport } from "../members/take-export.ts";
import { type MemberContext, memberUseCase } from "../use-case.ts";
import { listOrdersFields } from "./list-orders.ts";
import type { OrderStatus } from "./order-states.ts";
import { orderView } from "./order-view.ts";

/** Orders read at once: what an export holds in memory, however long it is. */
const pageSize = 1_000;

interface Filter {
  status: OrderStatus | null;
  courseId: string | null;
  concerned: boolean;
}

/**
 * The orders of a filter as CSV without end in size, amounts in minor units. It counts as an export of people.
 *
 * Throws RATE_LIMITED for the sixth export of a person within a clock hour (1.7).
 */
export const exportOrders = memberUseCase(
  "order.manage",
  listOrdersFields.pick({ status: true, courseId: true, concerned: true }),
  async (ctx, { status = null, courseId = null, concerned }): Promise<PeopleExport> => {
    await takeExport(ctx, { orders: status ?? "all" });
    const day = new Date(ctx.now()).toISOString().slice(0, 10);
    const filter = { status, courseId, concerned: concerned === "1" };
    return { fileName: `orders-${day}.csv`, lines: linesOf(ctx, filter) };
  },
);

const heading = [
  "id",
  "status",
  "course",
  "name",
  "email",
  "currency",
  "price",
  "paid",
  "tax",
  "refunded",
  "attention",
  "created",
  "paid_at",
];

async function* linesOf(ctx: MemberContext, filter: Filter): AsyncGenerator<string, void, void> {
  yield byteOrderMark + csvLine(heading);
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof ordersPage>> = await ordersPage(ctx.db, ctx.workspace.id, {
      ...filter,
      before,
      look: pageSize,
    });
    const lines = page.filter(({ fits }) => fits === 1).map((row) => lineOf(orderView(row)));
    if (lines.length > 0) yield lines.join("");
    before = page.length === pageSize ? (page.at(-1)?.order.id ?? null) : null;
  } while (before);
}

function lineOf(order: ReturnType<typeof orderView>): string {
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const number = (amount: number | null) => (amount === null ? null : String(amount));
  return csvLine([
    order.id,
    order.status,
    order.course.title,
    order.buyer.name,
    order.buyer.email,
    order.currency,
    number(order.price),
    number(order.paid),
    number(order.tax),
    number(order.refunded),
    order.concern,
    time(order.createdAt),
    time(order.paidAt),
  ]);
}
