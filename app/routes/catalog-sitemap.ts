import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { languages } from "../messages";

/** The addresses of a workspace's catalog for search engines, in all languages. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const listed = await context.attempt(() =>
    context.useCases.listCatalogAddresses({ workspaceSlug: params.workspace ?? "" }),
  );
  if (!listed.ok) throw new Response(null, { status: listed.error.status });
  const root = `${context.origin}/w/${params.workspace}/catalog`;
  const pages = [
    { path: root, changedAt: null },
    ...listed.value.courses.map(({ id, updatedAt }) => ({ path: `${root}/${id}`, changedAt: updatedAt })),
  ];
  // Slugs and ids hold nothing that XML would have to escape.
  const entries = pages.map(({ path, changedAt }) => {
    const alternates = languages.map(
      (language) => `<xhtml:link rel="alternate" hreflang="${language}" href="${path}?lang=${language}"/>`,
    );
    const changed = changedAt === null ? "" : `<lastmod>${new Date(changedAt).toISOString()}</lastmod>`;
    return `<url><loc>${path}</loc>${changed}${alternates.join("")}</url>`;
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entries.join("\n")}
</urlset>
`;
  return new Response(xml, { headers: { "Content-Type": "application/xml; charset=utf-8" } });
}
