import * as z from "zod";
import { renameSeenCustomer } from "../../../db/queries/customers.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { organisationNameField } from "../fields.ts";
import { customerUseCase } from "../use-case.ts";
import { noteForCustomer } from "./customer-event.ts";

/** Gives the customer another name, in pages and mails of all its workspaces. Throws EDIT_CONFLICT. */
export const renameCustomer = customerUseCase(
  z.strictObject({ name: organisationNameField }),
  async (ctx, { name }): Promise<{ name: string }> => {
    const { customer, person } = ctx;
    if (name === customer.name) return { name };
    const done = await commit(
      ctx,
      [
        renameSeenCustomer(ctx.db, customer, person.userId, name),
        guardChanged(ctx.db),
        noteForCustomer(ctx, "customer.renamed", { details: { before: customer.name, after: name } }),
      ],
      { name },
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
