import * as z from "zod";
import { insertCustomer } from "../../../db/queries/workspaces.ts";
import { commit } from "../commit.ts";
import { emailField, nameField, organisationNameField } from "../fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { systemUseCase } from "../use-case.ts";
import {
  type NewWorkspace,
  newWorkspace,
  newWorkspaceFields,
  refuseTaken,
  slugTaken,
} from "./new-workspace.ts";

export interface FirstCustomer extends NewWorkspace {
  customerId: string;
  invitationId: string;
}

/**
 * Sets up a customer with one workspace and invites its first administrator, who becomes the customer's as well by
 * joining (issue 2, item 14; K18).
 *
 * Throws VALIDATION_FAILED on `slug` when it is taken.
 */
export const createFirstCustomer = systemUseCase(
  z.strictObject({
    customerName: organisationNameField,
    workspaceName: organisationNameField,
    ...newWorkspaceFields,
    adminEmail: emailField,
    adminFirstName: nameField.optional(),
    adminLastName: nameField.optional(),
  }),
  async (
    ctx,
    { customerName, workspaceName, adminEmail, adminFirstName, adminLastName, ...given },
  ): Promise<FirstCustomer> => {
    await refuseTaken(ctx, given.slug);
    const customerId = ctx.ids.next("customer");
    const { result, statements } = newWorkspace(
      ctx,
      { ...given, name: workspaceName, customerId },
      { kind: "address", email: adminEmail, firstName: adminFirstName ?? "", lastName: adminLastName ?? "" },
      ctx.settings.productName,
    );
    const made: FirstCustomer = { ...result, customerId, invitationId: result.invitationId ?? "" };
    const done = await commit(
      ctx,
      [insertCustomer(ctx.db, { id: customerId, name: customerName, createdAt: ctx.now() }), ...statements],
      made,
    );
    if (!done) throw slugTaken();
    await wakeMail(ctx, result.workspaceId);
    return done;
  },
);
