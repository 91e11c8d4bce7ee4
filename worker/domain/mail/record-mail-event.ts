import * as z from "zod";
import { present } from "../../../db/queries/columns.ts";
import { changeDelivery } from "../../../db/queries/deliveries.ts";
import {
  adoptMessage,
  insertMailEvent,
  mailAwaitingAnswer,
  mailByMessage,
} from "../../../db/queries/mail-fates.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import type { deliveryStates } from "../../../db/schema/index.ts";
import { commit } from "../commit.ts";
import { systemUseCase } from "../use-case.ts";

type Delivery = (typeof deliveryStates)[number];

const mailEventTypes = [
  "delivered",
  "bounced",
  "soft_bounced",
  "complained",
  "opened",
  "clicked",
  "suppressed",
  "unsuppressed",
] as const;

/**
 * What the mail provider tells us about a mail (F83, W-02 to W-10). Told twice or out of order it
 * changes nothing twice, and never backwards: a bounce stands over an open, an open over a delivery.
 * An unknown message id is kept as an orphan and touches no tenant's row.
 */
export const recordMailEvent = systemUseCase(
  z.strictObject({
    type: z.enum(mailEventTypes),
    messageId: z.string().min(1).max(100),
    eventId: z.string().max(100),
    detail: z.string().max(500).nullable(),
    at: z.number(),
    /** The mail that the event says it is about; believed only while that mail's own answer is outstanding. */
    claimed: z
      .strictObject({ workspaceId: z.string().max(100), outboxId: z.string().max(100) })
      .nullable()
      .optional(),
  }),
  async (ctx, event): Promise<{ known: boolean }> => {
    // An event may overtake the answer to the very call that sent its mail (W-07): then the mail has no
    // message id yet, and the event names it by what we gave along.
    const [byMessage, byClaim] = await ctx.db.batch([
      mailByMessage(ctx.db, event.messageId),
      mailAwaitingAnswer(ctx.db, event.claimed?.workspaceId ?? "", event.claimed?.outboxId ?? ""),
    ]);
    const found = byMessage[0] ?? byClaim[0];
    const row = found && { mail: found.mail, invitation: present(found.invitation) };
    const delivery = shownAs[event.type];
    const concernsInvitation = row?.invitation && row.mail.generation === row.invitation.generation;
    await commit(
      ctx,
      [
        insertMailEvent(ctx.db, {
          key: `${event.type}:${event.messageId}:${event.eventId}`,
          workspaceId: row?.mail.workspaceId ?? null,
          outboxId: row?.mail.id ?? null,
          invitationId: row?.mail.invitationId ?? null,
          type: event.type,
          detail: event.detail,
          at: event.at,
          receivedAt: ctx.now(),
        }),
        guardChanged(ctx.db),
        ...(byMessage[0] || !row
          ? []
          : [adoptMessage(ctx.db, row.mail.workspaceId, row.mail.id, event.messageId, ctx.now())]),
        ...(row?.invitation && concernsInvitation && delivery
          ? [changeDelivery(ctx.db, row.mail.workspaceId, row.invitation.id, delivery, event.detail)]
          : []),
      ],
      true,
    );
    return { known: row !== undefined };
  },
);

const shownAs: Record<(typeof mailEventTypes)[number], Delivery | null> = {
  delivered: "delivered",
  opened: "opened",
  clicked: "clicked",
  bounced: "bounced",
  complained: "complained",
  suppressed: "bounced",
  soft_bounced: null,
  unsuppressed: null,
};
