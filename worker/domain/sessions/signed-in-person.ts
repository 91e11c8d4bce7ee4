import type { Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import type { Actor, Context, SignedInPerson } from "../context.ts";
import { DomainError } from "../errors.ts";
import { personOf } from "../joining/view-invitation.ts";

/** The person behind a request, whether or not they are a member where they ask. Throws NOT_SIGNED_IN. */
export function signedInPerson(ctx: Context): SignedInPerson {
  const person = personOf(ctx.caller);
  if (!person) throw new DomainError("NOT_SIGNED_IN");
  return person;
}

/** The person in a workspace that they are an active member of. Throws NOT_SIGNED_IN, MEMBERSHIP_DEACTIVATED. */
export function signedInMember(ctx: Context) {
  const { caller } = ctx;
  if (caller.kind !== "member") throw new DomainError("NOT_SIGNED_IN");
  if (caller.membership.status !== "active") throw new DomainError("MEMBERSHIP_DEACTIVATED");
  return caller;
}

/** A person acting on what is theirs, as the trail of one of their workspaces names them. */
export function ownActor(person: SignedInPerson, membershipId: string): Actor {
  return {
    kind: "member",
    id: membershipId,
    name: `${person.firstName} ${person.lastName}`.trim() || person.email,
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
