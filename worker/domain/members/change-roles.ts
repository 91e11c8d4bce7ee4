import * as z from "zod";
import { changeInvitation } from "../../../db/queries/invitations.ts";
import { addRoles, dropRolesExcept, invitationOfMember, memberById } from "../../../db/queries/members.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField, roleField } from "../fields.ts";
import { checkRoles } from "../invitations/terms.ts";
import { memberUseCase } from "../use-case.ts";
import {
  changeSeen,
  type MemberState,
  readMember,
  refuseAbove,
  refuseRace,
  stateOf,
} from "./member-change.ts";

/**
 * Gives a member exactly these roles in the whole workspace, from their next request on (F19, F20,
 * S-08). Of somebody who has not joined yet it changes the offer: the invitee sees the new terms
 * before joining.
 *
 * Throws ROLE_ABOVE_YOURS for a role given or taken that is not the asker's to give, LAST_ADMIN,
 * NOT_FOUND, EDIT_CONFLICT.
 */
export const changeRoles = memberUseCase(
  "member.change_roles",
  z.strictObject({
    membershipId: idField("membership"),
    roles: z.array(roleField, "Give a list of roles.").max(8, "At most 8 roles."),
  }),
  async (ctx, input): Promise<MemberState> => {
    const { workspace } = ctx;
    const [found, invited] = await ctx.db.batch([
      memberById(ctx.db, workspace.id, input.membershipId),
      invitationOfMember(ctx.db, workspace.id, input.membershipId),
    ]);
    const member = readMember(found[0]);
    const { membership } = member;
    const roles = [...new Set(input.roles)];
    checkRoles(ctx, roles);
    refuseAbove(ctx, member.roles);
    if (member.isLastAdmin && !roles.includes("admin")) throw new DomainError("LAST_ADMIN");

    const result = stateOf(member, {
      roles: roles.map((role) => ({ role, unitId: null, groupId: null })),
    });
    const op = ctx.ids.next("event");
    const statements: Statement[] = [
      changeSeen(ctx, member, "member.change_roles", { lastOp: op }),
      guardChanged(ctx.db),
      // First in, then out: an administrator who stays one is one at every moment.
      addRoles(ctx.db, workspace.id, membership.id, roles),
      dropRolesExcept(ctx.db, workspace.id, membership.id, roles),
    ];
    const invitation = invited[0];
    if (membership.status === "pending" && invitation) {
      statements.push(
        changeInvitation(ctx.db, invitation, { revision: invitation.revision + 1, lastOp: op }),
        guardChanged(ctx.db),
      );
    }
    statements.push(
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor: ctx.actor,
        action: "member.roles_changed",
        membershipId: membership.id,
        op,
        details: { before: member.roles, after: result.roles },
      }),
    );
    return (await commit(ctx, statements, result)) ?? refuseRace(ctx, member);
  },
);
