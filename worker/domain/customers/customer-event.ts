import { insertCustomerEvent } from "../../../db/queries/customers.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { CustomerContext } from "../use-case.ts";

/** Writes down what an administrator did at the level of the customer, for the act's own batch. */
export function noteForCustomer(
  ctx: CustomerContext,
  action: Parameters<typeof insertCustomerEvent>[1]["action"],
  about: { subjectId?: string; details?: Record<string, string> } = {},
): Statement {
  return insertCustomerEvent(ctx.db, {
    customerId: ctx.customer.id,
    id: ctx.ids.next("audit"),
    at: ctx.now(),
    actorId: ctx.person.userId,
    action,
    subjectId: about.subjectId ?? null,
    details: about.details ?? {},
  });
}
