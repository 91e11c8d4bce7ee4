import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { landingPath } from "../arriving";
import { requireMember } from "../member";
import { posted } from "../posted";

/** Reading changes nothing. */
export function loader({ params }: LoaderFunctionArgs) {
  return redirect(`/w/${params.workspace}`);
}

/** Acts in one role of the person, or in all again, and goes where that begins. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { workspace, member } = requireMember(request, context);
  const role = (await request.formData()).get("role");
  const switched = await context.attempt(() =>
    context.useCases.actInRole(posted({ role: typeof role === "string" && role !== "" ? role : null })),
  );
  const landing = switched.ok ? switched.value.landing : member.landing;
  return redirect(landingPath(workspace.slug, landing), 303);
}
