import * as z from "zod";
import { insertAuditDetails, insertAuditEvent } from "../../../db/queries/audit.ts";
import { endConcern as endConcernOf, orderById } from "../../../db/queries/orders.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { auditRows } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase } from "../use-case.ts";
import { orderConcerns } from "./order-states.ts";
import { type OrderView, orderView } from "./order-view.ts";

export const endConcernFields = z.strictObject({
  orderId: idField("order"),
  /** What was looked at, so that nobody ends what came meanwhile. */
  concern: z.enum(orderConcerns, `Choose one of: ${orderConcerns.join(", ")}.`),
});

/**
 * Says that somebody has looked at what was wrong with an order: it is no more among those that need a look, and its page
 * says who said so and when. Nothing else changes; what comes later needs a look of its own.
 *
 * Throws NOT_FOUND, EDIT_CONFLICT where something else is wrong by now, or nothing.
 */
export const endConcern = memberUseCase(
  "order.manage",
  endConcernFields,
  async (ctx, { orderId, concern }): Promise<OrderView> => {
    const workspaceId = ctx.workspace.id;
    const [row] = await orderById(ctx.db, workspaceId, orderId);
    if (!row) throw new DomainError("NOT_FOUND");
    const { event, details } = auditRows(ctx, {
      workspaceId,
      actor: ctx.actor,
      action: "order.looked_at",
      membershipId: row.memberId,
      targetId: orderId,
      op: ctx.ids.next("event"),
      details: { course: row.courseTitle, concern },
    });
    const done = await commit(
      ctx,
      [
        endConcernOf(ctx.db, { workspaceId, id: orderId, concern }, event.id),
        guardChanged(ctx.db),
        insertAuditEvent(ctx.db, event),
        insertAuditDetails(ctx.db, details),
      ],
      orderView({ ...row, order: { ...row.order, concern: null } }),
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
