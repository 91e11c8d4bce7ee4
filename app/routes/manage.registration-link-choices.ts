import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { insideOf } from "./manage.guard.server";
import { choicesAsked, pickerPage } from "./manage.offer.server";

const kinds = ["unit", "group", "course"] as const;

/** What the pickers of a registration link search: units, groups and courses to which the asker may lead people. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { member } = insideOf(context, request);
  if (!member.mayInPart.includes("registration.manage")) throw new Response(null, { status: 403 });
  return pickerPage(await context.useCases.findLinkPlaces(choicesAsked(request, kinds)));
}
