import * as z from "zod";
import { addressTakenFor, personForSupport } from "../../../db/queries/address-changes.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { audit } from "../audit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { emailField } from "../fields.ts";
import { outboxRow } from "../mail/queue-mail.ts";
import { askForProof } from "../sessions/request-verification.ts";
import { systemUseCase } from "../use-case.ts";

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
    const { userId, workspaceId, membershipId, language } = person;
    const op = ctx.ids.next("event");
    const told = { workspaceId, template: "address_change_asked" as const, to: from, language, op };
    await askForProof(ctx, { workspaceId, userId, email: to, language, replaces: from }, [
      ...audit(ctx, {
        workspaceId,
        actor: { kind: "system", id: null, name: ctx.settings.productName },
        action: "member.address_change_asked",
        membershipId,
        op,
        details: { before: { email: from }, after: { email: to } },
      }),
      insertOutbox(ctx.db, outboxRow(ctx, told)),
    ]);
    return { membershipId };
  },
);
