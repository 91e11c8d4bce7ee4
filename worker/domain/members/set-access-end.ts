import * as z from "zod";
import { memberById } from "../../../db/queries/members.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { accessDayOf, accessEndField } from "../people/access-end.ts";
import { followGroups } from "../places/follow-groups.ts";
import type { Policies } from "../policies.ts";
import { guardSeats, refuseSeatless } from "../seats/room.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { endOfAccess, warningPassed } from "./access-end.ts";
import { changeSeen, type MemberState, readWholeMember, refuseRace, stateOf } from "./member-change.ts";
import { requireWholePerson } from "./whole-person.ts";

/** What is done with a membership when its last day is over. */
export const accessEndActs = ["deactivate", "remove"] as const;
export type AccessEndAct = (typeof accessEndActs)[number];

export interface AccessState extends MemberState {
  accessEndsOn: string | null;
  accessEndsAt: number | null;
  /** Null where access is without end. */
  accessEndDoes: AccessEndAct | null;
}

/**
 * Sets, moves or clears the last day of somebody's access, and what happens then (F38, F138, D32): by the
 * policy `access.on_expiry` unless it is said. The warnings begin anew. A later day gives access back to
 * somebody whose access has ended, and what their places were given meanwhile (D33). A day that was set goes on to count when the policy is turned off; it can
 * be cleared all the same.
 *
 * Throws VALIDATION_FAILED on `accessEndsOn`, NOT_ACTIVE for somebody who was deactivated by hand, LAST_ADMIN,
 * ROLE_ABOVE_YOURS, ELSEWHERE_TOO for somebody who is also outside of the asker's part, NOT_FOUND, EDIT_CONFLICT.
 */
export const setAccessEnd = memberUseCase(
  within("member.place"),
  z.strictObject({
    membershipId: idField("membership"),
    /** The last day, in the workspace's zone; null: without end. */
    accessEndsOn: accessEndField.nullable(),
    accessEndDoes: z.enum(accessEndActs, "Choose deactivate or remove.").optional(),
  }),
  async (ctx, input): Promise<AccessState> => {
    const [row] = await memberById(ctx.db, ctx.workspace.id, input.membershipId);
    const member = readWholeMember(ctx, "member.place", row);
    const { membership } = member;
    const returns = membership.status === "deactivated";
    if (returns && membership.deactivatedBy !== "access_end") throw new DomainError("NOT_ACTIVE");
    if (returns) requireWholePerson(ctx, "member.deactivate", member.places);

    const end = newEnd(ctx, ctx.workspace, input.accessEndsOn);
    if (end.accessEndsOn !== null && member.isLastAdmin) throw new DomainError("LAST_ADMIN");
    const before = { accessEndsOn: membership.accessEndsOn, accessEndDoes: actOf(ctx, membership) };
    const accessEndDoes =
      end.accessEndsOn === null ? null : (input.accessEndDoes ?? membership.accessEndDoes);
    const after = { accessEndsOn: end.accessEndsOn, accessEndDoes: actOf(ctx, { ...end, accessEndDoes }) };
    const result: AccessState = {
      ...stateOf(member, returns ? { status: "active" } : {}),
      accessEndsOn: end.accessEndsOn,
      accessEndsAt: end.accessEndsAt,
      accessEndDoes: after.accessEndDoes,
    };
    if (
      !returns &&
      before.accessEndsOn === after.accessEndsOn &&
      before.accessEndDoes === after.accessEndDoes
    )
      return result;

    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        changeSeen(ctx, member, "member.place", {
          ...end,
          accessEndDoes,
          ...(returns
            ? { status: "active", shownAs: "active", deactivatedBy: null, seatSince: ctx.now() }
            : {}),
          lastOp: op,
        }),
        guardChanged(ctx.db),
        ...(returns ? guardSeats(ctx, ctx.workspace) : []),
        ...(returns
          ? followGroups(
              ctx,
              { workspaceId: ctx.workspace.id, policies: ctx.workspace.policies, op },
              JSON.stringify([membership.id]),
            )
          : []),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "member.access_end_set",
          membershipId: membership.id,
          op,
          details: { email: membership.email, before, after, ...(returns ? { reactivated: true } : {}) },
        }),
      ],
      result,
    );
    if (!done) {
      if (returns) await refuseSeatless(ctx, ctx.workspace);
      return refuseRace(ctx, member);
    }
    if (returns) await wakeMail(ctx, ctx.workspace.id);
    return done;
  },
);

/**
 * The columns of a new last day: its moment, and the warnings that are still to come. Throws VALIDATION_FAILED
 * where the workspace ends no access, and for a day that is over.
 */
export function newEnd(
  ctx: Context,
  workspace: MemberContext["workspace"],
  wanted: string | null,
): { accessEndsOn: string | null; accessEndsAt: number | null; accessWarned: number | null } {
  if (wanted === null) return { accessEndsOn: null, accessEndsAt: null, accessWarned: null };
  if (!workspace.policies["access.expiry_enabled"]) {
    throw invalidField("accessEndsOn", "access_end_off", "In this ‹workspace› access does not end on a day.");
  }
  const accessEndsOn = accessDayOf(wanted, workspace.timeZone);
  const accessEndsAt = endOfAccess(accessEndsOn, workspace.timeZone);
  if (accessEndsAt <= ctx.now()) {
    throw invalidField("accessEndsOn", "day_over", "This day is over. Choose today or a later day.");
  }
  return { accessEndsOn, accessEndsAt, accessWarned: warningPassed(accessEndsAt, ctx.now()) };
}

/** What is done at the end of an access, by the choice for this person or the policy; null without end. */
export function actOf(
  { workspace }: Pick<MemberContext, "workspace">,
  membership: { accessEndsOn: string | null; accessEndDoes: AccessEndAct | null },
): AccessEndAct | null {
  if (membership.accessEndsOn === null) return null;
  return membership.accessEndDoes ?? actByPolicy(workspace.policies["access.on_expiry"]);
}

/** What a day does that names nothing itself; also one that was set before the policy was turned off. */
export function actByPolicy(policy: Policies["access.on_expiry"]): AccessEndAct {
  return policy === "delete" ? "remove" : "deactivate";
}
