import { claimKey, freeClaim, isClaim, settleClaim } from "../../../db/queries/idempotency.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { type StoredAnswer, storedRow } from "../idempotency.ts";
import type { ImportRecord } from "./import-work.ts";
import { importLimits } from "./read-csv.ts";

/**
 * The answer that an upload with this Idempotency-Key was given before, or null. The key of an upload is
 * claimed before its file is read; what was asked is known only when it has been, so that the answer costs
 * reading the file once more and is given for the same bytes alone.
 *
 * Throws IDEMPOTENCY_RUNNING while the other upload is being received, and IDEMPOTENCY_MISMATCH.
 */
export async function findStoredUpload(
  ctx: Context,
  file: AsyncIterable<Uint8Array>,
): Promise<StoredAnswer | null> {
  const { idempotency } = ctx;
  const row = await storedRow(ctx);
  if (!row || !idempotency) return null;
  if (isClaim(row)) throw stillRunning();
  const digest = ctx.secrets.digesting();
  let bytes = 0;
  for await (const chunk of file) {
    bytes += chunk.byteLength;
    if (bytes > importLimits.bytes) throw new DomainError("IDEMPOTENCY_MISMATCH");
    digest.add(chunk);
  }
  const asked = await ctx.secrets.sha256(whole(idempotency.bodyHash, digest.hex()));
  if (!ctx.secrets.equal(row.bodyHash, asked)) throw new DomainError("IDEMPOTENCY_MISMATCH");
  return { status: row.status, body: row.answer };
}

/** Claims the key of an upload for an import, in the batch that makes it. The twin's batch is refused. */
export function claimStatements(ctx: Context, importId: string): Statement[] {
  const { caller, idempotency } = ctx;
  if (!idempotency || caller.kind !== "apiKey") return [];
  const { apiKeyId, key, bodyHash } = idempotency;
  const workspaceId = caller.workspace.id;
  return [claimKey(ctx.db, { workspaceId, apiKeyId, key, bodyHash, importId, createdAt: ctx.now() })];
}

/** Puts the answer in the place of the claim, in the batch that ends the upload. */
export async function settleStatements(
  ctx: Context,
  importId: string,
  fileDigest: string,
  result: unknown,
): Promise<Statement[]> {
  const { caller, idempotency } = ctx;
  if (!idempotency || caller.kind !== "apiKey") return [];
  const { status, body } = idempotency.answer(result);
  const bodyHash = await ctx.secrets.sha256(whole(idempotency.bodyHash, fileDigest));
  return [
    settleClaim(ctx.db, caller.workspace.id, idempotency.apiKeyId, importId, {
      bodyHash,
      status,
      answer: body,
    }),
  ];
}

/** Frees the key of an import that came to nothing: the mended request may use it. */
export function freeStatements(
  ctx: Context,
  { workspaceId, actorKind, actorId, id }: Pick<ImportRecord, "workspaceId" | "actorKind" | "actorId" | "id">,
): Statement[] {
  return actorKind === "apiKey" ? [freeClaim(ctx.db, workspaceId, actorId, id)] : [];
}

export function stillRunning(): DomainError {
  return new DomainError("IDEMPOTENCY_RUNNING", { retryAfter: 10 });
}

/** What an upload asks as a whole: all before the file, and the file. */
function whole(head: string, fileDigest: string): string {
  return `${head}\n${fileDigest}`;
}
