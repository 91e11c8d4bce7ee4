import { joinSeatLine, seatWait } from "../../../db/queries/seat-line.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { readLink, refusals } from "../joining/read-link.ts";
import { joinFields } from "../joining/view-invitation.ts";
import { publicUseCase } from "../use-case.ts";
import { parseSeatWait } from "./seat-wait.ts";

/**
 * "Tell me when there is a seat" (F109), for whoever holds the link of an open invitation and found none. Pressed again
 * it keeps their place. Answers since when they wait (UTC ms); null: there is a seat at this moment.
 *
 * Throws RATE_LIMITED, the link's own refusal, or NOT_FOUND for a registration, which is no invitation yet.
 */
export const waitForSeat = publicUseCase(
  joinFields,
  async (ctx, { token }): Promise<{ since: number | null }> => {
    if (ctx.request.ip && !(await ctx.limits.allow("mail_request", ctx.request.ip))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    const read = await readLink(ctx, token);
    if (read.registration) throw new DomainError("NOT_FOUND");
    if (read.state !== "open") throw new DomainError(refusals[read.state]);
    const { invitation, workspace, holderId } = read.row;
    const [found] = await seatWait(ctx.db, workspace.id, invitation.id);
    const taken = found?.active ?? 0;
    // Who is here already by themselves takes no other seat (P-04).
    if (workspace.seats === null || taken < workspace.seats || holderId !== null) return { since: null };
    const wait = parseSeatWait(found?.wait);
    if (wait && wait.toldAt === null) return { since: wait.since };
    const now = ctx.now();
    const result = { since: wait?.since ?? now };
    await commit(
      ctx,
      [
        joinSeatLine(ctx.db, {
          workspaceId: workspace.id,
          invitationId: invitation.id,
          membershipId: invitation.membershipId,
          since: now,
        }),
        // Nothing changed: they pressed twice at once, or the invitation ended in this moment.
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: { kind: "invitee", id: invitation.membershipId, name: invitation.email },
          action: "invitation.seat_awaited",
          membershipId: invitation.membershipId,
          targetId: invitation.id,
          op: ctx.ids.next("event"),
          details: { email: invitation.email },
        }),
      ],
      result,
    );
    return result;
  },
);
