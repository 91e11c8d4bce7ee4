import * as z from "zod";
import { standingOfEmails } from "../../../db/queries/new-invitations.ts";
import type { ListedAddress } from "../people/address-list.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { addressesField, readAddresses } from "./invite-listed.ts";
import { idsOf, missingNames } from "./invite-user.ts";
import { refusalOf, type Standing, standingsByEmail } from "./new-invitations.ts";

/** How an address stands before anything is sent; `nameless`: D9 wants a name that the list does not say. */
export type AddressState = "new" | "nameless" | "member" | "invited" | "deactivated" | "wrong";

export interface CheckedAddress extends ListedAddress {
  state: AddressState;
  /** The person who holds the address here, where that stands in the way and the asker sees everybody. */
  membershipId: string | null;
  invitationId: string | null;
}

export interface CheckedAddresses {
  addresses: CheckedAddress[];
  /** How many stood in the text once more. */
  repeated: number;
}

/**
 * What would become of each person of a text (F31, F33), without doing it. It tells nothing about accounts
 * elsewhere (D18): a list would be a way to learn who has one.
 */
export const checkAddresses = memberUseCase(
  within("invitation.create"),
  z.strictObject({ addresses: addressesField }),
  async (ctx, { addresses: text }): Promise<CheckedAddresses> => {
    const { addresses, repeated } = readAddresses(text);
    const emails = addresses.flatMap(({ email }) => (email === null ? [] : [email]));
    const found =
      emails.length > 0 ? await standingOfEmails(ctx.db, ctx.workspace.id, JSON.stringify(emails)) : [];
    const standings = standingsByEmail(found);
    return {
      addresses: addresses.map((one) => checkedAddress(ctx, one, standings.get(one.email ?? ""))),
      repeated,
    };
  },
);

const stateOf = {
  ALREADY_MEMBER: "member",
  ALREADY_INVITED: "invited",
  MEMBER_DEACTIVATED: "deactivated",
} as const;

function checkedAddress(
  ctx: MemberContext,
  one: ListedAddress,
  standing: Standing | undefined,
): CheckedAddress {
  const refusal = refusalOf(standing, ctx.now());
  const nobody = { membershipId: null, invitationId: null };
  if (one.email === null) return { ...one, ...nobody, state: "wrong" };
  if (!standing || !refusal) {
    return { ...one, ...nobody, state: missingNames(ctx, one).length > 0 ? "nameless" : "new" };
  }
  return { ...one, ...nobody, state: stateOf[refusal], ...idsOf(ctx, standing) };
}
