import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { isPeopleAct, peopleActs } from "../components/people/bulk-acts";
import { insideOf } from "./manage.guard.server";
import { choicesAsked, pickerPage } from "./manage.offer.server";

const kinds = ["unit", "group", "course", "session"] as const;

/** What the pickers of an act on people search: units, groups, courses, sessions of the part where the asker may do it. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  insideOf(context, request);
  const act = new URL(request.url).searchParams.get("act");
  if (!isPeopleAct(act)) throw new Response(null, { status: 404 });
  const { action } = peopleActs[act];
  const asked = choicesAsked(request, kinds);
  const found = await context.attempt(() => context.useCases.findForPeopleJob({ action, ...asked }));
  if (!found.ok) throw new Response(null, { status: found.error.status });
  return pickerPage(found.value);
}
