import { type LinkByCode, readLinkByCode } from "../../../db/queries/registration-links.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { chooseLanguage } from "../languages.ts";
import { placeLanguage, type Spoken, spokenIn } from "../places/place-language.ts";
import { type Policies, policiesOf } from "../policies.ts";
import { countWrongCode, refuseSecurityCode } from "./link-guesses.ts";
import { placesOfLinkRow } from "./link-view.ts";
import { type LinkState, linkStateOf, refuseLink, takesLinks, typedCode } from "./registration-link.ts";

/** A link that somebody came by, or whose code they typed. */
export interface FoundLink extends Omit<LinkByCode, "spoken"> {
  policies: Policies;
  /** In which language whoever joins by it is written to, if they ask for none (F82). */
  spoken: Spoken;
  state: Exclude<LinkState, "deleted">;
}

/**
 * The link of a code, whatever state it is in. One that was deleted, and any where people register nowhere, is not
 * there. Throws NOT_FOUND, RATE_LIMITED to whoever guesses codes.
 */
export async function findLink(ctx: Context, workspaceSlug: string, typed: string): Promise<FoundLink> {
  if (!(await ctx.limits.allow("bad_token", ctx.request.ip ?? ""))) {
    throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
  }
  const [row] = await readLinkByCode(ctx.db, workspaceSlug, typedCode(typed));
  const policies = row && policiesOf(row.workspace.preset, row.workspace.policyOverrides);
  const state = row && linkStateOf(row.link, ctx.now());
  if (row && policies && state && state !== "deleted" && takesLinks(row.workspace, policies)) {
    return { ...row, policies, state, spoken: spokenByLink(row) };
  }
  await countWrongCode(ctx);
  throw new DomainError("NOT_FOUND");
}

function spokenByLink({ places, spoken, workspace }: LinkByCode): Spoken {
  const known = JSON.parse(spoken) as Record<string, string>;
  const usual = chooseLanguage([workspace.language], "en");
  return spokenIn(placesOfLinkRow(places), (id) => placeLanguage(known[id]), usual);
}

/**
 * The link of a code, open, to whoever knows its security code where the workspace asks for one. Throws NOT_FOUND,
 * RATE_LIMITED, LINK_PAUSED, LINK_FULL, LINK_ENDED, VALIDATION_FAILED on `securityCode`.
 */
export async function openLink(
  ctx: Context,
  workspaceSlug: string,
  typed: string,
  securityCode: string | undefined,
): Promise<FoundLink> {
  const found = await findLink(ctx, workspaceSlug, typed);
  refuseLink(found.state);
  await refuseSecurityCode(ctx, found.policies, found.link, securityCode);
  return found;
}
