import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { invitations } from "../schema/index.ts";

/** Later states win; a stray event never turns the display back. */
const order = "none prepared queued sent delivered opened clicked failed bounced complained";

/** True when `next` is a later state than the one shown. */
function isLater(next: string): SQL {
  return sql`instr(${order}, ${next}) > instr(${order}, ${invitations.delivery})`;
}

/** Shows a mail's fate on its invitation, forward only. */
export function changeDelivery(
  db: Database,
  workspaceId: string,
  id: string,
  delivery: (typeof invitations.$inferSelect)["delivery"],
  detail: string | null,
) {
  return db
    .update(invitations)
    .set({ delivery, deliveryDetail: detail })
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, id), isLater(delivery)));
}

/** The delivery state of the invitations behind some mails, as long as those are their latest link. */
export function showDelivery(
  db: Database,
  workspaceId: string,
  outboxIds: readonly string[],
  delivery: (typeof invitations.$inferSelect)["delivery"],
  detail: string | null,
  sentAt: number | null,
) {
  return db
    .update(invitations)
    .set({
      // Forward only: the provider's event may have been here before the answer to our own call.
      delivery: sql`case when ${isLater(delivery)} then ${delivery} else ${invitations.delivery} end`,
      deliveryDetail: sql`case when ${isLater(delivery)} then ${detail} else ${invitations.deliveryDetail} end`,
      ...(sentAt === null ? {} : { lastSentAt: sentAt }),
    })
    .where(
      and(
        eq(invitations.workspaceId, workspaceId),
        sql`${invitations.id} in (select o.invitation_id from outbox o where o.workspace_id = ${workspaceId}
          and o.template in ('invitation', 'reminder', 'new_link', 'seat_free')
          and o.id in (select value from json_each(${JSON.stringify(outboxIds)})))`,
      ),
    );
}
