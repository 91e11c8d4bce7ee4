import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { insideOf } from "./manage.guard.server";
import { pickerPage } from "./manage.offer.server";

const kinds = ["unit", "group"] as const;

/** What the pickers of a person's page search: units and groups that the asker may put people into. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { member } = insideOf(context, request);
  if (!member.mayInPart.includes("member.place")) throw new Response(null, { status: 403 });
  const asked = new URL(request.url).searchParams;
  const kind = kinds.find((one) => one === asked.get("kind"));
  if (!kind) throw new Response(null, { status: 404 });
  const cursor = asked.get("cursor");
  const found = await context.useCases.findPlaces({
    kind,
    q: asked.get("q") ?? "",
    ...(cursor ? { cursor } : {}),
  });
  return pickerPage(found);
}
