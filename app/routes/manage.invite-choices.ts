import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { insideOf } from "./manage.guard.server";
import { choicesAsked, pickerPage } from "./manage.offer.server";

const kinds = ["unit", "group", "course", "session"] as const;

/** What the pickers of the invitation form search: units, groups, courses or sessions of the asker's part. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { member } = insideOf(context, request);
  if (!member.mayInPart.includes("invitation.create")) throw new Response(null, { status: 403 });
  return pickerPage(await context.useCases.findOfferable(choicesAsked(request, kinds)));
}
