import type { invitations } from "../../../db/schema/index.ts";
import type { Context, LinkClaims } from "../context.ts";

// The row's `expires_at` decides; the token's own end is only a ceiling, so that a term can be kept,
// restarted or extended without a new link (security.md, decisions).
const ceilingSeconds = 400 * 86_400;
const ceilingWithoutEndSeconds = 10 * 365 * 86_400;

type IssuedInvitation = Pick<
  typeof invitations.$inferSelect,
  "workspaceId" | "id" | "generation" | "issuedAt" | "expiresAt"
>;

/**
 * The link of an invitation's current generation: minted from the row, stored nowhere, the same text
 * each time. Throws when nothing was issued yet.
 */
export async function mintInvitationLink(
  ctx: Context,
  invitation: IssuedInvitation,
  via: LinkClaims["via"],
): Promise<string> {
  if (invitation.issuedAt === null) throw new Error("An invitation is issued before its link is minted");
  const token = await ctx.tokens.mint(
    "invite",
    claimsOfLink({ ...invitation, issuedAt: invitation.issuedAt }, via),
  );
  return `${ctx.settings.origin}/join/${token}`;
}

/** What the link of an invitation's current generation says. */
export function claimsOfLink(
  invitation: IssuedInvitation & { issuedAt: number },
  via: LinkClaims["via"],
): LinkClaims {
  const iat = Math.floor(invitation.issuedAt / 1000);
  return {
    sub: invitation.id,
    ws: invitation.workspaceId,
    gen: invitation.generation,
    via,
    iat,
    exp: iat + (invitation.expiresAt === null ? ceilingWithoutEndSeconds : ceilingSeconds),
  };
}

/** Links issued before this moment are dead, whatever their row says (T-10). */
export function epochOf(ctx: Context, workspace: { inviteEpoch: number }): number {
  return Math.max(workspace.inviteEpoch, ctx.settings.invitesNotBefore);
}
