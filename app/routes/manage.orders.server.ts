import type { AppLoadContext } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { type Inside, insideOf } from "./manage.guard.server";

/** Who asks, if orders are theirs to look at. */
export function insideOrders(context: AppLoadContext, request: Request): Inside {
  const inside = insideOf(context, request);
  if (!inside.member.may.includes("order.manage")) throw redirect(`${inside.base}/start`);
  return inside;
}

/** What an address says of the orders that it shows. */
export function orderFilter(query: URLSearchParams) {
  const text = (name: string) => query.get(name)?.trim() || undefined;
  return { status: text("status"), courseId: text("course"), concerned: text("attention") };
}
