import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { csvFile } from "./manage.csv-file.server";
import { insideOf } from "./manage.guard.server";

/** What became of each row of a job, as a file. */
export async function loader({ context, request, params }: LoaderFunctionArgs) {
  insideOf(context, request);
  const found = await context.attempt(() => context.useCases.exportJob({ jobId: params.jobId ?? "" }));
  if (found.ok) return csvFile(found.value);
  throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
}
