import { type connectionBySlug, type SsoConnection, spendState } from "../../../db/queries/single-sign-on.ts";
import { audit } from "../audit.ts";
import type { Context, IdentityAnswer } from "../context.ts";
import { DomainError, type ErrorCode } from "../errors.ts";
import { parseEmailAddress } from "../people/email-address.ts";

/** Who the provider says this is: the subject decides, the address only the first time (O-02). */
export type Identity = Extract<IdentityAnswer, { kind: "identified" }>;

/** A sign-in whose browser, provider and answer are what they should be. */
export interface ProvedSignOn {
  connection: SsoConnection;
  workspace: NonNullable<Awaited<ReturnType<typeof connectionBySlug>>[number]>["workspace"];
  identity: Identity;
}

/** The address as we write it, where the provider says that it verified it. */
export function verifiedAddress({ email, emailVerified }: Identity): string | null {
  const parsed = parseEmailAddress(email ?? "");
  return emailVerified && parsed.ok ? parsed.canonical : null;
}

/**
 * A refusal of somebody whom the provider has signed in: written down with the address that they came with, once per
 * subject and hour, so that nobody fills the trail by trying.
 */
export async function refused(
  ctx: Context,
  { connection, workspace, identity }: ProvedSignOn,
  code: ErrorCode,
  params: Record<string, string | number | null> = {},
): Promise<DomainError> {
  const parsed = parseEmailAddress(identity.email ?? "");
  const signedInAs = parsed.ok ? parsed.canonical : "";
  const error = new DomainError(code, { params: { ...params, signedInAs, provider: connection.name } });
  const hour = Math.floor(ctx.now() / 3_600_000);
  const key = `sso-refused:${await ctx.secrets.sha256(`${connection.id} ${identity.subject} ${hour}`)}`;
  const first = await spendState(ctx.db, key, (hour + 2) * 3_600_000);
  if (first.length === 0) return error;
  await ctx.db.batch(
    audit(ctx, {
      workspaceId: workspace.id,
      actor: { kind: "anonymous", id: null, name: signedInAs },
      action: "sso.refused",
      targetId: connection.id,
      op: ctx.ids.next("event"),
      details: { email: signedInAs, reason: code },
    }),
  );
  return error;
}
