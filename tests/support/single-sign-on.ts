import { env } from "cloudflare:workers";
import type { Caller, CallerWorkspace, Context } from "../../worker/domain/context.ts";
import { useCases } from "../../worker/domain/index.ts";
import { resolveCaller } from "../../worker/domain/sessions/resolve-caller.ts";
import type { SignOnResult } from "../../worker/domain/sso/finish-sign-on.ts";
import { createWorkspace, type House, openHouse, type TestMember } from "./house.ts";
import { type Claims, issuer, type LyingProvider, lyingProvider } from "./lying-provider.ts";

const clientId = "usher";

export interface SignOnHouse {
  house: House;
  provider: LyingProvider;
  workspace: CallerWorkspace;
  admin: TestMember;
}

/** A workspace with a provider inside the test, tried by its administrator unless said otherwise. */
export async function openSignOn(
  options: { tried?: boolean; enforced?: boolean; overrides?: Record<string, unknown> } = {},
): Promise<SignOnHouse> {
  const clock = { now: 0 };
  const provider = await lyingProvider(clock, clientId);
  const house = openHouse({ fetch: provider.fetch });
  // The library has the real clock; the house says how far it is from ours.
  Object.defineProperty(clock, "now", { get: () => house.clock.now });
  const { workspace, admin } = await createWorkspace(house, { overrides: options.overrides ?? {} });
  const at: SignOnHouse = { house, provider, workspace, admin };
  await useCases.saveConnection(house.context(admin.caller), {
    name: "Harbour ID",
    issuer,
    clientId,
    clientSecret: "not told to anybody",
  });
  if (options.tried !== false) await tryOut(at);
  if (options.enforced) {
    await useCases.enforceConnection(house.context(admin.caller), { spareAdminId: admin.membershipId });
  }
  return at;
}

/** The administrator signs in through it once. */
export async function tryOut(at: SignOnHouse): Promise<SignOnResult> {
  const ctx = at.house.context(at.admin.caller);
  const begun = await useCases.tryConnection(ctx, {});
  return answer(at, ctx, begun, { sub: "subject-of-admin", email: at.admin.email, email_verified: true });
}

/** Signs somebody in at the provider, who says these claims of them, and brings the answer back. */
export async function signOn(
  at: SignOnHouse,
  claims: Claims,
  options: { ctx?: Context; link?: { invitationId: string; token: string | null; revision?: number } } = {},
): Promise<SignOnResult> {
  const ctx = options.ctx ?? at.house.anonymous();
  const begun = await useCases.beginSignOn(ctx, {
    workspaceSlug: at.workspace.slug,
    invitationId: options.link?.invitationId ?? null,
    revision: options.link ? (options.link.revision ?? 1) : null,
    returnTo: null,
    again: false,
  });
  return answer(at, ctx, begun, claims, options.link?.token ?? null);
}

export async function answer(
  { provider, workspace }: SignOnHouse,
  ctx: Context,
  begun: { url: string; state: string; attempt: string },
  claims: Claims,
  linkToken: string | null = null,
): Promise<SignOnResult> {
  provider.nonce = new URL(begun.url).searchParams.get("nonce") ?? "";
  provider.claims = claims;
  return useCases.finishSignOn(ctx, {
    workspaceSlug: workspace.slug,
    attempt: begun.attempt,
    query: `code=code&state=${begun.state}`,
    linkToken,
  });
}

/** Who the session is that a sign-in ended with, at a workspace. */
export async function callerOf(
  { house, workspace }: SignOnHouse,
  result: SignOnResult,
  slug: string | null = workspace.slug,
): Promise<Caller> {
  if (result.kind !== "signed_in") throw new Error("Nobody was signed in");
  const found = await resolveCaller(house.anonymous(), result.session.secret, slug);
  return found.caller;
}

/** The rows of a query, for looking behind the use cases. */
export async function rows<Row = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<Row[]> {
  const { results } = await env.DB.prepare(sql)
    .bind(...values)
    .all<Row>();
  return results;
}
