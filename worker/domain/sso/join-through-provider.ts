import { insertSession } from "../../../db/queries/auth-sessions.ts";
import { guardAccounts, insertUsers } from "../../../db/queries/direct-set-up.ts";
import { dropOldestSessions } from "../../../db/queries/sign-ins.ts";
import { accountForJoining } from "../../../db/queries/single-sign-on.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { endSessionsOf, saveJoiningUser } from "../../../db/queries/users.ts";
import { endKeysOf } from "../api-keys/end-keys.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { accept, provesMailbox } from "../joining/join-workspace.ts";
import type { ReadLink } from "../joining/read-link.ts";
import { mustWait } from "../registering/accept-registration.ts";
import { mostSessions } from "../sessions/check-credentials.ts";
import { endBefore, type NewSession, newSession } from "../sessions/new-session.ts";
import { type ProvedSignOn, refused } from "./proved-sign-on.ts";
import { bind, namesFrom } from "./sign-in-through-provider.ts";

/** The member that somebody becomes by a link: the one they are here already, where they came in otherwise (P-04). */
export function memberToBe({ row }: ReadLink): string {
  return row.holderId ?? row.invitation.membershipId;
}

/**
 * Accepts an invitation for whom the provider has signed in with its address: without a password, with the roles of
 * the invitation (P11), in the batch of every acceptance. Names that the inviter gave or the account has stay, empty
 * ones come from the provider (F62). Names that a stranger typed to register count last. The link of a registration is
 * followed the same way; where somebody has to approve there is no member yet, so that nobody is bound and no session
 * is opened: null.
 *
 * An account of the address that is proved is theirs and stays as it is. One that is not may be anybody's: where the
 * mailed link was followed it loses its password, sessions and keys, otherwise it opens nothing here
 * (`opensByPassword`). To us the mailbox is proved only by that link: what one workspace's provider says counts in no
 * other, so that it neither changes an account nor is told its names.
 *
 * Throws what `accept` throws, MEMBERSHIP_DEACTIVATED for an account that is switched off.
 */
export async function joinThroughProvider(
  ctx: Context,
  proved: ProvedSignOn,
  read: ReadLink,
  /** The subject is bound to the member that they are here already. */
  isBound: boolean,
): Promise<{ session: NewSession; landing: "manage" | "portal"; courseId: string | null } | null> {
  const { workspace, identity, connection } = proved;
  const { invitation, membership } = read.row;
  const [account] = await accountForJoining(ctx.db, invitation.email);
  if (account && account.status !== "active") throw await refused(ctx, proved, "MEMBERSHIP_DEACTIVATED");
  const isTheirs = account !== undefined && account.emailVerifiedAt !== null;
  const told = read.policies["sso.fill_empty_names"] ? namesFrom(identity) : { firstName: "", lastName: "" };
  const own = isTheirs && provesMailbox(read) ? account : null;
  const [first, second] = read.registration ? [told, membership] : [membership, told];
  const names = {
    firstName: own?.firstName || first.firstName || second.firstName,
    lastName: own?.lastName || first.lastName || second.lastName,
  };
  const membershipId = memberToBe(read);
  const userId = account?.id ?? ctx.ids.next("user");
  const session = await newSession(ctx, userId);
  const row = { ...session.row, onlyWorkspaceId: workspace.id };
  const accountStatements = (op: string, now: number): Statement[] => {
    if (isTheirs) return [];
    if (account && !provesMailbox(read)) return [guardAccounts(ctx.db, [userId])];
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
    if (!account) return [insertUsers(ctx.db, [newUser])];
    return [
      saveJoiningUser(ctx.db, newUser),
      guardChanged(ctx.db),
      endSessionsOf(ctx.db, userId),
      ...endKeysOf(ctx, userId, op, "account_taken_over"),
    ];
  };
  if (read.registration && mustWait(read, read.registration)) {
    await accept(ctx, read, userId, names, accountStatements, false, "provider");
    return null;
  }
  const statements = (op: string, now: number): Statement[] => [
    ...accountStatements(op, now),
    insertSession(ctx.db, row),
    dropOldestSessions(ctx.db, row, mostSessions),
    ...(isBound ? [] : [bind(ctx, proved, membershipId)]),
    ...endBefore(ctx, userId),
    ...audit(ctx, {
      workspaceId: workspace.id,
      actor: {
        kind: "invitee",
        id: membershipId,
        name: `${names.firstName} ${names.lastName}`.trim() || invitation.email,
      },
      action: "auth.signed_in",
      membershipId,
      targetId: row.id,
      op,
      details: { provider: connection.name, ...(!isBound && { bound: true }) },
    }),
  ];
  const joined = await accept(ctx, read, userId, names, statements, false, "provider");
  return { session: session.cookie, landing: joined.landing, courseId: joined.courseId };
}
