import { storeAnswer } from "../../db/queries/idempotency.ts";
import { isGuardRefusal, raisedBy, type Statement } from "../../db/queries/statements.ts";
import type { Context } from "./context.ts";
import { DomainError } from "./errors.ts";
import { packAnswer } from "./long-answer.ts";

/**
 * Writes an act: one atomic batch, with the stored answer of an idempotent request in it.
 * Returns `result`; returns null when a guard in the batch found that somebody was faster, and then
 * nothing was written. Throws LAST_ADMIN, NO_SEAT, ADDRESS_UNCONFIRMED or EDIT_CONFLICT when one of the database's walls held.
 */
export async function commit<Result>(
  ctx: Context,
  statements: readonly Statement[],
  result: Result,
): Promise<Result | null> {
  const all = [...statements];
  const { caller, idempotency } = ctx;
  const answer = idempotency?.answer(result);
  if (idempotency && answer && caller.kind === "apiKey") {
    const { apiKeyId, key, bodyHash } = idempotency;
    const { status, body } = answer;
    const workspaceId = caller.workspace.id;
    all.push(
      storeAnswer(ctx.db, {
        workspaceId,
        apiKeyId,
        key,
        bodyHash,
        status,
        answer: await packAnswer(body),
        createdAt: ctx.now(),
      }),
    );
  }
  const [first, ...rest] = all;
  if (!first) return result;
  try {
    await ctx.db.batch([first, ...rest]);
    if (answer) idempotency?.stored?.(answer);
    return result;
  } catch (error) {
    if (isGuardRefusal(error)) return null;
    const wall = raisedBy(error);
    // A role that was given is deleted since it was read.
    if (wall === "ROLE_GONE") throw new DomainError("EDIT_CONFLICT");
    if (wall === "LAST_ADMIN" || wall === "NO_SEAT" || wall === "ADDRESS_UNCONFIRMED") {
      throw new DomainError(wall);
    }
    throw error;
  }
}
