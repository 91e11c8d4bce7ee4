import type { HumanCheck } from "../domain/context.ts";

export interface TurnstileOptions {
  siteKey: string;
  secretKey: string;
  /** The host that the page is served from; a token of another site's widget proves nothing here. Null: any. */
  hostname: string | null;
  /** `127.0.0.1:PORT` of a stub, spoken to in plain HTTP; absent in production. */
  apiHost?: string | undefined;
  timeoutMs: number;
}

/** What the widget of our pages calls itself. */
const action = "register";

/**
 * Cloudflare Turnstile: asks siteverify what a token is worth. Whatever is not a clear answer is none: nobody passes
 * because the check is down.
 */
export function createHumanCheck(options: TurnstileOptions): HumanCheck {
  const { siteKey, secretKey, hostname, apiHost, timeoutMs } = options;
  const base = apiHost ? `http://${apiHost}` : "https://challenges.cloudflare.com";
  return {
    siteKey,
    async check(token, ip) {
      try {
        const response = await fetch(`${base}/turnstile/v0/siteverify`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ secret: secretKey, response: token, ...(ip && { remoteip: ip }) }),
          redirect: "manual",
          signal: AbortSignal.timeout(timeoutMs),
        });
        const answer = (await response.json()) as SiteVerify;
        if (answer.success === true) {
          const ours = answer.action === action && (hostname === null || answer.hostname === hostname);
          return ours ? "human" : "not_human";
        }
        const codes = answer["error-codes"] ?? [];
        // A bad secret is our mistake, and no word about whoever asks.
        return response.ok && codes.length > 0 && codes.every(isAboutToken) ? "not_human" : "unavailable";
      } catch {
        return "unavailable";
      }
    },
  };
}

interface SiteVerify {
  success?: unknown;
  action?: unknown;
  hostname?: unknown;
  "error-codes"?: string[];
}

function isAboutToken(code: string): boolean {
  return ["missing-input-response", "invalid-input-response", "timeout-or-duplicate"].includes(code);
}
