import { isbot } from "isbot";
import type { Caller, Context } from "../domain/context.ts";
import { bindUseCases } from "../domain/index.ts";

/**
 * Counts a look at a page of the catalog, after the answer: of people alone, so neither of robots nor of what a browser
 * fetches ahead, and of nobody who works here. A flood from one place counts as far as a program might ask.
 */
export function countView(
  request: Request,
  response: Response,
  caller: Caller,
  open: (caller: Caller) => Context,
  execution: { waitUntil(promise: Promise<unknown>): void },
): void {
  const { pathname } = new URL(request.url);
  const [, workspaceSlug, courseId = null] =
    /^\/w\/([a-z0-9-]{1,63})\/catalog(?:\/(crs_[0-9a-z]{26}))?$/.exec(pathname) ?? [];
  if (!workspaceSlug || request.method !== "GET" || response.status !== 200) return;
  if (isbot(request.headers.get("User-Agent")) || /prefetch/.test(purposeOf(request))) return;
  if (caller.kind === "member" && caller.membership.allRoles.some(({ role }) => role !== "learner")) return;
  const ctx = open({ kind: "system" });
  execution.waitUntil(
    (async () => {
      if (!(await ctx.limits.allow("api", `view:${ctx.request.ip ?? ""}`))) return;
      await bindUseCases(ctx).countCatalogView({ workspaceSlug, courseId });
    })().catch(() => undefined),
  );
}

function purposeOf(request: Request): string {
  return `${request.headers.get("Sec-Purpose") ?? ""} ${request.headers.get("Purpose") ?? ""}`;
}
