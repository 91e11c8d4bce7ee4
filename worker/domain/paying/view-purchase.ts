import * as z from "zod";
import { purchaseById } from "../../../db/queries/orders.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { publicUseCase } from "../use-case.ts";

/**
 * `waiting`: for word of the money. `given`: the course is open to its buyer. `mailed`: a stranger paid, and a link
 * waits in their mailbox. `held`: the money is there and an administrator looks at it.
 */
export type PurchaseState = "waiting" | "given" | "mailed" | "held" | "expired" | "failed" | "refunded";

export interface Purchase {
  courseId: string;
  courseTitle: string;
  state: PurchaseState;
  /** The buyer is who looks. */
  own: boolean;
  /** They have the course, and no place on the date that they chose. */
  sessionFull: boolean;
}

/**
 * How a purchase stands, for whoever knows its order by the address that the provider sends its buyer back to. It
 * says nothing of them, and changes nothing: coming here is no payment. Throws NOT_FOUND.
 */
export const viewPurchase = publicUseCase(
  z.strictObject({ workspaceSlug: z.string().max(100), orderId: idField("order") }),
  async (ctx, { workspaceSlug, orderId }): Promise<Purchase> => {
    const [row] = await purchaseById(ctx.db, workspaceSlug, orderId);
    if (!row) throw new DomainError("NOT_FOUND");
    const { order, courseTitle, buyerId, enrolled } = row;
    const { caller } = ctx;
    const isBarred = order.concern === "barred" || order.concern === "person_gone";
    const paid: PurchaseState = buyerId === null && !isBarred ? "mailed" : enrolled ? "given" : "held";
    return {
      courseId: order.courseId,
      courseTitle,
      state: order.status === "paid" ? paid : order.status === "open" ? "waiting" : order.status,
      own: caller.kind === "member" && caller.membership.id === buyerId,
      sessionFull: order.concern === "session_full",
    };
  },
);
