import { bindIdentity, changeConnection, memberOfSubject } from "../../../db/queries/single-sign-on.ts";
import { guardChanged, isUniqueRefusal } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { reachOf } from "../permissions.ts";
import { ownActor, signedInMember } from "../sessions/signed-in-person.ts";
import type { Attempt } from "./attempt.ts";
import { type ProvedSignOn, refused, verifiedAddress } from "./proved-sign-on.ts";

/**
 * Notes that the connection works: the administrator who began, still signed in here, came back with their own
 * address, and is bound to it. Throws SSO_STALE where the connection was changed meanwhile or somebody else is signed
 * in, SSO_OTHER_ADDRESS with both, SSO_UNVERIFIED, SSO_NO_ADDRESS, SSO_OTHER_IDENTITY, FORBIDDEN.
 */
export async function recordTrial(
  ctx: Context,
  proved: ProvedSignOn,
  tries: NonNullable<Attempt["tries"]>,
): Promise<{ kind: "tried"; email: string }> {
  const { connection, identity } = proved;
  const { person, workspace, membership } = signedInMember(ctx);
  const isSame = workspace.id === proved.workspace.id && membership.id === tries.membershipId;
  if (!isSame || connection.lastOp !== tries.lastOp) throw new DomainError("SSO_STALE");
  if (reachOf(membership.roles, "workspace.manage", workspace.policies) !== "everywhere") {
    throw new DomainError("FORBIDDEN");
  }
  const email = verifiedAddress(identity);
  const invited = person.email;
  if (email === null) {
    throw await refused(ctx, proved, identity.email === null ? "SSO_NO_ADDRESS" : "SSO_UNVERIFIED", {
      invited,
    });
  }
  if (email !== person.email) throw await refused(ctx, proved, "SSO_OTHER_ADDRESS", { invited });
  const [bound] = await memberOfSubject(ctx.db, connection, identity.subject);
  if (bound && bound.membership.id !== membership.id) {
    throw await refused(ctx, proved, "SSO_OTHER_IDENTITY", { invited });
  }
  const op = ctx.ids.next("event");
  const now = ctx.now();
  const done = await commit(
    ctx,
    [
      changeConnection(ctx.db, connection, null, {
        testedAt: now,
        testedBy: person.viaProvider ? null : membership.id,
        lastOp: op,
      }),
      guardChanged(ctx.db),
      // Bound, an account whose mailbox nobody proved would open nothing here by its password (`opensByPassword`).
      ...(bound || !person.emailVerified
        ? []
        : [
            bindIdentity(ctx.db, {
              workspaceId: workspace.id,
              connectionId: connection.id,
              subject: identity.subject,
              membershipId: membership.id,
              createdAt: now,
            }),
          ]),
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor: ownActor(person, membership.id),
        action: "sso.tested",
        membershipId: membership.id,
        targetId: connection.id,
        op,
        details: { email },
      }),
    ],
    { kind: "tried" as const, email },
  ).catch(async (error: unknown) => {
    // The administrator is bound to another identity there, which somebody releases first.
    if (isUniqueRefusal(error)) throw await refused(ctx, proved, "SSO_OTHER_IDENTITY", { invited });
    throw error;
  });
  if (!done) throw new DomainError("SSO_STALE");
  return done;
}
