import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";

/** A person's own pages stand in the portal, whatever area they come from. */
export function loader({ params }: LoaderFunctionArgs) {
  return redirect(`/w/${params.workspace}/learn/profile`);
}
