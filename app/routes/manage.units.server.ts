import type { AppLoadContext } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { type Inside, insideOf } from "./manage.guard.server";

/** Who asks, if the workspace has units and they see some. */
export function insideUnits(context: AppLoadContext, request: Request): Inside {
  const inside = insideOf(context, request);
  const { workspace, member, base } = inside;
  if (!workspace.policies["units.enabled"] || !member.mayInPart.includes("people.view")) {
    throw redirect(`${base}/start`);
  }
  return inside;
}
