import { usernamesOffered } from "../members/set-up-fields.ts";
import type { Policies } from "../policies.ts";
import { type ColumnKey, fieldKeyOf, isTaken, type UsernameColumn } from "./columns.ts";

/**
 * Whether the template has a column and the mapping offers it (D23, D24). What a file has under a heading that is
 * known is read in any case: the columns of a policy are what people are shown, not what may be said.
 */
export function offersColumn(policies: Policies, column: ColumnKey): boolean {
  const optional = policies["csv.optional"];
  if (column === "username" || column === "notify_email") return isTaken(column, usernameColumn(policies));
  if (column === "email" || optional === "all") return true;
  const name = fieldKeyOf(column) === null ? column : "custom";
  return [...policies["csv.required"], ...optional].some((offered) => offered === name);
}

/** What usernames files bring here: none where nobody has one (D41), and alone where an address may be missing (D42). */
export function usernameColumn(
  policies: Pick<Policies, "identity.username" | "identity.allow_no_email">,
): UsernameColumn {
  if (!usernamesOffered(policies, false)) return "none";
  return policies["identity.allow_no_email"] ? "alone" : "beside";
}
