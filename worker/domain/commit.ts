import { storeAnswer } from "../../db/queries/idempotency.ts";
import { isGuardRefusal, raisedBy, type Statement } from "../../db/queries/statements.ts";
import type { Context } from "./context.ts";
import { DomainError } from "./errors.ts";

/**
 * Writes an act: one atomic batch, with the stored answer of an idempotent request in it.
 * Returns `result`; returns null when a guard in the batch found that somebody was faster, and then
 * nothing was written. Throws LAST_ADMIN when the database's wall held.
 */
export async function commit<Result>(
  ctx: Context,
  statements: readonly Statement[],
  result: Result,
): Promise<Result | null> {
  const all = [...statements];
  if (ctx.idempotency && ctx.caller.kind === "apiKey") {
    const { apiKeyId, key, bodyHash, answer } = ctx.idempotency;
    all.push(
      storeAnswer(ctx.db, {
        workspaceId: ctx.caller.workspace.id,
        apiKeyId,
        key,
        bodyHash,
        ...renamed(answer(result)),
        createdAt: ctx.now(),
      }),
    );
  }
  const [first, ...rest] = all;
  if (!first) return result;
  try {
    await ctx.db.batch([first, ...rest]);
    return result;
  } catch (error) {
    if (isGuardRefusal(error)) return null;
    if (raisedBy(error) === "LAST_ADMIN") throw new DomainError("LAST_ADMIN");
    throw error;
  }
}

function renamed({ status, body }: { status: number; body: string }) {
  return { status, answer: body };
}
