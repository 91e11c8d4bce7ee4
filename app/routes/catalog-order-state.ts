import type { LoaderFunctionArgs } from "@remix-run/cloudflare";

/** How a purchase stands, for the script of its page. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const found = await context.attempt(() =>
    context.useCases.viewPurchase({
      workspaceSlug: params.workspace ?? "",
      orderId: params.orderId ?? "",
    }),
  );
  if (!found.ok) {
    throw new Response(null, { status: found.error.code === "VALIDATION_FAILED" ? 404 : found.error.status });
  }
  return Response.json({ state: found.value.state });
}
