import * as z from "zod";
import { freeSeatsOf } from "../../../db/queries/enrolments.ts";
import { endSessionsOfOutsider, memberById } from "../../../db/queries/members.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { forgetUnproved } from "../../../db/queries/unproved-members.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { parseEmailAddress } from "../people/email-address.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import {
  changeSeen,
  type MemberState,
  type ReadMember,
  readWholeMember,
  refuseRace,
  stateOf,
} from "./member-change.ts";

/**
 * Takes a member out of the workspace for good (F94). The address of the member is typed as
 * confirmation (the name, where there is no address). Their places in sessions to come are free for others.
 * The person and their other workspaces stay, and they can be invited anew.
 *
 * Throws VALIDATION_FAILED on `confirmation`, NOT_ACTIVE for somebody who has not joined (cancel the
 * invitation instead), ROLE_ABOVE_YOURS, LAST_ADMIN, NOT_FOUND.
 */
export const removeMember = memberUseCase(
  within("member.remove"),
  z.strictObject({
    membershipId: idField("membership"),
    confirmation: z.string("Type the address to confirm.").max(500),
  }),
  async (ctx, { membershipId, confirmation }): Promise<MemberState> => {
    const [row] = await memberById(ctx.db, ctx.workspace.id, membershipId);
    const member = readWholeMember(ctx, "member.remove", row);
    const { membership } = member;
    if (membership.status === "pending") throw new DomainError("NOT_ACTIVE");
    if (!confirms(confirmation, membership)) {
      throw invalidField("confirmation", "confirmation", "Type the address of this person to remove them.");
    }
    if (member.isLastAdmin) throw new DomainError("LAST_ADMIN");
    const now = ctx.now();
    const op = ctx.ids.next("event");
    if (membership.status === "unproved") return forget(ctx, member, op);
    const done = await commit(
      ctx,
      [
        changeSeen(ctx, member, "member.remove", {
          status: "removed",
          shownAs: "removed",
          removedAt: now,
          lastOp: op,
        }),
        guardChanged(ctx.db),
        freeSeatsOf(ctx.db, ctx.workspace.id, membershipId, now),
        ...(membership.userId ? [endSessionsOfOutsider(ctx.db, membership.userId)] : []),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "member.removed",
          membershipId,
          op,
          details: {
            email: membership.email,
            firstName: membership.firstName,
            lastName: membership.lastName,
            roles: member.roles,
          },
        }),
      ],
      stateOf(member, { status: "removed", roles: [] }),
    );
    return done ?? refuseRace(ctx, member);
  },
);

/** Of somebody whose address nobody has confirmed nothing stays, as after their time (F132). */
async function forget(ctx: MemberContext, member: ReadMember, op: string): Promise<MemberState> {
  const { id } = member.membership;
  const done = await commit(
    ctx,
    [
      changeSeen(ctx, member, "member.remove", { lastOp: op }),
      guardChanged(ctx.db),
      forgetUnproved(ctx.db, ctx.workspace.id, { membershipId: id }),
      ...audit(ctx, {
        workspaceId: ctx.workspace.id,
        actor: ctx.actor,
        action: "member.removed",
        membershipId: id,
        op,
      }),
    ],
    stateOf(member, { status: "removed", roles: [] }),
  );
  return done ?? refuseRace(ctx, member);
}

/** True when what was typed is the address, or the name of somebody without one. */
export function confirms(
  typed: string,
  { email, firstName, lastName }: { email: string | null; firstName: string; lastName: string },
): boolean {
  if (!email) return typed.trim() === `${firstName} ${lastName}`.trim();
  const parsed = parseEmailAddress(typed);
  return parsed.ok && parsed.canonical === email;
}
