import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { invitations } from "../schema/index.ts";

/** Later states win; a stray event never turns the display back. */
const order = "none prepared queued sent delivered opened clicked failed bounced complained";

/** True when `next` is a later state than the one shown. */
export function isLater(next: string): SQL {
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
