import { catalogRoutes } from "./catalog.ts";
import { sessionRoutes } from "./course-sessions.ts";
import { courseRoutes } from "./courses.ts";
import { customFieldRoutes } from "./custom-fields.ts";
import { customRoleRoutes } from "./custom-roles.ts";
import { enrolmentRoutes } from "./enrolments.ts";
import { groupRoutes } from "./groups.ts";
import { importRoutes } from "./imports.ts";
import { invitationRoutes } from "./invitations.ts";
import { orderRoutes } from "./orders.ts";
import { registrationRoutes } from "./registrations.ts";
import type { Route } from "./route.ts";
import { unitRoutes } from "./units.ts";
import { userRoutes } from "./users.ts";
import { workspaceRoutes } from "./workspace.ts";

/** Every route that takes a key: what is served and what the document describes are both made of these. */
export const routes: readonly Route[] = [
  ...invitationRoutes,
  ...importRoutes,
  ...userRoutes,
  ...unitRoutes,
  ...groupRoutes,
  ...courseRoutes,
  ...sessionRoutes,
  ...enrolmentRoutes,
  ...orderRoutes,
  ...catalogRoutes,
  ...registrationRoutes,
  ...customRoleRoutes,
  ...customFieldRoutes,
  ...workspaceRoutes,
];

/** Routes without a key. */
export const openPaths = ["/api/v1/openapi.json", "/api/docs", "/api/docs.css"];

/** The methods that some route takes at this path; empty where there is none. */
export function allowedMethods(pathname: string): string[] {
  if (openPaths.includes(pathname)) return ["GET"];
  const segments = pathname.split("/");
  const methods = routes.filter(({ path }) => matches(`/api/v1${path}`.split("/"), segments));
  return [...new Set(methods.map(({ method }) => method))].sort();
}

function matches(pattern: string[], segments: string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, at) => (part.startsWith(":") ? segments[at] !== "" : part === segments[at]))
  );
}
