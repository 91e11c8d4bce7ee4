import { and, eq, lt } from "drizzle-orm";
import type { Database } from "../index.ts";
import { idempotencyKeys } from "../schema/index.ts";

/** Stores the answer to a request; its primary key makes the loser of a race roll back. */
export function storeAnswer(db: Database, row: typeof idempotencyKeys.$inferInsert) {
  return db.insert(idempotencyKeys).values(row);
}

export function storedAnswer(db: Database, workspaceId: string, apiKeyId: string, key: string) {
  return db
    .select()
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.workspaceId, workspaceId),
        eq(idempotencyKeys.apiKeyId, apiKeyId),
        eq(idempotencyKeys.key, key),
      ),
    );
}

export function forgetAnswers(db: Database, before: number) {
  return db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before));
}
