import * as z from "zod";
import {
  cancelMailsOfSetUp,
  deleteAccountMade,
  deleteEnrolmentsOf,
  setUpOf,
  withdrawSetUp,
} from "../../../db/queries/direct-set-up.ts";
import { freeSeatsOf } from "../../../db/queries/enrolments.ts";
import { countDown } from "../../../db/queries/limits.ts";
import { memberById } from "../../../db/queries/members.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { dailyCounter, startOfDay } from "../invitations/invite-user.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type MemberState, readWholeMember, stateOf } from "./member-change.ts";

/**
 * Takes a set-up from a page back, while its mails have not left and the person has not come: they are no member
 * any more, and an account that was made for them is gone.
 *
 * Throws UNDO_TOO_LATE, NOT_FOUND, ELSEWHERE_TOO, ROLE_ABOVE_YOURS.
 */
export const undoSetUp = memberUseCase(
  within("invitation.manage"),
  z.strictObject({ membershipId: idField("membership"), op: idField("event") }),
  async (ctx, { membershipId, op: undoneOp }): Promise<MemberState> => {
    const { db, workspace } = ctx;
    const [rows, [setUp]] = await db.batch([
      memberById(db, workspace.id, membershipId),
      setUpOf(db, workspace.id, membershipId, undoneOp),
    ]);
    const member = readWholeMember(ctx, "invitation.manage", rows[0]);
    const { membership } = member;
    const now = ctx.now();
    const dueAt = (setUp?.at ?? 0) + ctx.settings.undoSeconds * 1000;
    if (!setUp || !membership.userId || now >= dueAt) throw new DomainError("UNDO_TOO_LATE");
    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        withdrawSetUp(db, { workspaceId: workspace.id, id: membershipId, setUpOp: undoneOp }, { op, now }),
        guardChanged(db),
        cancelMailsOfSetUp(db, workspace.id, { op: undoneOp, dueAt }),
        freeSeatsOf(db, workspace.id, membershipId, now),
        deleteEnrolmentsOf(db, workspace.id, membershipId, undoneOp),
        ...deleteAccountMade(db, membership.userId, setUp.at),
        countDown(db, dailyCounter(workspace.id), startOfDay(setUp.at), 1),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "member.set_up_undone",
          membershipId,
          op,
          details: { email: membership.email },
        }),
      ],
      stateOf(member, { status: "removed", roles: [] }),
    );
    if (!done) throw new DomainError("UNDO_TOO_LATE");
    return done;
  },
);
