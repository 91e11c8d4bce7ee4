import * as z from "zod";
import { memberById } from "../../../db/queries/members.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { followGroups } from "../places/follow-groups.ts";
import { guardSeats, refuseSeatless } from "../seats/room.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeSeen, type MemberState, readWholeMember, refuseRace, stateOf } from "./member-change.ts";

/**
 * Gives a deactivated member their access back, with the roles they had: so whoever does it must be
 * able to hand those out (Z-19). What their places were given meanwhile is theirs too (D33). A last day of access that is over goes: it would end them again at once.
 *
 * Throws NOT_ACTIVE for anybody who is not deactivated, ROLE_ABOVE_YOURS, NOT_FOUND.
 */
export const reactivateMember = memberUseCase(
  within("member.deactivate"),
  z.strictObject({ membershipId: idField("membership") }),
  async (ctx, { membershipId }): Promise<MemberState> => {
    const [row] = await memberById(ctx.db, ctx.workspace.id, membershipId);
    const member = readWholeMember(ctx, "member.deactivate", row);
    if (member.membership.status !== "deactivated") throw new DomainError("NOT_ACTIVE");
    const { accessEndsAt, accessEndsOn } = member.membership;
    const isOver = accessEndsAt !== null && accessEndsAt <= ctx.now();
    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        changeSeen(ctx, member, "member.deactivate", {
          status: "active",
          shownAs: "active",
          seatSince: ctx.now(),
          deactivatedBy: null,
          ...(isOver
            ? { accessEndsOn: null, accessEndsAt: null, accessEndDoes: null, accessWarned: null }
            : {}),
          lastOp: op,
        }),
        guardChanged(ctx.db),
        ...guardSeats(ctx, ctx.workspace),
        ...followGroups(
          ctx,
          { workspaceId: ctx.workspace.id, policies: ctx.workspace.policies, op },
          JSON.stringify([membershipId]),
        ),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "member.reactivated",
          membershipId,
          op,
          details: {
            email: member.membership.email,
            ...(isOver ? { before: { accessEndsOn }, after: { accessEndsOn: null } } : {}),
          },
        }),
      ],
      stateOf(member, { status: "active" }),
    );
    if (!done) {
      await refuseSeatless(ctx, ctx.workspace);
      return refuseRace(ctx, member);
    }
    await wakeMail(ctx, ctx.workspace.id);
    return done;
  },
);
