import type { ActionFunctionArgs } from "@remix-run/cloudflare";
import { manageOf } from "../manage-words.server";
import { jsonFile } from "./json-file.server";
import { errorText, insideOf, redirectWithFlash } from "./manage.guard.server";

/** Everything about one person as a file. A post, because the audit notes it. */
export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const membershipId = params.membershipId ?? "";
  const found = await context.attempt(() => context.useCases.exportPersonData({ membershipId }));
  if (found.ok) return jsonFile(found.value);
  if (found.error.status === 404 || found.error.status === 422) throw new Response(null, { status: 404 });
  return redirectWithFlash(context, `${base}/people/${membershipId}`, {
    kind: "error",
    text: errorText(manage, found.error),
  });
}
