import type { AppLoadContext, MetaDescriptor } from "@remix-run/cloudflare";
import { languages } from "./messages";
import { languageFrom } from "./preferences";

/** What search engines and previews of links are told of a public page. */
export interface PublicHead {
  title: string;
  description: string;
  /** Absolute address of the page in this language, and in every language. */
  canonical: string;
  alternates: { language: string; href: string }[];
  /** Absolute address of a picture; null: none. */
  image: string | null;
  siteName: string;
  /** Structured data of schema.org. */
  data: object | null;
}

/** The `meta` of a page whose loader returns its `head`; Remix escapes what stands in it. */
export function publicMeta({ data }: { data?: unknown }): MetaDescriptor[] {
  const head = (data as { head?: PublicHead } | undefined)?.head;
  if (!head) return [];
  const { title, description, canonical, alternates, image, siteName } = head;
  return [
    { title },
    { name: "description", content: description },
    { tagName: "link", rel: "canonical", href: canonical },
    ...alternates.map(({ language, href }) => ({
      tagName: "link" as const,
      rel: "alternate",
      hrefLang: language,
      href,
    })),
    { property: "og:type", content: "website" },
    { property: "og:title", content: title },
    { property: "og:description", content: description },
    { property: "og:url", content: canonical },
    { property: "og:site_name", content: siteName },
    ...(image ? [{ property: "og:image", content: image }] : []),
    ...(head.data ? [{ "script:ld+json": head.data as Record<string, string> }] : []),
  ];
}

/**
 * Speaks the language that the address asks for (`?lang=de`), whatever else is known: so each language has an address
 * that can be passed on and found. The tag, or null where the address asks for none.
 */
export function speakAddress(context: AppLoadContext, query: URLSearchParams): string | null {
  const asked = languageFrom(query.get("lang"));
  if (asked) context.language = asked;
  return asked ?? null;
}

/** The addresses of a public page in all languages, and the one of now. */
export function addressesOf(origin: string, path: string, lang: string | null) {
  const address = (language: string | null) => `${origin}${path}${language ? `?lang=${language}` : ""}`;
  return {
    canonical: address(lang),
    alternates: [
      ...languages.map((language) => ({ language, href: address(language) })),
      { language: "x-default", href: address(null) },
    ],
  };
}

/** A text in one line for a preview, cut at a word. */
export function inOneLine(text: string, most = 160): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= most ? line : `${line.slice(0, most).replace(/\s+\S*$/, "")} …`;
}
