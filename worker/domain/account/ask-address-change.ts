import * as z from "zod";
import { addressTakenFor, personForSupport } from "../../../db/queries/address-changes.ts";
import { DomainError, invalidField } from "../errors.ts";
import { emailField } from "../fields.ts";
import { systemUseCase } from "../use-case.ts";
import { mailAddressChange } from "./address-change.ts";

/**
 * Support changes the address of somebody who cannot do it themselves (F5, D40): a link is mailed to the new address,
 * and nothing counts before its reader has followed it and named the old one (`confirmAddressChange`). The mailbox of
 * now is told at once, while its reader can still say no.
 *
 * Throws NOT_FOUND for an address that nobody of the workspace has, ADDRESS_TAKEN for one that another account or
 * another person of one of their workspaces has, VALIDATION_FAILED on `to`, RATE_LIMITED.
 */
export const askAddressChange = systemUseCase(
  z.strictObject({ workspaceSlug: z.string().max(100), from: emailField, to: emailField }),
  async (ctx, { workspaceSlug, from, to }): Promise<{ membershipId: string }> => {
    if (from === to) throw invalidField("to", "same", "This is the address that the person has.");
    const [person] = await personForSupport(ctx.db, workspaceSlug, from);
    if (!person) throw new DomainError("NOT_FOUND");
    const [found] = await addressTakenFor(ctx.db, person.userId, to);
    if (found?.taken) throw new DomainError("ADDRESS_TAKEN");
    const { membershipId } = person;
    const actor = { kind: "system" as const, id: null, name: ctx.settings.productName };
    await mailAddressChange(ctx, { ...person, from, to, actor, askedBy: null });
    return { membershipId };
  },
);
