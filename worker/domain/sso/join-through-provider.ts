import { insertSession } from "../../../db/queries/auth-sessions.ts";
import { insertUsers } from "../../../db/queries/direct-set-up.ts";
import { dropOldestSessions, endSessionOf } from "../../../db/queries/sign-ins.ts";
import { accountForJoining } from "../../../db/queries/single-sign-on.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { endSessionsOf, saveJoiningUser } from "../../../db/queries/users.ts";
import { endKeysOf } from "../api-keys/end-keys.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { accept, provesMailbox } from "../joining/join-workspace.ts";
import type { ReadLink } from "../joining/read-link.ts";
import { personOf } from "../joining/view-invitation.ts";
import { mostSessions } from "../sessions/check-credentials.ts";
import { type NewSession, newSession } from "../sessions/new-session.ts";
import { type ProvedSignOn, refused } from "./proved-sign-on.ts";
import { bind, emptied, namesFrom } from "./sign-in-through-provider.ts";

/**
 * Accepts an invitation for whom the provider has signed in with its address: without a password, with the roles of
 * the invitation (P11), in the batch of every acceptance. Names that the inviter gave or the account has stay, empty
 * ones come from the provider (F62).
 *
 * An account of the address that is proved is theirs and stays as it is. One that is not may be anybody's: it loses
 * its password, sessions and keys. To us the mailbox is proved only where the mailed link was followed: what
 * one workspace's provider says counts in no other.
 *
 * Throws what `accept` throws, MEMBERSHIP_DEACTIVATED for an account that is switched off.
 */
export async function joinThroughProvider(
  ctx: Context,
  proved: ProvedSignOn,
  read: ReadLink,
): Promise<{ session: NewSession; landing: "manage" | "portal" }> {
  const { workspace, identity, connection } = proved;
  const { invitation, membership } = read.row;
  const [account] = await accountForJoining(ctx.db, invitation.email);
  if (account && account.status !== "active") throw await refused(ctx, proved, "MEMBERSHIP_DEACTIVATED");
  const isTheirs = account !== undefined && account.emailVerifiedAt !== null;
  const told = read.policies["sso.fill_empty_names"] ? namesFrom(identity) : { firstName: "", lastName: "" };
  const names = {
    firstName: (isTheirs && account.firstName) || membership.firstName || told.firstName,
    lastName: (isTheirs && account.lastName) || membership.lastName || told.lastName,
  };
  const now = ctx.now();
  const userId = account?.id ?? ctx.ids.next("user");
  const session = await newSession(ctx, userId);
  const row = { ...session.row, onlyWorkspaceId: workspace.id };
  const before = personOf(ctx.caller);
  const newUser = {
    id: userId,
    email: invitation.email,
    emailVerifiedAt: provesMailbox(read) ? now : null,
    ...names,
    language: invitation.language,
    passwordHash: null,
    passwordChangedAt: null,
    status: "active" as const,
    createdAt: now,
  };
  const accountStatements = (op: string): Statement[] => {
    if (isTheirs) return [];
    if (!account) return [insertUsers(ctx.db, [newUser]), guardChanged(ctx.db)];
    if (newUser.emailVerifiedAt === null) return emptied(ctx, userId, op);
    return [
      saveJoiningUser(ctx.db, newUser),
      guardChanged(ctx.db),
      endSessionsOf(ctx.db, userId),
      ...endKeysOf(ctx, userId, op, "account_taken_over"),
    ];
  };
  const statements = (op: string): Statement[] => [
    ...accountStatements(op),
    insertSession(ctx.db, row),
    dropOldestSessions(ctx.db, userId, row.id, mostSessions),
    bind(ctx, proved, invitation.membershipId),
    // The browser's session of before does not live on beside the new one (S-01).
    ...(before ? [endSessionOf(ctx.db, before.userId, before.sessionId)] : []),
    ...audit(ctx, {
      workspaceId: workspace.id,
      actor: {
        kind: "invitee",
        id: invitation.membershipId,
        name: `${names.firstName} ${names.lastName}`.trim() || invitation.email,
      },
      action: "auth.signed_in",
      membershipId: invitation.membershipId,
      targetId: row.id,
      op,
      details: { provider: connection.name, bound: true },
    }),
  ];
  const joined = await accept(ctx, read, userId, names, statements, false, "provider");
  return { session: session.cookie, landing: joined.landing };
}
