import type { Settings } from "./domain/context.ts";
import { DomainError } from "./domain/errors.ts";

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * The one check before both doors (security.md 1.4): a host that is not ours is refused (T-19), and so
 * is a changing request that another site made a browser send. Programs send no cookie and no
 * Sec-Fetch-Site; the mail provider's webhook comes with its own secret. Answers null for what may pass.
 */
export function refuseForeign(request: Request, settings: Settings): DomainError | null {
  const url = new URL(request.url);
  if (!sameHost(url, settings)) return new DomainError("WRONG_HOST");
  if (safe.has(request.method)) return null;
  const cookie = request.headers.has("Cookie");
  if (request.headers.has("Authorization") && cookie) {
    return new DomainError("BAD_REQUEST", { errors: [keyAndCookie] });
  }
  const site = request.headers.get("Sec-Fetch-Site");
  const origin = request.headers.get("Origin");
  if (site) return site === "same-origin" || (site === "none" && !cookie) ? null : crossOrigin();
  if (origin) return sameOrigin(origin, settings) ? null : crossOrigin();
  // Neither header: no browser of today. Without a cookie there is nothing to ride on.
  return cookie ? crossOrigin() : null;
}

const keyAndCookie = {
  path: "Authorization",
  code: "with_cookie",
  message: "Send either a key or a cookie, not both.",
};

const crossOrigin = () => new DomainError("CROSS_ORIGIN");

/** Headers of every answer; a door may have set stricter ones. */
export function withSecurityHeaders(response: Response, settings: Settings): Response {
  const headers = new Headers(response.headers);
  const setIfMissing = (name: string, value: string) => {
    if (!headers.has(name)) headers.set(name, value);
  };
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  setIfMissing("Referrer-Policy", "strict-origin-when-cross-origin");
  setIfMissing("Cache-Control", "no-store");
  setIfMissing("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
  headers.set("X-Frame-Options", "DENY");
  headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
  if (settings.origin.startsWith("https:")) {
    headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  }
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

// Locally the same machine answers to two names.
function sameHost(url: URL, settings: Settings): boolean {
  const own = new URL(settings.origin);
  if (url.host === own.host) return true;
  return settings.environment === "local" && ["localhost", "127.0.0.1"].includes(url.hostname);
}

function sameOrigin(origin: string, settings: Settings): boolean {
  if (origin === settings.origin) return true;
  if (settings.environment !== "local") return false;
  const own = new URL(settings.origin);
  return ["localhost", "127.0.0.1"].some((host) => origin === `http://${host}:${own.port}`);
}
