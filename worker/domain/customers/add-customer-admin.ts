import * as z from "zod";
import { insertCustomerAdmin, memberOfCustomer } from "../../../db/queries/customers.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { emailField } from "../fields.ts";
import { customerUseCase } from "../use-case.ts";
import { noteForCustomer } from "./customer-event.ts";

/**
 * Makes somebody an administrator of the customer: an active member of one of its workspaces whose address is
 * proved and who has come there themselves. Whether anybody else has an account is not told.
 *
 * Throws VALIDATION_FAILED on `email`.
 */
export const addCustomerAdmin = customerUseCase(
  z.strictObject({ email: emailField }),
  async (ctx, { email }): Promise<{ email: string }> => {
    const { customer, person } = ctx;
    const [found] = await memberOfCustomer(ctx.db, customer.id, email);
    if (!found) {
      throw invalidField(
        "email",
        "not_here",
        "Nobody with this address is an active member who has signed in to one of your workspaces. Invite them to one first.",
      );
    }
    if (found.isAdmin === 1) return { email };
    const done = await commit(
      ctx,
      [
        insertCustomerAdmin(ctx.db, customer.id, found.userId, person.userId),
        guardChanged(ctx.db),
        noteForCustomer(ctx, "customer.admin_added", { subjectId: found.userId }),
      ],
      { email },
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
