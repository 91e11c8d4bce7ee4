import * as z from "zod";
import { withdrawMade } from "../../../db/queries/invitations.ts";
import { countDown } from "../../../db/queries/limits.ts";
import { releaseOffers } from "../../../db/queries/offers.ts";
import { cancelPendingMails, undoableMails } from "../../../db/queries/outbox.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { auditEach } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { mostAddresses } from "../people/address-list.ts";
import { memberUseCase, within } from "../use-case.ts";
import { requireInvitation } from "./invitation-authority.ts";
import { dailyCounter, startOfDay } from "./invite-user.ts";

/**
 * Takes back an act that invited many, as a whole, before any of its mails can leave: all are withdrawn and
 * the day's number is given back.
 *
 * Throws UNDO_TOO_LATE once the time is over or something happened to one of them, ROLE_ABOVE_YOURS.
 */
export const undoInvitations = memberUseCase(
  within("invitation.manage"),
  z.strictObject({
    op: idField("event"),
    /** How many the act invited, as its answer said: all of them or none. */
    count: z.int("Give a number.").min(1, "Give a number.").max(mostAddresses, "Give a number."),
  }),
  async (ctx, { op: undoneOp, count }): Promise<{ withdrawn: number }> => {
    const { workspace } = ctx;
    const now = ctx.now();
    const rows = await undoableMails(
      ctx.db,
      workspace.id,
      undoneOp,
      { after: now, until: now + ctx.settings.undoSeconds * 1000 },
      mostAddresses,
    );
    const [first] = rows;
    if (!first || rows.length !== count) throw new DomainError("UNDO_TOO_LATE");
    for (const row of rows) requireInvitation(ctx, row);

    const op = ctx.ids.next("event");
    const mailIds = JSON.stringify(rows.map(({ mailId }) => mailId));
    const invitationIds = JSON.stringify(rows.map(({ invitation }) => invitation.id));
    const withdrawal = { op, now, reason: "undone" };
    const done = await commit(
      ctx,
      [
        cancelPendingMails(ctx.db, workspace.id, mailIds),
        guardChanged(ctx.db, rows.length),
        withdrawMade(ctx.db, workspace.id, invitationIds, undoneOp, withdrawal),
        guardChanged(ctx.db, rows.length),
        ...releaseOffers(ctx.db, workspace.id, invitationIds),
        countDown(ctx.db, dailyCounter(workspace.id), startOfDay(first.invitation.createdAt), rows.length),
        ...auditEach(
          ctx,
          rows.map(({ invitation }) => ({
            workspaceId: workspace.id,
            actor: ctx.actor,
            action: "invitation.undone",
            membershipId: invitation.membershipId,
            targetId: invitation.id,
            op,
            details: { email: invitation.email, outcome: "withdrawn" },
          })),
        ),
      ],
      { withdrawn: rows.length },
    );
    if (!done) throw new DomainError("UNDO_TOO_LATE");
    return done;
  },
);
