import { touchMembership } from "../../../db/queries/callers.ts";
import { present } from "../../../db/queries/columns.ts";
import { dropOldestSessions } from "../../../db/queries/sign-ins.ts";
import {
  bindIdentity,
  fillNames,
  type memberOfAddress,
  openProviderSession,
} from "../../../db/queries/single-sign-on.ts";
import { guardChanged, isUniqueRefusal, type Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseRoles } from "../invitations/invitation-view.ts";
import { cleanPersonName, searchTermsOf } from "../people/person-name.ts";
import { policiesOf } from "../policies.ts";
import { mostSessions } from "../sessions/check-credentials.ts";
import { endBefore, type NewSession, newSession } from "../sessions/new-session.ts";
import { landingFor } from "../sessions/session-term.ts";
import { type ProvedSignOn, refused } from "./proved-sign-on.ts";

export type FoundMember = Awaited<ReturnType<typeof memberOfAddress>>[number];

/**
 * Opens a session of an active member by the provider's word, and binds the subject to them where nobody was. An
 * account that never proved its mailbox may be anybody's who knew the address: once somebody is bound, its password,
 * sessions and keys of before open this workspace no more (A-01, `opensByPassword`). Empty names are filled, others stay (F62).
 *
 * Throws SSO_OTHER_IDENTITY where another subject was bound in this very moment, MEMBERSHIP_DEACTIVATED.
 */
export async function signInThroughProvider(
  ctx: Context,
  proved: ProvedSignOn,
  member: FoundMember,
): Promise<{ session: NewSession; landing: "manage" | "portal" }> {
  const { connection, workspace, identity } = proved;
  const { membership } = member;
  const account = present(member.account);
  if (account?.status !== "active") throw await refused(ctx, proved, "MEMBERSHIP_DEACTIVATED");
  const policies = policiesOf(workspace.preset, workspace.policyOverrides);
  const now = ctx.now();
  const op = ctx.ids.next("event");
  const binds = member.subject === null;
  const session = await newSession(ctx, account.id);
  const row = { ...session.row, onlyWorkspaceId: workspace.id };
  const names = policies["sso.fill_empty_names"] ? namesFrom(identity) : { firstName: "", lastName: "" };
  const filled = {
    firstName: membership.firstName || names.firstName,
    lastName: membership.lastName || names.lastName,
  };
  const fills = filled.firstName !== membership.firstName || filled.lastName !== membership.lastName;
  const { email } = membership;
  const statements: Statement[] = [
    openProviderSession(ctx.db, row, {
      workspaceId: workspace.id,
      connectionId: connection.id,
      membershipId: membership.id,
    }),
    guardChanged(ctx.db),
    dropOldestSessions(ctx.db, row, mostSessions),
    ...(binds ? [bind(ctx, proved, membership.id)] : []),
    ...(fills
      ? [
          fillNames(ctx.db, workspace.id, membership.id, {
            ...filled,
            searchTerms: searchTermsOf({ ...filled, email }),
            lastOp: op,
          }),
        ]
      : []),
    // Who was set up and counts from the first visit: this is it (D22).
    touchMembership(ctx.db, workspace.id, membership.id, now, membership.seatSince === null),
    ...endBefore(ctx, account.id),
    ...audit(ctx, {
      workspaceId: workspace.id,
      actor: {
        kind: "member",
        id: membership.id,
        name: `${filled.firstName} ${filled.lastName}`.trim() || (email ?? ""),
      },
      action: "auth.signed_in",
      membershipId: membership.id,
      targetId: row.id,
      op,
      details: { provider: connection.name, ...(binds && { bound: true }), ...(fills && { after: filled }) },
    }),
  ];
  const result = {
    session: session.cookie,
    landing: landingFor(
      parseRoles(member.roles).map(({ role }) => role),
      policies,
    ),
  };
  const done = await commit(ctx, statements, result).catch(async (error: unknown) => {
    if (isUniqueRefusal(error)) throw await refused(ctx, proved, "SSO_OTHER_IDENTITY");
    throw error;
  });
  // Deactivated, or the provider taken away, in this very moment.
  if (!done) throw new DomainError("MEMBERSHIP_DEACTIVATED");
  return done;
}

/** Binds the subject to a member; the key refuses a second one of either. */
export function bind(ctx: Context, { connection, identity }: ProvedSignOn, membershipId: string): Statement {
  return bindIdentity(ctx.db, {
    workspaceId: connection.workspaceId,
    connectionId: connection.id,
    subject: identity.subject,
    membershipId,
    createdAt: ctx.now(),
  });
}

/** The provider's names by our rules; one that breaks them is left out, for nobody could be told. */
export function namesFrom({ firstName, lastName }: { firstName: string; lastName: string }) {
  const clean = (name: string) => {
    const cleaned = cleanPersonName(name);
    return cleaned.ok ? cleaned.value : "";
  };
  return { firstName: clean(firstName), lastName: clean(lastName) };
}
