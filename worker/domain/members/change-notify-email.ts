import * as z from "zod";
import { memberById } from "../../../db/queries/members.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { emailField, idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeSeen, type MemberState, readWholeMember, refuseRace, stateOf } from "./member-change.ts";
import { toldThemselves } from "./set-up-fields.ts";

export interface NotifyState extends MemberState {
  notifyEmail: string | null;
}

/**
 * Says who is told in the place of somebody without an address (F146), or that nobody is: of sessions, and of the end of
 * their access. It is an address to write to and nothing else: nobody signs in with it or proves anything by it, and no
 * link, password or card goes there.
 *
 * Throws VALIDATION_FAILED on `notifyEmail` for somebody who has an address, NOT_ACTIVE, ROLE_ABOVE_YOURS,
 * ELSEWHERE_TOO, NOT_FOUND, EDIT_CONFLICT.
 */
export const changeNotifyEmail = memberUseCase(
  within("member.change_names"),
  z.strictObject({ membershipId: idField("membership"), notifyEmail: emailField.nullable() }),
  async (ctx, { membershipId, notifyEmail }): Promise<NotifyState> => {
    const { db, workspace } = ctx;
    const [row] = await memberById(db, workspace.id, membershipId);
    const member = readWholeMember(ctx, "member.change_names", row);
    const { membership } = member;
    const result = { ...stateOf(member), notifyEmail };
    if (notifyEmail === membership.notifyEmail) return result;
    if (membership.status !== "active" && membership.status !== "deactivated") {
      throw new DomainError("NOT_ACTIVE");
    }
    if (membership.email !== null) throw new DomainError("VALIDATION_FAILED", { errors: [toldThemselves] });
    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        // As it was seen: whoever got an address meanwhile has another `lastOp`, and is told themselves.
        changeSeen(ctx, member, "member.change_names", { notifyEmail, lastOp: op }),
        guardChanged(db),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "member.notify_changed",
          membershipId,
          op,
          details: { before: { notifyEmail: membership.notifyEmail }, after: { notifyEmail } },
        }),
      ],
      result,
    );
    return done ?? (await refuseRace(ctx, member));
  },
);
