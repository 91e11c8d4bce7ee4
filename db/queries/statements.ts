import { type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../index.ts";

export type Statement = BatchItem<"sqlite">;

/** What `guardChanged` makes SQLite say, and `isGuardRefusal` looks for. */
const refusal = "malformed JSON";

/**
 * Placed right after a guarded write in a batch: aborts the whole batch when that write did not change
 * `rows` rows, so that everything after it may be written without a condition. D1 has no interactive
 * transaction; a function that fails is its only way to roll back.
 */
export function guardChanged(db: Database, rows = 1): Statement {
  return guardThat(db, sql`changes() >= ${rows}`);
}

/** Aborts the whole batch, as `guardChanged` does, unless the condition holds at this place in it. */
export function guardThat(db: Database, condition: SQL): Statement {
  // Drizzle types a select from plain SQL as something else than it is in a batch.
  return db
    .select({ ok: sql<number>`iif(${condition}, 1, json('conflict'))` })
    .from(sql`(select 1)`) as unknown as Statement;
}

/** True when a batch was rolled back by `guardChanged`. */
export function isGuardRefusal(error: unknown): boolean {
  return causes(error).some((message) => message.includes(refusal));
}

/** The name that a trigger raised, e.g. `LAST_ADMIN`, or null. */
export function raisedBy(error: unknown): string | null {
  for (const message of causes(error)) {
    const match = /\b(LAST_ADMIN|NO_SEAT|ROLE_GONE|ADDRESS_UNCONFIRMED|AUDIT_IS_APPEND_ONLY)\b/.exec(message);
    if (match?.[1]) return match[1];
  }
  return null;
}

/** True for a refused unique or primary key. */
export function isUniqueRefusal(error: unknown): boolean {
  return causes(error).some((message) => message.includes("UNIQUE constraint failed"));
}

// Drizzle wraps D1's error in one whose message holds the SQL and its parameters: only what stands
// in the causes is looked at, and nothing of it is ever logged (D-05).
function causes(error: unknown): string[] {
  const messages: string[] = [];
  let current = error;
  for (let depth = 0; current instanceof Error && depth < 6; depth += 1) {
    if (!current.message.startsWith("Failed query")) messages.push(current.message);
    current = current.cause;
  }
  return messages;
}

/**
 * The rows of a JSON array as `j.value` (with `j.key`), for the FROM of an UPDATE, with what the key of the target
 * begins with as columns of `j`: constants, or SQL over `value`. Compared with plain constants SQLite would walk through all rows of
 * the workspace, the array for each; the LIMIT keeps the subquery from being flattened into just that.
 */
export function eachRow(json: string, keys: Record<string, string | SQL>): SQL {
  const columns = Object.entries(keys).map(([name, value]) => sql`${value} as ${sql.identifier(name)}`);
  return sql`(select ${sql.join(columns, sql`, `)}, key, value from json_each(${json}) limit -1) j`;
}
