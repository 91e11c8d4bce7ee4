import type { Language } from "./messages";

declare module "@remix-run/cloudflare" {
  /** What worker/web.ts hands to every loader and action. Placeholder: the use cases are typed here later. */
  interface AppLoadContext {
    /** Content-Security-Policy nonce of this response; never put it in loader data, which is fetched again. */
    nonce: string;
    /** Negotiated by the worker: person, cookie `language`, workspace, Accept-Language; see messages/index.ts. */
    language: Language;
    /** Shown on error pages so that a person can quote it to support. */
    requestId: string;
    /** The clock of this request, UTC milliseconds. */
    now: number;
  }
}
