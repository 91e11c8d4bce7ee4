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

/** What a claim holds in the place of a status, until there is an answer. */
const running = 0;

/** Claims a key for an upload; its primary key refuses the twin. `importId` tells whose claim it is. */
export function claimKey(
  db: Database,
  { importId, ...row }: Omit<typeof idempotencyKeys.$inferInsert, "status" | "answer"> & { importId: string },
) {
  return db.insert(idempotencyKeys).values({ ...row, status: running, answer: importId });
}

/** True for a row that is a claim and no answer yet. */
export function isClaim({ status }: Pick<typeof idempotencyKeys.$inferSelect, "status">): boolean {
  return status === running;
}

/** Puts the answer into the place of the claim. */
export function settleClaim(
  db: Database,
  workspaceId: string,
  apiKeyId: string,
  importId: string,
  answer: Pick<typeof idempotencyKeys.$inferInsert, "bodyHash" | "status" | "answer">,
) {
  return db
    .update(idempotencyKeys)
    .set(answer)
    .where(claimOf(workspaceId, apiKeyId, importId));
}

/** Frees the key of an upload that came to nothing. */
export function freeClaim(db: Database, workspaceId: string, apiKeyId: string, importId: string) {
  return db.delete(idempotencyKeys).where(claimOf(workspaceId, apiKeyId, importId));
}

export function forgetAnswers(db: Database, before: number) {
  return db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before));
}

function claimOf(workspaceId: string, apiKeyId: string, importId: string) {
  return and(
    eq(idempotencyKeys.workspaceId, workspaceId),
    eq(idempotencyKeys.apiKeyId, apiKeyId),
    eq(idempotencyKeys.status, running),
    eq(idempotencyKeys.answer, importId),
  );
}
