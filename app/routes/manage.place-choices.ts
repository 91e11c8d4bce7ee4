import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { insideOf } from "./manage.guard.server";
import { choicesAsked, pickerPage } from "./manage.offer.server";

const kinds = ["unit", "group"] as const;

/** What the pickers of a person's page search: units and groups that the asker may put people into. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { member } = insideOf(context, request);
  if (!member.mayInPart.includes("member.place")) throw new Response(null, { status: 403 });
  return pickerPage(await context.useCases.findPlaces(choicesAsked(request, kinds)));
}
