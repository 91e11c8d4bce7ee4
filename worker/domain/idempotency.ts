import { storedAnswer } from "../../db/queries/idempotency.ts";
import type { Context } from "./context.ts";
import { DomainError } from "./errors.ts";
import { unpackAnswer } from "./long-answer.ts";

export interface StoredAnswer {
  status: number;
  body: string;
}

/**
 * The answer that a request with this Idempotency-Key was given before, or null.
 *
 * Throws IDEMPOTENCY_MISMATCH when the key was used for another request.
 */
export async function findStoredAnswer(ctx: Context): Promise<StoredAnswer | null> {
  const { idempotency } = ctx;
  const row = await storedRow(ctx);
  if (!row || !idempotency) return null;
  if (!ctx.secrets.equal(row.bodyHash, idempotency.bodyHash)) throw new DomainError("IDEMPOTENCY_MISMATCH");
  return { status: row.status, body: await unpackAnswer(row.answer) };
}

/** What is kept for this Idempotency-Key of this API key. */
export async function storedRow({ db, caller, idempotency }: Context) {
  if (!idempotency || caller.kind !== "apiKey") return null;
  const [row] = await storedAnswer(db, caller.workspace.id, idempotency.apiKeyId, idempotency.key);
  return row ?? null;
}
