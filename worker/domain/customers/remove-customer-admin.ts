import * as z from "zod";
import { adminsOfCustomer, deleteCustomerAdmin } from "../../../db/queries/customers.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { emailField } from "../fields.ts";
import { customerUseCase } from "../use-case.ts";
import { noteForCustomer } from "./customer-event.ts";

/**
 * Takes the level of the customer from somebody, or from oneself; what they are in workspaces stays.
 *
 * Throws NOT_FOUND, LAST_ADMIN, EDIT_CONFLICT.
 */
export const removeCustomerAdmin = customerUseCase(
  z.strictObject({ email: emailField }),
  async (ctx, { email }): Promise<{ email: string }> => {
    const { customer, person } = ctx;
    const admins = await adminsOfCustomer(ctx.db, customer.id);
    const found = admins.find((admin) => admin.email === email);
    if (!found) throw new DomainError("NOT_FOUND");
    if (admins.length === 1) throw new DomainError("LAST_ADMIN");
    const done = await commit(
      ctx,
      [
        deleteCustomerAdmin(ctx.db, customer.id, found.userId, person.userId),
        guardChanged(ctx.db),
        noteForCustomer(ctx, "customer.admin_removed", { subjectId: found.userId }),
      ],
      { email },
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
