import { sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { importRows, loginNames } from "../schema/index.ts";
import { ofRows } from "./import-rows.ts";
import { accountsElsewhere } from "./new-invitations.ts";

/** What is asked about the addresses and usernames of a chunk; JSON arrays, empty where nothing is asked. */
export interface AskedSignIns {
  /** Addresses that may have an account in another workspace of this customer (D18). */
  customerId: string;
  emails: string;
  /** Usernames, by key. */
  nameKeys: string;
  /** Those that other lines of the file may hold. */
  nameKeysInFile: string;
}

/**
 * What stands in the way of the sign-ins of a chunk, in one query: addresses with an account elsewhere (`value` is
 * null), owners of usernames in the workspace (`value` is the membership), and lines of the file that go along with
 * one. No index leads to those lines: the file is walked through, and only one that has usernames.
 */
export function takenSignIns(db: Database, workspaceId: string, importId: string, asked: AskedSignIns) {
  const elsewhere = accountsElsewhere(db, asked.customerId, workspaceId, asked.emails);
  const key = sql`${importRows.resolved} ->> '$.usernameKey'`;
  return db
    .select({
      kind: sql<"elsewhere" | "owner" | "line">`t.kind`.as("kind"),
      key: sql<string>`t.taken`.as("taken"),
      value: sql<string | number | null>`t.value`.as("value"),
    })
    .from(
      sql`(select 'elsewhere' kind, e.email taken, null value from ${elsewhere} e
        union all
        select 'owner', ${loginNames.nameKey}, ${loginNames.membershipId} from json_each(${asked.nameKeys}) j
          cross join ${loginNames}
          where ${loginNames.workspaceId} = ${workspaceId} and ${loginNames.nameKey} = j.value
        union all
        select 'line', ${key}, ${importRows.line} from ${importRows}
          where json_array_length(${asked.nameKeysInFile}) > 0 and ${ofRows(workspaceId, importId)}
            and ${importRows.outcome} in ('ready', 'warning')
            and ${key} in (select value from json_each(${asked.nameKeysInFile}))) t`,
    );
}
