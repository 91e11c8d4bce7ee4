import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { csvFile } from "./manage.csv-file.server";
import { found, insideImports } from "./manage.import.server";

/** The rows that were not imported, to be mended and uploaded as they are (F60). */
export async function loader({ context, request, params }: LoaderFunctionArgs) {
  insideImports(context, request);
  const importId = params.importId ?? "";
  return csvFile(await found(context, (useCases) => useCases.exportFailedRows({ importId })));
}
