import type { SsoConnection } from "../../../db/queries/single-sign-on.ts";
import type { Context } from "../context.ts";

/** A workspace's identity provider as its administrators see it. Its secret is shown to nobody again. */
export interface ConnectionView {
  name: string;
  issuer: string;
  clientId: string;
  testedAt: number | null;
  enforcedAt: number | null;
  spareAdminId: string | null;
}

export function connectionView(row: SsoConnection): ConnectionView {
  const { name, issuer, clientId, testedAt, enforcedAt, spareAdmin } = row;
  return { name, issuer, clientId, testedAt, enforcedAt, spareAdminId: spareAdmin };
}

/** Where the provider sends people back to: exactly this address is registered there. */
export function redirectAddress(ctx: Context, slug: string): string {
  return `${ctx.settings.origin}/w/${slug}/sso/callback`;
}

/** What a client's secret is sealed for: in another workspace it opens nothing. */
export function secretPurpose(workspaceId: string): string {
  return `sso-secret ${workspaceId}`;
}
