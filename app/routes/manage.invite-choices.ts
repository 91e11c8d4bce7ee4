import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { insideOf } from "./manage.guard.server";
import { pickerPage } from "./manage.offer.server";

const kinds = ["unit", "group", "course", "session"] as const;

/** What the pickers of the invitation form search: units, groups, courses or sessions of the asker's part. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { member } = insideOf(context, request);
  if (!member.mayInPart.includes("invitation.create")) throw new Response(null, { status: 403 });
  const asked = new URL(request.url).searchParams;
  const kind = kinds.find((one) => one === asked.get("kind"));
  if (!kind) throw new Response(null, { status: 404 });
  const found = await context.useCases.findOfferable({
    kind,
    q: asked.get("q") ?? "",
    ...(asked.get("cursor") ? { cursor: asked.get("cursor") ?? "" } : {}),
  });
  return pickerPage(found);
}
