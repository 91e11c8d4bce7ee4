import { noteSeatRefusal } from "../../../db/queries/seats.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";

const day = 86_400_000;

/**
 * Tells the administrators that somebody wanted to join and found no seat: the People page and the page of seats
 * say so until there is one, and the trail names the first of a day. Whoever tries again and again tells them once.
 */
export async function noteRefusal(
  ctx: Context,
  { workspaceId, membershipId, name }: { workspaceId: string; membershipId: string; name: string },
): Promise<void> {
  const now = ctx.now();
  await commit(
    { ...ctx, idempotency: null },
    [
      noteSeatRefusal(ctx.db, workspaceId, now, now - day),
      guardChanged(ctx.db),
      ...audit(ctx, {
        workspaceId,
        actor: { kind: "invitee", id: membershipId, name },
        action: "seat.refused",
        membershipId,
        op: ctx.ids.next("event"),
      }),
    ],
    null,
  );
}
