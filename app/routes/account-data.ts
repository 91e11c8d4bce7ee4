import type { ActionFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { requireMember } from "../member";
import { jsonFile } from "./json-file.server";

/** Everything about oneself as a file. A post, because the audit notes it. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  requireMember(request, context, { learns: true });
  const found = await context.attempt(() => context.useCases.exportOwnData({}));
  if (found.ok) return jsonFile(found.value);
  return redirect(`/w/${params.workspace}/account?later=1`, { status: 303 });
}
