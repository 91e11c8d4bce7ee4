import * as z from "zod";
import { endSessionsOfOutsider, memberById } from "../../../db/queries/members.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeSeen, type MemberState, readWholeMember, refuseRace, stateOf } from "./member-change.ts";

/**
 * Ends a person's access to this workspace at once and keeps everything they have (F93). Sessions
 * belong to the person: they end only when no workspace is left that they are active in; here the
 * next request is refused either way.
 *
 * Throws DEACTIVATION_OFF where the workspace does not (D43), NOT_ACTIVE, ROLE_ABOVE_YOURS, LAST_ADMIN, NOT_FOUND.
 */
export const deactivateMember = memberUseCase(
  within("member.deactivate"),
  z.strictObject({ membershipId: idField("membership") }),
  async (ctx, { membershipId }): Promise<MemberState> => {
    const [row] = await memberById(ctx.db, ctx.workspace.id, membershipId);
    const member = readWholeMember(ctx, "member.deactivate", row);
    if (!ctx.workspace.policies["lifecycle.deactivate"]) throw new DomainError("DEACTIVATION_OFF");
    if (member.membership.status !== "active") throw new DomainError("NOT_ACTIVE");
    if (member.isLastAdmin) throw new DomainError("LAST_ADMIN");
    const op = ctx.ids.next("event");
    const { userId } = member.membership;
    const done = await commit(
      ctx,
      [
        changeSeen(ctx, member, "member.deactivate", {
          status: "deactivated",
          shownAs: "deactivated",
          deactivatedBy: "member",
          lastOp: op,
        }),
        guardChanged(ctx.db),
        ...(userId ? [endSessionsOfOutsider(ctx.db, userId)] : []),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "member.deactivated",
          membershipId,
          op,
          details: { email: member.membership.email },
        }),
      ],
      stateOf(member, { status: "deactivated" }),
    );
    return done ?? refuseRace(ctx, member);
  },
);
