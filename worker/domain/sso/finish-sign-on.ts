import * as z from "zod";
import {
  changeConnection,
  connectionBySlug,
  memberOfAddress,
  memberOfSubject,
  type SsoConnection,
  spendState,
} from "../../../db/queries/single-sign-on.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { type ReadLink, readLink, readOpenInvitation, refusals } from "../joining/read-link.ts";
import { switchedOff } from "../sessions/check-credentials.ts";
import type { NewSession } from "../sessions/new-session.ts";
import { publicUseCase } from "../use-case.ts";
import { type Attempt, attemptTerm, openAttempt } from "./attempt.ts";
import { redirectAddress, secretPurpose } from "./connection-view.ts";
import { joinThroughProvider, memberToBe } from "./join-through-provider.ts";
import { type ProvedSignOn, refused, verifiedAddress } from "./proved-sign-on.ts";
import { recordTrial } from "./record-trial.ts";
import { type FoundMember, signInThroughProvider } from "./sign-in-through-provider.ts";
import { allowAttempt } from "./to-provider.ts";

export type SignOnResult =
  | { kind: "signed_in"; session: NewSession; landing: "manage" | "portal"; returnTo: string }
  /** They registered and are known now, and somebody has to approve (F132): the page of their link says so. */
  | { kind: "waits"; registrationId: string }
  | { kind: "tried"; email: string };

/**
 * What comes back from the identity provider: signs a member in, joins somebody whose invitation names the address
 * that the provider has verified (P11; its roles win), or notes that an administrator has tried the connection.
 *
 * A member is who was bound to the subject; whoever is not bound yet is found by their verified address, and bound.
 * A session that begins here opens this workspace and no other, because its administrators choose the provider.
 *
 * Throws SSO_STALE for an answer that this browser did not ask for, or asked for too long ago, or that was used;
 * SSO_OFF, SSO_FAILED with `reason`, SSO_UNAVAILABLE; with `signedInAs`: SSO_UNVERIFIED, SSO_NO_ADDRESS,
 * SSO_OTHER_ADDRESS with `invited`, SSO_OTHER_IDENTITY, SSO_NOT_MEMBER, MEMBERSHIP_DEACTIVATED; the refusals of a
 * link; TERMS_CHANGED where the invitation was edited since its page was read; RATE_LIMITED.
 */
export const finishSignOn = publicUseCase(
  z.strictObject({
    workspaceSlug: z.string().max(100),
    /** The cookie of the attempt that the answer names. */
    attempt: z.string().max(8_192),
    /** The query of the address that the provider sent the browser to. */
    query: z.string().max(8_192),
    /** The link behind the invitation's page, where it began there: it proves the mailbox to us as well. */
    linkToken: z.string().max(16_384).nullable(),
  }),
  async (ctx, { workspaceSlug, attempt: sealed, query, linkToken }): Promise<SignOnResult> => {
    await allowAttempt(ctx, "finish");
    const attempt = await openAttempt(ctx, sealed);
    const [found] = attempt ? await connectionBySlug(ctx.db, workspaceSlug) : [];
    if (!attempt || (found && found.workspace.id !== attempt.workspaceId)) throw new DomainError("SSO_STALE");
    if (!found || found.connection.id !== attempt.connectionId) throw new DomainError("SSO_OFF");
    const { connection, workspace } = found;
    if (new URLSearchParams(query).get("state") !== attempt.state) throw new DomainError("SSO_STALE");
    await spend(ctx, attempt);
    const secret = await ctx.vault.open(secretPurpose(workspace.id), connection.sealedSecret);
    const { issuer, clientId, name } = connection;
    const identity = await ctx.identity.finish(
      // A secret that cannot be opened any more is asked for again by the settings page.
      { issuer, clientId, secret: secret ?? "" },
      { ...attempt, redirectUri: redirectAddress(ctx, workspace.slug), query, now: ctx.now() },
    );
    if (identity.kind === "unreachable") {
      throw new DomainError("SSO_UNAVAILABLE", { params: { provider: name, reason: identity.reason } });
    }
    if (identity.kind === "refused") {
      throw new DomainError("SSO_FAILED", { params: { provider: name, reason: identity.reason } });
    }
    if (secret !== null) await reseal(ctx, connection, secret);
    const proved: ProvedSignOn = { connection, workspace, identity };
    if (attempt.tries) return recordTrial(ctx, proved, attempt.tries);
    return enter(ctx, proved, attempt, linkToken);
  },
);

