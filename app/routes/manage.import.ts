import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { found, insideImports, stepPath } from "./manage.import.server";

/** Back to where an import was left. */
export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { base } = insideImports(context, request);
  const importId = params.importId ?? "";
  const view = await found(context, (useCases) => useCases.viewImport({ importId, groups: false }));
  return redirect(stepPath(base, view));
}
