import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { insideImports } from "./manage.import.server";

/** A file to fill in, made of this workspace's columns, roles, units and groups (F53). */
export async function loader({ context, request }: LoaderFunctionArgs) {
  insideImports(context, request);
  const { fileName, text } = await context.useCases.makeImportTemplate({});
  return new Response(text, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileName}"`,
    },
  });
}
