import type { Context } from "./domain/context.ts";
import { DomainError } from "./domain/errors.ts";
import { viewLogo } from "./domain/workspaces/view-logo.ts";

/** Slug and digest of a logo's address, or null for any other. */
export function logoAddress(pathname: string): { slug: string; digest: string } | null {
  const [, slug, digest] = /^\/w\/([a-z0-9-]{1,63})\/logo\/([0-9a-f]{32})$/.exec(pathname) ?? [];
  return slug && digest ? { slug, digest } : null;
}

/**
 * `GET /w/:workspace/logo/:digest`, for pages and mails: one query, and no session is read. The address names the
 * bytes, so that they may be kept for ever; mail programs on the web show them on pages of their own.
 */
export async function serveLogo(
  request: Request,
  ctx: Context,
  address: { slug: string; digest: string },
): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response(null, { status: 405, headers: { Allow: "GET, HEAD" } });
  }
  try {
    const { mediaType, bytes } = await viewLogo(ctx, address);
    return new Response(request.method === "HEAD" ? null : bytes, {
      headers: {
        "Content-Type": mediaType,
        "Content-Length": String(bytes.length),
        "Cache-Control": "public, max-age=31536000, immutable",
        "Cross-Origin-Resource-Policy": "cross-origin",
      },
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return new Response(null, { status: error.status });
  }
}
