import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { landingPath } from "../arriving";
import { requireMember } from "../member";

/** The address of a workspace itself: everybody goes where their role begins. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { workspace, member } = requireMember(request, context);
  return redirect(landingPath(workspace.slug, member.landing));
}
