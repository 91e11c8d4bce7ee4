import * as z from "zod";
import { DomainError, invalidField } from "../errors.ts";
import { emailField } from "../fields.ts";
import {
  type AddressList,
  type ListedAddress,
  longestAddressList,
  parseAddressList,
} from "../people/address-list.ts";
import { checked, memberUseCase, within } from "../use-case.ts";
import { type InvitedMany, type InviteResult, inviteRows } from "./invite-many.ts";
import { type Invited, inviteOne, inviteUserFields } from "./invite-user.ts";

/** What was typed or pasted into the form's box for addresses. */
export const addressesField = z.string("Enter an e-mail address, like ana@example.com.");

/** One person of the list and what became of them. */
export interface ListedResult extends ListedAddress {
  result: InviteResult;
}

export type InvitedList =
  | ({ several: false } & Invited)
  | { several: true; people: ListedResult[]; repeated: number; undo: InvitedMany["undo"] };

/**
 * Invites whoever a typed or pasted text names (F33, F34). One person is invited as by `inviteUser`, with the
 * name that stands beside the address where the fields say none; several as by `inviteMany`, on the same
 * terms, each with the name of the list.
 *
 * Throws SEVERAL_ADDRESSES_OFF where D12 wants one at a time, and what those two throw.
 */
export const inviteListed = memberUseCase(
  within("invitation.create"),
  inviteUserFields.omit({ email: true }).extend({ addresses: addressesField }),
  async (ctx, { addresses, firstName, lastName, ...terms }): Promise<InvitedList> => {
    const list = readAddresses(addresses);
    const [first, ...others] = list.addresses;
    if (!first) throw invalidField("addresses", "required", "Enter an e-mail address, like ana@example.com.");
    if (others.length === 0) {
      const email =
        first.email ?? checked(z.strictObject({ email: emailField }), { email: first.display }).email;
      const named = Boolean(firstName || lastName);
      const names = named
        ? { firstName, lastName }
        : { firstName: first.firstName, lastName: first.lastName };
      return { several: false, ...(await inviteOne(ctx, { ...terms, ...names, email })) };
    }
    if (!ctx.workspace.policies["invite.multi_address"]) throw new DomainError("SEVERAL_ADDRESSES_OFF");
    const { results, undo } = await inviteRows(
      ctx,
      list.addresses.map((one) => ({
        email: one.email ?? one.display,
        firstName: one.firstName,
        lastName: one.lastName,
      })),
      terms,
    );
    return { several: true, ...listedResults(list, results), undo };
  },
);

/** Each person of a list with what became of them. */
export function listedResults(
  { addresses, repeated }: AddressList,
  results: readonly InviteResult[],
): { people: ListedResult[]; repeated: number } {
  const people = addresses.flatMap((one, index): ListedResult[] => {
    const result = results[index];
    return result ? [{ ...one, result }] : [];
  });
  return { people, repeated };
}

/** The people of a text. Throws VALIDATION_FAILED for more than a form takes. */
export function readAddresses(text: string): AddressList {
  const list = parseAddressList(text);
  if (list.refused === "too_many") {
    throw invalidField(
      "addresses",
      "too_many",
      "At most 1,000 addresses at once. Send the rest afterwards, or import a file.",
    );
  }
  if (list.refused === "too_long") {
    const most = longestAddressList.toLocaleString("en");
    throw invalidField(
      "addresses",
      "too_long",
      `At most ${most} characters. Send the rest afterwards, or import a file.`,
    );
  }
  return list;
}
