import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { readKind } from "../components/settings/seat-kinds";
import { csvFile } from "./manage.csv-file.server";
import { insideFields } from "./manage.fields.server";

/** Who takes a seat, as a file. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  insideFields(context, request);
  const kind = readKind(new URL(request.url).searchParams);
  return csvFile(await context.useCases.exportSeats({ kind }));
}
