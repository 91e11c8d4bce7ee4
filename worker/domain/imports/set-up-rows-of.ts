import { accountsOfAddresses } from "../../../db/queries/direct-set-up.ts";
import type { Context } from "../context.ts";
import { planAccount } from "../members/new-account.ts";
import type { MailedCredentials } from "../members/set-up-fields.ts";
import {
  type PersonToSetUp,
  type PlannedMember,
  planMember,
  type SettingUp,
} from "../members/set-up-rows.ts";

/** A row of a file that makes somebody a member at once. */
export type RowToSetUp = Omit<PersonToSetUp, "credentials" | "account">;

/** Who is set up by the rows of a chunk, with the accounts that there are: one query, however many rows. */
export async function planRows(
  ctx: Context,
  act: SettingUp & { passwordless: boolean; credentials: MailedCredentials },
  rows: readonly RowToSetUp[],
): Promise<PlannedMember[]> {
  if (rows.length === 0) return [];
  const emails = JSON.stringify(rows.flatMap(({ email }) => email ?? []));
  const accounts = new Map(
    (await accountsOfAddresses(ctx.db, emails)).map((account) => [account.email, account]),
  );
  return rows.map((row) => {
    // Whoever has no address gets a card to sign in with, by whoever looks after them.
    const credentials = row.email === null ? ("none" as const) : act.credentials;
    const person = { ...row, credentials };
    const account = planAccount(ctx, accounts.get(row.email ?? ""), {
      ...person,
      workspaceId: act.workspaceId,
      passwordHash: null,
      passwordless: act.passwordless,
    });
    return planMember(ctx, act, { ...person, account });
  });
}
