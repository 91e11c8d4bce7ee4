/** What a route may say about itself: `export const handle: PageHandle = { bare: true }`. */
export interface PageHandle {
  /** Join, sign-in, reset: no React in the browser, only /public.js. */
  bare?: boolean;
}

/** What root.tsx looks for in the loader data of the matched routes; the innermost wins. */
export interface BrandedData {
  /** The workspace's brand colour, "#rrggbb". */
  accent?: string | null;
  /** Path of the workspace's logo. */
  logo?: string | null;
}
