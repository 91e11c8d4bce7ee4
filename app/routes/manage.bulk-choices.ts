import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { isPeopleAct, peopleActs } from "../components/people/bulk-acts";
import { insideOf } from "./manage.guard.server";
import { pickerPage } from "./manage.offer.server";

const kinds = ["unit", "group", "course"] as const;

/** What the pickers of a bulk act search: units, groups or courses of the part in which the asker may do it. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  insideOf(context, request);
  const asked = new URL(request.url).searchParams;
  const act = asked.get("act");
  const kind = kinds.find((one) => one === asked.get("kind"));
  if (!isPeopleAct(act) || !kind) throw new Response(null, { status: 404 });
  const cursor = asked.get("cursor");
  const found = await context.attempt(() =>
    context.useCases.findForPeopleJob({
      action: peopleActs[act].action,
      kind,
      q: asked.get("q") ?? "",
      ...(cursor && { cursor }),
    }),
  );
  if (!found.ok) throw new Response(null, { status: found.error.status });
  return pickerPage(found.value);
}
