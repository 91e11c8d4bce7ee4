import * as z from "zod";
import { deleteLoginName, loginNameByKey, putLoginName } from "../../../db/queries/login-names.ts";
import { memberById } from "../../../db/queries/members.ts";
import { guardChanged, isUniqueRefusal } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { loginNameField, loginNameKey } from "../people/login-name.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeSeen, type MemberState, readWholeMember, refuseRace, stateOf } from "./member-change.ts";
import { usernamesOffered } from "./set-up-fields.ts";

export interface UsernameState extends MemberState {
  username: string | null;
}

/**
 * Gives somebody a username to sign in with, changes it, or takes it away (F125). Unique in the workspace, without
 * case and look-alikes; everything else of theirs stays. It can be taken away also where the policy gives none any
 * more, but never from somebody who has no address.
 *
 * Throws USERNAME_TAKEN, VALIDATION_FAILED on `username`, ROLE_ABOVE_YOURS, ELSEWHERE_TOO, NOT_FOUND, EDIT_CONFLICT.
 */
export const changeUsername = memberUseCase(
  within("member.change_names"),
  z.strictObject({ membershipId: idField("membership"), username: loginNameField.nullable() }),
  async (ctx, { membershipId, username }): Promise<UsernameState> => {
    const { db, workspace } = ctx;
    const nameKey = username === null ? "" : loginNameKey(username);
    const [[row], [owner]] = await db.batch([
      memberById(db, workspace.id, membershipId),
      loginNameByKey(db, workspace.id, nameKey),
    ]);
    const member = readWholeMember(ctx, "member.change_names", row);
    const { membership } = member;
    const result = { ...stateOf(member), username };
    if (username === member.username) return result;
    if (username === null && membership.email === null) {
      throw invalidField("username", "required", "Somebody without an address signs in with a username.");
    }
    if (username !== null && !usernamesOffered(workspace.policies, membership.email !== null)) {
      throw invalidField("username", "unknown_field", "People have no usernames in this workspace.");
    }
    if (owner && owner.membershipId !== membershipId) throw new DomainError("USERNAME_TAKEN");

    const op = ctx.ids.next("event");
    const { firstName, lastName, email } = membership;
    try {
      const done = await commit(
        ctx,
        [
          changeSeen(ctx, member, "member.change_names", {
            searchTerms: searchTermsOf({ firstName, lastName, email, username }),
            lastOp: op,
          }),
          guardChanged(db),
          username === null
            ? deleteLoginName(db, workspace.id, membershipId)
            : putLoginName(db, {
                workspaceId: workspace.id,
                membershipId,
                name: username,
                nameKey,
                createdAt: ctx.now(),
              }),
          ...audit(ctx, {
            workspaceId: workspace.id,
            actor: ctx.actor,
            action: "member.username_changed",
            membershipId,
            op,
            details: { before: { username: member.username }, after: { username } },
          }),
        ],
        result,
      );
      return done ?? (await refuseRace(ctx, member));
    } catch (error) {
      // Somebody else got it in this very moment.
      if (isUniqueRefusal(error)) throw new DomainError("USERNAME_TAKEN");
      throw error;
    }
  },
);
