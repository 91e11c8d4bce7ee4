import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { posted } from "../posted";
import { csvFile } from "./manage.csv-file.server";
import { insideOrders, orderFilter } from "./manage.orders.server";

/** The orders of a filter, as a file. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  insideOrders(context, request);
  const filter = Object.entries(orderFilter(new URL(request.url).searchParams)).filter(([, value]) => value);
  return csvFile(await context.useCases.exportOrders(posted(Object.fromEntries(filter))));
}
