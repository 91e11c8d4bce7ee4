import * as z from "zod";
import { memberById } from "../../../db/queries/members.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField, nameField } from "../fields.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeSeen, type MemberState, readWholeMember, refuseRace, stateOf } from "./member-change.ts";

/**
 * Changes what this workspace calls a member (F6). The person's own names, and what other workspaces
 * call them, stay. Of somebody who has not joined yet the invitation is edited instead.
 *
 * Throws NOT_ACTIVE, ROLE_ABOVE_YOURS, NOT_FOUND, EDIT_CONFLICT.
 */
export const changeNames = memberUseCase(
  within("member.change_names"),
  z.strictObject({
    membershipId: idField("membership"),
    firstName: nameField.optional(),
    lastName: nameField.optional(),
  }),
  async (ctx, input): Promise<MemberState> => {
    const [row] = await memberById(ctx.db, ctx.workspace.id, input.membershipId);
    const member = readWholeMember(ctx, "member.change_names", row);
    const { membership } = member;
    if (membership.status === "pending") throw new DomainError("NOT_ACTIVE");
    const before = { firstName: membership.firstName, lastName: membership.lastName };
    const names = {
      firstName: input.firstName ?? before.firstName,
      lastName: input.lastName ?? before.lastName,
    };
    const result = stateOf(member, names);
    if (names.firstName === before.firstName && names.lastName === before.lastName) return result;

    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        changeSeen(ctx, member, "member.change_names", {
          ...names,
          searchTerms: searchTermsOf({ ...names, email: membership.email, username: member.username }),
          lastOp: op,
        }),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "member.names_changed",
          membershipId: membership.id,
          op,
          details: { before, after: names },
        }),
      ],
      result,
    );
    return done ?? refuseRace(ctx, member);
  },
);
