import type { Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import type { Context, SignedInPerson } from "../context.ts";
import { DomainError } from "../errors.ts";
import { personOf } from "../joining/view-invitation.ts";

/** The person behind a request, whether or not they are a member where they ask. Throws NOT_SIGNED_IN. */
export function signedInPerson(ctx: Context): SignedInPerson {
  const person = personOf(ctx.caller);
  if (!person) throw new DomainError("NOT_SIGNED_IN");
  return person;
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
    actor: {
      kind: "member",
      id: membership.id,
      name: `${person.firstName} ${person.lastName}`.trim() || person.email,
    },
    action,
    membershipId: membership.id,
    targetId,
    op: ctx.ids.next("event"),
    details,
  });
}
