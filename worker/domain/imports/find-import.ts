import { importById } from "../../../db/queries/imports.ts";
import { DomainError } from "../errors.ts";
import type { MemberContext } from "../use-case.ts";
import type { ImportRecord } from "./import-work.ts";

/** An import that exists for the asker; NOT_FOUND for any other. */
export async function findImport(ctx: MemberContext, importId: string): Promise<ImportRecord> {
  const [record] = await importById(ctx.db, ctx.workspace.id, importId);
  return requireOwn(ctx, record);
}

/**
 * The import, where it exists for the asker: whoever invites in the whole workspace sees all of its imports, and
 * others those that they uploaded themselves, because a file may hold people whom they do not see (F70). Throws
 * NOT_FOUND.
 */
export function requireOwn(ctx: MemberContext, record: ImportRecord | undefined): ImportRecord {
  const uploader = ownUploads(ctx);
  if (!record || (uploader !== null && record.actorId !== uploader)) throw new DomainError("NOT_FOUND");
  return record;
}

/** Whose imports exist for the asker: their own; null: everybody's. */
export function ownUploads(ctx: MemberContext): string | null {
  return ctx.may("invitation.create") ? null : (ctx.actor.id ?? "");
}

/** Throws IMPORT_STATE unless the import is in one of these states. */
export function requireStatus(record: ImportRecord, ...statuses: ImportRecord["status"][]): void {
  if (!statuses.includes(record.status)) {
    throw new DomainError("IMPORT_STATE", { params: { status: record.status } });
  }
}
