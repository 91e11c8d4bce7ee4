import type { PageContext } from "../worker/web";

declare module "@remix-run/cloudflare" {
  /** What the door for people hands to every loader and action: see `PageContext`. */
  interface AppLoadContext extends PageContext {}
}
