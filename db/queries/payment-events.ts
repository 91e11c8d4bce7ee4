import { eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { paymentEvents } from "../schema/index.ts";
import type { Statement } from "./statements.ts";

/** What the provider told. A second row with the id of an event is refused, and the whole batch with it. */
export function insertPaymentEvent(db: Database, row: typeof paymentEvents.$inferInsert): Statement {
  return db.insert(paymentEvents).values(row);
}

/** Whether this was told before. */
export function paymentEventById(db: Database, id: string) {
  return db.select({ id: paymentEvents.id }).from(paymentEvents).where(eq(paymentEvents.id, id));
}

/** What was told of an order, in the order in which it happened. */
export function eventsOfOrder(db: Database, workspaceId: string, orderId: string) {
  return db
    .select({
      id: paymentEvents.id,
      type: paymentEvents.type,
      at: paymentEvents.at,
      receivedAt: paymentEvents.receivedAt,
    })
    .from(paymentEvents)
    .where(sql`${paymentEvents.workspaceId} = ${workspaceId} and ${paymentEvents.orderId} = ${orderId}`)
    .orderBy(sql`${paymentEvents.at}, ${paymentEvents.receivedAt}`)
    .limit(100);
}