/** The door itself: by the subject, by an invitation, by the address. */
async function enter(
  ctx: Context,
  proved: ProvedSignOn,
  attempt: Attempt,
  linkToken: string | null,
): Promise<SignOnResult> {
  const { connection, workspace, identity } = proved;
  const { returnTo } = attempt;
  const [bound] = await memberOfSubject(ctx.db, connection, identity.subject);
  const link = linkToken === null || attempt.invitationId === null ? null : await readLink(ctx, linkToken);
  const read =
    link && link.row.workspace.id === workspace.id && link.row.invitation.id === attempt.invitationId
      ? link
      : null;
  const invited = read?.row.invitation.email ?? null;
  if (bound) {
    // Whoever is somebody here does not become somebody else by another's invitation.
    if (read && bound.membership.id !== memberToBe(read)) {
      throw await refused(ctx, proved, "SSO_OTHER_ADDRESS", { invited });
    }
    // A member's own link brings what it offers, or what they paid for.
    if (read?.state === "open" && bound.membership.status === "active") {
      return join(ctx, proved, attempt, read, true);
    }
    return signIn(ctx, proved, bound, returnTo);
  }

  const email = verifiedAddress(identity);
  if (email === null) {
    const code = identity.email === null ? "SSO_NO_ADDRESS" : "SSO_UNVERIFIED";
    throw await refused(ctx, proved, code, { invited });
  }
  if (invited !== null && invited !== email) {
    throw await refused(ctx, proved, "SSO_OTHER_ADDRESS", { invited });
  }
  const [member] = await memberOfAddress(ctx.db, connection, email);
  if (read?.state === "open") {
    // They are here already, as who signs in with another account of the provider's.
    if (member?.membership.id === memberToBe(read) && member.subject !== null) {
      throw await refused(ctx, proved, "SSO_OTHER_IDENTITY");
    }
    return join(ctx, proved, attempt, read, false);
  }

  if (!member) throw await refused(ctx, proved, "SSO_NOT_MEMBER");
  if (member.membership.status === "pending") {
    const open = await readOpenInvitation(ctx, workspace.id, member.membership.invitationId ?? "");
    if (!open) throw await refused(ctx, proved, "SSO_NOT_MEMBER");
    if (open.state !== "open") throw new DomainError(refusals[open.state]);
    return join(ctx, proved, attempt, open, false);
  }
  if (member.subject !== null) throw await refused(ctx, proved, "SSO_OTHER_IDENTITY");
  return signIn(ctx, proved, member, returnTo);
}

/** By a link; whoever registered for a course begins there. */
async function join(
  ctx: Context,
  proved: ProvedSignOn,
  attempt: Attempt,
  read: ReadLink,
  isBound: boolean,
): Promise<SignOnResult> {
  requireSeen(attempt, read);
  const joined = await joinThroughProvider(ctx, proved, read, isBound);
  if (!joined) return { kind: "waits", registrationId: read.row.invitation.id };
  const { courseId, ...entered } = joined;
  const returnTo = courseId ? `/w/${proved.workspace.slug}/learn/courses/${courseId}` : "";
  return { kind: "signed_in", ...entered, returnTo };
}

/**
 * Whoever began on the page of an invitation accepts what that showed, and reads it anew where it was edited since.
 * Who came by the sign-in page was shown none. Throws TERMS_CHANGED.
 */
function requireSeen({ invitationId, revision }: Attempt, { row }: ReadLink): void {
  if (invitationId !== row.invitation.id) return;
  if (revision !== row.invitation.revision) throw new DomainError("TERMS_CHANGED");
}

async function signIn(
  ctx: Context,
  proved: ProvedSignOn,
  member: FoundMember,
  returnTo: string,
): Promise<SignOnResult> {
  const { membership } = member;
  if (membership.status !== "active") {
    throw await refused(ctx, proved, "MEMBERSHIP_DEACTIVATED", switchedOff(membership));
  }
  return { kind: "signed_in", ...(await signInThroughProvider(ctx, proved, member)), returnTo };
}

async function spend(ctx: Context, { state, startedAt }: Attempt): Promise<void> {
  const key = `sso:${await ctx.secrets.sha256(state)}`;
  const taken = await spendState(ctx.db, key, startedAt + 2 * attemptTerm);
  if (taken.length === 0) throw new DomainError("SSO_STALE");
}

/** After a rotation the secret goes over to the key of now, so that the older one can leave the ring. */
async function reseal(ctx: Context, connection: SsoConnection, secret: string): Promise<void> {
  if (connection.secretKey === ctx.tokens.currentKeyId()) return;
  const { sealed, keyId } = await ctx.vault.seal(secretPurpose(connection.workspaceId), secret);
  const { lastOp } = connection;
  await changeConnection(ctx.db, connection, null, { sealedSecret: sealed, secretKey: keyId, lastOp });
}
