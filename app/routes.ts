import { type RouteConfig, route } from "@remix-run/route-config";

/** The map of every page, written out. */
export default [
  route("preferences", "routes/preferences.ts"),
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
