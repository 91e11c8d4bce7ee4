import type { Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import type { Actor, Context, SignedInPerson } from "../context.ts";
import { DomainError } from "../errors.ts";
import { personOf } from "../joining/view-invitation.ts";
import { nameOf, refuseInactive } from "../use-case.ts";

/**
 * The person behind a request, whether or not they are a member where they ask. Throws NOT_SIGNED_IN,
 * PASSWORD_CHANGE_REQUIRED.
 */
export function signedInPerson(ctx: Context): SignedInPerson {
  const person = personOf(ctx.caller);
  if (!person) throw new DomainError("NOT_SIGNED_IN");
  if (person.mustChangePassword) throw new DomainError("PASSWORD_CHANGE_REQUIRED");
  return person;
}

/**
 * The person in a workspace that they are an active member of. Throws NOT_SIGNED_IN, MEMBERSHIP_DEACTIVATED,
 * ADDRESS_UNCONFIRMED, PASSWORD_CHANGE_REQUIRED.
 */
export function signedInMember(ctx: Context) {
  const member = memberWhoever(ctx);
  if (member.person.mustChangePassword) throw new DomainError("PASSWORD_CHANGE_REQUIRED");
  return member;
}

/** The same for the one act that is open to somebody who must choose a password. */
export function memberWhoever(ctx: Context) {
  const { caller } = ctx;
  if (caller.kind !== "member") throw new DomainError("NOT_SIGNED_IN");
  refuseInactive(caller.membership);
  return caller;
}

/**
 * The person in a workspace that they learn in: an active member, or somebody who was let in before they proved their
 * address (F132), for whom nothing else is open. Throws as `signedInMember` does.
 */
export function signedInLearner(ctx: Context) {
  const { caller } = ctx;
  const isUnproved = caller.kind === "member" && caller.membership.status === "unproved";
  return isUnproved ? caller : signedInMember(ctx);
}

/**
 * The workspace whose sessions alone somebody sees and ends: whoever came in through its identity provider is nobody
 * anywhere else. Null: all of theirs.
 */
export function sessionsSeen({ caller }: Context, { viaProvider }: SignedInPerson): string | null {
  return viaProvider && caller.kind === "member" ? caller.workspace.id : null;
}

/** A person acting on what is theirs, as the trail of one of their workspaces names them. */
export function ownActor(person: SignedInPerson, membershipId: string): Actor {
  return {
    kind: "member",
    id: membershipId,
    name: nameOf(person),
  };
}

/**
 * What the trail of the workspace keeps of an act on one's own sessions. A person who asks outside of
 * any workspace leaves none: sessions belong to no tenant.
 */
export function sessionAudit(
  ctx: Context,
  action: "auth.signed_out" | "auth.session_ended",
  targetId: string | null,
  details: Record<string, unknown> = {},
): Statement[] {
  if (ctx.caller.kind !== "member") return [];
  const { person, workspace, membership } = ctx.caller;
  return audit(ctx, {
    workspaceId: workspace.id,
    actor: ownActor(person, membership.id),
    action,
    membershipId: membership.id,
    targetId,
    op: ctx.ids.next("event"),
    details,
  });
}
