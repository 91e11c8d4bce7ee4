import type { LoaderFunctionArgs } from "@remix-run/cloudflare";

/** What search engines may visit: the catalogs that are open, with a sitemap each, and nothing else. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { slugs } = await context.useCases.listOpenCatalogs({});
  const lines = [
    "User-agent: *",
    "Allow: /w/*/catalog",
    "Allow: /assets/",
    "Allow: /public.js",
    "Allow: /w/*/logo/",
    "Disallow: /",
    ...slugs.map((slug) => `Sitemap: ${context.origin}/w/${slug}/catalog/sitemap.xml`),
  ];
  return new Response(`${lines.join("\n")}\n`, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
